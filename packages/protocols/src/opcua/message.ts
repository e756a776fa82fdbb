// Messages on a connection: OPC 10000-6, clauses 6.7.2 (chunks) and 7.1.2 (hello, acknowledge, error).
import type { Side } from '@nautilus/model'
import { malformed, need, type Oddity, type Parsed } from '../dissector.ts'
import { CLOSE, OPEN, SERVICE_FAULT, serviceOf } from './services.ts'
import { Wire } from './wire.ts'

/** A message in chunks is waited for up to this. */
export const LONGEST = 0x10_0000
const HEADER = 8
/** Channel, token, sequence number and request id behind the header of a MSG or CLO. */
const SYMMETRIC = 24

const TYPES = ['HEL', 'ACK', 'ERR', 'RHE', 'OPN', 'CLO', 'MSG'] as const
export type Type = (typeof TYPES)[number]

export type Security = {
  readonly policy: string
  readonly certificate: Uint8Array
}

export type Message = {
  readonly type: Type
  readonly from: Side
  /** What the items point into: the message itself, or the bodies of its chunks joined. */
  readonly bytes: Uint8Array
  /** Where the NodeId of the service starts, or the fields of a hello. */
  readonly at: number
  readonly channel: number
  /** Of the sequence header; -1 where it is encrypted, or there is none. */
  readonly request: number
  /** Id of the message's type; -1 where it is encrypted, or there is none. */
  readonly service: number
  /** Where the service begins behind its id. */
  readonly inside: number
  /** Of an OPN. */
  readonly security: Security | null
  /** The sender gave up in the middle. */
  readonly aborted: boolean
  /** Ends of the bodies of joined chunks; what is signed has a signature before each. */
  readonly ends: readonly number[]
}

type Head = { readonly type: Type; readonly final: number; readonly size: number }

const kinds = new Map<number, Type>(TYPES.map(name => [keyOf(name), name]))
function keyOf(name: string): number {
  return (name.charCodeAt(0) << 16) | (name.charCodeAt(1) << 8) | name.charCodeAt(2)
}
const FINAL = 0x46
const MORE = 0x43
const ABORT = 0x41

const wordAt = (bytes: Uint8Array, at: number): number =>
  bytes[at]! + bytes[at + 1]! * 0x100 + bytes[at + 2]! * 0x1_0000 + bytes[at + 3]! * 0x100_0000

/** The least that a message of a type takes. */
const LEAST: Readonly<Record<Type, number>> = { HEL: 32, ACK: 28, ERR: 16, RHE: 16, OPN: 32, CLO: 24, MSG: 24 }

/** The header of a chunk, null when these bytes are none, or how many there must be. */
export function headOf(bytes: Uint8Array, at: number): Head | number | null {
  if (!begins(bytes, at)) return null
  if (bytes.length < at + HEADER) return at + HEADER
  const type = kinds.get((bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!)!
  const final = bytes[at + 3]!
  const size = wordAt(bytes, at + 4)
  if (type !== 'MSG' && final !== FINAL && type !== 'OPN' && type !== 'CLO') return null
  return size < LEAST[type] ? null : { type, final, size }
}

/** Whether what there is of the first four bytes can begin a message. */
function begins(bytes: Uint8Array, at: number): boolean {
  const there = Math.min(4, bytes.length - at)
  if (there >= 4 && bytes[at + 3] !== FINAL && bytes[at + 3] !== MORE && bytes[at + 3] !== ABORT) return false
  return TYPES.some(name => {
    for (let i = 0; i < Math.min(3, there); i++) if (bytes[at + i] !== name.charCodeAt(i)) return false
    return true
  })
}

export function parse(bytes: Uint8Array, from: Side): Parsed<Message> {
  const head = headOf(bytes, 0)
  if (head === null) return malformed('opcua.type', 0)
  if (typeof head === 'number') return need(head)
  if (head.size > LONGEST) return malformed('opcua.length', 4)
  if (bytes.length < head.size) return need(head.size)
  if (head.final === MORE) return joined(bytes, head, from)
  return single(bytes.subarray(0, head.size), head, from)
}

function single(bytes: Uint8Array, head: Head, from: Side): Parsed<Message> {
  const oddities: Oddity[] = []
  const message = read(bytes, head, from, oddities)
  return { kind: 'message', message, size: head.size, oddities }
}

type Chunks = { readonly ends: number[]; readonly starts: number[]; at: number; last: Head; whole: boolean }

/** Contiguous chunks up to the final one: the same type and channel. */
function joined(bytes: Uint8Array, head: Head, from: Side): Parsed<Message> {
  const chunks: Chunks = { starts: [0], ends: [head.size], at: head.size, last: head, whole: false }
  while (!chunks.whole) {
    const next = headOf(bytes, chunks.at)
    if (typeof next === 'number') return need(next)
    if (next === null || next.type !== head.type || chunks.at + next.size > LONGEST) break
    const end = chunks.at + next.size
    if (bytes.length < chunks.at + 12) return need(chunks.at + 12)
    if (wordAt(bytes, chunks.at + HEADER) !== wordAt(bytes, HEADER)) break
    if (bytes.length < end) return need(end)
    chunks.starts.push(chunks.at)
    chunks.ends.push(end)
    chunks.at = end
    chunks.last = next
    chunks.whole = next.final !== MORE
  }
  return together(bytes, chunks, from)
}

function together(bytes: Uint8Array, { starts, ends, at, last, whole }: Chunks, from: Side): Parsed<Message> {
  const oddities: Oddity[] = whole ? [] : [{ code: 'opcua.no-end', at: 0 }]
  const size = at
  if (last.final === ABORT) {
    const start = starts.at(-1)!
    return { kind: 'message', message: read(bytes.subarray(start, size), last, from, oddities), size, oddities }
  }
  // The first chunk keeps its headers, so that one reader does for all.
  const body = new Uint8Array(ends.reduce((sum, end, i) => sum + end - starts[i]! - (i > 0 ? SYMMETRIC : 0), 0))
  const cuts: number[] = []
  let to = 0
  for (const [i, end] of ends.entries()) {
    const part = bytes.subarray(starts[i]! + (i > 0 ? SYMMETRIC : 0), end)
    body.set(part, to)
    to += part.length
    cuts.push(to)
  }
  const message = { ...read(body, last, from, oddities), ends: cuts }
  return { kind: 'message', message, size, oddities, body }
}

function read(bytes: Uint8Array, { type, final }: Head, from: Side, oddities: Oddity[]): Message {
  const plain = { type, from, bytes, at: HEADER, channel: 0, request: -1, service: -1, inside: bytes.length }
  const bare: Message = { ...plain, security: null, aborted: final === ABORT, ends: [] }
  if (type !== 'OPN' && type !== 'MSG' && type !== 'CLO') return bare
  const wire = new Wire(bytes)
  wire.skip(HEADER)
  const channel = wire.u32le()
  const security = type === 'OPN' ? readSecurity(wire) : null
  if (type !== 'OPN') wire.skip(4)
  wire.skip(4)
  const request = wire.u32le()
  if (wire.short) {
    oddities.push({ code: 'opcua.security-header', at: HEADER })
    return { ...bare, channel, security }
  }
  if (bare.aborted) return { ...bare, channel, security, request, at: wire.at }
  return { ...bare, ...identified(wire, type, from, request), channel, security }
}

function readSecurity(wire: Wire): Security {
  const policy = wire.string()
  const certificate = wire.byteString()
  wire.stretch()
  return { policy, certificate }
}

type Identity = Pick<Message, 'at' | 'request' | 'service' | 'inside'>

/** The id of the service, when these bytes are one. */
function identified(wire: Wire, type: Type, from: Side, request: number): Identity {
  const at = wire.at
  const { service, inside } = serviceAt(wire.bytes, at)
  const hidden = { at, request: -1, service: -1, inside: wire.bytes.length }
  if (service < 0) return hidden
  if (!serviceOf(service) && service !== SERVICE_FAULT && !looksPlain(wire.bytes, inside, from)) return hidden
  if (type === 'OPN' && serviceOf(service)?.request !== OPEN && service !== SERVICE_FAULT) return hidden
  if (type === 'CLO' && serviceOf(service)?.request !== CLOSE) return hidden
  return { at, request, service, inside }
}

/** NodeIds of namespace 0 with a number: 5.2.2.9. */
export function serviceAt(bytes: Uint8Array, at: number): { service: number; inside: number } {
  if (bytes.length >= at + 4 && bytes[at] === 1 && bytes[at + 1] === 0) {
    return { service: bytes[at + 2]! | (bytes[at + 3]! << 8), inside: at + 4 }
  }
  if (bytes.length >= at + 7 && bytes[at] === 2 && bytes[at + 1] === 0 && bytes[at + 2] === 0) {
    return { service: wordAt(bytes, at + 3), inside: at + 7 }
  }
  return { service: -1, inside: at }
}

/** A request goes on with a NodeId, a reply with a time of this age of the world. */
const looksPlain = (bytes: Uint8Array, at: number, from: Side): boolean =>
  from === 'client' ? (bytes[at] ?? 9) <= 5 : bytes[at + 7] === 1
