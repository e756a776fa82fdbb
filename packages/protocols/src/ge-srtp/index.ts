// GE SRTP, service request transport protocol of GE Fanuc and Emerson PACSystems controllers. There is no public
// specification; layout as published by G. Denton et al., DFRWS 2017, and by the Tenable notes on port 18245.
import type { Side } from '@nautilus/model'
import { defineDissector, type Label, malformed, need, type Oddity, type Parsed } from '../dissector.ts'
import { session } from './meaning.ts'
import type { Srtp } from './message.ts'
import { functionOf, isService } from './services.ts'

export const HEADER = 56
const MAX_TEXT = 16_384
const OPEN = 0x00
const OPENED = 0x01
const REQUEST = 0x02
const REPLY = 0x03
/** Kinds of messages at byte 31. */
const SHORT = 0xc0
const LONG = 0x80
const KINDS: ReadonlySet<number> = new Set([SHORT, LONG, 0xc4, 0x84, 0xd4, 0x94, 0xd1, 0x91, 0xc1])
const REFUSED: ReadonlySet<number> = new Set([0xd1, 0x91])
const SERVICE_AT = 42
const LONG_SERVICE_AT = 50
const never = -1
const headerBits = 16 + 16 + 44 // type and a zero, zeros behind the length, one message of one packet
const sound: readonly Oddity[] = []

const word = (bytes: Uint8Array, at: number): number => bytes[at]! | (bytes[at + 1]! << 8)
const zeros = (bytes: Uint8Array, at: number, end: number): boolean => {
  for (let k = at; k < end; k++) if (bytes[k] !== 0) return false
  return true
}

const typeOf = (from: Side): number => (from === 'client' ? REQUEST : REPLY)

function recognize(bytes: Uint8Array, from: Side): number {
  const [type] = bytes
  const opens = from === 'client' ? OPEN : OPENED
  if (type !== typeOf(from) && type !== opens) return never
  if (bytes.length < HEADER) return bytes.length < 2 || bytes[1] === 0 ? 0 : never
  if (type === opens) return isOpening(bytes, type) ? 7 : never
  if (!isMessage(bytes)) return never
  const text = word(bytes, 4)
  const service = from === 'client' ? bytes[serviceAt(bytes)]! : -1
  if (service >= 0 && !isService(service)) return never
  return headerBits + (bytes.length === HEADER + text ? 8 : 0)
}

/** Opening is a header of zeros, and is answered by one with little in it. */
const isOpening = (bytes: Uint8Array, type: number): boolean =>
  zeros(bytes, 1, 8) && zeros(bytes, 16, type === OPEN ? HEADER : 40)

const isMessage = (bytes: Uint8Array): boolean =>
  bytes[1] === 0 &&
  word(bytes, 4) <= MAX_TEXT &&
  zeros(bytes, 6, 9) &&
  zeros(bytes, 10, 17) &&
  KINDS.has(bytes[31]!) &&
  bytes[40]! <= bytes[41]! &&
  bytes[41]! > 0

const serviceAt = (bytes: Uint8Array): number => (bytes[31] === LONG ? LONG_SERVICE_AT : SERVICE_AT)

function parse(bytes: Uint8Array, from: Side): Parsed<Srtp> {
  if (bytes.length < HEADER) return need(HEADER)
  const type = bytes[0]!
  if (type > REPLY) return malformed('ge-srtp.type', 0)
  if (type <= OPENED) {
    if (!isOpening(bytes, type)) return malformed('ge-srtp.opening', 1)
    return { kind: 'message', message: opening(bytes, from), size: HEADER, oddities: sound }
  }
  if (!isMessage(bytes)) return malformed('ge-srtp.header', 1)
  const size = HEADER + word(bytes, 4)
  if (bytes.length < size) return need(size)
  const message = read(bytes.subarray(0, size), from)
  const strange = message.kind === 'request' && !isService(message.service)
  const oddities = strange ? [{ code: 'ge-srtp.service', at: serviceAt(bytes) }] : sound
  return { kind: 'message', message, size, oddities }
}

const opening = (bytes: Uint8Array, from: Side): Srtp => ({
  kind: from === 'client' ? 'open' : 'opened',
  bytes: bytes.subarray(0, HEADER),
  number: 0,
  service: -1,
  serviceAt: -1,
  refused: false,
})

function read(bytes: Uint8Array, from: Side): Srtp {
  const request = bytes[0] === REQUEST && from === 'client'
  const at = request ? serviceAt(bytes) : -1
  return {
    kind: request ? 'request' : 'reply',
    bytes,
    number: word(bytes, 2),
    service: request ? bytes[at]! : -1,
    serviceAt: at,
    refused: !request && REFUSED.has(bytes[31]!),
  }
}

const open = { code: 'open', name: 'open' }
const OPEN_PAIR = 65_536

function label({ kind, number, service, refused }: Srtp): Label {
  if (kind === 'open' || kind === 'opened') {
    return { role: kind === 'open' ? 'request' : 'reply', pair: OPEN_PAIR, function: open, error: false }
  }
  // A reply does not say which service it answers.
  if (kind === 'reply') return { role: 'reply', pair: number, function: null, error: refused }
  return { role: 'request', pair: number, function: functionOf(service), error: false }
}

export const geSrtp = defineDissector<Srtp>({
  name: 'ge-srtp',
  title: 'GE SRTP',
  carriers: { tcp: [18245] },
  recognize,
  parse,
  label,
  session,
  maxMessage: HEADER + MAX_TEXT,
  omits: ['values of writes that have no text', 'contents of programs and fault tables'],
})
