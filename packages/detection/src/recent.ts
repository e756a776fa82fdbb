// Memory of the last minutes for rules that count.

/** Marks that are kept; the oldest give way, so that no sender decides how much is remembered. */
export const MAX_MARKS = 256

/** Something that happened at a time (µs), so often. */
export type Mark = { readonly at: number; readonly what: string; readonly count: number }

/** The marks of the last `span` µs, with this one. */
export function remember(marks: readonly Mark[], mark: Mark, span: number): readonly Mark[] {
  const young = marks.filter(({ at }) => at > mark.at - span)
  return [...young.slice(-(MAX_MARKS - 1)), mark]
}

export const sumOf = (marks: readonly Mark[]): number => marks.reduce((sum, { count }) => sum + count, 0)

export const differentIn = (marks: readonly Mark[]): number => new Set(marks.map(({ what }) => what)).size
