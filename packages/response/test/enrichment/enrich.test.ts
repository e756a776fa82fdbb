import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Enrichment, enrich, MAX_PER_TOPIC, MAX_SIMILAR, say, similarity, similarTo } from '../../src/index.ts'
import type { Language } from '../../src/sentence.ts'
import { finding } from '../plant.ts'
import { facts } from './facts.ts'

const told = ({ statements, unknowns }: Enrichment, language: Language): string[] => [
  ...statements.map(({ topic, sentence, sources }) => {
    const from = sources.map(({ kind, id }) => `${kind} ${id}`).join(', ')
    return `${topic}: ${say(sentence, language)} [${from}]`
  }),
  ...unknowns.map(({ topic, sentence }) => `? ${topic}: ${say(sentence, language)}`),
]

test('what is known, with where from, and what is not', () => {
  expect(told(enrich(facts), 'en')).toEqual([
    'what: ews downloaded a program to plc-1. [finding f-1]',
    'what: Since 2 January plc-1 had no download. [finding f-1]',
    'change: block OB1 was checksum 1a2b and is now checksum 9f00. [finding f-1]',
    'change: block DB7 is now checksum 77aa; what it was before was not seen. [finding f-1]',
    'where: EWS-3 is in zone office. [inventory ews]',
    'where: PLC kiln 2 is a controller in zone kiln cell. [inventory plc-1]',
    'where: PLC kiln 2 works for kiln 2. [inventory plc-1]',
    'where: Much depends on PLC kiln 2: its criticality is critical. [inventory plc-1]',
    'who: laptop talked s7comm to PLC kiln 2, which it had not done before. [traffic laptop > plc-1]',
    'who: hmi-4 talked s7comm to PLC kiln 2, as it usually does. [traffic hmi-4 > plc-1]',
    'window: Work order WO-7 is open, but not all of it fits: source. [finding f-1, work-order WO-7]',
    'weakness: PLC kiln 2 has CVE-2000-0002 (affected), which attackers are known to use. [advisory A-2]',
    'weakness: PLC kiln 2 has CVE-2000-0001 (likely affected). [advisory A-1]',
    'past: Incident i-old was 90 % like it and ended as benign; decided was: Keep running and watch closely. [incident i-old]',
    'consequence: kiln 2 may do something else than the operators want. [finding f-1, technique T0831]',
    'consequence: kiln 2 may stand still. [finding f-1, technique T0826]',
    'consequence: kiln 2 is protected by SIL 2. [declared site.yaml]',
    'cost: While kiln 2 stands, it costs 12,000 EUR an hour. [declared site.yaml]',
    '? change: What block DB7 was before was not seen.',
    '? where: What EWS-3 is for is not known.',
  ])
  expect(enrich(facts)).toMatchObject({
    cost: [{ perHour: 12_000, currency: 'EUR', processes: ['kiln 2'] }],
    similar: [
      { incident: 'i-old', shared: { rules: ['program-download'], assets: ['ews', 'plc-1'], techniques: ['T0843'] } },
    ],
  })
})

test('in German too', () => {
  const german = told(enrich(facts), 'de')
  expect(german).toContain('cost: Solange kiln 2 steht, kostet das 12.000 EUR je Stunde. [declared site.yaml]')
  expect(german).toContain('where: PLC kiln 2 ist eine Steuerung in Zone kiln cell. [inventory plc-1]')
  expect(german).toContain('where: Von PLC kiln 2 hängt viel ab: Kritikalität kritisch. [inventory plc-1]')
  expect(german).toContain('? where: Wozu EWS-3 dient, ist nicht bekannt.')
})

test('where nothing is known, everything is asked', () => {
  const bare = { ...facts, assets: [], processes: [], peers: null, weaknesses: null, past: [] }
  const unknown = { ...bare, findings: [finding('f-1', { consequences: [] })] }
  expect(told(enrich(unknown), 'en').filter(line => line.startsWith('?'))).toEqual([
    '? where: What ews is, nobody knows.',
    '? where: What plc-1 is, nobody knows.',
    '? who: Who else talked to these devices was not looked at.',
    '? weakness: No advisories are loaded.',
    '? consequence: What it could do to the process is not known.',
    '? consequence: Nobody declared which process plc-1 works for.',
  ])
  expect(enrich(unknown).cost).toEqual([])
})

test('money is not added across currencies, and what nobody declared is asked', () => {
  const process = facts.processes[0]!
  const [plc] = facts.assets
  const three = {
    ...facts,
    findings: ['a', 'b', 'c', 'd'].map(id => finding(`f-${id}`, { target: id, assets: [id], consequences: ['T0826'] })),
    assets: ['a', 'b', 'c', 'd'].map(id => ({ ...plc!, id, label: id, process: `line ${id}` })),
    processes: [
      { ...process, name: 'line a' },
      { ...process, name: 'line b', downtimeCostPerHour: 500 },
      { ...process, name: 'line c', currency: 'CHF' },
      { ...process, name: 'line d', downtimeCostPerHour: null, safetyClass: null },
    ],
  }
  const { cost, unknowns } = enrich(three)
  expect(cost).toEqual([
    { perHour: 12_000, currency: 'CHF', processes: ['line c'] },
    { perHour: 12_500, currency: 'EUR', processes: ['line a', 'line b'] },
  ])
  expect(unknowns.map(({ sentence }) => say(sentence, 'en'))).toEqual(
    expect.arrayContaining([
      'What an hour costs while line d stands is not declared.',
      'Whether a safety function protects line d is not declared.',
    ]),
  )
})

test('what cannot stop a process costs nothing', () => {
  const seen = { ...facts, findings: [finding('f-1', { consequences: ['T0829'] })] }
  expect(enrich(seen).cost).toEqual([])
})

test('no more than a person reads of a topic; the rest is counted', () => {
  const peers = Array.from({ length: MAX_PER_TOPIC + 5 }, (_, at) => ({ ...facts.peers![0]!, peer: `hmi-${at}` }))
  const enrichment = enrich({ ...facts, peers })
  expect(enrichment.statements.filter(({ topic }) => topic === 'who')).toHaveLength(MAX_PER_TOPIC)
  expect(enrichment.leftOut).toEqual({ who: 5 })
})

test('every statement has a source, whatever is known', () => {
  const some = fc.constantFrom('ews', 'plc-1', 'hmi-4', null)
  const findings = fc.array(
    fc.record({ source: some, target: some, consequences: fc.subarray(['T0826', 'T0880', 'T0831', 'T9999']) }),
    { maxLength: 5 },
  )
  fc.assert(
    fc.property(
      findings,
      fc.subarray([...facts.assets]),
      fc.subarray([...facts.processes]),
      (list, assets, processes) => {
        const { statements, unknowns } = enrich({
          ...facts,
          assets,
          processes,
          findings: list.map((more, at) => finding(`f-${at}`, { ...more, assets: [] })),
        })
        for (const { sources } of statements) expect(sources.length).toBeGreaterThan(0)
        for (const { sentence } of [...statements, ...unknowns])
          expect(say(sentence, 'en')).not.toMatch(/[{}]|undefined|null/)
      },
    ),
  )
})

test('similarity: the same is 1, nothing shared 0, and it does not matter who asks', () => {
  const [past, other] = facts.past
  expect(similarity(past!, past!)).toBeCloseTo(1)
  expect(similarity(past!, other!)).toBe(0)
  const traits = fc.record({
    rules: fc.subarray(['r1', 'r2', 'r3']),
    assets: fc.subarray(['a1', 'a2', 'a3']),
    techniques: fc.subarray(['t1', 't2']),
  })
  fc.assert(
    fc.property(traits, traits, (a, b) => {
      expect(similarity(a, b)).toBeCloseTo(similarity(b, a))
      expect(similarity(a, b)).toBeLessThanOrEqual(1 + 1e-9)
    }),
  )
  const many = Array.from({ length: 9 }, (_, at) => ({ ...past!, id: `i-${9 - at}` }))
  expect(similarTo(past!, many).map(({ incident }) => incident)).toEqual(['i-1', 'i-2', 'i-3', 'i-4', 'i-5'])
  expect(MAX_SIMILAR).toBe(5)
})
