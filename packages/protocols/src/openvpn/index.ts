// OpenVPN: a VPN over UDP or TCP. The wire format of its documentation ("OpenVPN wire protocol"): operation and key in the
// first byte; on TCP each packet has a length of two bytes in front, whose first byte is smaller than any operation's.
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

type Message = { readonly operation: number; readonly from: Side }

const ref = (code: string, name: string): FunctionRef => ({ code, name })
const RESET = ref('reset', 'hard reset')
const refs: Readonly<Record<number, FunctionRef>> = {
  1: RESET,
  2: RESET,
  3: ref('3', 'soft reset'),
  4: ref('4', 'control'),
  5: ref('5', 'acknowledgement'),
  6: ref('6', 'data'),
  7: RESET,
  8: RESET,
  9: ref('9', 'data'),
  10: RESET,
  11: ref('11', 'control with wrapped key'),
}
const CLIENT_RESETS: readonly number[] = [1, 7, 10]
const SERVER_RESETS: readonly number[] = [2, 8]
const LONGEST = 0xffff
const LONGEST_ON_TCP = 0x7ff
const NO_ODDITIES: readonly Oddity[] = []

function parse(bytes: Uint8Array, from: Side): Parsed<Message> {
  if (bytes.length < 2) return need(2)
  const onTcp = bytes[0]! < 8
  const start = onTcp ? 2 : 0
  const size = onTcp ? 2 + ((bytes[0]! << 8) | bytes[1]!) : bytes.length
  if (size <= start) return malformed('openvpn.length', 0)
  if (bytes.length < size) return need(size)
  const operation = bytes[start]! >> 3
  if (!refs[operation]) return malformed('openvpn.operation', start)
  return { kind: 'message', message: { operation, from }, size, oddities: NO_ODDITIES }
}

/** Only how a session begins is strict enough: a reset, which acknowledges nothing and is packet 0. */
function recognize(bytes: Uint8Array, from: Side): number {
  if (bytes.length < 2) return -1
  const onTcp = bytes[0]! < 8
  const start = onTcp ? 2 : 0
  const length = onTcp ? (bytes[0]! << 8) | bytes[1]! : bytes.length
  if (length > LONGEST_ON_TCP || bytes.length - start < length) return onTcp && bytes.length < 16 ? 0 : -1
  const packet = bytes.subarray(start, start + length)
  const operation = (packet[0] ?? 0) >> 3
  const resets = from === 'client' ? CLIENT_RESETS : SERVER_RESETS
  return resets.includes(operation) && (packet[0]! & 7) === 0 ? resetBits(packet, from) : -1
}

/** Session, and the digest that some add (with a count and the time), then what is acknowledged and the packet's number. */
const DIGESTS: readonly number[] = [16, 20, 32, 64]
const SESSION = 9
const COUNT_AND_TIME = 8

function resetBits(packet: Uint8Array, from: Side): number {
  // A server acknowledges packet 0 and repeats the session of the client.
  const tail = from === 'client' ? 5 : 17
  const least = SESSION + tail
  const digest = packet.length === least ? 0 : packet.length - least - COUNT_AND_TIME
  if (digest !== 0 && !DIGESTS.includes(digest)) return -1
  if (digest > 0 && !isCount(packet, SESSION + digest)) return -1
  const at = packet.length - tail
  const acknowledged = from === 'client' ? 0 : 1
  if (packet[at] !== acknowledged || !isZero(packet, packet.length - 4)) return -1
  if (from === 'server' && !isZero(packet, at + 1)) return -1
  return from === 'client' ? 56 : 88
}

/** The first packets of a session are counted low. */
const isCount = (packet: Uint8Array, at: number): boolean =>
  packet[at] === 0 && packet[at + 1] === 0 && packet[at + 2] === 0 && packet[at + 3]! > 0

const isZero = (packet: Uint8Array, at: number): boolean =>
  (packet[at]! | packet[at + 1]! | packet[at + 2]! | packet[at + 3]!) === 0

function label({ operation }: Message): Label {
  const role = CLIENT_RESETS.includes(operation) ? 'request' : SERVER_RESETS.includes(operation) ? 'reply' : 'notice'
  return { role, pair: 0, function: refs[operation]!, error: false }
}

const claims: readonly Claim[] = [
  { about: 'client', attribute: 'capability', value: 'OpenVPN', confidence: 0.9 },
  { about: 'server', attribute: 'capability', value: 'OpenVPN', confidence: 0.9 },
]

const session = (): Session<Message> => ({
  interpret(request, reply): Meaning {
    const message = request ?? reply
    if (!message || refs[message.operation] !== RESET) return silent
    const outcome = request === null || reply ? 'ok' : 'no-reply'
    const operation: Operation = { verb: 'connect', function: RESET, object: '', items: [], outcome }
    return { operation, claims, repeatable: false }
  },
})

export const openvpn = defineDissector<Message>({
  name: 'openvpn',
  title: 'OpenVPN',
  carriers: { udp: [1194], tcp: [1194] },
  recognize,
  parse,
  label,
  session,
  maxMessage: LONGEST,
})
