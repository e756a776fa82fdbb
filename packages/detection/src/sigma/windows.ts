// What a count remembers under one key, bounded. Time is that of the events; late ones are put where they belong.
import { MAX_DISTINCT, MAX_MOMENTS } from './limits.ts'

export type Occurrence = {
  /** µs */
  readonly at: number
  /** Which of the rules it fits, by number. */
  readonly parts: readonly number[]
  readonly amount: number
  /** What is counted, for counts of different values. */
  readonly value: string
}

/** Takes an occurrence in, and answers the figure that the condition is about. May change the memory it is given. */
export type Window<M> = {
  readonly start: () => M
  readonly add: (memory: M, occurrence: Occurrence) => number
}

type Moments = { now: number; sum: number; list: { at: number; amount: number }[] }

/** How many happened within the span. */
export const eventCount = (span: number): Window<Moments> => ({
  start: () => ({ now: Number.NEGATIVE_INFINITY, sum: 0, list: [] }),
  add: (memory, { at, amount }) => {
    const { list } = memory
    memory.now = Math.max(memory.now, at)
    memory.sum += amount
    let place = list.length
    while (place > 0 && list[place - 1]!.at > at) place--
    list.splice(place, 0, { at, amount })
    const from = memory.now - span
    const young = list.findIndex(moment => moment.at > from)
    for (const { amount: old } of list.splice(0, young < 0 ? list.length : young)) memory.sum -= old
    if (list.length > MAX_MOMENTS) mergeOldest(list)
    return memory.sum
  },
})

/** The two that are nearest to each other among the older half become one, at the earlier time: it may be forgotten early, never late. */
function mergeOldest(list: { at: number; amount: number }[]): void {
  let nearest = 0
  for (let at = 1; at < list.length / 2; at++)
    if (list[at + 1]!.at - list[at]!.at < list[nearest + 1]!.at - list[nearest]!.at) nearest = at
  list[nearest]!.amount += list[nearest + 1]!.amount
  list.splice(nearest + 1, 1)
}

type Values = { now: number; lateUntil: number; last: Map<string, number> }

/** How many different values there were within the span. */
export const valueCount = (span: number): Window<Values> => ({
  start: () => ({ now: Number.NEGATIVE_INFINITY, lateUntil: Number.NEGATIVE_INFINITY, last: new Map() }),
  add: (memory, { at, value }) => {
    const { last } = memory
    if (at < memory.now) memory.lateUntil = memory.now + span
    memory.now = Math.max(memory.now, at)
    const newest = Math.max(at, last.get(value) ?? at)
    last.delete(value)
    last.set(value, newest)
    forgetUntil(memory, memory.now - span)
    if (last.size > MAX_DISTINCT) last.delete(last.keys().next().value!)
    return last.size
  },
})

/** The map is in the order of time, so that the first young one ends it; but not while late ones are in it. */
function forgetUntil({ now, lateUntil, last }: Values, until: number): void {
  for (const [value, at] of last) {
    if (at <= until) last.delete(value)
    else if (now > lateUntil) return
  }
}

type Times = { now: number; last: number[] }

/** How many of the rules matched within the span. */
export const temporal = (span: number, parts: number): Window<Times> => ({
  start: () => ({ now: Number.NEGATIVE_INFINITY, last: Array<number>(parts).fill(Number.NEGATIVE_INFINITY) }),
  add: (memory, { at, parts: matched }) => {
    memory.now = Math.max(memory.now, at)
    for (const part of matched) memory.last[part] = Math.max(memory.last[part]!, at)
    return memory.last.filter(seen => seen > memory.now - span).length
  },
})

type Chain = { began: number; reached: number } | null

/** How far the rules matched one after the other within the span, as far as this occurrence brought it. */
export const temporalOrdered = (span: number, parts: number): Window<Chain[]> => ({
  start: () => Array<Chain>(parts).fill(null),
  add: (chains, { at, parts: matched }) => {
    let furthest = 0
    // From the end, so that one occurrence is not two steps.
    for (const part of [...matched].sort((a, b) => b - a)) {
      const before = part === 0 ? { began: at, reached: at } : chains[part - 1]!
      if (!before || before.reached > at || at - before.began >= span) continue
      const known = chains[part]
      if (!known || known.began <= before.began) chains[part] = { began: before.began, reached: at }
      furthest = Math.max(furthest, part + 1)
    }
    return furthest
  },
})
