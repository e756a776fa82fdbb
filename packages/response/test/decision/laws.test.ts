import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Act, type Actor, duties, fold, states, system } from '../../src/index.ts'
import {
  answer,
  answered,
  approve,
  asked,
  download,
  entriesOf,
  eva,
  find,
  go,
  olaf,
  pia,
  safety,
  sam,
} from '../plant.ts'
import { complaintsOf } from './checker.ts'

const playbooks = [download, safety]
const options = fc.constantFrom('stop', 'block', 'keep-running', 'no such option')
const facts = fc.constantFrom('G1', 'G4', 'G9')
const reason = fc.constantFrom('because', 'because', 'because', '')

const somebody: fc.Arbitrary<Actor> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(system) },
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('person' as const),
      person: fc.constantFrom('ana', 'ben', 'cid', 'dee'),
      duties: fc.uniqueArray(fc.constantFrom(...duties), { maxLength: 4 }),
    }),
  },
  { weight: 12, arbitrary: fc.constantFrom(eva, olaf, sam, pia) },
)

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('state-changed' as const),
      to: fc.constantFrom(...states),
      reason,
      option: options,
    }),
  },
  {
    weight: 6,
    arbitrary: options.map(option => go('decided', { option })),
  },
  { weight: 1, arbitrary: fc.constant(go('awaiting engineering decision')) },
  {
    weight: 8,
    arbitrary: fc
      .tuple(facts, fc.constantFrom('yes', 'yes', 'no', 'unknown', '', 'a story'))
      .map(([fact, said]) => answer(fact, said)),
  },
  { weight: 12, arbitrary: options.map(approve) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('approval-withdrawn' as const), option: options, reason }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('override-asked' as const),
      option: options,
      facts: fc.constantFrom(['G1', 'G4'], ['G1'], ['G4'], []),
      reason,
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('override-confirmed' as const), option: options, reason }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Act>(
      { kind: 'playbook-started', playbook: 'PB-01', version: '1' },
      { kind: 'playbook-started', playbook: 'PB-08', version: '1' },
      { kind: 'playbook-started', playbook: 'PB-99', version: '1' },
      { kind: 'merged-into', incident: 'i-2', reason: 'the same' },
      { kind: 'merged-from', incident: 'i-3', reason: 'the same' },
      { kind: 'escalation-started', policy: 'p', reason: 'night' },
      { kind: 'acknowledged', page: null },
    ),
  },
)

type Move = readonly [by: Actor, act: Act, minutes: number]

/** Nearly what it takes: some of it, in order, among whatever else happens. */
const script = fc
  .record({
    option: fc.constantFrom('stop', 'stop', 'keep-running'),
    kept: fc.subarray([0, 1, 2, 3, 4, 5], { minLength: 4 }),
    override: fc.boolean(),
    second: fc.constantFrom(eva, olaf, olaf),
    minutes: fc.constantFrom(0, 1, 1, 12),
  })
  .map(({ option, kept, override, second, minutes }) => {
    const before: readonly (readonly [Actor, Act])[] = override
      ? [
          [eva, { kind: 'override-asked', option, facts: ['G1', 'G4'], reason: 'fire' }],
          [second, { kind: 'override-confirmed', option, reason: 'fire' }],
        ]
      : answered
    const rest: readonly (readonly [Actor, Act])[] = [
      [eva, approve(option)],
      [second, approve(option)],
      [pia, approve(option)],
      [eva, go('decided', { option })],
    ]
    const all = [...before, ...rest]
    return kept.map((place): Move => [...all[place]!, minutes])
  })

const single = fc.tuple(somebody, act, fc.integer({ min: 0, max: 20 })).map(move => [move satisfies Move])

const sequence = fc
  .tuple(
    fc.constantFrom(entriesOf(...asked), entriesOf(...asked, ...answered), entriesOf(asked[0]!)),
    fc.array(fc.oneof({ weight: 4, arbitrary: single }, { weight: 1, arbitrary: script }), { maxLength: 20 }),
  )
  .map(([begin, moves]) => {
    const entries = [...begin]
    for (const [by, what, minutes] of moves.flat())
      entries.push({ at: entries.at(-1)!.at + minutes * 60e6, by, act: what })
    return entries
  })

test('however people act, nothing is decided without answers, approvals and an engineer', () => {
  let decided = 0
  let overridden = 0
  fc.assert(
    fc.property(sequence, entries => {
      const incident = fold(entries, find)!
      const refused = new Set(incident.refused.map(({ place }) => place))
      const effective = entries.filter((_, place) => !refused.has(place))
      expect(complaintsOf(effective, playbooks)).toEqual([])
      decided += incident.decisions.length
      overridden += incident.decisions.filter(({ override }) => override !== null).length
    }),
    { numRuns: 6000 },
  )
  // The law says nothing where nobody ever decides.
  expect(decided).toBeGreaterThan(300)
  expect(overridden).toBeGreaterThan(10)
})

test('refused entries change nothing: without them the incident is the same', () => {
  fc.assert(
    fc.property(sequence, entries => {
      const incident = fold(entries, find)!
      const refused = new Set(incident.refused.map(({ place }) => place))
      const effective = entries.filter((_, place) => !refused.has(place))
      expect(fold(effective, find)).toEqual({ ...incident, refused: [] })
    }),
    { numRuns: 1000 },
  )
})

const complaints = (...more: readonly (readonly [Actor, Act])[]) =>
  complaintsOf(entriesOf(...asked, ...more), playbooks)

test('the checker itself sees what is wrong', () => {
  const both: readonly (readonly [Actor, Act])[] = [
    [eva, approve('stop')],
    [olaf, approve('stop')],
  ]
  const decide = go('decided', { option: 'stop' })
  expect(complaints(...answered, ...both, [eva, decide])).toEqual([])
  expect(complaints(...answered, ...both, [system, decide]).join()).toContain('does not answer for the process')
  expect(complaints(...answered, [eva, approve('stop')], [eva, decide]).join()).toContain('approvals are missing')
  expect(complaints(answered[1]!, ...both, [eva, decide]).join()).toContain('G1 is unanswered')
  expect(complaints([sam, answer('G1', 'unknown')], ...both, [eva, decide]).join()).toContain('G1 is unanswered')
  expect(complaints([eva, go('acting')]).join()).toContain('nothing was decided')
  const ask: Act = { kind: 'override-asked', option: 'stop', facts: ['G1', 'G4'], reason: 'fire' }
  const confirm: Act = { kind: 'override-confirmed', option: 'stop', reason: 'fire' }
  expect(complaints([eva, ask], [eva, confirm], ...both, [eva, decide]).join()).toContain('unanswered')
  expect(complaints([eva, ask], [olaf, confirm], ...both, [eva, decide])).toEqual([])
})
