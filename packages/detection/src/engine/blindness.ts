import type { Event } from '../event.ts'
import type { Rule } from '../rule.ts'

/** A rule that could not have matched, whatever happened. Its silence says nothing. */
export type Blind = {
  readonly rule: string
  readonly title: string
  /** `needs`: nothing of what it looks at was seen. `baseline`: nothing was learned to compare with. */
  readonly why: 'needs' | 'baseline'
  readonly needs: readonly string[]
}

/** What a rule needs that no traffic brings: a threat feed. */
const INDICATORS = 'indicators'

/** What kinds of traffic were seen, in the words of `needs`. */
export class Seen {
  readonly #what: Set<string>

  constructor(saved?: Set<string>) {
    this.#what = saved ?? new Set()
  }

  save(): Set<string> {
    return this.#what
  }

  note(event: Event): void {
    // Names of protocols and attributes are closed lists of ours.
    if (event.kind === 'operation') this.#what.add(event.protocol)
    else if (event.kind === 'connection') {
      this.#what.add('connection')
      if (event.connection.protocol !== null) this.#what.add(event.connection.protocol)
    } else if (event.kind === 'health') this.#what.add('health')
    else if (event.kind === 'claim') this.#what.add(`claim ${event.sighting.attribute}`)
  }

  /** Rules of which nothing that they need was seen, and deviation rules that were never taught. `fed`: there are indicators. */
  blind(rules: readonly Rule[], taught: boolean, fed: boolean): Blind[] {
    const isThere = (need: string): boolean => (need === INDICATORS ? fed : this.#what.has(need))
    return rules.flatMap(({ id: rule, title, needs, nature }): Blind[] => {
      if (needs.length > 0 && !needs.some(isThere)) return [{ rule, title, why: 'needs', needs }]
      return nature === 'deviation' && !taught ? [{ rule, title, why: 'baseline', needs }] : []
    })
  }
}
