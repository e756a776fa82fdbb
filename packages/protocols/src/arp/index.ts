// ARP: RFC 826. Probes and announcements: RFC 5227. Operation codes: IANA "ARP Parameters".
// The frame's padding counts as part of the one message that it carries.
import type { Claim, FunctionRef, Operation } from '@nautilus/model'
import { defineDissector, type Label, type Meaning, need, type Oddity, type Parsed } from '../dissector.ts'
import { hex, Reader } from '../reader.ts'

type Kind = 'request' | 'reply' | 'probe' | 'announcement' | 'other'

export type Arp = {
  readonly kind: Kind
  readonly operation: number
  readonly senderMac: string
  readonly senderIp: string
  readonly targetIp: string
  /** The addresses as numbers, to pair an answer with its question. */
  readonly sender: number
  readonly target: number
}

const HEAD = 8
const ETHERNET = 6 // bytes of an address
const IPV4 = 4
const SIZE = HEAD + 2 * (ETHERNET + IPV4)
const MAX = 1518 // a frame
const headBits = 60 // of the 64 of the head, the operation has four to choose from

const operations: Readonly<Record<number, string>> = {
  1: 'request',
  2: 'reply',
  3: 'reverse request',
  4: 'reverse reply',
  8: 'inverse request',
  9: 'inverse reply',
}
const functions: Readonly<Record<Exclude<Kind, 'other'>, FunctionRef>> = {
  request: { code: '1', name: 'request' },
  reply: { code: '1', name: 'request' },
  probe: { code: '1:probe', name: 'probe' },
  announcement: { code: '1:announcement', name: 'announcement' },
}
/** An answer that nobody was seen to ask for: how a forger fills caches. */
const unasked: FunctionRef = { code: '2:unasked', name: 'unasked reply' }
const sound: readonly Oddity[] = []

function parse(bytes: Uint8Array): Parsed<Arp> {
  if (bytes.length < HEAD) return need(HEAD)
  const frame = new Reader(bytes)
  const hardware = frame.u16()
  const protocol = frame.u16()
  const [macLength, ipLength] = [frame.u8(), frame.u8()]
  const size = HEAD + 2 * (macLength + ipLength)
  if (bytes.length < size) return need(size)
  const operation = frame.u16()
  const senderMac = macLength === ETHERNET ? macOf(frame.take(macLength)) : hex(frame.take(macLength), ETHERNET)
  const senderAt = frame.at
  const targetAt = senderAt + ipLength + macLength
  const oddities = odditiesOf(hardware, protocol, operation, macLength === ETHERNET && ipLength === IPV4)
  const plain = oddities === sound
  const [sender, target] = plain ? [numberAt(bytes, senderAt), numberAt(bytes, targetAt)] : [0, 0]
  const kind = plain ? kindOf(operation, sender, target) : 'other'
  const [senderIp, targetIp] = plain ? [ipAt(bytes, senderAt), ipAt(bytes, targetAt)] : ['', '']
  const message: Arp = { kind, operation, senderMac, senderIp, targetIp, sender, target }
  return { kind: 'message', message, size: bytes.length, oddities }
}

const macOf = (bytes: Uint8Array): string => hex(bytes).replace(/(..)(?!$)/g, '$1:')
const ipAt = (bytes: Uint8Array, at: number): string => bytes.subarray(at, at + IPV4).join('.')
const numberAt = (bytes: Uint8Array, at: number): number =>
  ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0

/** RFC 5227, 1.1 and 3: a question that names no asker is a probe, one about oneself an announcement. */
function kindOf(operation: number, sender: number, target: number): Kind {
  if (operation !== 1 && operation !== 2) return 'other'
  if (sender === target) return 'announcement'
  if (operation === 2) return 'reply'
  return sender === 0 ? 'probe' : 'request'
}

function odditiesOf(hardware: number, protocol: number, operation: number, lengths: boolean): readonly Oddity[] {
  if (!lengths) return [{ code: 'arp.address-length', at: 4 }]
  if (hardware !== 1 && hardware !== 6) return [{ code: 'arp.hardware', at: 0 }]
  if (protocol !== 0x0800) return [{ code: 'arp.protocol', at: 2 }]
  return operations[operation] === undefined ? [{ code: 'arp.operation', at: 6 }] : sound
}

const functionOf = ({ kind, operation }: Arp): FunctionRef =>
  kind === 'other' ? { code: String(operation), name: operations[operation] ?? 'unknown operation' } : functions[kind]

const label = (message: Arp): Label => ({
  role: message.kind === 'request' || message.kind === 'reply' ? message.kind : 'notice',
  pair: message.kind === 'reply' ? message.sender : message.target,
  function: functionOf(message),
  error: false,
})

/** What a message says of its sender: a request speaks of the client, everything else of the server. */
const claimsOf = (about: Claim['about'], { kind, sender, senderIp }: Arp): Claim[] =>
  sender === 0 || kind === 'other' ? [] : [{ about, attribute: 'address', value: senderIp, confidence: 0.9 }]

function interpret(request: Arp | null, reply: Arp | null): Meaning {
  const asked = request ?? reply!
  const operation: Operation = {
    verb: 'discover',
    function: !request && asked.kind === 'reply' ? unasked : functionOf(asked),
    object: request || reply?.kind !== 'reply' ? asked.targetIp : asked.senderIp,
    items: [],
    outcome: reply ? 'ok' : 'no-reply',
    ...(reply ? { detail: { mac: reply.senderMac } } : {}),
  }
  const claims = [...(request ? claimsOf('client', request) : []), ...(reply ? claimsOf('server', reply) : [])]
  return { operation, claims, repeatable: false }
}

function recognize(bytes: Uint8Array): number {
  if (bytes.length < SIZE) return 0
  const parsed = parse(bytes)
  return parsed.kind === 'message' && parsed.oddities === sound ? headBits : -1
}

export const arp = defineDissector<Arp>({
  name: 'arp',
  title: 'ARP',
  carriers: { ethernet: [0x0806] },
  recognize,
  parse,
  label,
  session: () => ({ interpret }),
  maxMessage: MAX,
})
