// Slow drift teaches little: a range widens only so far from what was confirmed, and so far a day.
import { DAY, DRIFT_AT_MOST, DRIFT_PER_DAY } from './limits.ts'
import { least, most, record, type Shape, sum } from './shape.ts'

/** What was confirmed, and what is asked for beyond it. */
export type Band = { low: number; high: number; since: number; proposed: Proposed | null }

export type Proposed = { low: number; high: number; count: number; first: number; last: number }

export const newBand = (low: number, high: number, since: number): Band => ({ low, high, since, proposed: null })

/** The smallest room a range has, so that a constant may move a little: this part of its size. */
const LEAST_SPAN = 0.02

/** What is learned by a person's word is confirmed with it. */
export function confirm(band: Band | null, low: number, high: number, at: number): Band {
  if (band === null) return newBand(low, high, at)
  band.low = low
  band.high = high
  if (at > band.since) band.since = at
  return band
}

/** How far beyond the confirmed band a number may lie at this moment and still be learned. */
export function allowance({ low, high, since }: Band, at: number): number {
  const span = Math.max(high - low, LEAST_SPAN * Math.max(Math.abs(low), Math.abs(high)))
  return span * Math.min(DRIFT_AT_MOST, DRIFT_PER_DAY * (1 + Math.max(0, at - since) / DAY))
}

/** True when `low` to `high` may be learned; otherwise they are kept as proposed. */
export function admits(band: Band, low: number, high: number, at: number): boolean {
  const room = allowance(band, at)
  if (low >= band.low - room && high <= band.high + room) return true
  const told = band.proposed
  if (told === null) band.proposed = { low, high, count: 1, first: at, last: at }
  else {
    told.low = Math.min(told.low, low)
    told.high = Math.max(told.high, high)
    told.count++
    told.last = Math.max(told.last, at)
  }
  return false
}

const proposedShape: Shape<Proposed> = record<Proposed>(() => ({ low: 0, high: 0, count: 0, first: 0, last: 0 }), {
  low: least,
  high: most,
  count: sum,
  first: least,
  last: most,
})

export const bandShape: Shape<Band> = record<Band>(() => newBand(0, 0, 0), {
  low: least,
  high: most,
  since: most,
  proposed: {
    write: value => (value === null ? null : proposedShape.write(value)),
    read: (json, where) => (json === null ? null : proposedShape.read(json, where)),
    merge: (a, b) => (a === null ? b : b === null ? a : proposedShape.merge(a, b)),
  },
})
