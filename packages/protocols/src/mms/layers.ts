// What lies between transport and MMS. Session: ISO 8327-1 (X.225), 8.3. Presentation: ISO 8823-1 (X.226), 8.2. Some stacks
// leave both out and put MMS into the transport message.
import { Ber } from '../carriers/ber.ts'

/** Session messages by their identifier. */
export const SPDU = { connect: 13, accept: 14, refuse: 12, finish: 9, disconnect: 10, abort: 25, data: 1 } as const

export type Layers = {
  /** Of the session; -1 where there is none. */
  readonly spdu: number
  readonly calling: Uint8Array | null
  readonly called: Uint8Array | null
  /** Where the element lies that presentation carries: of ACSE or MMS. Empty when there is none. */
  readonly start: number
  readonly stop: number
  readonly bad: boolean
}

const KNOWN: ReadonlySet<number> = new Set(Object.values(SPDU))
const USER_DATA = 193
const EXTENDED_USER_DATA = 194
const CALLING = 51
const CALLED = 52
const NORMAL_MODE = 0xa2
const FULLY_ENCODED = 0x61

/** MMS PDUs by their tag: a choice of fourteen. */
export const isMmsTag = (tag: number): boolean =>
  (tag >= 0xa0 && tag <= 0xa4) ||
  tag === 0x85 ||
  tag === 0x86 ||
  (tag >= 0xa7 && tag <= 0xaa) ||
  tag === 0x8b ||
  tag === 0x8c ||
  tag === 0xad

/** Whether the transport payload begins like MMS without the layers between: a tag, and a length that ends with it. */
export function isBare(payload: Uint8Array): boolean {
  if (payload.length < 2 || !isMmsTag(payload[0]!)) return false
  const ber = new Ber(payload)
  return ber.next() && ber.at === payload.length
}

export const isSession = (payload: Uint8Array): boolean =>
  payload.length >= 2 && KNOWN.has(payload[0]!) && (payload[0] !== SPDU.data || payload[1] === 0)

export function readLayers(bytes: Uint8Array, start: number, stop: number): Layers {
  if (isBare(bytes.subarray(start, stop))) return { spdu: -1, calling: null, called: null, start, stop, bad: false }
  const spdu = bytes[start]!
  // Give tokens and data transfer, concatenated, without parameters.
  if (spdu === SPDU.data) return present(bytes, start + 4, stop, { spdu, calling: null, called: null })
  return parameters(bytes, start, stop)
}

type Selectors = { spdu: number; calling: Uint8Array | null; called: Uint8Array | null }

/** Length of what follows, and where: one byte, or 255 and two. */
const lengthAt = (bytes: Uint8Array, at: number): readonly [number, number] =>
  bytes[at] === 0xff ? [((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0), at + 3] : [bytes[at] ?? 0, at + 1]

function parameters(bytes: Uint8Array, start: number, stop: number): Layers {
  const found: Selectors = { spdu: bytes[start]!, calling: null, called: null }
  const [length, first] = lengthAt(bytes, start + 1)
  const end = Math.min(first + length, stop)
  let at = first
  let bad = first + length > stop
  let user: readonly [number, number] | null = null
  while (at + 1 < end) {
    const code = bytes[at]!
    const [size, value] = lengthAt(bytes, at + 1)
    const next = value + size
    if (next > end) bad = true
    if (code === CALLING) found.calling = bytes.subarray(value, Math.min(next, end))
    if (code === CALLED) found.called = bytes.subarray(value, Math.min(next, end))
    if (code === USER_DATA || code === EXTENDED_USER_DATA) user = [value, Math.min(next, end)]
    at = next
  }
  if (bad || !user) return { ...found, start: end, stop: end, bad }
  return present(bytes, user[0], user[1], found)
}

/** Presentation: CP, CPA and CPR are sets with user data inside; data are the user data alone. */
function present(bytes: Uint8Array, start: number, stop: number, found: Selectors): Layers {
  const nothing: Layers = { ...found, start: stop, stop, bad: true }
  const ber = new Ber(bytes, start, stop)
  if (!ber.next()) return start >= stop ? { ...nothing, bad: false } : nothing
  if (ber.tag === FULLY_ENCODED) return unpacked(ber, found) ?? nothing
  if (ber.tag !== 0x31 && ber.tag !== 0x30 && ber.tag !== 0xa0) return nothing
  const user = userData(ber.inside(), 0)
  // A refusal or an abort carries nothing sometimes.
  if (!user) return { ...nothing, bad: ber.tag === 0x31 && found.spdu !== SPDU.abort }
  return unpacked(user, found) ?? nothing
}

function userData(ber: Ber, depth: number): Ber | null {
  while (ber.next()) {
    if (ber.tag === FULLY_ENCODED) return ber
    const inner = (ber.tag === NORMAL_MODE || ber.tag === 0xa0) && depth < 3 ? userData(ber.inside(), depth + 1) : null
    if (inner) return inner
  }
  return null
}

/** Fully encoded data: a list of values, each with the number of its context. The first is taken. */
function unpacked(user: Ber, found: Selectors): Layers | null {
  const list = user.inside()
  if (!list.next() || list.tag !== 0x30) return null
  const value = list.inside()
  while (value.next()) {
    if (value.tag === 0xa0 || value.tag === 0x81) return { ...found, start: value.start, stop: value.stop, bad: false }
  }
  return null
}
