import { expect, test } from 'vitest'
import {
  type Act,
  type Actor,
  due as dueOf,
  type Entry,
  fold,
  type Incident,
  type Page,
  type Policy,
  policyFaults,
  REMIND_AFTER,
  type Roster,
  system,
} from '../../src/index.ts'
import {
  ana,
  answered,
  approve,
  asked,
  entriesOf,
  eva,
  find,
  finding,
  go,
  MINUTE,
  NIGHT,
  olaf,
  opened,
  person,
} from '../plant.ts'
import { walk } from './night.ts'

const rota = (duty: Roster['duty'], people: readonly string[], more: Partial<Roster> = {}): Roster => ({
  duty,
  timeZone: 'Europe/Berlin',
  people,
  rotation: 'weekly',
  starts: '2026-01-05',
  handover: '06:00',
  holidays: [],
  swaps: [],
  deputies: [],
  ...more,
})

const rosters = [
  rota('plant-engineer', ['eva', 'emil'], { deputies: ['dora'] }),
  rota('shift-supervisor', ['sam']),
  rota('operations-manager', ['olaf']),
  rota('legal', ['lea']),
]

const policy: Policy = {
  id: 'night',
  steps: [
    {
      duties: ['plant-engineer'],
      channels: ['phone', 'sms'],
      acknowledgeWithin: 5,
      tries: 2,
      fallback: 'shift-supervisor',
    },
    { duties: ['operations-manager'], channels: ['phone'], acknowledgeWithin: 10, tries: 1, fallback: null },
  ],
  everybody: {
    duties: ['plant-engineer', 'shift-supervisor', 'operations-manager'],
    channels: ['phone'],
    every: 15,
    tries: 2,
  },
  inform: [{ duty: 'legal', channels: ['mail'], after: 30 }],
  acknowledgementHolds: 60,
  quiet: null,
}

const due = (incident: Incident, by: Policy, people: readonly Roster[], now: number) =>
  dueOf(incident, by, people, now, find)

const escalate: Act = { kind: 'escalation-started', policy: 'night', reason: 'A download at night.' }
const at = (minutes: number): number => NIGHT + minutes * MINUTE

const begin = (severity: 'low' | 'high' = 'high'): Entry[] => [
  { at: NIGHT, by: system, act: opened },
  {
    at: NIGHT,
    by: system,
    act: { kind: 'finding-added', finding: finding('f-1', { severity }), reason: { kind: 'first' } },
  },
  { at: NIGHT, by: system, act: escalate },
]

const told = (pages: ReturnType<typeof walk>['pages']): string[] =>
  pages.map(({ sent, slot, person: who, channel }) => `${(sent - NIGHT) / MINUTE} ${slot} ${who} ${channel}`)

const acknowledge = (by: Actor, minutes: number) => ({
  at: at(minutes),
  by,
  act: { kind: 'acknowledged', page: null } as const,
})

test('a night in which nobody answers: everybody is called in turn, and nothing is approved', () => {
  const { pages, entries, exhausted } = walk(begin(), policy, rosters, at(600))
  expect(told(pages)).toEqual([
    '0 step-1.try-1 eva phone',
    '0 step-1.try-1 eva sms',
    '5 step-1.try-2 eva phone',
    '5 step-1.try-2 eva sms',
    '10 step-1.deputy dora phone',
    '10 step-1.deputy dora sms',
    '15 step-1.fallback sam phone',
    '15 step-1.fallback sam sms',
    '20 step-2.try-1 olaf phone',
    '30 everybody.1 eva phone',
    '30 everybody.1 dora phone',
    '30 everybody.1 sam phone',
    '30 everybody.1 olaf phone',
    '30 inform-1 lea mail',
    '45 everybody.2 eva phone',
    '45 everybody.2 dora phone',
    '45 everybody.2 sam phone',
    '45 everybody.2 olaf phone',
  ])
  expect(exhausted).toBe(true)
  const incident = fold(entries, find)!
  expect(incident).toMatchObject({ state: 'detected', decisions: [], refused: [] })
  expect(incident.pages).toHaveLength(18)
})

test('who acknowledges is left in peace, for as long as that holds', () => {
  const { pages } = walk(begin(), policy, rosters, at(100), { heard: [acknowledge(eva, 3)] })
  expect(told(pages)).toEqual([
    '0 step-1.try-1 eva phone',
    '0 step-1.try-1 eva sms',
    '30 inform-1 lea mail',
    '63 step-1.try-2 eva phone',
    '63 step-1.try-2 eva sms',
    '68 step-1.deputy dora phone',
    '68 step-1.deputy dora sms',
    '73 step-1.fallback sam phone',
    '73 step-1.fallback sam sms',
    '78 step-2.try-1 olaf phone',
    '88 everybody.1 eva phone',
    '88 everybody.1 dora phone',
    '88 everybody.1 sam phone',
    '88 everybody.1 olaf phone',
  ])
})

test('while the incident moves on, an acknowledgement holds', () => {
  const heard = [acknowledge(eva, 3), { at: at(50), by: ana, act: go('confirmed') }]
  const later = walk(begin(), policy, rosters, at(200), { heard }).pages.filter(({ slot }) => slot === 'step-1.try-2')
  expect(told(later)[0]).toBe('110 step-1.try-2 eva phone')
})

test('another acknowledgement in time holds on', () => {
  const heard = [acknowledge(eva, 3), acknowledge(eva, 40)]
  const later = walk(begin(), policy, rosters, at(200), { heard }).pages.filter(({ slot }) => slot === 'step-1.try-2')
  expect(told(later)[0]).toBe('100 step-1.try-2 eva phone')
})

test('who is not called cannot silence those who are', () => {
  const plain = walk(begin(), policy, rosters, at(600))
  const { pages } = walk(begin(), policy, rosters, at(600), {
    heard: [acknowledge(ana, 1), acknowledge(person('lea', 'legal'), 2)],
  })
  expect(told(pages)).toEqual(told(plain.pages))
})

test('a program that dies after every page sends none twice and none less', () => {
  const plain = walk(begin(), policy, rosters, at(600), { heard: [acknowledge(eva, 12)] })
  for (const crash of [1, 2, 3]) {
    const { pages } = walk(begin(), policy, rosters, at(600), { heard: [acknowledge(eva, 12)], crash })
    expect(told(pages)).toEqual(told(plain.pages))
  }
  expect(new Set(plain.pages.map(({ id }) => id)).size).toBe(plain.pages.length)
})

test('asked again at once, it says the same; once recorded, nothing', () => {
  const incident = fold(begin(), find)!
  const first = due(incident, policy, rosters, at(0))
  expect(due(incident, policy, rosters, at(0))).toEqual(first)
  const recorded = first.pages.map(
    ({ id, slot, duty, person: who, channel }): Entry => ({
      at: at(0),
      by: system,
      act: { kind: 'paged', page: id, slot, duty, person: who, channel },
    }),
  )
  expect(due(fold([...begin(), ...recorded], find)!, policy, rosters, at(4))).toMatchObject({ pages: [], wake: at(5) })
})

test('after an outage it goes on where it was: nobody is called before he could have answered', () => {
  const { pages } = walk(begin(), policy, rosters, at(200), { down: [[at(4), at(120)]] })
  expect(told(pages).slice(2, 7)).toEqual([
    '120 step-1.try-2 eva phone',
    '120 step-1.try-2 eva sms',
    '120 inform-1 lea mail',
    '125 step-1.deputy dora phone',
    '125 step-1.deputy dora sms',
  ])
})

test('a handover in the middle of a call does not call twice', () => {
  // 05:00 UTC is 06:00 in Berlin, on the Monday on which emil takes over.
  const handover = NIGHT + 3 * 60 * MINUTE
  const late = begin().map(entry => ({ ...entry, at: handover - 2 * MINUTE }))
  const { pages } = walk(late, policy, rosters, handover + 4 * MINUTE, { crash: 1 })
  expect(pages.map(({ slot, person: who, channel }) => `${slot} ${who} ${channel}`)).toEqual([
    'step-1.try-1 eva phone',
    'step-1.try-1 eva sms',
    'step-1.try-2 emil phone',
    'step-1.try-2 emil sms',
  ])
})

test('after an outage over a handover, the one who is on call now is called', () => {
  const handover = NIGHT + 3 * 60 * MINUTE
  const late = begin().map(entry => ({ ...entry, at: handover - 2 * MINUTE }))
  expect(due(fold(late, find)!, policy, rosters, handover + MINUTE).pages[0]).toMatchObject({
    person: 'emil',
    at: handover - 2 * MINUTE,
  })
})

test('where nobody is on call, the next one is called at once, and the gap is told', () => {
  const some = rosters.filter(({ duty }) => duty !== 'plant-engineer')
  const { pages, gaps } = due(fold(begin(), find)!, policy, some, at(0))
  expect(pages.map(({ person: who }) => who)).toEqual(['sam', 'sam'])
  expect(gaps.map(({ slot, duty }) => `${slot} ${duty}`)).toEqual([
    'step-1.try-1 plant-engineer',
    'step-1.try-2 plant-engineer',
    'step-1.deputy plant-engineer',
  ])
  expect(due(fold(begin(), find)!, policy, [], at(0))).toMatchObject({ pages: [], exhausted: true })
})

const quiet: Policy = { ...policy, quiet: { from: '22:00', to: '06:00', timeZone: 'Europe/Berlin', upTo: 'low' } }

test('quiet hours are for low impact only', () => {
  // 03:00 in Berlin; quiet until 06:00, 180 minutes later.
  expect(due(fold(begin('low'), find)!, quiet, rosters, at(0))).toMatchObject({ pages: [], wake: at(180) })
  expect(due(fold(begin('high'), find)!, quiet, rosters, at(0)).pages).toHaveLength(2)
  const graver: Entry = {
    at: at(20),
    by: system,
    act: { kind: 'finding-added', finding: finding('f-2', { severity: 'critical' }), reason: { kind: 'first' } },
  }
  expect(due(fold([...begin('low'), graver], find)!, quiet, rosters, at(20)).pages).toHaveLength(2)
})

test('it ends when it is stopped, decided or closed; a question keeps it going', () => {
  const pagesOf = (...acts: readonly (readonly [Actor, Act])[]) => {
    const entries = entriesOf(...asked, [ana, escalate], ...acts)
    return due(fold(entries, find)!, policy, rosters, entries.at(-1)!.at).pages.length
  }
  expect(pagesOf()).toBe(2)
  expect(pagesOf([eva, { kind: 'escalation-stopped', reason: 'I am on it.' }])).toBe(0)
  expect(
    pagesOf(...answered, [eva, approve('stop')], [olaf, approve('stop')], [eva, go('decided', { option: 'stop' })]),
  ).toBe(0)
  expect(pagesOf([eva, go('closed', { outcome: 'benign' })])).toBe(0)
})

test('a second escalation calls anew', () => {
  const first = walk(begin(), policy, rosters, at(600))
  const again: Entry = { at: at(700), by: ana, act: escalate }
  const second = walk([...first.entries, again], policy, rosters, at(2000))
  expect(second.pages).toHaveLength(18)
  expect(second.pages[0]!.id).not.toBe(first.pages[0]!.id)
})

test('a policy that cannot work is told so', () => {
  expect(policyFaults(policy)).toEqual([])
  const broken: Policy = {
    ...policy,
    steps: [{ duties: [], channels: [], acknowledgeWithin: 0, tries: 0, fallback: null }],
    everybody: { ...policy.everybody, duties: [] },
    acknowledgementHolds: Number.NaN,
  }
  expect(policyFaults(broken)).toEqual([
    'Policy night: step 1 names no duty.',
    'Policy night: step 1 names no channel.',
    'Policy night: step 1 waits more than 0 and at most 10080 minutes.',
    'Policy night: step 1 is tried 1 to 20 times.',
    'Policy night: everybody is nobody: name the duties that are called last.',
    'Policy night: an acknowledgement holds more than 0 and at most 10080 minutes.',
  ])
})

test('an acknowledgement that came while the program was down holds', () => {
  const night = { heard: [acknowledge(eva, 20)], down: [[at(4), at(30)]] as const }
  const { pages } = walk(begin(), policy, rosters, at(100), night)
  expect(told(pages.filter(({ slot }) => slot !== 'inform-1'))[2]).toBe('80 step-1.try-2 eva phone')
  const entries = [...walk(begin(), { ...policy, inform: [] }, rosters, at(4)).entries, acknowledge(eva, 20)]
  expect(due(fold(entries, find)!, { ...policy, inform: [] }, rosters, at(30))).toMatchObject({
    pages: [],
    wake: at(80),
  })
})

test('half of a call is sent, somebody acknowledges: the other half is not', () => {
  const incident = fold(begin(), find)!
  const [{ id, slot, duty, person: who, channel }] = due(incident, policy, rosters, at(0)).pages as [Page]
  const half: Entry[] = [
    { at: at(0), by: system, act: { kind: 'paged', page: id, slot, duty, person: who, channel } },
    acknowledge(eva, 1),
  ]
  expect(due(fold([...begin(), ...half], find)!, policy, rosters, at(2))).toMatchObject({ pages: [], wake: at(30) })
})

test('an acknowledgement from before the escalation holds nobody back', () => {
  const [first, second, third] = begin()
  const entries = [first!, second!, acknowledge(eva, 1), { ...third!, at: at(2) }]
  expect(due(fold(entries, find)!, policy, rosters, at(2)).pages).toHaveLength(2)
})

const DAY = 2 * REMIND_AFTER
const waits = (...acts: readonly (readonly [Actor, Act])[]): Entry[] => {
  const entries = [...entriesOf(...asked, ...acts), { at: at(20), by: system, act: escalate }]
  return entries.toSorted((a, b) => a.at - b.at)
}
/** The playbook began at minute 4. */
const began = at(4)
const remindersOf = (night: ReturnType<typeof walk>) => night.pages.filter(({ slot }) => slot.startsWith('unanswered'))

test('questions that must be answered are brought to mind every twelve hours, whether somebody acknowledged or not', () => {
  const heard = [{ at: at(21), by: eva, act: { kind: 'acknowledged', page: null } as const }]
  const pages = remindersOf(walk(waits(), policy, rosters, began + DAY + MINUTE, { heard }))
  expect(
    pages.map(({ slot, duty, person: who, channel, questions, sent }) => [slot, duty, who, channel, questions, sent]),
  ).toEqual(
    [1, 2].flatMap(round =>
      (['phone', 'sms'] as const).map(channel => [
        ...[`unanswered-${round}.plant-engineer`, 'plant-engineer', expect.any(String), channel, 2],
        began + round * REMIND_AFTER,
      ]),
    ),
  )
})

test.each<readonly [string, readonly (readonly [Actor, Act])[], number]>([
  ['unknown is no answer', [[eva, { kind: 'fact-answered', fact: 'G4', answer: 'unknown', note: '' }]], 2],
  [
    'one that is answered is not asked for',
    [[eva, { kind: 'fact-answered', fact: 'G4', answer: 'It falls.', note: '' }]],
    1,
  ],
  ['where all are answered nobody is reminded', answered, 0],
])('%s', (_, acts, questions) => {
  const pages = remindersOf(walk(waits(...acts), policy, rosters, began + REMIND_AFTER + MINUTE))
  expect([...new Set(pages.map(page => page.questions))]).toEqual(questions === 0 ? [] : [questions])
})

test('nobody is reminded of what is decided, stopped or closed, and an outage is not made up for', () => {
  const decided = waits(
    ...answered,
    [eva, approve('stop')],
    [olaf, approve('stop')],
    [olaf, go('decided', { option: 'stop' })],
  )
  expect(remindersOf(walk(decided, policy, rosters, began + DAY))).toEqual([])
  const stop: Act = { kind: 'escalation-stopped', reason: 'Known.' }
  const stopped = [...waits(), { at: at(30), by: eva, act: stop }]
  expect(remindersOf(walk(stopped, policy, rosters, began + DAY))).toEqual([])
  const down = [[at(30), began + 2 * DAY + MINUTE]] as const
  const late = remindersOf(walk(waits(), policy, rosters, began + 2 * DAY + 2 * MINUTE, { down }))
  expect(new Set(late.map(({ slot }) => slot))).toEqual(new Set(['unanswered-4.plant-engineer']))
})

test('whoever dies in the middle of reminding goes on where it was', () => {
  const whole = remindersOf(walk(waits(), policy, rosters, began + DAY))
  const torn = remindersOf(walk(waits(), policy, rosters, began + DAY, { crash: 1 }))
  expect(torn.map(({ id }) => id)).toEqual(whole.map(({ id }) => id))
})
