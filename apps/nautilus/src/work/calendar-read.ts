// Orders out of a calendar (RFC 5545): each VEVENT is a window, those of one order or UID are one order.
import { createHash } from 'node:crypto'
import type { PlannedWindow, PlannedWork, Verb } from '@nautilus/model'
import { type ContentLine, contentLines, textsOf, unescaped } from './calendar-lines.ts'
import { type CalendarTime, durationOf, inZone, timeOf, wallText } from './calendar-times.ts'
import { type Finds, ORDER_ID } from './finds.ts'

type Event = { readonly line: number; readonly lines: ContentLine[] }

/** Events of one file; each is at least three lines. */
const MOST_EVENTS = 5000

export function readCalendar(text: string, timeZone: string, into: Finds): void {
  const events = eventsOf(text, into)
  const byOrder = Map.groupBy(events, idOf)
  for (const [id, own] of byOrder) addOrder(id, own, timeZone, into)
}

/** The events of a calendar, and what was wrong around them. */
class Components {
  readonly events: Event[] = []
  readonly #open: string[] = []
  #event: Event | null = null

  /** A sentence where nothing behind it can be read. */
  take(line: ContentLine): string | null {
    const part = line.value.trim().toUpperCase()
    if (line.name === 'BEGIN') return this.#begin(part, line.line)
    if (line.name === 'END') return this.#end(part)
    if (this.#event && this.#open.at(-1) === 'VEVENT') this.#event.lines.push(line)
    return null
  }

  #begin(part: string, line: number): string | null {
    if (this.#open.push(part) > MOST_DEPTH) return 'Components lie too deep in each other.'
    if (part === 'VEVENT') this.#event = { line, lines: [] }
    return null
  }

  #end(part: string): string | null {
    if (this.#open.pop() !== part) return `\`END:${part.slice(0, 40)}\` ends what did not begin.`
    if (part !== 'VEVENT' || !this.#event) return null
    if (this.events.length >= MOST_EVENTS) return `A calendar may hold ${MOST_EVENTS} events; the rest is left out.`
    this.events.push(this.#event)
    this.#event = null
    return null
  }

  get inside(): string | undefined {
    return this.#open.at(-1)
  }
}

/** Components in components. */
const MOST_DEPTH = 10

function eventsOf(text: string, into: Finds): Event[] {
  const components = new Components()
  for (const line of contentLines(text, (at, message) => into.fault(at, message))) {
    const end = components.take(line)
    if (end === null) continue
    into.fault(line.line, end)
    return components.events
  }
  if (components.inside) into.fault(0, `The calendar ends inside of ${components.inside.slice(0, 40)}; fetch it again.`)
  return components.events
}

const first = ({ lines }: Event, name: string): ContentLine | undefined => lines.find(line => line.name === name)
const textIn = (event: Event, name: string): string | null => {
  const text = unescaped(first(event, name)?.value ?? '').trim()
  return text === '' ? null : text
}

/** By its own name for it, else by UID. */
function idOf(event: Event): string {
  const id = textIn(event, 'X-NAUTILUS-ORDER') ?? textIn(event, 'UID') ?? ''
  if (ORDER_ID.test(id)) return id
  return id === '' ? ` ${event.line}` : `uid-${createHash('sha256').update(id).digest('hex').slice(0, 16)}`
}

const isOver = (event: Event): boolean => textIn(event, 'STATUS')?.toUpperCase() === 'CANCELLED'

function addOrder(id: string, events: readonly Event[], timeZone: string, into: Finds): void {
  const main = events.find(event => !first(event, 'RECURRENCE-ID')) ?? events[0]!
  const begins = first(main, 'DTSTART')
  const zoneSaid = begins && timeOf(begins.value, begins.params)
  const zone = (typeof zoneSaid === 'object' && zoneSaid.zone) || timeZone
  const windows = allWindows(events, main, zone)
  if ('message' in windows) return into.fault(windows.line, windows.message)
  const work = { ...wordsOf(main), timeZone: zone, windows }
  into.add({ line: main.line, id: id.startsWith(' ') ? null : id, cancelled: isOver(main), work })
}

function allWindows(events: readonly Event[], main: Event, zone: string): PlannedWindow[] | Fault {
  const windows: PlannedWindow[] = []
  for (const event of events) {
    if (first(event, 'RECURRENCE-ID') || (isOver(event) && event !== main)) continue
    const read = windowsOf(event, zone)
    if ('message' in read) return read
    windows.push(...read)
  }
  for (const event of events) {
    const instead = first(event, 'RECURRENCE-ID')
    const fault = instead ? replace(windows, event, instead, zone) : null
    if (fault) return fault
  }
  return windows
}

function wordsOf(main: Event): Omit<PlannedWork, 'timeZone' | 'windows'> {
  const list = (name: string) => {
    const line = first(main, name)
    return line ? textsOf(line.value) : null
  }
  return {
    title: textIn(main, 'SUMMARY') ?? '',
    assets: list('X-NAUTILUS-ASSETS') ?? list('LOCATION') ?? [],
    verbs: list('X-NAUTILUS-VERBS') as readonly Verb[] | null,
    sources: list('X-NAUTILUS-SOURCES'),
    tools: list('X-NAUTILUS-TOOLS'),
    person: textIn(main, 'X-NAUTILUS-PERSON') ?? personOf(main),
    company: textIn(main, 'X-NAUTILUS-COMPANY'),
    laptop: textIn(main, 'X-NAUTILUS-LAPTOP'),
    contact: textIn(main, 'CONTACT'),
    note: textIn(main, 'DESCRIPTION'),
  }
}

function personOf(event: Event): string | null {
  const line = first(event, 'ATTENDEE') ?? first(event, 'ORGANIZER')
  return line ? (line.params.get('CN') ?? line.value.replace(/^mailto:/i, '')) || null : null
}

type Fault = { readonly line: number; readonly message: string }
type Span = { readonly from: Temporal.PlainDateTime; readonly to: Temporal.PlainDateTime }

function spanOf(event: Event, zone: string): Span | Fault {
  const begins = first(event, 'DTSTART')
  if (!begins) return { line: event.line, message: 'An event needs DTSTART.' }
  const start = timeOf(begins.value, begins.params)
  if (typeof start === 'string') return { line: begins.line, message: start }
  const from = inZone(start, zone)
  const ends = first(event, 'DTEND')
  if (ends) {
    const end = timeOf(ends.value, ends.params)
    return typeof end === 'string' ? { line: ends.line, message: end } : { from, to: inZone(end, zone) }
  }
  const lasts = first(event, 'DURATION')
  if (!lasts) {
    // RFC 5545, 3.6.1: a day where it begins on a day, else no time at all.
    if (start.day) return { from, to: from.add({ days: 1 }) }
    return { line: event.line, message: 'An event needs DTEND or DURATION.' }
  }
  const length = durationOf(lasts.value)
  if (!length) return { line: lasts.line, message: `\`${lasts.value.slice(0, 40)}\` is no duration; write it as PT4H.` }
  return { from, to: from.toZonedDateTime(zone).add(length).toPlainDateTime() }
}

function windowsOf(event: Event, zone: string): PlannedWindow[] | Fault {
  const span = spanOf(event, zone)
  if ('message' in span) return span
  const rules = event.lines.filter(({ name }) => name === 'RRULE')
  if (rules.length > 1) return { line: rules[1]!.line, message: 'An event has one RRULE; split it.' }
  const except = timesOf(event, 'EXDATE', zone)
  if ('message' in except) return except
  const more = timesOf(event, 'RDATE', zone)
  if ('message' in more) return more
  const length = span.from.until(span.to)
  const repeat = rules[0]?.value.trim() ?? null
  const left = except.times.map(wallText)
  return [
    { ...window(span), repeat, except: repeat === null ? [] : left },
    ...more.times.filter(from => !left.includes(wallText(from))).map(from => single({ from, to: from.add(length) })),
  ]
}

const window = ({ from, to }: Span) => ({ from: wallText(from), to: wallText(to) })
const single = (span: Span): PlannedWindow => ({ ...window(span), repeat: null, except: [] })

function timesOf(event: Event, name: string, zone: string): { readonly times: Temporal.PlainDateTime[] } | Fault {
  const times: Temporal.PlainDateTime[] = []
  for (const line of event.lines.filter(one => one.name === name))
    for (const value of line.value.split(',')) {
      const time =
        line.params.get('VALUE') === 'PERIOD' ? timeOf(value.split('/')[0]!, line.params) : timeOf(value, line.params)
      if (typeof time === 'string') return { line: line.line, message: time }
      times.push(inZone(time, zone))
    }
  return { times }
}

/** RFC 5545, 3.8.4.4: this event stands for one occurrence of its UID, and moves or cancels it. */
function replace(windows: PlannedWindow[], event: Event, instead: ContentLine, zone: string): Fault | null {
  const when: CalendarTime | string = timeOf(instead.value, instead.params)
  if (typeof when === 'string') return { line: instead.line, message: when }
  const beginning = wallText(inZone(when, zone))
  windows.forEach((one, at) => {
    if (one.repeat !== null) windows[at] = { ...one, except: [...one.except, beginning] }
  })
  if (isOver(event)) return null
  const span = spanOf(event, zone)
  if ('message' in span) return span
  windows.push(single(span))
  return null
}
