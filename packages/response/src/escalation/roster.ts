// Who is on call for a duty.
import type { Duty } from '../duties.ts'
import { type PlanFault, PlanFaults, planFaultText } from './fault.ts'
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
export const rosterFaults = (roster: Roster): readonly string[] =>
  faultsOfRoster(roster).map(fault => `Roster of ${roster.duty}: ${planFaultText(fault)}`)

/** The same, each at its field. */
export function faultsOfRoster(roster: Roster): readonly PlanFault[] {
  const { timeZone, people, starts, handover, holidays, swaps } = roster
  const faults = new PlanFaults()
  faults.expect(isTimeZone(timeZone), 'timeZone', 'roster.no-zone', { zone: timeZone })
  faults.expect(people.length > 0, 'people', 'roster.nobody')
  faults.expect(isLocalDate(starts), 'starts', 'roster.no-date', { date: starts })
  faults.expect(isLocalTime(handover), 'handover', 'roster.no-time', { time: handover })
  holidays.forEach(({ date }, at) => {
    faults.expect(isLocalDate(date), `holidays.${at}.date`, 'roster.no-holiday', { date })
  })
  swaps.forEach(({ from, to, person }, at) => {
    faults.expect(from < to, `swaps.${at}.to`, 'roster.swap-backwards', { person })
  })
  const { people: most, holidays: mostHolidays, swaps: mostSwaps } = rosterLimits
  faults.expect(people.length <= most, 'people', 'roster.too-many-people', { most })
  faults.expect(holidays.length <= mostHolidays, 'holidays', 'roster.too-many-holidays', { most: mostHolidays })
  faults.expect(swaps.length <= mostSwaps, 'swaps', 'roster.too-many-swaps', { most: mostSwaps })
  return faults.all
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
