import { expect, test, vi } from 'vitest'
import { Sightings } from '../src/sightings.ts'
import { Connection, sense, type Timed } from './wire.ts'

const start = 1_767_225_600e6
const timed = (frames: readonly Uint8Array[], step = 1000): Timed[] =>
  frames.map((bytes, at) => ({ at: start + at * step, bytes }))
/** Modbus, read one holding register, and its reply. */
const request = Uint8Array.from([0, 1, 0, 0, 0, 6, 1, 3, 0, 0, 0, 1])
const reply = Uint8Array.from([0, 1, 0, 0, 0, 5, 1, 3, 2, 0, 7])

function talk(port: number): Uint8Array[] {
  const connection = new Connection(502, port)
  return [...connection.open(), connection.data('client', request), connection.data('server', reply)]
}

/** The same frame in a VLAN. */
const tagged = (frame: Uint8Array, vlan: number): Uint8Array =>
  Uint8Array.from([...frame.subarray(0, 12), 0x81, 0, vlan >> 8, vlan & 255, ...frame.subarray(12)])

test('connections with both sides heard, with one, and without data', () => {
  const oneSided = talk(50_001).filter((_, at) => at === 0 || at === 2)
  const unanswered = new Connection(502, 50_002).open().slice(0, 1)
  const { sensor } = sense(timed([...talk(50_000), ...oneSided, ...unanswered]))
  expect([sensor.sight.both, sensor.sight.oneSided]).toEqual([1, 1])
  expect([sensor.sight.pairs, sensor.sight.pairsBothWays]).toEqual([1, 1])
})

test('VLANs, by sender', () => {
  const frames = talk(50_000)
  const { sensor, sightings } = sense(
    timed([...frames.map(f => tagged(f, 12)), ...talk(50_001).map(f => tagged(f, 300))]),
  )
  expect(sensor.sight.vlans()).toEqual([12, 300])
  expect(sensor.sight.untagged).toBe(false)
  const told = sightings
    .filter(({ attribute }) => attribute === 'vlan')
    .map(({ party, value }) => `${party.ip} ${value}`)
  expect([...new Set(told)].length).toBe(4)
  expect(sense(timed(frames)).sensor.sight.untagged).toBe(true)
})

test('a host whose frames come with two tags in turn costs a claim now and then, not for each frame', () => {
  const claims = vi.spyOn(Sightings.prototype, 'claim')
  const frames = Array.from({ length: 100 }, (_, at) => talk(50_000 + at)).flat()
  const { sightings } = sense(timed(frames.map((frame, at) => tagged(frame, (at >> 1) % 2 === 0 ? 12 : 300))))
  const values = sightings.flatMap(({ attribute, value }) => (attribute === 'vlan' ? [value] : []))
  expect(new Set(values)).toEqual(new Set(['12', '300']))
  // 700 frames of two hosts in 0.7 s.
  expect(claims.mock.calls.filter(([, { attribute }]) => attribute === 'vlan').length).toBeLessThan(60)
  claims.mockRestore()
})

test('how long each tag lasted, also within one flow, whatever is untagged', () => {
  const frames = [50_000, 50_001, 50_002, 50_003].flatMap(talk)
  const { sightings } = sense(
    timed(frames.map((frame, at) => (at % 4 === 3 ? frame : tagged(frame, at < frames.length / 2 ? 12 : 300)))),
  )
  const spans = new Map<string, [number, number]>()
  for (const { party, attribute, value, first, last } of sightings) {
    if (attribute !== 'vlan') continue
    const key = `${party.ip} ${value}`
    const known = spans.get(key) ?? [first, last]
    spans.set(key, [Math.min(known[0], first), Math.max(known[1], last)])
  }
  for (const ip of new Set(sightings.map(({ party }) => party.ip))) {
    const [before, after] = [spans.get(`${ip} 12`)!, spans.get(`${ip} 300`)!]
    expect(before[1]).toBeLessThan(after[0])
    expect(after[1]).toBeGreaterThan(after[0])
  }
})

test('a clock that goes back, and silence', () => {
  const [first, second, third, fourth] = talk(50_000) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array]
  const { sensor } = sense([
    { at: start, bytes: first },
    { at: start + 900e6, bytes: second },
    { at: start + 890e6, bytes: third },
    { at: start + 900e6 - 1000, bytes: fourth },
  ])
  expect(sensor.sight.longestSilence).toBe(900e6)
  // A thousandth of a second is how cards with several queues deliver.
  expect([sensor.sight.back, sensor.sight.mostBack]).toEqual([1, 10e6])
})
