// WireGuard: a VPN. The protocol of its whitepaper, section 5.4: four messages, told by type, size and counters.
import type { Claim, FunctionRef, Operation, Side } from '@nautilus/model'
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

type Message = { readonly type: number; readonly from: Side; readonly sender: number; readonly receiver: number }

const [INITIATION, RESPONSE, COOKIE, TRANSPORT] = [1, 2, 3, 4]
const HEADER = 4
const SIZES: Readonly<Record<number, number>> = { [INITIATION]: 148, [RESPONSE]: 92, [COOKIE]: 64 }
const LEAST_TRANSPORT = 32
const LONGEST = 0xffff
const NO_ODDITIES: readonly Oddity[] = []

const ref = (code: string, name: string): FunctionRef => ({ code, name })
const HANDSHAKE = ref('1', 'handshake')
const refs: Readonly<Record<number, FunctionRef>> = {
  [INITIATION]: HANDSHAKE,
  [RESPONSE]: HANDSHAKE,
  [COOKIE]: ref('3', 'cookie reply'),
  [TRANSPORT]: ref('4', 'transport data'),
}

/** Transport data are padded to blocks of 16 bytes. */
const isSized = (type: number, size: number): boolean =>
  type === TRANSPORT ? size >= LEAST_TRANSPORT && size % 16 === 0 : size === SIZES[type]

/** A type and three zeros. */
const isHeader = (bytes: Uint8Array): boolean =>
  bytes[0]! >= INITIATION && bytes[0]! <= TRANSPORT && (bytes[1]! | bytes[2]! | bytes[3]!) === 0

function parse(bytes: Uint8Array, from: Side): Parsed<Message> {
  if (bytes.length < HEADER) return need(HEADER)
  if (!isHeader(bytes)) return malformed('wireguard.type', 0)
  const type = bytes[0]!
  if (!isSized(type, bytes.length)) return malformed('wireguard.size', 0)
  const reader = new Reader(bytes)
  reader.skip(HEADER)
  const first = reader.u32le()
  const second = type === RESPONSE ? reader.u32le() : 0
  const sends = type === INITIATION || type === RESPONSE
  const message: Message = {
    type,
    from,
    sender: sends ? first : 0,
    receiver: type === RESPONSE ? second : sends ? 0 : first,
  }
  return { kind: 'message', message, size: bytes.length, oddities: NO_ODDITIES }
}

/** An initiation ends in 16 zeros while no cookie is asked for; a counter of data is small. */
function recognize(bytes: Uint8Array, from: Side): number {
  if (bytes.length < HEADER || !isHeader(bytes)) return -1
  const type = bytes[0]!
  if (!isSized(type, bytes.length)) return -1
  if (type === TRANSPORT) return (bytes[13]! | bytes[14]! | bytes[15]!) === 0 ? 60 : -1
  if ((type === INITIATION && from !== 'client') || (type === RESPONSE && from !== 'server')) return -1
  return 46
}

/** A response names the number that the initiator gave itself. Either side may begin anew. */
function label({ type, sender, receiver }: Message): Label {
  const role = type === INITIATION ? 'request' : type === RESPONSE ? 'reply' : 'notice'
  return { role, pair: type === INITIATION ? sender : receiver, function: refs[type]!, error: false }
}

const claims: readonly Claim[] = [
  { about: 'client', attribute: 'capability', value: 'WireGuard', confidence: 0.9 },
  { about: 'server', attribute: 'capability', value: 'WireGuard', confidence: 0.9 },
]

function session(): Session<Message> {
  let told = false
  return {
    interpret(request, reply): Meaning {
      const message = request ?? reply
      if (!message) return silent
      const operation: Operation | null =
        message.type === TRANSPORT || message.type === COOKIE
          ? null
          : { verb: 'connect', function: HANDSHAKE, object: '', items: [], outcome: reply ? 'ok' : 'no-reply' }
      const meaning = { operation, claims: told ? [] : claims, repeatable: false }
      told = true
      return meaning
    },
  }
}

export const wireguard = defineDissector<Message>({
  name: 'wireguard',
  title: 'WireGuard',
  carriers: { udp: [51820] },
  recognize,
  parse,
  label,
  session,
  maxMessage: LONGEST,
})
