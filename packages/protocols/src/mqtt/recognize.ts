// How much the front of a stream looks like MQTT. Only CONNECT has a name in it; the rest is judged by how exactly each
// packet fits its length.
import type { Side } from '@nautilus/model'
import { TYPE } from './names.ts'
import { headOf } from './parse.ts'

const never = -1
const MOST = 48

/** Who may send a type: 2.2.1. Both where it is absent. */
const senders: Readonly<Record<number, Side>> = {
  [TYPE.connect]: 'client',
  [TYPE.connack]: 'server',
  [TYPE.subscribe]: 'client',
  [TYPE.suback]: 'server',
  [TYPE.unsubscribe]: 'client',
  [TYPE.unsuback]: 'server',
  [TYPE.ping]: 'client',
  [TYPE.pong]: 'server',
}

export function recognize(bytes: Uint8Array, from: Side): number {
  let bits = 0
  let at = 0
  while (at < bytes.length && bits < MOST) {
    const rest = bytes.subarray(at)
    const found = packetBits(rest, from)
    if (found < 0) return never
    bits += found
    const { size } = headOf(rest)
    if (size <= 0 || size > rest.length) break
    at += size
  }
  return Math.min(bits, MOST + 16)
}

/** Bits that one packet shows; 0 when it is too short to tell. */
function packetBits(bytes: Uint8Array, from: Side): number {
  const type = bytes[0]! >> 4
  const flags = bytes[0]! & 0xf
  const sender = senders[type]
  if (type === 0 || (sender !== undefined && sender !== from)) return never
  if (type !== TYPE.publish && flags !== (type === 6 || type === 8 || type === 10 ? 2 : 0)) return never
  const { start, size } = headOf(bytes)
  if (size === 0) return never
  if (size < 0) return 0
  const inside = bytes.subarray(start, Math.min(size, bytes.length))
  return insides[type]!(inside, size - start, flags)
}

/** By type: bits of what lies inside; `length` is what was promised. */
type Inside = (inside: Uint8Array, length: number, flags: number) => number

const exact =
  (length: number, bits: number): Inside =>
  (_, promised) =>
    promised === length ? bits : never

/** An identifier, and in version 5 a reason and properties. */
const acknowledgement: Inside = (inside, length) => {
  if (inside.length < 2) return 0
  if ((inside[0]! | inside[1]!) === 0) return never
  return length === 2
    ? 16
    : length < 0x80 && ((inside[2] ?? 0) === 0 || inside[2] === 0x10 || inside[2]! >= 0x80)
      ? 12
      : never
}

const connect: Inside = (inside, length) => {
  if (length < 10) return never
  if (inside.length < 8) return 0
  const word = inside[1] === 4 ? 'MQTT' : 'MQIsdp'
  if (inside[0] !== 0 || inside[1] !== word.length) return never
  for (let i = 0; i < word.length; i++)
    if (inside[2 + i] !== undefined && inside[2 + i] !== word.charCodeAt(i)) return never
  return 64
}

const connack: Inside = (inside, length) => {
  if (inside.length < 2) return 0
  if (inside[0]! > 1 || (inside[1]! > 5 && inside[1]! < 0x80)) return never
  return length === 2 ? 28 : inside.length > 2 && inside[2] === length - 3 ? 28 : never
}

/** A text with its length, which has no control characters; `wild` where wildcards may be. Bits, or negative. */
function topicBits(inside: Uint8Array, at: number, length: number, wild: boolean): number {
  if (inside.length < at + 2) return 0
  const size = (inside[at]! << 8) | inside[at + 1]!
  if (size === 0 || at + 2 + size > length) return never
  const stop = Math.min(inside.length, at + 2 + size)
  for (let i = at + 2; i < stop; i++) {
    const byte = inside[i]!
    if (byte < 0x20 || byte === 0x7f || (!wild && (byte === 0x23 || byte === 0x2b))) return never
  }
  return 8 + Math.min(8, stop - at - 2)
}

const publish: Inside = (inside, length, flags) => {
  if ((flags & 6) === 6 || ((flags & 8) !== 0 && (flags & 6) === 0)) return never
  if (inside.length >= 2 && inside[0] === 0 && inside[1] === 0) return 0 // an alias of version 5
  return topicBits(inside, 0, length, false)
}

const filters: Inside = (inside, length) => {
  if (inside.length < 4) return 0
  const plain = topicBits(inside, 2, length, true)
  const bits = plain >= 0 ? plain : inside[2] === 0 ? topicBits(inside, 3, length, true) : never
  return bits < 0 ? never : 8 + bits
}

const codes: Inside = (inside, length) => {
  if (length < 3) return never
  for (let at = 2; at < inside.length; at++) if (inside[at]! > 2 && inside[at]! < 0x80 && at > 3) return never
  return 16
}

const goodbye: Inside = (_, length) => (length === 0 ? 16 : length < 0x80 ? 4 : never)
const opaque: Inside = (_, length) => (length < 0x400 ? 4 : never)
const none: Inside = () => never

const insides: readonly Inside[] = [
  none,
  connect,
  connack,
  publish,
  acknowledgement,
  acknowledgement,
  acknowledgement,
  acknowledgement,
  filters,
  codes,
  filters,
  (inside, length) => (length === 2 ? 16 : codes(inside, length, 0)),
  exact(0, 16),
  exact(0, 16),
  goodbye,
  opaque,
]
