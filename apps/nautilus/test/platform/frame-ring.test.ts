// What the ring gives back is what went in, and it passes everything on.
import { Slab } from '@nautilus/capture'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FrameRing } from '../../src/platform/frame-ring.ts'

const SIZE = 400
const FRAMES = 16

test('frames come back whole or not at all, the newest always', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 120 }), { minLength: 1, maxLength: 200 }), lengths => {
      let passed = 0
      const ring = new FrameRing({ record: () => passed++, unsupported: () => {} }, { bytes: SIZE, frames: FRAMES })
      const slab = new Slab(200)
      lengths.forEach((length, at) => {
        slab.bytes.fill(at % 251)
        ring.record(slab, 3, length, length + 1, at, 1)
      })
      expect(passed).toBe(lengths.length)
      const numbers = lengths.map((_, at) => at + 1)
      const found = ring.find(numbers)
      expect(found.at(-1)?.number).toBe(lengths.length)
      for (const { number, at, original, link, bytes } of found) {
        expect([at, original, link]).toEqual([number - 1, lengths[number - 1]! + 1, 1])
        expect([...bytes]).toEqual(Array(lengths[number - 1]!).fill((number - 1) % 251))
      }
      // Two of the largest size fit, wherever the end is.
      expect(found.length).toBeGreaterThanOrEqual(Math.min(2, lengths.length))
    }),
    { numRuns: 300 },
  )
})

test('a frame that is larger than the ring is passed on, and not there', () => {
  const ring = new FrameRing({ record: () => {}, unsupported: () => {} }, { bytes: 100, frames: 4 })
  const slab = new Slab(200)
  ring.record(slab, 0, 150, 150, 1, 1)
  ring.record(slab, 0, 50, 50, 2, 1)
  expect(ring.find([0, 1, 2, 3]).map(({ number }) => number)).toEqual([2])
})
