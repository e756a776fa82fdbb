// Messages of RFB: RFC 6143 section 7. Their boundaries depend on what both sides agreed before, and here each side is read
// by itself; so a message is known by its shape. What goes through a running session from the server is pictures: behind
// its initialisation nothing more is read.
import type { Side } from '@nautilus/model'
import { malformed, need, type Parsed } from '../dissector.ts'
import { printable, Reader } from '../reader.ts'

export type Message =
  | { readonly kind: 'version'; readonly from: Side; readonly major: number; readonly minor: number }
  | { readonly kind: 'types'; readonly types: readonly number[] }
  | { readonly kind: 'select'; readonly type: number }
  | { readonly kind: 'challenge'; readonly result: number }
  /** A security type (3.3) or how the authentication ended; the session knows which. */
  | { readonly kind: 'word'; readonly value: number }
  | { readonly kind: 'reason'; readonly text: string }
  | { readonly kind: 'init'; readonly width: number; readonly height: number; readonly name: string }
  /** One byte of the client that is either a security type without further data or the flag for sharing. */
  | { readonly kind: 'share'; readonly value: number }
  | { readonly kind: 'input'; readonly type: number }
  /** What cannot be read: ciphertext and extensions. */
  | { readonly kind: 'opaque' }

/** The rest of the stream, as far as one can skip. */
const ALL = 0x7fff_ffff
const VERSION = 12
const INIT = 24
const CHALLENGE = 16
const MAX_NAME = 1024
const MAX_REASON = 1024
const MAX_ENCODINGS = 255
export const LONGEST = 4096
export const [NONE, VNC, ARD] = [1, 2, 30]
/** Security types of the registry at IANA that are in use. */
const TYPES: ReadonlySet<number> = new Set([
  1, 2, 5, 6, 16, 17, 18, 19, 20, 21, 22, 23, 24, 30, 33, 35, 36, 113, 129, 130, 133,
])
const MAX_TYPES = 16

const found = (message: Message, size: number, skip = 0): Parsed<Message> => {
  const parsed = { kind: 'message', message, size, oddities: [] } as const
  return skip > 0 ? { ...parsed, skip } : parsed
}

export function parse(bytes: Uint8Array, from: Side): Parsed<Message> {
  if (bytes.length === 0) return need(1)
  if (bytes[0] === 0x52 && (bytes.length < 2 || bytes[1] === 0x46)) return parseVersion(bytes, from)
  return from === 'server' ? fromServer(bytes) : fromClient(bytes)
}

/** `RFB 003.008` and a line feed, 7.1.1. */
export function versionOf(bytes: Uint8Array): { major: number; minor: number } | null {
  if (bytes.length < VERSION || bytes[11] !== 0x0a || bytes[7] !== 0x2e) return null
  if (bytes[0] !== 0x52 || bytes[1] !== 0x46 || bytes[2] !== 0x42 || bytes[3] !== 0x20) return null
  const [major, minor] = [number(bytes, 4), number(bytes, 8)]
  return major < 0 || minor < 0 ? null : { major, minor }
}

/** Three decimal digits, or -1. */
function number(bytes: Uint8Array, at: number): number {
  let value = 0
  for (let i = at; i < at + 3; i++) {
    const digit = bytes[i]! - 0x30
    if (digit < 0 || digit > 9) return -1
    value = 10 * value + digit
  }
  return value
}

function parseVersion(bytes: Uint8Array, from: Side): Parsed<Message> {
  if (bytes.length < VERSION) return need(VERSION)
  const version = versionOf(bytes)
  return version ? found({ kind: 'version', from, ...version }, VERSION) : malformed('vnc.version', 0)
}

function fromServer(bytes: Uint8Array): Parsed<Message> {
  const first = bytes[0]!
  if (first > 0 && first <= MAX_TYPES) {
    // A list of security types, 7.1.2: all of them known ones.
    const types = bytes.subarray(1, 1 + first)
    if (types.every(type => TYPES.has(type))) {
      return types.length < first ? need(1 + types.length + 1) : found({ kind: 'types', types: [...types] }, 1 + first)
    }
  }
  if (bytes.length < 4) return need(4)
  const value = new Reader(bytes).u32()
  if (value <= 2) return found({ kind: 'word', value }, 4)
  if (value <= MAX_REASON && isText(bytes, 4)) return parseReason(bytes, value)
  return parseLong(bytes)
}

/** The first letters of a reason, as far as they are here. */
const isText = (bytes: Uint8Array, at: number): boolean => {
  for (let i = at; i < at + 3 && i < bytes.length; i++) if (bytes[i]! < 0x20 || bytes[i]! > 0x7e) return false
  return true
}

function parseReason(bytes: Uint8Array, length: number): Parsed<Message> {
  const size = 4 + length
  return bytes.length < size ? need(size) : found({ kind: 'reason', text: printable(bytes.subarray(4, size)) }, size)
}

/** A challenge with its result (7.2.2), the parameters of Apple's own kind, or the initialisation (7.3.2). */
function parseLong(bytes: Uint8Array): Parsed<Message> {
  if (bytes.length < CHALLENGE + 4) return need(CHALLENGE + 4)
  const reader = new Reader(bytes)
  const key = ardKey(bytes)
  if (key > 0) return bytes.length < 4 + 2 * key ? need(4 + 2 * key) : found({ kind: 'opaque' }, 4 + 2 * key)
  if (isFormat(bytes, 4)) return parseInit(bytes)
  reader.skip(CHALLENGE)
  const result = reader.u32()
  if (result <= 2) return found({ kind: 'challenge', result }, CHALLENGE + 4)
  return found({ kind: 'opaque' }, CHALLENGE + 4, ALL)
}

/** Generator and length of a Diffie-Hellman key, security type 30. */
function ardKey(bytes: Uint8Array): number {
  const length = (bytes[2]! << 8) | bytes[3]!
  return bytes[0] === 0 && bytes[1]! > 0 && bytes[1]! < 8 && length >= 64 && length <= 1024 && length % 8 === 0
    ? length
    : 0
}

/** A pixel format, 7.4: bits, depth, byte order, true colour, maxima that are a power of two less one. */
function isFormat(bytes: Uint8Array, at: number): boolean {
  const [bits, depth, order, colour] = bytes.subarray(at, at + 4)
  if ((bits !== 8 && bits !== 16 && bits !== 32) || depth! < 1 || depth! > bits) return false
  if (order! > 1 && order !== 0xff) return false
  if (colour! > 1 && colour !== 0xff) return false
  const red = (bytes[at + 4]! << 8) | bytes[at + 5]!
  return (red & (red + 1)) === 0
}

function parseInit(bytes: Uint8Array): Parsed<Message> {
  if (bytes.length < INIT) return need(INIT)
  const reader = new Reader(bytes)
  const [width, height] = [reader.u16(), reader.u16()]
  reader.skip(16)
  const length = reader.u32()
  if (length > MAX_NAME) return found({ kind: 'opaque' }, INIT, ALL)
  const size = INIT + length
  if (bytes.length < size) return need(size)
  return found({ kind: 'init', width, height, name: nameOf(bytes.subarray(INIT, size)) }, size, ALL)
}

/** Apple's servers put 22 bytes of their own in front of the name. */
const APPLE_PART = 22

const nameOf = (bytes: Uint8Array): string =>
  printable(bytes[0] === 0 && bytes.length > APPLE_PART ? bytes.subarray(APPLE_PART) : bytes, MAX_NAME)

/** Messages of fixed size, 7.5, by type. */
const SIZES: Readonly<Record<number, number>> = { 3: 10, 4: 8, 5: 6, 150: 10 }

function fromClient(bytes: Uint8Array): Parsed<Message> {
  const first = bytes[0]!
  if (first === 0) return parseZero(bytes)
  if (first === NONE || first === 0xc1) return found({ kind: 'share', value: first }, 1)
  if (first === VNC) return parseTwo(bytes)
  if (first === 6) return parseCutText(bytes)
  const size = SIZES[first]
  if (size !== undefined) return bytes.length < size ? need(size) : found({ kind: 'input', type: first }, size)
  if (first === ARD) {
    const whole = 1 + 256
    return bytes.length < whole ? need(whole) : found({ kind: 'select', type: ARD }, whole)
  }
  // What follows is TLS or another secret, or an extension that is not known.
  return found(TYPES.has(first) ? { kind: 'select', type: first } : { kind: 'opaque' }, 1, ALL)
}

/** The flag that says not to share, or a pixel format behind three bytes of padding. */
function parseZero(bytes: Uint8Array): Parsed<Message> {
  if (bytes.length < 2) return need(2)
  if (bytes[1] !== 0) return found({ kind: 'share', value: 0 }, 1)
  if (bytes.length < 8) return need(8)
  if (bytes[2] !== 0 || bytes[3] !== 0 || !isFormat(bytes, 4)) return found({ kind: 'share', value: 0 }, 1)
  return bytes.length < 20 ? need(20) : found({ kind: 'input', type: 0 }, 20)
}

/** A list of encodings, or the choice of VNC authentication with the 16 bytes that answer the challenge. */
function parseTwo(bytes: Uint8Array): Parsed<Message> {
  if (bytes.length < 4) return need(4)
  const count = (bytes[2]! << 8) | bytes[3]!
  const lists = bytes[1] === 0 && count > 0 && count <= MAX_ENCODINGS
  const size = lists ? 4 + 4 * count : 1 + CHALLENGE
  if (bytes.length < size) return need(size)
  return found(lists ? { kind: 'input', type: 2 } : { kind: 'select', type: VNC }, size)
}

function parseCutText(bytes: Uint8Array): Parsed<Message> {
  if (bytes.length < 8) return need(8)
  const reader = new Reader(bytes)
  reader.skip(4)
  const length = reader.u32()
  // Negative in an extension.
  const size = length > 0x7fff_ffff ? 2 ** 32 - length : length
  return found({ kind: 'input', type: 6 }, 8, size)
}
