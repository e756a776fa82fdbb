// How much the front of a payload looks like EtherNet/IP. CIP specification, Volume 2, 2-3.1: the header of 24 bytes.
import type { Side } from '@nautilus/model'
import {
  isNamed,
  isStatus,
  LIST_IDENTITY,
  LIST_INTERFACES,
  LIST_SERVICES,
  REGISTER,
  SEND_RR_DATA,
  SEND_UNIT_DATA,
} from './commands.ts'

export const HEADER = 24
const never = -1
const headerBits = 12 + 24 // one of eleven commands of 65536, a known status
const optionBits = 32
const boundaryBits = 8
const bodyBits = 16

const word = (bytes: Uint8Array, at: number): number => bytes[at]! | (bytes[at + 1]! << 8)
const zero = (bytes: Uint8Array, at: number, count: number): boolean => {
  for (let i = at; i < at + count; i++) if (bytes[i] !== undefined && bytes[i] !== 0) return false
  return true
}

export function recognize(bytes: Uint8Array, from: Side): number {
  if (bytes.length < 2) return bytes.length === 1 && !isNamed(bytes[0]!) ? never : 0
  const command = word(bytes, 0)
  if (!isNamed(command)) return never
  if (bytes.length < HEADER) return couldBe(bytes, from) ? 0 : never
  if (!couldBe(bytes, from)) return never
  const inside = bodyOf(bytes, command, from)
  if (inside < 0) return never
  const bits = headerBits + optionBits + inside + (bytes.length === HEADER + word(bytes, 2) ? boundaryBits : 0)
  // Nothing but zeros is a NOP, and anything else.
  return command === 0 ? Math.min(bits, zero(bytes, 2, 18) ? 0 : 7) : bits
}

/** Status and options, as far as they are there. A request has no status. */
function couldBe(bytes: Uint8Array, from: Side): boolean {
  if (!zero(bytes, 10, 2) || !zero(bytes, 20, 4)) return false
  return from === 'client' ? zero(bytes, 8, 4) : bytes.length < 10 || isStatus(word(bytes, 8))
}

/** What the command asks of the rest; a failure carries nothing. */
function bodyOf(bytes: Uint8Array, command: number, from: Side): number {
  const length = word(bytes, 2)
  const refused = from === 'server' && word(bytes, 8) !== 0
  switch (command) {
    case LIST_IDENTITY:
    case LIST_SERVICES:
    case LIST_INTERFACES:
      return listBits(length, from, refused)
    case REGISTER:
      return registerBits(bytes, length, from, refused)
    case SEND_RR_DATA:
    case SEND_UNIT_DATA:
      return refused && length === 0 ? 0 : itemBits(bytes, length, from)
    default:
      return 0
  }
}

/** A request may carry how long to wait; an answer has a list. */
function listBits(length: number, from: Side, refused: boolean): number {
  if (from === 'client') return length <= 2 ? bodyBits : never
  return refused || length >= 2 ? 4 : never
}

/** Who registers has no session yet. */
function registerBits(bytes: Uint8Array, length: number, from: Side, refused: boolean): number {
  if (length !== 4) return refused && length === 0 ? 0 : never
  const registered = !zero(bytes, 4, 4)
  return registered === (from === 'server') || refused ? bodyBits : never
}

/** Interface handle 0, then a packet format of few items; what the last one holds says who speaks. */
function itemBits(bytes: Uint8Array, length: number, from: Side): number {
  if (length < 8 || !zero(bytes, HEADER, 4)) return never
  const count = word(bytes, HEADER + 6)
  if (count > 16) return never
  let at = HEADER + 8
  for (let left = count; left > 0 && at + 4 < bytes.length; left--) {
    const type = word(bytes, at)
    const service = type === 0xb2 ? bytes[at + 4] : type === 0xb1 ? bytes[at + 6] : undefined
    if (service !== undefined && service >= 0x80 !== (from === 'server')) return never
    at += 4 + word(bytes, at + 2)
  }
  return bodyBits
}
