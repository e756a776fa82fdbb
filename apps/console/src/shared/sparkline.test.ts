import { expect, test } from 'vitest'
import { dotsOf } from './sparkline.tsx'

test('the first is left, the largest is up', () => {
  const dots = dotsOf([
    { at: 0, value: 5 },
    { at: 10, value: 15 },
    { at: 20, value: 10 },
  ])
  expect(dots).toEqual([
    { x: 3, y: 21 },
    { x: 60, y: 3 },
    { x: 117, y: 12 },
  ])
})

test('one value, or one that never changes, lies in the middle', () => {
  expect(dotsOf([{ at: 7, value: 1 }])).toEqual([{ x: 60, y: 12 }])
  expect(dotsOf([])).toEqual([])
})
