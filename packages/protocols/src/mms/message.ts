// Messages on one side of an MMS connection. PDUs: ISO 9506-2, MMSpdu.
import type { Side } from '@nautilus/model'
import { Ber, tagNumber } from '../carriers/ber.ts'
import { readTpdu, type Tpdu, type TpduType } from '../carriers/cotp.ts'
import { malformed, type Oddity, type Parsed } from '../dissector.ts'
import { ACSE, type Association, isAcseTag, readAcse } from './acse.ts'
import { isBare, isSession, type Layers, readLayers, SPDU } from './layers.ts'

/** The longest message that is joined, transport headers included. Stations agree on less than 64 KB. */
export const LONGEST = 0x20000

/** A place in the bytes that the items of this message point into. */
export type Place = { readonly bytes: Uint8Array; readonly start: number; readonly stop: number }

export type Pdu = {
  readonly kind:
    | 'confirmed-request'
    | 'confirmed-response'
    | 'confirmed-error'
    | 'unconfirmed'
    | 'reject'
    | 'cancel-request'
    | 'cancel-response'
    | 'cancel-error'
    | 'initiate-request'
    | 'initiate-response'
    | 'initiate-error'
    | 'conclude-request'
    | 'conclude-response'
    | 'conclude-error'
  readonly from: Side
  /** -1 where the PDU has none. */
  readonly invoke: number
  /** Number of the service; -1 where the PDU does not say it. */
  readonly service: number
  /** What the service says, or the whole inside of other PDUs. */
  readonly place: Place
  readonly association: Association | null
  /** The items point into the message itself, not into a joined copy. */
  readonly plain: boolean
}
export type Transport = {
  readonly kind: 'transport'
  readonly from: Side
  readonly type: TpduType
  readonly refuses: boolean
}
/** Session and association control that carry no MMS: they close the connection, or refuse it. */
export type Closing = { readonly kind: 'closing'; readonly from: Side; readonly spdu: number; readonly acse: number }
export type Message = Pdu | Transport | Closing | { readonly kind: 'empty' } | { readonly kind: 'opaque' }

const KINDS: Readonly<Partial<Record<number, Pdu['kind']>>> = {
  0xa0: 'confirmed-request',
  0xa1: 'confirmed-response',
  0xa2: 'confirmed-error',
  0xa3: 'unconfirmed',
  0xa4: 'reject',
  0x85: 'cancel-request',
  0x86: 'cancel-response',
  0xa7: 'cancel-error',
  0xa8: 'initiate-request',
  0xa9: 'initiate-response',
  0xaa: 'initiate-error',
  0x8b: 'conclude-request',
  0x8c: 'conclude-response',
  0xad: 'conclude-error',
}
const MODIFIERS = 0x30
const DETAIL = 0xbf4f // cs-request-detail and cs-response-detail, [79]

export function parse(bytes: Uint8Array, from: Side): Parsed<Message> {
  const framed = readTpdu(bytes, LONGEST)
  if (framed.kind !== 'message') return framed
  const { tpdu, size } = framed
  const oddities: Oddity[] = [...tpdu.oddities]
  if (!tpdu.complete) oddities.push({ code: 'mms.no-end', at: 0 })
  if (tpdu.type !== 'DT') {
    const message: Transport = {
      kind: 'transport',
      from,
      type: tpdu.type,
      refuses: tpdu.type === 'DR' && tpdu.source === 0,
    }
    return { kind: 'message', message, size, oddities }
  }
  if (tpdu.payload.length === 0) return { kind: 'message', message: { kind: 'empty' }, size, oddities }
  if (!isBare(tpdu.payload) && !isSession(tpdu.payload)) return malformed('mms.session', Math.max(0, tpdu.at))
  const message = read(bytes.subarray(0, size), tpdu, from, oddities)
  return { kind: 'message', message, size, oddities, ...(tpdu.at < 0 ? { body: tpdu.payload } : {}) }
}

function read(raw: Uint8Array, tpdu: Tpdu, from: Side, oddities: Oddity[]): Message {
  const plain = tpdu.at >= 0
  const bytes = plain ? raw : tpdu.payload
  const start = plain ? tpdu.at : 0
  const layers = readLayers(bytes, start, start + tpdu.payload.length)
  const { spdu } = layers
  if (layers.bad) oddities.push({ code: 'mms.presentation', at: start })
  const tag = layers.start < layers.stop ? bytes[layers.start]! : -1
  if (tag < 0) {
    if (spdu !== SPDU.data) return { kind: 'closing', from, spdu, acse: -1 }
    if (!layers.bad) oddities.push({ code: 'mms.presentation', at: start })
    return { kind: 'opaque' }
  }
  if (!isAcseTag(tag)) return readPdu({ bytes, start: layers.start, stop: layers.stop }, from, null, plain, oddities)
  return readAssociation(bytes, layers, from, plain, oddities)
}

function readAssociation(bytes: Uint8Array, layers: Layers, from: Side, plain: boolean, oddities: Oddity[]): Message {
  const { spdu, start, stop } = layers
  const acse = bytes[start]!
  const closes = acse !== ACSE.request && acse !== ACSE.response
  const association = readAcse(bytes, start, stop)
  if (closes || association.start >= association.stop) return { kind: 'closing', from, spdu, acse }
  return readPdu({ bytes, start: association.start, stop: association.stop }, from, association, plain, oddities)
}

function readPdu(
  { bytes, start, stop }: Place,
  from: Side,
  association: Association | null,
  plain: boolean,
  oddities: Oddity[],
): Message {
  const ber = new Ber(bytes, start, stop)
  const kind = ber.next() ? KINDS[ber.tag] : undefined
  if (!kind) {
    oddities.push({ code: ber.bad ? 'mms.cut-element' : 'mms.pdu', at: start })
    return { kind: 'opaque' }
  }
  const inner = ber.inside()
  const place: Place = { bytes, start: ber.start, stop: ber.stop }
  const common = { kind, from, association, plain }
  if (kind === 'cancel-request' || kind === 'cancel-response') {
    return { ...common, invoke: ber.unsigned(), service: -1, place }
  }
  if (kind === 'unconfirmed') {
    const found = inner.next()
    if (!found) oddities.push({ code: 'mms.cut-element', at: ber.start })
    return { ...common, invoke: -1, service: found ? tagNumber(inner.tag) : -1, place: placeOf(inner) }
  }
  if (kind !== 'confirmed-request' && kind !== 'confirmed-response') {
    return { ...common, invoke: NUMBERED.has(kind) ? invokeOf(inner) : -1, service: -1, place }
  }
  return { ...common, ...confirmed(inner, oddities) }
}

const placeOf = ({ bytes, start, stop }: Ber): Place => ({ bytes, start, stop })

const NUMBERED: ReadonlySet<Pdu['kind']> = new Set(['confirmed-error', 'cancel-error', 'reject'])

/** Of errors and rejections: [0] the invoke id, where it is known. */
function invokeOf(inner: Ber): number {
  return inner.next() && inner.tag === 0x80 && inner.length > 0 && inner.length <= 5 ? inner.unsigned() : -1
}

const isNext = (ber: Ber, tag: number): boolean => ber.next() && ber.tag === tag

/** Invoke id, modifiers, service. A response without a service is one: some stations answer so. */
function confirmed(inner: Ber, oddities: Oddity[]): Pick<Pdu, 'invoke' | 'service' | 'place'> {
  const first = inner.at
  if (!isNext(inner, 0x02)) {
    oddities.push({ code: 'mms.invoke-id', at: first })
    return { invoke: -1, service: -1, place: placeOf(inner) }
  }
  const invoke = inner.unsigned()
  while (inner.next()) {
    const tag: number = inner.tag
    if (tag !== MODIFIERS && tag !== DETAIL) return { invoke, service: tagNumber(tag), place: placeOf(inner) }
  }
  if (inner.bad) oddities.push({ code: 'mms.cut-element', at: first })
  return { invoke, service: -1, place: { bytes: inner.bytes, start: inner.end, stop: inner.end } }
}
