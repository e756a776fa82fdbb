// How DNP3 objects lie: IEEE 1815-2012, Annex A. Little-endian; a flag byte comes first where there is one.
import type { ValueType } from '@nautilus/model'
import { widths } from '../values.ts'

export type Layout = {
  /** Bytes of one object; 0 where `packed`. */
  readonly size: number
  /** Bits of one object that shares bytes with its neighbours; 0 otherwise. */
  readonly packed: number
  readonly type: ValueType
  /** Where the value lies, and how many values of the type it takes. */
  readonly at: number
  readonly count: number
  readonly flags: boolean
}

const TIME = 6
const DELTA = 2

const make = (size: number, type: ValueType, at: number, count: number, flags: boolean): Layout => ({
  size,
  packed: 0,
  type,
  at,
  count,
  flags,
})
/** Flags, value, and `extra` bytes of time. */
const flagged = (type: ValueType, extra = 0): Layout => make(1 + widths[type] + extra, type, 1, 1, true)
const plain = (type: ValueType, extra = 0): Layout => make(widths[type] + extra, type, 0, 1, false)
/** The state is bit 7 of the flags; of a double-bit input, bits 7 and 6. */
const state = (extra: number, bits = 1): Layout => make(1 + extra, 'msb', 0, bits, true)
const packed = (bits: number): Layout => ({ ...make(0, 'bit', 0, bits, false), packed: bits })
const opaque = (size: number): Layout => make(size, 'raw', 0, size, false)

const counterEvents = [
  flagged('u32le'),
  flagged('u16le'),
  flagged('u32le'),
  flagged('u16le'),
  flagged('u32le', TIME),
  flagged('u16le', TIME),
  flagged('u32le', TIME),
  flagged('u16le', TIME),
]
const analogEvents = [
  flagged('i32le'),
  flagged('i16le'),
  flagged('i32le', TIME),
  flagged('i16le', TIME),
  flagged('f32le'),
  flagged('f64le'),
  flagged('f32le', TIME),
  flagged('f64le', TIME),
]
const statistic = (extra: number): Layout => make(7 + extra, 'u32le', 3, 1, true)

/** By group, the variations from 1 on. */
const layouts: Readonly<Record<number, readonly Layout[]>> = {
  1: [packed(1), state(0)],
  2: [state(0), state(TIME), state(DELTA)],
  3: [packed(2), state(0, 2)],
  4: [state(0, 2), state(TIME, 2), state(DELTA, 2)],
  10: [packed(1), state(0)],
  11: [state(0), state(TIME)],
  12: [make(11, 'u8', 0, 1, false), make(11, 'u8', 0, 1, false), packed(1)],
  13: [state(0), state(TIME)],
  20: [
    flagged('u32le'),
    flagged('u16le'),
    flagged('u32le'),
    flagged('u16le'),
    plain('u32le'),
    plain('u16le'),
    plain('u32le'),
    plain('u16le'),
  ],
  21: [...counterEvents, plain('u32le'), plain('u16le'), plain('u32le'), plain('u16le')],
  22: counterEvents,
  23: counterEvents,
  30: [flagged('i32le'), flagged('i16le'), plain('i32le'), plain('i16le'), flagged('f32le'), flagged('f64le')],
  31: [
    flagged('i32le'),
    flagged('i16le'),
    flagged('i32le', TIME),
    flagged('i16le', TIME),
    plain('i32le'),
    plain('i16le'),
    flagged('f32le'),
    flagged('f64le'),
  ],
  32: analogEvents,
  33: analogEvents,
  34: [plain('u16le'), plain('u32le'), plain('f32le')],
  40: [flagged('i32le'), flagged('i16le'), flagged('f32le'), flagged('f64le')],
  41: [plain('i32le', 1), plain('i16le', 1), plain('f32le', 1), plain('f64le', 1)],
  42: analogEvents,
  43: analogEvents,
  50: [opaque(6), opaque(10), opaque(6), opaque(11)],
  51: [opaque(6), opaque(6)],
  52: [plain('u16le'), plain('u16le')],
  80: [packed(1)],
  81: [opaque(3)],
  101: [plain('u16le'), plain('u32le'), plain('u64le')],
  102: [plain('u8')],
  121: [statistic(0)],
  122: [statistic(0), statistic(TIME)],
}

/** Octet strings and virtual terminals: the variation is the length. */
const isText = (group: number): boolean => group >= 110 && group <= 113
const texts = Array.from({ length: 256 }, (_, size) => make(size, 'text', 0, size, false))

/** Objects of secure authentication that need not say their size: A.45.3 and A.45.4. */
const authentication: Readonly<Record<number, Layout>> = { 3: opaque(6), 4: opaque(2) }

export const layoutOf = (group: number, variation: number): Layout | null =>
  group === 120 ? (authentication[variation] ?? null) : fixedOrText(group, variation)

const fixedOrText = (group: number, variation: number): Layout | null =>
  isText(group) ? texts[variation]! : (layouts[group]?.[variation - 1] ?? null)
