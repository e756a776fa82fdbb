// Custom rules in the engine, over events as a sensor tells them.
import type { Batch } from '@nautilus/model'
import { expect, test } from 'vitest'
import type { Event } from '../../src/event.ts'
import {
  claim,
  connection,
  finding,
  hmi,
  notice,
  operation,
  plc,
  safetyPlc,
  stranger,
  who,
} from '../../src/examples.ts'
import {
  type Category,
  type Context,
  categories,
  compileRules,
  Engine,
  nothingKnown,
  type Rule,
  undeclared,
} from '../../src/index.ts'
import { activity, likeOf, type Plain, treeOf } from './tree.ts'

const compiled = (...documents: readonly Plain[]): readonly Rule[] => {
  const result = compileRules(
    documents.map(document => treeOf(document)),
    { taken: ['port-scan'], likeOf },
  )
  if (!result.ok) throw new Error(result.faults.map(({ message }) => message).join('\n'))
  return result.rules.filter(({ silent }) => !silent).map(({ rule }) => rule)
}

const people = new Map([hmi, plc, stranger, safetyPlc].map(person => [person.ip, person]))

function found(rules: readonly Rule[], events: readonly Event[]) {
  const of = <K extends Event['kind']>(kind: K) => events.filter(e => e.kind === kind) as Extract<Event, { kind: K }>[]
  const batch: Batch = {
    from: Math.min(...events.map(({ at }) => at)),
    to: Math.max(...events.map(({ at }) => at)),
    activities: of('operation').map(e => e.activity),
    connections: of('connection').map(e => e.connection),
    sightings: of('claim').map(e => e.sighting),
    notices: of('notice').map(e => e.notice),
  }
  const engine = new Engine({ rules })
  engine.watch(batch, ({ ip }) => people.get(ip) ?? who(ip), 'a.pcap')
  expect(engine.notices()).toEqual([])
  return engine.findings()
}

const writes = {
  title: 'A write',
  name: 'a_write',
  logsource: activity,
  detection: { w: { verb: 'write' }, condition: 'w' },
  level: 'high',
  tags: ['attack.t0836'],
}

test('a finding like any other', () => {
  const events = [0, 1, 2].map(at => operation({ verb: 'write', at, frame: at + 1 }))
  expect(found(compiled(writes), events)).toMatchObject([
    {
      rule: 'a-write',
      title: 'A write',
      severity: 'high',
      terms: [{ term: 'rule' }, { term: 'impact' }],
      techniques: ['T0836'],
      source: hmi.id,
      target: plc.id,
      protocol: 'modbus',
      verb: 'write',
      count: 3,
      evidence: { file: 'a.pcap', frames: [1, 2, 3] },
      why: 'A write: HMI (10.0.0.7) asked PLC (10.0.0.2) over modbus for read holding registers (write) of 1/holding-registers/0.',
    },
  ])
})

const many = (condition: string): Plain => ({
  title: 'Many writes',
  logsource: activity,
  detection: { w: { verb: 'write' }, timeframe: '60s', condition },
})

test('counts, once for each timeframe, by whom they are grouped', () => {
  const flood = (from: typeof hmi, seconds: number) =>
    Array.from({ length: seconds }, (_, at) => operation({ from, verb: 'write', at, frame: at + 1 }))
  const [one, ...more] = found(compiled(many('w | count() by client > 50')), [
    ...flood(hmi, 130),
    ...flood(stranger, 40),
  ])
  expect(more).toEqual([])
  expect(one).toMatchObject({ source: hmi.id, target: plc.id, count: 2, verb: null })
  expect(one!.why).toMatch(/^Many writes: 51 times within 1 min, by client; the last: HMI/)
})

test('an end that they had not in common is not named', () => {
  const events = [plc, safetyPlc, stranger].map((to, at) => operation({ verb: 'write', to, at, frame: at + 1 }))
  expect(found(compiled(many('w | count(server) by client >= 3')), events)).toMatchObject([
    { source: hmi.id, target: null, evidence: { frames: [1, 2, 3] } },
  ])
})

test('what has no group, or nothing to count, is not counted', () => {
  const events = [0, 1, 2].map(at => operation({ verb: 'write', object: '', at }))
  expect(found(compiled(many('w | count() by object >= 2')), events)).toEqual([])
  expect(found(compiled(many('w | count(object) >= 1')), events)).toEqual([])
  expect(found(compiled(many('w | count() >= 3')), events)).toMatchObject([{ rule: 'many-writes', count: 1 }])
})

const correlation = (part: { readonly [key: string]: Plain }): Plain => ({ title: 'Together', correlation: part })

test('rules of a correlation are silent, but where it generates', () => {
  const counting = {
    type: 'event_count',
    rules: ['a_write'],
    'group-by': ['server'],
    timespan: '1m',
    condition: { gte: 2 },
  }
  const events = [0, 1].map(at => operation({ verb: 'write', at }))
  const ids = (part: { readonly [key: string]: Plain }) =>
    found(compiled(writes, correlation(part)), events)
      .map(f => f.rule)
      .sort()
  expect(ids(counting)).toEqual(['together'])
  expect(ids({ ...counting, generate: true })).toEqual(['a-write', 'together'])
})

test('one after the other, over sources, by aliases', () => {
  const moved: Plain = {
    title: 'Mode',
    name: 'mode',
    logsource: { product: 'nautilus', category: 'claim' },
    detection: { m: { attribute: 'mode' }, condition: 'm' },
  }
  const ordered = correlation({
    type: 'temporal_ordered',
    rules: ['mode', 'a_write'],
    aliases: { device: { mode: 'asset', a_write: 'server' } },
    'group-by': ['device'],
    timespan: '1m',
  })
  const rules = compiled(writes, moved, ordered)
  const mode = claim(plc, { attribute: 'mode', value: 'stop', at: 5 })
  expect(found(rules, [mode, operation({ verb: 'write', at: 20 })])).toMatchObject([
    { rule: 'together', target: plc.id, count: 1 },
  ])
  expect(found(rules, [operation({ verb: 'write', at: 1 }), mode])).toEqual([])
  expect(found(rules, [mode, operation({ verb: 'write', at: 90 })])).toEqual([])
  expect(found(rules, [mode, operation({ verb: 'write', at: 20, to: safetyPlc })])).toEqual([])
})

test('findings of rules are told to rules about findings, and theirs to none', () => {
  const about: Plain = {
    title: 'Grave',
    logsource: { product: 'nautilus', category: 'finding' },
    detection: { g: { severity: 'high' }, condition: 'g' },
    level: 'high',
  }
  const events = [operation({ verb: 'write', at: 0 })]
  expect(
    found(compiled(writes, about), events)
      .map(f => f.rule)
      .sort(),
  ).toEqual(['a-write', 'grave'])
})

test('every field of every source reads a real event', () => {
  const context: Context = { known: nothingKnown, site: undeclared, setting: () => 0 }
  const events: Readonly<Record<string, Event>> = {
    activity: operation({ detail: { a: 1 }, refusal: { code: '2', name: 'no' } }),
    connection: connection(),
    claim: claim(plc, { attribute: 'mode', value: 'run' }),
    notice: notice({
      code: 'a.b',
      client: { mac: '', ip: '10.0.0.7' },
      server: { mac: '', ip: '10.0.0.2' },
      sender: 'server',
    }),
    finding: finding('port-scan', { source: stranger, target: plc }),
  }
  const valuesOf = ({ name, fields }: Category) =>
    Object.fromEntries([...fields.values()].map(field => [field.name, field.get(events[name]!, context)]))
  const all = new Map([...categories].map(([name, category]) => [name, valuesOf(category)]))
  expect(all.get('activity')).toMatchObject({
    client: ['10.0.0.7', hmi.mac],
    'client.role': 'HMI',
    hour: 8,
    weekday: 'Mon',
    detail: ['a=1'],
    in_shift: null,
  })
  expect(all.get('connection')).toMatchObject({ port: 502, 'server.level': 1, 'bytes.client': 48 })
  expect(all.get('claim')).toMatchObject({ 'asset.ip': '10.0.0.2', attribute: 'mode', value: 'run' })
  expect(all.get('notice')).toMatchObject({ 'client.ip': '10.0.0.7', 'server.ip': '10.0.0.2', sender: 'server' })
  expect(all.get('finding')).toMatchObject({
    rule: 'port-scan',
    severity: 'medium',
    'source.ip': stranger.ip,
    'target.safety': false,
  })
  for (const category of categories.values()) expect(category.sentence(events[category.name]!)).toMatch(/\S/)
})
