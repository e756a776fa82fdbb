// DCE/RPC on TCP: calls of Windows, DCOM and OPC Classic. DCE 1.1 RPC (C706), 12.6; [MS-RPCE]; [MS-DCOM].
import type { Side } from '@nautilus/model'
import { isRepresentation } from '../carriers/dcerpc/connectionless.ts'
import { defineDissector } from '../dissector.ts'
import { label } from './label.ts'
import { HEADER, LONGEST, PDU, type Pdu, parse, sizeOf } from './message.ts'
import { openSession } from './session.ts'

const never = -1
/** Version, minor version, type, representation and its zeros. */
const HEADER_BITS = 8 + 7 + 4 + 6 + 6 + 16
const VERIFIER = 8

/** Shortest packet of a type, and who may send it; null of none. */
const shapes: Readonly<Record<number, { least: number; from: Side | null }>> = Object.freeze({
  [PDU.request]: { least: 24, from: 'client' },
  [PDU.response]: { least: 24, from: 'server' },
  [PDU.fault]: { least: 28, from: 'server' },
  [PDU.bind]: { least: 72, from: 'client' },
  [PDU.bindAck]: { least: 32, from: 'server' },
  [PDU.bindNak]: { least: 18, from: 'server' },
  [PDU.alter]: { least: 72, from: 'client' },
  [PDU.alterReply]: { least: 32, from: 'server' },
  [PDU.auth3]: { least: 28, from: 'client' },
  [PDU.shutdown]: { least: HEADER, from: 'server' },
  [PDU.cancel]: { least: HEADER, from: 'client' },
  [PDU.orphaned]: { least: HEADER, from: 'client' },
  [PDU.rts]: { least: 20, from: null },
})

function recognize(bytes: Uint8Array, from: Side): number {
  if (bytes.length === 0) return 0
  if (bytes[0] !== 5 || (bytes.length > 1 && bytes[1]! > 1)) return never
  if (bytes.length < 3) return 0
  const shape = shapes[bytes[2]!]
  if (!shape || (shape.from !== null && shape.from !== from)) return never
  return bytes.length < HEADER ? 0 : evidence(bytes, shape.least)
}

function evidence(bytes: Uint8Array, least: number): number {
  if (!isRepresentation(bytes, 4) || bytes[7] !== 0) return never
  const size = sizeOf(bytes)
  const little = bytes[4]! >> 4 === 1
  const auth = little ? bytes[10]! | (bytes[11]! << 8) : (bytes[10]! << 8) | bytes[11]!
  if (size < least || (auth > 0 && HEADER + VERIFIER + auth > size)) return never
  return HEADER_BITS
}

export const dcerpc = defineDissector<Pdu>({
  name: 'dcerpc',
  title: 'DCE/RPC',
  carriers: { tcp: [135] },
  recognize,
  parse,
  label: message => label(message),
  session: openSession,
  omits: [
    'encrypted arguments (packet privacy)',
    'values in answers to OPC reads, and texts that are written',
    'activation properties of DCOM',
    'WMI queries',
    'DCE/RPC over HTTP',
  ],
  maxMessage: LONGEST,
})
