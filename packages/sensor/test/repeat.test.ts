// The repeat path must be invisible: with it and without it the same rows, the same counts, byte for byte.
import { fleetFrames, plantFrames, stories } from '@nautilus/simulator'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Connection, conversation, type Segment, sense, type Timed } from './wire.ts'

const start = 1_767_225_600e6

const whole = (frames: Iterable<Uint8Array | Timed>, repeat: boolean) => {
  const { activities, sightings, notices, sensor } = sense(frames, { repeat })
  const statistics = [...sensor.statistics.protocols].map(([name, p]) => ({ name, ...p, functions: [...p.functions] }))
  return { activities, sightings, notices, statistics, operations: sensor.rollup.operations }
}

const agree = (frames: readonly (Uint8Array | Timed)[]): void => {
  expect(whole(frames, true)).toEqual(whole(frames, false))
}

const copied = (frames: Iterable<Timed>): Timed[] => Array.from(frames, f => ({ at: f.at, bytes: f.bytes.slice() }))

describe('on and off give identical activity', () => {
  test('for every story of the plant', () => {
    agree(copied(plantFrames({ seed: 7, start, seconds: 240, stories })))
  })

  test('for a fleet of polled controllers', () => {
    agree(copied(fleetFrames({ seed: 7, start, packets: 40_000, controllers: 12, masters: 4 })))
  })

  const known: Segment[] = [
    ...conversation('modbus/captures/reads-and-writes.hex'),
    ...conversation('modbus/captures/refusals.hex'),
  ].filter(s => s.bytes.length < 260)

  test('for any order of messages, cuts, repetitions, changed values and lost segments', () => {
    const step = fc.record({
      which: fc.nat(known.length - 1),
      times: fc.integer({ min: 1, max: 4 }),
      edit: fc.option(fc.tuple(fc.nat(40), fc.nat(255)), { nil: undefined }),
      cut: fc.option(fc.nat(20), { nil: undefined }),
      fate: fc.constantFrom('sent', 'sent', 'sent', 'sent', 'lost', 'twice'),
      pause: fc.constantFrom(1000, 1000, 1000, 20e6, 90e6, 700e6),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), steps => {
        const wire = new Connection(502)
        const frames: Timed[] = []
        let at = start
        const put = (bytes: Uint8Array): void => void frames.push({ at, bytes })
        for (const frame of wire.open()) put(frame)
        for (const { which, times, edit, cut, fate, pause } of steps) {
          for (let k = 0; k < times; k++) {
            const { from, bytes } = known[which]!
            const message = bytes.slice()
            if (edit && edit[0] < message.length) message[edit[0]] = edit[1]
            at += pause / times
            if (fate === 'lost') wire.lose(from, message.length)
            else if (cut && cut < message.length) {
              put(wire.data(from, message.subarray(0, cut)))
              put(wire.data(from, message.subarray(cut)))
            } else put(wire.data(from, message))
            if (fate === 'twice') frames.push({ at: at + 1, bytes: frames.at(-1)!.bytes })
            // The reply of the same conversation, when there is one behind it.
            const reply = known[which + 1]
            if (from === 'client' && reply?.from === 'server') put(wire.data('server', reply.bytes))
          }
        }
        agree(frames)
      }),
      { numRuns: 300 },
    )
  }, 120_000)
})

describe('the repeat path is taken', () => {
  test('cyclic polls cost at most 0.1 rows a transaction', () => {
    const { sensor } = sense(fleetFrames({ seed: 3, start, packets: 60_000, controllers: 10, masters: 2 }))
    expect(sensor.rollup.operations).toBeGreaterThan(15_000)
    expect(sensor.rollup.rows / sensor.rollup.operations).toBeLessThan(0.1)
  })

  test('a cyclic write of one value is told at once, then counted', () => {
    const request = Uint8Array.from(Buffer.from('000100000006010600640064', 'hex'))
    const wire = new Connection(502)
    const frames: Timed[] = wire.open().map(bytes => ({ at: start, bytes }))
    for (let k = 0; k < 100; k++) {
      request[1] = k
      frames.push({ at: start + k * 1e6, bytes: wire.data('client', request) })
      frames.push({ at: start + k * 1e6 + 5000, bytes: wire.data('server', request) })
    }
    const { activities } = sense(frames)
    const counts = activities.filter(a => a.verb === 'write').map(a => a.count)
    expect(counts[0]).toBe(1)
    expect(counts.reduce((a, b) => a + b)).toBe(100)
    expect(counts.length).toBeLessThan(5)
  })

  test('a value that changes within an interval shows in minimum and maximum', () => {
    const wire = new Connection(502)
    const frames: Timed[] = wire.open().map(bytes => ({ at: start, bytes }))
    const values = [10, 10, 10, 7, 10, 12, 11]
    for (const [k, value] of values.entries()) {
      const request = Uint8Array.of(0, k, 0, 0, 0, 6, 1, 3, 0, 9, 0, 1)
      frames.push({ at: start + k * 1e6, bytes: wire.data('client', request) })
      const reply = Uint8Array.of(0, k, 0, 0, 0, 5, 1, 3, 2, 0, value)
      frames.push({ at: start + k * 1e6 + 2000, bytes: wire.data('server', reply) })
    }
    const { activities } = sense(frames)
    expect(activities).toHaveLength(1)
    expect(activities[0]).toMatchObject({
      count: 7,
      object: '1/holding-registers/9',
      items: [{ last: [11], min: [7], max: [12] }],
      interval: { min: 1e6, max: 1e6, jitter: 0 },
      latency: { min: 2000, max: 2000 },
    })
  })
})
