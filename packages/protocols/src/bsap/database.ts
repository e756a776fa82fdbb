// Remote database access of BSAP: which signals a request names, and where the values of its reply or of a write lie. Fields
// are selected by bits; only those of a known width are followed: type, value, address, version.
import type { Item } from '@nautilus/model'
import { hexNumber, printable } from '../reader.ts'
import { type Frame, low } from './frame.ts'

const MOST = 256
const TYPE = 0x80
const VALUE = 0x40
const ADDRESS = 0x10
const VERSION = 0x01

type Signal = {
  readonly object: string
  readonly native: Readonly<Record<string, string | number>>
  readonly next: number
}
export type Selection = {
  readonly signals: readonly Signal[]
  /** The first two selections, or -1 where a field without a known width is asked for. */
  readonly fields: number
  readonly version: number
}

const isByName = (bytes: Uint8Array, at: number): boolean => (bytes[at]! & 4) !== 0

/** A name up to its zero, or an address of two bytes; null when it is cut. */
function signalAt(bytes: Uint8Array, at: number, end: number, byName: boolean): Signal | null {
  if (!byName) {
    const address = low(bytes, at)
    return at + 2 > end ? null : { object: hexNumber(address, 4), native: { address }, next: at + 2 }
  }
  const stop = bytes.indexOf(0, at)
  if (stop < 0 || stop >= end) return null
  const name = printable(bytes.subarray(at, stop), 64)
  return { object: name, native: { name }, next: stop + 1 }
}

/** Function, selector, a byte for each of its four bits, version where by address, security, count, addresses or names. */
export function selection({ bytes, at, end }: Frame): Selection {
  const byName = isByName(bytes, at)
  const { fields, next: after } = fieldsOf(bytes, at + 1)
  const start = byName ? after : after + 2
  const count = Math.min(bytes[start + 1] ?? 0, MOST)
  const signals: Signal[] = []
  for (let next = start + 2; signals.length < count && next < end; ) {
    const signal = signalAt(bytes, next, end, byName)
    if (!signal) break
    signals.push(signal)
    next = signal.next
  }
  return { signals, fields, version: byName ? -1 : low(bytes, after) }
}

function fieldsOf(bytes: Uint8Array, at: number): { fields: number; next: number } {
  const selector = bytes[at] ?? 0
  let next = at + 1
  const first = (selector & 1) !== 0 ? (bytes[next++] ?? 0) : 0
  const second = (selector & 2) !== 0 ? (bytes[next++] ?? 0) : 0
  next += ((selector >> 2) & 1) + ((selector >> 3) & 1)
  const isKnown = selector < 4 && (first & ~(TYPE | VALUE | ADDRESS)) === 0 && (second & ~VERSION) === 0
  return { fields: isKnown ? first | (second << 8) : -1, next }
}

/** Status, count, then the fields of each signal. Without types their width is told by what there is. */
export function readItems(asked: Selection, reply: Frame | null): Item[] {
  const { signals, fields } = asked
  if (!reply || fields < 0 || (fields & VALUE) === 0 || reply.bytes[reply.at + 1] !== signals.length) {
    return signals.map(signal => itemOf(signal, 'read', 0, 'reply', 0))
  }
  return follow(asked, reply)
}

function follow({ signals, fields }: Selection, { bytes, at, end }: Frame): Item[] {
  const extra = ((fields & ADDRESS) !== 0 ? 2 : 0) + ((fields & (VERSION << 8)) !== 0 ? 2 : 0)
  const even = (end - at - 2) / signals.length - extra
  const isTyped = (fields & TYPE) !== 0
  const items: Item[] = []
  let next = at + 2
  for (const signal of signals) {
    const width = isTyped ? widthOf(bytes[next++] ?? 0xff) : even
    const fits = (width === 1 || width === 4) && next + width <= end
    if (!fits) next = LOST
    items.push(itemOf(signal, 'read', fits ? width : 0, 'reply', next))
    next += width + extra
  }
  return items
}

const LOST = 0x40000000
/** Logical 0, analog 2; texts are not followed. */
const widthOf = (type: number): number => ((type & 3) === 0 ? 1 : (type & 3) === 2 ? 4 : 0)

const itemOf = (
  { object, native }: Signal,
  access: Item['access'],
  width: number,
  part: 'request' | 'reply',
  at: number,
): Item => ({
  object,
  access,
  type: width === 4 ? 'f32le' : width === 1 ? 'u8' : 'raw',
  count: width === 0 ? 0 : 1,
  in: width === 0 ? 'nowhere' : part,
  at: width === 0 ? 0 : at,
  native,
})

const STATES: Readonly<Record<number, string>> = { 9: 'off', 10: 'on' }
const ANALOG = 0x0b

export type Written = { readonly items: Item[]; readonly version: number; readonly states: readonly string[] }

/** What is done to a signal that is written, and how many bytes of value follow. */
function deed(how: number, left: number): { width: number; state: string | null; isLast: boolean } {
  if (how === ANALOG && left >= 4) return { width: 4, state: null, isLast: false }
  // The width of what else can be written is not known.
  return { width: 0, state: STATES[how] ?? hexNumber(how), isLast: STATES[how] === undefined }
}

/** Function, version where by address, security, count; of each signal address or name, what is done, and a value. */
export function written({ bytes, at, end }: Frame): Written {
  const byName = isByName(bytes, at)
  const start = at + (byName ? 1 : 3)
  const count = Math.min(bytes[start + 1] ?? 0, MOST)
  const items: Item[] = []
  const states: string[] = []
  for (let next = start + 2; items.length < count && next < end; ) {
    const signal = signalAt(bytes, next, end, byName)
    if (!signal || signal.next >= end) break
    const from = signal.next + 1
    const { width, state, isLast } = deed(bytes[signal.next]!, end - from)
    items.push(itemOf(signal, 'write', width, 'request', from))
    if (state !== null) states.push(state)
    if (isLast) break
    next = from + width
  }
  return { items, version: byName ? -1 : low(bytes, at + 1), states }
}
