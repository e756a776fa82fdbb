// Frames in a block: first what is said of each, as small differences that pack well, then their bytes, one after another.
import { MAX_BLOCK } from './format.ts'

export type RingFrame = {
  /** In its stream, from 1. */
  readonly number: number
  /** µs since 1970-01-01 UTC. */
  readonly at: number
  /** Link type, LINKTYPE_ number. */
  readonly link: number
  /** Length on the wire. */
  readonly original: number
  readonly bytes: Uint8Array
}

/** A frame where it lies. */
export type PlacedFrame = {
  number: number
  at: number
  link: number
  original: number
  captured: number
  /** Its first byte. */
  start: number
}

/** Bytes of one frame's differences: five numbers of at most eight bytes. */
const MOST_SAID = 40
/** The bytes of all differences, before them. */
const PREFIX = 4

/** Collects the frames of one block in memory made once. */
export class FramePacker {
  readonly #said: Uint8Array
  readonly #bytes: Uint8Array
  readonly #payload: Uint8Array
  #saidEnd = 0
  #bytesEnd = 0
  #number = 0
  #at = 0
  #link = 0
  frames = 0
  first = 0
  from = 0
  to = 0

  /** @param size bytes of frames */
  constructor(size: number) {
    this.#bytes = new Uint8Array(size)
    this.#said = new Uint8Array(Math.min(size, MAX_BLOCK / 2))
    this.#payload = new Uint8Array(PREFIX + this.#said.length + size)
  }

  get last(): number {
    return this.#number
  }

  reset(): void {
    this.#saidEnd = 0
    this.#bytesEnd = 0
    this.#number = 0
    this.#at = 0
    this.#link = 0
    this.frames = 0
  }

  /** False where it does not fit any more. */
  add({ number, at, link, original, captured, start }: PlacedFrame, source: Uint8Array): boolean {
    if (this.#bytesEnd + captured > this.#bytes.length || this.#saidEnd + MOST_SAID > this.#said.length) return false
    if (this.frames === 0) this.first = number
    this.from = this.frames === 0 ? at : Math.min(this.from, at)
    this.to = this.frames === 0 ? at : Math.max(this.to, at)
    this.#say(number - this.#number)
    this.#say(at - this.#at)
    this.#say(captured)
    this.#say(original - captured)
    this.#say(link - this.#link)
    this.#number = number
    this.#at = at
    this.#link = link
    this.#bytes.set(source.subarray(start, start + captured), this.#bytesEnd)
    this.#bytesEnd += captured
    this.frames++
    return true
  }

  /** A whole number, positive or not: seven bits a byte, the lowest first; the lowest bit of all is the sign. */
  #say(value: number): void {
    let rest = value < 0 ? -2 * value - 1 : 2 * value
    while (rest > 127) {
      this.#said[this.#saidEnd++] = (rest % 128) | 128
      rest = Math.floor(rest / 128)
    }
    this.#said[this.#saidEnd++] = rest
  }

  /** Valid until the next frame. */
  payload(): Uint8Array {
    const all = this.#payload
    new DataView(all.buffer).setUint32(0, this.#saidEnd, true)
    all.set(this.#said.subarray(0, this.#saidEnd), PREFIX)
    all.set(this.#bytes.subarray(0, this.#bytesEnd), PREFIX + this.#saidEnd)
    return all.subarray(0, PREFIX + this.#saidEnd + this.#bytesEnd)
  }
}

/** Shows each frame of a block, in order, as one object that is used again. Ends early where what is said is not so. */
export function* framesIn(payload: Uint8Array, count: number): Generator<PlacedFrame, void> {
  if (payload.length < PREFIX) return
  const saidEnd = PREFIX + new DataView(payload.buffer, payload.byteOffset).getUint32(0, true)
  if (saidEnd > payload.length) return
  const reader = new Said(payload, PREFIX, saidEnd)
  const frame: PlacedFrame = { number: 0, at: 0, link: 0, original: 0, captured: 0, start: saidEnd }
  let next = saidEnd
  for (let index = 0; index < count; index++) {
    frame.number += reader.next()
    frame.at += reader.next()
    frame.captured = reader.next()
    frame.original = frame.captured + reader.next()
    frame.link += reader.next()
    frame.start = next
    next += frame.captured
    if (reader.isBroken || frame.captured < 0 || next > payload.length) return
    yield frame
  }
}

class Said {
  readonly #bytes: Uint8Array
  readonly #end: number
  #at: number
  isBroken = false

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.#bytes = bytes
    this.#at = start
    this.#end = end
  }

  next(): number {
    let value = 0
    for (let scale = 1; scale < 2 ** 56; scale *= 128) {
      if (this.#at >= this.#end) break
      const byte = this.#bytes[this.#at++]!
      value += (byte & 127) * scale
      if (byte < 128) return value % 2 === 0 ? value / 2 : -(value + 1) / 2
    }
    this.isBroken = true
    return 0
  }
}
