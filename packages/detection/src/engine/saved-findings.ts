// Findings as plain data. They refer to each other: each is saved once, under a number, and named by it.
import type { Rule } from '../rule.ts'
import type { SavedCauses } from './causes.ts'
import { Draft, type DraftParts } from './draft.ts'

export type SavedDraft = DraftParts & {
  readonly rule: string
  /** The number of the finding that accounts for it. */
  readonly owner: number
}

export type SavedFindings = {
  readonly drafts: readonly SavedDraft[]
  /** Numbers of those that are findings, and of those that others account for. */
  readonly kept: readonly number[]
  readonly folded: readonly number[]
  readonly causes: SavedCauses
  readonly leftOut: Map<string, number>
}

/** Numbers drafts in the order in which they are met. */
export class Numbers {
  readonly #numbers = new Map<Draft, number>()

  readonly of = (draft: Draft): number => {
    const known = this.#numbers.get(draft)
    if (known !== undefined) return known
    const number = this.#numbers.size
    this.#numbers.set(draft, number)
    return number
  }

  /** Every draft that was numbered, and those that account for them. */
  drafts(): SavedDraft[] {
    const saved: SavedDraft[] = []
    // The map grows on the way: owners that nothing else refers to come last.
    for (const draft of this.#numbers.keys())
      saved.push({ ...draft.parts(), rule: draft.rule.id, owner: this.of(draft.owner) })
    return saved
  }
}

/** By number; null where there is no such rule any more. Whose owner is gone stands for itself. */
export function draftsFrom(saved: readonly SavedDraft[], rules: readonly Rule[]): (Draft | null)[] {
  const byId = new Map(rules.map(rule => [rule.id, rule]))
  const drafts = saved.map(({ rule, owner: _, ...parts }) => {
    const known = byId.get(rule)
    return known ? new Draft(known, parts) : null
  })
  saved.forEach(({ owner }, number) => {
    const draft = drafts[number]
    const by = drafts[owner]
    if (draft && by) draft.owner = by
  })
  return drafts
}
