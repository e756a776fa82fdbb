import { expect, test } from 'vitest'
import { Pace } from '../../src/platform/live/pace.ts'

/** When it tells, ms, in turns every so many ms. */
function toldAt(every: number, until: number, isUrgent: (now: number) => boolean): number[] {
  const told: number[] = []
  let now = 0
  const sensor = {
    get isUrgent() {
      return isUrgent(now)
    },
    tell: () => void told.push(now),
  }
  const pace = new Pace(sensor, () => now)
  for (; now <= until; now += every) pace.turn()
  return told
}

test('what is quiet is told once a second', () => {
  expect(toldAt(100, 3000, () => false)).toEqual([900, 1800, 2700])
})

test('what changes a device is told in the turn that heard it', () => {
  expect(toldAt(100, 1000, now => now === 300)).toEqual([300])
})

test('much that changes devices is told in each long turn, and not in each short one', () => {
  expect(toldAt(100, 500, () => true)).toEqual([100, 200, 300, 400, 500])
  expect(toldAt(20, 240, () => true)).toEqual([80, 160, 240])
})
