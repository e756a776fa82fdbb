// What a measure would change: inputs, and nothing but inputs; each with what it was, what it becomes, and why.
import type { Book, Input } from './book.ts'
import { quantileIn, type Range, scaled } from './range.ts'

/** The input becomes `factor` times what it is, never more. The factor is itself an estimate, 0 to 1. */
export type Change = { readonly input: string; readonly factor: Range }

export const measureKinds = [
  'close-path',
  'patch',
  'segment',
  'faster-decision',
  'jump-host',
  'protect-logic',
  'tested-recovery',
  'response-plan',
  'architecture',
  'monitoring',
] as const
export type MeasureKind = (typeof measureKinds)[number]

export type Measure = {
  readonly id: string
  readonly kind: MeasureKind
  /** What goes into its sentence: `what`, from the plant. */
  readonly values: Readonly<Record<string, string | number>>
  readonly changes: readonly Change[]
  /** Names of inputs: money once, and money in each year. */
  readonly cost: string
  readonly upkeep: string
  /** Why the factors are what they are. */
  readonly source: Input['source']
}

export type Moved = {
  readonly input: string
  readonly before: Range
  readonly after: Range
  /** Ids of measures, and the factor of each. */
  readonly by: readonly { readonly measure: string; readonly factor: number }[]
}

/** Which end of its effect each measure is taken at. */
export type Effect = 'least' | 'likely' | 'most'
/** Quantiles of the factor: the least effect is the largest factor. */
const at: Readonly<Record<Effect, number>> = { least: 0.9, likely: 0.5, most: 0.1 }

/** The book after the measures, and what moved. Factors of several on one input are multiplied, never added. */
export function applied(
  book: Book,
  measures: readonly Measure[],
  effect: Effect,
): { readonly book: Book; readonly moved: readonly Moved[] } {
  const factors = new Map<string, { measure: string; factor: number }[]>()
  for (const { id: measure, changes } of measures)
    for (const { input, factor } of changes) {
      const known = factors.get(input) ?? []
      factors.set(input, [...known, { measure, factor: quantileIn(factor)(at[effect]) }])
    }
  const moved: Moved[] = []
  const inputs = book.inputs.map((input): Input => {
    const by = factors.get(input.id)
    if (!by) return input
    const whole = by.reduce((product, { factor }) => product * factor, 1)
    const after = scaled(input.range, whole)
    moved.push({ input: input.id, before: input.range, after, by })
    return { ...input, range: after }
  })
  return { book: { ...book, inputs }, moved }
}
