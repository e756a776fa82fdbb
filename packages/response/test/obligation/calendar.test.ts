import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { durationOf, durationText, momentAfter, momentText } from '../../src/index.ts'

const moment = (iso: string) => Date.parse(iso) * 1000
const iso = (at: number) => new Date(at / 1000).toISOString()
const after = (from: string, written: string, zone: string) =>
  iso(momentAfter(moment(from), durationOf(written)!, zone))

describe('a month later', () => {
  test.each([
    ['2026-01-31T10:00:00Z', 'UTC', '2026-02-28T10:00:00.000Z'],
    ['2028-01-30T10:00:00Z', 'UTC', '2028-02-29T10:00:00.000Z'],
    ['2028-01-31T10:00:00Z', 'UTC', '2028-02-29T10:00:00.000Z'],
    ['2026-02-28T10:00:00Z', 'UTC', '2026-03-28T10:00:00.000Z'],
    ['2026-12-31T23:59:00Z', 'UTC', '2027-01-31T23:59:00.000Z'],
    // The day is that of the entity: in Berlin it is already 1 February.
    ['2026-01-31T23:30:00Z', 'Europe/Berlin', '2026-02-28T23:30:00.000Z'],
    ['2026-01-31T22:30:00Z', 'Europe/Berlin', '2026-02-28T22:30:00.000Z'],
    // The clock changes in between: the same time of day.
    ['2026-03-10T09:00:00Z', 'Europe/Berlin', '2026-04-10T08:00:00.000Z'],
    // 02:30 does not exist on 29 March 2026 in Berlin: the earlier moment.
    ['2026-02-28T01:30:00Z', 'Europe/Berlin', '2026-03-28T01:30:00.000Z'],
    ['2026-03-01T01:30:00Z', 'Europe/Berlin', '2026-04-01T00:30:00.000Z'],
    // 02:30 is there twice on 25 October 2026: the earlier one.
    ['2026-09-25T00:30:00Z', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
  ])('%s in %s', (from, zone, expected) => {
    expect(after(from, 'P1M', zone)).toBe(expected)
  })
  test('a time that the clock skips is the earlier moment', () => {
    // 28 February 2027 02:30 → 28 March 2027 02:30, which is skipped.
    expect(after('2027-02-28T01:30:00Z', 'P1M', 'Europe/Berlin')).toBe('2027-03-28T00:30:00.000Z')
  })
})

describe('hours are real hours', () => {
  test.each([
    ['2026-03-28T12:00:00Z', 'PT24H', '2026-03-29T12:00:00.000Z'],
    ['2026-10-24T12:00:00Z', 'PT24H', '2026-10-25T12:00:00.000Z'],
    ['2026-10-24T12:00:00Z', 'PT72H', '2026-10-27T12:00:00.000Z'],
  ])('%s + %s over a night in which the clock changes', (from, written, expected) => {
    for (const zone of ['Europe/Berlin', 'UTC', 'America/New_York']) expect(after(from, written, zone)).toBe(expected)
  })
})

const zones = fc.constantFrom(
  'UTC',
  'Europe/Berlin',
  'Europe/Lisbon',
  'America/New_York',
  'Australia/Lord_Howe',
  'Pacific/Apia',
)
const from = fc
  .integer({ min: moment('2020-01-01') / 60e6, max: moment('2060-01-01') / 60e6 })
  .map(minute => minute * 60e6)

test('a month is the same day of the next month, or the last one (checked by plain arithmetic)', () => {
  fc.assert(
    fc.property(from, fc.integer({ min: 1, max: 24 }), (start, months) => {
      const [a, b] = [new Date(start / 1000), new Date(momentAfter(start, { months, minutes: 0 }, 'UTC') / 1000)]
      const month = a.getUTCFullYear() * 12 + a.getUTCMonth() + months
      expect(b.getUTCFullYear() * 12 + b.getUTCMonth()).toBe(month)
      const last = new Date(Date.UTC(Math.floor(month / 12), (month % 12) + 1, 0)).getUTCDate()
      expect(b.getUTCDate()).toBe(Math.min(a.getUTCDate(), last))
      expect((b.getTime() - a.getTime()) % 86_400_000).toBe(0)
    }),
  )
})

test('in every zone a later start is never due earlier by more than the clock moves, and a month is 27 to 32 days', () => {
  fc.assert(
    fc.property(from, zones, (start, zone) => {
      const due = momentAfter(start, { months: 1, minutes: 0 }, zone)
      const days = (due - start) / 86_400e6
      expect(days).toBeGreaterThan(26.9)
      expect(days).toBeLessThan(32)
      const next = momentAfter(start + 86_400e6, { months: 1, minutes: 0 }, zone)
      expect(next - due).toBeGreaterThanOrEqual(-2 * 3600e6)
    }),
  )
})

test('durations are read and written', () => {
  for (const written of ['PT24H', 'PT72H', 'P1M', 'PT30M', 'PT1H30M', 'P1MT4H'])
    expect(durationText(durationOf(written)!)).toBe(written)
  expect(durationOf('P14D')).toEqual({ months: 0, minutes: 14 * 1440 })
  for (const wrong of ['', 'P', 'PT', 'P0M', 'PT0H', '24h', 'P1Y', 'PT-4H', 'PT4.5H', 'P1M\n', 'P999M'])
    expect(durationOf(wrong)).toBeNull()
})

test('a moment is told in the time zone of the entity', () => {
  expect(momentText(moment('2026-07-01T01:05:59Z'), 'Europe/Berlin')).toBe('2026-07-01 03:05 +02:00 (Europe/Berlin)')
})
