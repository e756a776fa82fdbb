// Variant and DataValue: OPC 10000-6, clauses 5.2.2.16 and 5.2.2.17.
import type { ValueType } from '@nautilus/model'
import type { Extension, Wire } from './wire.ts'

/** A value: where it lies, when its type is one of items; its text, when it is one. */
export type Value = {
  /** Built-in type (5.1.2); 0 is null. */
  readonly kind: number
  /** Null of what has no fixed place: arrays of texts, structures. */
  readonly type: ValueType | null
  readonly at: number
  /** Of numbers, texts in bytes; elements of an array else. */
  readonly count: number
  readonly array: boolean
  readonly texts: readonly string[]
  readonly extension: Extension | null
  /** Of an array whose elements are not all of one width: those with a place of their own. */
  readonly elements: readonly Value[]
  /** Of a DataValue; 0 is good. */
  readonly status: number
}

const ARRAY = 0x80
const DIMENSIONS = 0x40
const DATA_VALUE = 23
const VARIANT = 24
const MAX_TEXTS = 16

type Fixed = { readonly type: ValueType; readonly width: number }
const raw = (width: number): Fixed => ({ type: 'raw', width })
/** Types of fixed width. A Boolean takes a byte. */
const fixed: readonly (Fixed | null)[] = [
  null,
  { type: 'u8', width: 1 },
  { type: 'i8', width: 1 },
  { type: 'u8', width: 1 },
  { type: 'i16le', width: 2 },
  { type: 'u16le', width: 2 },
  { type: 'i32le', width: 4 },
  { type: 'u32le', width: 4 },
  { type: 'i64le', width: 8 },
  { type: 'u64le', width: 8 },
  { type: 'f32le', width: 4 },
  { type: 'f64le', width: 8 },
  null,
  { type: 'i64le', width: 8 }, // DateTime
  raw(16), // Guid
  null,
  null,
  null,
  null,
  { type: 'u32le', width: 4 }, // StatusCode
]

/** Shared, so that a number makes no lists. */
const NONE: readonly never[] = []

const nothing = (at: number, status: number): Value => ({
  kind: 0,
  type: null,
  at,
  count: 0,
  array: false,
  texts: NONE,
  extension: null,
  elements: NONE,
  status,
})

export function readVariant(wire: Wire, status = 0): Value {
  const mask = wire.u8()
  const kind = mask & 0x3f
  if (kind === 0 || wire.short) return nothing(wire.at, status)
  const array = (mask & ARRAY) !== 0
  const value = array ? readArray(wire, kind, status) : readOne(wire, kind, status)
  if (mask & DIMENSIONS) wire.each(() => wire.skip(4))
  return value
}

function readArray(wire: Wire, kind: number, status: number): Value {
  const number = fixed[kind]
  const count = wire.count()
  const at = wire.at
  if (number) {
    wire.skip(count * number.width)
    const room = wire.short ? 0 : count
    const units = number.type === 'raw' ? room * number.width : room
    return { ...nothing(at, status), kind, type: number.type, count: units, array: true }
  }
  const texts: string[] = []
  const elements: Value[] = []
  let extension: Extension | null = null
  for (let i = 0; i < count && !wire.short; i++) {
    const one = readOne(wire, kind, 0)
    if (texts.length < MAX_TEXTS) texts.push(...one.texts)
    if (one.type !== null && elements.length < MAX_TEXTS) elements.push(one)
    extension ??= one.extension
  }
  return { ...nothing(at, status), kind, count, array: true, texts, extension, elements }
}

function readOne(wire: Wire, kind: number, status: number): Value {
  const number = fixed[kind]
  const at = wire.at
  if (number) {
    wire.skip(number.width)
    const count = wire.short ? 0 : number.type === 'raw' ? number.width : 1
    return { kind, type: number.type, at, count, array: false, texts: NONE, extension: null, elements: NONE, status }
  }
  return readOdd(wire, kind, { ...nothing(at, status), kind })
}

/** Types whose length the bytes say. */
function readOdd(wire: Wire, kind: number, value: Value): Value {
  switch (kind) {
    case 12: // String
    case 16: // XmlElement
      return textValue(wire, wire.stretch(), value)
    case 15: {
      const { at, length } = wire.stretch()
      return { ...value, type: 'raw', at, count: length }
    }
    case 17:
      return { ...value, texts: [wire.nodeId()] }
    case 18:
      return { ...value, texts: [wire.expandedNodeId()] }
    case 20: {
      const space = wire.u16le()
      const name = textValue(wire, wire.stretch(), value)
      return space === 0 ? name : { ...name, texts: [`${space}:${name.texts[0]}`] }
    }
    case 21:
      return textValue(wire, wire.localizedText(), value)
    case 22:
      return { ...value, count: 1, extension: wire.extension() }
    default:
      return readNested(wire, kind, value)
  }
}

function textValue(wire: Wire, { at, length }: { at: number; length: number }, value: Value): Value {
  return { ...value, type: 'text', at, count: length, texts: [wire.text({ at, length })] }
}

/** Values in values. A type that the specification does not name is read as a ByteString (5.2.2.16). */
function readNested(wire: Wire, kind: number, value: Value): Value {
  let inner = value
  if (kind === DATA_VALUE || kind === VARIANT) {
    wire.nested(() => {
      inner = kind === VARIANT ? readVariant(wire, value.status) : readDataValue(wire)
    })
    return inner
  }
  if (kind === 25) {
    wire.diagnostic()
    return value
  }
  const { at, length } = wire.stretch()
  return { ...value, type: 'raw', at, count: length }
}

/** The flags of 5.2.2.17, in the order of the fields: value, status, source time and picoseconds, server time and picoseconds. */
export function readDataValue(wire: Wire): Value {
  const mask = wire.u8()
  const value = mask & 1 ? readVariant(wire) : nothing(wire.at, 0)
  const status = mask & 2 ? wire.u32le() : 0
  if (mask & 4) wire.skip(8)
  if (mask & 0x10) wire.skip(2)
  if (mask & 8) wire.skip(8)
  if (mask & 0x20) wire.skip(2)
  return status === 0 ? value : { ...value, status }
}
