// BER: elements of tag, length and contents. ITU-T X.690, 8.1. A cursor over one level, bounded by the bytes that are there.

/** How deep elements of indefinite length may lie in each other. */
const DEEPEST = 16
const HIGH_TAG = 0x1f // 8.1.2.4: the number follows in further bytes
const INDEFINITE = 0x80 // 8.1.3.6

/**
 * Walks over the elements between two places. `next` says whether there is one more; then `tag` has the identifier bytes
 * as one number (`0x30`, `0xbf2e`), and its contents lie from `start` up to `stop`. What cannot be an element, or promises
 * more than is there, sets `bad` and ends the walk.
 */
export class Ber {
  readonly bytes: Uint8Array
  readonly end: number
  at: number
  tag = 0
  /** Where the current element begins, with its tag. */
  head = 0
  start = 0
  stop = 0
  bad = false

  constructor(bytes: Uint8Array, at = 0, end = bytes.length) {
    this.bytes = bytes
    this.at = at
    this.end = Math.min(end, bytes.length)
  }

  next(): boolean {
    if (this.at >= this.end) return false
    const { bytes } = this
    let at = this.at
    this.head = at
    let tag = bytes[at++]!
    if ((tag & HIGH_TAG) === HIGH_TAG) {
      // Two further bytes hold every number that is in use.
      let more = 2
      do {
        if (at >= this.end || more-- === 0) return this.#fail()
        tag = tag * 256 + bytes[at]!
      } while ((bytes[at++]! & 0x80) !== 0)
    }
    if (at >= this.end) return this.#fail()
    this.tag = tag
    const length = bytes[at++]!
    if (length < INDEFINITE) return this.#contents(at, length)
    if (length === INDEFINITE) return this.#open(at)
    const count = length & 0x7f
    if (count > 4 || at + count > this.end) return this.#fail()
    let long = 0
    for (let i = 0; i < count; i++) long = long * 256 + bytes[at++]!
    return this.#contents(at, long)
  }

  #contents(start: number, length: number): boolean {
    if (length > this.end - start) return this.#fail()
    this.start = start
    this.stop = start + length
    this.at = this.stop
    return true
  }

  /** Indefinite length: up to the end-of-contents of this level. */
  #open(start: number): boolean {
    const stop = endOfContents(this.bytes, start, this.end, 0)
    if (stop < 0) return this.#fail()
    this.start = start
    this.stop = stop
    this.at = stop + 2
    return true
  }

  #fail(): boolean {
    this.bad = true
    this.at = this.end
    return false
  }

  get length(): number {
    return this.stop - this.start
  }

  /** A walk over the elements inside the current one. */
  inside(): Ber {
    return new Ber(this.bytes, this.start, this.stop)
  }

  /** The contents of the current element: a view. */
  contents(): Uint8Array {
    return this.bytes.subarray(this.start, this.stop)
  }

  /** The current element as a whole number, 8.3; beyond 53 bits the nearest. */
  integer(): number {
    const { bytes, start, stop } = this
    if (start >= stop || stop - start > 8) return 0
    let value = bytes[start]! < 0x80 ? bytes[start]! : bytes[start]! - 256
    for (let at = start + 1; at < stop; at++) value = value * 256 + bytes[at]!
    return value
  }

  /** The same of a number that cannot be negative: some stations leave out the zero in front. */
  unsigned(): number {
    let value = 0
    for (let at = this.start; at < this.stop && at < this.start + 8; at++) value = value * 256 + this.bytes[at]!
    return value
  }
}

/** Where the two zeros are that end a level of indefinite length; -1 when they are not there. */
function endOfContents(bytes: Uint8Array, start: number, end: number, depth: number): number {
  if (depth > DEEPEST) return -1
  let at = start
  while (at >= 0 && at + 1 < end) {
    if (bytes[at] === 0 && bytes[at + 1] === 0) return at
    at = behind(bytes, at, end, depth)
  }
  return -1
}

/** Where the element at `at` ends; -1 when it does not inside of `end`. */
function behind(bytes: Uint8Array, at: number, end: number, depth: number): number {
  const contents = lengthAt(bytes, at, end)
  if (contents < 0) return -1
  if (isIndefinite(bytes, at)) {
    const stop = endOfContents(bytes, contents, end, depth + 1)
    return stop < 0 ? -1 : stop + 2
  }
  const stop = definiteEnd(bytes, at, contents)
  return stop > end ? -1 : stop
}

/** Where the length byte of the element at `at` is. */
function lengthByte(bytes: Uint8Array, at: number): number {
  if ((bytes[at]! & HIGH_TAG) !== HIGH_TAG) return at + 1
  return (bytes[at + 1] ?? 0) < 0x80 ? at + 2 : at + 3
}

const isIndefinite = (bytes: Uint8Array, at: number): boolean => bytes[lengthByte(bytes, at)] === INDEFINITE

/** Where the contents of the element at `at` start; -1 when its head is cut or wrong. */
function lengthAt(bytes: Uint8Array, at: number, end: number): number {
  const place = lengthByte(bytes, at)
  if (place >= end) return -1
  const length = bytes[place]!
  const count = length > INDEFINITE ? length & 0x7f : 0
  return count > 4 || place + 1 + count > end ? -1 : place + 1 + count
}

function definiteEnd(bytes: Uint8Array, at: number, contents: number): number {
  const place = lengthByte(bytes, at)
  if (bytes[place]! < INDEFINITE) return contents + bytes[place]!
  let long = 0
  for (let i = place + 1; i < contents; i++) long = long * 256 + bytes[i]!
  return contents + long
}

/** Tag number without class and form: 46 of `0xbf2e`. */
export function tagNumber(tag: number): number {
  if (tag < 0x100) return tag & HIGH_TAG
  return tag < 0x10000 ? tag & 0x7f : (((tag >> 8) & 0x7f) << 7) | (tag & 0x7f)
}
