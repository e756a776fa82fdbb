import { describe, expect, it } from 'vitest'
import { mixedFrames } from '../src/index.ts'
import { faultOf, hashOf, SequenceCheck } from './wire-check.ts'

const mixed = { seed: 1, start: 1_772_528_400_000_000, packets: 20_000 }

describe('mixedFrames', () => {
  it('gives the same bytes for the same seed, and others for another', () => {
    const first = hashOf(mixedFrames(mixed))
    expect(hashOf(mixedFrames(mixed))).toBe(first)
    expect(hashOf(mixedFrames({ ...mixed, seed: 2 }))).not.toBe(first)
  })

  it('gives exactly as many sound frames as wanted, in time order', () => {
    const sequences = new SequenceCheck()
    let last = mixed.start
    let seen = 0
    for (const frame of mixedFrames(mixed)) {
      expect(frame.at).toBeGreaterThanOrEqual(last)
      expect(faultOf(frame)).toBeUndefined()
      expect(sequences.fault(frame)).toBeUndefined()
      last = frame.at
      seen++
    }
    expect(seen).toBe(mixed.packets)
  })

  it('is cyclic data for the most part', () => {
    let cyclic = 0
    for (const { bytes } of mixedFrames(mixed)) if (bytes[16] === 0x88 && bytes[17] === 0x92) cyclic++
    expect(cyclic / mixed.packets).toBeGreaterThan(0.5)
  })
})
