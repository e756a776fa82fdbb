// Data of MMS, which GOOSE uses too. ISO 9506-2, "Data"; IEC 61850-8-1, 8.1 and annex A. Each simple value becomes the place
// where it lies.
import type { ValueType } from '@nautilus/model'
import { Ber } from './ber.ts'

export const ARRAY = 0xa1
export const STRUCTURE = 0xa2
/** How deep structures are followed. */
const DEEPEST = 12
/** Values of one message that are told apart. */
export const MOST_VALUES = 1024

/** One simple value: `path` counts from 1 on each level (`6.2`). */
export type Leaf = {
  readonly path: string
  readonly type: ValueType
  readonly count: number
  readonly at: number
}

const INTEGERS: readonly (ValueType | null)[] = [null, 'i8', 'i16', 'i24', 'i32', null, null, null, 'i64']
const UNSIGNED: readonly (ValueType | null)[] = [null, 'u8', 'u16', 'u24', 'u32', null, null, null, 'u64']

/** What may be wrong inside: an element that is cut or no element; levels or values beyond all use. */
export type Leaves = { readonly leaves: Leaf[]; entries: number; bad: boolean }

/** The values between two places. `entries` counts those of the first level. */
export function leavesOf(bytes: Uint8Array, start: number, stop: number): Leaves {
  const found: Leaves = { leaves: [], entries: 0, bad: false }
  const ber = new Ber(bytes, start, stop)
  while (ber.next()) leaf(ber, String(++found.entries), 0, found)
  if (ber.bad) found.bad = true
  return found
}

/** The values of the current element: one without a path, or those inside it. */
export function leavesIn(ber: Ber, found: Leaves): void {
  leaf(ber, '', 0, found)
}

function leaf(ber: Ber, path: string, depth: number, found: Leaves): void {
  if (found.leaves.length >= MOST_VALUES) return
  if (ber.tag !== ARRAY && ber.tag !== STRUCTURE) {
    found.leaves.push(simple(ber, path))
    return
  }
  if (depth >= DEEPEST) {
    found.bad = true
    return
  }
  const inner = ber.inside()
  const before = path === '' ? '' : `${path}.`
  for (let index = 1; inner.next(); index++) leaf(inner, before + index, depth + 1, found)
  if (inner.bad) found.bad = true
}

/**
 * Positions, from `start` on, of the bytes that decide where values lie and of which type they are: two places whose bytes
 * are equal there, and as long, have the same leaves.
 */
export function marksOf(bytes: Uint8Array, start: number, stop: number): number[] {
  const marks: number[] = []
  mark(new Ber(bytes, start, stop), start, 0, marks)
  return marks
}

function mark(ber: Ber, base: number, depth: number, marks: number[]): void {
  while (ber.next() && depth <= DEEPEST) {
    for (let at = ber.head; at < ber.start + deciding(ber); at++) marks.push(at - base)
    if (ber.tag === ARRAY || ber.tag === STRUCTURE) mark(ber.inside(), base, depth + 1, marks)
  }
}

/** Bytes at the front of a value that say how many bits are unused, or that only carry a sign. */
function deciding({ tag, length }: Ber): number {
  if (tag === 0x84 || tag === 0x86) return Math.min(length, 1)
  return tag === 0x85 && length === 5 ? 2 : 0
}

function simple(ber: Ber, path: string): Leaf {
  const { start, length } = ber
  switch (ber.tag) {
    case 0x83: // boolean
      return length === 1 ? { path, type: 'u8', count: 1, at: start } : raw(ber, path)
    case 0x84: // bit-string
      return bits(ber, path)
    case 0x85: // integer
      return integer(ber, path)
    case 0x86: // unsigned
      return unsigned(ber, path)
    case 0x87: // floating-point: width of the exponent, then IEEE 754
      if (length === 5) return { path, type: 'f32', count: 1, at: start + 1 }
      return length === 9 ? { path, type: 'f64', count: 1, at: start + 1 } : raw(ber, path)
    case 0x8a: // visible-string
    case 0x8b: // generalized-time
    case 0x90: // MMS string
      return { path, type: 'text', count: length, at: start }
    default: // octet-string, binary-time, BCD, object identifier, UTC time
      return raw(ber, path)
  }
}

const raw = ({ start, length }: Ber, path: string): Leaf => ({ path, type: 'raw', count: length, at: start })

/** In encodings of fixed length 32 bits take five bytes, the first of which only repeats the sign. */
function integer(ber: Ber, path: string): Leaf {
  const { bytes, start, length } = ber
  const sign = length === 5 && bytes[start] === (bytes[start + 1]! < 0x80 ? 0 : 0xff) ? 1 : 0
  const type = INTEGERS[length - sign]
  return type ? { path, type, count: 1, at: start + sign } : raw(ber, path)
}

/** With or without the zero that keeps the number positive. */
function unsigned(ber: Ber, path: string): Leaf {
  const { bytes, start, length } = ber
  const pad = length > 1 && bytes[start] === 0 ? 1 : 0
  const type = UNSIGNED[length - pad]
  return type ? { path, type, count: 1, at: start + pad } : raw(ber, path)
}

/** How many bits of the last byte are unused, then the bits. */
function bits({ bytes, start, length }: Ber, path: string): Leaf {
  const unused = bytes[start] ?? 0
  if (length < 2 || unused > 7) return { path, type: 'raw', count: length, at: start }
  return { path, type: 'msb', count: 8 * (length - 1) - unused, at: start + 1 }
}
