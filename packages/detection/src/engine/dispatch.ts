import type { Event, Kind } from '../event.ts'
import type { Rule } from '../rule.ts'

const none: readonly Rule[] = []

/** Which rules an event concerns, found without asking each: by kind, and for operations by protocol and verb. */
export class Dispatch {
  readonly #byKind: ReadonlyMap<Kind, readonly Rule[]>
  /** Filled as they come. Protocols and verbs are closed lists of ours, so it stays small. */
  readonly #operations = new Map<string, Map<string, readonly Rule[]>>()

  constructor(rules: readonly Rule[]) {
    const byKind = new Map<Kind, Rule[]>()
    for (const rule of rules) {
      for (const kind of rule.on) {
        const list = byKind.get(kind)
        if (list) list.push(rule)
        else byKind.set(kind, [rule])
      }
    }
    this.#byKind = byKind
  }

  of(event: Event): readonly Rule[] {
    const all = this.#byKind.get(event.kind) ?? none
    if (event.kind !== 'operation' || all.length === 0) return all
    const { protocol, verb } = event
    let verbs = this.#operations.get(protocol)
    if (!verbs) {
      verbs = new Map()
      this.#operations.set(protocol, verbs)
    }
    let rules = verbs.get(verb)
    if (!rules) {
      rules = all.filter(rule => (rule.verbs?.has(verb) ?? true) && (rule.protocols?.has(protocol) ?? true))
      verbs.set(verb, rules)
    }
    return rules
  }
}
