// CIP paths. Common Industrial Protocol (CIP) specification, Volume 1, Appendix C-1: padded EPATH.
import { printable } from '../../reader.ts'
import { className } from './classes.ts'

export type Segment =
  | { readonly kind: 'port'; readonly port: number; readonly at: number; readonly length: number }
  | { readonly kind: 'logical'; readonly type: number; readonly value: number }
  | { readonly kind: 'key'; readonly at: number }
  | { readonly kind: 'symbol'; readonly at: number; readonly length: number }
  | { readonly kind: 'network'; readonly type: number; readonly at: number; readonly length: number }
  | { readonly kind: 'data'; readonly at: number; readonly length: number }

export type Path = {
  readonly segments: readonly Segment[]
  /** The last of each kind; -1 where there is none. */
  readonly class: number
  readonly instance: number
  readonly attribute: number
  /** The segments fill the path and are all known. */
  readonly sound: boolean
}

export const noPath: Path = { segments: [], class: -1, instance: -1, attribute: -1, sound: false }

// C-1.4.2: what a logical segment addresses.
const CLASS = 0
const INSTANCE = 1
const MEMBER = 2
const POINT = 3
const ATTRIBUTE = 4
const SPECIAL = 5
const KEY_SIZE = 10
/** Network segment that carries the parameters of a CIP Safety connection, Volume 5. */
export const SAFETY = 0x10

const u16 = (bytes: Uint8Array, at: number): number => bytes[at]! | (bytes[at + 1]! << 8)
const even = (length: number): number => length + (length & 1)

type Found = { readonly segment: Segment; readonly next: number }

/** One segment at `at`; null where none is whole before `end`. */
function segmentAt(bytes: Uint8Array, at: number, end: number): Found | null {
  const found = byType(bytes, at, end)
  return found && found.next <= end ? found : null
}

function byType(bytes: Uint8Array, at: number, end: number): Found | null {
  if (at + 2 > end) return null
  const head = bytes[at]!
  switch (head >> 5) {
    case 0:
      return portAt(bytes, at, head)
    case 1:
      return logicalAt(bytes, at, end, head)
    case 2:
      return networkAt(bytes, at, head)
    case 3: {
      const length = head & 0x1f
      return length === 0 ? null : { segment: { kind: 'symbol', at: at + 1, length }, next: at + even(1 + length) }
    }
    case 4:
      return dataAt(bytes, at, head)
    default:
      return null
  }
}

// C-1.4.1
function portAt(bytes: Uint8Array, at: number, head: number): Found {
  const long = (head & 0x10) !== 0
  const extended = (head & 0x0f) === 0x0f
  const length = long ? bytes[at + 1]! : 1
  const body = at + 1 + (long ? 1 : 0)
  const port = extended ? u16(bytes, body) : head & 0x0f
  const link = body + (extended ? 2 : 0)
  return { segment: { kind: 'port', port, at: link, length }, next: at + even(link + length - at) }
}

// C-1.4.2: values of 8, 16 and 32 bits, the last two behind a pad byte.
function logicalAt(bytes: Uint8Array, at: number, end: number, head: number): Found | null {
  const type = (head >> 2) & 7
  if (type === SPECIAL) {
    return bytes[at + 1] === 4 ? { segment: { kind: 'key', at: at + 2 }, next: at + KEY_SIZE } : null
  }
  const format = head & 3
  if (format === 0) return { segment: { kind: 'logical', type, value: bytes[at + 1]! }, next: at + 2 }
  const size = format === 1 ? 4 : 6
  if (format === 3 || at + size > end) return null
  const low = u16(bytes, at + 2)
  const value = format === 1 ? low : low + u16(bytes, at + 4) * 65536
  return { segment: { kind: 'logical', type, value }, next: at + size }
}

// C-1.4.3: from 0x50 on with a length in words.
function networkAt(bytes: Uint8Array, at: number, head: number): Found {
  const type = head & 0x1f
  const length = (type & 0x10) === 0 ? 0 : 2 * bytes[at + 1]!
  return { segment: { kind: 'network', type, at: at + 2, length }, next: at + 2 + length }
}

// C-1.4.5: plain data counted in words; 0x91 a name counted in bytes.
function dataAt(bytes: Uint8Array, at: number, head: number): Found | null {
  const length = bytes[at + 1]!
  if (head === 0x91) return { segment: { kind: 'symbol', at: at + 2, length }, next: at + even(2 + length) }
  return head === 0x80 ? { segment: { kind: 'data', at: at + 2, length: 2 * length }, next: at + 2 + 2 * length } : null
}

export function parsePath(bytes: Uint8Array, start: number, end: number): Path {
  const segments: Segment[] = []
  const last = [-1, -1, -1, -1, -1]
  let at = start
  while (at < end) {
    const found = segmentAt(bytes, at, end)
    if (!found) break
    const { segment } = found
    segments.push(segment)
    if (segment.kind === 'logical' && segment.type <= ATTRIBUTE) last[segment.type] = segment.value
    at = found.next
  }
  return { segments, class: last[CLASS]!, instance: last[INSTANCE]!, attribute: last[ATTRIBUTE]!, sound: at === end }
}

export const isSymbolic = (path: Path): boolean => path.segments.some(s => s.kind === 'symbol')

/** `Program:Main.Tank[3].Level`, `identity/1/7`, `program/8228/routine/12`. */
export function textOf(path: Path, bytes: Uint8Array): string {
  let text = ''
  let before: Segment | null = null
  for (const segment of path.segments) {
    text = extended(text, segment, before, bytes)
    before = segment
  }
  return text
}

function extended(text: string, segment: Segment, before: Segment | null, bytes: Uint8Array): string {
  if (segment.kind === 'symbol') {
    const name = printable(bytes.subarray(segment.at, segment.at + segment.length))
    return text === '' ? name : `${text}.${name}`
  }
  if (segment.kind !== 'logical') return text
  const { type, value } = segment
  if (type === MEMBER) {
    const follows = before?.kind === 'logical' && before.type === MEMBER
    return follows ? `${text.slice(0, -1)},${value}]` : `${text}[${value}]`
  }
  const part = type === CLASS ? className(value) : type === POINT ? `point ${value}` : String(value)
  return text === '' ? part : `${text}/${part}`
}

/** The way through ports: `1/0` is port 1, link 0; `1/0,2/192.168.1.5`. Empty when there is none. */
export function routeOf(path: Path, bytes: Uint8Array): string {
  const hops: string[] = []
  for (const segment of path.segments) {
    if (segment.kind !== 'port') continue
    const { at, length, port } = segment
    hops.push(`${port}/${length === 1 ? bytes[at] : printable(bytes.subarray(at, at + length))}`)
  }
  return hops.join(',')
}

export const isSafety = (path: Path): boolean => path.segments.some(s => s.kind === 'network' && s.type === SAFETY)
