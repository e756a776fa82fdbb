import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FlowTable, Frame } from '../src/index.ts'

const runs = Number(process.env.NAUTILUS_RUNS ?? 20_000)

type Ends = {
  source: number
  destination: number
  sourcePort: number
  destinationPort: number
  protocol: number
  version: number
}

const frame = new Frame()
function find(table: FlowTable, ends: Ends, at = 0): number {
  Object.assign(frame, ends)
  frame.at = at
  return table.find(frame)
}

const turned = (e: Ends): Ends => ({
  ...e,
  source: e.destination,
  destination: e.source,
  sourcePort: e.destinationPort,
  destinationPort: e.sourcePort,
})

const keyOf = (e: Ends): string => {
  const ends = [`${e.source}:${e.sourcePort}`, `${e.destination}:${e.destinationPort}`].sort()
  return `${e.version} ${e.protocol} ${ends.join(' ')}`
}

/** Few enough values that keys meet again, with the signs and sizes that addresses have. */
const address = fc.constantFrom(0, 1, 2, 0x0a000001, -1, -2, -0x40000000, 0x7fffffff)
const port = fc.constantFrom(0, 1, 502, 40_000, 65_535)
const ends: fc.Arbitrary<Ends> = fc.record({
  source: address,
  destination: address,
  sourcePort: port,
  destinationPort: port,
  protocol: fc.constantFrom(6, 17),
  version: fc.constantFrom(4, 6),
})

describe('the flow table', () => {
  test('is a map from both directions of a 5-tuple to one number, whatever is released in between', () => {
    const step = fc.record({ ends, release: fc.nat(9), turn: fc.boolean() })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), steps => {
        const table = new FlowTable()
        const model = new Map<string, number>()
        for (const { ends, release, turn } of steps) {
          const key = keyOf(ends)
          const flow = find(table, turn ? turned(ends) : ends)
          const known = model.get(key)
          if (known === undefined) expect([...model.values()]).not.toContain(flow)
          else expect(flow).toBe(known)
          model.set(key, flow)
          if (release < 4) {
            const [victim] = [...model.keys()].slice(release)
            if (victim !== undefined) {
              table.release(model.get(victim)!)
              model.delete(victim)
            }
          }
          expect(table.count).toBe(model.size)
        }
        for (const flow of model.values()) expect(table.isLive(flow)).toBe(true)
      }),
      { numRuns: Math.ceil(runs / 10) },
    )
  })

  test('tells direction, addresses and ports of each side', () => {
    fc.assert(
      fc.property(ends, e => {
        const table = new FlowTable()
        const flow = find(table, e)
        const { direction } = table
        expect(table.addressOf(flow, direction)).toBe(e.source)
        expect(table.addressOf(flow, 1 - direction)).toBe(e.destination)
        expect(table.portOf(flow, direction)).toBe(e.sourcePort)
        expect(table.portOf(flow, 1 - direction)).toBe(e.destinationPort)
        expect([table.protocolOf(flow), table.versionOf(flow)]).toEqual([e.protocol, e.version])
        find(table, turned(e))
        const itself = e.source === e.destination && e.sourcePort === e.destinationPort
        expect(table.direction).toBe(itself ? direction : 1 - direction)
      }),
      { numRuns: 2000 },
    )
  })

  const numbered = (i: number): Ends => ({
    source: i,
    destination: -1,
    sourcePort: i & 0xffff,
    destinationPort: 502,
    protocol: 6,
    version: 4,
  })

  test('grows without losing anyone, counters and state with them', () => {
    const table = new FlowTable()
    const numbers = Array.from({ length: 20_000 }, (_, i) => {
      const flow = find(table, numbered(i))
      table.packets[2 * flow] = i
      table.state[flow] = i & 127
      return flow
    })
    expect(new Set(numbers).size).toBe(20_000)
    for (const [i, flow] of numbers.entries()) {
      expect(find(table, numbered(i))).toBe(flow)
      expect([table.packets[2 * flow], table.state[flow]]).toEqual([i, i & 127])
    }
    expect(table).toMatchObject({ count: 20_000, created: 20_000, evicted: 0 })
  })

  test('survives hundreds of thousands of insertions and releases in a probe sequence that wraps', () => {
    const table = new FlowTable()
    const live: number[] = []
    let seed = 1
    for (let i = 0; i < 200_000; i++) {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
      if (live.length < 900 && (seed & 0x10000) !== 0) {
        live.push(i)
        find(table, numbered(i))
      } else if (live.length > 0) {
        const [one] = live.splice((seed >>> 8) % live.length, 1)
        table.release(find(table, numbered(one!)))
      }
    }
    expect(table.count).toBe(live.length)
    expect(table.capacity).toBe(1024)
    const before = table.created
    for (const i of live) find(table, numbered(i))
    expect(table.created).toBe(before)
  })

  test('holds no more than its bound: one idle for long gives way, and its owner is told before', () => {
    const table = new FlowTable(1000)
    const told: number[] = []
    table.onRelease = flow => {
      expect(table.isLive(flow)).toBe(true)
      told.push(flow)
    }
    for (let i = 0; i < 5000; i++) {
      const flow = find(table, numbered(i), i)
      table.last[flow] = i
      // The first flow goes on talking.
      table.last[find(table, numbered(0), i)] = i
      expect(table.count).toBeLessThanOrEqual(1000)
    }
    expect(table).toMatchObject({ count: 1000, evicted: 4000, created: 5000 })
    expect(told).toHaveLength(4000)
    expect(table.end).toBe(1000)
    expect(table.first[find(table, numbered(0), 5000)]).toBe(0)
  })

  test('gives a number away clean', () => {
    const table = new FlowTable()
    const flow = find(table, numbered(1), 5)
    table.packets.fill(9, 2 * flow, 2 * flow + 2)
    table.bytes.fill(9, 2 * flow, 2 * flow + 2)
    table.state[flow] = 255
    table.release(flow)
    expect(table.isLive(flow)).toBe(false)
    const again = find(table, numbered(2), 8)
    expect(again).toBe(flow)
    expect([...table.packets.subarray(0, 2), ...table.bytes.subarray(0, 2)]).toEqual([0, 0, 0, 0])
    expect([table.state[again], table.first[again], table.last[again]]).toEqual([0, 8, 8])
  })
})
