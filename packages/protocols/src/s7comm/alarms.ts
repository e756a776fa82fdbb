// Alarm and diagnostic messages (group 4). Wireshark `s7comm`, checked against captures.
import { hex, hexNumber, printable, Reader } from '../reader.ts'
import { readData } from './data.ts'
import { listed } from './items.ts'
import { diagnosticEvent } from './szl-names.ts'
import { clockText } from './time.ts'

export type Said = { object: string; detail: Record<string, string | number>; mode?: string; user?: string }

const EVENTS = [
  [0x01, 'mode transitions'],
  [0x02, 'system diagnostics'],
  [0x04, 'user messages'],
  [0x80, 'alarms'],
] as const

/** Message service: which events to send, and the name under which the client logs on. */
export function messageService(bytes: Uint8Array): Said {
  const reader = new Reader(bytes)
  const mask = reader.u8()
  reader.skip(1)
  const user = printable(reader.take(8))
  const events = EVENTS.filter(([bit]) => (mask & bit) !== 0).map(([, name]) => name)
  const said = { object: '', detail: { events: events.join(', ') || 'none', ...(user ? { user } : {}) } }
  return user ? { ...said, user } : said
}

/** Diagnostic message: event, priority class, OB, three words of information, time. */
export function diagnosticMessage(bytes: Uint8Array): Said {
  const reader = new Reader(bytes)
  const id = reader.u16()
  const { name, mode } = diagnosticEvent(id)
  reader.skip(1)
  const detail = { event: name, ob: reader.u8() }
  reader.skip(8)
  const time = clockText(reader)
  const said = { object: `event ${hexNumber(id, 4)}`, detail: time ? { ...detail, time } : detail }
  return mode ? { ...said, mode } : said
}

const ALARM_TYPES: Readonly<Partial<Record<number, string>>> = { 1: 'SCAN', 2: 'ALARM_8', 4: 'ALARM_S' }

/** Which alarms stand: of a type, or one event. */
export function alarmQuery(bytes: Uint8Array): Said {
  const reader = new Reader(bytes)
  reader.skip(6)
  const kind = reader.u8()
  reader.skip(1)
  const which = reader.u32()
  if (reader.short) return { object: '', detail: {} }
  if (kind === 3) return { object: `alarm ${hexNumber(which, 8)}`, detail: {} }
  return { object: '', detail: { alarms: ALARM_TYPES[which] ?? hexNumber(which) } }
}

/** The values that follow an alarm object, in hex; only those of the first object are told. */
function associated(reader: Reader, count: number, detail: Said['detail']): Said['detail'] {
  const values = readData(reader, count, 0, []).map(({ at, length }) => hex(reader.bytes.subarray(at, at + length), 32))
  return values.length > 0 && !('values' in detail) ? { values: listed(values) } : {}
}

/** Alarm messages: the time of the event where it is an indication, then objects that each name an event id. */
export function alarmMessage(bytes: Uint8Array, indication: boolean): Said {
  const reader = new Reader(bytes)
  const time = indication ? clockText(reader) : ''
  reader.skip(1)
  const promised = reader.u8()
  const ids: string[] = []
  const detail: Said['detail'] = time ? { time } : {}
  while (ids.length < promised && reader.left >= 8) {
    reader.skip(1)
    const length = reader.u8()
    if (length < 6) break
    reader.skip(1)
    const values = reader.u8()
    ids.push(hexNumber(reader.u32(), 8))
    const rest = new Reader(reader.take(Math.min(length - 6, reader.left)))
    if (ids.length === 1 && rest.left >= 4) {
      Object.assign(detail, { eventState: hexNumber(rest.u8()), state: hexNumber(rest.u8()) })
      Object.assign(detail, { acknowledgedGoing: hexNumber(rest.u8()), acknowledgedComing: hexNumber(rest.u8()) })
    }
    if (indication) Object.assign(detail, associated(reader, values, detail))
  }
  const object = listed(ids)
  return { object: object ? `alarm ${object}` : '', detail: promised > 1 ? { ...detail, objects: promised } : detail }
}
