// Title and playbook follow the gravest finding; what people chose or worked on stays.
import { type Severity, severities } from '@nautilus/model'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Act, type Actor, type Entry, fold, followActs, type Incident, system } from '../../src/index.ts'
import { ana, answer, eva, find, finding, go, incidentOf, MINUTE, NIGHT, opened, started } from '../plant.ts'

const versionOf = (playbook: string) => (find(playbook, '1') ? '1' : null)
const added = (id: string, severity: Severity, playbook = 'PB-01'): Act => ({
  kind: 'finding-added',
  finding: finding(id, { severity, playbook, title: `Title of ${id}` }),
  reason: { kind: 'first' },
})
const titled = (title: string): Act => ({ kind: 'titled', title })
const copy = (id: string, severity: Severity, playbook = 'PB-01') =>
  finding(id, { severity, playbook, title: `Title of ${id}` })

const mild = [
  [system, opened],
  [system, titled('Title of f-1')],
  [system, added('f-1', 'medium')],
  [system, started],
] as const

test('a graver finding gives title and playbook, and an entry says so', () => {
  const acts = followActs(incidentOf(...mild), copy('f-2', 'critical', 'PB-08'), versionOf)
  expect(acts).toEqual([
    titled('Title of f-2'),
    { kind: 'playbook-started', playbook: 'PB-08', version: '1' },
    {
      kind: 'commented',
      text: 'The title follows finding f-2, which is graver (critical). Playbook PB-08 takes the place of PB-01: it follows finding f-2, which is graver.',
    },
  ])
  const one = incidentOf(...mild, ...acts.map(act => [system, act] as const))
  expect([one.title, one.run?.playbook, one.refused]).toEqual(['Title of f-2', 'PB-08', []])
})

test.each([
  ['as grave as one that is there', 'medium'],
  ['milder', 'low'],
] as const)('one that is %s changes nothing', (_, severity) => {
  expect(followActs(incidentOf(...mild), copy('f-2', severity, 'PB-08'), versionOf)).toEqual([])
})

test('a title that a person gave stays', () => {
  const incident = incidentOf(...mild, [ana, titled('Press 4, night shift')])
  expect(followActs(incident, copy('f-2', 'critical'), versionOf)).toEqual([])
})

test.each<readonly [string, readonly (readonly [Actor, Act])[]]>([
  ['a step is ticked', [[eva, { kind: 'step-done', step: 'S1' }]]],
  ['a person answered', [[eva, answer('G4', 'It falls.')]]],
  ['a person chose the playbook', [[ana, started]]],
  ['an option is proposed', [[ana, { kind: 'option-chosen', option: 'stop' }]]],
  [
    'a decision is asked for',
    [
      [ana, go('confirmed')],
      [system, go('enriched')],
      [system, go('escalated')],
      [ana, go('awaiting engineering decision')],
    ],
  ],
])('where %s another playbook is proposed, not begun', (_, done) => {
  const acts = followActs(incidentOf(...mild, ...done), copy('f-2', 'critical', 'PB-08'), versionOf)
  expect(acts.map(({ kind }) => kind)).toEqual(['titled', 'commented'])
  expect(acts.at(-1)).toMatchObject({ text: expect.stringContaining('PB-08 is proposed in the place of PB-01') })
})

test('what the program answered itself holds no playbook', () => {
  const incident = incidentOf(...mild, [system, answer('G9', 'yes')])
  expect(followActs(incident, copy('f-2', 'critical', 'PB-08'), versionOf)).toContainEqual({
    ...{ kind: 'playbook-started', playbook: 'PB-08', version: '1' },
  })
})

test('a playbook that nobody has is neither begun nor proposed', () => {
  const acts = followActs(incidentOf(...mild), copy('f-2', 'critical', 'PB-99'), versionOf)
  expect(acts.map(({ kind }) => kind)).toEqual(['titled', 'commented'])
})

type Turn = { readonly by: 'finding'; readonly severity: Severity; readonly playbook: string } | { readonly by: Act }

const turn: fc.Arbitrary<Turn> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      by: fc.constant('finding' as const),
      severity: fc.constantFrom(...severities),
      playbook: fc.constantFrom('PB-01', 'PB-08'),
    }),
  },
  fc.constantFrom<Turn>(
    { by: titled('By hand') },
    { by: { kind: 'step-done', step: 'S1' } },
    { by: answer('G4', 'It falls.') },
    { by: go('confirmed') },
    { by: { kind: 'commented', text: 'I look.' } },
  ),
)

test('whatever comes in whatever order, no word and no work of a person is lost, and no entry is refused', () => {
  fc.assert(
    fc.property(fc.array(turn, { maxLength: 25 }), turns => {
      const entries: Entry[] = [{ at: NIGHT, by: system, act: opened }]
      const push = (by: Actor, act: Act) => entries.push({ at: NIGHT + entries.length * MINUTE, by, act })
      const now = (): Incident => fold(entries, find)!
      let gravest = -1
      let lead: string | null = null
      let byHand = false
      turns.forEach((given, at) => {
        const before = now()
        if (given.by !== 'finding') {
          if (given.by.kind === 'state-changed' && before.state !== 'detected') return
          if (given.by.kind === 'step-done' && !before.run) return
          if (given.by.kind === 'fact-answered' && !before.run) return
          push(eva, given.by)
          byHand ||= given.by.kind === 'titled'
          return
        }
        const one = copy(`f-${at}`, given.severity, given.playbook)
        if (severities.indexOf(given.severity) > gravest) {
          gravest = severities.indexOf(given.severity)
          lead = one.title
        }
        push(system, { kind: 'finding-added', finding: one, reason: { kind: 'first' } })
        for (const act of followActs(before, one, versionOf)) push(system, act)
        const after = now()
        const worked = before.run?.steps.length || before.run?.answers.some(({ by }) => by.kind === 'person')
        if (worked) expect(after.run).toEqual(before.run)
      })
      const end = now()
      expect(end.refused).toEqual([])
      expect(end.title).toBe(byHand ? 'By hand' : (lead ?? ''))
    }),
    { numRuns: Number(process.env.NAUTILUS_RUNS ?? 300) },
  )
})
