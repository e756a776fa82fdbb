import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nextChange, notReady, onCall, type Policy, type Roster, rosterFaults, say } from '../../src/index.ts'

const HOUR = 3600e6
const utc = (text: string): number => Date.parse(`${text}Z`) * 1000

const weekly: Roster = {
  duty: 'plant-engineer',
  timeZone: 'Europe/Berlin',
  people: ['eva', 'emil', 'edda'],
  rotation: 'weekly',
  starts: '2026-03-02',
  handover: '06:00',
  holidays: [],
  swaps: [],
  deputies: ['dora', 'emil'],
}
const daily: Roster = { ...weekly, rotation: 'daily' }

test.each([
  ['before the rotation starts', weekly, '2026-03-02T04:59', null],
  ['whole turns before it', weekly, '2026-02-09T12:00', null],
  ['the first handover, 06:00 in winter', weekly, '2026-03-02T05:00', 'eva'],
  ['the last minute of a week', weekly, '2026-03-09T04:59', 'eva'],
  ['a week later', weekly, '2026-03-09T05:00', 'emil'],
  ['the Monday after the clock went forward, before 06:00 in summer', weekly, '2026-03-30T03:59', 'eva'],
  ['and at 06:00 in summer', weekly, '2026-03-30T04:00', 'emil'],
  ['the night of the change, before', daily, '2026-03-29T03:59', 'edda'],
  ['the morning of the change', daily, '2026-03-29T04:00', 'eva'],
  ['the night in autumn, before', daily, '2026-10-25T04:59', 'edda'],
  ['the morning in autumn', daily, '2026-10-25T05:00', 'eva'],
])('%s', (_, roster, moment, person) => {
  expect(onCall(roster, utc(moment)).person).toBe(person)
})

test('a handover at a time that the clock skips is as much later; one that comes twice is the first', () => {
  const night = { ...daily, handover: '02:30' }
  expect(nextChange(night, utc('2026-03-28T20:00'))).toBe(utc('2026-03-29T01:30'))
  expect(onCall(night, utc('2026-03-29T01:29')).person).not.toBe(onCall(night, utc('2026-03-29T01:30')).person)
  expect(nextChange(night, utc('2026-10-24T20:00'))).toBe(utc('2026-10-25T00:30'))
})

test('holidays and swaps go before the rotation', () => {
  const roster: Roster = {
    ...weekly,
    holidays: [
      { date: '2026-04-03', person: 'hans' },
      { date: '2026-04-06', person: null },
    ],
    swaps: [
      { from: utc('2026-04-03T18:00'), to: utc('2026-04-03T20:00'), person: 'sven' },
      { from: utc('2026-04-03T19:00'), to: utc('2026-04-03T20:00'), person: 'sofie' },
    ],
  }
  expect(onCall(roster, utc('2026-04-03T03:59'))).toEqual({ person: 'emil', deputy: 'dora', why: 'rotation' })
  expect(onCall(roster, utc('2026-04-03T04:00'))).toEqual({ person: 'hans', deputy: 'dora', why: 'holiday' })
  expect(onCall(roster, utc('2026-04-03T18:30'))).toEqual({ person: 'sven', deputy: 'dora', why: 'swap' })
  expect(onCall(roster, utc('2026-04-03T19:30')).person).toBe('sofie')
  expect(onCall(roster, utc('2026-04-03T20:00')).person).toBe('hans')
  expect(onCall(roster, utc('2026-04-06T12:00'))).toEqual({ person: null, deputy: 'dora', why: 'nobody' })
  expect(onCall({ ...roster, deputies: ['emil'] }, utc('2026-04-03T03:59')).deputy).toBeNull()
})

test('nobody changes before the next change', () => {
  const zone = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC')
  const time = fc.constantFrom('00:00', '02:00', '02:30', '06:00', '23:59')
  const rotation = fc.constantFrom('daily' as const, 'weekly' as const)
  const moment = fc.integer({ min: utc('2026-03-10T00:00') / HOUR, max: utc('2026-12-31T00:00') / HOUR })
  fc.assert(
    fc.property(
      zone,
      time,
      rotation,
      moment,
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (timeZone, handover, turn, hour, share) => {
        const roster: Roster = { ...weekly, timeZone, handover, rotation: turn }
        const at = hour * HOUR
        const next = nextChange(roster, at)
        expect(next).toBeGreaterThan(at)
        expect(next - at).toBeLessThanOrEqual(25 * HOUR)
        expect(onCall(roster, at + Math.floor(share * (next - at)))).toEqual(onCall(roster, at))
        if (turn === 'daily') expect(onCall(roster, next).person).not.toBe(onCall(roster, at).person)
      },
    ),
    { numRuns: 300 },
  )
})

test('a wrong roster is told what to write', () => {
  expect(rosterFaults(weekly)).toEqual([])
  const wrong: Roster = {
    ...weekly,
    timeZone: 'Berlin',
    people: [],
    starts: '2026-02-30',
    handover: '25:00',
    holidays: [{ date: 'Easter', person: null }],
    swaps: [{ from: 2, to: 1, person: 'eva' }],
  }
  expect(rosterFaults(wrong)).toEqual([
    'Roster of plant-engineer: Berlin is no time zone; write for example Europe/Berlin.',
    'Roster of plant-engineer: it names nobody.',
    'Roster of plant-engineer: 2026-02-30 is no date; write for example 2026-01-05.',
    'Roster of plant-engineer: 25:00 is no time of day; write for example 06:00.',
    'Roster of plant-engineer: the holiday Easter is no date.',
    'Roster of plant-engineer: the swap of eva ends before it begins.',
  ])
})

const policy: Policy = {
  id: 'p',
  steps: [{ duties: ['plant-engineer'], channels: ['phone'], acknowledgeWithin: 5, tries: 1, fallback: null }],
  everybody: { duties: ['security-lead'], channels: ['phone'], every: 5, tries: 1 },
  inform: [],
  acknowledgementHolds: 60,
  quiet: null,
}

test('a missing deputy, an empty night, a duty without roster: not ready, and since when', () => {
  const now = utc('2026-04-01T12:00')
  const lead: Roster = { ...weekly, duty: 'security-lead' }
  const told = (rosters: readonly Roster[]) =>
    notReady(policy, rosters, now, 30).map(({ code, duty, from }) => [code, duty, from])
  expect(told([weekly, lead])).toEqual([])
  expect(told([{ ...weekly, deputies: [] }, lead])).toEqual([['roster.no-deputy', 'plant-engineer', now]])
  // From 13 April on emil is on call, who cannot be his own deputy.
  expect(told([{ ...weekly, deputies: ['emil'], people: ['emil', 'edda', 'eva'] }, lead])).toEqual([
    ['roster.no-deputy', 'plant-engineer', utc('2026-04-13T04:00')],
  ])
  expect(told([{ ...weekly, holidays: [{ date: '2026-04-05', person: null }] }, lead])).toEqual([
    ['roster.nobody', 'plant-engineer', utc('2026-04-05T04:00')],
    ['policy.no-decider', null, utc('2026-04-05T04:00')],
  ])
  expect(told([lead])).toEqual([
    ['roster.missing', 'plant-engineer', now],
    ['policy.no-decider', null, now],
  ])
  expect(told([{ ...weekly, handover: 'six' }, lead])[0]).toEqual(['roster.wrong', 'plant-engineer', now])
  const [gap] = notReady(policy, [{ ...weekly, deputies: [] }, lead], now, 30)
  expect(say(gap!.sentence, 'en')).toBe('Not ready: whoever is on call as plant engineer has no deputy; name one.')
  expect(say(gap!.sentence, 'de')).toContain('Bereitschaft als Anlageningenieur hat, hat keine Vertretung')
})
