// MMS: ISO 9506-2, over presentation, session and transport on TCP (RFC 1006). IEC 61850-8-1 and TASE.2 (IEC 60870-6) ride on
// it. Its port is that of S7comm; what follows the transport header tells them apart.
import type { Side } from '@nautilus/model'
import { readTpdu, type Tpdu } from '../carriers/cotp.ts'
import { defineDissector, type Label } from '../dissector.ts'
import { ACSE } from './acse.ts'
import { isBare, isSession, SPDU } from './layers.ts'
import { openSession } from './meaning.ts'
import { type Closing, LONGEST, type Message, type Pdu, parse } from './message.ts'
import { CANCEL, CONCLUDE, INITIATE, REJECT, serviceOf, unconfirmedOf } from './names.ts'

/** Pairs that no invoke id has: those have 32 bits. */
const PAIR = { transport: -1, initiate: -2, conclude: -3, release: -4, cancel: 2 ** 33 }

type Role = Label['role']
const labelOf = (role: Role, pair: number, ref: Label['function'], error = false): Label => ({
  role,
  pair,
  function: ref,
  error,
})
const quiet = labelOf('notice', 0, null)

function label(message: Message): Label {
  switch (message.kind) {
    case 'empty':
    case 'opaque':
      return quiet
    case 'transport':
      if (message.type === 'CR') return labelOf('request', PAIR.transport, null)
      if (message.type === 'CC' || message.refuses) return labelOf('reply', PAIR.transport, null, message.refuses)
      return quiet
    case 'closing':
      return closingLabel(message)
    default:
      return labels[message.kind](message)
  }
}

function closingLabel({ spdu, acse }: Closing): Label {
  if (spdu === SPDU.refuse || acse === ACSE.response) return labelOf('reply', PAIR.initiate, null, true)
  if (spdu === SPDU.finish || acse === ACSE.release) return labelOf('request', PAIR.release, null)
  return spdu === SPDU.disconnect || acse === ACSE.released ? labelOf('reply', PAIR.release, null) : quiet
}

const labels: Readonly<Record<Pdu['kind'], (pdu: Pdu) => Label>> = {
  'confirmed-request': ({ invoke, service }) =>
    service < 0 ? labelOf('request', invoke, null) : labelOf('request', invoke, serviceOf(service).ref),
  'confirmed-response': ({ invoke, service }) =>
    service < 0 ? labelOf('reply', invoke, null) : labelOf('reply', invoke, serviceOf(service).ref),
  'confirmed-error': ({ invoke }) => labelOf('reply', invoke, null, true),
  unconfirmed: ({ service }) => labelOf('notice', 0, service < 0 ? null : unconfirmedOf(service)),
  // A rejected request is answered; what else is rejected was no request.
  reject: pdu => (isAnswer(pdu) ? labelOf('reply', pdu.invoke, null, true) : labelOf('notice', 0, REJECT)),
  'cancel-request': ({ invoke }) => labelOf('request', PAIR.cancel + invoke, CANCEL),
  'cancel-response': ({ invoke }) => labelOf('reply', PAIR.cancel + invoke, CANCEL),
  'cancel-error': ({ invoke }) => labelOf('reply', PAIR.cancel + invoke, CANCEL, true),
  'initiate-request': () => labelOf('request', PAIR.initiate, INITIATE),
  'initiate-response': () => labelOf('reply', PAIR.initiate, INITIATE),
  'initiate-error': () => labelOf('reply', PAIR.initiate, INITIATE, true),
  'conclude-request': () => labelOf('request', PAIR.conclude, CONCLUDE),
  'conclude-response': () => labelOf('reply', PAIR.conclude, CONCLUDE),
  'conclude-error': () => labelOf('reply', PAIR.conclude, CONCLUDE, true),
}

/** Behind the invoke id stands what was rejected: 1 a confirmed request, 5 a PDU that could not be read. */
function isAnswer({ invoke, place: { bytes, start } }: Pdu): boolean {
  if (invoke < 0) return false
  const what = bytes[start + 2 + (bytes[start + 1] ?? 0)]
  return what === 0x81 || what === 0x85
}

/** TPKT version and reserved byte, length indicator and code of the TPDU: what S7comm gives too. */
const SHARED = 12
const CERTAIN = 64

function recognize(bytes: Uint8Array, from: Side): number {
  const framed = readTpdu(bytes, LONGEST)
  if (framed.kind === 'malformed') return -1
  if (framed.kind === 'need') return peek(bytes)
  const { tpdu, size } = framed
  if (bytes[1] !== 0) return -1
  if (tpdu.type === 'DT') return tpdu.payload.length === 0 ? SHARED : evidence(bytes, tpdu, from)
  // What follows the connect in the same bytes says more than the connect.
  const next = size < bytes.length ? recognize(bytes.subarray(size), from) : 0
  return next === 0 ? SHARED : next
}

/** Every layer must fit into the one below, down to a PDU or an element of association control. */
function evidence(bytes: Uint8Array, { payload }: Tpdu, from: Side): number {
  if (!isBare(payload) && !isSession(payload)) return -1
  const parsed = parse(bytes, from)
  if (parsed.kind !== 'message' || parsed.message.kind === 'opaque') return -1
  if (parsed.oddities.length > 0) return -1
  // A session that ends without a word of association control has little structure.
  const weak = parsed.message.kind === 'closing' && parsed.message.acse < 0
  return weak ? SHARED + 8 : CERTAIN
}

/** The start of a DT whose end is not here yet: session connect, or data with a presentation list of one value. */
function peek(bytes: Uint8Array): number {
  if (bytes.length > 1 && bytes[1] !== 0) return -1
  if (bytes.length < 12 || bytes[4] !== 2 || bytes[5]! >> 1 !== 0x78) return 0
  const payload = bytes.subarray(7)
  if (payload[0] === SPDU.data) return payload[1] === 0 && payload[2] === 1 && payload[4] === 0x61 ? SHARED + 36 : -1
  return payload[0] === SPDU.connect || payload[0] === SPDU.accept || (payload[0]! & 0xf0) === 0xa0 ? 0 : -1
}

export const mms = defineDissector<Message>({
  name: 'mms',
  title: 'MMS',
  carriers: { tcp: [102] },
  recognize,
  parse,
  label,
  session: openSession,
  maxMessage: LONGEST,
})
