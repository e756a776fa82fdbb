// When a time limit ends. Moments are µs since 1970-01-01 UTC.
import { type Duration, MINUTE } from '../reading/duration.ts'

/**
 * Months go to the same day and time of day of the time zone, or to the last day of a month that is too short (31 January
 * → 28 February). Hours and minutes are real ones: 24 h over a night in which the clock changes are 24 h. A local time
 * that the clock skips or repeats means the earlier of both moments, so that a limit is never shown too late.
 */
export function momentAfter(from: number, { months, minutes }: Duration, timeZone: string): number {
  return (months === 0 ? from : sameTimeLater(from, months, timeZone)) + minutes * MINUTE
}

function sameTimeLater(from: number, months: number, timeZone: string): number {
  const local = Temporal.Instant.fromEpochNanoseconds(BigInt(Math.round(from)) * 1000n).toZonedDateTimeISO(timeZone)
  const later = local.toPlainDateTime().add({ months }, { overflow: 'constrain' })
  return Number(later.toZonedDateTime(timeZone, { disambiguation: 'earlier' }).epochNanoseconds / 1000n)
}

/** `2026-01-31 14:05 +01:00 (Europe/Berlin)` */
export function momentText(at: number, timeZone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(Math.floor(at / 1000)).toZonedDateTimeISO(timeZone)
  const [date, time] = local.toPlainDateTime().toString({ smallestUnit: 'minute' }).split('T')
  return `${date} ${time} ${local.offset} (${timeZone})`
}

export function isTimeZone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name)
    return true
  } catch {
    return false
  }
}
