// Whatever comes: no throw, no hang, bounded memory.
import { Slab } from '@nautilus/capture'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Sensor } from '../src/index.ts'
import { Connection, conversation, datagram, sense } from './wire.ts'

const runs = Number(process.env.NAUTILUS_RUNS ?? 20_000)
const links = [1, 113, 276, 101, 0, 108, -1]

describe('any bytes', () => {
  test('as a frame of any link type', () => {
    const sensor = new Sensor({ onBatch: () => {} })
    const slab = new Slab(4096)
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(...links), fc.nat(1e9), (bytes, link, at) => {
        slab.bytes.set(bytes)
        sensor.record(slab, 0, bytes.length, bytes.length, at, link)
      }),
      { numRuns: runs },
    )
    sensor.finish()
    expect(sensor.packets).toBeGreaterThanOrEqual(runs)
  })

  test('as a stream on a port of ours, and as a datagram', () => {
    const seeds = [
      ...conversation('modbus/captures/reads-and-writes.hex'),
      ...conversation('s7comm/captures/connect-read-write.hex'),
      ...conversation('s7comm-plus/captures/session.hex'),
    ]
    const mutated = fc.constantFrom(...seeds).chain(seed =>
      fc
        .tuple(
          fc.array(fc.tuple(fc.nat(seed.bytes.length - 1), fc.nat(255)), { maxLength: 4 }),
          fc.nat(seed.bytes.length),
        )
        .map(([edits, keep]) => {
          const bytes = seed.bytes.slice()
          for (const [at, value] of edits) bytes[at] = value
          return { from: seed.from, bytes: keep === 0 ? bytes : bytes.slice(0, keep) }
        }),
    )
    fc.assert(
      fc.property(
        fc.array(mutated, { minLength: 1, maxLength: 20 }),
        fc.constantFrom(502, 102, 4001, 9),
        (list, port) => {
          const wire = new Connection(port)
          sense(list.map(s => wire.data(s.from, s.bytes)))
          sense(list.map((s, i) => datagram(s.from, port, s.bytes, i)))
        },
      ),
      { numRuns: Math.ceil(runs / 20) },
    )
  }, 300_000)
})

test('a hundred thousand flows stay within bounds', () => {
  const poll = Uint8Array.from(Buffer.from('000100000006010300000002', 'hex'))
  function* flood() {
    for (let k = 0; k < 100_000; k++) yield new Connection(502, k & 0xffff, 10 + (k >> 16)).data('client', poll)
  }
  const { sensor, activities } = sense(flood())
  expect(sensor.table.created).toBe(100_000)
  expect(sensor.streams.held).toBe(0)
  expect(activities.reduce((sum, a) => sum + a.count, 0)).toBe(100_000)
})
