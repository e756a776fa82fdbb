import { expect, test } from 'vitest'
import { hmi, operation, otherPlc, plc, station, stranger } from '../../src/examples.ts'
import { Baseline, type Event } from '../../src/index.ts'

const DAY = 86_400
const link = { client: hmi, server: plc, protocol: 'modbus' }

/** The HMI reads one register each minute. */
const read = (minute: number, value: number) =>
  operation({
    at: minute * 60,
    count: 60,
    interval: { min: 1e6, mean: 1e6, max: 1e6, jitter: 0 },
    items: [
      {
        ...{ object: '1/holding-registers/0', access: 'read', type: 'u16', unit: null },
        ...{ last: [value], min: [value], max: [value] },
      },
    ],
  })

function observed(events: readonly Event[]): Baseline {
  const baseline = new Baseline()
  for (const event of events) baseline.observe(event)
  return baseline
}

const days = (count: number): Event[] =>
  Array.from({ length: count * 144 }, (_, slot) => read(slot * 10, 100 + (slot % 5)))

test('left to itself it is not ready after an hour, and is after two days', () => {
  expect(observed(days(2).slice(0, 6)).known().readiness({ link }).ready).toBe(false)
  const known = observed(days(2)).known()
  expect(known.readiness({ link })).toMatchObject({ ready: true, observations: 288 })
  expect(known.taught).toBe(true)
})

test('what is taught is ready, and three observations are still few', () => {
  const baseline = new Baseline()
  for (const at of [0, 1, 2]) baseline.teach(operation({ at }))
  const known = baseline.known()
  expect(known.readiness({ link }).ready).toBe(true)
  expect(known.link(link)!.confidence).toBeLessThan(0.3)
  expect(observed(days(2)).known().link(link)!.confidence).toBeGreaterThan(0.9)
})

test('what is new to something ready is proposed, until a person accepts it', () => {
  const baseline = observed(days(2))
  const intruder = { client: stranger, server: plc, protocol: 'modbus' }
  for (let at = 0; at < 100; at++) baseline.observe(operation({ from: stranger, at: 2 * DAY + at }))
  expect(baseline.known().link(intruder)).toBeNull()
  const fact = { client: stranger.id, server: plc.id }
  const decision = { do: 'accept', fact, by: 'an engineer', at: 1, why: 'a new panel' } as const
  expect(baseline.apply(decision)).toBe(true)
  expect(baseline.known().link(intruder)).not.toBeNull()
  expect(baseline.decisions).toEqual([decision])
  expect(baseline.apply({ ...decision, fact: { device: 'nobody' } })).toBe(false)
})

test('a range that creeps teaches itself only so far', () => {
  const baseline = observed(days(2))
  for (let day = 0; day < 100; day++) baseline.observe(read((2 + day) * 1440, 104 + day))
  const value = baseline.known().value(plc, '1/holding-registers/0', 0)!
  expect(value.min).toBe(100)
  expect(value.max).toBeLessThanOrEqual(106)
  expect(
    baseline.tree.devices.get(plc.id)!.objects.get('1/holding-registers/0')!.values[0]!.band!.proposed,
  ).toMatchObject({
    high: 203,
  })
  expect(baseline.known().newest(plc, '1/holding-registers/0')!.values).toEqual([203])
})

test('a cycle that slows down step by step keeps its learned period', () => {
  const baseline = observed(days(2))
  for (let step = 0; step < 200; step++) {
    const mean = 1e6 * (1 + step / 20)
    const slow = operation({ at: 2 * DAY + step * 600, interval: { min: mean, mean, max: mean, jitter: 0 }, count: 60 })
    baseline.observe(slow)
  }
  const { period } = baseline.known().timing({ ...link, verb: 'read', code: '3' }, '1/holding-registers/0')!
  expect(period).toBeLessThan(1.02e6)
})

test('a source under suspicion teaches nothing until it is cleared', () => {
  const taught = () => {
    const baseline = new Baseline()
    baseline.observe(operation({ from: station, at: 0 }))
    baseline.suspect(station.id, 0, 4e15)
    baseline.observe(operation({ from: station, to: otherPlc, at: 60 }))
    return baseline
  }
  const asked = { client: station, server: otherPlc, protocol: 'modbus' }
  const before = { client: station, server: plc, protocol: 'modbus' }
  expect(taught().known().link(asked)).toBeNull()
  expect(taught().known().link(before)).toBeNull()
  const accepted = taught()
  expect(accepted.clear(station.id, true)).toBe(true)
  expect(accepted.known().link(asked)).toMatchObject({ count: 1 })
  const dropped = taught()
  expect(dropped.clear(station.id, false)).toBe(true)
  expect(dropped.known().link(asked)).toBeNull()
  expect(dropped.suspects).toEqual([])
})

test('facts lose half of their confidence in a month, and are forgotten after half a year unless pinned', () => {
  const baseline = observed(days(2))
  const fresh = baseline.known().link(link)!.confidence
  baseline.observe(operation({ from: station, to: otherPlc, at: 32 * DAY }))
  expect(baseline.known().link(link)!.confidence).toBeCloseTo(fresh / 2, 2)
  const fact = { client: hmi.id, server: plc.id }
  const pinned = Baseline.merge(baseline, new Baseline())
  pinned.apply({ do: 'pin', fact, by: 'an engineer', at: 1, why: 'runs once a year' })
  for (const each of [baseline, pinned]) each.observe(operation({ from: station, to: otherPlc, at: 200 * DAY }))
  expect(baseline.known().link(link)).toBeNull()
  expect(pinned.known().link(link)).toMatchObject({ pinned: true, confidence: 1 })
})

test('forgotten by a person is never seen', () => {
  const baseline = observed(days(2))
  baseline.apply({
    do: 'forget',
    fact: { client: hmi.id, server: plc.id },
    by: 'an engineer',
    at: 1,
    why: 'was a test',
  })
  expect(baseline.known().link(link)).toBeNull()
})

test('two devices that are one are filed under one name', () => {
  const baseline = new Baseline()
  baseline.teach(operation({ verb: 'write' }))
  baseline.teach(operation({ from: station, verb: 'write', at: 1 }))
  baseline.rename(station.id, hmi.id)
  const known = baseline.known()
  expect(known.device(station)).toBeNull()
  expect(known.link(link)).toMatchObject({ count: 2 })
  expect(known.writer(plc, '1/holding-registers/0', hmi)).toMatchObject({ count: 2 })
  expect(known.writer(plc, '1/holding-registers/0', station)).toBeNull()
})

test('what finds no room is counted and told', () => {
  const baseline = new Baseline({ limits: { devices: 2, objects: 1 } })
  baseline.teach(operation())
  baseline.teach(operation({ object: 'another' }))
  baseline.teach(operation({ from: stranger }))
  expect(baseline.dropped).toMatchObject({ devices: 1, objects: 1 })
  expect(baseline.notices().map(notice => notice.code)).toEqual(['baseline.devices', 'baseline.objects'])
})

test('an unusual order of functions is improbable', () => {
  const baseline = new Baseline()
  const step = (at: number, code: string) =>
    operation({ at, verb: 'write', function: { code, name: code }, object: '' })
  for (let round = 0; round < 50; round++)
    for (const [at, code] of ['select', 'operate', 'end'].entries()) baseline.teach(step(round * 60 + at, code))
  const known = baseline.known()
  expect(known.sequence(link, 'select')).toBeGreaterThan(0.9)
  expect(known.sequence(link, 'operate')).toBeLessThan(0.05)
  expect(known.sequence(link, 'never seen')).toBeLessThan(0.001)
})
