import { expect, test } from 'vitest'
import { type Act, type Actor, check, fold, mergeActs, splitActs, system } from '../../src/index.ts'
import { ana, asked, entriesOf, eva, find, finding, go, incidentOf, NIGHT, opened, sec, started } from '../plant.ts'

const by = (actor: Actor, acts: readonly Act[]) => acts.map(act => [actor, act] as const)
const add = (id: string): Act => ({ kind: 'finding-added', finding: finding(id), reason: { kind: 'first' } })
const other: Act = { kind: 'opened', incident: 'i-2', site: 'works', exercise: false }

test('merging moves what is missing and closes the other', () => {
  const one = [[system, opened] as const, [system, add('f-1')] as const]
  const two = [
    [system, other] as const,
    [system, add('f-1')] as const,
    [system, add('f-2')] as const,
    [ana, { kind: 'watched', subject: 'ews', until: null, reason: 'x' }] as const,
  ]
  const acts = mergeActs(incidentOf(...one), incidentOf(...two), 'One attack.')!
  const into = incidentOf(...one, ...by(ana, acts.here))
  const from = incidentOf(...two, ...by(ana, acts.there))
  expect(into.findings.map(({ finding, reason }) => [finding.id, reason])).toEqual([
    ['f-1', { kind: 'first' }],
    ['f-2', { kind: 'by-hand', note: 'One attack.' }],
  ])
  expect(into).toMatchObject({
    mergedFrom: ['i-2'],
    watched: [{ subject: 'ews' }],
    links: [{ id: 'i-2' }],
    refused: [],
  })
  expect(from).toMatchObject({ state: 'closed', outcome: 'merged', mergedInto: 'i-1', refused: [] })
  expect(check(from, { at: NIGHT * 2, by: ana, act: go('confirmed') }, find)?.message).toContain('went into i-1')
})

test('what is of another site, an exercise, itself or merged already does not merge', () => {
  const one = incidentOf([system, opened])
  const two = incidentOf([system, other])
  expect(mergeActs(one, two, 'x')).not.toBeNull()
  expect(mergeActs(one, one, 'x')).toBeNull()
  expect(mergeActs(one, { ...two, site: 'elsewhere' }, 'x')).toBeNull()
  expect(mergeActs(one, { ...two, exercise: true }, 'x')).toBeNull()
  expect(mergeActs(one, { ...two, mergedInto: 'i-3' }, 'x')).toBeNull()
})

test('the program merges only what nobody has touched', () => {
  const merge: Act = { kind: 'merged-into', incident: 'i-2', reason: 'They share a device.' }
  const code = (...acts: readonly (readonly [Actor, Act])[]) =>
    check(incidentOf(...acts), { at: NIGHT * 2, by: system, act: merge }, find)?.code ?? null
  expect(code([system, opened])).toBeNull()
  expect(code(...asked.slice(0, 2), [system, started])).toBeNull()
  expect(code([system, opened], [ana, { kind: 'commented', text: 'Mine.' }])).toBe('incident.in-work')
  expect(code(...asked)).toBe('incident.in-work')
  expect(check(incidentOf(...asked), { at: NIGHT * 2, by: eva, act: merge }, find)).toBeNull()
})

test('where clocks run, the other one is merged', () => {
  const merge = {
    at: NIGHT * 2,
    by: sec,
    act: { kind: 'merged-into', incident: 'i-2', reason: 'One attack.' },
  } as const
  const clocks: readonly Act[] = [
    { kind: 'aware-set', at: NIGHT, reason: 'The engineer confirmed it.' },
    { kind: 'obligation-started', obligation: 'nis2-de', version: '1', timeZone: 'Europe/Berlin' },
  ]
  for (const act of clocks) {
    const incident = incidentOf([system, opened], [sec, act])
    expect(incident.refused).toEqual([])
    expect(check(incident, merge, find)?.code).toBe('incident.clocks-run')
  }
  expect(incidentOf([system, opened], [sec, clocks[0]!])).toMatchObject({ aware: NIGHT, obligations: [] })
})

test('splitting makes two of one', () => {
  const whole = [
    [system, opened],
    [system, add('f-1')],
    [system, add('f-2')],
  ] as const
  const incident = incidentOf(...whole)
  const acts = splitActs(incident, new Set(['f-2']), 'i-9', 'Another cause.')!
  const rest = incidentOf(...whole, ...by(ana, acts.here))
  const part = fold(entriesOf(...by(ana, acts.there)), find)!
  expect(rest.findings.map(({ finding }) => finding.id)).toEqual(['f-1'])
  expect(part).toMatchObject({ id: 'i-9', site: 'works', splitFrom: 'i-1', state: 'detected', refused: [] })
  expect(part.findings.map(({ finding }) => finding.id)).toEqual(['f-2'])
  expect(splitActs(incident, new Set(), 'i-9', 'x')).toBeNull()
  expect(splitActs(incident, new Set(['f-1', 'f-2']), 'i-9', 'x')).toBeNull()
})
