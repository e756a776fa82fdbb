// Times of a calendar: RFC 5545, 3.3.4 to 3.3.6, as wall times of the order's time zone.
import { isTimeZone } from '../site/clock.ts'
import type { ContentLine } from './calendar-lines.ts'

/** What Microsoft calls the zones of Europe and of America: Unicode CLDR, windowsZones. */
const windowsZones: Readonly<Record<string, string>> = {
  'W. Europe Standard Time': 'Europe/Berlin',
  'Central Europe Standard Time': 'Europe/Budapest',
  'Central European Standard Time': 'Europe/Warsaw',
  'Romance Standard Time': 'Europe/Paris',
  'GMT Standard Time': 'Europe/London',
  'Greenwich Standard Time': 'Atlantic/Reykjavik',
  'E. Europe Standard Time': 'Europe/Chisinau',
  'FLE Standard Time': 'Europe/Kyiv',
  'GTB Standard Time': 'Europe/Bucharest',
  'Turkey Standard Time': 'Europe/Istanbul',
  'Eastern Standard Time': 'America/New_York',
  'Central Standard Time': 'America/Chicago',
  'Mountain Standard Time': 'America/Denver',
  'Pacific Standard Time': 'America/Los_Angeles',
  'Tokyo Standard Time': 'Asia/Tokyo',
  'China Standard Time': 'Asia/Shanghai',
  'India Standard Time': 'Asia/Kolkata',
  UTC: 'UTC',
}

/** `zone`: null where the file says none, so that the site's holds. */
export type CalendarTime = {
  readonly wall: Temporal.PlainDateTime
  readonly zone: string | null
  readonly day: boolean
}

const TIME = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?$/

/** A sentence where it is none. */
export function timeOf(value: string, params: ContentLine['params']): CalendarTime | string {
  const [, year, month, day, hour, minute, second, utc] = TIME.exec(value.trim()) ?? []
  if (year === undefined) return `\`${value.slice(0, 40)}\` is no time; write it as 20260112T020000.`
  const zone = utc === 'Z' ? 'UTC' : zoneOf(params.get('TZID'))
  if (zone === undefined) return `The time zone \`${params.get('TZID')}\` is not known; use a name of IANA.`
  try {
    const parts = { year: +year, month: +month!, day: +day!, hour: +(hour ?? 0), minute: +(minute ?? 0) }
    // A leap second is the second before it.
    const wall = Temporal.PlainDateTime.from({ ...parts, second: Math.min(59, +(second ?? 0)) }, { overflow: 'reject' })
    return { wall, zone, day: hour === undefined }
  } catch {
    return `\`${value}\` is no time: there is no such day or hour.`
  }
}

/** Null where none is named; undefined where it is not known. Some write `/freeassociation.../Europe/Berlin`. */
function zoneOf(name: string | undefined): string | null | undefined {
  if (name === undefined) return null
  const known = windowsZones[name]
  if (known) return known
  for (const tail of [name, name.split('/').slice(-2).join('/'), name.split('/').slice(-3).join('/')])
    if (tail !== '' && isTimeZone(tail)) return tail
  return undefined
}

/** As it reads on a clock in another zone. */
export const inZone = ({ wall, zone }: CalendarTime, to: string): Temporal.PlainDateTime =>
  zone === null || zone === to ? wall : wall.toZonedDateTime(zone).withTimeZone(to).toPlainDateTime()

export const wallText = (wall: Temporal.PlainDateTime): string =>
  wall.toString({ smallestUnit: wall.second === 0 ? 'minute' : 'second' })

const DURATION = /^\+?P(?:(\d{1,4})W|(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,8})S)?)?)$/

/** RFC 5545, 3.3.6: days of a duration are days of the calendar, hours are exact. Null where it is none. */
export function durationOf(value: string): Temporal.Duration | null {
  const found = DURATION.exec(value.trim())
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] =
    found?.slice(1).map(part => Number(part ?? 0)) ?? []
  const duration = Temporal.Duration.from({ weeks, days, hours, minutes, seconds })
  return found && !duration.blank ? duration : null
}
