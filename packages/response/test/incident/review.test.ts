// What people report by hand, what they look back on, and what follows from it.
import { expect, test } from 'vitest'
import {
  type Act,
  assetsOf,
  check,
  checkAdded,
  fold,
  type Incident,
  keptIncident,
  mergeActs,
  timelineOf,
} from '../../src/index.ts'
import { ana, entriesOf, find, finding, go, incidentOf, opened, person, sec } from '../plant.ts'

const reported: Act = { kind: 'reported', text: 'The pump hums.', severity: 'critical', assets: ['pump-1', 'plc-1'] }
const agreed: Act = { kind: 'action-agreed', action: 'a-1', text: 'Lock the port.', owner: 'ana', due: '2026-02-01' }
const reviewed: Act = {
  kind: 'reviewed',
  text: 'A laptop was plugged in.',
  lessons: ['Register laptops.'],
  wentWell: ['The shift called at once.'],
  actions: [],
}
const added: Act = { kind: 'finding-added', finding: finding('f-1'), reason: { kind: 'first' } }

test('what a person reports is as good as a finding: it grades the incident, and its devices are the incident’s', () => {
  const incident = incidentOf([ana, opened], [ana, added], [ana, reported])
  expect(incident.severity).toBe('critical')
  expect(assetsOf(incident)).toEqual(['plc-1', 'ews', 'pump-1'])
  const { happened } = timelineOf(incident, find)
  expect(happened.lines.map(({ sentence }) => sentence.key)).toContain('timeline.reported')
  const mild = incidentOf([ana, opened], [ana, added], [ana, { ...reported, severity: 'low' }])
  expect(mild.severity, 'a report never makes it milder').toBe('high')
})

test('actions have an owner and a day, are agreed anew, and are done once', () => {
  const moved: Act = { ...agreed, owner: null, due: null }
  const done: Act = { kind: 'action-done', action: 'a-1', note: 'Locked.' }
  const incident = incidentOf([ana, opened], [ana, agreed], [ana, moved], [sec, done])
  expect(incident.actions).toMatchObject([
    { action: 'a-1', owner: null, due: null, done: { by: sec, note: 'Locked.' } },
  ])
  const codes = (...acts: readonly Act[]) =>
    incidentOf([ana, opened], ...acts.map(act => [ana, act] as const)).refused.map(({ code }) => code)
  expect(codes(agreed, done, done)).toEqual(['action.not-open'])
  expect(codes(done)).toEqual(['action.not-open'])
  expect(codes({ ...agreed, due: '2026-02-30' })).toEqual(['action.no-date'])
  expect(codes({ ...agreed, text: ' ' })).toEqual(['entry.nothing-said'])
  expect(codes({ ...reported, severity: 'grave' } as unknown as Act)).toEqual(['report.no-severity'])
  const vendor = person('vic', 'vendor')
  expect(check(incident, { at: incident.changed, by: vendor, act: reported }, find)?.code).toBe('entry.not-yours')
})

const documented = (exercise: boolean): Incident => ({
  ...incidentOf([ana, opened], [ana, added]),
  exercise,
  state: 'documented',
})

test('it is closed as resolved when somebody looked back; records from before that still fold', () => {
  const closing = entriesOf([sec, go('closed', { outcome: 'resolved' })])
  expect(checkAdded(documented(false), closing)?.code).toBe('state.no-review')
  expect(checkAdded(documented(true), closing)).toBeNull()
  expect(checkAdded(documented(false), entriesOf([sec, go('closed', { outcome: 'benign' })]))).toBeNull()
  expect(
    checkAdded({ ...documented(false), reviews: incidentOf([ana, opened], [ana, reviewed]).reviews }, closing),
  ).toBeNull()
  const { wentWell: _, ...old } = reviewed as Extract<Act, { kind: 'reviewed' }>
  expect(fold(entriesOf([ana, opened], [ana, old]), find)).toMatchObject({
    refused: [],
    reviews: [{ lessons: old.lessons }],
  })
})

test('an incident that an older version kept has what came later, empty', () => {
  const { reports: _, actions: __, ...old } = incidentOf([ana, opened], [ana, added])
  expect(keptIncident(JSON.parse(JSON.stringify(old)))).toMatchObject({ reports: [], actions: [], findings: [{}] })
})

test('what goes into another incident takes along what was reported and what is still to be done', () => {
  const from = { ...incidentOf([ana, opened], [ana, reported], [ana, agreed]), id: 'i-2' }
  const { here } = mergeActs(incidentOf([ana, opened]), from, 'The same.')!
  expect(here).toContainEqual(reported)
  expect(here).toContainEqual(agreed)
})
