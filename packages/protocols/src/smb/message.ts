// What the front of a stream holds: NetBIOS session packets (RFC 1002 4.3.1, RFC 1001 for names), in them SMB 2 and 3
// ([MS-SMB2] 2.2.1) or SMB 1 ([MS-CIFS] 2.2.3). Contents are read later, where they are asked for.
import type { Side } from '@nautilus/model'
import { FRONT_OF_FILE, malformed, need, type Oddity, type Parsed } from '../dissector.ts'
import { Reader } from '../reader.ts'
import { COMMANDS2 } from './names.ts'

/** One command of SMB 2 or 3: a message, or a part of a compound. */
export type Pdu2 = {
  readonly command: number
  readonly status: number
  readonly flags: number
  /** As a number; all ones in notifications. */
  readonly id: number
  readonly tree: number
  /** Header and contents; offsets in the contents count from here. Cut where a big file content follows. */
  readonly raw: Uint8Array
}

/** One command of SMB 1, of which a message may chain several (AndX). */
export type Block1 = {
  readonly command: number
  readonly words: Uint8Array
  readonly data: Uint8Array
  readonly dataAt: number
}

export type Smb1 = {
  readonly kind: 'smb1'
  readonly from: Side
  readonly reply: boolean
  readonly status: number
  readonly flags2: number
  readonly tree: number
  readonly pair: number
  readonly blocks: readonly Block1[]
  readonly raw: Uint8Array
}
export type Smb2 = {
  readonly kind: 'smb2'
  readonly from: Side
  readonly reply: boolean
  readonly pdus: readonly Pdu2[]
}
export type Netbios = {
  readonly kind: 'netbios'
  readonly from: Side
  readonly type: number
  readonly called: string
  readonly calling: string
  readonly error: number
}
/** [MS-SMB2] 2.2.42. `plain`: bytes said to stand uncompressed in front, of so many that follow. */
export type Compressed = {
  readonly kind: 'compressed'
  readonly from: Side
  readonly original: number
  readonly plain: number
  readonly behind: number
  readonly chained: boolean
}
export type Message =
  | Smb1
  | Smb2
  | Netbios
  | { readonly kind: 'encrypted'; readonly from: Side; readonly size: number }
  | Compressed

export const NETBIOS_HEADER = 4
export const HEADER2 = 64
export const HEADER1 = 32
const TRANSFORM = 52 // [MS-SMB2] 2.2.41
/** Session packets other than messages, RFC 1002 4.3.1. */
const SESSION_MESSAGE = 0x00
const SESSION_REQUEST = 0x81
const KEEP_ALIVE = 0x85
/** Two encoded names with their lengths and ends. */
const NAMES = 68
/** Messages up to this size are held whole, those of other commands up to `LARGE`; of longer ones only the front. */
const SMALL = 4096
const LARGE = 0x1_0000
/** Header, command and the first bytes of a file (`carriers/content.ts`). */
const FRONT = 160 + FRONT_OF_FILE
export const LONGEST = NETBIOS_HEADER + LARGE
const MAX_PDUS = 32
const MAX_BLOCKS = 8
const NO_ODDITIES: readonly Oddity[] = []

export const SERVER_TO_REDIR = 1 // flags of SMB 2
export const REPLY1 = 0x80 // flags of SMB 1
export const AS_NOTICE = Number.MAX_SAFE_INTEGER
const AND_X: readonly number[] = [0x24, 0x2d, 0x2e, 0x2f, 0x73, 0x74, 0x75, 0xa2]
const NO_FURTHER = 0xff

/** The byte in front of `SMB`: 0xff SMB 1, 0xfe SMB 2 and 3, 0xfd encrypted, 0xfc compressed; 0 when it is none. */
export function magicAt(bytes: Uint8Array, at: number): number {
  if (bytes[at + 1] !== 0x53 || bytes[at + 2] !== 0x4d || bytes[at + 3] !== 0x42) return 0
  const first = bytes[at]!
  return first >= 0xfc ? first : 0
}

export function parse(bytes: Uint8Array, from: Side): Parsed<Message> {
  if (bytes.length < NETBIOS_HEADER) return need(NETBIOS_HEADER)
  if (bytes[0] !== SESSION_MESSAGE) return parseSession(bytes, from)
  const length = (bytes[1]! << 16) | (bytes[2]! << 8) | bytes[3]!
  if (length < HEADER1) return malformed('smb.length', 1)
  if (bytes.length < 2 * NETBIOS_HEADER) return need(2 * NETBIOS_HEADER)
  const magic = magicAt(bytes, NETBIOS_HEADER)
  if (magic === 0) return malformed('smb.magic', NETBIOS_HEADER)
  const size = NETBIOS_HEADER + length
  if (length > SMALL && bytes.length < FRONT) return need(FRONT)
  const held = length <= SMALL || !(length > LARGE || isBulk(bytes, magic)) ? size : FRONT
  if (bytes.length < held) return need(held)
  const body = bytes.subarray(NETBIOS_HEADER, held)
  const oddities: Oddity[] = []
  const message = read(body, magic, from, oddities, size - held)
  const found = {
    kind: 'message',
    message,
    size: held,
    oddities: oddities.length > 0 ? oddities : NO_ODDITIES,
  } as const
  return held < size ? { ...found, skip: size - held } : found
}

/** Contents of a file and ciphertext tell nothing: only the front is held. */
function isBulk(bytes: Uint8Array, magic: number): boolean {
  if (magic === 0xfd || magic === 0xfc) return true
  if (magic === 0xff) return bytes[8] === 0x2e || bytes[8] === 0x2f
  const command = bytes[NETBIOS_HEADER + 12]! | (bytes[NETBIOS_HEADER + 13]! << 8)
  const alone = (bytes[24]! | bytes[25]! | bytes[26]! | bytes[27]!) === 0
  return alone && (command === 8 || command === 9)
}

/** `left`: bytes of the message that are not held. */
function read(body: Uint8Array, magic: number, from: Side, oddities: Oddity[], left: number): Message {
  const cut = left > 0
  if (magic === 0xff) return read1(body, from, oddities, cut)
  if (magic === 0xfe) return read2(body, from, oddities, cut)
  if (magic === 0xfc) return compressed(body, from, left)
  if (body.length < TRANSFORM) oddities.push({ code: 'smb.short', at: NETBIOS_HEADER })
  const reader = new Reader(body)
  reader.skip(36)
  return { kind: 'encrypted', from, size: reader.u32le() }
}

const COMPRESSION = 16 // header of a message that is compressed as a whole

function compressed(body: Uint8Array, from: Side, left: number): Compressed {
  const reader = new Reader(body)
  reader.skip(4)
  const original = reader.u32le()
  reader.skip(2)
  const chained = (reader.u16le() & 1) !== 0
  const plain = reader.u32le()
  return { kind: 'compressed', from, original, plain, behind: Math.max(0, body.length + left - COMPRESSION), chained }
}

function parseSession(bytes: Uint8Array, from: Side): Parsed<Message> {
  const type = bytes[0]!
  const length = ((bytes[1]! & 1) << 16) | (bytes[2]! << 8) | bytes[3]!
  const least = type === SESSION_REQUEST ? NAMES : type === 0x83 ? 1 : type === 0x84 ? 6 : 0
  if (type < SESSION_REQUEST || type > KEEP_ALIVE) return malformed('smb.netbios-type', 0)
  if (length !== least) return malformed('smb.netbios-length', 2)
  const size = NETBIOS_HEADER + length
  if (bytes.length < size) return need(size)
  const names = type === SESSION_REQUEST ? bytes : bytes.subarray(0, 0)
  const message: Message = {
    kind: 'netbios',
    from,
    type,
    called: netbiosName(names, 5),
    calling: netbiosName(names, 39),
    error: type === 0x83 ? bytes[4]! : 0,
  }
  return { kind: 'message', message, size, oddities: NO_ODDITIES }
}

/** Sixteen characters as two letters each, RFC 1001 14.1; the last is the kind of service, and left out. */
function netbiosName(bytes: Uint8Array, at: number): string {
  if (bytes.length < at + 32) return ''
  let name = ''
  for (let i = 0; i < 30; i += 2) {
    const code = ((bytes[at + i]! - 0x41) << 4) | (bytes[at + i + 1]! - 0x41)
    name += code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : '.'
  }
  return name.trimEnd()
}

function read2(body: Uint8Array, from: Side, oddities: Oddity[], cut: boolean): Smb2 {
  const pdus: Pdu2[] = []
  let at = 0
  while (at < body.length && pdus.length < MAX_PDUS) {
    const rest = body.subarray(at)
    if (rest.length < HEADER2 || magicAt(rest, 0) !== 0xfe || rest[4] !== HEADER2) {
      oddities.push({ code: 'smb.header', at: NETBIOS_HEADER + at })
      break
    }
    const next = nextOf(rest)
    pdus.push(pdu2(next > 0 ? rest.subarray(0, next) : rest))
    if (next < 0 && !cut) oddities.push({ code: 'smb.next-command', at: NETBIOS_HEADER + at + 20 })
    if (next <= 0) break
    at += next
  }
  return { kind: 'smb2', from, reply: ((pdus[0]?.flags ?? 0) & SERVER_TO_REDIR) !== 0, pdus }
}

/** Where the next part of a compound starts; 0 in the last, -1 when it would start outside. */
function nextOf(rest: Uint8Array): number {
  const reader = new Reader(rest)
  reader.at = 20
  const next = reader.u32le()
  return next === 0 || (next >= HEADER2 && next < rest.length) ? next : -1
}

function pdu2(raw: Uint8Array): Pdu2 {
  const reader = new Reader(raw)
  reader.at = 8
  const status = reader.u32le()
  const command = reader.u16le()
  reader.skip(2)
  const flags = reader.u32le()
  reader.skip(4)
  const low = reader.u32le()
  const high = reader.u32le()
  reader.skip(4)
  const id = high === 0xffff_ffff ? AS_NOTICE : high * 2 ** 32 + low
  return { command, status, flags, id, tree: reader.u32le(), raw }
}

export const isCommand2 = (command: number): boolean => command < COMMANDS2

function read1(body: Uint8Array, from: Side, oddities: Oddity[], cut: boolean): Smb1 {
  const reader = new Reader(body)
  reader.at = 4
  const command = reader.u8()
  const status = reader.u32le()
  const flags = reader.u8()
  const flags2 = reader.u16le()
  reader.skip(12)
  const tree = reader.u16le()
  const process = reader.u16le()
  reader.skip(2)
  const pair = process * 65536 + reader.u16le()
  const reply = (flags & REPLY1) !== 0
  const blocks = blocks1(body, command, oddities, cut)
  return { kind: 'smb1', from, reply, status, flags2, tree, pair, blocks, raw: body }
}

/** The commands of a chain: each names the next one and where it starts, [MS-CIFS] 2.2.3.4. */
function blocks1(body: Uint8Array, first: number, oddities: Oddity[], cut: boolean): Block1[] {
  const blocks: Block1[] = []
  let command = first
  let at = HEADER1
  while (command !== NO_FURTHER && blocks.length < MAX_BLOCKS) {
    const reader = new Reader(body)
    reader.at = Math.min(at, body.length)
    const words = reader.take(2 * reader.u8())
    const count = reader.u16le()
    const dataAt = reader.at
    const data = count > reader.left ? reader.rest() : reader.take(count)
    const short = reader.short || (data.length < count && !cut)
    if (short) oddities.push({ code: 'smb.short', at: NETBIOS_HEADER + Math.min(at, body.length) })
    blocks.push({ command, words, data, dataAt })
    if (short || !AND_X.includes(command) || words.length < 4) break
    const next = words[2]! | (words[3]! << 8)
    // Chains go forward: anything else would go round.
    if (words[0] !== NO_FURTHER && next <= at) break
    command = words[0]!
    at = next
  }
  return blocks
}
