// How much the front of a payload looks like Modbus/TCP. MBAP header: Messaging on TCP/IP V1.0b, 3.1.3.
import type { Side } from '@nautilus/model'
import { isException, isNamed } from '../carriers/modbus-pdu/functions.ts'

export const HEADER = 6 // transaction, protocol and length; `length` counts the bytes after itself
export const MAX_LENGTH = 254 // unit identifier and a 253-byte PDU, section 4.1
/** Schneider's own function, whose messages may be longer: the controller says how long, 1024 bytes in public notes. */
export const UMAS = 90
export const MAX_UMAS_LENGTH = 1100
const never = -1
/** Bits that had to have one value: the protocol identifier, and eight of the length's sixteen. */
const headerBits = 24
const boundaryBits = 8 // the payload ends where a message does
const bodyBits = 8 // the length that the function asks for
const notAFunction = -100
const wrongBody = -24 // may be a bad message of ours, if at least its end is right
const functionBits = 3 // about thirty of 256 codes are named

const word = (bytes: Uint8Array, at: number): number => (bytes[at]! << 8) | bytes[at + 1]!

/** Bytes that a request's length must count, unit included; 0 where the function leaves it open. */
const requestLengths: Readonly<Record<number, number>> = {
  1: 6,
  2: 6,
  3: 6,
  4: 6,
  5: 6,
  6: 6,
  7: 2,
  11: 2,
  12: 2,
  17: 2,
  22: 8,
  24: 4,
}
const replyLengths: Readonly<Record<number, number>> = { 5: 6, 6: 6, 7: 3, 11: 6, 15: 6, 16: 6, 22: 8 }

export function recognize(bytes: Uint8Array, from: Side): number {
  if (bytes.length < HEADER + 2) return couldBe(bytes) ? 0 : never
  const boundary = walk(bytes)
  if (boundary < 0) return never
  const code = bytes[7]!
  const inside = from === 'client' ? requestBits(bytes, code) : replyBits(bytes, code)
  const bits = headerBits + boundary + inside
  return bits < 0 || (inside < 0 && boundary === 0) ? never : bits
}

/** Whether these bytes, perhaps fewer than a header, can be the start of a message. */
function couldBe(bytes: Uint8Array): boolean {
  const protocol = (bytes[2] ?? 0) | (bytes[3] ?? 0)
  if (protocol !== 0) return false
  if (bytes.length < HEADER) return bytes.length < 5 || bytes[4]! <= MAX_UMAS_LENGTH >> 8
  const length = word(bytes, 4)
  const longest = bytes.length < HEADER + 2 || bytes[7] === UMAS ? MAX_UMAS_LENGTH : MAX_LENGTH
  return length >= 2 && length <= longest
}

/** Steps over messages that follow each other; negative where the next header cannot be one. */
function walk(bytes: Uint8Array): number {
  let at = 0
  while (at < bytes.length) {
    if (!couldBe(bytes.subarray(at, at + HEADER + 2))) return never
    if (bytes.length - at < HEADER) return 0
    at += HEADER + word(bytes, at + 4)
  }
  return at === bytes.length ? boundaryBits : 0
}

/** Bits for a length that the function prescribes; a wrong one costs most of what the header gave. */
const lengthBits = (bytes: Uint8Array, expected: number | undefined): number =>
  expected === undefined ? 0 : word(bytes, 4) === expected ? bodyBits : wrongBody

function requestBits(bytes: Uint8Array, code: number): number {
  if (code === 0 || code > 127) return notAFunction
  if (!isNamed(code)) return 0
  const open = code === 15 || code === 16 ? bytes.length > 12 : code === 23 && bytes.length > 16
  const expected = open ? (code === 23 ? 11 + bytes[16]! : 7 + bytes[12]!) : requestLengths[code]
  return functionBits + lengthBits(bytes, expected)
}

function replyBits(bytes: Uint8Array, code: number): number {
  if (code > 0x80) {
    const known = bytes.length > 8 && isException(bytes[8]!)
    return known && word(bytes, 4) === 3 ? bodyBits + functionBits + 4 : word(bytes, 4) < 3 ? wrongBody : 0
  }
  if (code === 0 || code === 0x80) return notAFunction
  if (!isNamed(code)) return 0
  const counted = (code <= 4 || code === 12 || code === 17 || code === 20 || code === 23) && bytes.length > 8
  return functionBits + lengthBits(bytes, counted ? 3 + bytes[8]! : replyLengths[code])
}
