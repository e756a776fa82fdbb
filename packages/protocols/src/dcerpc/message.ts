// Connection-oriented packets of DCE/RPC: C706, 12.6, with the additions of [MS-RPCE] 2.2.2. What is inside a packet is read
// here, without memory of the connection; `session.ts` knows the interfaces and joins fragments.
import type { Side } from '@nautilus/model'
import { isRepresentation } from '../carriers/dcerpc/connectionless.ts'
import { UUID, uuidAt } from '../carriers/dcerpc/uuid.ts'
import { malformed, need, type Oddity, type Parsed } from '../dissector.ts'
import { printable } from '../reader.ts'
import { Ndr } from './ndr.ts'

export const HEADER = 16
const VERSION = 5
/** The length of a fragment has 16 bits. */
export const LONGEST = 0xffff
const VERIFIER = 8
const MAX_CONTEXTS = 32
const SYNTAX = UUID + 4

export const PDU = {
  request: 0,
  response: 2,
  fault: 3,
  bind: 11,
  bindAck: 12,
  bindNak: 13,
  alter: 14,
  alterReply: 15,
  auth3: 16,
  shutdown: 17,
  cancel: 18,
  orphaned: 19,
  rts: 20,
} as const
const known: ReadonlySet<number> = new Set(Object.values(PDU))

export const FIRST = 0x01
export const LAST = 0x02
const OBJECT = 0x80

/** One line of a bind: an interface, and what the server is to call it by. */
export type Context = {
  readonly id: number
  readonly uuid: string
  readonly version: string
  readonly syntax: string
}
/** What became of it: 0 accepted, 1 refused by the user, 2 by the provider, 3 features were negotiated. */
export type Result = { readonly result: number; readonly reason: number }

/** The trailer: C706, 13.2.6.1. */
export type Verifier = { readonly type: number; readonly level: number; readonly token: Uint8Array }

export type Pdu = {
  readonly type: number
  readonly from: Side
  readonly flags: number
  readonly little: boolean
  readonly call: number
  /** -1 where the type has none. */
  readonly context: number
  readonly opnum: number
  /** Of a fault its status, of a bind nak its reason. */
  readonly status: number
  readonly object: string
  /** Arguments or results, without padding and trailer; where they begin in the body. */
  readonly stub: Uint8Array
  readonly stubAt: number
  readonly verifier: Verifier | null
  readonly contexts: readonly Context[]
  readonly results: readonly Result[]
  /** The second address of an acknowledged bind: a port or a pipe. */
  readonly address: string
  /** What the session adds: UUID and name of the interface, empty where the bind was not seen. */
  readonly uuid: string
  readonly interface: string
}

type Draft = { -readonly [K in keyof Pdu]: Pdu[K] }
const nothing = new Uint8Array(0)
const NO_ODDITIES: readonly Oddity[] = []

/** What is wrong with a header, and where; null when nothing is. */
function fault(bytes: Uint8Array): { code: string; at: number } | null {
  if (bytes[0] !== VERSION) return { code: 'dcerpc.version', at: 0 }
  if (bytes.length > 1 && bytes[1]! > 1) return { code: 'dcerpc.version', at: 1 }
  if (bytes.length > 2 && !known.has(bytes[2]!)) return { code: 'dcerpc.packet-type', at: 2 }
  if (bytes.length > 6 && !isRepresentation(bytes, 4)) return { code: 'dcerpc.data-representation', at: 4 }
  return null
}

export const sizeOf = (bytes: Uint8Array): number =>
  bytes[4]! >> 4 === 1 ? bytes[8]! | (bytes[9]! << 8) : (bytes[8]! << 8) | bytes[9]!

export function parse(bytes: Uint8Array, from: Side): Parsed<Pdu> {
  const wrong = bytes.length > 0 ? fault(bytes) : null
  if (wrong) return malformed(wrong.code, wrong.at)
  if (bytes.length < HEADER) return need(HEADER)
  const size = sizeOf(bytes)
  if (size < HEADER) return malformed('dcerpc.fragment-length', 8)
  if (bytes.length < size) return need(size)
  return read(bytes.subarray(0, size), from)
}

function read(bytes: Uint8Array, from: Side): Parsed<Pdu> {
  const little = bytes[4]! >> 4 === 1
  const reader = new Ndr(bytes, little)
  reader.at = 10
  const authLength = reader.u16()
  const draft: Draft = {
    type: bytes[2]!,
    from,
    flags: bytes[3]!,
    little,
    call: reader.u32(),
    context: -1,
    opnum: -1,
    status: 0,
    object: '',
    stub: nothing,
    stubAt: 0,
    verifier: null,
    contexts: [],
    results: [],
    address: '',
    uuid: '',
    interface: '',
  }
  const trailer = authLength === 0 ? bytes.length : bytes.length - authLength - VERIFIER
  const oddities: Oddity[] = []
  if (trailer < HEADER) oddities.push({ code: 'dcerpc.authentication-length', at: 10 })
  let end = bytes.length
  if (authLength > 0 && trailer >= HEADER) {
    draft.verifier = { type: bytes[trailer]!, level: bytes[trailer + 1]!, token: bytes.subarray(trailer + VERIFIER) }
    end = Math.max(HEADER, trailer - bytes[trailer + 2]!)
  }
  body(draft, new Ndr(bytes.subarray(0, end), little), oddities)
  const found = oddities.length > 0 ? oddities : NO_ODDITIES
  return { kind: 'message', message: draft, size: bytes.length, oddities: found }
}

function body(draft: Draft, reader: Ndr, oddities: Oddity[]): void {
  reader.at = HEADER
  switch (draft.type) {
    case PDU.request:
    case PDU.response:
    case PDU.fault:
      call(draft, reader)
      break
    case PDU.bind:
    case PDU.alter:
      bind(draft, reader)
      break
    case PDU.bindAck:
    case PDU.alterReply:
      acknowledged(draft, reader)
      break
    case PDU.bindNak:
      draft.status = reader.u16()
      break
    default:
  }
  if (reader.short) oddities.push({ code: 'dcerpc.cut', at: HEADER })
}

/** 12.6.4.9, 12.6.4.10 and 12.6.4.7. */
function call(draft: Draft, reader: Ndr): void {
  reader.u32() // how much the receiver should make room for
  draft.context = reader.u16()
  const last = reader.u16()
  if (draft.type === PDU.request) {
    draft.opnum = last
    if ((draft.flags & OBJECT) !== 0) draft.object = reader.uuid()
  } else if (draft.type === PDU.fault) {
    draft.status = reader.u32()
    reader.u32()
  }
  draft.stubAt = reader.at
  draft.stub = reader.bytes.subarray(reader.at)
}

/** 12.6.4.3 and 12.6.4.1. Of several transfer syntaxes the first is named. */
function bind(draft: Draft, reader: Ndr): void {
  reader.skip(8)
  const count = Math.min(reader.u8(), MAX_CONTEXTS)
  reader.skip(3)
  const contexts: Context[] = []
  for (let i = 0; i < count && !reader.short; i++) {
    const id = reader.u16()
    const transfers = reader.u8()
    reader.skip(1)
    const uuid = reader.uuid()
    const version = `${reader.u16()}.${reader.u16()}`
    const at = reader.at
    reader.skip(transfers * SYNTAX)
    if (reader.short) break
    contexts.push({ id, uuid, version, syntax: transfers > 0 ? uuidAt(reader.bytes, at, draft.little) : '' })
  }
  draft.contexts = contexts
}

/** 12.6.4.4 and 12.6.4.2. */
function acknowledged(draft: Draft, reader: Ndr): void {
  reader.skip(8)
  draft.address = printable(reader.take(reader.u16()))
  reader.align(4)
  const count = Math.min(reader.u8(), MAX_CONTEXTS)
  reader.skip(3)
  const results: Result[] = []
  for (let i = 0; i < count && !reader.short; i++) {
    const one = { result: reader.u16(), reason: reader.u16() }
    reader.skip(SYNTAX)
    if (!reader.short) results.push(one)
  }
  draft.results = results
}
