// BACnet/IP. ASHRAE 135-2020, annex J: virtual link control, then what every BACnet link carries.
import type { Operation, Side } from '@nautilus/model'
import { interpret } from '../carriers/bacnet/meaning.ts'
import { labelOf, type Message, readMessage, Segments } from '../carriers/bacnet/message.ts'
import { defineDissector, type Label, type Meaning, malformed, need, type Parsed, type Session } from '../dissector.ts'
import { BVLC, bvlcName, FORWARDED, HEADER, leastLength, npduAt, RESULT, resultName } from './bvlc.ts'

/** A function of the virtual link: what a station or a broadcast manager asks of another. */
type Control = {
  readonly kind: 'control'
  readonly code: number
  readonly from: Side
  /** Result code, time to live or number of entries. */
  readonly value: number
}
type Carried = Message & {
  readonly kind: 'carried'
  readonly code: number
  /** `address:port` of the first sender of a forwarded message. */
  readonly origin: string | null
}
export type BacnetIp = Control | Carried

const MAX = 1497 + 10 // J.1: the longest NPDU, behind the longest header
const PORT = 47_808
const LINK_PAIR = 256 // above every invoke ID
const FAULTS = { cut: 'bacnet.parameters', nesting: 'bacnet.nesting' }
/** Functions that are answered. */
const ASKING = [0x01, 0x02, 0x05, 0x06, 0x08]

function parse(bytes: Uint8Array, from: Side): Parsed<BacnetIp> {
  if (bytes.length < HEADER) return need(HEADER)
  if (bytes[0] !== BVLC) return malformed('bacnet.bvlc-type', 0)
  const code = bytes[1]!
  if (bytes.length < (leastLength[code] ?? HEADER) || bytes.length > MAX) return malformed('bacnet.size', 2)
  // The datagram is the message. Tools of attackers write what they like into its length.
  const oddities = word(bytes, 2) === bytes.length ? [] : [{ code: 'bacnet.length', at: 2 }]
  const size = bytes.length
  const at = npduAt(code)
  if (at === 0) {
    return { kind: 'message', message: { kind: 'control', code, from, value: numberOf(bytes, code) }, size, oddities }
  }
  const read = readMessage(bytes, at, from, FAULTS)
  if (read.kind === 'malformed') return malformed(read.what === 'npdu' ? 'bacnet.npdu' : 'bacnet.apdu', read.at)
  const origin = code === FORWARDED ? originOf(bytes) : null
  const message = { ...read.message, kind: 'carried' as const, code, origin }
  return { kind: 'message', message, size, oddities: [...oddities, ...read.oddities] }
}

const word = (bytes: Uint8Array, at: number): number => (bytes[at]! << 8) | bytes[at + 1]!

/** Entries of the tables have ten bytes each (J.2.2, J.2.8). */
function numberOf(bytes: Uint8Array, code: number): number {
  if (code === RESULT || code === 0x05) return word(bytes, HEADER)
  return code === 0x0c ? 0 : Math.floor((bytes.length - HEADER) / 10)
}

const originOf = (bytes: Uint8Array): string =>
  `${bytes.subarray(HEADER, HEADER + 4).join('.')}:${word(bytes, HEADER + 4)}`

function recognize(bytes: Uint8Array, from: Side): number {
  if (bytes.length < HEADER) return 0
  const parsed = parse(bytes, from)
  if (parsed.kind !== 'message' || leastLength[bytes[1]!] === undefined) return -1
  // Type and function; then version and reserved bits of the network layer, and the kind of APDU.
  const shown = parsed.message.kind === 'control' ? 12 : 28
  if (word(bytes, 2) === bytes.length) return shown + 16
  // A wrong length takes all its bits away; what carries nothing then proves nothing.
  return parsed.message.kind === 'control' ? -1 : shown
}

function label(message: BacnetIp): Label {
  if (message.kind === 'carried') return labelOf(message)
  const { code, value } = message
  const named = { code: `bvlc:${code.toString(16).padStart(2, '0')}`, name: bvlcName(code) }
  if (ASKING.includes(code)) return { role: 'request', pair: LINK_PAIR, function: named, error: false }
  // What answers does not name the function that it answers.
  if (code === RESULT) return { role: 'reply', pair: LINK_PAIR, function: null, error: value !== 0 }
  if (code === 0x03 || code === 0x07) return { role: 'reply', pair: LINK_PAIR, function: null, error: false }
  return { role: 'notice', pair: -1, function: named, error: false }
}

class IpSession implements Session<BacnetIp> {
  readonly #segments = new Segments()

  join(message: BacnetIp) {
    if (message.kind === 'control') return { message }
    const joined = this.#segments.join(message)
    if (!joined || joined.message === message) return joined && { message }
    return { ...joined, message: { ...message, ...joined.message } }
  }

  interpret(request: BacnetIp | null, reply: BacnetIp | null): Meaning {
    const first = request ?? reply
    if (first?.kind !== 'carried') return { operation: linkOperation(request, reply), claims: [], repeatable: false }
    const answer = reply?.kind === 'carried' ? reply : null
    const meaning = interpret(request?.kind === 'carried' ? request : null, answer, 'client')
    if (!first.origin || !meaning.operation) return meaning
    // Claims would be about the broadcast manager that forwards, not about the device that spoke.
    const detail = { ...meaning.operation.detail, origin: first.origin }
    return { operation: { ...meaning.operation, detail }, claims: [], repeatable: meaning.repeatable }
  }
}

function linkOperation(request: BacnetIp | null, reply: BacnetIp | null): Operation | null {
  if (request?.kind !== 'control') return null
  const { code, value } = request
  const refused = reply?.kind === 'control' && reply.code === RESULT && reply.value !== 0
  const verb = code === 0x05 ? 'connect' : code === 0x01 || code === 0x08 ? 'configure' : 'diagnose'
  return {
    verb,
    function: label(request).function!,
    object: '',
    items: [],
    outcome: !reply ? 'no-reply' : refused ? 'refused' : 'ok',
    ...(refused ? { refusal: { code: String(reply.value), name: resultName(reply.value) } } : {}),
    detail:
      code === 0x05
        ? { seconds: value }
        : { entries: reply?.kind === 'control' && verb === 'diagnose' ? reply.value : value },
  }
}

export const bacnet = defineDissector<BacnetIp>({
  name: 'bacnet',
  title: 'BACnet/IP',
  carriers: { udp: [PORT] },
  equals: true,
  recognize,
  parse,
  label,
  session: () => new IpSession(),
  omits: ['BACnet/SC and secure BVLL, which are encrypted', 'contents of private transfers, schedules and log records'],
  maxMessage: MAX,
})
