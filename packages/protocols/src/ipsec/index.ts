// IPsec: key exchange and protected packets. IKEv1 (RFC 2409), IKEv2 (RFC 7296), ESP (RFC 4303), AH (RFC 4302), and in
// UDP (RFC 3948).
import type { Claim, FunctionRef, Operation, Side } from '@nautilus/model'
import { defineDissector, type Label, type Meaning, type Session, silent } from '../dissector.ts'
import { type Ike, ikeAt, isZero, LONGEST, type Message, parse } from './message.ts'
import { AH, ESP, exchanges, KEEP_ALIVE, vendors } from './names.ts'

/** Version and exchange, length, flags and the second cookie, which is 0 in the first message. */
function recognize(bytes: Uint8Array, from: Side): number {
  const start = ikeAt(bytes)
  // Protected packets by themselves could be anything: they are known by the key exchange on the same ports.
  if (start < 0) return -1
  const exact = lengthAt(bytes, start) === bytes.length - start
  const flags = bytes[start + 19]!
  const version = bytes[start + 17]! >> 4
  if (isZero(bytes.subarray(start)) || (flags & (version === 1 ? 0xf8 : 0xc7)) !== 0) return -1
  const first = isZero(bytes.subarray(start + 8)) && isZero(bytes.subarray(start + 12))
  if (first && from !== 'client') return -1
  return 11 + (exact ? 32 : 16) + 5 + (first ? 32 : 0) + (start > 0 ? 32 : 0)
}

const lengthAt = (bytes: Uint8Array, start: number): number =>
  bytes[start + 24]! * 0x100_0000 + ((bytes[start + 25]! << 16) | (bytes[start + 26]! << 8) | bytes[start + 27]!)

const RESPONSE = 0x20 // flags of version 2
/** Main and aggressive mode take turns; other exchanges of version 1 do not say who asks. */
const TURNS: readonly number[] = [2, 4]

function label(message: Message, from: Side): Label {
  if (message.kind !== 'ike') {
    const ref = message.kind === 'esp' ? ESP : message.kind === 'ah' ? AH : KEEP_ALIVE
    return { role: 'notice', pair: 0, function: ref, error: false }
  }
  const ref = refOf(message)
  if (message.version === 1) {
    const role = !TURNS.includes(message.exchange) ? 'notice' : from === 'client' ? 'request' : 'reply'
    return { role, pair: message.exchange, function: ref, error: false }
  }
  return { role: (message.flags & RESPONSE) !== 0 ? 'reply' : 'request', pair: message.id, function: ref, error: false }
}

const refOf = ({ exchange }: Ike): FunctionRef =>
  exchanges[exchange] ?? { code: `ike:${exchange}`, name: `${exchange} unknown` }

const session = (): Session<Message> => ({
  interpret(request, reply): Meaning {
    const message = request ?? reply
    if (!message || message.kind === 'keep-alive') return silent
    return message.kind === 'ike' ? exchange(message, request, reply) : packet
  },
})

const capability = (about: Side, value: string): Claim => ({ about, attribute: 'capability', value, confidence: 0.9 })

/** Protected packets say nothing more. */
const packet: Meaning = {
  operation: null,
  claims: [capability('client', 'IPsec'), capability('server', 'IPsec')],
  repeatable: false,
}

function exchange(message: Ike, request: Message | null, reply: Message | null): Meaning {
  const outcome = request !== null && reply === null ? 'no-reply' : 'ok'
  const operation: Operation = {
    verb: message.exchange === 35 || message.exchange === 4 ? 'authenticate' : 'connect',
    function: refOf(message),
    object: message.identity,
    items: [],
    outcome,
    detail: { version: message.version },
  }
  const claims = [request, reply].flatMap(side => (side?.kind === 'ike' ? claimsOf(side) : []))
  return { operation, claims, repeatable: false }
}

function claimsOf({ from, version, vendors: told, identity }: Ike): Claim[] {
  const claims = [capability(from, `IKEv${version}`)]
  for (const id of told) {
    const known = vendors.find(([start]) => id.startsWith(start))
    if (known) claims.push(capability(from, `IKE: ${known[1]}`))
  }
  if (identity !== '') claims.push({ about: from, attribute: 'session', value: identity, confidence: 0.8 })
  return claims
}

export const ipsec = defineDissector<Message>({
  name: 'ipsec',
  title: 'IPsec',
  carriers: { udp: [500, 4500], ip: [50, 51] },
  recognize,
  parse,
  label,
  session,
  maxMessage: LONGEST,
})
