import { expect, test } from 'vitest'
import {
  type Act,
  type Actor,
  check,
  type Entry,
  fold,
  isAnswer,
  keepRunning,
  missing,
  optionsOf,
  readinessOf,
  transitions,
} from '../../src/index.ts'
import {
  ana,
  answer,
  answered,
  approve,
  asked,
  download,
  entriesOf,
  eva,
  find,
  go,
  incidentOf,
  MINUTE,
  NIGHT,
  olaf,
  person,
  pia,
  sam,
} from '../plant.ts'

type Done = readonly (readonly [Actor, Act])[]

/** Why the last act may not be; null where it may. */
function refused(...acts: Done): string | null {
  const entries = entriesOf(...acts)
  return check(incidentOf(...acts.slice(0, -1)), entries.at(-1)!, find)?.code ?? null
}

const approved: Done = [...asked, ...answered, [eva, approve('stop')], [olaf, approve('stop')]]
const decide = go('decided', { option: 'stop' })

test('an engineer decides when the questions are answered and the right people approved', () => {
  const incident = incidentOf(...approved, [eva, decide])
  expect(incident.state).toBe('decided')
  expect(incident.refused).toEqual([])
  expect(incident.decisions).toMatchObject([
    {
      option: 'stop',
      playbook: 'PB-01',
      by: { person: 'eva' },
      answers: [
        { fact: 'G1', answer: 'yes' },
        { fact: 'G4', answer: 'The pressure falls slowly.' },
      ],
      approvals: [{ person: 'eva' }, { person: 'olaf' }],
      override: null,
    },
  ])
})

test('nobody else leaves the waiting', () => {
  expect(refused(...approved, [ana, decide])).toBe('state.not-yours')
  expect(refused(...approved, [ana, go('closed', { outcome: 'benign' })])).toBe('state.not-yours')
  expect(refused(...approved, [ana, { kind: 'merged-into', incident: 'i-2', reason: 'the same' }])).toBe(
    'incident.not-yours',
  )
  expect(refused(...approved, [{ kind: 'system' }, decide])).toBe('state.not-yours')
  expect(transitions.filter(({ from }) => from === 'awaiting engineering decision')).toMatchObject(
    Array.from({ length: 2 }, () => ({
      system: false,
      who: ['shift-supervisor', 'plant-engineer', 'process-safety-engineer', 'operations-manager'],
    })),
  )
})

test('a question of safety is answered by a person, with yes or no', () => {
  expect(refused(...asked, [eva, approve('stop')])).toBe('approval.facts-unanswered')
  expect(refused(...asked, answered[1]!, [sam, answer('G1', 'unknown')], [eva, approve('stop')])).toBe(
    'approval.facts-unanswered',
  )
  expect(refused(...asked, [sam, answer('G1', 'I think so')])).toBe('fact.plain-answer')
  expect(refused(...asked, [{ kind: 'system' }, answer('G1', 'yes')])).toBe('fact.person-needed')
  expect(refused(...asked, [ana, answer('G1', 'yes')])).toBe('fact.not-yours')
  expect(refused(...asked, [ana, answer('G4', 'It stops.')])).toBeNull()
  expect(refused(...asked, [{ kind: 'system' }, answer('G4', 'It stops.')])).toBeNull()
})

test('one person counts once, whatever his duties', () => {
  const all = person('all', 'plant-engineer', 'operations-manager')
  expect(refused(...asked, ...answered, [all, approve('stop')], [all, decide])).toBe('decision.not-approved')
  expect(refused(...asked, ...answered, [all, approve('stop')], [olaf, approve('stop')], [all, decide])).toBeNull()
})

test('people sit where they are needed most', () => {
  const needs = [
    { duty: ['plant-engineer', 'shift-supervisor'], count: 1 },
    { duty: 'plant-engineer', count: 1 },
  ] as const
  const engineer = { person: 'eva', duties: ['plant-engineer'] } as const
  const supervisor = { person: 'sam', duties: ['shift-supervisor'] } as const
  expect(missing(needs, [engineer, supervisor])).toEqual([])
  expect(missing(needs, [supervisor, engineer])).toEqual([])
  expect(missing(needs, [supervisor])).toEqual([{ duty: 'plant-engineer', count: 1 }])
  expect(missing([{ duty: 'legal', count: 3 }], [])).toEqual([{ duty: 'legal', count: 3 }])
  expect(missing([{ duty: 'legal', count: Number.NaN }], [])).not.toEqual([])
})

test('approvals run out, and fall when an answer changes', () => {
  const incident = incidentOf(...approved)
  const last = NIGHT + (approved.length - 1) * MINUTE
  expect(readinessOf(incident, 'stop', last + 29 * MINUTE, find)?.ready).toBe(true)
  expect(readinessOf(incident, 'stop', last + 31 * MINUTE, find)).toMatchObject({ ready: false, approvals: [] })
  expect(refused(...approved, [sam, answer('G1', 'no')], [eva, decide])).toBe('decision.not-approved')
  expect(refused(...approved, [sam, answer('G9', 'yes')], [eva, decide])).toBeNull()
  const back: Done = [[ana, go('awaiting engineering decision')]]
  expect(refused(...approved, [eva, decide], ...back, [eva, decide])).toBe('decision.not-approved')
})

test('an override takes two different people who decide, and reasons', () => {
  const ask: Act = { kind: 'override-asked', option: 'stop', facts: ['G1', 'G4'], reason: 'There is a fire.' }
  const confirm: Act = { kind: 'override-confirmed', option: 'stop', reason: 'I see it.' }
  expect(refused(...asked, [ana, ask])).toBe('entry.not-yours')
  expect(refused(...asked, [eva, { ...ask, reason: ' ' }])).toBe('entry.nothing-said')
  expect(refused(...asked, [eva, { ...ask, facts: ['G4'] }])).toBe('override.incomplete')
  expect(refused(...asked, [eva, ask], [eva, confirm])).toBe('override.same-person')
  expect(refused(...asked, [eva, ask], [ana, confirm])).toBe('entry.not-yours')
  expect(refused(...asked, [eva, ask], [eva, approve('stop')])).toBe('approval.facts-unanswered')
  expect(refused(...asked, ...answered, [eva, ask])).toBe('override.needless')
  const over: Done = [...asked, [eva, ask], [olaf, confirm], [eva, approve('stop')], [olaf, approve('stop')]]
  expect(incidentOf(...over, [eva, decide]).decisions[0]).toMatchObject({
    override: { person: 'eva', reason: 'There is a fire.', confirmed: { person: 'olaf', reason: 'I see it.' } },
  })
  // It is for that option alone.
  expect(refused(...over, [sam, approve('keep-running')])).toBe('approval.facts-unanswered')
})

test('near a safety system its engineer approves too, and a milder playbook takes nothing back', () => {
  const s2: Act = { kind: 'playbook-started', playbook: 'PB-08', version: '1' }
  const s1: Act = { kind: 'playbook-started', playbook: 'PB-01', version: '1' }
  for (const before of [[s2], [s2, s1]] as const) {
    const acts: Done = [...asked, ...before.map(act => [eva, act] as const), ...answered]
    const two: Done = [...acts, [eva, approve('stop')], [olaf, approve('stop')]]
    expect(refused(...two, [eva, decide])).toBe('decision.not-approved')
    expect(refused(...two, [pia, approve('stop')], [eva, decide])).toBeNull()
  }
  expect(refused(...asked, [ana, s1])).toBe('playbook.in-use')
})

test('what touches the process needs an engineer, whatever its playbook asks for', () => {
  const option = { ...download.options[0]!, approval: { need: [{ duty: 'analyst', count: 1 }] } } as const
  const findMild = () => ({ ...download, options: [option] })
  const incident = incidentOf(...asked, ...answered)
  const withApproval = {
    ...incident,
    run: { ...incident.run!, approvals: [{ at: NIGHT, option: 'stop', person: 'ana', duties: ['analyst'] as const }] },
  }
  expect(readinessOf(withApproval, 'stop', NIGHT, findMild)).toMatchObject({ ready: false, missing: [{ count: 1 }] })
})

test('needs may depend on an answer', () => {
  const need = [
    { duty: 'plant-engineer', count: 1 },
    { duty: 'process-safety-engineer', count: 1, when: { fact: 'G1', is: ['no', 'unknown'] } },
  ] as const
  const findWith = () => ({ ...download, options: [{ ...download.options[0]!, approval: { need } }] })
  const lacks = (said: string) =>
    readinessOf(incidentOf(...asked, [sam, answer('G1', said)]), 'stop', NIGHT, findWith)?.missing.map(
      ({ duty }) => duty,
    )
  expect(lacks('yes')).not.toContain('process-safety-engineer')
  expect(lacks('no')).toContain('process-safety-engineer')
})

test('to keep running and watch is always an option', () => {
  expect(optionsOf(download).map(({ id }) => id)).toEqual(['stop', 'block', 'keep-running'])
  expect(optionsOf({ options: [] })).toEqual([keepRunning])
  const own = { ...download.options[1]!, id: 'watch', keepRunning: true }
  expect(optionsOf({ options: [own] })).toEqual([own])
  const acts: Done = [
    ...asked,
    ...answered,
    [sam, approve('keep-running')],
    [sam, go('decided', { option: 'keep-running' })],
  ]
  expect(incidentOf(...acts, [sam, go('recovered')]).state).toBe('recovered')
})

test('without a playbook nothing is decided', () => {
  const bare = asked.filter(([, act]) => act.kind !== 'playbook-started')
  expect(refused(...bare, [eva, go('decided', { option: 'keep-running' })])).toBe('decision.no-playbook')
  expect(refused(...asked, ...answered, [eva, go('decided')])).toBe('decision.no-option')
  expect(refused(...asked, ...answered, [eva, go('decided', { option: 'other' })])).toBe('option.unknown')
})

test('readiness says what is lacking, and trusts no run that the rules would not have made', () => {
  const incident = incidentOf(...asked)
  const approvals = [
    { at: NIGHT, option: 'stop', person: 'eva', duties: ['plant-engineer'] as const },
    { at: NIGHT, option: 'stop', person: 'olaf', duties: ['operations-manager'] as const },
  ]
  const override = { at: NIGHT, option: 'stop', person: 'eva', facts: ['G1', 'G4'], reason: 'fire' }
  const confirmedBy = (who: string, facts = override.facts) => ({
    ...override,
    facts,
    confirmed: { at: NIGHT, person: who, reason: 'fire' },
  })
  const withRun = (more: object) =>
    readinessOf({ ...incident, run: { ...incident.run!, approvals, ...more } }, 'stop', NIGHT, find)!
  expect(withRun({})).toMatchObject({
    ready: false,
    open: false,
    missing: [],
    unanswered: [{ id: 'G1' }, { id: 'G4' }],
  })
  expect(withRun({ overrides: [confirmedBy('eva')] }).ready).toBe(false)
  expect(withRun({ overrides: [confirmedBy('olaf', ['G4'])] }).ready).toBe(false)
  expect(withRun({ overrides: [{ ...override, confirmed: null }] }).ready).toBe(false)
  expect(withRun({ overrides: [confirmedBy('olaf')] }).ready).toBe(true)
})

test('what answers a question', () => {
  for (const said of ['yes', 'No', ' yes ']) expect(isAnswer(said, { safety: true })).toBe(true)
  for (const said of ['', 'unknown', 'nearly', 'yes, I think']) expect(isAnswer(said, { safety: true })).toBe(false)
  for (const said of ['', '  ', 'unknown', 'UNKNOWN']) expect(isAnswer(said, { safety: false })).toBe(false)
  expect(isAnswer('It stops.', { safety: false })).toBe(true)
})

test('an override runs out, and the refusal names the questions', () => {
  const entries: Entry[] = [
    ...entriesOf(
      ...asked,
      [eva, { kind: 'override-asked', option: 'stop', facts: ['G1', 'G4'], reason: 'fire' }],
      [olaf, { kind: 'override-confirmed', option: 'stop', reason: 'fire' }],
      [eva, approve('stop')],
    ),
  ]
  const late = entries.at(-1)!.at + 29.5 * MINUTE
  const decision = { at: late, by: eva, act: decide }
  const incident = fold([...entries, { at: entries.at(-1)!.at + MINUTE, by: olaf, act: approve('stop') }], find)
  expect(check(incident, decision, find)).toMatchObject({
    code: 'approval.facts-unanswered',
    message:
      'Unanswered: G1 Is the process in a safe state? G4 What happens if the device stops now? Answer, or have two people override.',
  })
})

test('a playbook that nobody has any more counts as one of a safety system', () => {
  const lost: Act = { kind: 'playbook-started', playbook: 'PB-99', version: '1' }
  const known: Act = { kind: 'playbook-started', playbook: 'PB-01', version: '1' }
  const acts: Done = [...asked, [eva, lost], [eva, known], ...answered, [eva, approve('stop')], [olaf, approve('stop')]]
  expect(refused(...acts, [eva, decide])).toBe('decision.not-approved')
  expect(refused(...asked, [eva, lost], [eva, approve('stop')])).toBe('decision.no-playbook')
})
