// PPTP: the control connection of an old VPN. RFC 2637 section 2.
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
  readonly result: number
  readonly host: string
  readonly vendor: string
}

const HEADER = 12
const LONGEST = 220
const MAGIC = [0x1a, 0x2b, 0x3c, 0x4d]
const NO_ODDITIES: readonly Oddity[] = []
/** Names and sizes of control messages, 2.1 to 2.15. */
const kinds: Readonly<Record<number, { readonly name: string; readonly size: number }>> = {
  1: { name: 'start control connection', size: 156 },
  2: { name: 'start control connection', size: 156 },
  3: { name: 'stop control connection', size: 16 },
  4: { name: 'stop control connection', size: 16 },
  5: { name: 'echo', size: 16 },
  6: { name: 'echo', size: 20 },
  7: { name: 'outgoing call', size: 168 },
  8: { name: 'outgoing call', size: 32 },
  9: { name: 'incoming call', size: 220 },
  10: { name: 'incoming call', size: 24 },
  11: { name: 'incoming call connected', size: 28 },
  12: { name: 'call clear', size: 16 },
  13: { name: 'call disconnect', size: 148 },
  14: { name: 'WAN error', size: 40 },
  15: { name: 'set link info', size: 24 },
}
const ANSWERS: readonly number[] = [2, 4, 6, 8, 10]
const ASKS: readonly number[] = [1, 3, 5, 7, 9]
/** Where the result stands in an answer. */
const RESULTS: Readonly<Record<number, number>> = { 2: 14, 4: 12, 6: 16, 8: 16, 10: 16 }
const results: readonly string[] = [
  '',
  'success',
  'general error',
  'channel exists or busy',
  'not authorized',
  'protocol not supported',
]

const isMagic = (bytes: Uint8Array): boolean => MAGIC.every((byte, i) => 4 + i >= bytes.length || bytes[4 + i] === byte)

function parse(bytes: Uint8Array, from: Side): Parsed<Message> {
  if (bytes.length < HEADER) return need(HEADER)
  if (!isMagic(bytes)) return malformed('pptp.magic', 4)
  const type = (bytes[8]! << 8) | bytes[9]!
  const size = (bytes[0]! << 8) | bytes[1]!
  if (size < HEADER || size > LONGEST) return malformed('pptp.length', 0)
  if (bytes.length < size) return need(size)
  const fits = kinds[type] === undefined || kinds[type].size === size
  const starts = type <= 2 && size === 156
  const text = (at: number): string => (starts ? narrow(bytes.subarray(at, at + 64), 64) : '')
  const message = {
    from,
    type,
    result: fits ? (bytes[RESULTS[type] ?? size] ?? 0) : 0,
    host: text(28),
    vendor: text(92),
  }
  return { kind: 'message', message, size, oddities: fits ? NO_ODDITIES : [{ code: 'pptp.size', at: 0 }] }
}

function recognize(bytes: Uint8Array, from: Side): number {
  if (bytes.length < HEADER) return isMagic(bytes) && bytes.length < 5 ? 0 : -1
  const type = (bytes[8]! << 8) | bytes[9]!
  const size = (bytes[0]! << 8) | bytes[1]!
  if (!isMagic(bytes) || kinds[type]?.size !== size || bytes[2] !== 0 || bytes[3] !== 1) return -1
  return (type === 1 && from !== 'client') || (type === 2 && from !== 'server') ? -1 : 80
}

function label({ type, result }: Message): Label {
  const asked = ANSWERS.includes(type) ? type - 1 : type
  const named: FunctionRef = { code: `${asked}`, name: kinds[asked]?.name ?? `${asked} unknown` }
  const role = ANSWERS.includes(type) ? 'reply' : ASKS.includes(type) ? 'request' : 'notice'
  return { role, pair: asked, function: named, error: role === 'reply' && result > 1 }
}

const session = (): Session<Message> => ({ interpret })
const ECHO: readonly number[] = [5, 6]

function interpret(request: Message | null, reply: Message | null): Meaning {
  const message = request ?? reply
  if (!message || ECHO.includes(message.type)) return silent
  const refused = reply !== null && label(reply).error
  const operation: Operation = {
    verb: 'connect',
    function: label(message).function!,
    object: '',
    items: [],
    outcome: refused ? 'refused' : request !== null && reply === null ? 'no-reply' : 'ok',
    ...(refused ? { refusal: { code: `${reply.result}`, name: results[reply.result] ?? 'unknown result' } } : {}),
  }
  return { operation, claims: [request, reply].flatMap(side => (side ? claimsOf(side) : [])), repeatable: false }
}

function claimsOf({ from, host, vendor, type }: Message): Claim[] {
  if (type > 2) return []
  const claims: Claim[] = [{ about: from, attribute: 'capability', value: 'PPTP', confidence: 0.95 }]
  if (host !== '') claims.push({ about: from, attribute: 'name', value: host, confidence: 0.6 })
  if (vendor !== '') claims.push({ about: from, attribute: 'software', value: vendor, confidence: 0.6 })
  return claims
}

export const pptp = defineDissector<Message>({
  name: 'pptp',
  title: 'PPTP',
  carriers: { tcp: [1723] },
  recognize,
  parse,
  label,
  session,
  maxMessage: LONGEST,
})
