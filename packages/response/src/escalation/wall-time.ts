// Wall time at a site. Daylight saving is the time zone's: a handover at 06:00 is at 06:00 on every day of the year.

/** `2026-03-29` */
export type LocalDate = string
/** `06:00` */
export type LocalTime = string

const DATE = /^\d{4}-\d{2}-\d{2}$/
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/

export const isLocalTime = (text: string): boolean => TIME.test(text)

export function isLocalDate(text: string): boolean {
  if (!DATE.test(text)) return false
  try {
    return Temporal.PlainDate.from(text).toString() === text
  } catch {
    return false
  }
}

export function isTimeZone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name)
    return true
  } catch {
    return false
  }
}

/** The date at a moment (µs since 1970-01-01 UTC) in a time zone. */
export const dateAt = (at: number, timeZone: string): LocalDate =>
  Temporal.Instant.fromEpochMilliseconds(Math.floor(at / 1000))
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .toString()

/**
 * The moment of a wall time, µs. One that the clock skips in spring is the same span later; one that comes twice in autumn
 * is the first (RFC 5545, 3.3.5).
 */
export const momentOf = (date: LocalDate, time: LocalTime, timeZone: string): number =>
  Temporal.PlainDate.from(date).toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) })
    .epochMilliseconds * 1000

export const daysBetween = (from: LocalDate, to: LocalDate): number =>
  Temporal.PlainDate.from(from).until(to, { largestUnit: 'days' }).days

export const dayAfter = (date: LocalDate, days = 1): LocalDate => Temporal.PlainDate.from(date).add({ days }).toString()
