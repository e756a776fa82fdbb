// When a report is due, worked out by hand from the calendar, over nights in which clocks change.
import type { Rhythm } from '@nautilus/store'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { daysBefore, dueSince, nextDue } from '../../src/reports/rhythm.ts'

const micros = (text: string): number => Date.parse(text) * 1000
const berlin = (every: Rhythm['every'], day: number, hour: number): Rhythm => ({
  ...{ every, day, hour },
  timeZone: 'Europe/Berlin',
})

test.each([
  ['the Monday that comes', berlin('week', 1, 6), '2026-03-25T00:00Z', '2026-03-30T04:00Z'],
  ['later on the same day', berlin('week', 3, 6), '2026-03-25T00:00Z', '2026-03-25T05:00Z'],
  ['not the moment itself', berlin('week', 3, 6), '2026-03-25T05:00Z', '2026-04-01T04:00Z'],
  ['the month that comes', berlin('month', 1, 6), '2026-03-01T05:00Z', '2026-04-01T04:00Z'],
  ['the quarter that comes', berlin('quarter', 3, 7), '2026-02-01T00:00Z', '2026-04-03T05:00Z'],
  ['this quarter, from a month within', berlin('quarter', 28, 7), '2026-01-05T00:00Z', '2026-01-28T06:00Z'],
  // 02:00 to 03:00 is not there in that night; it is at 03:00 summer time.
  ['an hour that is skipped', { ...berlin('week', 7, 2) }, '2026-03-28T00:00Z', '2026-03-29T01:00Z'],
  // 02:00 is there twice; it is the first of them, in summer time.
  ['an hour that comes twice', { ...berlin('week', 7, 2) }, '2026-10-24T00:00Z', '2026-10-25T00:00Z'],
])('%s', (_, rhythm, after, due) => {
  expect(new Date(nextDue(rhythm, micros(after)) / 1000).toISOString()).toBe(new Date(due).toISOString())
})

test.each([
  [berlin('week', 3, 6), '2026-03-25T05:00Z', '2026-03-16', '2026-03-22'],
  [berlin('month', 1, 0), '2026-03-31T22:00Z', '2026-03-01', '2026-03-31'],
  [berlin('month', 5, 6), '2026-01-05T05:00Z', '2025-12-01', '2025-12-31'],
  [berlin('quarter', 3, 7), '2026-04-03T05:00Z', '2026-01-01', '2026-03-31'],
])('$every is about the whole one before', (rhythm, due, from, to) => {
  expect(daysBefore(rhythm, micros(due))).toEqual({ from, to })
})

const zones = ['UTC', 'Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Pacific/Apia', 'Asia/Kathmandu']
const rhythms = fc.constantFrom('week' as const, 'month' as const, 'quarter' as const).chain(every =>
  fc.record({
    every: fc.constant(every),
    day: fc.integer({ min: 1, max: every === 'week' ? 7 : 28 }),
    hour: fc.integer({ min: 0, max: 23 }),
    timeZone: fc.constantFrom(...zones),
  }),
)
const moments = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2035, 0) }).map(ms => ms * 1000)

describe('of every rhythm', () => {
  test('the next is later, and none lies between', () => {
    fc.assert(
      fc.property(rhythms, moments, (rhythm, after) => {
        const next = nextDue(rhythm, after)
        expect(next).toBeGreaterThan(after)
        expect(nextDue(rhythm, next - 1)).toBe(next)
        const longest = { week: 7, month: 31, quarter: 92 }[rhythm.every]
        expect(next - after).toBeLessThanOrEqual((longest * 24 + 26) * 3600e6)
      }),
      { numRuns: 500 },
    )
  })

  test('who was away makes up for the latest, and goes on as if they had been there', () => {
    fc.assert(
      fc.property(rhythms, moments, fc.integer({ min: 0, max: 400 }), (rhythm, start, days) => {
        const from = nextDue(rhythm, start)
        const now = from + days * 86_400e6
        const { due, next } = dueSince(rhythm, from, now)
        expect(due.length).toBeGreaterThan(0)
        expect(due.length).toBeLessThanOrEqual(12)
        expect(due.every(at => at <= now)).toBe(true)
        expect(next).toBe(nextDue(rhythm, due.at(-1)!))
        expect(next).toBeGreaterThan(now)
      }),
      { numRuns: 200 },
    )
  })
})
