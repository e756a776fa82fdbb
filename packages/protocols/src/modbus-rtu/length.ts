// How long an RTU frame is, unit and CRC included: told by function and direction. Sections: Modbus Application
// Protocol V1.1b3.
import type { Side } from '@nautilus/model'

/** The function does not tell. */
export const OPEN = 0
const EXCEPTION = 5 // 7

const requestLengths: Readonly<Record<number, number>> = {
  1: 8,
  2: 8,
  3: 8,
  4: 8,
  5: 8,
  6: 8,
  7: 4,
  11: 4,
  12: 4,
  17: 4,
  22: 10,
  24: 6,
}
const replyLengths: Readonly<Record<number, number>> = { 5: 8, 6: 8, 7: 5, 11: 8, 15: 8, 16: 8, 22: 10 }

/** Where a byte count lies in the frame, and the bytes that it does not count. */
const requestCounts: Readonly<Record<number, readonly [at: number, rest: number]>> = {
  15: [6, 9],
  16: [6, 9],
  20: [2, 5],
  21: [2, 5],
  23: [10, 13],
}
const replyCounts: Readonly<Record<number, readonly [at: number, rest: number]>> = {
  1: [2, 5],
  2: [2, 5],
  3: [2, 5],
  4: [2, 5],
  12: [2, 5],
  17: [2, 5],
  20: [2, 5],
  21: [2, 5],
  23: [2, 5],
}

/** Bytes of the frame in front; at least as many as are needed to know, where they are missing; or `OPEN`. */
export function frameLength(bytes: Uint8Array, from: Side): number {
  const code = bytes[1]!
  if (from === 'server' && code >= 0x80) return EXCEPTION
  const fixed = from === 'client' ? requestLengths[code] : replyLengths[code]
  if (fixed !== undefined) return fixed
  const count = from === 'client' ? requestCounts[code] : replyCounts[code]
  if (count) return count[0] < bytes.length ? count[1] + bytes[count[0]]! : count[0] + 1
  if (code === 24) return 6 + ((bytes[2]! << 8) | bytes[3]!) // 6.18, reply
  if (code === 43 && bytes[2] === 14) return from === 'client' ? 7 : identityLength(bytes) // 6.21
  return OPEN
}

/** 6.21: a head of eight bytes, then objects, each with its length. */
function identityLength(bytes: Uint8Array): number {
  const head = 8
  if (bytes.length < head) return head
  let at = head
  for (let left = bytes[7]!; left > 0; left--) {
    if (at + 2 > bytes.length) return at + 2
    at += 2 + bytes[at + 1]!
  }
  return at + 2
}
