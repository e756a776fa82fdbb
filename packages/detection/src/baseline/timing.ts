// How often something comes.
import type { Spread } from '@nautilus/model'
import type { TimingFact } from '../known.ts'
import { admits, type Band, bandShape, confirm, newBand } from './drift.ts'
import { CONFIRM_SLOTS } from './limits.ts'
import { least, most, nullable, record, type Shape, sum } from './shape.ts'
import { factOf, type Moment, newTally, TAUGHT, type Tally, tallyShape, touch } from './tally.ts'

/** µs. `mean` and `squares` (sum of squared deviations) over `intervals`, as Welford and Chan do it. */
export type Timing = {
  tally: Tally
  intervals: number
  mean: number
  squares: number
  slowest: number
  /** Of the mean intervals of activities. */
  low: number
  high: number
  /** End of the activity before; kept also when it was not learned. */
  ended: number
  /** Of the mean interval of an activity; null until confirmed. */
  band: Band | null
}

export const newTiming = (marks: number): Timing => ({
  tally: newTally(marks),
  intervals: 0,
  mean: 0,
  squares: 0,
  slowest: 0,
  low: Number.MAX_VALUE,
  high: 0,
  ended: 0,
  band: null,
})

export function learnTiming(timing: Timing, interval: Spread | null, moment: Moment): void {
  const gap = timing.ended > 0 ? moment.first - timing.ended : 0
  if (moment.last > timing.ended) timing.ended = moment.last
  const mean = interval?.mean ?? gap
  if (!(mean > 0)) {
    touch(timing.tally, moment)
    return
  }
  const taught = (moment.marks & TAUGHT) !== 0
  if (timing.band === null && !taught && timing.tally.slots >= CONFIRM_SLOTS && timing.intervals > 0)
    timing.band = newBand(timing.low, timing.high, moment.last)
  if (timing.band !== null && !taught && !admits(timing.band, mean, mean, moment.last)) return
  touch(timing.tally, moment)
  if (interval) take(timing, Math.max(1, moment.count - 1), mean, interval.jitter * interval.jitter)
  else take(timing, 1, mean, 0)
  timing.slowest = Math.max(timing.slowest, interval?.max ?? 0, gap)
  if (mean < timing.low) timing.low = mean
  if (mean > timing.high) timing.high = mean
  if (taught) timing.band = confirm(timing.band, timing.low, timing.high, moment.last)
}

/** `n` intervals of this mean and variance more. */
function take(timing: Timing, n: number, mean: number, variance: number): void {
  const before = timing.intervals
  const all = before + n
  const delta = mean - timing.mean
  timing.mean += (delta * n) / all
  timing.squares += variance * n + (delta * delta * before * n) / all
  timing.intervals = all
}

export const timingFactOf = (timing: Timing, now: number): TimingFact => ({
  ...factOf(timing.tally, now),
  period: timing.mean,
  jitter: Math.sqrt(timing.squares / Math.max(1, timing.intervals)),
  slowest: timing.slowest,
})

const fields = {
  tally: tallyShape,
  intervals: sum,
  mean: most,
  squares: most,
  slowest: most,
  low: least,
  high: most,
  ended: most,
  band: nullable(bandShape),
}

export const timingShape: Shape<Timing> = record<Timing>(
  () => newTiming(0),
  fields,
  (a, b) => {
    if (b.intervals > 0) take(a, b.intervals, b.mean, b.squares / b.intervals)
    a.slowest = Math.max(a.slowest, b.slowest)
    a.low = Math.min(a.low, b.low)
    a.high = Math.max(a.high, b.high)
    a.ended = Math.max(a.ended, b.ended)
    a.band = fields.band.merge(a.band, b.band)
    a.tally = tallyShape.merge(a.tally, b.tally)
    return a
  },
)
