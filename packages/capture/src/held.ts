import type { Frame } from './frame.ts'
import { copyBytes, Slab } from './slab.ts'

export type Segment = { readonly sequence: number; readonly bytes: Uint8Array }

/** What one direction of a flow keeps: the tail of data in order not yet used, and segments before their turn. */
export class Held {
  tail = new Slab(0)
  tailLength = 0
  /** Capture time (µs) of the first segment that had to wait. */
  since = 0
  #segments: Segment[] = []
  #segmentBytes = 0

  get size(): number {
    return this.tailLength + this.#segmentBytes
  }

  get segments(): number {
    return this.#segments.length
  }

  get first(): Segment | undefined {
    return this.#segments[0]
  }

  /** Sequence number behind the last held segment. */
  get lastSequence(): number | undefined {
    const last = this.#segments.at(-1)
    return last ? (last.sequence + last.bytes.length) | 0 : undefined
  }

  shift(): void {
    const first = this.#segments.shift()
    if (first) this.#segmentBytes -= first.bytes.length
  }

  /** Adds bytes to the tail. */
  append(bytes: Uint8Array, start: number, end: number): void {
    const length = this.tailLength + end - start
    if (length > this.tail.bytes.length) {
      const larger = new Slab(Math.max(length, 2 * this.tail.bytes.length, 512))
      copyBytes(this.tail.bytes, 0, this.tailLength, larger.bytes, 0)
      this.tail = larger
    }
    copyBytes(bytes, start, end - start, this.tail.bytes, this.tailLength)
    this.tailLength = length
  }

  /** Takes `count` bytes from the front of the tail; returns how many that were. */
  consume(count: number): number {
    if (count >= this.tailLength) return this.dropTail()
    if (count > 0) {
      this.tail.bytes.copyWithin(0, count, this.tailLength)
      this.tailLength -= count
    }
    return count
  }

  dropTail(): number {
    const dropped = this.tailLength
    this.tailLength = 0
    return dropped
  }

  /** Keeps a segment by its sequence number. False when it contradicts one that is held: the first wins. */
  insert(frame: Frame): boolean {
    const { sequence } = frame
    if (this.#segments.length === 0) this.since = frame.at
    const bytes = frame.slab.bytes.slice(frame.dataStart, frame.dataEnd)
    let place = this.#segments.length
    while (place > 0 && ((this.#segments[place - 1]!.sequence - sequence) | 0) > 0) place--
    const before = this.#segments[place - 1]
    if (before?.sequence === sequence && before.bytes.length >= bytes.length) {
      return bytes.every((byte, i) => byte === before.bytes[i])
    }
    this.#segments.splice(place, 0, { sequence, bytes })
    this.#segmentBytes += bytes.length
    return true
  }
}
