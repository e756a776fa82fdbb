// DNP3 application fragments: IEEE 1815-2012, clause 4.2.2. Little-endian.
import type { Side } from '@nautilus/model'
import type { Oddity } from '../dissector.ts'
import { type Layout, layoutOf } from './layouts.ts'
import { type Fragment, type Header, isResponse } from './message.ts'

const INDEX_WIDTHS = [0, 1, 2, 4]
const FREEZE_AT_TIME = 11
const TIME = 50
/** Requests whose headers stand alone unless they say the size of each object: 4.4. */
const withoutObjects = new Set([0, 1, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24])

export type Ends = {
  readonly from: Side
  readonly source: number
  readonly destination: number
}

/** A fragment of at least two bytes. */
export function readFragment(body: Uint8Array, ends: Ends, oddities: Oddity[]): Fragment {
  const control = body[0]!
  const code = body[1]!
  const response = isResponse(code)
  const indicated = response && body.length >= 4
  if (response && !indicated) oddities.push({ code: 'dnp3.short-fragment', at: 0 })
  const headers = response && !indicated ? [] : readHeaders(body, response ? 4 : 2, code, oddities)
  return {
    kind: 'fragment',
    from: ends.from,
    master: response ? ends.destination : ends.source,
    outstation: response ? ends.source : ends.destination,
    first: (control & 0x80) !== 0,
    final: (control & 0x40) !== 0,
    unsolicited: (control & 0x10) !== 0,
    sequence: control & 0x0f,
    code,
    indications: indicated ? (body[2]! << 8) | body[3]! : -1,
    headers,
    body,
  }
}

function readHeaders(body: Uint8Array, from: number, code: number, oddities: Oddity[]): Header[] {
  const headers: Header[] = []
  let at = from
  while (at < body.length) {
    const fault = readHeader(body, at, code, headers)
    if (fault !== null) {
      if (fault !== '') oddities.push({ code: fault, at })
      break
    }
    at = headers[headers.length - 1]!.end
  }
  return headers
}

type Range = { start: number; count: number; at: number; all: boolean }

function number(body: Uint8Array, at: number, width: number): number {
  let value = 0
  for (let i = width - 1; i >= 0; i--) value = value * 256 + body[at + i]!
  return value
}

/** 4.2.2.7.3: what the range field says; the code of what is wrong otherwise. */
function readRange(body: Uint8Array, at: number, code: number): Range | string {
  if (code === 6) return { start: 0, count: 0, at, all: true }
  const spans = code <= 5
  const width = code === 0x0b ? 1 : 1 << (spans ? code % 3 : code - 7)
  if (code > 9 && code !== 0x0b) return 'dnp3.qualifier'
  const end = at + (spans ? 2 * width : width)
  if (end > body.length) return 'dnp3.short-object'
  const first = number(body, at, width)
  if (!spans) return { start: 0, count: first, at: end, all: false }
  const last = number(body, at + width, width)
  return last < first ? 'dnp3.range' : { start: first, count: last - first + 1, at: end, all: false }
}

/** Puts one more header on the list. Null when it is sound; '' when what follows cannot be placed; else what is wrong. */
function readHeader(body: Uint8Array, at: number, code: number, headers: Header[]): string | null {
  if (at + 3 > body.length) return 'dnp3.short-object'
  const [group, variation, qualifier] = [body[at]!, body[at + 1]!, body[at + 2]!]
  const prefixCode = (qualifier >> 4) & 7
  const reserved = (qualifier & 0x80) !== 0 || prefixCode === 7
  const range = reserved ? 'dnp3.qualifier' : readRange(body, at + 3, qualifier & 0x0f)
  if (typeof range === 'string') {
    headers.push(named(group, variation, qualifier, body.length))
    return range
  }
  const sized = prefixCode >= 4
  const prefix = INDEX_WIDTHS[sized ? prefixCode - 3 : prefixCode]!
  const bare = withoutObjects.has(code) && !(code >= FREEZE_AT_TIME && code <= FREEZE_AT_TIME + 1 && group === TIME)
  const layout = bare || sized ? null : layoutOf(group, variation)
  const { start, all, at: first } = range
  const head = { group, variation, qualifier, all, start, at: first, prefix, sized, layout }
  const [count, end] = extent(body, head, range.count, bare)
  headers.push({ ...head, count, end })
  if (end < 0) headers[headers.length - 1] = { ...head, count, end: body.length }
  if (count < range.count) return 'dnp3.short-object'
  return end < 0 ? '' : null
}

/** A header that names a group, and says of no object where it is. */
const named = (group: number, variation: number, qualifier: number, end: number): Header => ({
  group,
  variation,
  qualifier,
  all: true,
  start: 0,
  count: 0,
  at: end,
  end,
  prefix: 0,
  sized: false,
  layout: null,
})

type Head = { group: number; at: number; prefix: number; sized: boolean; layout: Layout | null }

/** How many of the objects are there, and where they end; -1 where that cannot be known. */
function extent(body: Uint8Array, head: Head, promised: number, bare: boolean): [count: number, end: number] {
  const { at, prefix, layout } = head
  const left = body.length - at
  if (head.sized) return sizedExtent(body, head, promised)
  if (layout !== null && layout.packed > 0) {
    const there = Math.min(promised, Math.floor((8 * left) / layout.packed))
    return [there, at + Math.ceil((there * layout.packed) / 8)]
  }
  if (head.group === 0 && !bare) return attributeExtent(body, at, promised)
  const known = bare || layout !== null || head.group === 60
  if (!known) return [promised, promised === 0 ? at : -1]
  const stride = prefix + (layout?.size ?? 0)
  if (stride === 0) return [promised, at]
  const there = Math.min(promised, Math.floor(left / stride))
  return [there, at + there * stride]
}

/** Each object says its size. */
function sizedExtent(body: Uint8Array, { at, prefix }: Head, promised: number): [count: number, end: number] {
  let next = at
  for (let count = 0; count < promised; count++) {
    if (next + prefix > body.length) return [count, body.length]
    const after = next + prefix + number(body, next, prefix)
    if (after > body.length) return [count, body.length]
    next = after
  }
  return [promised, next]
}

/** A.1: type, length, then so many bytes. */
function attributeExtent(body: Uint8Array, at: number, promised: number): [count: number, end: number] {
  let next = at
  for (let count = 0; count < promised; count++) {
    if (next + 2 > body.length) return [count, body.length]
    const after = next + 2 + body[next + 1]!
    if (after > body.length) return [count, body.length]
    next = after
  }
  return [promised, next]
}
