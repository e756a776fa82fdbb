import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Duty, duties, type RunEntry, runAfter, runOf, statusOf, unreadiness } from '../../src/index.ts'
import { validPlaybook } from './valid.ts'

const playbook = validPlaybook()
const MINUTE = 60e6
const at = (minutes: number) => 1_790_000_000e6 + minutes * MINUTE
const seen = new Map([['spread', { value: false, source: 'finding:1' }]])
const started: RunEntry = { kind: 'playbook-started', playbook: 'PB-01@1', by: 'ana', at: at(0) }
const fact = (id: string, answer: 'yes' | 'no' | 'unknown', minutes = 1): RunEntry => ({
  kind: 'fact-answered',
  fact: id,
  answer,
  by: 'sam',
  at: at(minutes),
})
const choose = (option: string, minutes = 2): RunEntry => ({
  kind: 'option-chosen',
  option,
  by: 'pia',
  at: at(minutes),
})
const approve = (option: string, by: string, duty: Duty, minutes = 3): RunEntry => ({
  kind: 'option-approved',
  option,
  by,
  duty,
  at: at(minutes),
})

const status = (entries: readonly RunEntry[], minutes = 5, enrichment = seen) =>
  statusOf(playbook, runOf(playbook, entries), { enrichment, at: at(minutes) })
const optionOf = (entries: readonly RunEntry[], id: string, minutes = 5) =>
  status(entries, minutes).options.find(({ option }) => option.id === id)!
const answered = [started, fact('G1', 'yes'), fact('G5', 'no')]

describe('facts', () => {
  test('what Nautilus saw answers, with its artefact', () => {
    const spread = status([started]).facts.find(({ fact: { id } }) => id === 'G6')!
    expect(spread).toMatchObject({ answer: 'no', by: { artefact: 'finding:1' }, isOpen: false })
  })
  test('nothing seen on the network closes a safety fact', () => {
    const enrichment = new Map([['safety-near', { value: false, source: 'asset:7' }]])
    const near = status([started], 5, enrichment).facts.find(({ fact: { id } }) => id === 'G5')!
    expect(near).toMatchObject({ answer: null, isOpen: true, seen: { value: false, source: 'asset:7' } })
  })
  test('a person stands before the machine, and both are shown', () => {
    const entries = [started, fact('G6', 'yes')]
    expect(status(entries).facts.find(({ fact: { id } }) => id === 'G6')).toMatchObject({
      answer: 'yes',
      by: { person: 'sam' },
      seen: { value: false },
    })
  })
  test('unknown is an answer, but not to a safety fact', () => {
    expect(status([started, fact('G1', 'unknown'), fact('F1', 'unknown')]).facts.map(({ isOpen }) => isOpen)).toEqual([
      true,
      true,
      false,
      false,
    ])
  })
})

describe('options', () => {
  test('one that touches the process waits for every blocking fact; running on and looking do not', () => {
    const { options } = status([started])
    expect(options.map(({ isAvailable }) => isAvailable)).toEqual([true, false, true])
    expect(options[1]!.whyNot.map(({ fact: id }) => id)).toEqual(['G1', 'G5'])
    expect(options[1]!.whyNot[0]!.says).toEqual({
      en: 'G1 is not answered: Safe?',
      de: 'G1 ist nicht beantwortet: Safe? (de)',
    })
    expect(options[0]!.whyNotApproved.map(({ fact: id }) => id)).toEqual(['G1', 'G5'])
  })
  test('two people, not one with two duties', () => {
    const alone = [
      ...answered,
      choose('b'),
      approve('b', 'pia', 'plant-engineer'),
      approve('b', 'pia', 'operations-manager'),
    ]
    expect(optionOf(alone, 'b').isApproved).toBe(false)
    expect(optionOf([...alone, approve('b', 'omar', 'operations-manager')], 'b').isApproved).toBe(true)
  })
  test('each person meets the need that lets all be met', () => {
    const entries = [
      ...answered,
      choose('b'),
      approve('b', 'pia', 'plant-engineer'),
      approve('b', 'pia', 'operations-manager'),
      approve('b', 'eva', 'plant-engineer'),
    ]
    expect(optionOf(entries, 'b').isApproved).toBe(true)
  })
  test('the safety engineer where a safety function is near', () => {
    const entries = [
      started,
      fact('G1', 'yes'),
      fact('G5', 'yes'),
      choose('b'),
      approve('b', 'pia', 'plant-engineer'),
      approve('b', 'omar', 'operations-manager'),
    ]
    expect(optionOf(entries, 'b').approval.mayApprove).toEqual(['process-safety-engineer'])
    expect(optionOf([...entries, approve('b', 'zoe', 'process-safety-engineer')], 'b').isApproved).toBe(true)
  })
  test('an approval runs out, and time approves nothing', () => {
    const entries = [...answered, choose('a'), approve('a', 'pia', 'plant-engineer', 3)]
    expect(optionOf(entries, 'a', 32).isApproved).toBe(true)
    expect(optionOf(entries, 'a', 33)).toMatchObject({ isApproved: false, approval: { expired: [{ by: 'pia' }] } })
    expect(optionOf(entries, 'a', 32).reviewAt).toBe(at(33))
  })
  test('chosen anew, it needs approval anew', () => {
    const entries = [...answered, choose('a'), approve('a', 'pia', 'plant-engineer'), choose('a', 4)]
    expect(optionOf(entries, 'a').isApproved).toBe(false)
  })
  test('a safety fact that opens again takes the approval away', () => {
    const entries = [...answered, choose('a'), approve('a', 'pia', 'plant-engineer'), fact('G1', 'unknown', 4)]
    expect(optionOf(entries, 'a')).toMatchObject({ isApproved: false, approval: { isApproved: true } })
  })
})

test('what does not fit is kept with the reason, and counts for nothing', () => {
  const entries: RunEntry[] = [
    fact('G1', 'yes'),
    started,
    { ...started, playbook: 'PB-01@2' },
    started,
    { kind: 'step-done', step: 'Z9', by: 'ana', at: at(1) },
    fact('G9', 'yes'),
    choose('z'),
    approve('b', 'pia', 'plant-engineer'),
    { kind: 'decision-answered', decision: 'D1', outcome: 'go', duty: 'analyst', by: 'ana', at: at(1) },
    { kind: 'decision-answered', decision: 'D1', outcome: 'fly', duty: 'operations-manager', by: 'ana', at: at(1) },
  ]
  expect(runOf(playbook, entries).ignored.map(({ why }) => why)).toEqual([
    'The playbook was not started.',
    'It starts PB-01@2, and this is PB-01@1.',
    'The playbook was started before.',
    'There is no step Z9.',
    'There is no fact G9.',
    'There is no option z.',
    'Option b was not chosen.',
    'A analyst does not answer D1; operations-manager do.',
    'Decision D1 has no outcome fly.',
  ])
})

test('steps, calls and decisions', () => {
  const entries: RunEntry[] = [
    started,
    { kind: 'step-done', step: 'I1', by: 'ana', at: at(1) },
    { kind: 'decision-answered', decision: 'D1', outcome: 'go', duty: 'operations-manager', by: 'omar', at: at(2) },
  ]
  const now = status(entries)
  expect(now.nextStep!.step.id).toBe('C1')
  expect(now.calls.map(({ dueAt }) => dueAt)).toEqual([at(5)])
  expect(now.decisions[0]!.outcome).toBe('go')
})

test('a site that lacks people is not ready', () => {
  const two = { people: 2, outOfHours: 1 }
  const all = new Map(duties.map(duty => [duty, two]))
  expect(unreadiness(playbook, all)).toEqual([])
  expect(unreadiness(playbook, new Map([...all, ['operations-manager', { people: 1, outOfHours: 0 }]]))).toEqual([
    'The operations-manager has no deputy.',
    'Outside of office hours nobody can approve as operations-manager.',
  ])
})

const people = ['ana', 'pia', 'omar', 'zoe']
const minutes = fc.integer({ min: 0, max: 40 })
const anyEntry: fc.Arbitrary<RunEntry> = fc.oneof(
  fc.record({
    kind: fc.constant('fact-answered' as const),
    fact: fc.constantFrom('G1', 'G5', 'G6', 'F1'),
    answer: fc.constantFrom('yes' as const, 'yes' as const, 'no' as const, 'unknown' as const),
    by: fc.constantFrom(...people),
    at: minutes.map(at),
  }),
  fc.record({
    kind: fc.constant('option-chosen' as const),
    option: fc.constantFrom('a', 'b', 'c'),
    by: fc.constantFrom(...people),
    at: minutes.map(at),
  }),
  fc.record({
    kind: fc.constant('option-approved' as const),
    option: fc.constantFrom('a', 'b', 'c'),
    by: fc.constantFrom(...people),
    duty: fc.constantFrom<Duty>('analyst', 'plant-engineer', 'operations-manager', 'process-safety-engineer'),
    at: minutes.map(at),
  }),
)

test('no path approves what touches the process without its people and its safety facts', () => {
  let approved = 0
  fc.assert(
    fc.property(fc.array(anyEntry, { minLength: 20, maxLength: 60, size: 'max' }), minutes, (entries, now) => {
      const run = [started, ...entries].reduce(
        (before, entry) => runAfter(playbook, before, entry),
        runOf(playbook, []),
      )
      const state = statusOf(playbook, run, { enrichment: seen, at: at(now) })
      for (const { option, isApproved, approval } of state.options) {
        if (!isApproved || option.effect === 'none') continue
        approved++
        for (const id of ['G1', 'G5']) expect(['yes', 'no']).toContain(run.facts.get(id)?.answer)
        const who = new Set(approval.counting.map(({ by }) => by))
        expect(who.size).toBeGreaterThanOrEqual(option.id === 'b' ? (run.facts.get('G5')!.answer === 'yes' ? 3 : 2) : 1)
        expect(approval.counting.some(({ duty }) => ['plant-engineer', 'shift-supervisor'].includes(duty))).toBe(true)
        if (option.id === 'b') expect(approval.counting.some(({ duty }) => duty === 'operations-manager')).toBe(true)
      }
    }),
    { numRuns: 1000, seed: 7 },
  )
  // The law is about something.
  expect(approved).toBeGreaterThan(20)
})
