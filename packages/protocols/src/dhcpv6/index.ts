// DHCPv6: RFC 8415. Client FQDN: RFC 4704.
import type { Attribute, Claim, FunctionRef, Operation, Side, Verb } from '@nautilus/model'
import { macText, v6Text } from '../carriers/addresses.ts'
import { defineDissector, type Label, type Meaning, malformed, need, type Oddity, type Parsed } from '../dissector.ts'
import { hex, printable } from '../reader.ts'
import { statuses, types } from './names.ts'

type Fault = 'cut-option'

export type Dhcpv6 = {
  readonly from: Side
  readonly type: number
  readonly transaction: number
  /** Peer of a relayed message. */
  readonly peer: string
  readonly options: ReadonlyMap<number, Uint8Array>
  readonly address: string
  readonly status: number
}

const MAX = 65_507
const HEAD = 4
const RELAY_HEAD = 34
const RELAY_FORWARD = 12
const RELAY_REPLY = 13
const ADVERTISE = 2
const REPLY = 7
const RECONFIGURE = 10
const never = -1
const typeBits = 4
/** Types and lengths of options that end where the message does; the identifier that almost all must have. */
const optionBits = 16
const identifierBits = 20
/** Options of one level. */
const MAX_OPTIONS = 64

const CLIENT_ID = 1
const SERVER_ID = 2
const IA_NA = 3
const IA_ADDRESS = 5
const REQUESTED = 6
const RELAYED = 9
const STATUS = 13
const VENDOR_CLASS = 16
const NAME_SERVERS = 23
const FQDN = 39

const codes: Readonly<Record<Fault, string>> = { 'cut-option': 'dhcpv6.cut-option' }
const sound: readonly Oddity[] = []

const word = (bytes: Uint8Array, at: number): number => (bytes[at]! << 8) | bytes[at + 1]!
const isRelay = (type: number): boolean => type === RELAY_FORWARD || type === RELAY_REPLY

function parse(bytes: Uint8Array, from: Side): Parsed<Dhcpv6> {
  if (bytes.length < HEAD) return need(HEAD)
  const type = bytes[0]!
  if (types[type] === undefined) return malformed('dhcpv6.type', 0)
  const relayed = isRelay(type)
  if (relayed && bytes.length < RELAY_HEAD) return need(RELAY_HEAD)
  const options = new Map<number, Uint8Array>()
  const fault = readOptions(bytes, relayed ? RELAY_HEAD : HEAD, options)
  const message: Dhcpv6 = {
    from,
    type,
    transaction: relayed ? 0 : (bytes[1]! << 16) | word(bytes, 2),
    peer: relayed ? v6Text(bytes.subarray(18, 34)) : '',
    options,
    address: addressIn(options),
    status: statusIn(options),
  }
  return {
    kind: 'message',
    message,
    size: bytes.length,
    oddities: fault < 0 ? sound : [{ code: codes['cut-option'], at: fault }],
  }
}

/** Where an option is cut, or -1. */
function readOptions(bytes: Uint8Array, start: number, options: Map<number, Uint8Array>): number {
  let at = start
  while (at < bytes.length && options.size < MAX_OPTIONS) {
    if (at + 4 > bytes.length) return at
    const end = at + 4 + word(bytes, at + 2)
    if (end > bytes.length) return at
    const code = word(bytes, at)
    if (!options.has(code)) options.set(code, bytes.subarray(at + 4, end))
    at = end
  }
  return -1
}

/** 21.4 and 21.6: an association has its address inside, behind twelve bytes. */
function addressIn(options: ReadonlyMap<number, Uint8Array>): string {
  const association = options.get(IA_NA)
  if (!association || association.length < 12) return ''
  const inside = new Map<number, Uint8Array>()
  readOptions(association, 12, inside)
  const address = inside.get(IA_ADDRESS)
  return address && address.length >= 16 ? v6Text(address.subarray(0, 16)) : ''
}

function statusIn(options: ReadonlyMap<number, Uint8Array>): number {
  const own = options.get(STATUS)
  if (own && own.length >= 2) return word(own, 0)
  const association = options.get(IA_NA)
  if (!association || association.length < 12) return 0
  const inside = new Map<number, Uint8Array>()
  readOptions(association, 12, inside)
  const status = inside.get(STATUS)
  return status && status.length >= 2 ? word(status, 0) : 0
}

const isAnswer = (type: number): boolean => type === ADVERTISE || type === REPLY || type === RELAY_REPLY

/** An advertisement answers a solicitation; a reply does not say what it answers. */
function functionOf({ type }: Dhcpv6): FunctionRef | null {
  if (type === REPLY) return null
  const asked = type === ADVERTISE ? 1 : type === RELAY_REPLY ? RELAY_FORWARD : type
  return { code: String(asked), name: types[asked] ?? 'unknown type' }
}

const label = (message: Dhcpv6): Label => ({
  role: isAnswer(message.type) ? 'reply' : message.type === RECONFIGURE ? 'notice' : 'request',
  pair: message.transaction,
  function: functionOf(message),
  error: isAnswer(message.type) && message.status !== 0,
})

const verbs: Readonly<Record<number, Verb>> = { 1: 'discover', 11: 'discover', 10: 'configure' }
const replies: FunctionRef = { code: '7', name: 'reply' }

/** RFC 4704, 4: flags, then the name in the form of DNS. */
function fqdnIn(options: ReadonlyMap<number, Uint8Array>): string {
  const data = options.get(FQDN)
  let text = ''
  for (let at = 1; data && at < data.length && data[at]! > 0; at += 1 + data[at]!) {
    text += `${text ? '.' : ''}${printable(data.subarray(at + 1, at + 1 + data[at]!))}`
  }
  return text
}

/** 11: the identifiers of kind 1 and 3 end with a link-layer address. */
function macIn(id: Uint8Array | undefined): string {
  if (!id || id.length < 10) return ''
  const kind = word(id, 0)
  const at = kind === 1 ? 8 : kind === 3 ? 4 : id.length
  return word(id, 2) === 1 && id.length === at + 6 ? macText(id.subarray(at)) : ''
}

function clientClaims({ options }: Dhcpv6): Claim[] {
  const requested = options.get(REQUESTED)
  let list = ''
  for (let at = 0; requested && at + 2 <= requested.length && at < 64; at += 2) {
    list += `${list ? ',' : ''}${word(requested, at)}`
  }
  const vendor = options.get(VENDOR_CLASS)
  const stated: (readonly [Attribute, string])[] = [
    ['address', macIn(options.get(CLIENT_ID))],
    ['name', fqdnIn(options)],
    ['description', vendor && vendor.length > 6 ? printable(vendor.subarray(6)) : ''],
    ['fingerprint', list ? `dhcpv6 ${list}` : ''],
  ]
  return stated.flatMap(([attribute, value]) =>
    value ? [{ about: 'client', attribute, value, confidence: 0.8 } as const] : [],
  )
}

function serverClaims({ options }: Dhcpv6): Claim[] {
  const mac = macIn(options.get(SERVER_ID))
  return mac ? [{ about: 'server', attribute: 'address', value: mac, confidence: 0.8 }] : []
}

function detailOf(request: Dhcpv6 | null, reply: Dhcpv6 | null): NonNullable<Operation['detail']> {
  const name = request ? fqdnIn(request.options) : ''
  const servers = reply?.options.get(NAME_SERVERS)
  const id = (request ?? reply)?.options.get(CLIENT_ID)
  const peer = (request ?? reply)?.peer
  return {
    ...(name ? { host: name } : {}),
    ...(id ? { 'client id': hex(id, 20) } : {}),
    ...(servers && servers.length >= 16 ? { 'name server': v6Text(servers.subarray(0, 16)) } : {}),
    ...(peer ? { 'relayed for': peer } : {}),
  }
}

function interpret(request: Dhcpv6 | null, reply: Dhcpv6 | null): Meaning {
  const asked = request ?? reply!
  const status = reply?.status ?? 0
  const operation: Operation = {
    verb: verbs[asked.type] ?? (request ? 'connect' : 'discover'),
    function: functionOf(asked) ?? replies,
    object: reply?.address || request?.address || '',
    items: [],
    outcome: status !== 0 ? 'refused' : reply ? 'ok' : 'no-reply',
    ...(status !== 0 ? { refusal: { code: String(status), name: statuses[status] ?? 'unknown status' } } : {}),
    detail: detailOf(request, reply),
  }
  const claims = [
    ...(request && !isRelay(request.type) ? clientClaims(request) : []),
    ...(reply ? serverClaims(reply) : []),
  ]
  return { operation, claims, repeatable: false }
}

function recognize(bytes: Uint8Array, from: Side): number {
  if (bytes.length < HEAD) return 0
  const type = bytes[0]!
  const relayed = isRelay(type)
  if (types[type] === undefined || bytes.length < (relayed ? RELAY_HEAD : HEAD + 4)) return never
  if (isAnswer(type) !== (from === 'server') && type !== RECONFIGURE) return never
  const options = new Map<number, Uint8Array>()
  if (readOptions(bytes, relayed ? RELAY_HEAD : HEAD, options) >= 0) return never
  return bitsIn(options, type)
}

/** Almost every message names its client or server; a relay carries another message, and a question may name nobody. */
function bitsIn(options: ReadonlyMap<number, Uint8Array>, type: number): number {
  const id = options.get(CLIENT_ID) ?? options.get(SERVER_ID)
  const known = id !== undefined && id.length >= 4 && word(id, 0) >= 1 && word(id, 0) <= 4
  if (known) return typeBits + optionBits + identifierBits
  return type === 11 || (isRelay(type) && options.has(RELAYED)) ? typeBits + optionBits : never
}

export const dhcpv6 = defineDissector<Dhcpv6>({
  name: 'dhcpv6',
  title: 'DHCPv6',
  carriers: { udp: [547] },
  recognize,
  parse,
  label,
  session: () => ({ interpret }),
  maxMessage: MAX,
})
