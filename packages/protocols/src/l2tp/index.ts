// L2TP: tunnels for PPP. RFC 2661: control messages are read, data are not.
import type { Claim, FunctionRef, Operation, Side } from '@nautilus/model'
import { narrow } from '../carriers/unicode.ts'
import {
  defineDissector,
  type Label,
  type Meaning,
  malformed,
  need,
  type Oddity,
  type Parsed,
  type Session,
  silent,
} from '../dissector.ts'

type Message = {
  readonly from: Side
  readonly type: number
  readonly host: string
  readonly vendor: string
  readonly data: boolean
}

const LONGEST = 0xffff
const HEADER = 12
const NO_ODDITIES: readonly Oddity[] = []
/** Flags of a control message, 3.1: type, length, sequence; version 2. */
const CONTROL = 0xc802
const MAX_AVPS = 32
const [MESSAGE_TYPE, HOST, VENDOR] = [0, 7, 8]

const ref = (code: string, name: string): FunctionRef => ({ code, name })
/** 3.2 and 6. */
const names: Readonly<Record<number, string>> = {
  0: 'acknowledgement',
  1: 'start control connection request',
  2: 'start control connection reply',
  3: 'start control connection connected',
  4: 'stop control connection',
  6: 'hello',
  7: 'outgoing call request',
  8: 'outgoing call reply',
  9: 'outgoing call connected',
  10: 'incoming call request',
  11: 'incoming call reply',
  12: 'incoming call connected',
  14: 'call disconnect',
  15: 'WAN error',
  16: 'set link info',
}
const DATA = ref('data', 'data')

function parse(bytes: Uint8Array, from: Side): Parsed<Message> {
  if (bytes.length < 6) return need(6)
  const flags = (bytes[0]! << 8) | bytes[1]!
  if ((flags & 0x0f) !== 2) return malformed('l2tp.version', 1)
  const whole = { size: bytes.length, oddities: NO_ODDITIES }
  if ((flags & 0x8000) === 0) {
    return { kind: 'message', message: { from, type: 0, host: '', vendor: '', data: true }, ...whole }
  }
  const length = (bytes[2]! << 8) | bytes[3]!
  if (flags !== CONTROL || length < HEADER || length > bytes.length) return malformed('l2tp.control', 0)
  const found = avps(bytes.subarray(HEADER, length))
  const oddities = found.whole ? NO_ODDITIES : [{ code: 'l2tp.avp', at: HEADER }]
  return { kind: 'message', message: { from, data: false, ...found.told }, size: bytes.length, oddities }
}

/** Attributes, 4.1: flags and length, vendor, type, value. Those of other vendors and hidden ones are passed over. */
function avps(bytes: Uint8Array): { told: { type: number; host: string; vendor: string }; whole: boolean } {
  const told = { type: 0, host: '', vendor: '' }
  let at = 0
  for (let i = 0; i < MAX_AVPS && at + 6 <= bytes.length; i++) {
    const length = ((bytes[at]! & 3) << 8) | bytes[at + 1]!
    if (length < 6 || at + length > bytes.length) return { told, whole: false }
    const plain = (bytes[at]! & 0x40) === 0 && bytes[at + 2] === 0 && bytes[at + 3] === 0
    const type = (bytes[at + 4]! << 8) | bytes[at + 5]!
    const value = bytes.subarray(at + 6, at + length)
    if (plain && type === MESSAGE_TYPE && value.length === 2) told.type = (value[0]! << 8) | value[1]!
    if (plain && type === HOST) told.host = narrow(value, 64)
    if (plain && type === VENDOR) told.vendor = narrow(value, 64)
    at += length
  }
  return { told, whole: at >= bytes.length }
}

/** Flags, length, and the message type that comes first: mandatory, eight bytes, no vendor. */
function recognize(bytes: Uint8Array, _from: Side): number {
  if (bytes.length < HEADER || ((bytes[0]! << 8) | bytes[1]!) !== CONTROL) return -1
  const length = (bytes[2]! << 8) | bytes[3]!
  if (length === HEADER) return bytes.length === HEADER ? 28 : -1
  if (length < HEADER + 8 || length < bytes.length) return -1
  const first = [0x80, 8, 0, 0, 0, 0, 0]
  return first.every((byte, i) => bytes[HEADER + i] === byte) && bytes[HEADER + 7]! in names ? 64 : -1
}

/** What answers what: replies are numbered one or two behind their request. */
const REQUESTS: Readonly<Record<number, number>> = { 1: 1, 7: 7, 10: 10 }
const REPLIES: Readonly<Record<number, number>> = { 2: 1, 8: 7, 11: 10 }

function label({ type, data }: Message): Label {
  if (data) return { role: 'notice', pair: 0, function: DATA, error: false }
  const asked = REQUESTS[type] ?? REPLIES[type]
  const named = ref(`${asked ?? type}`, names[asked ?? type] ?? `${type} unknown`)
  const role = REQUESTS[type] !== undefined ? 'request' : asked === undefined ? 'notice' : 'reply'
  return { role, pair: asked ?? 0, function: named, error: false }
}

const session = (): Session<Message> => ({ interpret })

const QUIET: readonly number[] = [0, 6]

function interpret(request: Message | null, reply: Message | null): Meaning {
  const message = request ?? reply
  if (!message || message.data || QUIET.includes(message.type)) return silent
  const operation: Operation = {
    verb: 'connect',
    function: label(message).function!,
    object: '',
    items: [],
    outcome: request !== null && reply === null ? 'no-reply' : 'ok',
  }
  const claims = [request, reply].flatMap(side => (side ? claimsOf(side) : []))
  return { operation, claims, repeatable: false }
}

function claimsOf({ from, host, vendor }: Message): Claim[] {
  const claims: Claim[] = [{ about: from, attribute: 'capability', value: 'L2TP', confidence: 0.9 }]
  if (host !== '') claims.push({ about: from, attribute: 'name', value: host, confidence: 0.7 })
  if (vendor !== '') claims.push({ about: from, attribute: 'software', value: vendor, confidence: 0.6 })
  return claims
}

export const l2tp = defineDissector<Message>({
  name: 'l2tp',
  title: 'L2TP',
  carriers: { udp: [1701] },
  recognize,
  parse,
  label,
  session,
  maxMessage: LONGEST,
})
