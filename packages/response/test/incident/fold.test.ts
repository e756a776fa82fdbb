import { expect, test } from 'vitest'
import {
  type Act,
  type Actor,
  assetsOf,
  check,
  duties,
  fold,
  incidentLimits,
  mayAct,
  states,
  system,
  transitions,
} from '../../src/index.ts'
import {
  ana,
  asked,
  entriesOf,
  eva,
  find,
  finding,
  go,
  incidentOf,
  MINUTE,
  NIGHT,
  opened,
  person,
  sam,
  sec,
} from '../plant.ts'

type Done = readonly (readonly [Actor, Act])[]

const refused = (...acts: Done): string | null =>
  check(incidentOf(...acts.slice(0, -1)), entriesOf(...acts).at(-1)!, find)?.code ?? null

test('an incident goes its way, and tells who, when and why', () => {
  const incident = incidentOf(
    ...asked,
    [sam, { kind: 'fact-answered', fact: 'G1', answer: 'yes', note: '' }],
    [eva, { kind: 'fact-answered', fact: 'G4', answer: 'It stops.', note: '' }],
    [eva, { kind: 'option-approved', option: 'keep-running' }],
    [eva, go('decided', { option: 'keep-running' })],
    [eva, go('acting')],
    [eva, go('recovered')],
    [ana, go('documented')],
    [sec, go('closed', { outcome: 'resolved' })],
  )
  expect(incident).toMatchObject({ state: 'closed', outcome: 'resolved', severity: 'high', refused: [] })
  expect(incident.history.map(({ to }) => to)).toEqual(states)
  expect(incident.history.at(-1)).toEqual({
    from: 'documented',
    to: 'closed',
    at: NIGHT + 14 * MINUTE,
    by: sec,
    reason: 'because',
  })
  expect(assetsOf(incident)).toEqual(['plc-1', 'ews'])
})

test('every state is reached, every way has somebody, and each closing names how', () => {
  for (const state of states.slice(1)) expect(transitions.some(({ to }) => to === state)).toBe(true)
  for (const { who, to, outcomes } of transitions) {
    expect(who.length).toBeGreaterThan(0)
    expect(outcomes.length > 0).toBe(to === 'closed')
  }
  for (const { who, system: program } of Object.values(mayAct)) expect(who.length > 0 || program).toBe(true)
})

test('what may not be has no effect and is told', () => {
  const entries = entriesOf(
    [system, opened],
    [person('eve', 'vendor'), go('confirmed')],
    [ana, go('decided')],
    [ana, opened],
  )
  const incident = fold(entries, find)!
  expect(incident.state).toBe('detected')
  expect(incident.refused.map(({ place, code }) => [place, code])).toEqual([
    [1, 'entry.not-yours'],
    [2, 'state.no-such-way'],
    [3, 'incident.open-already'],
  ])
  expect(fold(entriesOf([ana, go('confirmed')]), find)).toBeNull()
  expect(fold(entriesOf([ana, go('confirmed')], [system, opened]), find)?.refused).toMatchObject([
    { code: 'incident.not-open' },
  ])
})

test('who has no duty at the site does nothing, the program never what takes a person', () => {
  for (const kind of Object.keys(mayAct) as (keyof typeof mayAct)[])
    if (mayAct[kind].who.length > 0 || mayAct[kind].system)
      expect(
        refused([system, opened], [person('eve'), { kind, reason: 'x', text: 'x', title: 'x' } as unknown as Act]),
      ).not.toBeNull()
  for (const kind of [
    'option-approved',
    'override-asked',
    'override-confirmed',
    'aware-set',
    'acknowledged',
    'significance-decided',
  ] as const)
    expect(mayAct[kind].system).toBe(false)
  expect(new Set(duties.filter(duty => mayAct.commented.who.includes(duty)))).toEqual(new Set(duties))
})

test('what a later version wrote is left alone', () => {
  for (const kind of ['of-tomorrow', 'constructor'])
    expect(refused([system, opened], [ana, { kind } as unknown as Act])).toBe('entry.unknown')
})

test('a closing needs its reason and outcome', () => {
  const close = (more: object): Act => ({ kind: 'state-changed', to: 'closed', reason: 'A test.', ...more }) as Act
  expect(refused([system, opened], [ana, close({})])).toBe('state.no-outcome')
  expect(refused([system, opened], [ana, close({ outcome: 'resolved' })])).toBe('state.no-outcome')
  expect(refused([system, opened], [ana, close({ outcome: 'benign', reason: ' ' })])).toBe('state.no-reason')
  expect(refused([system, opened], [ana, close({ outcome: 'benign' })])).toBeNull()
})

test('no entry is older than the one before', () => {
  const [first] = entriesOf([system, opened])
  const late = { at: NIGHT - 1, by: ana, act: go('confirmed') }
  expect(check(fold([first!], find), late, find)?.code).toBe('entry.in-the-past')
  expect(check(null, { at: Number.NaN, by: system, act: opened }, find)?.code).toBe('entry.no-time')
})

test('a finding that comes again is renewed; its reason stays', () => {
  const again = finding('f-1', { count: 7, severity: 'critical' })
  const incident = incidentOf(
    [system, opened],
    [system, { kind: 'finding-added', finding: finding('f-1'), reason: { kind: 'first' } }],
    [
      system,
      {
        kind: 'finding-added',
        finding: finding('f-0', { first: NIGHT - 1, severity: 'low' }),
        reason: { kind: 'by-hand', note: 'x' },
      },
    ],
    [system, { kind: 'finding-added', finding: again, reason: { kind: 'by-hand', note: 'y' } }],
  )
  expect(incident.findings.map(({ finding: { id, count }, reason }) => [id, count, reason.kind])).toEqual([
    ['f-0', 1, 'by-hand'],
    ['f-1', 7, 'first'],
  ])
  expect(incident.severity).toBe('critical')
  const less = incidentOf(...asked, [ana, { kind: 'finding-removed', finding: 'f-1', reason: 'Not ours.', to: null }])
  expect(less).toMatchObject({ findings: [], severity: 'recorded' })
})

test('people assign, comment, attach, watch and link', () => {
  const hash = 'a'.repeat(64)
  const incident = incidentOf(
    [system, opened],
    [ana, { kind: 'titled', title: 'Download at night' }],
    [ana, { kind: 'assigned', to: 'ana' }],
    [person('vic', 'vendor'), { kind: 'commented', text: 'This was not us.' }],
    [ana, { kind: 'attached', name: 'ews.pcap', hash, size: 9, type: 'application/vnd.tcpdump.pcap' }],
    [ana, { kind: 'watched', subject: 'ews', until: null, reason: 'It may come again.' }],
    [ana, { kind: 'watched', subject: 'ews', until: NIGHT + 1, reason: 'For a day.' }],
    [ana, { kind: 'watched', subject: 'plc-1', until: null, reason: 'The target.' }],
    [ana, { kind: 'unwatched', subject: 'plc-1' }],
    [ana, { kind: 'linked', what: 'work-order', id: 'WO-7', note: 'Open that night.' }],
    [ana, { kind: 'linked', what: 'asset', id: 'hmi-1', note: '' }],
    [ana, { kind: 'unlinked', what: 'asset', id: 'hmi-1' }],
  )
  expect(incident).toMatchObject({
    title: 'Download at night',
    assignee: 'ana',
    comments: [{ text: 'This was not us.', by: { person: 'vic' } }],
    attachments: [{ name: 'ews.pcap', hash, size: 9 }],
    watched: [{ subject: 'ews', reason: 'For a day.' }],
    links: [{ what: 'work-order', id: 'WO-7' }],
    refused: [],
  })
})

test('sizes are capped, and the sentence says what to do', () => {
  const long = 'x'.repeat(incidentLimits.text + 1)
  expect(refused([system, opened], [ana, { kind: 'commented', text: long }])).toBe('entry.too-long')
  expect(refused([system, opened], [ana, { kind: 'assigned', to: long }])).toBe('entry.too-long')
  expect(refused([system, opened], [ana, { kind: 'commented', text: '' }])).toBe('entry.nothing-said')
  const attach = (more: object): Act => ({
    kind: 'attached',
    name: 'x',
    hash: 'a'.repeat(64),
    size: 1,
    type: 'x',
    ...more,
  })
  expect(refused([system, opened], [ana, attach({ hash: 'A'.repeat(64) })])).toBe('attachment.hash')
  expect(refused([system, opened], [ana, attach({ size: -1 })])).toBe('attachment.too-large')
  const full = { ...incidentOf([system, opened]), entries: incidentLimits.entries }
  expect(check(full, { at: NIGHT, by: ana, act: { kind: 'commented', text: 'x' } }, find)?.message).toBe(
    'An incident holds at most 100000 entries; open another one and link it.',
  )
})

test('an exercise stays one', () => {
  const played = incidentOf([system, { ...opened, exercise: true } as Act], [ana, go('confirmed')])
  expect(played.exercise).toBe(true)
})

test('ten thousand findings fold while one waits', () => {
  const many = Array.from({ length: incidentLimits.findings + 1 }, (_, at): readonly [Actor, Act] => [
    system,
    {
      kind: 'finding-added',
      finding: finding(`f-${at}`, { first: NIGHT + ((at * 7919) % 10_007) }),
      reason: { kind: 'first' },
    },
  ])
  const incident = incidentOf([system, opened], ...many)
  expect(incident.findings).toHaveLength(incidentLimits.findings)
  expect(incident.refused.map(({ code }) => code)).toEqual(['incident.full'])
  const again: Act = { kind: 'finding-added', finding: finding('f-5', { count: 2 }), reason: { kind: 'first' } }
  expect(check(incident, { at: NIGHT * 2, by: system, act: again }, find)).toBeNull()
})
