import { describe, expect, it } from 'vitest'
import { encodePcap, type Frame, fleetFrames } from '../src/index.ts'
import { kept } from './wire-check.ts'

const frames: Frame[] = [
  { at: 1_772_528_400_000_001, bytes: new Uint8Array(60).fill(1) },
  { at: 1_772_528_400_999_999, bytes: new Uint8Array(1514).fill(2) },
  { at: 1_772_528_401_000_000, bytes: new Uint8Array(61).fill(3) },
]

/** Reads a capture as libpcap's documentation describes the format. */
function read(file: Buffer): Frame[] {
  expect(file.readUInt32LE(0)).toBe(0xa1b2c3d4)
  expect([file.readUInt16LE(4), file.readUInt16LE(6)]).toEqual([2, 4])
  expect([file.readUInt32LE(16), file.readUInt32LE(20)]).toEqual([262_144, 1])
  const found: Frame[] = []
  for (let at = 24; at < file.length; ) {
    const length = file.readUInt32LE(at + 8)
    expect(file.readUInt32LE(at + 12)).toBe(length)
    const bytes = Uint8Array.from(file.subarray(at + 16, at + 16 + length))
    found.push({ at: file.readUInt32LE(at) * 1_000_000 + file.readUInt32LE(at + 4), bytes })
    at += 16 + length
  }
  return found
}

const encoded = (what: Iterable<Frame>, chunkBytes?: number): Buffer =>
  Buffer.concat(Array.from(encodePcap(what, chunkBytes), chunk => chunk.slice()))

describe('encodePcap', () => {
  it.each([undefined, 1, 24, 100, 1500, 1530])('writes what can be read back, in chunks of %s bytes', chunkBytes => {
    expect(read(encoded(frames, chunkBytes))).toEqual(frames)
  })

  it('writes a file without frames', () => {
    expect(read(encoded([]))).toEqual([])
  })

  it('keeps chunks to their size', () => {
    const fleet = { seed: 1, start: 0, packets: 2000, controllers: 3, masters: 1 }
    const sizes = Array.from(encodePcap(fleetFrames(fleet), 10_000), chunk => chunk.length)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(10_000)
    expect(Math.min(...sizes.slice(0, -1))).toBeGreaterThan(9000)
    expect(read(encoded(fleetFrames(fleet), 10_000))).toEqual(Array.from(fleetFrames(fleet), kept))
  })
})
