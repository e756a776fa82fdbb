// When a report is due that comes by itself, by the clock on the wall of a time zone; and which days it is about.
import type { Rhythm } from '@nautilus/store'

const MONTHS = { month: 1, quarter: 3 } as const

/** The first moment (µs) after `after` at which it is due. An hour that the clock skips is the next that there is. */
export function nextDue(rhythm: Rhythm, after: number): number {
  const start = Temporal.Instant.fromEpochMilliseconds(Math.floor(after / 1000)).toZonedDateTimeISO(rhythm.timeZone)
  let day = firstDay(rhythm, start.toPlainDate())
  for (;;) {
    const at = momentOf(rhythm, day)
    if (at > after) return at
    day = following(rhythm, day)
  }
}

/** Times beyond these are not made up for: nobody reads the report of each week of a year at once. */
const MOST_MISSED = 12

/** What has come by `now` since `from`, itself due, and what comes next. */
export function dueSince(rhythm: Rhythm, from: number, now: number): { due: number[]; next: number } {
  const due: number[] = []
  let next = from
  while (next <= now) {
    due.push(next)
    next = nextDue(rhythm, next)
  }
  return { due: due.slice(-MOST_MISSED), next }
}

/** The whole week, month or quarter before: `2026-02-01`, its first day, and its last. */
export function daysBefore({ every, timeZone }: Rhythm, due: number): { readonly from: string; readonly to: string } {
  const day = Temporal.Instant.fromEpochMilliseconds(Math.floor(due / 1000))
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
  if (every === 'week') {
    const monday = day.subtract({ days: day.dayOfWeek - 1 })
    return { from: monday.subtract({ days: 7 }).toString(), to: monday.subtract({ days: 1 }).toString() }
  }
  const first = firstOfPeriod(every, day)
  return { from: first.subtract({ months: MONTHS[every] }).toString(), to: first.subtract({ days: 1 }).toString() }
}

const firstOfPeriod = (every: 'month' | 'quarter', day: Temporal.PlainDate): Temporal.PlainDate =>
  day.with({ day: 1, ...(every === 'quarter' ? { month: day.month - ((day.month - 1) % 3) } : {}) })

/** The day on which it is due in the week, month or quarter of this day. */
function firstDay({ every, day: on }: Rhythm, day: Temporal.PlainDate): Temporal.PlainDate {
  if (every === 'week') return day.subtract({ days: day.dayOfWeek - 1 }).add({ days: on - 1 })
  return firstOfPeriod(every, day).with({ day: on })
}

const following = ({ every }: Rhythm, day: Temporal.PlainDate): Temporal.PlainDate =>
  every === 'week' ? day.add({ days: 7 }) : day.add({ months: MONTHS[every] })

const momentOf = ({ hour, timeZone }: Rhythm, day: Temporal.PlainDate): number =>
  day.toZonedDateTime({ timeZone, plainTime: { hour } }).epochMilliseconds * 1000
