// How much the front of a payload looks like Modbus/TCP. MBAP header: Messaging on TCP/IP V1.0b, 3.1.3.
import type { Side } from '@nautilus/model'
import { isException, isNamed } from '../carriers/modbus-pdu/functions.ts'

const HEADER = 6
const never = -1
/** Bits that had to have one value: the protocol identifier, and eight of the length's sixteen. */
const headerBits = 24
const boundaryBits = 8 // the payload ends where a message does
const bodyBits = 8 // the length that the function asks for
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
  return inside < 0 ? never : headerBits + boundary + inside
}

/** Whether a piece shorter than a header can be the start of one. */
function couldBe(bytes: Uint8Array): boolean {
  const protocol = (bytes[2] ?? 0) | (bytes[3] ?? 0)
  return (
    protocol === 0 && (bytes.length < 5 || bytes[4] === 0) && (bytes.length < 6 || (bytes[5]! > 1 && bytes[5] !== 0xff))
  )
}

/** Steps over messages that follow each other; negative where the next header cannot be one. */
function walk(bytes: Uint8Array): number {
  let at = 0
  while (at < bytes.length) {
    if (!couldBe(bytes.subarray(at, at + HEADER))) return never
    if (bytes.length - at < HEADER) return 0
    at += HEADER + word(bytes, at + 4)
  }
  return at === bytes.length ? boundaryBits : 0
}

/** Bits for a length that is known and right; a wrong one is left to a parser of its own only if it is far off. */
function lengthBits(bytes: Uint8Array, expected: number | undefined): number {
  if (expected === undefined) return 0
  return word(bytes, 4) === expected ? bodyBits : never
}

function requestBits(bytes: Uint8Array, code: number): number {
  if (code === 0 || code > 127) return never
  if (!isNamed(code)) return 0
  const open = code === 15 || code === 16 ? bytes.length > 12 : code === 23 && bytes.length > 16
  const expected = open ? (code === 23 ? 11 + bytes[16]! : 7 + bytes[12]!) : requestLengths[code]
  const bits = lengthBits(bytes, expected)
  return bits < 0 ? never : functionBits + bits
}

function replyBits(bytes: Uint8Array, code: number): number {
  if (code > 0x80) {
    const known = bytes.length > 8 && isException(bytes[8]!)
    return known && word(bytes, 4) === 3 ? bodyBits + functionBits + 4 : word(bytes, 4) < 3 ? never : 0
  }
  if (code === 0 || code === 0x80) return never
  if (!isNamed(code)) return 0
  const counted = (code <= 4 || code === 12 || code === 17 || code === 20 || code === 23) && bytes.length > 8
  const bits = lengthBits(bytes, counted ? 3 + bytes[8]! : replyLengths[code])
  return bits < 0 ? never : functionBits + bits
}
