// DHCP: RFC 2131; options: RFC 2132. A host without an address asks everyone, and speaks of itself while it asks.
import type { Attribute, Claim, FunctionRef, Operation, Side, Verb } from '@nautilus/model'
import { v4Text } from '../carriers/addresses.ts'
import { defineDissector, type Label, type Meaning, malformed, need, type Oddity, type Parsed } from '../dissector.ts'
import { types } from './names.ts'
import {
  addressesIn,
  COOKIE,
  COOKIE_AT,
  type Dhcp,
  dword,
  type Fault,
  fqdnIn,
  HEAD,
  readDhcp,
  requestedIn,
  textIn,
} from './parse.ts'

const MAX = 65_507
const REQUEST = 1
const REPLY = 2
const never = -1
/** The cookie, the kind of hardware and its length, the operation. */
const headBits = 32 + 16 + 6

const DISCOVER = 1
const OFFER = 2
const ASK = 3
const DECLINE = 4
const ACK = 5
const NAK = 6
const RELEASE = 7
const INFORM = 8

const codes: Readonly<Record<Fault['what'], string>> = {
  'cut-option': 'dhcp.cut-option',
  'no-end': 'dhcp.no-end',
  'no-type': 'dhcp.no-type',
}
const sound: readonly Oddity[] = []

function parse(bytes: Uint8Array): Parsed<Dhcp> {
  if (bytes.length < HEAD) return need(HEAD)
  if (dword(bytes, COOKIE_AT) !== COOKIE) return malformed('dhcp.cookie', COOKIE_AT)
  if (bytes[0] !== REQUEST && bytes[0] !== REPLY) return malformed('dhcp.operation', 0)
  const message = readDhcp(bytes)
  const { fault } = message
  const oddities = fault === null ? sound : [{ code: codes[fault.what], at: fault.at }]
  return { kind: 'message', message, size: bytes.length, oddities }
}

/** Replies count under what they answer: an offer under discover; who only informed itself is given no address. */
function askedBy({ type, yourIp }: Dhcp): number {
  if (type === OFFER) return DISCOVER
  if (type === ACK) return yourIp === '' ? INFORM : ASK
  if (type === NAK) return ASK
  return type >= 11 && type <= 13 ? 10 : type
}

function functionOf(message: Dhcp): FunctionRef {
  const code = askedBy(message)
  return { code: String(code), name: types[code] ?? (code === 0 ? 'BOOTP' : 'unknown type') }
}

function label(message: Dhcp): Label {
  const { operation, type, transaction } = message
  const told = type === DECLINE || type === RELEASE || type === 9
  return {
    role: operation === REPLY ? 'reply' : told ? 'notice' : 'request',
    pair: transaction,
    function: functionOf(message),
    error: type === NAK,
  }
}

const verbs: Readonly<Record<number, Verb>> = { [ASK]: 'connect', [DECLINE]: 'connect', [RELEASE]: 'connect' }

const optionIp = (message: Dhcp, code: number): string => {
  const data = message.options.get(code)
  return data?.length === 4 ? v4Text(data) : ''
}

/** The address that it is about: given, wanted, or held. */
const objectOf = (request: Dhcp | null, reply: Dhcp | null): string =>
  reply?.yourIp || (request ? optionIp(request, 50) || request.clientIp : '') || reply?.clientIp || ''

function detailOf(request: Dhcp | null, reply: Dhcp | null): NonNullable<Operation['detail']> {
  const detail: Record<string, string | number> = {}
  const add = (name: string, value: string | number | undefined): void => {
    if (value) detail[name] = value
  }
  add('mac', (request ?? reply)?.mac)
  if (request) {
    add('host', textIn(request, 12) || fqdnIn(request))
    add('vendor class', textIn(request, 60))
    add('relay', request.relayIp)
  }
  if (!reply) return detail
  add('server', optionIp(reply, 54))
  add('mask', optionIp(reply, 1))
  add('router', addressesIn(reply, 3))
  add('name servers', addressesIn(reply, 6))
  add('domain', textIn(reply, 15))
  const lease = reply.options.get(51)
  if (lease?.length === 4) add('lease', dword(lease, 0))
  add('boot file', textIn(reply, 67))
  add('message', textIn(reply, 56))
  return detail
}

/** By its own address: from 0.0.0.0 all clients send on one flow. */
const clientOf = ({ mac }: Dhcp, ip: string) => (mac ? { of: { mac, ip } } : {})

/** A client speaks of itself. Through a relay its packets come from the relay, and nothing is claimed of that. */
function clientClaims(message: Dhcp): Claim[] {
  const name = textIn(message, 12) || fqdnIn(message)
  const requested = requestedIn(message)
  const stated: (readonly [Attribute, string])[] = [
    ['name', name],
    ['description', textIn(message, 60)],
    ['fingerprint', requested ? `dhcp ${requested}` : ''],
  ]
  return stated.flatMap(([attribute, value]) =>
    value
      ? [
          {
            about: 'client',
            ...clientOf(message, message.clientIp),
            attribute,
            value,
            confidence: attribute === 'description' ? 0.6 : 0.9,
          } as const,
        ]
      : [],
  )
}

function serverClaims(message: Dhcp): Claim[] {
  const server = optionIp(message, 54)
  const claims: Claim[] = server ? [{ about: 'server', attribute: 'address', value: server, confidence: 0.9 }] : []
  if (message.type !== ACK || message.relayed) return claims
  const { yourIp } = message
  if (yourIp) {
    claims.push({ about: 'client', ...clientOf(message, yourIp), attribute: 'address', value: yourIp, confidence: 0.8 })
  }
  return claims
}

function interpret(first: Dhcp | null, second: Dhcp | null): Meaning {
  // What nobody answers (decline, release) comes as the reply, and was said by the client all the same.
  const told = first === null && second?.operation === REQUEST
  const [request, reply] = told ? [second, null] : [first, second]
  const asked = request ?? reply!
  const refused = reply?.type === NAK
  const operation: Operation = {
    verb: verbs[askedBy(asked)] ?? 'discover',
    function: functionOf(asked),
    object: objectOf(request, reply),
    items: [],
    outcome: refused ? 'refused' : reply || told ? 'ok' : 'no-reply',
    ...(refused ? { refusal: { code: String(NAK), name: 'refuse' } } : {}),
    detail: detailOf(request, reply),
  }
  const claims = [...(request && !request.relayed ? clientClaims(request) : []), ...(reply ? serverClaims(reply) : [])]
  return { operation, claims, repeatable: false }
}

function recognize(bytes: Uint8Array, from: Side): number {
  if (bytes.length < HEAD) return bytes.length < 4 ? 0 : never
  if (dword(bytes, COOKIE_AT) !== COOKIE || bytes[0] !== (from === 'client' ? REQUEST : REPLY)) return never
  return bytes[2]! <= 16 && readDhcp(bytes).fault?.what !== 'cut-option' ? headBits : never
}

export const dhcp = defineDissector<Dhcp>({
  name: 'dhcp',
  title: 'DHCP',
  carriers: { udp: [67] },
  recognize,
  parse,
  label,
  session: () => ({ interpret }),
  maxMessage: MAX,
})
