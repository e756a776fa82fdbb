// Decoding of the values of an item: the one place where value bytes become numbers, for the clear and the repeat path.
import type { Item, Values, ValueType } from '@nautilus/model'
import { hex, printable } from './reader.ts'

/** Bytes one value takes; 0 for bits, which share bytes. */
export const widths: Readonly<Record<ValueType, number>> = {
  bit: 0,
  msb: 0,
  switch: 2,
  u8: 1,
  i8: 1,
  u16: 2,
  i16: 2,
  u32: 4,
  i32: 4,
  f32: 4,
  f64: 8,
  u16le: 2,
  i16le: 2,
  u32le: 4,
  i32le: 4,
  f32le: 4,
  f64le: 8,
  u24: 3,
  i24: 3,
  u24le: 3,
  i24le: 3,
  u64: 8,
  i64: 8,
  u64le: 8,
  i64le: 8,
  text: 1,
  raw: 1,
}

export const isNumeric = (type: ValueType): boolean => type !== 'text' && type !== 'raw'

/** Bytes that `count` values of a type take. */
export const spanOf = (type: ValueType, count: number): number =>
  type === 'bit' || type === 'msb' ? (count + 7) >> 3 : widths[type] * count

/** Reads value number `index` of an item whose values start at `base`. The caller has checked that they are there. */
export function readNumber(view: DataView, base: number, type: ValueType, index: number): number {
  switch (type) {
    case 'bit':
      return (view.getUint8(base + (index >> 3)) >> (index & 7)) & 1
    case 'msb':
      return (view.getUint8(base + (index >> 3)) >> (7 - (index & 7))) & 1
    case 'switch':
      return view.getUint16(base + 2 * index) === 0 ? 0 : 1
    case 'u8':
      return view.getUint8(base + index)
    case 'i8':
      return view.getInt8(base + index)
    case 'u16':
      return view.getUint16(base + 2 * index)
    case 'i16':
      return view.getInt16(base + 2 * index)
    default:
      return readWide(view, base, type, index)
  }
}

function readWide(view: DataView, base: number, type: ValueType, index: number): number {
  switch (type) {
    case 'u32':
      return view.getUint32(base + 4 * index)
    case 'i32':
      return view.getInt32(base + 4 * index)
    case 'f32':
      return view.getFloat32(base + 4 * index)
    case 'f64':
      return view.getFloat64(base + 8 * index)
    case 'u16le':
      return view.getUint16(base + 2 * index, true)
    case 'i16le':
      return view.getInt16(base + 2 * index, true)
    case 'u32le':
      return view.getUint32(base + 4 * index, true)
    case 'i32le':
      return view.getInt32(base + 4 * index, true)
    case 'f32le':
      return view.getFloat32(base + 4 * index, true)
    case 'f64le':
      return view.getFloat64(base + 8 * index, true)
    default:
      return readOdd(view, base, type, index)
  }
}

/** Widths that JavaScript has no reader for. */
function readOdd(view: DataView, base: number, type: ValueType, index: number): number {
  const at = base + widths[type] * index
  switch (type) {
    case 'u24':
      return (view.getUint8(at) << 16) | view.getUint16(at + 1)
    case 'i24':
      return (view.getInt8(at) << 16) | view.getUint16(at + 1)
    case 'u24le':
      return (view.getUint8(at + 2) << 16) | view.getUint16(at, true)
    case 'i24le':
      return (view.getInt8(at + 2) << 16) | view.getUint16(at, true)
    case 'u64':
      return view.getUint32(at) * 2 ** 32 + view.getUint32(at + 4)
    case 'i64':
      return view.getInt32(at) * 2 ** 32 + view.getUint32(at + 4)
    case 'u64le':
      return view.getUint32(at + 4, true) * 2 ** 32 + view.getUint32(at, true)
    case 'i64le':
      return view.getInt32(at + 4, true) * 2 ** 32 + view.getUint32(at, true)
    default:
      return 0
  }
}

/** Whether the bytes of an item's values all lie inside a message of `size` bytes. */
export const fits = (item: Item, size: number): boolean =>
  item.at >= 0 && item.count >= 0 && item.at + spanOf(item.type, item.count) <= size

/** The values of an item, or null when its message does not hold them. `message` is the whole message. */
export function valuesOf(item: Item, message: Uint8Array): Values | null {
  if (!fits(item, message.length)) return null
  if (item.type === 'text') return printable(message.subarray(item.at, item.at + item.count))
  if (item.type === 'raw') return hex(message.subarray(item.at, item.at + item.count))
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength)
  return Array.from({ length: item.count }, (_, index) => readNumber(view, item.at, item.type, index))
}
