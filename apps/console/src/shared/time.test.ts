import { expect, test } from 'vitest'
import { exact, microsOf, relative, short, span } from './time.ts'

const at = Date.UTC(2026, 0, 2, 3, 4, 5, 678) * 1000

test('distances in words', () => {
  const after = (seconds: number) => relative(at, at + seconds * 1e6, 'en')
  expect([0, 3, 45, 120, 7200, 3 * 86_400, 100 * 86_400, 800 * 86_400].map(after)).toEqual([
    'now',
    'now',
    '45 seconds ago',
    '2 minutes ago',
    '2 hours ago',
    '3 days ago',
    '3 months ago',
    '2 years ago',
  ])
  expect(relative(at, at + 120e6, 'de')).toBe('vor 2 Minuten')
  expect(relative(at + 600e6, at, 'en')).toBe('in 10 minutes')
})

test('exact times are told in the zone of the plant, with its name', () => {
  expect(exact(at, 'en', 'UTC')).toBe('2026-01-02, 03:04:05.678 UTC')
  expect(exact(at, 'de', 'Europe/Berlin')).toBe('02.01.2026, 04:04:05,678 MEZ')
  expect(short(at, 'en', 'America/New_York')).toBe('Jan 1, 22:04')
})

test('a zone that nobody knows is UTC', () => {
  expect(exact(at, 'en', 'Mars/Olympus')).toBe('2026-01-02, 03:04:05.678 UTC')
})

test('lengths have two units', () => {
  expect([5e5, 1e6, 61e6, 3600e6, 7500e6, 90_061e6].map(span)).toEqual([
    '500 ms',
    '1 s',
    '1 min 1 s',
    '1 h',
    '2 h 5 min',
    '1 d 1 h',
  ])
})

test('ISO times', () => {
  expect(microsOf('2026-01-02T03:04:05.678Z')).toBe(at)
  expect(microsOf('never')).toBeNull()
  expect(microsOf(null)).toBeNull()
})
