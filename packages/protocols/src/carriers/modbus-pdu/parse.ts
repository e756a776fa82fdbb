// Modbus PDUs. Sections: Modbus Application Protocol V1.1b3.
import type { Side } from '@nautilus/model'
import { printable, type Reader } from '../../reader.ts'
import { bytesOf, type Fault, type FilePart, type IdentityObject, isBits, type Pdu, type Span, tables } from './pdu.ts'

const REFERENCE_TYPE = 6 // 6.14
const COIL_ON = 0xff00 // 6.5
/** Most that one message may read or write: 6.1-6.4, 6.11, 6.12, 6.17. */
const most = { readBits: 2000, readRegisters: 125, writeBits: 1968, writeRegisters: 123, exchange: 121 }

/** Reads the PDU whose function code is at the cursor; the reader ends where the PDU does. */
export function parsePdu(body: Reader, from: Side): { code: number; pdu: Pdu; fault: Fault | null } {
  const start = body.at
  const code = body.u8()
  const negative = from === 'server' && code >= 0x80
  const read: Pdu = negative
    ? { kind: 'exception', code: body.u8() }
    : from === 'client'
      ? parseRequest(body, code)
      : parseReply(body, code)
  const fault = faultOf(body, read, code, start)
  const unread = fault?.what === 'short-pdu' || fault?.what === 'reference-type'
  const pdu: Pdu = unread ? { kind: 'opaque', data: body.bytes.slice(start + 1) } : read
  return { code: negative ? code & 0x7f : code, pdu, fault }
}

const span = (table: Span['table'], address: number, count: number): Span => ({ table, address, count })

function parseRequest(body: Reader, code: number): Pdu {
  switch (code) {
    case 1:
    case 2:
    case 3:
    case 4:
      return { kind: 'read', span: span(tables[code]!, body.u16(), body.u16()) }
    case 5:
      return { kind: 'write', span: span('coils', body.u16(), 1), ...coil(body), bytes: 2 }
    case 6:
      return { kind: 'write', span: span('holding-registers', body.u16(), 1), type: 'u16', ...place(body, 2) }
    case 15:
      return { kind: 'write', span: span('coils', body.u16(), body.u16()), type: 'bit', ...counted(body) }
    case 16:
      return { kind: 'write', span: span('holding-registers', body.u16(), body.u16()), type: 'u16', ...counted(body) }
    case 7:
    case 11:
    case 12:
    case 17:
      return { kind: 'plain' }
    case 20:
      return { kind: 'file', parts: fileAsked(body) }
    case 23:
      return {
        kind: 'exchange',
        read: span('holding-registers', body.u16(), body.u16()),
        write: span('holding-registers', body.u16(), body.u16()),
        ...counted(body),
      }
    case 24:
      return { kind: 'fifo', address: body.u16() }
    default:
      return parseEither(body, code, 'client')
  }
}

function parseReply(body: Reader, code: number): Pdu {
  switch (code) {
    case 1:
    case 2:
    case 3:
    case 4:
    case 23:
      return { kind: 'values', ...counted(body) }
    case 5:
      return { kind: 'written', span: span('coils', body.u16(), 1), ...coil(body) }
    case 6:
      return { kind: 'written', span: span('holding-registers', body.u16(), 1), type: 'u16', at: place(body, 2).at }
    case 15:
      return { kind: 'written', span: span('coils', body.u16(), body.u16()), type: 'switch', at: -1 }
    case 16:
      return { kind: 'written', span: span('holding-registers', body.u16(), body.u16()), type: 'u16', at: -1 }
    case 7:
      return { kind: 'status', at: place(body, 1).at }
    case 11:
      return { kind: 'events', at: body.at, busy: body.u16() !== 0, events: body.u16() }
    case 12:
      return parseLog(body)
    case 17:
      return parseServerId(body)
    case 20:
      return { kind: 'file', parts: fileAnswered(body) }
    case 24:
      return { kind: 'queue', bytes: body.u16(), count: body.u16(), at: place(body, body.left).at }
    default:
      return parseEither(body, code, 'server')
  }
}

/** Functions whose two directions look alike. */
function parseEither(body: Reader, code: number, from: Side): Pdu {
  switch (code) {
    case 8:
      return { kind: 'diagnostic', sub: body.u16(), ...place(body, body.left) }
    case 21:
      return { kind: 'file', parts: fileWritten(body) }
    case 22:
      return { kind: 'mask', span: span('holding-registers', body.u16(), 1), at: place(body, 4).at }
    case 43:
      return parseInterface(body, from)
    default:
      return { kind: 'opaque', data: body.rest().slice() }
  }
}

function place(body: Reader, bytes: number): { at: number; bytes: number } {
  const at = body.at
  body.skip(bytes)
  return { at, bytes }
}

/** 6.5. A value that is neither on nor off is kept as the number it is. */
function coil(body: Reader): { type: 'switch' | 'u16'; at: number } {
  const at = body.at
  const value = body.u16()
  return { type: value === 0 || value === COIL_ON ? 'switch' : 'u16', at }
}

const counted = (body: Reader): { at: number; bytes: number } => place(body, body.u8())

// 6.10
function parseLog(body: Reader): Pdu {
  const end = body.u8() + body.at
  const busy = body.u16() !== 0
  const events = body.u16()
  const messages = body.u16()
  return { kind: 'log', busy, events, messages, ...place(body, end - body.at) }
}

// 6.13 leaves the length of the identity to the device: most use one byte, then the run indicator; some end with it.
function parseServerId(body: Reader): Pdu {
  const place = counted(body)
  const data = body.bytes.subarray(place.at, place.at + place.bytes)
  if (data[1] === 0 || data[1] === 0xff) {
    return {
      kind: 'server-id',
      indicator: 'second',
      run: data[1] === 0xff,
      text: printable(data.subarray(2)),
      ...place,
    }
  }
  const last = data.at(-1) === 0xff
  const text = printable(last ? data.subarray(0, -1) : data)
  return { kind: 'server-id', indicator: last ? 'last' : 'none', run: last, text, ...place }
}

// 6.14, 6.15. A sub-request has seven bytes, the values that it writes follow it.
function filePart(body: Reader, withValues: boolean): FilePart {
  const type = body.u8()
  const file = body.u16()
  const record = body.u16()
  const length = body.u16()
  return { file: type === REFERENCE_TYPE ? file : -1, record, length, ...place(body, withValues ? 2 * length : 0) }
}

function fileAsked(body: Reader): FilePart[] {
  const end = body.u8() + body.at
  const parts: FilePart[] = []
  while (body.at < end && !body.short) parts.push(filePart(body, false))
  return parts
}

function fileWritten(body: Reader): FilePart[] {
  const end = body.u8() + body.at
  const parts: FilePart[] = []
  while (body.at < end && !body.short) parts.push(filePart(body, true))
  return parts
}

function fileAnswered(body: Reader): FilePart[] {
  const end = body.u8() + body.at
  const parts: FilePart[] = []
  while (body.at < end && !body.short) {
    const bytes = body.u8() - 1
    const file = body.u8() === REFERENCE_TYPE ? 0 : -1
    parts.push({ file, record: 0, length: bytes >> 1, ...place(body, bytes) })
  }
  return parts
}

// 6.19 to 6.21
function parseInterface(body: Reader, from: Side): Pdu {
  const mei = body.u8()
  if (mei === 13) return { kind: 'canopen', ...place(body, body.left) }
  if (mei !== 14) return { kind: 'opaque', data: body.bytes.slice(body.at - 1, body.at + body.rest().length) }
  if (from === 'client') return { kind: 'ask-identity', category: body.u8(), object: body.u8() }
  const head = { category: body.u8(), conformity: body.u8(), more: body.u8() === 0xff, next: body.u8() }
  const objects: IdentityObject[] = []
  for (let left = body.u8(); left > 0 && !body.short; left--) {
    const id = body.u8()
    const { at, bytes } = counted(body)
    objects.push({ id, at, text: printable(body.bytes.subarray(at, at + bytes)) })
  }
  return { kind: 'identity', ...head, objects }
}

/** The first thing in a PDU that the specification does not allow. */
function faultOf(body: Reader, pdu: Pdu, code: number, start: number): Fault | null {
  if (body.short) return { what: 'short-pdu', at: start }
  const inside = insideFault(body, pdu, code, start)
  if (inside) return inside
  return body.left > 0 ? { what: 'trailing-bytes', at: body.at } : null
}

function insideFault(body: Reader, pdu: Pdu, code: number, start: number): Fault | null {
  switch (pdu.kind) {
    case 'read':
      return quantity(pdu.span.count, isBits(pdu.span.table) ? most.readBits : most.readRegisters, start + 3)
    case 'write':
      return writeFault(code, pdu, start)
    case 'exchange':
      return (
        quantity(pdu.read.count, most.readRegisters, start + 3) ??
        quantity(pdu.write.count, most.exchange, start + 7) ??
        byteCount(pdu.bytes === bytesOf(pdu.write), start + 9)
      )
    case 'written':
      return coilFault(pdu)
    case 'values':
      return byteCount(pdu.bytes > 0 && (code <= 2 || pdu.bytes % 2 === 0), start + 1)
    case 'queue':
      return byteCount(pdu.bytes === 2 + 2 * pdu.count && body.at - pdu.at === 2 * pdu.count, start + 1)
    case 'file':
      return pdu.parts.some(part => part.file < 0) ? { what: 'reference-type', at: start + 2 } : null
    case 'opaque':
      return code === 0 || code > 127 ? { what: 'function', at: start } : null
    default:
      return null
  }
}

const coilFault = ({ span: { table }, type, at }: Pdu & { kind: 'write' | 'written' }): Fault | null =>
  table === 'coils' && type === 'u16' ? { what: 'value', at } : null

function writeFault(code: number, pdu: Pdu & { kind: 'write' }, start: number): Fault | null {
  if (code <= 6) return coilFault(pdu)
  return (
    quantity(pdu.span.count, pdu.type === 'bit' ? most.writeBits : most.writeRegisters, start + 3) ??
    byteCount(pdu.bytes === bytesOf(pdu.span), start + 5)
  )
}

const quantity = (count: number, limit: number, at: number): Fault | null =>
  count === 0 || count > limit ? { what: 'quantity', at } : null

const byteCount = (right: boolean, at: number): Fault | null => (right ? null : { what: 'byte-count', at })
