// Frames of Niagara Fox. There is no public specification; layout as seen in what Niagara stations and Workbench send:
// `fox kind number reply-to channel command`, then `{`, lines of `key=type:value`, and `};;`.
import { malformed, need, type Parsed } from '../dissector.ts'

export const LONGEST = 131_072
const LONGEST_LINE = 160
const LONGEST_VALUE = 256
const LONGEST_KEY = 48
const MOST_KEYS = 64
const LF = 0x0a
const SPACE = 0x20
const OPEN = 0x5b
const EQUALS = 0x3d
const COLON = 0x3a
const start = [0x66, 0x6f, 0x78, SPACE] // `fox `

export type Frame = {
  /** a: unasked, s: asks for an answer, r: the answer, e: the answer is an error. */
  readonly kind: string
  readonly number: number
  readonly replyTo: number
  readonly channel: string
  readonly command: string
  readonly values: ReadonlyMap<string, string>
}

type Head = Omit<Frame, 'values'>

/** How the front of these bytes compares with a first line; `cut` where they end before it does. */
export function headOf(bytes: Uint8Array): Head | 'cut' | 'no' {
  for (let k = 0; k < start.length && k < bytes.length; k++) if (bytes[k] !== start[k]) return 'no'
  const end = bytes.subarray(0, LONGEST_LINE).indexOf(LF)
  if (end < 0) return bytes.length >= LONGEST_LINE || !isPlain(bytes, bytes.length) ? 'no' : 'cut'
  if (!isPlain(bytes, end)) return 'no'
  const words = ascii(bytes, 0, end).split(' ')
  const [, kind, number, replyTo, channel, command] = words
  if (words.length !== 6 || kind!.length !== 1 || !isNumber(number!) || !isNumber(replyTo!)) return 'no'
  if (!isWord(channel!) || !isWord(command!)) return 'no'
  return { kind: kind!, number: Number(number), replyTo: Number(replyTo), channel: channel!, command: command! }
}

function isPlain(bytes: Uint8Array, end: number): boolean {
  for (let k = 0; k < end; k++) if (bytes[k]! < SPACE || bytes[k]! > 0x7e) return false
  return true
}

const isWord = (text: string): boolean => text.length > 0 && text.length <= 32
const isNumber = (text: string): boolean => text === '-1' || isDigits(text)

function isDigits(text: string): boolean {
  for (let k = 0; k < text.length; k++) if (text.charCodeAt(k) < 0x30 || text.charCodeAt(k) > 0x39) return false
  return text.length > 0 && text.length <= 9
}

function ascii(bytes: Uint8Array, from: number, end: number): string {
  let text = ''
  for (let k = from; k < end; k++) text += String.fromCharCode(bytes[k]!)
  return text
}

export function parse(bytes: Uint8Array): Parsed<Frame> {
  const head = headOf(bytes)
  if (head === 'no') return malformed('fox.head', 0)
  if (head === 'cut') return need(bytes.length + 1)
  const at = bytes.indexOf(LF) + 1
  const opens = opening(bytes, at)
  if (opens === 'no') return malformed('fox.body', at)
  return opens === 'cut' ? need(bytes.length + 1) : bodyOf(bytes, at + 2, head)
}

function bodyOf(bytes: Uint8Array, start: number, head: Head): Parsed<Frame> {
  const values = new Map<string, string>()
  let at = start
  while (!ends(bytes, at)) {
    const equals = equalsOf(bytes, at)
    const counted = isCounted(bytes, equals)
    const next = lineEnd(bytes, at, counted)
    if (next > LONGEST || (next < 0 && bytes.length >= LONGEST)) return malformed('fox.length', at)
    if (next < 0) return need(bytes.length + 1)
    if (next > bytes.length) return need(next)
    // What bytes and objects hold is not kept.
    if (equals > 0 && !counted) keep(values, bytes, { at, equals, end: next - 1 })
    at = next
  }
  return { kind: 'message', message: { ...head, values }, size: at + 4, oddities: [] }
}

/** `{` on a line of its own. */
function opening(bytes: Uint8Array, at: number): 'yes' | 'cut' | 'no' {
  if (at < bytes.length && bytes[at] !== 0x7b) return 'no'
  if (at + 1 < bytes.length && bytes[at + 1] !== LF) return 'no'
  return at + 1 < bytes.length ? 'yes' : 'cut'
}

/** `};;` on a line of its own. */
const ends = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === 0x7d && bytes[at + 1] === 0x3b && bytes[at + 2] === 0x3b && bytes[at + 3] === LF

/**
 * Where the line after the one at `at` begins, or -1 when that cannot be told yet. Of bytes and objects the length is
 * told in front, `b:44[…]`, and their contents may have ends of lines.
 */
function lineEnd(bytes: Uint8Array, at: number, isCounted: boolean): number {
  let digits = false
  let count = 0
  for (let k = at; k < bytes.length; k++) {
    const byte = bytes[k]!
    if (byte === LF) return k + 1
    if (byte === OPEN && isCounted && digits) return k + 1 + count + 2
    if (byte >= 0x30 && byte <= 0x39) {
      count = digits ? Math.min(LONGEST, count * 10 + byte - 0x30) : byte - 0x30
      digits = true
    } else digits = false
  }
  return -1
}

/** Where the equals sign behind the key is, or -1. */
function equalsOf(bytes: Uint8Array, at: number): number {
  for (let k = at; k < bytes.length && k < at + LONGEST_KEY; k++) {
    if (bytes[k] === EQUALS) return k
    if (bytes[k] === LF) return -1
  }
  return -1
}

/** Whether the value is of bytes (`=b:`) or an object (`=o:`). */
const isCounted = (bytes: Uint8Array, equals: number): boolean =>
  equals > 0 && (bytes[equals + 1] === 0x62 || bytes[equals + 1] === 0x6f) && bytes[equals + 2] === COLON

type Line = { readonly at: number; readonly equals: number; readonly end: number }

function keep(values: Map<string, string>, bytes: Uint8Array, { at, equals, end }: Line): void {
  const start = equals + 3
  if (start > end || values.size >= MOST_KEYS || bytes[equals + 2] !== COLON) return
  values.set(ascii(bytes, at, equals), printableOf(bytes, start, Math.min(end, start + LONGEST_VALUE)))
}

function printableOf(bytes: Uint8Array, from: number, end: number): string {
  let text = ''
  for (let k = from; k < end; k++) text += bytes[k]! >= SPACE && bytes[k]! < 0x7f ? String.fromCharCode(bytes[k]!) : '.'
  return text
}
