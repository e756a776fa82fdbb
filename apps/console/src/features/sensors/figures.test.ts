import { expect, test } from 'vitest'
import { bytesOf, livenessOf, shareOf } from './figures.ts'

test('a sensor is live while it says something', () => {
  const at = (seconds: number) => new Date(seconds * 1000).toISOString()
  expect(livenessOf({ last_seen: at(100), revoked_at: null }, 130e6)).toBe('live')
  expect(livenessOf({ last_seen: at(100), revoked_at: null }, 190e6)).toBe('silent')
  expect(livenessOf({ last_seen: null, revoked_at: null }, 0)).toBe('never')
  expect(livenessOf({ last_seen: at(100), revoked_at: at(101) }, 100e6)).toBe('revoked')
})

test('shares and sizes', () => {
  expect([shareOf(1, 4), shareOf(undefined, 4), shareOf(0, 0)]).toEqual([0.25, null, null])
  expect([0, 999, 1000, 1_400_000_000].map(bytes => bytesOf(bytes, 'en'))).toEqual([
    '0 byte',
    '999 byte',
    '1 kB',
    '1.4 GB',
  ])
})
