import { expect, test } from 'vitest'
import type { Sensor } from '../../shared/wire.ts'
import { shares, stateOf } from './sensor-state.ts'

const seen = '2026-01-01T00:00:00Z'
const at = Date.parse(seen) * 1000
const sensor = (more: Partial<Sensor>): Sensor => ({
  id: 's',
  name: 's',
  kind: 'live',
  last_seen: seen,
  version: null,
  health: { packets: 1000 },
  enrolled_at: seen,
  revoked_at: null,
  troubles: [],
  ...more,
})

test('a sensor is well when it was heard lately and lost little', () => {
  expect(stateOf(sensor({}), at + 60e6)).toBe('good')
  expect(stateOf(sensor({}), at + 100e6)).toBe('bad')
  expect(stateOf(sensor({ last_seen: null }), at)).toBe('bad')
  expect(stateOf(sensor({ health: { packets: 900, dropped: 100 } }), at)).toBe('lossy')
  expect(stateOf(sensor({ kind: 'file', last_seen: null }), at)).toBe('idle')
})

test('shares of nothing are zero', () => {
  expect(shares({})).toEqual({ dropped: 0, malformed: 0, unrecognised: 0 })
  expect(shares({ packets: 75, dropped: 25, malformed: 15 })).toEqual({
    dropped: 0.25,
    malformed: 0.2,
    unrecognised: 0,
  })
})
