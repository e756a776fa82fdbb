// Orders as a calendar (RFC 5545) that other programs can subscribe to, and that reads back as what it was.
import type { PlannedWindow, WorkInForce } from '@nautilus/model'
import { momentOf } from '../site/clock.ts'
import { escaped, folded } from './calendar-lines.ts'
import { wallText } from './calendar-times.ts'

export type CalendarOrder = WorkInForce & {
  readonly cancelled: boolean
  /** ms since 1970-01-01 UTC of the last change. */
  readonly changed: number
}

/** Years for which changes of a zone's offset are written; a rule without end goes on with the last. */
const YEARS = 20
/** Changes of one zone. */
const MOST_CHANGES = 2 * YEARS + 4

/** `name`: of the site. */
export function calendarOf(name: string, orders: readonly CalendarOrder[]): string {
  const zones = [...new Set(orders.map(({ work }) => work.timeZone))].filter(zone => zone !== 'UTC').sort()
  const lines = [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//OT security//Work orders//EN', 'METHOD:PUBLISH'],
    `X-WR-CALNAME:${escaped(name)}`,
    ...zones.flatMap(zone => zoneLines(zone, firstOf(orders, zone))),
    ...orders.flatMap(order => order.work.windows.flatMap((window, at) => eventLines(order, window, at))),
    'END:VCALENDAR',
  ]
  return lines.map(folded).join('')
}

const basic = (wall: string): string => {
  const text = Temporal.PlainDateTime.from(wall).toString({ smallestUnit: 'second' })
  return text.replaceAll(/[-:]/g, '')
}

function eventLines(
  { id, version, work, cancelled, changed }: CalendarOrder,
  window: PlannedWindow,
  at: number,
): string[] {
  const { timeZone } = work
  const time = (name: string, wall: string) => {
    const local = localOf(wall, timeZone)
    return timeZone === 'UTC' ? `${name}:${basic(local)}Z` : `${name};TZID=${timeZone}:${basic(local)}`
  }
  const text = (name: string, value: string | null) => (value === null ? [] : [`${name}:${escaped(value)}`])
  const list = (name: string, values: readonly string[] | null) =>
    values === null ? [] : [`${name}:${values.map(escaped).join(',')}`]
  const stamp = `${new Date(changed).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`
  return [
    'BEGIN:VEVENT',
    `UID:${escaped(id)}${at === 0 ? '' : `#${at + 1}`}`,
    ...text('X-NAUTILUS-ORDER', id),
    ...[`DTSTAMP:${stamp}`, `SEQUENCE:${version}`, `STATUS:${cancelled ? 'CANCELLED' : 'CONFIRMED'}`],
    ...[time('DTSTART', window.from), time('DTEND', window.to)],
    ...(window.repeat === null ? [] : [`RRULE:${window.repeat.replace(/^RRULE:/i, '')}`]),
    ...window.except.map(wall => time('EXDATE', wall)),
    ...[...text('SUMMARY', work.title), ...text('LOCATION', work.assets.join(', '))],
    ...[...list('X-NAUTILUS-ASSETS', work.assets), ...list('X-NAUTILUS-VERBS', work.verbs)],
    ...[...list('X-NAUTILUS-SOURCES', work.sources), ...list('X-NAUTILUS-TOOLS', work.tools)],
    ...[...text('X-NAUTILUS-PERSON', work.person), ...text('X-NAUTILUS-COMPANY', work.company)],
    ...[...text('X-NAUTILUS-LAPTOP', work.laptop), ...text('CONTACT', work.contact), ...text('DESCRIPTION', work.note)],
    'END:VEVENT',
  ]
}

/** A time may be written with an offset; a calendar has the wall time of its zone. */
function localOf(text: string, timeZone: string): string {
  const at = momentOf(text, timeZone)
  if (at === null || !/(Z|[+-]\d\d:?\d\d)$/.test(text)) return text
  return wallText(
    Temporal.Instant.fromEpochMilliseconds(at / 1000)
      .toZonedDateTimeISO(timeZone)
      .toPlainDateTime(),
  )
}

const firstOf = (orders: readonly CalendarOrder[], zone: string): number =>
  Math.min(
    ...orders
      .filter(({ work }) => work.timeZone === zone)
      .flatMap(({ work }) => work.windows.map(({ from }) => momentOf(from, zone) ?? 0)),
  )

/** 3.6.5: the offsets that hold, each with its beginning. `from`: µs. */
function zoneLines(zone: string, from: number): string[] {
  let at = Temporal.Instant.fromEpochMilliseconds(from / 1000).toZonedDateTimeISO(zone)
  at = at.getTimeZoneTransition('previous') ?? at.subtract({ years: 1 })
  const end = at.add({ years: YEARS })
  const parts: string[] = []
  for (let count = 0; count < MOST_CHANGES; count++) {
    const before = at.subtract({ nanoseconds: 1 })
    const kind = at.offsetNanoseconds > before.offsetNanoseconds ? 'DAYLIGHT' : 'STANDARD'
    // Its beginning is written in the offset before it.
    const local = at.toInstant().toZonedDateTimeISO(before.offset).toPlainDateTime()
    parts.push(
      ...[`BEGIN:${kind}`, `DTSTART:${basic(wallText(local))}`],
      ...[`TZOFFSETFROM:${offset(before.offset)}`, `TZOFFSETTO:${offset(at.offset)}`, `END:${kind}`],
    )
    const next = at.getTimeZoneTransition('next')
    if (!next || Temporal.ZonedDateTime.compare(next, end) > 0) break
    at = next
  }
  return ['BEGIN:VTIMEZONE', `TZID:${zone}`, ...parts, 'END:VTIMEZONE']
}

const offset = (text: string): string => text.replaceAll(':', '')
