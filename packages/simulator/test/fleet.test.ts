import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fleetFrames } from '../src/index.ts'
import { faultOf, hashOf, SequenceCheck } from './wire-check.ts'

const START = 1_772_528_400_000_000
const fleet = { seed: 1, start: START, packets: 20_000, controllers: 12, masters: 3 }

describe('fleetFrames', () => {
  it('gives the same bytes for the same seed, and others for another', () => {
    const first = hashOf(fleetFrames(fleet))
    expect(hashOf(fleetFrames(fleet))).toBe(first)
    expect(hashOf(fleetFrames({ ...fleet, seed: 2 }))).not.toBe(first)
  })

  it('gives exactly as many sound frames as wanted, in time order', () => {
    const count = fc.integer({ min: 0, max: 3000 })
    const some = fc.integer({ min: 1, max: 40 })
    fc.assert(
      fc.property(fc.maxSafeNat(), count, some, some, (seed, packets, controllers, masters) => {
        const sequences = new SequenceCheck()
        let last = START
        let seen = 0
        for (const frame of fleetFrames({ seed, start: START, packets, controllers, masters })) {
          expect(frame.at).toBeGreaterThanOrEqual(last)
          expect(faultOf(frame)).toBeUndefined()
          expect(sequences.fault(frame)).toBeUndefined()
          last = frame.at
          seen++
        }
        expect(seen).toBe(packets)
      }),
      { numRuns: 25 },
    )
  })

  it('answers every request, the last ones too', () => {
    const open = new Set<string>()
    for (const { bytes } of fleetFrames(fleet)) {
      const total = (bytes[16]! << 8) | bytes[17]!
      if (bytes[12] !== 8 || bytes[13] !== 0 || total <= 44) continue
      const asks = bytes[36] === 1 && bytes[37] === 0xf6
      const client = asks ? bytes.subarray(26, 30) : bytes.subarray(30, 34)
      const port = asks ? bytes.subarray(34, 36) : bytes.subarray(36, 38)
      const key = `${client} ${port} ${bytes.subarray(54, 56)}`
      if (asks) open.add(key)
      else expect(open.delete(key)).toBe(true)
    }
    expect(open.size).toBe(0)
  })

  it('mixes reads with a write now and then', () => {
    const seen = new Map<number, number>()
    for (const { bytes } of fleetFrames({ ...fleet, packets: 60_000 })) {
      if (bytes[36] !== 1 || bytes[37] !== 0xf6 || ((bytes[16]! << 8) | bytes[17]!) <= 44) continue
      seen.set(bytes[61]!, (seen.get(bytes[61]!) ?? 0) + 1)
    }
    expect([...seen.keys()].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 6, 16])
    const all = [...seen.values()].reduce((sum, count) => sum + count, 0)
    const writes = seen.get(6)! + seen.get(16)!
    expect(writes / all).toBeGreaterThan(1 / 400)
    expect(writes / all).toBeLessThan(1 / 100)
  })
})
