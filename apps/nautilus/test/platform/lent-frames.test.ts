// Frames of a sensor on the bus: what comes is what was lent, and whatever else comes is refused with its place.
import { Undecodable } from '@nautilus/bus'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CapturedFrame } from '../../src/pcap.ts'
import { framesWanted, packFrames, questionFor, unpackFrames } from '../../src/platform/cluster/lent-frames.ts'

const frame: fc.Arbitrary<CapturedFrame> = fc
  .record({
    number: fc.integer({ min: 1, max: 2 ** 40 }),
    at: fc.integer({ min: 0, max: 2e15 }),
    link: fc.constantFrom(1, 101, 113),
    more: fc.nat(1500),
    bytes: fc.uint8Array({ maxLength: 200 }),
  })
  .map(({ more, ...rest }) => ({ ...rest, original: rest.bytes.length + more }))
const frames = fc.uniqueArray(frame, { selector: ({ number }) => number, maxLength: 20 })
const numbersOf = (all: readonly CapturedFrame[]) => new Set(all.map(({ number }) => number))

test('what is lent comes as it is', () => {
  fc.assert(
    fc.property(frames, all => {
      const told = unpackFrames(packFrames(all), numbersOf(all))
      expect(told.map(one => ({ ...one, bytes: [...one.bytes] }))).toEqual(
        all.map(one => ({ ...one, bytes: [...one.bytes] })),
      )
    }),
  )
})

test('cut anywhere, or changed, it is refused or means frames that were asked for', () => {
  const look = (packed: Uint8Array, wanted: ReadonlySet<number>) => {
    try {
      for (const { number, bytes } of unpackFrames(packed, wanted)) {
        expect(wanted.has(number)).toBe(true)
        expect(bytes.length).toBeLessThanOrEqual(packed.length)
      }
    } catch (error) {
      expect(error).toBeInstanceOf(Undecodable)
    }
  }
  fc.assert(
    fc.property(frames, fc.nat(), fc.nat(255), (all, place, value) => {
      const packed = packFrames(all)
      look(packed.subarray(0, place % (packed.length + 1)), numbersOf(all))
      if (packed.length > 0) packed[place % packed.length] = value
      look(packed, numbersOf(all))
    }),
  )
  fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), bytes => look(bytes, new Set([1]))))
})

test.each([
  ['the head of a frame at byte 0 is cut', { end: 20 }],
  ['the frame at byte 0 is longer than it can be', { end: 29 }],
  ['the frame at byte 0 is none that was asked for', { number: 8 }],
  ['the head of the frame at byte 0 cannot be', { at: Number.NaN }],
  ['the head of the frame at byte 0 cannot be', { original: 3 }],
])('%s: %j', (sentence, { end, ...wrong }: Partial<CapturedFrame> & { end?: number }) => {
  const good = { number: 7, at: 1, link: 1, original: 4, bytes: Uint8Array.of(1, 2, 3, 4) }
  expect(() => unpackFrames(packFrames([{ ...good, ...wrong }]).subarray(0, end), new Set([7]))).toThrow(sentence)
})

test('a question is read as it was written, and what is none is none', () => {
  const asked = { file: 'live:s-1@2026-01-01T00:00:00.000Z', numbers: [1, 5, 9] }
  expect(framesWanted(questionFor(asked))).toEqual(asked)
  for (const text of ['', 'null', '[]', '{"file":1,"numbers":[]}', '{"file":"a","numbers":["x"]}', '{"file":"a"}'])
    expect(framesWanted(Buffer.from(text))).toBeNull()
  fc.assert(fc.property(fc.uint8Array(), bytes => void framesWanted(bytes)))
})
