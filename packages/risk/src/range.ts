// A number that nobody knows exactly: what it may be, how likely.
import { normalCdf, normalQuantile } from './normal.ts'
import { pertTables, readTable } from './pert.ts'

/**
 * `pert`: never below `low` or above `high`, most likely `mode`. `percentiles`: one time in twenty below `p5`, half the
 * time below `p50`, one time in twenty above `p95`; all above 0, with a long tail: two halves of lognormals that meet in
 * the median. With p50 = √(p5·p95) it is the lognormal with that interval of 90 %.
 */
export type Range =
  | { readonly kind: 'fixed'; readonly value: number }
  | { readonly kind: 'pert'; readonly low: number; readonly mode: number; readonly high: number }
  | { readonly kind: 'percentiles'; readonly p5: number; readonly p50: number; readonly p95: number }

export const fixed = (value: number): Range => ({ kind: 'fixed', value })
export const pert = (low: number, mode: number, high: number): Range => ({ kind: 'pert', low, mode, high })
export const percentiles = (p5: number, p50: number, p95: number): Range => ({ kind: 'percentiles', p5, p50, p95 })
export const lognormal90 = (p5: number, p95: number): Range => percentiles(p5, Math.sqrt(p5 * p95), p95)

/** The 95th percentile of the standard normal. */
const Z95 = 1.6448536269514722

/** What is wrong with it, as a sentence; null when it is good. `most`: nothing of it may be above. */
export function rangeFault(range: Range, most = Number.MAX_VALUE): string | null {
  const parts = partsOf(range)
  if (!parts.every(Number.isFinite)) return 'Every value must be a number.'
  if (parts.some(part => part < 0)) return 'No value may be below 0.'
  if (parts.some(part => part > most)) return `No value may be above ${most}.`
  if (parts.some((part, at) => at > 0 && part < parts[at - 1]!)) return 'The values must not fall from left to right.'
  if (range.kind === 'percentiles' && range.p5 <= 0) return 'The lowest value must be above 0.'
  return null
}

export function partsOf(range: Range): readonly number[] {
  if (range.kind === 'fixed') return [range.value]
  if (range.kind === 'pert') return [range.low, range.mode, range.high]
  return [range.p5, range.p50, range.p95]
}

/** No value is above; infinite where there is no such bound. */
export function mostOf(range: Range): number {
  if (range.kind === 'fixed') return range.value
  return range.kind === 'pert' ? range.high : Number.POSITIVE_INFINITY
}

/** All of it, `factor` times. */
export function scaled(range: Range, factor: number): Range {
  const [a, b, c] = partsOf(range).map(part => part * factor) as [number, number, number]
  if (range.kind === 'fixed' || factor === 0) return fixed(a)
  return range.kind === 'pert' ? pert(a, b, c) : percentiles(a, b, c)
}

/** Quantiles at even steps of the chance. */
export function pertTable({ low, mode, high }: Extract<Range, { readonly kind: 'pert' }>): Float64Array {
  const width = high - low
  const { quantiles } = pertTables(width === 0 ? 0.5 : (mode - low) / width)
  return quantiles.map(quantile => low + width * quantile)
}

/** The number that is exceeded with probability 1 − u, for 0 < u < 1. Grows with u: what is drawn follows from it. */
export function quantileIn(range: Range): (u: number) => number {
  if (range.kind === 'fixed') return () => range.value
  if (range.kind === 'pert') {
    const table = pertTable(range)
    return u => readTable(table, u)
  }
  const { p50 } = range
  const [below, above] = deviationsOf(range)
  return u => {
    const z = normalQuantile(u)
    return p50 * Math.exp((z < 0 ? below : above) * z)
  }
}

/** P(X ≤ x) */
export function cdfIn(range: Range): (x: number) => number {
  if (range.kind === 'fixed') return x => (x < range.value ? 0 : 1)
  if (range.kind === 'pert') {
    const { low, mode, high } = range
    const width = high - low
    if (width === 0) return x => (x < low ? 0 : 1)
    const { cumulated } = pertTables((mode - low) / width)
    return x => (x <= low ? 0 : x >= high ? 1 : readTable(cumulated, (x - low) / width))
  }
  const { p50 } = range
  const [below, above] = deviationsOf(range)
  return x => {
    if (x <= 0) return 0
    const log = Math.log(x / p50)
    const deviation = log < 0 ? below : above
    return deviation === 0 ? (log < 0 ? 0 : 1) : normalCdf(log / deviation)
  }
}

export function meanOf(range: Range): number {
  if (range.kind === 'fixed') return range.value
  if (range.kind === 'pert') return (range.low + 4 * range.mode + range.high) / 6
  const [below, above] = deviationsOf(range)
  const half = (deviation: number, side: number): number => Math.exp(deviation ** 2 / 2) * normalCdf(side * deviation)
  return range.p50 * (half(below, -1) + half(above, 1))
}

type Percentiles = Extract<Range, { readonly kind: 'percentiles' }>
/** Of the logarithm, below and above the median. */
const deviationsOf = ({ p5, p50, p95 }: Percentiles): readonly [number, number] => [
  Math.log(p50 / p5) / Z95,
  Math.log(p95 / p50) / Z95,
]

/** Points of a mean that has no formula. */
const POINTS = 4096

/**
 * The mean of a function of independent ranges: over points that fill the cube evenly (the additive recurrence with the
 * generalised golden ratio), the same each time.
 */
export function meanOver(ranges: readonly Range[], value: (drawn: readonly number[]) => number): number {
  const quantiles = ranges.map(quantileIn)
  const steps = stepsOf(ranges.length)
  const drawn = ranges.map(() => 0)
  let sum = 0
  for (let point = 0; point < POINTS; point++) {
    for (let at = 0; at < steps.length; at++) {
      const u = (0.5 + (point + 1) * steps[at]!) % 1
      drawn[at] = quantiles[at]!(Math.min(1 - 1e-12, Math.max(1e-12, u)))
    }
    sum += value(drawn)
  }
  return sum / POINTS
}

function stepsOf(dimensions: number): number[] {
  let ratio = 2
  for (let turn = 0; turn < 60; turn++) ratio = (1 + ratio) ** (1 / (dimensions + 1))
  return Array.from({ length: dimensions }, (_, at) => (1 / ratio) ** (at + 1) % 1)
}
