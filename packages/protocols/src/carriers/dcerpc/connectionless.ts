// The head of a connectionless DCE/RPC datagram: DCE 1.1 RPC (C706), 12.5.2 and table 12-1. 80 bytes, then the stub.
import { malformed, need } from '../../dissector.ts'
import { uuidAt } from './uuid.ts'

export const DATAGRAM_HEAD = 80
const VERSION = 4

export const PTYPE = {
  request: 0,
  ping: 1,
  response: 2,
  fault: 3,
  working: 4,
  noCall: 5,
  reject: 6,
  ack: 7,
  cancel: 8,
  fack: 9,
  cancelAck: 10,
} as const
export const ptypeNames = [
  'request',
  'ping',
  'response',
  'fault',
  'working',
  'no call',
  'reject',
  'ack',
  'cancel',
  'fragment ack',
  'cancel ack',
]
const LAST_FRAGMENT = 0x02
const FRAGMENT = 0x04

export type Datagram = {
  readonly type: number
  readonly little: boolean
  /** One of several; `last` when the sender says so. */
  readonly fragmented: boolean
  readonly last: boolean
  readonly object: string
  readonly interface: string
  readonly activity: string
  /** The first word of the activity, to pair by. */
  readonly activityWord: number
  readonly sequence: number
  readonly opnum: number
  readonly fragment: number
  /** Bytes of stub that the head declares. */
  readonly length: number
}

export type Framed =
  | { readonly kind: 'datagram'; readonly head: Datagram }
  | { readonly kind: 'need'; readonly bytes: number }
  | { readonly kind: 'malformed'; readonly code: string; readonly at: number }

/** Reads the head of a datagram. The stub may be shorter than `length` says; that is the caller's to judge. */
export function readDatagram(bytes: Uint8Array): Framed {
  if (bytes.length > 0 && bytes[0] !== VERSION) return malformed('dcerpc.version', 0)
  if (bytes.length < DATAGRAM_HEAD) return need(DATAGRAM_HEAD)
  if (bytes[1]! > PTYPE.cancelAck) return malformed('dcerpc.packet-type', 1)
  if (!isRepresentation(bytes, 4)) return malformed('dcerpc.data-representation', 4)
  const little = bytes[4]! >> 4 === 1
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return {
    kind: 'datagram',
    head: {
      type: bytes[1]!,
      little,
      fragmented: (bytes[2]! & FRAGMENT) !== 0,
      last: (bytes[2]! & LAST_FRAGMENT) !== 0,
      object: uuidAt(bytes, 8, little),
      interface: uuidAt(bytes, 24, little),
      activity: uuidAt(bytes, 40, little),
      activityWord: view.getUint32(40, little),
      sequence: view.getUint32(64, little),
      opnum: view.getUint16(68, little),
      length: view.getUint16(74, little),
      fragment: view.getUint16(76, little),
    },
  }
}

/** 14.1: integers of either order, characters ASCII or EBCDIC, floats of four kinds, two or one byte that must be zero. */
export const isRepresentation = (bytes: Uint8Array, at: number): boolean =>
  (bytes[at]! & 0xee) === 0 && bytes[at + 1]! <= 3 && bytes[at + 2] === 0
