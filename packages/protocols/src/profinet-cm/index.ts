// PROFINET context management: IEC 61158-6-10, 4.10 and 5.2, over connectionless DCE/RPC (DCE 1.1 RPC, C706, 12.5). A
// device answers from a port of its own choice, so that a flow often holds one direction only.
import type { FunctionRef, Side } from '@nautilus/model'
import { DATAGRAM_HEAD, PTYPE, ptypeNames, readDatagram } from '../carriers/dcerpc/connectionless.ts'
import { defineDissector, type Label, malformed, type Oddity, type Parsed } from '../dissector.ts'
import { joiner } from './join.ts'
import { interpret, isReply, whyRefused } from './meaning.ts'
import type { Cm } from './message.ts'
import { ENDPOINT_MAPPER, interfaceOf, serviceOf } from './names.ts'
import { readCm } from './parse.ts'

const PORT = 34964
/** The first dynamic port: the one that the stacks of many devices answer from. */
const DYNAMIC = 49152
const MAX = 65_507 // a datagram

const sound: readonly Oddity[] = []

function parse(bytes: Uint8Array, from: Side): Parsed<Cm> {
  const framed = readDatagram(bytes)
  if (framed.kind === 'need') return framed
  if (framed.kind === 'malformed') return malformed(CODES[framed.code] ?? 'profinet-cm.version', framed.at)
  const { head } = framed
  if (interfaceOf(head.interface) === null) return malformed('profinet-cm.interface', 24)
  const end = DATAGRAM_HEAD + head.length
  const short = end > bytes.length
  const whole = bytes.subarray(0, Math.min(bytes.length, end))
  const message: Cm = head.fragmented
    ? { ...readCm(whole.subarray(0, DATAGRAM_HEAD), { ...head, type: PTYPE.ping }, from), head, part: partOf(whole) }
    : readCm(whole, head, from)
  return { kind: 'message', message, size: bytes.length, oddities: odditiesOf(message, short, bytes.length > end) }
}

const partOf = (bytes: Uint8Array): Uint8Array => bytes.slice(DATAGRAM_HEAD)

const CODES: Readonly<Record<string, string>> = {
  'dcerpc.version': 'profinet-cm.version',
  'dcerpc.packet-type': 'profinet-cm.packet-type',
  'dcerpc.data-representation': 'profinet-cm.data-representation',
}

function odditiesOf({ content }: Cm, short: boolean, long: boolean): readonly Oddity[] {
  if (short) return [{ code: 'profinet-cm.length', at: 74 }]
  if (content && content.wrong >= 0) return [{ code: 'profinet-cm.block', at: content.wrong }]
  return long ? [{ code: 'profinet-cm.trailing-bytes', at: 74 }] : sound
}

const functions: readonly FunctionRef[] = ptypeNames.map(name => ({ code: name.replaceAll(' ', '-'), name }))

function label(message: Cm): Label {
  const { head } = message
  const pair = (head.activityWord ^ head.sequence) >>> 0
  const isCall = head.type === PTYPE.request || isReply(message)
  if (!isCall) return { role: 'notice', pair, function: functions[head.type]!, error: false }
  const role = head.type === PTYPE.request ? 'request' : 'reply'
  const called = serviceOf(head.interface, head.opnum)
  return { role, pair, function: called, error: role === 'reply' && whyRefused(message) !== null }
}

/** Bits that had to have one value: version, type and representation; the interface. */
const headBits = 30
const interfaceBits = 60

const ofClient: ReadonlySet<number> = new Set([PTYPE.request, PTYPE.ping, PTYPE.ack, PTYPE.cancel])

/** Acknowledgements of fragments go both ways. */
function recognize(bytes: Uint8Array, from: Side): number {
  if (bytes.length < DATAGRAM_HEAD) return bytes.length > 0 && bytes[0] !== 4 ? -1 : 0
  const framed = readDatagram(bytes)
  if (framed.kind !== 'datagram') return -1
  const { type, interface: uuid, length } = framed.head
  if (interfaceOf(uuid) === null || DATAGRAM_HEAD + length < Math.min(bytes.length, DATAGRAM_HEAD + 1)) return -1
  if (type !== PTYPE.fack && ofClient.has(type) !== (from === 'client')) return -1
  // Others map endpoints too: of itself that is no PROFINET.
  return uuid === ENDPOINT_MAPPER ? headBits : headBits + interfaceBits
}

export const profinetCm = defineDissector<Cm>({
  name: 'profinet-cm',
  title: 'PROFINET CM',
  carriers: { udp: [PORT, DYNAMIC] },
  recognize,
  parse,
  label,
  session: () => ({ join: joiner(), interpret }),
  maxMessage: MAX,
})
