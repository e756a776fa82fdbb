// What a run says: figures of many years.
import { Random } from './random.ts'
import { lossForms } from './scenario.ts'
import type { ScenarioYears, Simulation } from './simulate.ts'

export type Band = { readonly p10: number; readonly p50: number; readonly p90: number }

/** Null with a reason: what would mislead is not shown. */
export type Hidden = { readonly value: null; readonly why: 'most-years-without' }
export type Shown = { readonly value: number; readonly why: null }

export type Figures = {
  readonly trials: number
  readonly seed: number
  /** Money in a mean year, and how far the mean of so many years may be off (one standard error). */
  readonly expected: number
  readonly standardError: number
  /** Of a year: that it brings a loss. */
  readonly anyLoss: number
  /** Of the years with a loss; null without any. */
  readonly givenLoss: Band | null
  /** Not exceeded in 90, 95, 99 of 100 years. */
  readonly var90: Shown | Hidden
  readonly var95: number
  readonly var99: number
  /** 90 % interval of `var95`. */
  readonly var95Between: readonly [number, number]
  /** Mean of the worst 5 of 100 years. */
  readonly tail95: number
  readonly curve: readonly CurvePoint[]
  readonly regulatory: { readonly expected: number; readonly any: number; readonly givenAny: Band | null }
  /** The largest expected loss first. */
  readonly scenarios: readonly ScenarioFigures[]
}

/** P(a year's loss is `loss` or more). */
export type CurvePoint = { readonly loss: number; readonly probability: number }

export type ScenarioFigures = {
  readonly id: string
  readonly expected: number
  /** Its part of the worst 5 of 100 years, money a year. */
  readonly tail: number
  /** Events in a year, in the mean. */
  readonly events: number
  readonly anyLoss: number
  readonly givenLoss: Band | null
  /** Money in a mean year, by form. */
  readonly forms: Readonly<Record<(typeof lossForms)[number], number>>
}

/** Between two order statistics, linear (Hyndman and Fan, type 7). Of numbers in ascending order. */
export function quantile(sorted: ArrayLike<number>, p: number): number {
  const place = (sorted.length - 1) * p
  const at = Math.floor(place)
  const low = sorted[at]!
  return at + 1 < sorted.length ? low + (place - at) * (sorted[at + 1]! - low) : low
}

const bandOf = (sorted: ArrayLike<number>): Band => ({
  p10: quantile(sorted, 0.1),
  p50: quantile(sorted, 0.5),
  p90: quantile(sorted, 0.9),
})

export function meanOfAll(values: ArrayLike<number>): number {
  let sum = 0
  for (let at = 0; at < values.length; at++) sum += values[at]!
  return values.length === 0 ? 0 : sum / values.length
}

export function figuresOf({ trials, seed, losses, fines, scenarios }: Simulation): Figures {
  const sorted = losses.slice().sort()
  const expected = meanOfAll(losses)
  const var95 = quantile(sorted, 0.95)
  const var90 = quantile(sorted, 0.9)
  const worst = sorted.subarray(firstWorst(trials))
  return {
    trials,
    seed,
    expected,
    standardError: errorOf(losses, expected),
    anyLoss: aboveZero(sorted).length / trials,
    givenLoss: givenAny(sorted),
    var90: var90 > 0 ? { value: var90, why: null } : { value: null, why: 'most-years-without' },
    var95,
    var99: quantile(sorted, 0.99),
    var95Between: intervalOf(sorted, 0.95, seed),
    tail95: meanOfAll(worst),
    curve: curveOf(sorted),
    regulatory: regulatoryOf(fines),
    scenarios: scenarioFigures(scenarios, losses, worstYears(losses, firstWorst(trials))),
  }
}

/** Place of the first of the worst 5 of 100 years. */
const firstWorst = (trials: number): number => Math.min(trials - 1, Math.floor(0.95 * trials))

function errorOf(values: Float64Array, mean: number): number {
  if (values.length < 2) return 0
  let squares = 0
  for (const value of values) squares += (value - mean) ** 2
  return Math.sqrt(squares / (values.length - 1) / values.length)
}

/** Of numbers in ascending order, those above 0. */
function aboveZero(sorted: Float64Array): Float64Array {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle]! > 0) high = middle
    else low = middle + 1
  }
  return sorted.subarray(low)
}

function givenAny(sorted: Float64Array): Band | null {
  const positive = aboveZero(sorted)
  return positive.length === 0 ? null : bandOf(positive)
}

/** Samples of the bootstrap. */
const SAMPLES = 1000

/**
 * The 90 % interval of a quantile, by the bootstrap. The k-th smallest of n numbers that are drawn again from n is the
 * one at place n·B, B from Beta(k, n + 1 − k): so none of the samples need be drawn.
 */
function intervalOf(sorted: Float64Array, p: number, seed: number): readonly [number, number] {
  const n = sorted.length
  const random = new Random(seed ^ 0x5f3759df)
  const k = Math.min(n, Math.max(1, Math.ceil(p * n)))
  const values = Float64Array.from(
    { length: SAMPLES },
    () => sorted[Math.min(n - 1, Math.floor(n * random.beta(k, n + 1 - k)))]!,
  ).sort()
  return [quantile(values, 0.05), quantile(values, 0.95)]
}

/** Points of the curve. */
const POINTS = 80

/** Evenly spaced in the logarithm of the loss, from the smallest losses to the largest but one in a thousand of them. */
function curveOf(sorted: Float64Array): CurvePoint[] {
  const positive = aboveZero(sorted)
  if (positive.length === 0) return []
  const [from, to] = [quantile(positive, 0.01), quantile(positive, 0.999)]
  const count = to > from ? POINTS : 1
  let at = 0
  return Array.from({ length: count }, (_, point) => {
    const loss = count === 1 ? from : from * (to / from) ** (point / (count - 1))
    while (at < positive.length && positive[at]! < loss) at++
    return { loss, probability: (positive.length - at) / sorted.length }
  })
}

function regulatoryOf(fines: Float64Array): Figures['regulatory'] {
  const sorted = fines.slice().sort()
  return { expected: meanOfAll(fines), any: aboveZero(sorted).length / fines.length, givenAny: givenAny(sorted) }
}

/** The years with the largest losses; of equal ones, the earlier. */
function worstYears(losses: Float64Array, from: number): ReadonlySet<number> {
  const order = Int32Array.from(losses.keys()).sort((a, b) => losses[a]! - losses[b]! || b - a)
  return new Set(order.subarray(from))
}

function scenarioFigures(
  scenarios: readonly ScenarioYears[],
  all: Float64Array,
  worst: ReadonlySet<number>,
): ScenarioFigures[] {
  const trials = all.length
  const figures = scenarios.map(({ id, events, years, losses, forms }) => {
    let [sum, tail] = [0, 0]
    for (let at = 0; at < years.length; at++) {
      sum += losses[at]!
      if (worst.has(years[at]!)) tail += losses[at]!
    }
    return {
      id,
      expected: sum / trials,
      tail: tail / worst.size,
      events: events / trials,
      anyLoss: years.length / trials,
      givenLoss: losses.length === 0 ? null : bandOf(losses.slice().sort()),
      forms: Object.fromEntries(lossForms.map((form, at) => [form, forms[at]! / trials])) as ScenarioFigures['forms'],
    }
  })
  return figures.sort((a, b) => b.expected - a.expected || (a.id < b.id ? -1 : 1))
}
