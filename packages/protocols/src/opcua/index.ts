// OPC UA binary: OPC 10000-6 over TCP (OPC UA Connection Protocol, Secure Conversation), services of OPC 10000-4.
import type { Side } from '@nautilus/model'
import { defineDissector, type Label } from '../dissector.ts'
import { resultOf } from './content.ts'
import { openSession } from './meaning.ts'
import { headOf, LONGEST, type Message, parse } from './message.ts'
import { CLOSE, ENCRYPTED, isReply, OPEN, SERVICE_FAULT, serviceOf } from './services.ts'
import { isBad } from './status.ts'

/** Pairs that no request id has: those have 32 bits. */
const PAIR = { hello: -1, open: -2, encrypted: -3 }

type Role = Label['role']
const labelOf = (role: Role, pair: number, ref: Label['function'], error = false): Label => ({
  role,
  pair,
  function: ref,
  error,
})
const roleOf = (from: Side): Role => (from === 'client' ? 'request' : 'reply')

function label(message: Message, from: Side): Label {
  switch (message.type) {
    case 'HEL':
      return labelOf('request', PAIR.hello, null)
    case 'ACK':
      return labelOf('reply', PAIR.hello, null)
    case 'ERR':
      return labelOf('reply', PAIR.hello, null, true)
    case 'RHE':
      return labelOf('notice', 0, null)
    case 'CLO':
      // Nobody answers it: the connection ends.
      return labelOf('notice', 0, serviceOf(CLOSE)!.ref)
    default:
      return message.aborted ? abortLabel(message, from) : serviceLabel(message, from)
  }
}

const abortLabel = ({ request }: Message, from: Side): Label =>
  from === 'server' ? labelOf('reply', request, null, true) : labelOf('notice', 0, null)

function serviceLabel(message: Message, from: Side): Label {
  const { type, service, request } = message
  const pair = type === 'OPN' ? PAIR.open : request
  if (service === SERVICE_FAULT) return labelOf('reply', pair, null, true)
  if (service < 0) {
    if (type === 'OPN') return labelOf(roleOf(from), pair, serviceOf(OPEN)!.ref)
    return labelOf(roleOf(from), PAIR.encrypted, ENCRYPTED)
  }
  const known = serviceOf(service)
  if (!known) return labelOf(roleOf(from), pair, { code: String(service), name: 'unknown' })
  const answers = isReply(service)
  return labelOf(answers ? 'reply' : 'request', pair, known.ref, answers && isBad(resultOf(message)))
}

/** Three letters of seven, one of three, and a length below 1 MB. */
const SHARED = 38
const CERTAIN = 64

function recognize(bytes: Uint8Array, from: Side): number {
  const head = headOf(bytes, 0)
  if (head === null) return -1
  if (typeof head === 'number') return 0
  if (head.size > LONGEST || !fitsSide(head.type, from)) return -1
  if (bytes.length < head.size) return peek(bytes, head.size, from)
  const parsed = parse(bytes, from)
  if (parsed.kind === 'malformed') return -1
  if (parsed.kind === 'need') return SHARED
  if (parsed.oddities.length > 0) return -1
  return evidence(parsed.message, from)
}

const fitsSide = (type: Message['type'], from: Side): boolean =>
  type === 'HEL' || type === 'RHE' ? from === 'client' : type === 'ACK' || type === 'ERR' ? from === 'server' : true

/** Every field that has one value has it, in messages that are no service. */
const opens: Readonly<Partial<Record<Message['type'], (message: Message) => boolean>>> = {
  HEL: ({ bytes }) => helloFits(bytes, 28),
  ERR: ({ bytes }) => helloFits(bytes, 12) && bytes[11]! >= 0x80,
  RHE: () => true,
  ACK: ({ bytes }) => bytes.length === 28,
  OPN: ({ security }) => security?.policy.includes('SecurityPolicy') === true,
}

function evidence(message: Message, from: Side): number {
  const { type, service } = message
  const open = opens[type]
  if (open) return open(message) ? CERTAIN : -1
  if (service < 0 || !(serviceOf(service) || service === SERVICE_FAULT)) return SHARED
  return isReply(service) === (from === 'server') ? CERTAIN : -1
}

/** A string fills the message to its end. */
const helloFits = (bytes: Uint8Array, at: number): boolean => {
  const length = (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >> 0
  return at + 4 + Math.max(0, length) === bytes.length
}

/** The start of a message whose end is not here yet. */
function peek(bytes: Uint8Array, size: number, from: Side): number {
  const at = 24
  if (bytes[0] !== 0x4d || bytes.length < at + 4 || bytes[at] !== 1 || bytes[at + 1] !== 0)
    return size > 24 ? SHARED : 0
  const service = bytes[at + 2]! | (bytes[at + 3]! << 8)
  return serviceOf(service) && isReply(service) === (from === 'server') ? CERTAIN : SHARED
}

export const opcua = defineDissector<Message>({
  name: 'opcua',
  title: 'OPC UA',
  carriers: { tcp: [4840] },
  recognize,
  parse,
  label,
  session: openSession,
  maxMessage: LONGEST + 64,
  omits: [
    'contents of encrypted channels',
    'QueryFirst and QueryNext beyond their names',
    'structures (ExtensionObjects) other than server status and build information',
    'filters of monitored items and names of event fields',
    'PubSub (UADP) and the HTTPS and WebSocket mappings',
  ],
})
