// Typed values of S7comm-plus: a flags byte (array kinds), a type byte, the value. Types as the public Wireshark plugin
// and the open S7CommPlusDriver name them. Fixed-width types are big-endian and keep their place, the others are VLQ.
import type { ValueType } from '@nautilus/model'
import { hex, type Reader } from '../reader.ts'
import { signed32, signed64, unsigned32, unsigned64 } from './vlq.ts'

export type Value = {
  /** Name of the type: `DInt`, `WString`. */
  readonly type: string
  /** Elements; 1 for a plain value. */
  readonly count: number
  /** Where fixed-width elements, text or a blob start in the message, and how they lie there; null for VLQ types. */
  readonly place: { readonly at: number; readonly type: ValueType; readonly count: number } | null
  /** The first elements when they are integers of up to 32 bits. */
  readonly numbers: readonly number[]
  /** What a person reads; cut short when long. */
  readonly text: string
  readonly members: ReadonlyMap<number, Value> | null
}

export const BLOB = 'Blob'
export const STRING = 'WString'
const ARRAY = 0x30 // plain array 0x10, address array 0x20
const SPARSE = 0x40
const DEEPEST = 8
const SHOWN = 8
const KEPT = 32
const LONGEST_TEXT = 64
const NONE: readonly number[] = []

type Fixed = { name: string; type: ValueType; width: number }
const FIXED: Readonly<Partial<Record<number, Fixed>>> = {
  0x01: { name: 'Bool', type: 'u8', width: 1 },
  0x02: { name: 'USInt', type: 'u8', width: 1 },
  0x03: { name: 'UInt', type: 'u16', width: 2 },
  0x06: { name: 'SInt', type: 'i8', width: 1 },
  0x07: { name: 'Int', type: 'i16', width: 2 },
  0x0a: { name: 'Byte', type: 'u8', width: 1 },
  0x0b: { name: 'Word', type: 'u16', width: 2 },
  0x0c: { name: 'DWord', type: 'u32', width: 4 },
  0x0d: { name: 'LWord', type: 'raw', width: 8 },
  0x0e: { name: 'Real', type: 'f32', width: 4 },
  0x0f: { name: 'LReal', type: 'f64', width: 8 },
  0x10: { name: 'Timestamp', type: 'raw', width: 8 },
  0x12: { name: 'RID', type: 'u32', width: 4 },
}

type Variable = { name: string; read: (reader: Reader) => number | bigint }
const VARIABLE: Readonly<Partial<Record<number, Variable>>> = {
  0x04: { name: 'UDInt', read: unsigned32 },
  0x05: { name: 'ULInt', read: unsigned64 },
  0x08: { name: 'DInt', read: signed32 },
  0x09: { name: 'LInt', read: signed64 },
  0x11: { name: 'Timespan', read: signed64 },
  0x13: { name: 'AID', read: unsigned32 },
  0x16: { name: 'Variant', read: unsigned32 },
}

/** One value with its flags and type. When it cannot be read the reader is `short` and the value is empty. */
export function readValue(reader: Reader, depth = 0): Value {
  const flags = reader.u8()
  const type = reader.u8()
  if (depth > DEEPEST) return broken(reader)
  if (flags & SPARSE) return sparse(reader, type, depth)
  const isArray = (flags & ARRAY) !== 0
  const count = isArray ? unsigned32(reader) : 1
  if (count > reader.left && isArray) return broken(reader)
  const fixed = FIXED[type]
  if (fixed) return readFixed(reader, fixed, count)
  const variable = VARIABLE[type]
  if (variable) return readVariable(reader, variable, count)
  if (!isArray) return plain(reader, type, depth)
  const elements = Array.from({ length: Math.min(count, KEPT) }, () => plain(reader, type, depth))
  return count > KEPT
    ? broken(reader)
    : { ...(elements[0] ?? empty('list')), count, place: null, text: join(elements.map(e => e.text)) }
}

const empty = (type: string, text = ''): Value => ({
  type,
  count: 1,
  place: null,
  numbers: NONE,
  text,
  members: null,
})

function broken(reader: Reader): Value {
  reader.skip(-1)
  return empty('unknown')
}

function readFixed(reader: Reader, { name, type, width }: Fixed, count: number): Value {
  const at = reader.at
  const bytes = reader.take(count * width)
  if (reader.short) return empty(name)
  const place = { at, type, count: type === 'raw' ? count * width : count }
  const shown = Array.from({ length: Math.min(count, KEPT) }, (_, i) => numberAt(bytes, i * width, type))
  const numbers = type === 'raw' || type === 'f32' || type === 'f64' ? NONE : shown
  const text = type === 'raw' ? `0x${hex(bytes, 16)}` : join(shown.map(String), count)
  return { type: name, count, place, numbers, text, members: null }
}

function numberAt(bytes: Uint8Array, at: number, type: ValueType): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (type === 'u8') return view.getUint8(at)
  if (type === 'i8') return view.getInt8(at)
  if (type === 'u16') return view.getUint16(at)
  if (type === 'i16') return view.getInt16(at)
  if (type === 'u32') return view.getUint32(at)
  if (type === 'f32') return Number(view.getFloat32(at).toPrecision(7))
  return type === 'f64' ? view.getFloat64(at) : 0
}

function readVariable(reader: Reader, { name, read }: Variable, count: number): Value {
  const kept: (number | bigint)[] = []
  for (let i = 0; i < count && !reader.short; i++) {
    const value = read(reader)
    if (i < KEPT) kept.push(value)
  }
  const numbers = kept.filter(value => typeof value === 'number')
  return { type: name, count, place: null, numbers, text: join(kept.map(String), count), members: null }
}

/** The types that are neither a number nor an array. */
function plain(reader: Reader, type: number, depth: number): Value {
  if (type === 0x00) return empty('Null')
  if (type === 0x14) return blob(reader)
  if (type === 0x15) return text(reader, STRING)
  if (type === 0x17) return struct(reader, depth)
  if (type !== 0x19) return broken(reader)
  unsigned32(reader) // longest length
  return text(reader, 'S7String')
}

function blob(reader: Reader): Value {
  if (unsigned32(reader) !== 0) return broken(reader) // blobs that hold objects are not read
  const size = unsigned32(reader)
  const at = reader.at
  const bytes = reader.take(size)
  if (reader.short) return empty(BLOB)
  return { ...empty(BLOB, `${size} bytes 0x${hex(bytes, 8)}`), place: { at, type: 'raw', count: size } }
}

function text(reader: Reader, type: string): Value {
  const size = unsigned32(reader)
  const at = reader.at
  const bytes = reader.take(size)
  return { ...empty(type, utf8(bytes)), place: reader.short ? null : { at, type: 'text', count: size } }
}

/** Text for people: control characters become dots. */
function utf8(bytes: Uint8Array): string {
  const decoded = new TextDecoder().decode(bytes.subarray(0, 4 * LONGEST_TEXT))
  return cut([...decoded].map(c => (c < ' ' || c === '\x7f' || c === '\ufffd' ? '.' : c)).join('')).trim()
}

function struct(reader: Reader, depth: number): Value {
  const id = reader.u32()
  if (isPacked(id)) return packed(reader, id)
  const members = new Map<number, Value>()
  for (let member = unsigned32(reader); member !== 0 && !reader.short; member = unsigned32(reader)) {
    members.set(member, readValue(reader, depth + 1))
  }
  const shown = join(
    [...members].map(([member, value]) => `${member}=${value.text}`),
    members.size,
  )
  return { ...empty('Struct', `{${shown}}`), members }
}

const isPacked = (id: number): boolean => (id > 0x90000000 && id < 0x9fffffff) || (id > 0x02000000 && id < 0x02ffffff)

/** A structure sent as one run of bytes: a time stamp, flags, lengths. */
function packed(reader: Reader, id: number): Value {
  reader.skip(8)
  const flags = unsigned32(reader)
  let size = unsigned32(reader)
  if (flags & 0x400) size = unsigned32(reader)
  const at = reader.at
  reader.skip(size)
  const place = reader.short ? null : { at, type: 'raw' as const, count: size }
  return { ...empty('Struct', `packed ${id}, ${size} bytes`), place }
}

function sparse(reader: Reader, type: number, depth: number): Value {
  const texts: string[] = []
  const fixed = FIXED[type]
  const variable = VARIABLE[type]
  for (let key = unsigned32(reader); key !== 0 && !reader.short; key = unsigned32(reader)) {
    const value = fixed
      ? readFixed(reader, fixed, 1)
      : variable
        ? readVariable(reader, variable, 1)
        : plain(reader, type, depth + 1)
    if (texts.length <= SHOWN) texts.push(`${key}=${value.text}`)
  }
  return { ...empty(fixed?.name ?? variable?.name ?? 'list', join(texts)), count: texts.length }
}

const join = (texts: readonly string[], total = texts.length): string =>
  cut(total > SHOWN ? `${texts.slice(0, SHOWN).join(' ')} …` : texts.join(' '))

const cut = (text: string): string => (text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT - 1)}…` : text)
