import fc from 'fast-check'
import { expect, test } from 'vitest'
import { add, errorOf, MAX_BUCKETS, newSketch, quantile, type Sketch, sketchShape } from '../../src/baseline/sketch.ts'

const numbers = fc.array(
  fc.oneof(
    fc.integer({ min: -70_000, max: 70_000 }),
    fc.double({ min: -1e12, max: 1e12, noNaN: true }),
    fc.double({ min: 90, max: 110, noNaN: true }),
  ),
  { minLength: 1, maxLength: 400 },
)

function sketchOf(list: readonly number[]): Sketch {
  const sketch = newSketch()
  for (const value of list) add(sketch, value)
  return sketch
}

test('a quantile is as near to the true one as it says', () => {
  fc.assert(
    fc.property(numbers, fc.double({ min: 0, max: 1, noNaN: true }), (list, q) => {
      const sketch = sketchOf(list)
      const exact = [...list].sort((a, b) => a - b)[Math.floor(q * (list.length - 1))]!
      const off = Math.abs(quantile(sketch, q) - exact)
      expect(off).toBeLessThanOrEqual(errorOf(sketch) * Math.abs(exact) * (1 + 1e-9) + 1e-6)
      expect(sketch.keys.length).toBeLessThanOrEqual(MAX_BUCKETS)
    }),
  )
})

test('numbers of one process value are known to one per cent', () => {
  expect(errorOf(sketchOf(Array.from({ length: 5000 }, (_, at) => 100 + 50 * Math.sin(at))))).toBeCloseTo(0.01, 9)
  expect(errorOf(sketchOf(Array.from({ length: 65_536 }, (_, at) => at)))).toBeLessThan(0.17)
})

test('order and grouping do not matter', () => {
  fc.assert(
    fc.property(numbers, numbers, numbers, (a, b, c) => {
      const all = sketchShape.write(sketchOf([...a, ...b, ...c]))
      const join = (x: Sketch, y: Sketch) => sketchShape.merge(x, y)
      expect(sketchShape.write(join(join(sketchOf(a), sketchOf(b)), sketchOf(c)))).toEqual(all)
      expect(sketchShape.write(join(sketchOf(c), join(sketchOf(b), sketchOf(a))))).toEqual(all)
    }),
  )
})
