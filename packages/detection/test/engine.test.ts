import type { Batch, Notice } from '@nautilus/model'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Event, OperationEvent } from '../src/event.ts'
import { claim, connection, hmi, operation, outsider, plc, station, stranger, who } from '../src/examples.ts'
import {
  defineRule,
  Engine,
  type EngineOptions,
  forgetful,
  type Known,
  nothingKnown,
  type Rule,
  type Who,
} from '../src/index.ts'

const meta = {
  catalogue: ['E05'],
  title: 'A rule of the tests',
  status: 'test',
  level: 'medium',
  description: 'Written for the tests of the engine, and for nothing else.',
  references: [],
  techniques: ['T0858'],
  falsepositives: ['none'],
  playbook: 'PB-02',
  modifiers: [],
  nature: 'rule',
  needs: [],
  examples: [],
} as const

const said = ({ client, server, verb }: OperationEvent) => ({
  summary: `${client.label} ${verb} ${server.label}`,
  source: client,
  target: server,
})

const writes = defineRule({ ...meta, id: 'writes', on: 'operation', verbs: ['write'], match: said })
const stops = defineRule({ ...meta, id: 'stops', on: 'operation', verbs: ['stop'], protocols: ['modbus'], match: said })
const reads = defineRule({
  ...meta,
  id: 'reads',
  on: 'operation',
  verbs: ['read'],
  explainedBy: [{ rule: 'newcomer', same: 'source' }],
  match: said,
})
const newcomer = defineRule({
  ...meta,
  id: 'newcomer',
  on: 'claim',
  match: ({ who }) => ({ summary: `${who.label} is new`, source: who, target: null }),
})
const third = defineRule<'operation', number>({
  ...meta,
  id: 'third',
  on: 'operation',
  keyBy: ({ client }) => client.id,
  start: () => 0,
  step: (count, { client, server }) =>
    count === 2
      ? { state: 0, match: { summary: 'three', source: client, target: server } }
      : { state: count + 1, match: null },
  forgetAfter: 60e6,
})
const story = defineRule({
  ...meta,
  id: 'story',
  on: 'finding',
  match: ({ finding, source, target }) => ({ summary: `after ${finding.rule}`, source, target, dedup: finding.rule }),
})
const broken = defineRule({
  ...meta,
  id: 'broken',
  on: ['operation', 'connection', 'claim'],
  match: () => {
    throw new Error('a bug')
  },
})
const deviates = defineRule({ ...meta, id: 'deviates', nature: 'deviation', on: 'operation', match: said })
const all: readonly Rule[] = [writes, stops, reads, newcomer, third, story, broken, deviates]

const people = new Map([hmi, plc, station, stranger, outsider].map(person => [person.ip, person]))
const whoOf = ({ ip }: { readonly ip: string }): Who => people.get(ip) ?? who(ip)

const none = { activities: [], connections: [], sightings: [], notices: [] }

function batchOf(events: readonly Event[]): Batch {
  const of = <K extends Event['kind']>(kind: K) => events.filter(e => e.kind === kind) as Extract<Event, { kind: K }>[]
  const times = events.map(({ at }) => at)
  return {
    from: Math.min(...times),
    to: Math.max(...times),
    activities: of('operation').map(({ activity }) => activity),
    connections: of('connection').map(e => e.connection),
    sightings: of('claim').map(({ sighting }) => sighting),
    notices: of('notice').map(({ notice }) => notice),
  }
}

function engineOver(events: readonly Event[], options: Partial<EngineOptions> = {}, cuts: readonly number[] = []) {
  const engine = new Engine({ rules: all, ...options })
  const bounds = [0, ...[...cuts].sort((a, b) => a - b), events.length]
  bounds.slice(1).forEach((end, at) => {
    const part = events.slice(bounds[at], end)
    if (part.length > 0) engine.watch(batchOf(part), whoOf, 'a.pcap')
  })
  return engine
}
const found = (events: readonly Event[], options: Partial<EngineOptions> = {}) => engineOver(events, options).findings()

const taught: Known = { ...nothingKnown, taught: true }
const memory = { ...forgetful, known: () => taught }

describe('findings', () => {
  test('one for the same rule, source, target and verb, with its evidence', () => {
    const events = Array.from({ length: 40 }, (_, at) => operation({ verb: 'write', at, frame: at + 1 }))
    const [finding, ...more] = found(events, { rules: [writes] })
    expect(more).toEqual([])
    expect(finding).toMatchObject({ rule: 'writes', count: 40, verb: 'write', protocol: 'modbus', severity: 'medium' })
    expect(finding!.last - finding!.first).toBe(39e6)
    expect(finding!.evidence.frames).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 33, 34, 35, 36, 37, 38, 39, 40])
    expect(finding!.id).toMatch(/^f-[0-9a-f]{16}$/)
  })

  test('only rules that concern an event are asked', () => {
    const asked: string[] = []
    const spy = (rule: Rule): Rule => ({
      ...rule,
      match: event => {
        asked.push(`${rule.id} ${event.kind}`)
        return null
      },
    })
    found([operation({ verb: 'stop', protocol: 's7comm' }), operation(), connection()], {
      rules: [writes, stops, reads, newcomer].map(spy),
    })
    expect(asked).toEqual(['reads operation'])
  })

  test('the gravest first, then the earliest', () => {
    const grave = defineRule({ ...meta, id: 'grave', level: 'critical', on: 'operation', verbs: ['stop'], match: said })
    const events = [
      operation({ verb: 'write', at: 0 }),
      operation({ verb: 'write', at: 1, from: station }),
      operation({ verb: 'stop', at: 9 }),
    ]
    expect(found(events, { rules: [writes, grave] }).map(f => [f.severity, f.source])).toEqual([
      ['critical', hmi.id],
      ['medium', hmi.id],
      ['medium', station.id],
    ])
  })

  test.each([
    ['before', [claim(hmi, { attribute: 'name', value: 'x', at: 0 }), operation({ at: 5 })]],
    [
      'up to a minute after',
      [operation({ at: 0 }), operation({ at: 1 }), claim(hmi, { attribute: 'name', value: 'x', at: 59 })],
    ],
  ])('what a cause %s explains is told with it', (_, events) => {
    const findings = found(events, { rules: [reads, newcomer] })
    expect(findings.map(({ rule, explains }) => ({ rule, explains }))).toEqual([
      { rule: 'newcomer', explains: [{ rule: 'reads', count: events.length - 1 }] },
    ])
  })

  test('a cause that comes later, or is another device, explains nothing', () => {
    const late = [operation({ at: 0 }), claim(hmi, { attribute: 'name', value: 'x', at: 61 })]
    const other = [operation({ at: 0 }), claim(station, { attribute: 'name', value: 'x', at: 1 })]
    for (const events of [late, other]) expect(found(events, { rules: [reads, newcomer] }).length).toBe(2)
  })

  test('stories hear of findings, explained ones too, but not of stories', () => {
    const events = [claim(hmi, { attribute: 'name', value: 'x', at: 0 }), operation({ at: 5 })]
    expect(
      found(events, { rules: [reads, newcomer, story] })
        .map(f => f.why)
        .sort(),
    ).toEqual(['HMI (10.0.0.7) is new', 'after newcomer', 'after reads'])
  })

  test('deviations are silent until somebody taught', () => {
    expect(found([operation()], { rules: [deviates] })).toEqual([])
    expect(found([operation()], { rules: [deviates], memory }).length).toBe(1)
    expect(engineOver([operation()], { rules: [deviates] }).blind()).toMatchObject([
      { rule: 'deviates', why: 'baseline' },
    ])
  })

  test('a rule whose traffic never came is blind', () => {
    const needy = defineRule({
      ...meta,
      id: 'needy',
      needs: ['bacnet', 'claim firmware'],
      on: 'operation',
      match: said,
    })
    expect(
      engineOver([operation()], { rules: [needy] })
        .blind()
        .map(b => b.why),
    ).toEqual(['needs'])
    const seen = [claim(plc, { attribute: 'firmware', value: '1' })]
    expect(engineOver(seen, { rules: [needy] }).blind()).toEqual([])
  })
})

describe('limits', () => {
  test('a rule that throws is named, and the rest goes on', () => {
    const engine = engineOver([operation({ verb: 'write' }), operation()], { rules: [broken, writes] })
    expect(engine.findings().map(f => f.rule)).toEqual(['writes'])
    expect(engine.notices()).toMatchObject([{ code: 'rule.failed', count: 2 }])
    expect(engine.notices()[0]!.message).toContain('broken failed (a bug)')
  })

  test('what finds no room is told, and a noisy rule hides no other', () => {
    const many = Array.from({ length: 30 }, (_, at) => operation({ verb: 'write', at, from: who(`10.1.0.${at}`) }))
    const engine = engineOver([...many, operation({ verb: 'stop', at: 99 })], {
      rules: [writes, stops],
      limits: { perRule: 10 },
    })
    expect(
      engine
        .findings()
        .map(f => f.rule)
        .filter(rule => rule === 'stops'),
    ).toEqual(['stops'])
    expect(engine.findings().length).toBe(11)
    expect(engine.notices()).toMatchObject([{ code: 'finding.left-out', count: 20 }])
  })

  test('memory of rules is bounded, and forgets by the time of events', () => {
    const many = Array.from({ length: 30 }, (_, at) => operation({ at, from: who(`10.1.0.${at}`) }))
    const notices: readonly Notice[] = engineOver(many, { rules: [third], limits: { states: 10 } }).notices()
    expect(notices).toMatchObject([{ code: 'rule.states-dropped', count: 20 }])
    const slow = [0, 1, 62].map(at => operation({ at }))
    expect(found(slow, { rules: [third] })).toEqual([])
    expect(
      found(
        [0, 1, 2].map(at => operation({ at })),
        { rules: [third] },
      ).length,
    ).toBe(1)
  })
})

const verbs = ['read', 'write', 'stop', 'start'] as const
const anyEvent = fc.record({
  kind: fc.nat(2),
  from: fc.constantFrom(hmi, station, stranger, outsider),
  to: fc.constantFrom(plc, hmi),
  verb: fc.constantFrom(...verbs),
  frame: fc.nat(99),
})
const anyEvents = fc.array(anyEvent, { minLength: 1, maxLength: 60 }).map(list =>
  list.map(({ kind, from, to, verb, frame }, at): Event => {
    if (kind === 0) return claim(from, { attribute: 'name', value: 'x', at, frame })
    return kind === 1 ? connection({ from, to, at, frame }) : operation({ from, to, verb, at, frame })
  }),
)

test('what a finding accounts for stays with it when another one accounts for both', () => {
  const by = (rule: string) => ({ explainedBy: [{ rule, same: 'pair' as const }] })
  const first = defineRule({ ...meta, ...by('second'), id: 'first', on: 'operation', verbs: ['stop'], match: said })
  const second = defineRule({
    ...meta,
    ...by('third-one'),
    id: 'second',
    on: 'operation',
    verbs: ['read'],
    match: said,
  })
  const last = defineRule({ ...meta, id: 'third-one', on: 'operation', verbs: ['write'], match: said })
  const events = (['read', 'write', 'stop'] as const).map((verb, at) => operation({ verb, at }))
  const [finding, ...more] = found(events, { rules: [first, second, last] })
  expect(more).toEqual([])
  expect(finding).toMatchObject({
    rule: 'third-one',
    explains: [
      { rule: 'first', count: 1 },
      { rule: 'second', count: 1 },
    ],
  })
})

describe('laws', () => {
  test('never throws, bounded, and the same for the same events', () => {
    fc.assert(
      fc.property(anyEvents, events => {
        const run = () => {
          const engine = engineOver(events, { memory, limits: { findings: 20, perRule: 5, states: 3 } })
          return { findings: engine.findings(), notices: engine.notices(), blind: engine.blind() }
        }
        const once = run()
        expect(once.findings.length).toBeLessThanOrEqual(20)
        expect(JSON.stringify(run())).toBe(JSON.stringify(once))
      }),
      { numRuns: 100 },
    )
  })

  test('where batches are cut changes nothing', () => {
    fc.assert(
      fc.property(anyEvents, fc.array(fc.nat(60), { maxLength: 5 }), (events, cuts) => {
        const bounded = cuts.map(cut => Math.min(cut, events.length))
        expect(engineOver(events, { memory }, bounded).findings()).toEqual(engineOver(events, { memory }).findings())
      }),
      { numRuns: 100 },
    )
  })

  test('a batch without anything is only a tick', () => {
    const engine = new Engine({ rules: all })
    engine.watch({ from: 0, to: 1, ...none }, whoOf)
    expect(engine.findings()).toEqual([])
  })
})
