// RDP, the Remote Desktop Protocol of Windows: [MS-RDPBCGR]. Its transport is that of S7comm and MMS; only what RDP alone
// says in it is taken for RDP. After an upgrade to TLS nothing more can be read.
import type { FunctionRef, Side } from '@nautilus/model'
import { TPKT_SHORTEST, tpktLength } from '../carriers/tpkt.ts'
import { defineDissector, type Label } from '../dissector.ts'
import { openSession } from './meaning.ts'
import {
  CC,
  CONNECT_INITIAL,
  CONNECT_RESPONSE,
  CR,
  DATA_AT,
  DT,
  fastPathLength,
  LONGEST,
  type Message,
  parse,
} from './message.ts'
import {
  CLIENT_INFO,
  CONNECT,
  FAST_PATH,
  LICENCE,
  MCS_CONNECT,
  mcs,
  OTHER_TPDU,
  SECURITY_EXCHANGE,
  TLS,
} from './names.ts'

const never = -1
/** TPKT version and reserved byte, length indicator and code of the TPDU: what MMS and S7comm give too. */
const SHARED = 12

function recognize(bytes: Uint8Array, from: Side): number {
  if (bytes.length === 0) return 0
  if ((bytes[0]! & 3) === 0) return bytes[0] === 0 ? never : fastPath(bytes)
  if (bytes[0] !== 3 || (bytes[1] ?? 0) !== 0) return never
  if (bytes.length < TPKT_SHORTEST) return 0
  const length = tpktLength(bytes, 0)
  const end = 5 + bytes[4]!
  return length === 0 || end > length ? never : transport(bytes, length, end, from)
}

function transport(bytes: Uint8Array, length: number, end: number, from: Side): number {
  const code = bytes[5]! & 0xf0
  if (code === DT) return end === DATA_AT && bytes[6] === 0x80 ? evidence(bytes, length, from) : never
  if (end !== length) return never
  const variable = bytes.subarray(11, end)
  if (code === CR) return from === 'client' ? request(variable) : never
  return code === CC && from === 'server' ? confirm(variable) : never
}

/** Packets of which each says its length, up to the end of the payload: two bits of the first byte, seven of a length. */
function fastPath(bytes: Uint8Array): number {
  let at = 0
  while (at < bytes.length) {
    const length = fastPathLength(bytes, at)
    if ((bytes[at]! & 3) !== 0 || length < 3) return never
    at += length
  }
  return at === bytes.length ? 9 : never
}

const COOKIE = [0x43, 0x6f, 0x6f, 0x6b, 0x69, 0x65, 0x3a, 0x20, 0x6d, 0x73, 0x74, 0x73] // Cookie: msts

/** A cookie, or a negotiation request; old clients send neither. */
function request(variable: Uint8Array): number {
  if (variable.length === 0) return SHARED
  const whole = variable.length >= COOKIE.length
  if (whole && COOKIE.every((byte, i) => variable[i] === byte)) return 64
  return negotiates(variable, 1, 1) ? SHARED + 48 : never
}

/** Type, flags, a length of 8 and a value whose upper three bytes are 0. */
const negotiates = (variable: Uint8Array, least: number, most: number): boolean =>
  variable.length >= 8 &&
  variable[0]! >= least &&
  variable[0]! <= most &&
  variable[2] === 8 &&
  (variable[3]! | variable[5]! | variable[6]! | variable[7]!) === 0

const confirm = (variable: Uint8Array): number =>
  variable.length === 0 ? SHARED : variable.length === 8 && negotiates(variable, 2, 3) ? SHARED + 44 : never

/** T.125: connect; or a short message of one length; or data. */
function evidence(bytes: Uint8Array, length: number, from: Side): number {
  const first = bytes[DATA_AT]
  if (first === undefined) return 0
  if (first === 0x7f) return connectBits(bytes[DATA_AT + 1], from)
  const short = shortMessages[first >> 2]
  if (short) return short.from === from && length === DATA_AT + short.size ? SHARED + 12 : never
  return first === (from === 'client' ? SEND_REQUEST : SEND_INDICATION) ? dataBits(bytes, length) : never
}

function connectBits(tag: number | undefined, from: Side): number {
  if (tag === undefined) return 0
  return tag === (from === 'client' ? CONNECT_INITIAL : CONNECT_RESPONSE) ? SHARED + 28 : never
}

const [SEND_REQUEST, SEND_INDICATION] = [0x64, 0x68]

/** The length of data agrees with that of the packet. */
function dataBits(bytes: Uint8Array, length: number): number {
  const at = DATA_AT + 6
  if (bytes.length < at + 2) return 0
  const wide = bytes[at]! >= 0x80
  const inside = wide ? ((bytes[at]! & 0x7f) << 8) | bytes[at + 1]! : bytes[at]!
  return bytes[at - 1] === 0x70 && at + (wide ? 2 : 1) + inside === length ? SHARED + 32 : never
}

const shortMessages: Readonly<Record<number, { from: Side; size: number }>> = {
  1: { from: 'client', size: 5 },
  10: { from: 'client', size: 1 },
  11: { from: 'server', size: 4 },
  14: { from: 'client', size: 5 },
  15: { from: 'server', size: 8 },
}

const notice = (ref: FunctionRef): Label => ({ role: 'notice', pair: 0, function: ref, error: false })
/** Numbers to pair by, besides the channels that are joined. */
const [PAIR_CONNECT, PAIR_MCS, PAIR_ATTACH] = [-1, -2, -3]

function label(message: Message): Label {
  switch (message.kind) {
    case 'request':
      return { role: 'request', pair: PAIR_CONNECT, function: CONNECT, error: false }
    case 'confirm':
      return { role: 'reply', pair: PAIR_CONNECT, function: CONNECT, error: message.failure !== 0 }
    case 'initial':
      return { role: 'request', pair: PAIR_MCS, function: MCS_CONNECT, error: false }
    case 'response':
      return { role: 'reply', pair: PAIR_MCS, function: MCS_CONNECT, error: message.result !== 0 }
    case 'mcs':
      return labelMcs(message.type, message.channel, message.result)
    case 'data':
      return notice(dataRef(message.security))
    case 'transport':
      return notice(OTHER_TPDU)
    default:
      return notice(message.kind === 'tls' ? TLS : FAST_PATH)
  }
}

function labelMcs(type: number, channel: number, result: number): Label {
  const ref = mcs[type] ?? { code: `mcs:${type}`, name: `${type} unknown` }
  const pair = type === 14 || type === 15 ? channel : PAIR_ATTACH
  if (type === 10 || type === 14) return { role: 'request', pair, function: ref, error: false }
  if (type === 11 || type === 15) return { role: 'reply', pair, function: ref, error: result !== 0 }
  return notice(ref)
}

const DATA: FunctionRef = { code: 'data', name: 'channel data' }

/** Which of the first messages it is; encrypted data look like any. */
export function dataRef(security: number): FunctionRef {
  if (security === 0x0001 || security === 0x0201) return SECURITY_EXCHANGE
  if ((security & 0xf6ff & ~0x0a08) === 0x0040) return CLIENT_INFO
  return (security & ~0x0a08) === 0x0080 ? LICENCE : DATA
}

export const rdp = defineDissector<Message>({
  name: 'rdp',
  title: 'RDP',
  carriers: { tcp: [3389] },
  recognize,
  parse,
  label,
  session: openSession,
  maxMessage: LONGEST,
})
