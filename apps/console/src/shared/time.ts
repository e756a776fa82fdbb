// Times as people read them. The platform counts µs since 1970-01-01 UTC.

/** Steps of words for distances: [s from which on, unit, s in one]. */
const UNITS = [
  [86_400 * 365, 'year', 86_400 * 365],
  [86_400 * 60, 'month', 86_400 * 30.44],
  [86_400 * 2, 'day', 86_400],
  [5400, 'hour', 3600],
  [90, 'minute', 60],
  [10, 'second', 1],
] as const

/** `3 minutes ago`. `now` in µs. */
export function relative(at: number, now: number, language: string, style: 'long' | 'narrow' = 'long'): string {
  const seconds = (at - now) / 1e6
  const words = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style })
  for (const [from, unit, length] of UNITS)
    if (Math.abs(seconds) >= from) return words.format(Math.round(seconds / length), unit)
  return words.format(0, 'second')
}

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(language: string, timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${timeZone} ${JSON.stringify(options)}`
  let format = formats.get(key)
  if (!format) {
    try {
      format = new Intl.DateTimeFormat(language, { ...options, timeZone })
    } catch {
      format = new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' })
    }
    formats.set(key, format)
  }
  return format
}

/** To the millisecond, with the zone: what goes into a report. */
export const exact = (at: number, language: string, timeZone: string): string =>
  // English alone does not say which of two numbers is the month.
  formatOf(language === 'en' ? 'en-CA' : language, timeZone, {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    hourCycle: 'h23',
    timeZoneName: 'short',
  }).format(at / 1000)

/** Day and minute, for tables. */
export const short = (at: number, language: string, timeZone: string): string =>
  formatOf(language, timeZone, {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at / 1000)

/** `2 h 5 min`; the two largest units. µs. */
export function span(length: number): string {
  const seconds = length / 1e6
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [Math.floor(seconds) % 60, 's'],
  ] as const
  const from = parts.findIndex(([count]) => count > 0)
  return parts
    .slice(from, from + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ')
}

/** µs of an ISO text; null when it is none. */
export function microsOf(iso: string | null): number | null {
  const ms = iso === null ? Number.NaN : Date.parse(iso)
  return Number.isFinite(ms) ? ms * 1000 : null
}
