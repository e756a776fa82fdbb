// What the front of an RDP stream holds: TPKT with X.224 (connect) or T.125 (MCS), fast-path packets ([MS-RDPBCGR] 2.2.9.1.2)
// or, after an upgrade, TLS records (RFC 5246 6.2.1). The first byte tells them apart.
import { TPKT_HEADER, TPKT_SHORTEST, tpktLength } from '../carriers/tpkt.ts'
import { malformed, need, type Oddity, type Parsed } from '../dissector.ts'
import { printable, Reader } from '../reader.ts'
import { readServerCertificate } from './certificate.ts'

export type Message =
  | { readonly kind: 'request'; readonly cookie: string; readonly protocols: number | null }
  | { readonly kind: 'confirm'; readonly selected: number | null; readonly failure: number }
  | { readonly kind: 'initial'; readonly data: Uint8Array }
  | { readonly kind: 'response'; readonly result: number; readonly data: Uint8Array }
  | { readonly kind: 'mcs'; readonly type: number; readonly channel: number; readonly result: number }
  | { readonly kind: 'data'; readonly channel: number; readonly security: number; readonly data: Uint8Array }
  | { readonly kind: 'transport'; readonly code: number }
  | { readonly kind: 'fast-path' }
  | { readonly kind: 'tls'; readonly record: number; readonly subject: string }

const NO_ODDITIES: readonly Oddity[] = []
export const LONGEST = 0x1_0000
const TLS_HEADER = 5
const HANDSHAKE = 22
/** Longer fast-path packets carry pictures. */
const SHORT_FAST_PATH = 8192
export const [CR, CC, DT] = [0xe0, 0xd0, 0xf0]
/** User data of a DT: behind TPKT, length indicator, code and EOT. */
export const DATA_AT = 7
export const CONNECT_INITIAL = 0x65
export const CONNECT_RESPONSE = 0x66
const SEND_DATA: readonly number[] = [25, 26]

/** Change cipher spec to application data, of SSL 3 to TLS 1.3. */
export const isTls = (bytes: Uint8Array): boolean =>
  bytes[0]! >= 20 && bytes[0]! <= 23 && bytes[1] === 3 && bytes[2]! <= 4

export function parse(bytes: Uint8Array): Parsed<Message> {
  if (bytes.length === 0) return need(1)
  const first = bytes[0]!
  if (first === 3) return parseTpkt(bytes)
  if (first >= 20 && first <= 23) {
    if (bytes.length < 3) return need(3)
    if (isTls(bytes)) return parseTls(bytes)
  }
  return (first & 3) === 0 ? parseFastPath(bytes) : malformed('rdp.packet-type', 0)
}

/** Handshakes are read, for the certificate of the server; all else is passed over. */
function parseTls(bytes: Uint8Array): Parsed<Message> {
  if (bytes.length < TLS_HEADER) return need(TLS_HEADER)
  const length = (bytes[3]! << 8) | bytes[4]!
  if (length === 0 || length > 0x4800) return malformed('rdp.tls-length', 3)
  const record = bytes[0]!
  if (record !== HANDSHAKE) {
    return {
      kind: 'message',
      message: { kind: 'tls', record, subject: '' },
      size: TLS_HEADER,
      oddities: NO_ODDITIES,
      skip: length,
    }
  }
  const size = TLS_HEADER + length
  if (bytes.length < size) return need(size)
  const subject = readServerCertificate(bytes.subarray(TLS_HEADER, size))
  return { kind: 'message', message: { kind: 'tls', record, subject }, size, oddities: NO_ODDITIES }
}

/** The length of a fast-path packet, itself counted; 0 while it is cut. */
export function fastPathLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at + 1] ?? 0
  if (at + 2 > bytes.length) return 0
  if (first < 0x80) return first
  return at + 3 > bytes.length ? 0 : ((first & 0x7f) << 8) | bytes[at + 2]!
}

function parseFastPath(bytes: Uint8Array): Parsed<Message> {
  const size = fastPathLength(bytes, 0)
  if (bytes.length < 2) return need(2)
  if (bytes[1]! >= 0x80 && bytes.length < 3) return need(3)
  if (size < 3) return malformed('rdp.fast-path-length', 1)
  const message: Message = { kind: 'fast-path' }
  if (size > SHORT_FAST_PATH) return { kind: 'message', message, size: 3, oddities: NO_ODDITIES, skip: size - 3 }
  if (bytes.length < size) return need(size)
  return { kind: 'message', message, size, oddities: NO_ODDITIES }
}

function parseTpkt(bytes: Uint8Array): Parsed<Message> {
  if (bytes.length < TPKT_HEADER) return need(TPKT_SHORTEST)
  const size = tpktLength(bytes, 0)
  if (size === 0) return malformed('rdp.tpkt-length', 2)
  if (bytes.length < size) return need(size)
  const packet = bytes.subarray(0, size)
  const code = packet[5]! & 0xf0
  const end = TPKT_HEADER + 1 + packet[4]!
  if (end > size) return malformed('rdp.header-length', 4)
  const found = (message: Message, fault = ''): Parsed<Message> => ({
    kind: 'message',
    message,
    size,
    oddities: fault === '' ? NO_ODDITIES : [{ code: fault, at: DATA_AT }],
  })
  if (code === CR) return found(connectRequest(packet.subarray(Math.min(end, 11), end)))
  if (code === CC) return found(connectConfirm(packet.subarray(Math.min(end, 11), end)))
  if (code !== DT || end !== DATA_AT) return found({ kind: 'transport', code })
  const message = readMcs(packet.subarray(DATA_AT))
  return message ? found(message) : found({ kind: 'mcs', type: 0, channel: 0, result: 0 }, 'rdp.mcs')
}

const CARRIAGE_RETURN = 0x0d
/** Type, flags, length and a value of the negotiation structures, 2.2.1.1.1 and 2.2.1.2.1. */
const NEGOTIATION = 8

/** A cookie or routing token up to its line end, then the negotiation request. */
function connectRequest(variable: Uint8Array): Message {
  const lineEnd = variable.indexOf(CARRIAGE_RETURN)
  const isText = variable[0] === 0x43 && lineEnd > 0
  const cookie = isText ? printable(variable.subarray(0, lineEnd), 128) : ''
  const reader = new Reader(variable)
  reader.at = isText ? Math.min(lineEnd + 2, variable.length) : 0
  if (reader.left < NEGOTIATION || reader.u8() !== 1) return { kind: 'request', cookie, protocols: null }
  reader.skip(3)
  return { kind: 'request', cookie, protocols: reader.u32le() }
}

function connectConfirm(variable: Uint8Array): Message {
  const reader = new Reader(variable)
  const type = reader.u8()
  reader.skip(3)
  const value = reader.u32le()
  if (reader.short || (type !== 2 && type !== 3)) return { kind: 'confirm', selected: null, failure: 0 }
  return type === 2
    ? { kind: 'confirm', selected: value, failure: 0 }
    : { kind: 'confirm', selected: null, failure: value }
}

/** T.125: connect in basic encoding, all else in packed encoding. Null when it is cut. */
function readMcs(data: Uint8Array): Message | null {
  if (data[0] === 0x7f) return data[1] === CONNECT_INITIAL ? { kind: 'initial', data } : readResponse(data)
  const type = (data[0] ?? 0) >> 2
  if (data.length < 1) return null
  if (SEND_DATA.includes(type)) return readData(data)
  const reader = new Reader(data)
  reader.skip(1)
  const answers = type === 11 || type === 15
  const result = answers ? reader.u8() >> 4 : 0
  // Initiator; then, of a confirm, the channel that was asked for.
  if (type !== 11 && type !== 14 && type !== 15) return { kind: 'mcs', type, channel: 0, result }
  reader.skip(2)
  const channel = type === 11 ? 0 : reader.u16()
  return reader.short && result === 0 && type !== 11 ? null : { kind: 'mcs', type, channel, result }
}

function readResponse(data: Uint8Array): Message | null {
  if (data[1] !== CONNECT_RESPONSE) return null
  const reader = new Reader(data)
  reader.at = 2
  // Length of one, two or three bytes, then the result, an ENUMERATED of one byte.
  const first = reader.u8()
  if (first > 0x80) reader.skip(first & 0x7f)
  reader.skip(2)
  const result = reader.u8()
  return reader.short ? null : { kind: 'response', result, data }
}

/** Share control header: its own length, version and a type, 2.2.8.1.1.1.1. */
const isShare = (data: Uint8Array): boolean =>
  data.length >= 6 && (data[0]! | (data[1]! << 8)) === data.length && (data[2]! & 0xf0) === 0x10 && data[3] === 0

/** Initiator, channel, priority, packed length; then a security header unless the data are shared control. */
function readData(packet: Uint8Array): Message | null {
  const reader = new Reader(packet)
  reader.skip(3)
  const channel = reader.u16()
  reader.skip(1)
  const first = reader.u8()
  if (first >= 0x80) reader.skip(1)
  const data = reader.rest()
  if (reader.short) return null
  const security = isShare(data) || data.length < 4 ? 0 : data[0]! | (data[1]! << 8)
  return { kind: 'data', channel, security, data }
}
