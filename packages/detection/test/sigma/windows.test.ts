// What is counted in one pass with little memory, against the same counted over and over from the whole list.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MAX_DISTINCT, MAX_MOMENTS } from '../../src/sigma/limits.ts'
import {
  eventCount,
  type Occurrence,
  temporal,
  temporalOrdered,
  valueCount,
  type Window,
} from '../../src/sigma/windows.ts'

const SPAN = 100

const occurrence = fc.record({
  at: fc.nat(1000),
  parts: fc.subarray([0, 1, 2], { minLength: 1 }),
  amount: fc.nat(3),
  value: fc.constantFrom('a', 'b', 'c', 'd'),
})
/** Mostly in order; some come late. */
const occurrences = fc
  .array(fc.tuple(occurrence, fc.nat(50)), { maxLength: 40 })
  .map(list => list.sort(([a, x], [b, y]) => a.at + x - b.at - y).map(([own]) => own))

function figures<M>({ start, add }: Window<M>, list: readonly Occurrence[]): number[] {
  const memory = start()
  return list.map(own => add(memory, own))
}

/** Those that are in the window after each of them. */
const windows = (list: readonly Occurrence[]) =>
  list.map((_, index) => {
    const seen = list.slice(0, index + 1)
    const now = Math.max(...seen.map(({ at }) => at))
    return seen.filter(({ at }) => at > now - SPAN)
  })

describe('windows', () => {
  test('event_count', () => {
    fc.assert(
      fc.property(occurrences, list => {
        expect(figures(eventCount(SPAN), list)).toEqual(
          windows(list).map(all => all.reduce((sum, o) => sum + o.amount, 0)),
        )
      }),
    )
  })

  test('value_count', () => {
    fc.assert(
      fc.property(occurrences, list => {
        expect(figures(valueCount(SPAN), list)).toEqual(windows(list).map(all => new Set(all.map(o => o.value)).size))
      }),
    )
  })

  test('temporal', () => {
    fc.assert(
      fc.property(occurrences, list => {
        expect(figures(temporal(SPAN, 3), list)).toEqual(
          windows(list).map(all => new Set(all.flatMap(o => o.parts)).size),
        )
      }),
    )
  })

  test('temporal_ordered, in order of time', () => {
    fc.assert(
      fc.property(occurrences, unordered => {
        const list = [...unordered].sort((a, b) => a.at - b.at)
        const reaches = (index: number, part: number, until: number): boolean => {
          const { at, parts } = list[index]!
          if (!parts.includes(part) || until - at >= SPAN) return false
          return part === 0 || list.slice(0, index).some((_, before) => reaches(before, part - 1, until))
        }
        const expected = list.map(({ at }, index) =>
          Math.max(0, ...[0, 1, 2].filter(part => reaches(index, part, at)).map(part => part + 1)),
        )
        expect(figures(temporalOrdered(SPAN, 3), list)).toEqual(expected)
      }),
    )
  })

  test('what is kept is bounded, and never counts too many', () => {
    const flood = Array.from({ length: 10_000 }, (_, at) => ({ at, parts: [0], amount: 1, value: String(at) }))
    const counter = eventCount(1e9)
    const memory = counter.start()
    const last = flood.map(own => counter.add(memory, own)).at(-1)!
    expect(memory.list.length).toBeLessThanOrEqual(MAX_MOMENTS)
    expect(last).toBeLessThanOrEqual(flood.length)
    expect(Math.max(...figures(valueCount(1e9), flood))).toBe(MAX_DISTINCT)
  })
})
