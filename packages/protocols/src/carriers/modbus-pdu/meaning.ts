// What a Modbus request and its reply mean together. Sections: Modbus Application Protocol V1.1b3.
import type { Claim, FunctionRef, Item, Operation } from '@nautilus/model'
import type { Meaning } from '../../dissector.ts'
import { spanOf } from '../../values.ts'
import { diagnosticOf, exceptionOf, functionOf, interfaceOf, type Named, verbOf } from './functions.ts'
import { fileItems, identityClaims, identityItems, serverIdClaims } from './objects.ts'
import { bytesOf, isBits, type Pdu, type Span, type Unit } from './pdu.ts'

type Detail = NonNullable<Operation['detail']>
/** What the two PDUs touched. `fits`: the reply answers this request, byte for byte of its frame. */
type Touched = { object: string; items: readonly Item[]; fits: boolean; detail?: Detail }

const nothing: Touched = { object: '', items: [], fits: false }

/** Joins a request and its reply; either may be missing, not both. */
export function meaningOf(request: Unit | null, reply: Unit | null): Meaning {
  const asked = request ?? reply!
  const answer = reply && request && reply.code !== request.code ? null : reply
  const { function: ref, verb } = namedOf(asked)
  const { object, items, fits, detail } = touchedBy(asked.unit, request?.pdu ?? null, answer?.pdu ?? null)
  const refusal = answer?.pdu.kind === 'exception' ? exceptionOf(answer.pdu.code) : null
  const operation: Operation = {
    verb,
    function: ref,
    object,
    items,
    outcome: refusal ? 'refused' : answer ? 'ok' : 'no-reply',
    ...(refusal ? { refusal } : {}),
    ...(detail ? { detail } : {}),
  }
  const claims = answer ? claimsOf(answer.pdu) : []
  const repeatable = fits && request?.sound === true && answer?.sound === true && !refusal
  return { operation, claims, repeatable }
}

/** The function with its sub-function, where it has one. */
function namedOf({ code, pdu }: Unit): Named {
  switch (pdu.kind) {
    case 'diagnostic':
      return diagnosticOf(pdu.sub)
    case 'ask-identity':
    case 'identity':
      return interfaceOf(14, 'discover')
    case 'canopen':
      return interfaceOf(13, 'other')
    default:
      return { function: functionOf(code) satisfies FunctionRef, verb: verbOf(code) }
  }
}

function touchedBy(unit: number, request: Pdu | null, reply: Pdu | null): Touched {
  if (!request) return reply ? fromReply(unit, reply) : nothing
  switch (request.kind) {
    case 'read':
      return readTouched(unit, request.span, reply)
    case 'write':
      return writeTouched(unit, request, reply)
    case 'mask':
      return { ...nothing, object: textOf(unit, request.span), items: maskItems(unit, request.span, request.at) }
    case 'exchange':
      return exchangeTouched(unit, request, reply)
    case 'fifo':
      return fifoTouched(unit, request.address, reply)
    case 'file':
      return { ...nothing, ...fileItems(unit, request.parts, reply) }
    case 'canopen':
      // 6.20 leaves the inside to CiA 309-2, which is not public: whether it reads or writes is not told.
      return { ...nothing, detail: { bytes: request.bytes } }
    case 'diagnostic':
      return diagnosticTouched(unit, request, reply)
    case 'ask-identity':
      return { ...(reply ? fromReply(unit, reply) : nothing), ...objectOfCategory(unit, request.category) }
    default:
      return reply ? fromReply(unit, reply) : nothing
  }
}

/** What a reply says by itself: the echo of a write names its object, the values of a read do not. */
function fromReply(unit: number, reply: Pdu): Touched {
  switch (reply.kind) {
    case 'written':
      return { ...nothing, object: textOf(unit, reply.span), items: echoItems(unit, reply) }
    case 'mask':
      return { ...nothing, object: textOf(unit, reply.span) }
    case 'status':
      return { ...nothing, object: `${unit}/exception-status`, items: [statusItem(unit, reply.at)] }
    case 'events':
      return { ...nothing, detail: { busy: Number(reply.busy), events: reply.events } }
    case 'log':
      return { ...nothing, detail: { busy: Number(reply.busy), events: reply.events, messages: reply.messages } }
    case 'server-id':
      return { ...nothing, detail: reply.text === '' ? { bytes: reply.bytes } : { id: reply.text } }
    case 'identity':
      return { ...nothing, ...identityItems(unit, reply) }
    default:
      return nothing
  }
}

/** `1/coils/4`, `1/holding-registers/0-9`. */
export const textOf = (unit: number, { table, address, count }: Span): string =>
  count > 1 ? `${unit}/${table}/${address}-${address + count - 1}` : `${unit}/${table}/${address}`

const native = (unit: number, { table, address }: Span): Item['native'] => ({ unit, table, address })

/** The item of a read; `at` is -1 where no message holds its values. */
const readItem = (unit: number, span: Span, at: number): Item => ({
  object: textOf(unit, span),
  access: 'read',
  type: isBits(span.table) ? 'bit' : 'u16',
  count: span.count,
  in: at < 0 ? 'nowhere' : 'reply',
  at: Math.max(at, 0),
  native: native(unit, span),
})

function readTouched(unit: number, span: Span, reply: Pdu | null): Touched {
  const values = reply?.kind === 'values' ? reply : null
  const fits = values !== null && values.bytes === bytesOf(span)
  const items = span.count > 0 ? [readItem(unit, span, fits ? values.at : -1)] : []
  const touched = { object: textOf(unit, span), items, fits }
  return values && !fits ? { ...touched, detail: { bytes: values.bytes, expected: bytesOf(span) } } : touched
}

const writeItem = (unit: number, request: Pdu & { kind: 'write' }): Item => ({
  object: textOf(unit, request.span),
  access: 'write',
  type: request.type,
  count: request.span.count,
  in: 'request',
  at: request.at,
  native: native(unit, request.span),
})

// The value in the echo is not compared: it may not decide the meaning of a message that repeats with other values.
function writeTouched(unit: number, request: Pdu & { kind: 'write' }, reply: Pdu | null): Touched {
  const { span } = request
  const object = textOf(unit, span)
  const held = request.bytes === spanOf(request.type, span.count)
  const items = held && span.count > 0 ? [writeItem(unit, request)] : []
  if (reply?.kind !== 'written') return { object, items, fits: false }
  const fits = reply.span.address === span.address && reply.span.count === span.count
  return fits ? { object, items, fits } : { object, items, fits, detail: { answered: textOf(unit, reply.span) } }
}

/** The values that an echo of 6.5 or 6.6 shows when its request was not seen. */
const echoItems = (unit: number, { span, type, at }: Pdu & { kind: 'written' }): Item[] =>
  at < 0
    ? []
    : [{ object: textOf(unit, span), access: 'write', type, count: 1, in: 'reply', at, native: native(unit, span) }]

// 6.16: result = (register AND and-mask) OR (or-mask AND NOT and-mask). The masks are no value of the register.
const maskItems = (unit: number, span: Span, at: number): Item[] =>
  ['and-mask', 'or-mask'].map((mask, index) => ({
    object: `${textOf(unit, span)}/${mask}`,
    access: 'write',
    type: 'u16',
    count: 1,
    in: 'request',
    at: at + 2 * index,
    native: { ...native(unit, span), mask },
  }))

// 6.17: the write comes first, then the read.
function exchangeTouched(unit: number, request: Pdu & { kind: 'exchange' }, reply: Pdu | null): Touched {
  const { read, write, at, bytes } = request
  const written = writeTouched(unit, { kind: 'write', span: write, type: 'u16', at, bytes }, null)
  const { items, detail, object } = readTouched(unit, read, reply)
  const same = object === written.object
  return {
    object: same ? object : `${written.object}, ${object}`,
    items: [...written.items, ...items],
    fits: false,
    ...(detail ? { detail } : {}),
  }
}

// 6.18
function fifoTouched(unit: number, address: number, reply: Pdu | null): Touched {
  const object = `${unit}/fifo/${address}`
  if (reply?.kind !== 'queue' || reply.bytes !== 2 + 2 * reply.count) return { ...nothing, object }
  const parts = { unit, table: 'fifo', address }
  const item: Item = {
    object,
    access: 'read',
    type: 'u16',
    count: reply.count,
    in: 'reply',
    at: reply.at,
    native: parts,
  }
  return { object, items: reply.count > 0 ? [item] : [], fits: false }
}

// 6.7: eight outputs of the device's choice.
const statusItem = (unit: number, at: number): Item => ({
  object: `${unit}/exception-status`,
  access: 'read',
  type: 'bit',
  count: 8,
  in: 'reply',
  at,
  native: { unit, table: 'exception-status', address: 0 },
})

// 6.8: registers and counters are read in the reply.
function diagnosticTouched(unit: number, request: Pdu & { kind: 'diagnostic' }, reply: Pdu | null): Touched {
  const { sub, bytes } = request
  if (sub === 0) return { ...nothing, detail: { bytes } }
  const counts = sub === 2 || (sub >= 11 && sub <= 18)
  if (!counts) return nothing
  const object = `${unit}/diagnostics/${sub}`
  if (reply?.kind !== 'diagnostic' || reply.sub !== sub || reply.bytes !== 2) return { ...nothing, object }
  const parts = { unit, table: 'diagnostics', address: sub }
  return {
    object,
    items: [{ object, access: 'read', type: 'u16', count: 1, in: 'reply', at: reply.at, native: parts }],
    fits: false,
  }
}

const categories: Readonly<Record<number, string>> = { 1: 'basic', 2: 'regular', 3: 'extended', 4: 'specific' } // 6.21

const objectOfCategory = (unit: number, category: number): { object: string } => ({
  object: `${unit}/identity/${categories[category] ?? category}`,
})

function claimsOf(reply: Pdu): readonly Claim[] {
  if (reply.kind === 'identity') return identityClaims(reply)
  if (reply.kind === 'server-id') return serverIdClaims(reply)
  return []
}
