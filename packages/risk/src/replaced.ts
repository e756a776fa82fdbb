// What people know better goes before what was assumed, and what was assumed stays to be seen.
import { type Book, type Confidence, inputFault } from './book.ts'
import type { Range } from './range.ts'

export type Replacement = {
  readonly input: string
  readonly range: Range
  /** Where the number comes from, in the person's words. */
  readonly source: string
  readonly owner: string | null
  readonly confidence: Confidence
  /** Who, and the day: `2026-03-01`. */
  readonly by: string
  readonly date: string
}

/** Replacements of inputs that are no more, or that no longer fit, are left out. */
export function replaced<T extends Pick<Book, 'inputs'>>(book: T, replacements: readonly Replacement[]): T {
  const byInput = new Map(replacements.map(replacement => [replacement.input, replacement]))
  const inputs = book.inputs.map(input => {
    const found = byInput.get(input.id)
    if (!found || inputFault(input.unit, found.range) !== null) return input
    const { range, source, owner, confidence, by, date } = found
    const from = { kind: 'person', key: 'person', values: { by, source } } as const
    return { ...input, ...{ range, owner, confidence, date }, source: from, before: input.range }
  })
  return { ...book, inputs }
}
