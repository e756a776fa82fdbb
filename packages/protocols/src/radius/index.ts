// RADIUS: RFC 2865 (access), 2866 (accounting), 5176 (changes and disconnects), 5997 (status).
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
import { Reader } from '../reader.ts'

type Attribute = { readonly type: number; readonly value: Uint8Array }
type Message = { readonly code: number; readonly id: number; readonly attributes: readonly Attribute[] }

const HEADER = 20
const LONGEST = 4096 // RFC 2865, 3
const MAX_ATTRIBUTES = 256
const NO_ODDITIES: readonly Oddity[] = []

const ref = (code: string, name: string): FunctionRef => ({ code, name })
const [access, accounting, status, disconnect, change] = [
  ref('1', 'access'),
  ref('4', 'accounting'),
  ref('12', 'status'),
  ref('40', 'disconnect'),
  ref('43', 'change of authorization'),
]
/** By code: the function it belongs to, whether it asks, and what it says. */
const codes: Readonly<Record<number, { ref: FunctionRef; asks: boolean; name: string }>> = {
  1: { ref: access, asks: true, name: 'Access-Request' },
  2: { ref: access, asks: false, name: 'Access-Accept' },
  3: { ref: access, asks: false, name: 'Access-Reject' },
  4: { ref: accounting, asks: true, name: 'Accounting-Request' },
  5: { ref: accounting, asks: false, name: 'Accounting-Response' },
  11: { ref: access, asks: false, name: 'Access-Challenge' },
  12: { ref: status, asks: true, name: 'Status-Server' },
  40: { ref: disconnect, asks: true, name: 'Disconnect-Request' },
  41: { ref: disconnect, asks: false, name: 'Disconnect-ACK' },
  42: { ref: disconnect, asks: false, name: 'Disconnect-NAK' },
  43: { ref: change, asks: true, name: 'CoA-Request' },
  44: { ref: change, asks: false, name: 'CoA-ACK' },
  45: { ref: change, asks: false, name: 'CoA-NAK' },
}
const REFUSALS: readonly number[] = [3, 42, 45]
const CHALLENGE = 11

function parse(bytes: Uint8Array): Parsed<Message> {
  if (bytes.length < HEADER) return need(HEADER)
  const code = bytes[0]!
  const size = (bytes[2]! << 8) | bytes[3]!
  if (!codes[code]) return malformed('radius.code', 0)
  if (size < HEADER || size > LONGEST) return malformed('radius.length', 2)
  if (bytes.length < size) return need(size)
  const attributes: Attribute[] = []
  let at = HEADER
  while (at + 2 <= size && attributes.length < MAX_ATTRIBUTES) {
    const length = bytes[at + 1]!
    if (length < 2 || at + length > size) break
    attributes.push({ type: bytes[at]!, value: bytes.subarray(at + 2, at + length) })
    at += length
  }
  const oddities = at === size ? NO_ODDITIES : [{ code: 'radius.attribute', at }]
  return { kind: 'message', message: { code, id: bytes[1]!, attributes }, size, oddities }
}

/** The length is that of the datagram, and attributes fill it to its end. Of a long one only the front may be shown. */
function recognize(bytes: Uint8Array, from: Side): number {
  const kind = codes[bytes[0] ?? 1]
  const length = ((bytes[2] ?? 0) << 8) | (bytes[3] ?? 0)
  if (!kind || bytes.length < HEADER || length < bytes.length || length > LONGEST) return -1
  if (kind.asks !== (from === 'client')) return -1
  const end = walk(bytes)
  const exact = length === bytes.length
  if (end < 0 || (exact ? end !== bytes.length : end < bytes.length)) return -1
  return (exact ? 20 : 8) + Math.min(28, bytes.length >> 1)
}

/** Where the last attribute that starts here ends; -1 at one that cannot be. */
function walk(bytes: Uint8Array): number {
  let at = HEADER
  while (at + 2 <= bytes.length) {
    if (bytes[at + 1]! < 2 || bytes[at] === 0) return -1
    at += bytes[at + 1]!
  }
  return at
}

function label({ code, id }: Message): Label {
  const { ref: named, asks } = codes[code]!
  return { role: asks ? 'request' : 'reply', pair: id, function: named, error: REFUSALS.includes(code) }
}

const attribute = (message: Message | null, type: number): Uint8Array | null =>
  message?.attributes.find(found => found.type === type)?.value ?? null
const text = (message: Message | null, type: number): string =>
  narrow(attribute(message, type) ?? new Uint8Array(), 128)
const number = (message: Message | null, type: number): number | null => {
  const value = attribute(message, type)
  return value?.length === 4 ? new Reader(value).u32() : null
}
const address = (message: Message | null, type: number): string => {
  const value = attribute(message, type)
  return value?.length === 4 ? value.join('.') : ''
}

/** Attributes of text that are told as facts, RFC 2865 5, 2866 5, 2869 5. */
const TEXTS: readonly (readonly [number, string])[] = [
  [30, 'called station'],
  [31, 'calling station'],
  [32, 'access server'],
  [44, 'session'],
  [77, 'connect info'],
  [87, 'port'],
]
const accountings: Readonly<Record<number, string>> = {
  1: 'start',
  2: 'stop',
  3: 'interim update',
  7: 'accounting on',
  8: 'accounting off',
}
const causes: readonly string[] = [
  '',
  'user request',
  'lost carrier',
  'lost service',
  'idle timeout',
  'session timeout',
  'admin reset',
  'admin reboot',
]
const [USER, PASSWORD, NAS_ADDRESS, FRAMED_ADDRESS, REPLY, NAS, STATUS, CAUSE, EAP] = [1, 2, 4, 8, 18, 32, 40, 49, 79]

type Detail = Record<string, string | number>

function details(request: Message | null, reply: Message | null): Detail {
  const detail: Detail = {}
  for (const [type, name] of TEXTS) tell(detail, name, text(request, type))
  const counted = number(request, STATUS)
  if (counted !== null) detail.accounting = accountings[counted] ?? counted
  const cause = number(request, CAUSE)
  if (cause !== null) detail.cause = causes[cause] || cause
  if (request?.code === 1) detail.method = methodOf(request)
  tell(detail, 'address', address(reply, FRAMED_ADDRESS) || address(request, FRAMED_ADDRESS))
  tell(detail, 'text', text(reply, REPLY))
  if (reply?.code === CHALLENGE) detail.step = 'challenge'
  return detail
}

function tell(detail: Detail, name: string, value: string): void {
  if (value !== '') detail[name] = value
}

const methodOf = (request: Message): string =>
  attribute(request, EAP) ? 'EAP' : attribute(request, PASSWORD) ? 'password' : 'other'

/** Who asks is the access server: a switch, an access point, a VPN gateway. The user is at another place. */
function claims(request: Message | null, reply: Message | null): Claim[] {
  const found: Claim[] = []
  if (request && request.code < 40) {
    const [name, own] = [text(request, NAS), address(request, NAS_ADDRESS)]
    if (name !== '') found.push({ about: 'client', attribute: 'name', value: name, confidence: 0.7 })
    if (own !== '' && own !== '0.0.0.0')
      found.push({ about: 'client', attribute: 'address', value: own, confidence: 0.7 })
    found.push({ about: 'client', attribute: 'capability', value: 'RADIUS access server', confidence: 0.9 })
  }
  if (reply && reply.code < 40)
    found.push({ about: 'server', attribute: 'capability', value: 'RADIUS server', confidence: 0.95 })
  return found
}

const session = (): Session<Message> => ({ interpret })

function interpret(request: Message | null, reply: Message | null): Meaning {
  const message = request ?? reply
  if (!message) return silent
  const named = codes[message.code]!.ref
  const refused = reply !== null && REFUSALS.includes(reply.code)
  const detail = details(request, reply)
  const operation: Operation = {
    verb:
      named === access ? 'authenticate' : named === accounting ? 'report' : named === status ? 'connect' : 'configure',
    function: named,
    object: text(request, USER),
    items: [],
    outcome: reply === null ? 'no-reply' : refused ? 'refused' : 'ok',
    ...(refused ? { refusal: ref(`${reply.code}`, codes[reply.code]!.name) } : {}),
    ...(Object.keys(detail).length > 0 ? { detail } : {}),
  }
  return { operation, claims: claims(request, reply), repeatable: false }
}

export const radius = defineDissector<Message>({
  name: 'radius',
  title: 'RADIUS',
  carriers: { udp: [1812, 1813, 1645, 1646, 3799] },
  recognize,
  parse,
  label,
  session,
  maxMessage: LONGEST,
})
