// Everything that is told of one book, from one seed.
import { type Book, portfolioOf } from './book.ts'
import { type CurvePoint, type Figures, figuresOf } from './figures.ts'
import { unprotected } from './inherent.ts'
import { meanOf, quantileIn, type Range } from './range.ts'
import { type SafetyFigure, safetyOf } from './safety.ts'
import { simulate } from './simulate.ts'
import { type Swing, tornadoOf } from './tornado.ts'
import { applied, type Effect, type Measure, type Moved } from './what-if.ts'

/** Counts up whenever the same book and seed would give other figures. */
export const RISK_CODE = '2'

/** Years of a run while somebody looks, and of one that is kept as a report. */
export const INTERACTIVE_TRIALS = 20_000
export const REPORT_TRIALS = 200_000

/** Inputs that the tornado shows. */
const MOST_SWINGS = 15

export type RunOptions = {
  readonly trials: number
  readonly seed: number
  /** What is to be tried; empty: nothing. */
  readonly measures: readonly Measure[]
}

export type ProcessFigures = { readonly process: string; readonly expected: number; readonly tail: number }

/** Least, likely and most effect. */
export type Gain = Readonly<Record<Effect, number>>

export type PlanFigures = {
  readonly measures: readonly string[]
  readonly figures: Figures
  readonly moved: readonly Moved[]
  /** Money a year that is saved in the mean, and in one year of 100. */
  readonly expected: Gain
  readonly var99: Gain
  /** Money once, and in each year: 10th percentile, mean, 90th. */
  readonly cost: readonly [number, number, number]
  readonly upkeep: number
  /** Years until it has paid for itself, from the best to the worst; null: never. */
  readonly payback: readonly [number | null, number | null, number | null]
  readonly safety: readonly SafetyFigure[]
}

/** As if nothing kept anybody out. */
export type InherentFigures = {
  readonly expected: number
  readonly var99: number
  readonly anyLoss: number
  readonly curve: readonly CurvePoint[]
  readonly moved: readonly Omit<Moved, 'by'>[]
}

export type RiskResult = {
  readonly code: string
  readonly currency: string
  readonly figures: Figures
  readonly inherent: InherentFigures
  readonly processes: readonly ProcessFigures[]
  readonly tornado: readonly Swing[]
  readonly safety: readonly SafetyFigure[]
  readonly plan: PlanFigures | null
}

export function runBook(book: Book, { trials, seed, measures }: RunOptions): RiskResult {
  const figures = figuresOf(simulate(portfolioOf(book), { trials, seed }))
  return {
    code: RISK_CODE,
    currency: book.currency,
    figures,
    inherent: inherentOf(book, seed, trials),
    processes: processesOf(book, figures),
    tornado: tornadoOf(book, MOST_SWINGS),
    safety: safetyOf(portfolioOf(book)),
    plan: measures.length === 0 ? null : planOf(book, figures, { trials, seed, measures }),
  }
}

/** The same years, but no more of them than a curve to compare with needs. */
function inherentOf(book: Book, seed: number, trials: number): InherentFigures {
  const { book: bare, moved } = unprotected(book)
  const years = Math.min(trials, INTERACTIVE_TRIALS)
  const { expected, var99, anyLoss, curve } = figuresOf(simulate(portfolioOf(bare), { trials: years, seed }))
  return { expected, var99, anyLoss, curve, moved }
}

function processesOf({ plans }: Book, { scenarios }: Figures): ProcessFigures[] {
  const processOf = new Map(plans.map(({ id, process }) => [id, process]))
  return [...Map.groupBy(scenarios, ({ id }) => processOf.get(id) ?? '')]
    .map(([process, own]) => ({
      process,
      expected: own.reduce((sum, { expected }) => sum + expected, 0),
      tail: own.reduce((sum, { tail }) => sum + tail, 0),
    }))
    .sort((a, b) => b.expected - a.expected || (a.process < b.process ? -1 : 1))
}

/** The same years are lived through again, so that what differs is what the measures changed. */
function planOf(book: Book, before: Figures, { trials, seed, measures }: RunOptions): PlanFigures {
  const after = (effect: Effect) => {
    const { book: changed, moved } = applied(book, measures, effect)
    const portfolio = portfolioOf(changed)
    return { moved, portfolio, figures: figuresOf(simulate(portfolio, { trials, seed })) }
  }
  const ends = { least: after('least'), likely: after('likely'), most: after('most') }
  const gain = (figure: 'expected' | 'var99'): Gain => ({
    least: before[figure] - ends.least.figures[figure],
    likely: before[figure] - ends.likely.figures[figure],
    most: before[figure] - ends.most.figures[figure],
  })
  const expected = gain('expected')
  const cost = costOf(
    book,
    measures.map(({ cost }) => cost),
  )
  const upkeep = costOf(
    book,
    measures.map(({ upkeep }) => upkeep),
  )[1]
  return {
    measures: measures.map(({ id }) => id),
    figures: ends.likely.figures,
    moved: ends.likely.moved,
    expected,
    var99: gain('var99'),
    cost,
    upkeep,
    payback: [
      years(cost[0], expected.most - upkeep),
      years(cost[1], expected.likely - upkeep),
      years(cost[2], expected.least - upkeep),
    ],
    safety: safetyOf(ends.likely.portfolio),
  }
}

const years = (cost: number, gain: number): number | null => (gain > 0 ? cost / gain : null)

/** Of several: the ends are added, which is wider than they would be together. */
function costOf({ inputs }: Book, ids: readonly string[]): readonly [number, number, number] {
  const ranges = new Map(inputs.map(({ id, range }) => [id, range]))
  const sum = (of: (range: Range) => number): number =>
    ids.reduce((money, id) => {
      const range = ranges.get(id)
      return range ? money + of(range) : money
    }, 0)
  return [sum(range => quantileIn(range)(0.1)), sum(meanOf), sum(range => quantileIn(range)(0.9))]
}
