// ICMP: RFC 792. ICMPv6: RFC 4443; neighbour discovery: RFC 4861. The payload of one IP packet is one message.
import type { Claim, FunctionRef, Operation, Verb } from '@nautilus/model'
import { defineDissector, type Label, type Meaning, malformed, need, type Oddity, type Parsed } from '../dissector.ts'
import { type Icmp, type Quoted, readIcmp, versionOf } from './parse.ts'
import { reasonOf, typeOf } from './types.ts'

const HEAD = 8
const MAX = 65535 // an IP packet
const typeBits = 4 // a quarter of the types is assigned, most without codes
const codeBits = 6

/** Types that someone answers; all others speak to nobody in particular. */
const asking: ReadonlySet<string> = new Set(['8', '13', '15', '17', '6:128', '6:135'])
/** What a host asks of all routers, or tells them, or is asked by one: who sends it is the one that does something. */
const calling: ReadonlySet<string> = new Set(['10', '6:130', '6:131', '6:132', '6:133', '6:143'])
const unknown = 'unknown type'
const sound: readonly Oddity[] = []

function parse(bytes: Uint8Array): Parsed<Icmp> {
  if (bytes.length < HEAD) return need(HEAD)
  const message = readIcmp(bytes)
  if (message === null) return malformed('icmp.short', bytes.length - 1)
  return { kind: 'message', message, size: bytes.length, oddities: odditiesOf(message) }
}

function odditiesOf({ version, type, code, quoted }: Icmp): readonly Oddity[] {
  if (typeOf(version, type) === null) return [{ code: 'icmp.type', at: 0 }]
  const complains = version === 4 ? [3, 4, 5, 11, 12].includes(type) : type < 128
  if (complains && quoted === null) return [{ code: 'icmp.quoted-packet', at: HEAD }]
  const pings = version === 4 ? type === 0 || type === 8 : type === 128 || type === 129
  return pings && code !== 0 ? [{ code: 'icmp.code', at: 1 }] : sound
}

function namedOf({ version, type }: Icmp): { function: FunctionRef; verb: Verb } {
  const found = typeOf(version, type)
  return found ?? { function: { code: version === 6 ? `6:${type}` : String(type), name: unknown }, verb: 'report' }
}

function label(message: Icmp): Label {
  const { function: ref } = namedOf(message)
  const isReply = typeOf(message.version, message.type)?.isReply === true
  const role = isReply ? 'reply' : asking.has(ref.code) ? 'request' : 'notice'
  return { role, pair: message.pair, function: ref, error: false, sender: calling.has(ref.code) ? 'client' : 'server' }
}

const protocols: Readonly<Record<number, string>> = { 1: 'icmp', 6: 'tcp', 17: 'udp', 58: 'icmp' }

/** `10.0.0.7:502/tcp`, as far as the quoted packet tells. */
function textOf({ destination, port, protocol }: Quoted): string {
  const host = port > 0 && destination.includes(':') ? `[${destination}]` : destination
  return `${host}${port > 0 ? `:${port}` : ''}/${protocols[protocol] ?? protocol}`
}

const objectOf = ({ target, quoted, prefix }: Icmp): string => target || (quoted ? textOf(quoted) : prefix)

function detailOf({ version, type, code, router, mac, bytes }: Icmp): NonNullable<Operation['detail']> {
  const reason = reasonOf(version, type, code)
  const pings = version === 4 ? type === 8 : type === 128
  return {
    ...(reason ? { reason } : {}),
    ...(router ? { router } : {}),
    ...(mac ? { mac } : {}),
    ...(pings ? { bytes } : {}),
  }
}

const ROUTER_ADVERTISEMENT = 134
const NEIGHBOUR_ADVERTISEMENT = 136

/** What a message says of its sender. */
function claimsOf(about: Claim['about'], message: Icmp): Claim[] {
  const { version, type, target, mac } = message
  const claims: Claim[] = []
  const claim = (attribute: Claim['attribute'], value: string) =>
    claims.push({ about, attribute, value, confidence: 0.9 })
  if (mac !== '') claim('address', mac)
  if (version === 6 && type === NEIGHBOUR_ADVERTISEMENT) claim('address', target)
  if ((version === 6 && type === ROUTER_ADVERTISEMENT) || (version === 4 && type === 9)) claim('capability', 'router')
  return claims
}

/** A request and a call speak of the client, everything else of the server. */
function interpret(request: Icmp | null, reply: Icmp | null): Meaning {
  const asked = request ?? reply!
  const detail = { ...detailOf(asked), ...(reply && reply !== asked ? detailOf(reply) : {}) }
  const operation: Operation = {
    ...namedOfOperation(asked),
    object: objectOf(asked),
    items: [],
    outcome: reply ? 'ok' : 'no-reply',
    ...(Object.keys(detail).length > 0 ? { detail } : {}),
  }
  const sender = !request && calling.has(namedOf(asked).function.code) ? 'client' : 'server'
  const claims = [...(request ? claimsOf('client', request) : []), ...(reply ? claimsOf(sender, reply) : [])]
  return { operation, claims, repeatable: false }
}

function namedOfOperation(message: Icmp): { function: FunctionRef; verb: Verb } {
  const { function: ref, verb } = namedOf(message)
  return { function: ref, verb }
}

function recognize(bytes: Uint8Array): number {
  if (bytes.length < HEAD) return 0
  const message = readIcmp(bytes)
  if (message === null || typeOf(versionOf(bytes), message.type) === null || odditiesOf(message).length > 0) return -1
  return message.code === 0 ? typeBits + codeBits : typeBits
}

export const icmp = defineDissector<Icmp>({
  name: 'icmp',
  title: 'ICMP',
  carriers: { ip: [1, 58] },
  recognize,
  parse,
  label,
  session: () => ({ interpret }),
  maxMessage: MAX,
})
