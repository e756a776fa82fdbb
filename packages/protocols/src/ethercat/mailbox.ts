// Mailbox of EtherCAT: ETG.1000.4, 5.6 (head), ETG.1000.6, 5.6 (CoE), 5.8 (FoE), 5.7 (EoE), 5.9 (SoE). Nothing in a datagram
// says that it carries one: a head must fit, and what it announces too.
import { printable } from '../reader.ts'

export const MAILBOX_HEAD = 6

export type Mailbox =
  | {
      readonly kind: 'sdo'
      readonly request: boolean
      readonly command: number
      readonly index: number
      readonly sub: number
      /** Of expedited transfers and those whose data begin here; else 0. */
      readonly at: number
      readonly length: number
      readonly abort: number
    }
  | { readonly kind: 'sdo-info'; readonly operation: number; readonly index: number }
  | { readonly kind: 'emergency'; readonly code: number; readonly register: number }
  | { readonly kind: 'pdo'; readonly service: number }
  | {
      readonly kind: 'file'
      readonly operation: number
      readonly number: number
      readonly name: string
      readonly length: number
    }
  | {
      readonly kind: 'servo'
      readonly operation: number
      readonly drive: number
      readonly idn: number
      readonly failed: boolean
      readonly at: number
      readonly length: number
    }
  | { readonly kind: 'ethernet'; readonly type: number }
  | { readonly kind: 'ads' }
  | { readonly kind: 'vendor' }

const u16 = (bytes: Uint8Array, at: number): number => bytes[at]! | (bytes[at + 1]! << 8)
const u32 = (bytes: Uint8Array, at: number): number => (u16(bytes, at) | (u16(bytes, at + 2) << 16)) >>> 0

const TYPE = { ads: 1, ethernet: 2, canopen: 3, file: 4, servo: 5, vendor: 15 }
/** Shortest mailbox that is taken for one: a head and the head inside. */
const SHORTEST = 10

export function readMailbox(bytes: Uint8Array, at: number, size: number): Mailbox | null {
  if (size < SHORTEST) return null
  const length = u16(bytes, at)
  const type = bytes[at + 5]! & 0xf
  // Channel 0 and a counter of three bits below a reserved one.
  if (length < 2 || length > size - MAILBOX_HEAD || (bytes[at + 4]! & 0x3f) !== 0 || bytes[at + 5]! >= 0x80) return null
  const start = at + MAILBOX_HEAD
  const stop = start + length
  switch (type) {
    case TYPE.canopen:
      return canopen(bytes, start, stop)
    case TYPE.file:
      return file(bytes, start, stop)
    case TYPE.servo:
      return servo(bytes, start, stop)
    case TYPE.ethernet:
      return length >= 4 && (bytes[start]! & 0xf) <= 7 ? { kind: 'ethernet', type: bytes[start]! & 0xf } : null
    case TYPE.ads:
      return length >= 32 ? { kind: 'ads' } : null
    case TYPE.vendor:
      return { kind: 'vendor' }
    default:
      return null
  }
}

/** Number in nine bits, service in four: 1 emergency, 2 and 3 SDO, 4 to 7 PDO, 8 SDO information. */
function canopen(bytes: Uint8Array, start: number, stop: number): Mailbox | null {
  const head = u16(bytes, start)
  const service = head >> 12
  const body = start + 2
  if ((head & 0x0e00) !== 0) return null
  if (service === 2 || service === 3)
    return stop - body >= 8 ? sdo(bytes, body, stop, service === 2) : segment(bytes, body, stop, service === 2)
  if (service === 1 && stop - body >= 8)
    return { kind: 'emergency', code: u16(bytes, body), register: bytes[body + 2]! }
  if (service >= 4 && service <= 7) return { kind: 'pdo', service }
  if (service !== 8 || stop - body < 4) return null
  const operation = bytes[body]! & 0x7f
  return { kind: 'sdo-info', operation, index: operation >= 3 && stop - body >= 6 ? u16(bytes, body + 4) : 0 }
}

/** Command specifiers: request 0 to 4, response 0 to 4; 4 aborts. */
function sdo(bytes: Uint8Array, body: number, stop: number, request: boolean): Mailbox | null {
  const head = bytes[body]!
  const command = head >> 5
  if (command > 4) return null
  const isSegment = request ? command === 0 || command === 3 : command === 0 || command === 1
  if (isSegment) return segment(bytes, body, stop, request)
  const carries = request ? command === 1 : command === 2
  const common = { kind: 'sdo', request, command, index: u16(bytes, body + 1), sub: bytes[body + 3]! } as const
  if (command === 4) return { ...common, at: 0, length: 0, abort: u32(bytes, body + 4) }
  if (!carries) return { ...common, at: 0, length: 0, abort: 0 }
  if ((head & 2) !== 0) {
    // Expedited: up to four bytes, and how many of them are unused where that is said.
    const length = (head & 1) !== 0 ? 4 - ((head >> 2) & 3) : 4
    return { ...common, at: body + 4, length, abort: 0 }
  }
  return { ...common, at: body + 8, length: Math.max(0, Math.min(u32(bytes, body + 4), stop - body - 8)), abort: 0 }
}

function segment(bytes: Uint8Array, body: number, stop: number, request: boolean): Mailbox | null {
  if (stop <= body || bytes[body]! >> 5 > 4) return null
  return {
    kind: 'sdo',
    request,
    command: bytes[body]! >> 5,
    index: -1,
    sub: 0,
    at: 0,
    length: stop - body - 1,
    abort: 0,
  }
}

/** Operation, a reserved byte, and: a password and a name; a number and data; a number; a code and a text. */
function file(bytes: Uint8Array, start: number, stop: number): Mailbox | null {
  const operation = bytes[start]!
  if (operation < 1 || operation > 6 || bytes[start + 1] !== 0 || stop - start < 6) return null
  const named = operation === 1 || operation === 2 || operation === 5
  const name = named ? printable(bytes.subarray(start + 6, stop), 128) : ''
  return { kind: 'file', operation, number: u32(bytes, start + 2), name, length: stop - start - 6 }
}

/** Operation in three bits, incomplete, error, drive; elements; number of the parameter. */
function servo(bytes: Uint8Array, start: number, stop: number): Mailbox | null {
  const head = bytes[start]!
  const operation = head & 7
  if (operation === 0 || stop - start < 4) return null
  return {
    kind: 'servo',
    operation,
    drive: head >> 5,
    idn: u16(bytes, start + 2),
    failed: (head & 0x10) !== 0,
    at: start + 4,
    length: stop - start - 4,
  }
}
