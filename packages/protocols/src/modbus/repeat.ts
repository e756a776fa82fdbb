// The repeat path of Modbus/TCP: functions 1 to 6, 15 and 16 whose frame is exactly what the specification says.
// Sections: Modbus Application Protocol V1.1b3; offsets count from the first byte of the MBAP header.
import type { Side } from '@nautilus/model'
import type { Repeat } from '../dissector.ts'

const PLAIN = 12 // header, function and two words: reads, single writes, and replies to writes

const word = (bytes: Uint8Array, at: number): number => (bytes[at]! << 8) | bytes[at + 1]!

function size(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 9 || word(bytes, start + 2) !== 0) return 0
  const length = word(bytes, start + 4)
  if (length > 254 || start + 6 + length > end) return 0
  const code = bytes[start + 7]!
  if (code < 1 || (code > 6 && code !== 15 && code !== 16)) return 0
  return length === 6 || (code <= 4 && length === 3 + bytes[start + 8]!) || (code >= 15 && length > 7) ? 6 + length : 0
}

/** 6.1 to 6.4: what may be asked at once. */
function isRead(bytes: Uint8Array, start: number, code: number): boolean {
  const count = word(bytes, start + 10)
  return word(bytes, start + 4) === 6 && count > 0 && count <= (code <= 2 ? 2000 : 125)
}

/** 6.11, 6.12: as many bytes as the quantity takes. */
function isMultipleWrite(bytes: Uint8Array, start: number, code: number): boolean {
  const length = word(bytes, start + 4)
  if (length <= 7) return false
  const count = word(bytes, start + 10)
  const span = code === 15 ? (count + 7) >> 3 : 2 * count
  return count > 0 && count <= (code === 15 ? 1968 : 123) && bytes[start + 12] === span && length === 7 + span
}

/** 6.5, 6.6. */
function isSingleWrite(bytes: Uint8Array, start: number, code: number): boolean {
  if (word(bytes, start + 4) !== PLAIN - 6) return false
  const value = word(bytes, start + 10)
  return code === 6 || value === 0 || value === 0xff00
}

function isRequest(bytes: Uint8Array, start: number): boolean {
  const code = bytes[start + 7]!
  if (code <= 4) return isRead(bytes, start, code)
  return code <= 6 ? isSingleWrite(bytes, start, code) : isMultipleWrite(bytes, start, code)
}

function isReply(bytes: Uint8Array, start: number): boolean {
  const code = bytes[start + 7]!
  const length = word(bytes, start + 4)
  if (code > 4) return length === PLAIN - 6
  const count = bytes[start + 8]!
  return length === 3 + count && count > 0 && (code <= 2 || count % 2 === 0)
}

const role = (bytes: Uint8Array, start: number, from: Side): number =>
  from === 'client' ? (isRequest(bytes, start) ? 1 : 0) : isReply(bytes, start) ? 2 : 0

export const repeat: Repeat = {
  volatile: { at: 0, length: 2 },
  size,
  role,
  pair: (bytes, start) => word(bytes, start) * 256 + bytes[start + 6]!,
}
