// Mitsubishi MELSEC: SLMP in binary 3E and 4E frames, and the MELSOFT engineering software as far as its frames show. SLMP:
// SH(NA)-080956ENG, SLMP Reference Manual, 4.1. MELSOFT: no public specification; lengths and places as seen.
import type { Side } from '@nautilus/model'
import { defineDissector, type Label, malformed, need, type Oddity, type Parsed } from '../dissector.ts'
import { functionOf, isCommand, melsoftOf } from './commands.ts'
import { session } from './meaning.ts'
import type { Slmp } from './message.ts'

const MAX_LENGTH = 8192
const MELSOFT_HEAD = 21
const MELSOFT_LENGTH_AT = 19
const MELSOFT_FUNCTION_AT = 23
const SEARCH = 0x5a
const never = -1
const sound: readonly Oddity[] = []
const noSerial = 0x1_0000

const word = (bytes: Uint8Array, at: number): number => bytes[at]! | (bytes[at + 1]! << 8)

/** First bytes of requests; replies have the high bit. */
const E3 = 0x50
const E4 = 0x54
const MELSOFT = 0x57

/** Bytes before the length: subheader, serial number of 4E, network, station, module, multidrop. */
const headOf = (first: number): number => ((first & 0x7f) === E4 ? 11 : 7)

function recognize(bytes: Uint8Array, from: Side): number {
  if (bytes.length === 0) return 0
  const first = bytes[0]!
  if (first >= 0x80 !== (from === 'server')) return never
  const kind = first & 0x7f
  if (kind === MELSOFT) return melsoftBits(bytes, from)
  if (kind === SEARCH) return searchBits(bytes)
  return kind === E3 || kind === E4 ? slmpBits(bytes, from) : never
}

/** 4.1: networks and stations of 1 to 255, modules 0x03e0 to 0x03ff, a length that fits, a command that is named. */
function slmpBits(bytes: Uint8Array, from: Side): number {
  if (bytes.length > 1 && bytes[1] !== 0) return never
  const head = headOf(bytes[0]!)
  if (bytes.length < head + (from === 'client' ? 8 : 4)) return 0
  if (head === 11 && word(bytes, 4) !== 0) return never
  if (!isRoute(bytes, head - 5)) return never
  const length = word(bytes, head)
  const fits = head + 2 + length === bytes.length
  return from === 'client' ? requestBits(bytes, head, length, fits) : length >= 2 && fits ? routeBits + 16 : never
}

const routeBits = 16 + 10 + 6

function requestBits(bytes: Uint8Array, head: number, length: number, fits: boolean): number {
  if (length < 6 || !isCommand(word(bytes, head + 4))) return never
  return routeBits + 10 + (fits ? 16 : 0) + (word(bytes, head + 6) <= 0x00ff ? 8 : 0)
}

/** Station 0xff is the one that is connected; modules are the CPUs of a rack. */
const isRoute = (bytes: Uint8Array, at: number): boolean =>
  bytes[at + 3] === 0x03 &&
  bytes[at + 2]! >= 0xd0 &&
  bytes[at + 4]! <= 31 &&
  (bytes[at] === 0 ? true : bytes[at]! <= 0xef)

/** Zeros, two fixed bytes, a length, and what it counts has fixed bytes again. */
function melsoftBits(bytes: Uint8Array, from: Side): number {
  if (bytes.length < MELSOFT_FUNCTION_AT + 2) return bytes.length > 6 && !isMelsoft(bytes) ? never : 0
  if (!isMelsoft(bytes) || bytes[21] !== (from === 'client' ? 0x1c : 0x9c) || bytes[24] !== 0x14) return never
  return MELSOFT_HEAD + word(bytes, MELSOFT_LENGTH_AT) === bytes.length ? 72 : 56
}

const isMelsoft = (bytes: Uint8Array): boolean =>
  bytes[2] === 0 && bytes[3] === 0 && bytes[4] === 0 && bytes[5] === 0x11 && bytes[6] === 0x11

/** Datagrams of the search for controllers: three fixed bytes, then what is asked for. */
function searchBits(bytes: Uint8Array): number {
  if (bytes.length < 4) return 0
  if (bytes[1] !== 0 || bytes[2] !== 0) return never
  return bytes[0] === SEARCH ? (bytes.length === 4 ? 24 : never) : bytes.length <= 64 ? 16 : never
}

function parse(bytes: Uint8Array): Parsed<Slmp> {
  if (bytes.length === 0) return need(1)
  const kind = bytes[0]! & 0x7f
  if (kind === MELSOFT) return parseMelsoft(bytes)
  if (kind === SEARCH) return parseSearch(bytes)
  return kind === E3 || kind === E4 ? parseSlmp(bytes) : malformed('melsec.subheader', 0)
}

function parseSlmp(bytes: Uint8Array): Parsed<Slmp> {
  const head = headOf(bytes[0]!)
  if (bytes.length < head + 2) return need(head + 2)
  const length = word(bytes, head)
  if (bytes[1] !== 0 || length < 2 || length > MAX_LENGTH) return malformed('melsec.length', head)
  const size = head + 2 + length
  if (bytes.length < size) return need(size)
  const reply = bytes[0]! >= 0x80
  const short = !reply && length < 6
  const message: Slmp = {
    kind: 'slmp',
    bytes: bytes.subarray(0, size),
    reply,
    pair: head === 11 ? word(bytes, 2) : noSerial,
    command: reply || short ? -1 : word(bytes, head + 4),
    sub: reply || short ? -1 : word(bytes, head + 6),
    end: reply ? word(bytes, head + 2) : 0,
    data: reply ? head + 4 : short ? size : head + 8,
  }
  return { kind: 'message', message, size, oddities: short ? [{ code: 'melsec.short', at: head + 2 }] : sound }
}

function parseMelsoft(bytes: Uint8Array): Parsed<Slmp> {
  if (bytes.length < MELSOFT_HEAD) return need(MELSOFT_HEAD)
  const length = word(bytes, MELSOFT_LENGTH_AT)
  if (!isMelsoft(bytes) || length > MAX_LENGTH) return malformed('melsec.melsoft', 2)
  const size = MELSOFT_HEAD + length
  if (bytes.length < size) return need(size)
  const at = size > MELSOFT_FUNCTION_AT ? MELSOFT_FUNCTION_AT + bytes[MELSOFT_FUNCTION_AT]! : size
  const told = at + 4 <= size
  const message: Slmp = {
    kind: 'melsoft',
    bytes: bytes.subarray(0, size),
    reply: bytes[0]! >= 0x80,
    pair: told ? noSerial * 2 + word(bytes, at + 2) : noSerial,
    command: told ? (bytes[at]! << 8) | bytes[at + 1]! : -1,
    sub: -1,
    end: 0,
    data: Math.min(at + 4, size),
  }
  return {
    kind: 'message',
    message,
    size,
    oddities: told ? sound : [{ code: 'melsec.melsoft-function', at: MELSOFT_HEAD }],
  }
}

const SEARCH_SIZE = 4

function parseSearch(bytes: Uint8Array): Parsed<Slmp> {
  if (bytes.length < SEARCH_SIZE) return need(SEARCH_SIZE)
  const reply = bytes[0]! >= 0x80
  const size = reply ? bytes.length : SEARCH_SIZE
  if (size > MAX_LENGTH) return malformed('melsec.search', 0)
  const pair = noSerial * 3 + bytes[3]!
  const view = bytes.subarray(0, size)
  const message: Slmp = { kind: 'search', bytes: view, reply, pair, command: -1, sub: -1, end: 0, data: SEARCH_SIZE }
  return { kind: 'message', message, size, oddities: sound }
}

const search = { code: 'melsoft:search', name: 'MELSOFT search' }
const cut = { code: 'cut', name: 'cut frame' }

function label({ kind, reply, pair, command, end }: Slmp): Label {
  const role = reply ? 'reply' : 'request'
  if (kind === 'search') return { role, pair, function: search, error: false }
  if (kind === 'melsoft') return { role, pair, function: command < 0 ? cut : melsoftOf(command), error: false }
  return { role, pair, function: reply ? null : command < 0 ? cut : functionOf(command), error: end !== 0 }
}

const ports = [5000, 5001, 5002, 5003, 5004, 5005, 5006, 5007, 5008, 5009, 5010, 5562]

export const melsec = defineDissector<Slmp>({
  name: 'melsec',
  title: 'Mitsubishi MELSEC (SLMP)',
  carriers: { tcp: ports, udp: [...ports, 5560] },
  recognize,
  parse,
  label,
  session,
  maxMessage: MELSOFT_HEAD + MAX_LENGTH,
  omits: ['ASCII frames', '1E frames', 'values of MELSOFT messages'],
})
