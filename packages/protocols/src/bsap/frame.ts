// Frames of BSAP in datagrams. IP form: length of the header, count, function, two numbers; then messages of length, 0x0c,
// number, contents. Serial form: DLE STX, address, numbers and functions, DLE ETX, CRC-16, with every DLE inside doubled.
// After Bristol Babcock D4052 (Network 3000 Communications), CISA's description (2020), and what devices send.
import type { Side } from '@nautilus/model'
import { malformed, need, type Oddity, type Parsed } from '../dissector.ts'

export const LONGEST = 0xffff
const DLE = 0x10
const STX = 0x02
const ETX = 0x03
const SHORT_HEADER = 14
const LONG_HEADER = 22
const PART_HEAD = 9
const PART = 0x0c
const sound: readonly Oddity[] = []

export const ACK = 0
/** Functions of the IP header: false asks, true answers. */
const ipFunctions: ReadonlyMap<number, boolean> = new Map([
  [1, true],
  [5, true],
  [6, false],
  [0x84, false],
  [0x86, false],
])

export type Frame = {
  readonly kind: 'ack' | 'link' | 'data'
  readonly from: Side
  readonly reply: boolean
  readonly pair: number
  /** Application function; of a link frame its function; -1 where a reply does not tell. */
  readonly app: number
  /** Address of the station on its line, -1 in the IP form. */
  readonly station: number
  readonly bytes: Uint8Array
  /** Where the contents start and end: of a request its function, of a reply its status. */
  readonly at: number
  readonly end: number
}

export const low = (bytes: Uint8Array, at: number): number => (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)
const long = (bytes: Uint8Array, at: number): number => low(bytes, at) + low(bytes, at + 2) * 0x10000

export const isSerial = (bytes: Uint8Array): boolean => bytes[0] === DLE && bytes[1] === STX

export function parse(bytes: Uint8Array, from: Side): Parsed<Frame> {
  if (bytes.length < PART_HEAD) return need(PART_HEAD)
  if (isSerial(bytes)) return parseSerial(bytes, from)
  return bytes[4] === PART && low(bytes, 2) === 0 ? parsePart(bytes, 0, from, from === 'server') : parseIp(bytes, from)
}

/** The header, and the first of its messages; those that follow have no header of their own. */
function parseIp(bytes: Uint8Array, from: Side): Parsed<Frame> {
  const header = low(bytes, 0)
  if (header !== SHORT_HEADER && header !== LONG_HEADER) return malformed('bsap.header', 0)
  if (bytes.length < header) return need(header)
  const [count, code] = [low(bytes, 2), low(bytes, 4)]
  if (count === 0 && code === ACK) {
    const message: Frame = { ...blank, kind: 'ack', from, bytes, app: ACK }
    return { kind: 'message', message, size: header, oddities: sound }
  }
  const reply = ipFunctions.get(code)
  if (reply === undefined || count === 0) return malformed('bsap.function', 4)
  return bytes.length < header + PART_HEAD ? need(header + PART_HEAD) : parsePart(bytes, header, from, reply)
}

const blank = { reply: false, pair: 0, app: -1, station: -1, at: 0, end: 0 } as const

function parsePart(bytes: Uint8Array, start: number, from: Side, reply: boolean): Parsed<Frame> {
  const length = long(bytes, start)
  const end = start + length
  if (bytes[start + 4] !== PART) return malformed('bsap.part', start + 4)
  if (length < PART_HEAD || end > LONGEST) return malformed('bsap.length', start)
  if (bytes.length < end) return need(end)
  const at = start + PART_HEAD
  const short = end - at < (reply ? 1 : 3)
  const message: Frame = {
    kind: 'data',
    from,
    reply,
    pair: long(bytes, start + 5),
    app: reply || short ? -1 : bytes[at]!,
    station: -1,
    bytes: bytes.subarray(0, end),
    at: reply ? at : Math.min(at + 2, end),
    end,
  }
  return { kind: 'message', message, size: end, oddities: short ? [{ code: 'bsap.short', at: start }] : sound }
}

const table = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >> 1) ^ 0x8408 : crc >> 1
  return crc
})

/** Polynomial 0x1021, reflected, from 0xffff, over what is between STX and the CRC, without the DLEs that are put in. */
function crcOf(inside: Uint8Array, end: number): number {
  let crc = 0xffff
  for (let at = 2; at < end; at++) crc = (crc >> 8) ^ table[(crc ^ inside[at]!) & 0xff]!
  return (crc >> 8) ^ table[(crc ^ ETX) & 0xff]!
}

/** The place of DLE ETX, -1 when it is not there, -2 when a DLE stands where none may. */
function endOf(bytes: Uint8Array): number {
  for (let at = 2; at + 1 < bytes.length && at < LONGEST; at++) {
    if (bytes[at] !== DLE) continue
    if (bytes[at + 1] === ETX) return at
    if (bytes[at + 1] !== DLE) return -2
    at++
  }
  return -1
}

function unstuffed(bytes: Uint8Array, end: number): Uint8Array {
  const first = bytes.indexOf(DLE, 2)
  if (first === end) return bytes.subarray(0, end)
  const inside = new Uint8Array(end)
  let to = 0
  for (let at = 0; at < end; at++) {
    inside[to++] = bytes[at]!
    if (at >= 2 && bytes[at] === DLE) at++
  }
  return inside.subarray(0, to)
}

function parseSerial(bytes: Uint8Array, from: Side): Parsed<Frame> {
  const end = endOf(bytes)
  if (end === -2 || (end < 0 && bytes.length >= LONGEST)) return malformed('bsap.escape', 2)
  const size = end + 4
  if (end < 0 || bytes.length < size) return need(Math.max(bytes.length + 1, size))
  const body = unstuffed(bytes, end)
  const crc = crcOf(body, body.length) === low(bytes, end + 2)
  const oddities = crc ? sound : [{ code: 'bsap.crc', at: end + 2 }]
  const { message, short } = serial(body, from)
  return {
    kind: 'message',
    message,
    size,
    body,
    oddities: short ? [...oddities, { code: 'bsap.short', at: 2 }] : oddities,
  }
}

/** Functions of the line itself: polls and acknowledgements. */
export const isLink = (code: number): boolean => code >= 0x81 && code <= 0x95 && code !== 0x88 && code !== 0x89
const GLOBAL = 0x80
const FIRST_APPLICATION = 0x48

/** Address, number, in the global form two addresses and a control byte, function that is for, number, function from. */
function serial(body: Uint8Array, from: Side): { message: Frame; short: boolean } {
  const address = body[2] ?? 0
  const start = (address & GLOBAL) === 0 ? 4 : 9
  const [to, by] = [body[start] ?? 0, body[start + 3] ?? 0]
  const base = { ...blank, from, bytes: body, station: address & 0x7f, end: body.length }
  if (body.length > start && isLink(to)) return { message: { ...base, kind: 'link', app: to }, short: false }
  const reply = to < FIRST_APPLICATION && by >= FIRST_APPLICATION
  const message: Frame = {
    ...base,
    kind: 'data',
    reply,
    pair: low(body, start + 1),
    app: reply ? by : to,
    at: Math.min(start + 5, body.length),
  }
  return { message, short: body.length < start + 6 }
}

/** Every message of a datagram in the IP form ends where the next starts, and the last with it. */
export function fits(bytes: Uint8Array): boolean {
  let at = low(bytes, 0)
  for (let left = low(bytes, 2); left > 0 && at + PART_HEAD <= bytes.length; left--) {
    const length = long(bytes, at)
    if (length < PART_HEAD || bytes[at + 4] !== PART) return false
    at += length
    if (left === 1) return at === bytes.length
  }
  return false
}
