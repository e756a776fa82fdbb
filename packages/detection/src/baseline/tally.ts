// A learned fact, and the moment at which something taught it.
import type { Fact } from '../known.ts'
import { ADOPT_DAYS, DAY, FORGET_AFTER, HALF_LIFE, SLOT } from './limits.ts'
import { least, most, record, type Shape, sum } from './shape.ts'

/**
 * Bits of `marks`. `TAUGHT`: a person gave it as normal. `PROPOSED`: new to something that was ready. `SERVED`: a link
 * that its server counts too, which may become known later than the link.
 */
export const TAUGHT = 1
export const PROPOSED = 2
export const PINNED = 4
export const SERVED = 8

export type Tally = {
  count: number
  /** µs. */
  first: number
  last: number
  /** Different slots of time in which it was seen, and the newest. */
  slots: number
  slot: number
  days: number
  day: number
  marks: number
}

/** One event, as far as every fact needs it. Used again for each. */
export type Moment = {
  first: number
  last: number
  count: number
  slot: number
  day: number
  /** Marks of what is new at this moment: `TAUGHT` or none. */
  marks: number
}

export const momentOf = (): Moment => ({ first: 0, last: 0, count: 0, slot: 0, day: 0, marks: 0 })

export function setMoment(moment: Moment, first: number, last: number, count: number, marks: number): void {
  moment.first = first
  moment.last = last
  moment.count = count
  moment.slot = Math.floor(last / SLOT)
  moment.day = Math.floor(last / DAY)
  moment.marks = marks
}

/** `last` begins at 0: whoever merges times of facts that were never touched gets no time from before 1970. */
export const newTally = (marks: number): Tally => ({
  count: 0,
  first: 0,
  last: 0,
  slots: 0,
  slot: -1,
  days: 0,
  day: -1,
  marks,
})

/** Counts the moment. True when it is a slot in which the fact had not been seen. */
export function touch(tally: Tally, moment: Moment): boolean {
  if (tally.count === 0 || moment.first < tally.first) tally.first = moment.first
  if (moment.last > tally.last) tally.last = moment.last
  tally.count += moment.count
  if (moment.marks & TAUGHT) tally.marks = (tally.marks | TAUGHT) & ~PROPOSED
  if (tally.slot === moment.slot) return false
  tally.slot = moment.slot
  tally.slots++
  if (tally.day !== moment.day) newDay(tally, moment.day)
  return true
}

function newDay(tally: Tally, day: number): void {
  tally.day = day
  tally.days++
  if (tally.days >= ADOPT_DAYS) tally.marks &= ~PROPOSED
}

/** Seen, not merely proposed, and not forgotten. */
export const stands = (tally: Tally | null | undefined, now: number): tally is Tally =>
  tally != null && tally.count > 0 && (tally.marks & PROPOSED) === 0 && !isForgotten(tally, now)

export const isForgotten = (tally: Tally, now: number): boolean =>
  now - tally.last > FORGET_AFTER && (tally.marks & PINNED) === 0

/** Support at which a fact is half certain. */
const HALF_SURE = 6

/**
 * From 0 to 1. Each further slot of time is one piece of support; within a slot only each doubling is, so that a burst
 * proves little. Halves with every `HALF_LIFE` of silence; 1 when pinned.
 */
export function confidenceOf({ count, slots, last, marks }: Tally, now: number): number {
  if (marks & PINNED) return 1
  const support = slots - 1 + Math.log2(1 + count)
  const age = Math.max(0, now - last) / HALF_LIFE
  return Math.round(1000 * (support / (support + HALF_SURE)) * 0.5 ** age) / 1000
}

export const factOf = (tally: Tally, now: number): Fact => ({
  count: tally.count,
  first: tally.first,
  last: tally.last,
  confidence: confidenceOf(tally, now),
  pinned: (tally.marks & PINNED) !== 0,
})

const fields = { count: sum, first: least, last: most, slots: sum, slot: most, days: sum, day: most, marks: sum }

/** What one of two confirmed is confirmed. */
export const tallyShape: Shape<Tally> = record<Tally>(
  () => newTally(0),
  fields,
  (a, b) => {
    if (b.count === 0) {
      a.marks |= b.marks & ~PROPOSED
      return a
    }
    if (a.count === 0) {
      b.marks |= a.marks & ~PROPOSED
      return Object.assign(a, b)
    }
    const proposed = a.marks & b.marks & PROPOSED
    a.count += b.count
    a.first = Math.min(a.first, b.first)
    a.last = Math.max(a.last, b.last)
    a.slots += b.slots
    a.slot = Math.max(a.slot, b.slot)
    a.days += b.days
    a.day = Math.max(a.day, b.day)
    a.marks = ((a.marks | b.marks) & ~PROPOSED) | proposed
    return a
  },
)
