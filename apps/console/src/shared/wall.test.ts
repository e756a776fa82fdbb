import { momentOf } from '@nautilus/response'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { momentOfWall, wallAt } from './wall.ts'

const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC', 'Pacific/Apia']

test('a wall time is the moment that the platform takes it for, in every zone and around every change of the clock', () => {
  const minutes = fc.integer({ min: Date.UTC(2024, 0, 1) / 60_000, max: Date.UTC(2028, 0, 1) / 60_000 })
  const property = fc.property(fc.constantFrom(...zones), minutes, (zone, minute) => {
    const wall = new Date(minute * 60_000).toISOString().slice(0, 16)
    expect(momentOfWall(wall, zone)).toBe(momentOf(wall.slice(0, 10), wall.slice(11), zone))
  })
  fc.assert(property, { numRuns: 500 })
  for (const [zone, wall] of [
    ['Europe/Berlin', '2026-03-29T02:30'],
    ['Europe/Berlin', '2026-10-25T02:30'],
    ['Australia/Lord_Howe', '2026-10-04T02:15'],
    ['Australia/Lord_Howe', '2026-04-05T01:45'],
    ['America/New_York', '2026-03-08T02:00'],
  ] as const)
    expect(momentOfWall(wall, zone), `${wall} ${zone}`).toBe(momentOf(wall.slice(0, 10), wall.slice(11), zone))
})

test('what is shown is read back; what is no time is none', () => {
  const at = Date.UTC(2026, 6, 1, 12, 30) * 1000
  expect(wallAt(at, 'Europe/Berlin')).toBe('2026-07-01T14:30')
  expect(momentOfWall('2026-07-01T14:30', 'Europe/Berlin')).toBe(at)
  expect(wallAt(at, 'Mars/Base'), 'half-typed').toBe('2026-07-01T12:30')
  for (const text of ['', 'soon', '2026-13-01T00:00', '2026-07-01']) expect(momentOfWall(text, 'UTC')).toBeNull()
})
