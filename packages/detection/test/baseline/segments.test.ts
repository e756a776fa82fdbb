import { expect, test } from 'vitest'
import { connection, hmi, operation, plc, station, stranger, who } from '../../src/examples.ts'
import { Baseline, type BaselineOptions, type Event, nothingKnown } from '../../src/index.ts'
import { segmentsBy } from '../../src/segment.ts'

const HOUR = 3600
const DAY = 24 * HOUR
const WEEK = 7 * DAY
const office = who('10.9.0.5')
const write = { verb: 'write', function: { code: '6', name: 'write single register' } } as const

function observed(events: readonly Event[], options: BaselineOptions = {}): Baseline {
  const baseline = new Baseline(options)
  for (const event of events) baseline.observe(event)
  return baseline
}

test.each([
  ['10.0.0.7', 'device', null, '10.0.0.0/24'],
  ['10.0.0.7', 'device', 'cell', 'cell'],
  ['10.0.0.7', 'device', 'proposed-3', '10.0.0.0/24'],
  ['198.51.100.9', 'public', null, 'outside'],
  ['255.255.255.255', 'broadcast', 'cell', null],
  ['', 'device', null, null],
  ['fe80::1', 'device', null, 'fe80:0:0:0::/64'],
  ['2001:db8::5', 'device', null, '2001:db8:0:0::/64'],
  ['2001:db8:1:2:3:4:5:6', 'device', null, '2001:db8:1:2::/64'],
] as const)('%s (%s, %s) belongs to %s', (ip, kind, zone, segment) => {
  expect(segmentsBy(['cell'])({ ...who('10.0.0.1'), ip, kind, zone })).toBe(segment)
})

test('who is there, what is spoken, with which others and to what end', () => {
  const known = observed([
    operation(write),
    connection({ from: office, to: plc, protocol: 'smb', port: 445 }),
    connection({ from: stranger, to: office, protocol: 'ssh', port: 22, state: 'attempt' }),
  ]).known()
  expect(known.segment(hmi)).toMatchObject({ name: '10.0.0.0/24', fact: { count: 3 } })
  expect(known.segmentSpeaks(station, 'modbus')).not.toBeNull()
  expect(known.segmentSpeaks(station, 'ssh')).toBeNull()
  expect(known.conduit({ client: office, server: station, protocol: 'smb' })).not.toBeNull()
  expect(known.conduit({ client: station, server: office, protocol: 'smb' })).toBeNull()
  const inside = { client: hmi, server: plc, protocol: 'modbus' }
  expect(known.conduit(inside, 'write')).not.toBeNull()
  expect(known.conduit(inside, 'stop')).toBeNull()
})

test('it becomes ready by itself; what is new to it then is proposed, until a person accepts it', () => {
  const days = Array.from({ length: 2 * 144 }, (_, slot) => operation({ at: slot * 600 }))
  const smb = connection({ from: hmi, protocol: 'smb', port: 445, at: 2 * DAY })
  expect(observed(days.slice(0, 100)).known().readiness({ segment: hmi }).ready).toBe(false)
  const baseline = observed([...days, smb])
  const known = baseline.known()
  expect(known.readiness({ segment: hmi }).ready).toBe(true)
  expect(known.segmentSpeaks(plc, 'smb')).toBeNull()
  const accept = { do: 'accept', by: 'an engineer', at: 1, why: 'a file server' } as const
  expect(baseline.apply({ ...accept, fact: { segment: '10.0.0.0/24', protocol: 'smb' } })).toBe(true)
  expect(known.segmentSpeaks(plc, 'smb')).not.toBeNull()
  expect(known.conduit({ client: hmi, server: plc, protocol: 'smb' })).toBeNull()
  const fact = { segment: '10.0.0.0/24', toward: '10.0.0.0/24', protocol: 'smb' }
  expect(baseline.apply({ ...accept, fact })).toBe(true)
  expect(known.conduit({ client: hmi, server: plc, protocol: 'smb' })).not.toBeNull()
  expect(baseline.apply({ ...accept, do: 'forget', fact })).toBe(true)
  expect(known.conduit({ client: hmi, server: plc, protocol: 'smb' })).toBeNull()
  expect(baseline.apply({ ...accept, fact: { segment: 'nowhere' } })).toBe(false)
  const loaded = Baseline.load(baseline.save())
  expect(loaded.ok && loaded.baseline.decisions).toEqual(baseline.decisions)
})

test('what is usual in an hour is that of the same hour of other weeks, once there were enough', () => {
  const busy = (week: number) => connection({ at: week * WEEK, bytes: { client: 5e6, server: 5e6 } })
  const calm = (hour: number) => connection({ at: hour * HOUR, bytes: { client: 500, server: 500 } })
  const hours = Array.from({ length: 5 * 168 }, (_, hour) => (hour % 168 === 0 ? busy(hour / 168) : calm(hour)))
  const known = observed(hours).known()
  const at = (second: number) => connection({ at: second }).at
  expect(known.segmentVolume(hmi, at(5 * WEEK))!.usual).toBeCloseTo(10e6, -6)
  expect(known.segmentVolume(hmi, at(5 * WEEK + 5 * HOUR))!.high).toBeLessThan(1100)
  expect(
    observed(hours.slice(0, 60))
      .known()
      .segmentVolume(hmi, at(60 * HOUR)),
  ).toBeNull()
  expect(
    observed(hours.slice(0, 80))
      .known()
      .segmentVolume(hmi, at(80 * HOUR)),
  ).toMatchObject({ hours: 79 })
})

test('the hours of engineering are those in which engineers work', () => {
  const download = { verb: 'download', function: { code: '1', name: 'download' } } as const
  const days = [0, 1, 2, 3, 4, 7, 8, 9, 10, 11, 14, 15]
  const work = days.flatMap(day =>
    [1, 2].map(hour => operation({ ...download, from: station, at: day * DAY + hour * HOUR })),
  )
  const known = observed(work).known()
  const usual = (second: number) => known.engineeringHours(station, operation({ at: second }).at)
  expect(usual(16 * DAY + 2 * HOUR)).toBeGreaterThan(0)
  expect(usual(16 * DAY + 14 * HOUR)).toBe(0)
  expect(
    observed(work.slice(0, 8))
      .known()
      .engineeringHours(station, operation({ at: 4 * DAY }).at),
  ).toBeNull()
})

test('bounded, aged and renamed as all else', () => {
  const baseline = new Baseline({ limits: { segments: 1, conduits: 2, members: 2 } })
  for (const event of [
    operation(),
    operation({ from: station }),
    operation({ from: office }),
    operation({ protocol: 's7comm' }),
  ])
    baseline.teach(event)
  expect(baseline.dropped).toMatchObject({ segments: 1, members: 1, conduits: 2 })
  const old = observed([operation(), operation({ from: office, to: office, at: 200 * DAY })])
  expect(old.tree.segments.has('10.0.0.0/24')).toBe(false)
  const renamed = observed([operation(), operation({ from: station })])
  renamed.rename(station.id, hmi.id)
  expect([...renamed.tree.segments.get('10.0.0.0/24')!.members.keys()].sort()).toEqual([plc.id, hmi.id].sort())
  expect(nothingKnown.segment(hmi)).toBeNull()
})
