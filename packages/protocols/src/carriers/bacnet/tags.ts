// Tags and primitive values of BACnet. ASHRAE 135-2020, clause 20.2.
import type { ValueType } from '@nautilus/model'
import { printable } from '../../reader.ts'
import { objectName } from './objects.ts'

export type Tag = {
  readonly number: number
  readonly context: boolean
  readonly kind: 'value' | 'open' | 'close'
  /** Where the value lies; of an application boolean the length is its value (20.2.3). */
  readonly at: number
  readonly length: number
  /** Where the next tag begins. */
  readonly next: number
}

const CONTEXT = 0x08
const EXTENDED_NUMBER = 15
const EXTENDED_LENGTH = 5
const OPEN = 6
const CLOSE = 7
const BOOLEAN = 1

/** The tag at `at`; null when it is cut or points beyond `end`. */
export function readTag(bytes: Uint8Array, at: number, end: number): Tag | null {
  if (at >= end) return null
  const first = bytes[at]!
  const context = (first & CONTEXT) !== 0
  const short = first & 7
  const extended = first >> 4 === EXTENDED_NUMBER
  const number = extended ? (bytes[at + 1] ?? 0) : first >> 4
  const after = extended ? at + 2 : at + 1
  if (after > end) return null
  if (context && short >= OPEN) {
    return { number, context, kind: short === CLOSE ? 'close' : 'open', at: after, length: 0, next: after }
  }
  if (!context && number === BOOLEAN) return { number, context, kind: 'value', at: after, length: short, next: after }
  const size = sizeAt(bytes, after, short)
  if (!size || size.next + size.length > end) return null
  return { number, context, kind: 'value', at: size.next, length: size.length, next: size.next + size.length }
}

/** Lengths above four are in the bytes behind (20.2.1.3.1); those above 65535 belong to no message. */
function sizeAt(bytes: Uint8Array, at: number, short: number): { length: number; next: number } | null {
  if (short < EXTENDED_LENGTH) return { length: short, next: at }
  const length = bytes[at] ?? 0
  if (length < 254) return { length, next: at + 1 }
  return length === 254 ? { length: ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0), next: at + 3 } : null
}

/** Unsigned and enumerated values of up to four bytes. */
export function unsignedOf(bytes: Uint8Array, { at, length }: Tag): number {
  let value = 0
  for (let i = 0; i < length && i < 4; i++) value = value * 256 + bytes[at + i]!
  return value
}

/** `analog-input,3`: ten bits of type, twenty-two of instance (20.2.14). */
export function objectOf(bytes: Uint8Array, tag: Tag): string {
  const number = unsignedOf(bytes, tag)
  return `${objectName(Math.floor(number / 0x40_0000))},${number % 0x40_0000}`
}

/** Character string: a byte says how (20.2.9); 0 is UTF-8, 4 UCS-2. */
export function textOf(bytes: Uint8Array, { at, length }: Tag): string {
  if (length === 0) return ''
  const content = bytes.subarray(at + 1, at + length)
  return bytes[at] === 4 ? printable(content.filter((_, i) => i % 2 === 1)) : printable(content)
}

/** A primitive value: where it lies when an item can hold it, and as text when none can. */
export type Primitive = {
  readonly type: ValueType | null
  readonly at: number
  readonly count: number
  readonly text: string
}

const unsigned: readonly (ValueType | null)[] = [null, 'u8', 'u16', 'u24', 'u32']
const signed: readonly (ValueType | null)[] = [null, 'i8', 'i16', 'i24', 'i32']

type Maker = (bytes: Uint8Array, tag: Tag) => Primitive

const item = (type: ValueType, at: number, count = 1): Primitive => ({ type, at, count, text: '' })
const text = (value: string): Primitive => ({ type: null, at: 0, count: 0, text: value })
const raw: Maker = (_, { at, length }) => item('raw', at, length)
const whole =
  (types: readonly (ValueType | null)[]): Maker =>
  (_, { at, length }) => {
    const type = types[length]
    return type ? item(type, at) : item('raw', at, length)
  }

/** By application tag number, 20.2.1.4. */
const makers: readonly Maker[] = [
  () => text('null'),
  (_, { length }) => text(length === 0 ? 'false' : 'true'),
  whole(unsigned),
  whole(signed),
  (_, { at, length }) => (length === 4 ? item('f32', at) : item('raw', at, length)),
  (_, { at, length }) => (length === 8 ? item('f64', at) : item('raw', at, length)),
  raw,
  (bytes, tag) =>
    bytes[tag.at] === 0 ? item('text', tag.at + 1, Math.max(0, tag.length - 1)) : text(textOf(bytes, tag)),
  (bytes, { at, length }) =>
    length > 0 ? item('msb', at + 1, Math.max(0, 8 * (length - 1) - (bytes[at]! & 7))) : text(''),
  whole(unsigned),
  (bytes, tag) => (tag.length === 4 ? text(dateOf(bytes, tag.at)) : raw(bytes, tag)),
  (bytes, tag) => (tag.length === 4 ? text(timeOf(bytes, tag.at)) : raw(bytes, tag)),
  (bytes, tag) => text(objectOf(bytes, tag)),
]

export const primitiveOf = (bytes: Uint8Array, tag: Tag): Primitive => (makers[tag.number] ?? raw)(bytes, tag)

const two = (value: number): string => (value === 255 ? '**' : String(value).padStart(2, '0'))

/** Years since 1900, month, day (20.2.12); 255 is any. */
export function dateOf(bytes: Uint8Array, at: number): string {
  const year = bytes[at]!
  return `${year === 255 ? '****' : 1900 + year}-${two(bytes[at + 1]!)}-${two(bytes[at + 2]!)}`
}

/** Hours, minutes, seconds, hundredths (20.2.13). */
export const timeOf = (bytes: Uint8Array, at: number): string =>
  `${two(bytes[at]!)}:${two(bytes[at + 1]!)}:${two(bytes[at + 2]!)}.${two(bytes[at + 3]!)}`
