// What numbers an object held.
import type { ItemValues } from '@nautilus/model'
import type { ValueFact } from '../known.ts'
import { admits, type Band, bandShape, confirm, newBand } from './drift.ts'
import { CONFIRM_SLOTS, SECOND } from './limits.ts'
import { least, listOf, most, nullable, record, type Shape, sum } from './shape.ts'
import { add, newSketch, quantile, type Sketch, sketchShape } from './sketch.ts'
import { factOf, type Moment, newTally, TAUGHT, type Tally, tallyShape, touch } from './tally.ts'

/** Different numbers kept one by one, so that switches and modes are known for what they are. */
export const MAX_DISTINCT = 8

/** One number of an object. The sketch holds, of each activity, its last value and its extremes. */
export type Values = {
  tally: Tally
  low: number
  high: number
  /** The count at which it last went beyond what it had been: early for what has its bounds, late for what wanders. */
  widened: number
  /** Units per second, between the ends of activities. */
  steepest: number
  /** Ascending; null when there were more than `MAX_DISTINCT`. */
  distinct: number[] | null
  sketch: Sketch
  last: number
  /** Null until confirmed. */
  band: Band | null
}

export const newValues = (marks: number): Values => ({
  tally: newTally(marks),
  low: Number.MAX_VALUE,
  high: -Number.MAX_VALUE,
  widened: 0,
  steepest: 0,
  distinct: [],
  sketch: newSketch(),
  last: 0,
  band: null,
})

/** Learns the number at `index`, unless it lies beyond what may be learned by itself. */
export function learnValue(values: Values, item: ItemValues, index: number, moment: Moment): void {
  const last = (item.last as readonly number[])[index]!
  if (!Number.isFinite(last)) return
  const low = Math.min(last, item.min?.[index] ?? last)
  const high = Math.max(last, item.max?.[index] ?? last)
  const taught = (moment.marks & TAUGHT) !== 0
  if (values.band === null && !taught && values.tally.slots >= CONFIRM_SLOTS)
    values.band = newBand(values.low, values.high, moment.last)
  if (values.band !== null && !taught && !admits(values.band, low, high, moment.last)) return
  if (values.tally.count > 0) slope(values, last, moment)
  const widens = low < values.low || high > values.high
  values.low = Math.min(values.low, low)
  values.high = Math.max(values.high, high)
  values.last = last
  touch(values.tally, moment)
  if (widens) values.widened = values.tally.count
  if (taught) values.band = confirm(values.band, values.low, values.high, moment.last)
  note(values, last)
  if (low !== last) note(values, low)
  if (high !== last) note(values, high)
}

/** Closer in time than a second, a step says nothing about speed. */
function slope(values: Values, last: number, moment: Moment): void {
  const seconds = Math.max(SECOND, moment.last - values.tally.last) / SECOND
  const steepness = Math.abs(last - values.last) / seconds
  if (steepness > values.steepest) values.steepest = steepness
}

function note(values: Values, value: number): void {
  add(values.sketch, value)
  const { distinct } = values
  if (distinct === null || distinct.includes(value)) return
  if (distinct.length === MAX_DISTINCT) values.distinct = null
  else values.distinct = [...distinct, value].sort((a, b) => a - b)
}

export function valueFactOf(values: Values, now: number): ValueFact {
  const within = (value: number) => Math.min(values.high, Math.max(values.low, value))
  return {
    ...factOf(values.tally, now),
    min: values.low,
    max: values.high,
    p01: within(quantile(values.sketch, 0.01)),
    p99: within(quantile(values.sketch, 0.99)),
    distinct: values.distinct?.length ?? Math.max(MAX_DISTINCT + 1, values.sketch.keys.length),
    steepest: values.steepest,
    settled: values.tally.count === 0 ? 0 : Math.max(0, 1 - values.widened / values.tally.count),
  }
}

const number: Shape<number> = { ...most, merge: (_, b) => b }

const distinctShape: Shape<number[] | null> = nullable({
  write: (value: number[]) => value,
  read: (json, where) =>
    listOf(json, where, MAX_DISTINCT).map((part, at) => number.read(part, where && `${at} of ${where}`)),
  merge: (a, b) => [...new Set([...a, ...b])].sort((x, y) => x - y),
})

const fields = {
  tally: tallyShape,
  low: least,
  high: most,
  widened: sum,
  steepest: most,
  distinct: distinctShape,
  sketch: sketchShape,
  last: number,
  band: nullable(bandShape),
}

export const valuesShape: Shape<Values> = record<Values>(
  () => newValues(0),
  fields,
  (a, b) => {
    if (b.tally.last > a.tally.last || (b.tally.last === a.tally.last && b.last > a.last)) a.last = b.last
    const both = a.distinct && b.distinct ? distinctShape.merge(a.distinct, b.distinct)! : null
    a.distinct = both && both.length <= MAX_DISTINCT ? both : null
    a.low = Math.min(a.low, b.low)
    a.high = Math.max(a.high, b.high)
    a.widened += b.widened
    a.steepest = Math.max(a.steepest, b.steepest)
    a.sketch = sketchShape.merge(a.sketch, b.sketch)
    a.band = fields.band.merge(a.band, b.band)
    a.tally = tallyShape.merge(a.tally, b.tally)
    return a
  },
)
