// Messages of S7comm-plus on one side of a connection: COTP control, keep-alives, TLS records, and S7comm-plus itself.
// Head of a message after the public Wireshark plugin for S7comm-plus.
import { readTpdu, type Tpdu, type TpduType } from '../carriers/cotp.ts'
import { TPKT_SHORTEST } from '../carriers/tpkt.ts'
import { malformed, need, type Oddity, type Parsed } from '../dissector.ts'
import { printable, Reader } from '../reader.ts'
import { isVersion, joinParts, KEEP_ALIVE, LONGEST, PROTOCOL_ID, SHORT_KEEP_ALIVE, startsMessage } from './frames.ts'
import { unsigned64 } from './vlq.ts'

export type Pdu = {
  readonly version: number
  readonly function: number
  readonly sequence: number
  readonly flags: number
  /** From the opcode on, without integrity parts. */
  readonly body: Uint8Array
  readonly parts: number
}
export type Request = Pdu & { readonly kind: 'request'; readonly session: number }
export type Reply = Pdu & { readonly kind: 'reply'; readonly result: bigint }
export type Notification = {
  readonly kind: 'notification'
  readonly version: number
  readonly subscription: number
  readonly body: Uint8Array
}
export type Message =
  | Request
  | Reply
  | Notification
  | { readonly kind: 'transport'; readonly type: TpduType; readonly calling: string; readonly called: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'keep-alive'; readonly text: string }
  | { readonly kind: 'tls'; readonly record: number }
  | { readonly kind: 'opaque'; readonly version: number }

const REQUEST = 0x31
const REPLY = 0x32
const NOTIFICATION = 0x33
const SHORT_REPLY = 0x02
/** Up to the sequence number. */
const LEAST = 9
export const REQUEST_HEAD = 14
export const REPLY_HEAD = 10
const EXTENDED_KEEP_ALIVE = 20
/** Change cipher spec to heartbeat, RFC 8446 section 5.1. */
const TLS_RECORDS: readonly number[] = [20, 21, 22, 23, 24]
const TLS_HEADER = 5

export function parse(bytes: Uint8Array): Parsed<Message> {
  const framed = readTpdu(bytes, LONGEST)
  if (framed.kind !== 'message') return framed
  const { tpdu, size } = framed
  if (tpdu.type !== 'DT') return { kind: 'message', message: transport(tpdu), size, oddities: tpdu.oddities }
  if (tpdu.payload.length === 0) return { kind: 'message', message: { kind: 'empty' }, size, oddities: tpdu.oddities }
  if (isTls(tpdu.payload)) return parseTls(bytes, tpdu, size)
  if (tpdu.payload[0] !== PROTOCOL_ID) return malformed('s7comm-plus.protocol-id', Math.max(0, tpdu.at))
  return parsePlus(bytes, tpdu, size)
}

const transport = ({ type, calling, called }: Tpdu): Message => ({
  kind: 'transport',
  type,
  calling: selector(calling),
  called: selector(called),
})

/** Transport selectors are text, or two bytes with a rack and slot. */
function selector(bytes: Uint8Array | null): string {
  if (!bytes) return ''
  if (bytes.length > 2) return printable(bytes, 32)
  return [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('')
}

export const isTls = (payload: Uint8Array): boolean =>
  payload.length > TLS_HEADER && TLS_RECORDS.includes(payload[0]!) && payload[1] === 3 && payload[2]! <= 4

/** TLS records have their own length and may go on in the next transport messages: all of them are one message. */
function parseTls(bytes: Uint8Array, { payload, oddities }: Tpdu, first: number): Parsed<Message> {
  const message: Message = { kind: 'tls', record: payload[0]! }
  let size = first
  let missing = missingOf(payload)
  while (missing > 0 && size + TPKT_SHORTEST <= LONGEST) {
    const next = readTpdu(bytes.subarray(size), LONGEST - size)
    if (next.kind === 'need') return need(size + next.bytes)
    if (next.kind === 'malformed' || next.tpdu.type !== 'DT') break
    missing -= next.tpdu.payload.length
    size += next.size
  }
  return { kind: 'message', message, size, oddities }
}

/** Bytes that the last record in a payload still lacks. */
function missingOf(payload: Uint8Array): number {
  let at = 0
  while (at + TLS_HEADER <= payload.length) at += TLS_HEADER + ((payload[at + 3]! << 8) | payload[at + 4]!)
  return Math.max(0, at - payload.length)
}

function parsePlus(bytes: Uint8Array, tpdu: Tpdu, size: number): Parsed<Message> {
  const { payload, oddities } = tpdu
  const version = payload[1] ?? 0
  if (version === KEEP_ALIVE || version === SHORT_KEEP_ALIVE) {
    const text = printable(payload.subarray(EXTENDED_KEEP_ALIVE), 32)
    return { kind: 'message', message: { kind: 'keep-alive', text }, size, oddities }
  }
  if (payload.length < 4 || !isVersion(version)) {
    const at = Math.max(0, tpdu.at)
    const code = payload.length < 4 ? 's7comm-plus.short' : 's7comm-plus.version'
    return { kind: 'message', message: { kind: 'opaque', version }, size, oddities: [...oddities, { code, at }] }
  }
  const joined = joinParts(bytes, tpdu, size)
  if ('kind' in joined) return joined
  const { message, fault } = readHead(joined.body, version, joined.parts)
  const at = Math.max(0, tpdu.at)
  const faults: Oddity[] = fault ? [{ code: fault, at }] : []
  const all = [...oddities, ...joined.oddities, ...faults]
  return { kind: 'message', message, size: joined.size, oddities: all, body: joined.body }
}

function readHead(body: Uint8Array, version: number, parts: number): { message: Message; fault: string | null } {
  const reader = new Reader(body)
  const opcode = reader.u8()
  if (opcode === NOTIFICATION) {
    const message = { kind: 'notification', version, subscription: reader.u32(), body } as const
    return { message, fault: reader.short ? 's7comm-plus.short' : null }
  }
  const isExchange = opcode === REQUEST || opcode === REPLY || opcode === SHORT_REPLY
  // A part whose start was not seen may begin with the byte of an opcode.
  if (!isExchange || (body.length >= LEAST && !startsMessage(body))) {
    return { message: { kind: 'opaque', version }, fault: 's7comm-plus.opcode' }
  }
  reader.skip(2)
  const code = reader.u16()
  reader.skip(2)
  const sequence = reader.u16()
  const session = opcode === REQUEST ? reader.u32() : 0
  const pdu = { version, function: code, sequence, flags: reader.u8(), body, parts }
  if (reader.short) return { message: { kind: 'opaque', version }, fault: 's7comm-plus.short' }
  if (opcode === REQUEST) return { message: { kind: 'request', ...pdu, session }, fault: null }
  const result = unsigned64(reader)
  return { message: { kind: 'reply', ...pdu, result }, fault: reader.short ? 's7comm-plus.short' : null }
}
