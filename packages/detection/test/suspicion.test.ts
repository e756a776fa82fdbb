// Sources of open findings do not teach what is normal.
import type { Batch } from '@nautilus/model'
import { expect, test } from 'vitest'
import { hmi, operation, plc, station, stranger } from '../src/examples.ts'
import {
  Baseline,
  type BaselineOptions,
  Engine,
  type Event,
  loadRules,
  type OrderBook,
  type Rule,
  type WorkOrder,
} from '../src/index.ts'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const object = '1/holding-registers/0'

const rules: readonly Rule[] = await loadRules()
const people = new Map([hmi, plc, station, stranger].map(person => [person.ip, person]))
const whoOf = ({ ip }: { readonly ip: string }) => people.get(ip)!

const write = (from: typeof hmi, at: number, value = 7) =>
  operation({
    ...{ from, at, verb: 'write', object, function: { code: '6', name: 'write single register' } },
    items: [{ object, access: 'write', type: 'u16', unit: null, last: [value], min: [value], max: [value] }],
  })

const batchOf = ({ at, activity }: ReturnType<typeof operation>): Batch => ({
  ...{ from: at, to: at, activities: [activity], connections: [], sightings: [], notices: [] },
})

type Operations = readonly ReturnType<typeof operation>[]

/** The HMI is taught; then this happens. */
function watched(events: Operations, orders: OrderBook | null = null, options: BaselineOptions = {}) {
  const baseline = new Baseline(options)
  const usual: readonly Event[] = [operation(), write(hmi, 1), operation({ from: station, at: 2 })]
  for (const event of usual) baseline.teach(event)
  const engine = new Engine({ rules, memory: baseline, orders })
  for (const event of events) engine.watch(batchOf(event), whoOf)
  return { baseline, engine, known: baseline.known() }
}

const every = (step: number, from: number, to: number, make: (at: number) => Operations[number]): Operations =>
  Array.from({ length: Math.ceil((to - from) / step) }, (_, index) => make(from + index * step))

/** What was learned, proposed or not. */
const counted = (baseline: Baseline, from: typeof hmi) =>
  baseline.tree.devices.get(from.id)?.peers.get(plc.id)?.protocols.get('modbus')?.verbs.get('write')?.tally.count ?? 0

test('an attacker who repeats his write for an hour does not become normal', () => {
  const { baseline, known, engine } = watched(every(10, MINUTE, HOUR, at => write(stranger, at)))
  expect(engine.findings().some(({ source, severity }) => source === stranger.id && severity !== 'low')).toBe(true)
  expect(baseline.suspects).toEqual([stranger.id])
  expect(counted(baseline, stranger)).toBe(0)
  expect(known.writer(plc, object, stranger)).toBeNull()
})

test('neither after three weeks of it, though it came on more days than others need to be adopted', () => {
  const { known } = watched(every(HOUR, MINUTE, 21 * DAY, at => write(stranger, at)))
  expect(known.writer(plc, object, stranger)).toBeNull()
})

test('others learn meanwhile, and the newest value is the newest whoever wrote it', () => {
  const strange = every(MINUTE, MINUTE, HOUR, at => write(stranger, at, 99))
  const usual = every(MINUTE, HOUR, 2 * HOUR, at => operation({ at }))
  const { baseline, known } = watched([...strange, ...usual])
  expect(baseline.suspects).toEqual([stranger.id])
  expect(known.link({ client: hmi, server: plc, protocol: 'modbus' })!.count).toBe(2 + usual.length)
  expect(known.newest(plc, object)?.values).toEqual([99])
})

test('a finding that is old lets its source teach again, and keeps no value from being the newest', () => {
  const quiet = every(HOUR, 2 * DAY, 3 * DAY, at => operation({ from: station, at }))
  const { baseline, known } = watched([write(station, MINUTE, 99), ...quiet])
  expect(baseline.suspects).toEqual([])
  expect(known.link({ client: station, server: plc, protocol: 'modbus' })!.count).toBe(1 + quiet.length)
  expect(known.newest(plc, object)?.values).toEqual([99])
})

test('what approved work covers is no suspicion', () => {
  const order: WorkOrder = {
    ...{ id: 'WO-1', title: 'a new setpoint', assets: [{ by: 'ip', value: plc.ip }], verbs: null, sources: null },
    ...{ tools: null, person: null, windows: [{ from: 0, to: 4e15 }] },
  }
  const suspects = (book: OrderBook | null) => watched([write(station, MINUTE)], book).baseline.suspects
  expect(suspects(null)).toEqual([station.id])
  expect(suspects(() => [order])).toEqual([])
})

test('the same events give the same suspicions, saved and loaded on the way or not', () => {
  const events = every(10 * MINUTE, MINUTE, 2 * DAY, at => write(at % 1200 === 60 ? stranger : hmi, at))
  const saved = watched(events).baseline.save()
  expect(watched(events).baseline.save()).toBe(saved)
  const loaded = Baseline.load(saved)
  expect(loaded.ok && loaded.baseline.save()).toBe(saved)
})

test('beyond its room a suspect teaches nothing all the same, and beyond all room it is told', () => {
  const baseline = new Baseline({ limits: { suspects: 2, suspectsApart: 1 } })
  const all = [stranger, station, hmi].map(({ id }) => baseline.suspect(id, 0, 4e15))
  expect(all).toEqual([true, true, false])
  for (const from of [stranger, station, hmi]) baseline.observe(write(from, MINUTE))
  expect([stranger, station, hmi].map(from => counted(baseline, from))).toEqual([0, 0, 1])
  expect(baseline.notices().map(({ code }) => code)).toEqual(['baseline.suspects'])
  baseline.clear(station.id, true)
  baseline.clear(stranger.id, true)
  expect([stranger, station].map(from => counted(baseline, from))).toEqual([1, 0])
})
