// Wall clocks of time zones, by Temporal: daylight saving included.

/** µs of a quarter of an hour: no time zone of today changes its offset in between. */
const QUARTER = 900e6
/** Offsets remembered of one zone. */
const MAX_OFFSETS = 4096

export type WallTime = { readonly hour: number; readonly minute: number; readonly weekday: number }

export function isTimeZone(name: string): boolean {
  try {
    Temporal.Now.instant().toZonedDateTimeISO(name)
    return true
  } catch {
    return false
  }
}

/** The wall time of moments (µs since 1970-01-01 UTC) in a time zone. */
export function clockOf(timeZone: string): (at: number) => WallTime {
  const offsets = new Map<number, number>()
  const offsetAt = (quarter: number): number => {
    const known = offsets.get(quarter)
    if (known !== undefined) return known
    if (offsets.size >= MAX_OFFSETS) offsets.clear()
    const instant = Temporal.Instant.fromEpochMilliseconds((quarter * QUARTER) / 1000)
    const offset = instant.toZonedDateTimeISO(timeZone).offsetNanoseconds / 1000
    offsets.set(quarter, offset)
    return offset
  }
  return at => {
    const date = new Date(Math.floor((at + offsetAt(Math.floor(at / QUARTER))) / 1000))
    return { hour: date.getUTCHours(), minute: date.getUTCMinutes(), weekday: date.getUTCDay() || 7 }
  }
}

/** `2026-01-12 02:00` as local time, or with `Z` or an offset as it says; µs. Null where it is no moment. */
export function momentOf(text: string, timeZone: string): number | null {
  const iso = text.trim().replace(' ', 'T')
  try {
    const instant = /(Z|[+-]\d\d:?\d\d)$/.test(iso)
      ? Temporal.Instant.from(iso)
      : Temporal.PlainDateTime.from(iso).toZonedDateTime(timeZone).toInstant()
    return instant.epochMilliseconds * 1000
  } catch {
    return null
  }
}
