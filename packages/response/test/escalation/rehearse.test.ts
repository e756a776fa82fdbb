import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Channel,
  channels,
  type Due,
  type Duty,
  due,
  duties,
  type Entry,
  faultsOfPolicy,
  faultsOfRoster,
  fold,
  MAX_REHEARSED,
  onCall,
  type Policy,
  planFaults,
  type Roster,
  rehearse,
  shiftsOf,
  system,
} from '../../src/index.ts'
import { find, finding, MINUTE, NIGHT, opened } from '../plant.ts'
import { walk } from './night.ts'

const HOUR = 3600e6
const people = ['ann', 'bob', 'cid', 'dan']
const someDuties = fc.uniqueArray(fc.constantFrom<Duty>(...duties.slice(0, 6)), { minLength: 1, maxLength: 2 })
const someChannels = fc.uniqueArray(fc.constantFrom<Channel>(...channels), { minLength: 1, maxLength: 2 })
const minutes = fc.integer({ min: 1, max: 90 })

const somePolicy: fc.Arbitrary<Policy> = fc.record({
  id: fc.constant('night'),
  steps: fc.array(
    fc.record({
      duties: someDuties,
      channels: someChannels,
      acknowledgeWithin: minutes,
      tries: fc.integer({ min: 1, max: 3 }),
      fallback: fc.option(fc.constantFrom<Duty>(...duties.slice(0, 6))),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  everybody: fc.record({
    duties: someDuties,
    channels: someChannels,
    every: minutes,
    tries: fc.integer({ min: 1, max: 3 }),
  }),
  inform: fc.array(
    fc.record({ duty: fc.constantFrom<Duty>('legal', 'ciso'), channels: someChannels, after: minutes }),
    {
      maxLength: 2,
    },
  ),
  acknowledgementHolds: minutes,
  quiet: fc.option(
    fc.record({
      from: fc.constant('22:00'),
      to: fc.constant('06:00'),
      timeZone: fc.constant('Europe/Berlin'),
      upTo: fc.constantFrom('recorded' as const, 'low' as const),
    }),
  ),
})

const someRoster: fc.Arbitrary<Roster> = fc.record({
  duty: fc.constantFrom<Duty>(...duties.slice(0, 6), 'legal', 'ciso'),
  timeZone: fc.constantFrom('Europe/Berlin', 'UTC', 'Australia/Lord_Howe'),
  people: fc.uniqueArray(fc.constantFrom(...people), { minLength: 1 }),
  rotation: fc.constantFrom('daily' as const, 'weekly' as const),
  starts: fc.constantFrom('2026-01-05', '2026-01-13'),
  handover: fc.constantFrom('06:00', '02:30', '22:00'),
  holidays: fc.array(
    fc.record({ date: fc.constantFrom('2026-01-11', '2026-01-12'), person: fc.option(fc.constantFrom(...people)) }),
    { maxLength: 2 },
  ),
  swaps: fc.array(
    fc
      .tuple(fc.integer({ min: -30, max: 30 }), fc.integer({ min: 1, max: 40 }), fc.constantFrom(...people))
      .map(([from, long, person]) => ({ from: NIGHT + from * HOUR, to: NIGHT + (from + long) * HOUR, person })),
    { maxLength: 3 },
  ),
  deputies: fc.array(fc.constantFrom(...people), { maxLength: 2 }),
})

const beginning = ({ id }: Policy, severity: 'low' | 'high'): Entry[] => [
  { at: NIGHT, by: system, act: opened },
  {
    at: NIGHT,
    by: system,
    act: { kind: 'finding-added', finding: finding('f-1', { severity }), reason: { kind: 'first' } },
  },
  { at: NIGHT, by: system, act: { kind: 'escalation-started', policy: id, reason: 'Rehearsal.' } },
]

const said = (policy: Policy, rosters: readonly Roster[], severity: 'low' | 'high') => {
  const { calls, exhausted } = rehearse(policy, rosters, { severity, at: NIGHT })
  const pages = calls.flatMap(({ at, pages: some }) =>
    some.map(({ slot, duty, person, channel }) => [at, slot, duty, person, channel]),
  )
  return { pages, isExhausted: exhausted !== null }
}

const graveOrNot = fc.constantFrom('low' as const, 'high' as const)

test('a rehearsed night calls whom, when and over which channel the real walk does', () => {
  const always = someRoster.map(
    (roster): Roster => ({
      ...roster,
      ...{ people: roster.people.slice(0, 1), starts: '2026-01-05', holidays: [], swaps: [] },
    }),
  )
  const property = fc.property(
    somePolicy,
    fc.array(always, { maxLength: 5 }),
    graveOrNot,
    (policy, rosters, severity) => {
      const real = walk(beginning(policy, severity), policy, rosters, NIGHT + 14 * 24 * HOUR)
      expect(said(policy, rosters, severity)).toEqual({
        pages: real.pages.map(({ sent, slot, duty, person, channel }) => [sent, slot, duty, person, channel]),
        isExhausted: real.exhausted,
      })
    },
  )
  fc.assert(property, { numRuns: 150 })
})

test('and so it does where people take over from each other meanwhile, as the platform looks again after each call', () => {
  const property = fc.property(
    somePolicy,
    fc.array(someRoster, { maxLength: 5 }),
    graveOrNot,
    (policy, rosters, severity) => {
      const entries = beginning(policy, severity)
      const pages: unknown[] = []
      let isExhausted = false
      for (let now: number | null = NIGHT; now !== null; ) {
        const next: Due = due(fold(entries, find)!, policy, rosters, now, () => null)
        isExhausted ||= next.exhausted
        for (const { id: page, slot, duty, person, channel } of next.pages) {
          entries.push({ at: now, by: system, act: { kind: 'paged', page, slot, duty, person, channel } })
          pages.push([now, slot, duty, person, channel])
        }
        now = next.pages.length > 0 ? now : next.wake
      }
      expect(said(policy, rosters, severity)).toEqual({ pages, isExhausted })
    },
  )
  fc.assert(property, { numRuns: 100 })
})

test('a duty without anybody is told once for each call that had to be', () => {
  const policy: Policy = {
    id: 'night',
    steps: [{ duties: ['analyst'], channels: ['mail'], acknowledgeWithin: 10, tries: 2, fallback: null }],
    everybody: { duties: ['analyst'], channels: ['mail'], every: 10, tries: 1 },
    inform: [],
    acknowledgementHolds: 60,
    quiet: null,
  }
  const { calls, exhausted } = rehearse(policy, [], { severity: 'high', at: NIGHT })
  expect(calls).toEqual([
    {
      at: NIGHT,
      pages: [],
      gaps: ['step-1.try-1', 'step-1.try-2', 'step-1.deputy', 'everybody.1'].map(slot => ({ slot, duty: 'analyst' })),
    },
  ])
  expect(exhausted).toBe(NIGHT)
})

test('a policy without measure is cut, and told so', () => {
  const step = { duties: ['analyst'], channels: ['mail'], acknowledgeWithin: 1, tries: 20, fallback: null } as const
  const policy: Policy = {
    id: 'long',
    steps: Array.from({ length: 20 }, () => ({ ...step, channels: ['mail', 'sms', 'phone'] })),
    everybody: { duties: ['analyst'], channels: ['mail'], every: 1, tries: 20 },
    inform: [],
    acknowledgementHolds: 60,
    quiet: null,
  }
  const roster: Roster = {
    ...{ duty: 'analyst', timeZone: 'UTC', people: ['ann'], rotation: 'daily', starts: '2026-01-01' },
    ...{ handover: '06:00', holidays: [], swaps: [], deputies: [] },
  }
  const { calls, cut, exhausted } = rehearse(policy, [roster], { severity: 'high', at: NIGHT })
  expect([cut, exhausted]).toEqual([true, null])
  expect(calls.flatMap(({ pages }) => pages).length).toBeLessThan(MAX_REHEARSED + 10)
})

test('shifts leave no hole and say at every moment what the roster says', () => {
  const property = fc.property(someRoster, fc.integer({ min: 1, max: 20 * 24 }), (roster, hours) => {
    const [from, to] = [NIGHT - 3 * 24 * HOUR, NIGHT - 3 * 24 * HOUR + hours * HOUR]
    const shifts = shiftsOf(roster, from, to)
    expect(shifts[0]!.from).toBe(from)
    expect(shifts.at(-1)!.to).toBe(to)
    shifts.slice(1).forEach((shift, at) => {
      expect(shift.from).toBe(shifts[at]!.to)
    })
    for (let at = from; at < to; at += 30 * MINUTE) {
      const { person, deputy, why } = shifts.find(shift => at >= shift.from && at < shift.to)!
      expect({ person, deputy, why }).toEqual(onCall(roster, at))
    }
  })
  fc.assert(property, { numRuns: 60 })
})

test('a fault is at its field', () => {
  const roster: Roster = {
    duty: 'analyst',
    timeZone: 'Mars/Base',
    people: [],
    rotation: 'daily',
    starts: 'soon',
    handover: '25:00',
    holidays: [{ date: '2026-02-30', person: null }],
    swaps: [{ from: 2, to: 1, person: 'ann' }],
    deputies: [],
  }
  expect(faultsOfRoster(roster).map(({ field, code }) => [field, code])).toEqual([
    ['timeZone', 'roster.no-zone'],
    ['people', 'roster.nobody'],
    ['starts', 'roster.no-date'],
    ['handover', 'roster.no-time'],
    ['holidays.0.date', 'roster.no-holiday'],
    ['swaps.0.to', 'roster.swap-backwards'],
  ])
  const step = { duties: [], channels: ['mail'], acknowledgeWithin: 5, tries: 1, fallback: null } as const
  const policy: Policy = {
    id: 'p',
    steps: [{ ...step, duties: ['analyst'] }, step],
    everybody: { duties: ['analyst'], channels: ['mail'], every: 0, tries: 21 },
    inform: [{ duty: 'legal', channels: ['mail'], after: -1 }],
    acknowledgementHolds: 60,
    quiet: { from: '22:00', to: 'late', timeZone: 'nowhere', upTo: 'low' },
  }
  expect(faultsOfPolicy(policy).map(({ field, code, values }) => [field, code, values])).toEqual([
    ['steps.1.duties', 'policy.step-no-duty', { step: 2 }],
    ['everybody.every', 'policy.everybody-every', { most: 10_080 }],
    ['everybody.tries', 'policy.everybody-tries', { most: 20 }],
    ['inform.0.after', 'policy.inform', { duty: 'legal', most: 10_080 }],
    ['quiet.timeZone', 'policy.quiet-zone', { zone: 'nowhere' }],
    ['quiet.to', 'policy.quiet-time', { time: 'late' }],
  ])
  for (const text of Object.values(planFaults)) expect(text).toMatch(/\.$/)
})
