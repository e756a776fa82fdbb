import type { Frame } from './frame.ts'

export type Segment = { readonly sequence: number; readonly bytes: Uint8Array }

/** What one direction of a flow keeps: the tail of data in order not yet used, and segments before their turn. */
export class Held {
  tail: Uint8Array = new Uint8Array(0)
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
    if (length > this.tail.length) {
      const larger = new Uint8Array(Math.max(length, 2 * this.tail.length, 512))
      larger.set(this.tail.subarray(0, this.tailLength))
      this.tail = larger
    }
    this.tail.set(bytes.subarray(start, end), this.tailLength)
    this.tailLength = length
  }

  /** Takes `count` bytes from the front of the tail; returns how many that were. */
  consume(count: number): number {
    if (count >= this.tailLength) return this.dropTail()
    if (count > 0) {
      this.tail.copyWithin(0, count, this.tailLength)
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
