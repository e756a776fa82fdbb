// Kerberos: who asks for tickets, and for what. RFC 4120; on TCP each message has its length in front (7.2.2).
import type { Claim, Operation, Side } from '@nautilus/model'
import { children, extentOf, field, integer, readTlv, type Tlv } from '../carriers/asn1.ts'
import { principal, readTicket, realm, type Ticket, ticketOfApReq } from '../carriers/kerberos.ts'
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
import { printable } from '../reader.ts'
import { encryptions, errors, functions, PREAUTH_REQUIRED } from './names.ts'

type Message = {
  /** Message type, 7.5.7. */
  readonly type: number
  readonly client: string
  readonly realm: string
  readonly service: string
  /** Encryption types that a request offers. */
  readonly offered: readonly number[]
  /** Of a request, whether it proves the password or brings a ticket. */
  readonly proven: boolean
  readonly host: string
  readonly error: number
  readonly text: string
  readonly ticket: Ticket | null
}

const blank = {
  client: '',
  realm: '',
  service: '',
  offered: [],
  proven: false,
  host: '',
  error: 0,
  text: '',
  ticket: null,
} as const
const [AS_REQ, TGS_REQ, AP_REQ, AP_REP, ERROR] = [10, 12, 14, 15, 30]
const TYPES: ReadonlySet<number> = new Set([10, 11, 12, 13, 14, 15, 20, 21, 22, 30])
/** Class and number of the outer tag, [APPLICATION n] constructed. */
const APPLICATION = 0x60
const LENGTH = 4
export const LONGEST = 0x2_0000
const MAX_OFFERED = 16
const [ENC_TIMESTAMP, PK_AS_REQ, TGS] = [2, 16, 1]
const NETBIOS_NAME = 20
const NO_ODDITIES: readonly Oddity[] = []

const typeOf = (tag: number): number => ((tag & 0xe0) === APPLICATION ? tag & 0x1f : -1)

/** Where the message starts behind its length, and where it ends; -1 when it is none. */
function frameOf(bytes: Uint8Array): { start: number; size: number } | 'need' | null {
  const start = bytes[0]! < APPLICATION ? LENGTH : 0
  if (bytes.length < start + 2) return 'need'
  if (!TYPES.has(typeOf(bytes[start]!))) return null
  const extent = extentOf(bytes, start)
  if (extent === null || extent === 'need') return extent
  const size = start + extent.header + extent.length
  const declared = start === 0 ? size : LENGTH + ((bytes[0]! << 24) | (bytes[1]! << 16) | (bytes[2]! << 8) | bytes[3]!)
  return size === declared && size <= LONGEST ? { start, size } : null
}

function parse(bytes: Uint8Array): Parsed<Message> {
  if (bytes.length === 0) return need(1)
  const frame = frameOf(bytes)
  // Up to the length of the outer value, which takes at most six bytes.
  if (frame === 'need') return need(bytes.length + 1)
  if (frame === null) return malformed('kerberos.frame', 0)
  const { start, size } = frame
  if (bytes.length < size) return need(size)
  const type = typeOf(bytes[start]!)
  const outer = readTlv(bytes.subarray(start, size), 0)!
  const sequence = readTlv(outer.content, 0)
  if (sequence?.tag !== 0x30) {
    const oddities = [{ code: 'kerberos.sequence', at: start + outer.start }]
    return { kind: 'message', message: { ...blank, type }, size, oddities }
  }
  return { kind: 'message', message: read(type, outer, children(sequence.content)), size, oddities: NO_ODDITIES }
}

function read(type: number, outer: Tlv, fields: readonly Tlv[]): Message {
  if (type === AS_REQ || type === TGS_REQ) return request(type, fields)
  if (type === AP_REQ) {
    const ticket = ticketOfApReq(outer.content)
    return { ...blank, type, ticket, service: ticket?.service ?? '', realm: ticket?.realm ?? '' }
  }
  if (type === ERROR) return failure(fields)
  if (type > AP_REQ) return { ...blank, type }
  const ticket = fields.find(tlv => tlv.tag === 0xa5)
  return {
    ...blank,
    type,
    realm: realm(field(fields, 3)),
    client: principal(field(fields, 4)),
    ticket: ticket ? readTicket(ticket.content) : null,
  }
}

/** KDC-REQ, 5.4.1. */
function request(type: number, fields: readonly Tlv[]): Message {
  const body = field(fields, 4)
  const inside = body ? children(body.content) : []
  const data = field(fields, 3)
  const kinds = data ? children(data.content, MAX_OFFERED).map(kindOf) : []
  const offered = field(inside, 8)
  return {
    ...blank,
    type,
    client: principal(field(inside, 1)),
    realm: realm(field(inside, 2)),
    service: principal(field(inside, 3)),
    offered: offered ? children(offered.content, MAX_OFFERED).map(tlv => integer(tlv.content)) : [],
    proven: kinds.some(kind => kind === ENC_TIMESTAMP || kind === PK_AS_REQ || kind === TGS),
    host: hostOf(field(inside, 9)),
  }
}

function kindOf(data: Tlv): number {
  const type = field(children(data.content, 4), 1)
  return type ? integer(type.content) : 0
}

/** The NetBIOS name that Windows puts among the addresses, 7.5.3. */
function hostOf(addresses: Tlv | null): string {
  for (const address of addresses ? children(addresses.content, 8) : []) {
    const parts = children(address.content, 4)
    const [type, value] = [field(parts, 0), field(parts, 1)]
    if (type && value && integer(type.content) === NETBIOS_NAME) return printable(value.content, 16)
  }
  return ''
}

/** KRB-ERROR, 5.9.1. */
function failure(fields: readonly Tlv[]): Message {
  const [code, text] = [field(fields, 6), field(fields, 11)]
  return {
    ...blank,
    type: ERROR,
    error: code ? integer(code.content) : 0,
    realm: realm(field(fields, 9)),
    client: principal(field(fields, 8)),
    service: principal(field(fields, 10)),
    text: text ? printable(text.content, 128) : '',
  }
}

const never = -1

/** Outer tag, its length that fits, SEQUENCE, and the version or the type in front: RFC 4120 5.10. */
function recognize(bytes: Uint8Array, from: Side): number {
  if (bytes.length === 0) return 0
  const frame = frameOf(bytes)
  if (frame === 'need') return bytes[0]! === 0 || TYPES.has(typeOf(bytes[0]!)) ? 0 : never
  if (frame === null) return never
  const { start } = frame
  const type = typeOf(bytes[start]!)
  const asks = type === AS_REQ || type === TGS_REQ || type === AP_REQ
  const answers = type === 11 || type === 13 || type === AP_REP || type === ERROR
  if ((asks && from !== 'client') || (answers && from !== 'server')) return never
  return evidence(bytes, start, asks && type !== AP_REQ ? 0xa1 : 0xa0, type)
}

function evidence(bytes: Uint8Array, start: number, tag: number, type: number): number {
  const outer = extentOf(bytes, start)
  if (outer === null || outer === 'need') return outer === null ? never : 0
  const at = start + outer.header
  const inner = extentOf(bytes, at)
  if (inner === null || (bytes[at] ?? 0x30) !== 0x30) return never
  if (inner === 'need' || bytes.length < at + inner.header + 10) return 0
  if (inner.header + inner.length !== outer.length) return never
  const version = [tag, 3, 2, 1, 5, tag + 1, 3, 2, 1, type]
  return version.every((byte, i) => bytes[at + inner.header + i] === byte) ? 96 : never
}

function label(message: Message): Label {
  const { type, error } = message
  if (type === ERROR) return { role: 'reply', pair: 0, function: null, error: error !== PREAUTH_REQUIRED }
  const ref = functions[type]!
  if (type >= 20) return { role: 'notice', pair: 0, function: ref, error: false }
  return { role: type % 2 === 0 ? 'request' : 'reply', pair: 0, function: ref, error: false }
}

const session = (): Session<Message> => ({ interpret })

const at = (name: string, where: string): string => (where === '' || name === '' ? name : `${name}@${where}`)
const encryption = (type: number): string => encryptions[type] ?? `type ${type}`

function interpret(request: Message | null, reply: Message | null): Meaning {
  const message = request ?? reply
  if (!message || message.type >= 20) return message?.type === ERROR ? errorAlone(message) : silent
  const refused = reply?.type === ERROR && reply.error !== PREAUTH_REQUIRED
  const realmName = request?.realm || reply?.realm || ''
  const client = at(reply?.client || request?.client || '', reply?.realm || realmName)
  const service = at(request?.service || reply?.ticket?.service || '', realmName)
  const operation: Operation = {
    verb: 'authenticate',
    function: functions[message.type]!,
    object: message.type <= 11 ? client : service,
    items: [],
    outcome: reply === null ? 'no-reply' : refused ? 'refused' : 'ok',
    ...(refused ? { refusal: refusal(reply) } : {}),
    detail: details(request, reply, client, service),
  }
  return { operation, claims: claims(request, reply), repeatable: false }
}

const refusal = ({ error }: Message) => ({ code: `${error}`, name: errors[error] ?? 'unknown error' })

function details(
  request: Message | null,
  reply: Message | null,
  client: string,
  service: string,
): Record<string, string> {
  const detail: Record<string, string> = {}
  if (client !== '') detail.client = client
  if (service !== '') detail.service = service
  if (request && request.offered.length > 0) detail.offered = request.offered.map(encryption).join(', ')
  const ticket = reply?.ticket ?? request?.ticket
  if (ticket) detail.ticket = encryption(ticket.encryption)
  if (reply?.error === PREAUTH_REQUIRED) detail.step = 'pre-authentication required'
  if (reply && reply.text !== '') detail.text = reply.text
  return detail
}

/** An error whose request was not seen. */
function errorAlone(reply: Message): Meaning {
  const operation: Operation = {
    verb: 'authenticate',
    function: { code: '30', name: 'error' },
    object: at(reply.service, reply.realm),
    items: [],
    ...(reply.error === PREAUTH_REQUIRED ? { outcome: 'ok' } : { outcome: 'refused', refusal: refusal(reply) }),
  }
  return { operation, claims: [], repeatable: false }
}

/** An account that ends in a dollar sign is that of a computer. */
function claims(request: Message | null, reply: Message | null): Claim[] {
  const found: Claim[] = []
  const name = reply?.client || request?.client || ''
  const where = (reply?.realm || request?.realm || '').toLowerCase()
  const sure = reply !== null && reply.type !== ERROR
  const confidence = sure ? 0.95 : 0.6
  const claim = (about: Side, attribute: Claim['attribute'], value: string): void => {
    if (value !== '') found.push({ about, attribute, value, confidence })
  }
  if (name.endsWith('$')) claim('client', 'name', name.slice(0, -1))
  else if (!name.includes('/')) claim('client', 'user', at(name, where))
  if (request) claim('client', 'name', request.host)
  const isKdc = (request ?? reply)!.type < AP_REQ
  if (isKdc && sure) claim('client', 'domain', where)
  if (isKdc && reply) {
    claim('server', 'domain', where)
    claim('server', 'capability', 'Kerberos key distribution')
  }
  return found
}

export const kerberos = defineDissector<Message>({
  name: 'kerberos',
  title: 'Kerberos',
  carriers: { tcp: [88], udp: [88] },
  recognize,
  parse,
  label,
  session,
  maxMessage: LONGEST,
})
