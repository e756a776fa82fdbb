// Windows that come again, by RFC 5545: `FREQ=WEEKLY;BYDAY=MO` keeps its wall time over changes of daylight saving.
import type { Window } from '@nautilus/detection'
import { RRuleTemporal } from 'rrule-temporal'

export type Recurrence = {
  readonly rule: string
  /** µs; its wall time in the time zone is that of every occurrence. */
  readonly start: number
  readonly timeZone: string
  /** µs. */
  readonly length: number
  /** Beginnings of occurrences that are left out, µs. */
  readonly except?: readonly number[]
}

/** Steps the library may take. A daily rule of thirty years needs 11,000. */
const MAX_STEPS = 20_000
/** Windows of one rule in one span. */
const MAX_WINDOWS = 10_000
/** The shortest and the longest window, µs: a minute, a month. */
export const SHORTEST = 60e6
export const LONGEST = 31 * 24 * 3600e6

const zoned = (micros: number, timeZone: string) =>
  Temporal.Instant.fromEpochMilliseconds(Math.floor(micros / 1000)).toZonedDateTimeISO(timeZone)

const ruleOf = ({ rule, start, timeZone }: Recurrence) =>
  new RRuleTemporal({
    rruleString: rule.replace(/^RRULE:/i, ''),
    dtstart: zoned(start, timeZone),
    maxIterations: MAX_STEPS,
    strict: true,
  })

/** What is wrong with it, as a clause; null where nothing is. */
export function recurrenceFault(recurrence: Recurrence): string | null {
  if (/FREQ=(SECONDLY|MINUTELY)/i.test(recurrence.rule)) return 'work does not come again every minute or second'
  try {
    const first = ruleOf(recurrence).next(new Date(recurrence.start / 1000), true)
    return first ? null : 'it never comes'
  } catch (error) {
    return (error as Error).message.replace(/\.$/, '')
  }
}

/** The windows that touch a span of time. */
export function windowsOf(recurrence: Recurrence, from: number, to: number): Window[] {
  const { length, except = [] } = recurrence
  const starts = ruleOf(recurrence).between(new Date((from - length) / 1000), new Date(to / 1000), true)
  return starts.slice(0, MAX_WINDOWS).flatMap(start => {
    const begin = start.epochMilliseconds * 1000
    return except.includes(begin) ? [] : [{ from: begin, to: begin + length }]
  })
}

const units: Readonly<Record<string, number>> = { min: 60e6, h: 3600e6, d: 24 * 3600e6 }

/** `90 min`, `4 h`, `2 d` in µs; null for anything else, for less than a minute and for more than a month. */
export function durationOf(text: string): number | null {
  const [, figure, unit] = /^(\d+(?:\.\d+)?)\s*(min|h|d)$/.exec(text.trim()) ?? []
  if (figure === undefined || unit === undefined) return null
  const length = Number(figure) * units[unit]!
  return length >= SHORTEST && length <= LONGEST ? length : null
}
