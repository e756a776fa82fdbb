// One cause is one finding: what a rule says it is explained by is filed under that.
import { severities } from '@nautilus/model'
import type { Level, Match, Rule } from '../rule.ts'
import type { Draft } from './draft.ts'
import { CAUSE_AFTER, CAUSE_LASTS, MAX_CAUSES } from './limits.ts'

type Ends = Pick<Match, 'source' | 'target'>

export type SavedCauses = {
  readonly causes: readonly (readonly [string, number])[]
  readonly waiting: readonly (readonly [string, readonly number[]])[]
}

/** Findings that may account for others, and findings that may yet be accounted for. */
export class Causes {
  /** Rules that some other one names as its explanation. */
  readonly #explaining: ReadonlySet<string>
  readonly #causes = new Map<string, Draft>()
  readonly #waiting = new Map<string, Draft[]>()

  constructor(rules: readonly Rule[]) {
    this.#explaining = new Set(rules.flatMap(rule => (rule.explainedBy ?? []).map(by => by.rule)))
  }

  /** `numberOf` gives each draft the number under which it is saved. */
  save(numberOf: (draft: Draft) => number): SavedCauses {
    return {
      causes: [...this.#causes].map(([key, draft]) => [key, numberOf(draft)] as const),
      waiting: [...this.#waiting].map(([key, drafts]) => [key, drafts.map(numberOf)] as const),
    }
  }

  /** `draftOf` answers null for findings of rules that are no more. */
  restore({ causes, waiting }: SavedCauses, draftOf: (number: number) => Draft | null): void {
    for (const [key, number] of causes) {
      const draft = draftOf(number)
      if (draft) this.#causes.set(key, draft)
    }
    for (const [key, numbers] of waiting) {
      const drafts = numbers.flatMap(number => draftOf(number) ?? [])
      if (drafts.length > 0) this.#waiting.set(key, drafts)
    }
  }

  /** The finding that accounts for a match of this rule at that time; null where none does. A graver one stands alone. */
  causeOf(rule: Rule, match: Match, at: number): Draft | null {
    const grade = gradeOf(match.level ?? rule.level)
    for (const by of rule.explainedBy ?? []) {
      const key = keyOf(by.rule, by.same, match)
      const filed = key === null ? undefined : this.#causes.get(key)
      // It may itself have been accounted for since.
      const cause = filed && rootOf(filed)
      if (cause && grade <= gradeOf(cause.level) && cause.first <= at + CAUSE_AFTER && at <= cause.last + CAUSE_LASTS)
        return cause
    }
    return null
  }

  /** Files a finding as a cause under its rule's name, or under that of a match that it accounts for. */
  file(draft: Draft, rule: Rule, ends: Ends): void {
    if (!this.#explaining.has(rule.id)) return
    for (const key of keysOf(rule.id, ends)) {
      const known = this.#causes.get(key)
      const isRoom = known !== undefined || this.#causes.size < MAX_CAUSES
      if (isRoom && (!known || known.last + CAUSE_LASTS < draft.first)) this.#causes.set(key, draft)
    }
  }

  /** A new finding that a later one may account for. */
  wait(draft: Draft): void {
    for (const { rule, same } of draft.rule.explainedBy ?? []) {
      const key = keyOf(rule, same, draft)
      if (key === null) continue
      const list = this.#waiting.get(key)
      if (list) list.push(draft)
      else if (this.#waiting.size < MAX_CAUSES) this.#waiting.set(key, [draft])
    }
  }

  /** The young findings that a new one accounts for; each is told once. */
  effectsOf(cause: Draft): Draft[] {
    if (!this.#explaining.has(cause.rule.id)) return []
    const effects = new Set<Draft>()
    const grade = gradeOf(cause.level)
    for (const key of keysOf(cause.rule.id, cause)) {
      for (const draft of this.#waiting.get(key) ?? []) {
        if (draft.first >= cause.first - CAUSE_AFTER && gradeOf(draft.level) <= grade) effects.add(draft)
      }
      this.#waiting.delete(key)
    }
    return [...effects]
  }

  /** Lets go of what accounts for nothing later, and of what no later finding can account for. */
  forget(now: number): void {
    for (const [key, cause] of this.#causes) if (cause.last + CAUSE_LASTS < now) this.#causes.delete(key)
    for (const [key, drafts] of this.#waiting) {
      const young = drafts.filter(draft => draft.first >= now - CAUSE_AFTER)
      if (young.length === 0) this.#waiting.delete(key)
      else if (young.length < drafts.length) this.#waiting.set(key, young)
    }
  }
}

function rootOf(draft: Draft): Draft {
  let root = draft
  while (root.owner !== root) root = root.owner
  return root
}

const gradeOf = (level: Level): number => severities.indexOf(level)

function keyOf(rule: string, same: 'source' | 'target' | 'pair', { source, target }: Ends): string | null {
  if (same === 'pair') return source && target ? `${rule}|pair|${source.id}|${target.id}` : null
  const end = same === 'source' ? source : target
  return end && `${rule}|${same}|${end.id}`
}

/** A cause with one end only, as a new device, accounts for what that end does and for what is done to it. */
function keysOf(rule: string, { source, target }: Ends): string[] {
  if (source && target)
    return (['source', 'target', 'pair'] as const).map(same => keyOf(rule, same, { source, target })!)
  const only = source ?? target
  return only ? (['source', 'target'] as const).map(same => keyOf(rule, same, { source: only, target: only })!) : []
}
