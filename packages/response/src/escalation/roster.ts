// Who is on call for a duty.
import type { Duty } from '../duties.ts'
import {
  dateAt,
  dayAfter,
  daysBetween,
  isLocalDate,
  isLocalTime,
  isTimeZone,
  type LocalDate,
  type LocalTime,
  momentOf,
} from './wall-time.ts'

/** What a roster holds at most. */
export const rosterLimits = { people: 200, holidays: 2_000, swaps: 2_000 } as const

/**
 * A rotation. `starts`: the day on which the first of `people` takes over, at `handover`; with `weekly` each has seven days
 * from there on, with `daily` one.
 */
export type Roster = {
  readonly duty: Duty
  readonly timeZone: string
  readonly people: readonly string[]
  readonly rotation: 'daily' | 'weekly'
  readonly starts: LocalDate
  readonly handover: LocalTime
  /** Days, from handover to handover, on which somebody else is on call, or nobody (null). */
  readonly holidays: readonly { readonly date: LocalDate; readonly person: string | null }[]
  /** From one moment to another (µs; the end does not belong to it) one person stands in. Of several the last one counts. */
  readonly swaps: readonly { readonly from: number; readonly to: number; readonly person: string }[]
  /** Who is called where the one on call does not answer; the first who is not on call himself. */
  readonly deputies: readonly string[]
}

export type OnCall = {
  readonly person: string | null
  readonly deputy: string | null
  readonly why: 'rotation' | 'holiday' | 'swap' | 'nobody'
}

/** What is wrong with a roster, one sentence each; empty where nothing is. A wrong one is never used. */
export function rosterFaults(roster: Roster): readonly string[] {
  const { duty, timeZone, people, starts, handover, holidays, swaps } = roster
  const faults: string[] = []
  const expect = (good: boolean, fault: string) => {
    if (!good) faults.push(`Roster of ${duty}: ${fault}`)
  }
  expect(isTimeZone(timeZone), `${timeZone} is no time zone; write for example Europe/Berlin.`)
  expect(people.length > 0, 'it names nobody.')
  expect(isLocalDate(starts), `${starts} is no date; write for example 2026-01-05.`)
  expect(isLocalTime(handover), `${handover} is no time of day; write for example 06:00.`)
  for (const { date } of holidays) expect(isLocalDate(date), `the holiday ${date} is no date.`)
  for (const { from, to, person } of swaps) expect(from < to, `the swap of ${person} ends before it begins.`)
  const { people: most, holidays: mostHolidays, swaps: mostSwaps } = rosterLimits
  expect(people.length <= most, `it names more than ${most} people.`)
  expect(holidays.length <= mostHolidays, `it has more than ${mostHolidays} holidays.`)
  expect(swaps.length <= mostSwaps, `it has more than ${mostSwaps} swaps.`)
  return faults
}

/** Who is on call at a moment, µs. Before the rotation starts nobody is. */
export function onCall(roster: Roster, at: number): OnCall {
  const { person, why } = whoAt(roster, at)
  return { person, why, deputy: roster.deputies.find(deputy => deputy !== person) ?? null }
}

function whoAt(roster: Roster, at: number): Omit<OnCall, 'deputy'> {
  const swap = roster.swaps.findLast(({ from, to }) => at >= from && at < to)
  if (swap) return { person: swap.person, why: 'swap' }
  const day = dutyDay(roster, at)
  const holiday = roster.holidays.findLast(({ date }) => date === day)
  if (holiday) return { person: holiday.person, why: holiday.person === null ? 'nobody' : 'holiday' }
  const days = daysBetween(roster.starts, day)
  const person = days < 0 ? undefined : roster.people[turn(roster, days) % roster.people.length]
  return person === undefined ? { person: null, why: 'nobody' } : { person, why: 'rotation' }
}

const turn = ({ rotation }: Roster, days: number): number => (rotation === 'weekly' ? Math.floor(days / 7) : days)

/** The date of the handover before a moment. */
function dutyDay({ timeZone, handover }: Roster, at: number): LocalDate {
  const date = dateAt(at, timeZone)
  return at >= momentOf(date, handover, timeZone) ? date : dayAfter(date, -1)
}

/** The first moment after `at` at which somebody else may be on call, µs. */
export function nextChange(roster: Roster, at: number): number {
  const handover = momentOf(dayAfter(dutyDay(roster, at)), roster.handover, roster.timeZone)
  const swaps = roster.swaps.flatMap(({ from, to }) => [from, to]).filter(moment => moment > at)
  return Math.min(handover, ...swaps)
}
