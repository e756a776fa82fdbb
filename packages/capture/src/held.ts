import type { Frame } from './frame.ts'
import { copyBytes, Slab } from './slab.ts'

/** `length` is what it was on the wire; `bytes` are fewer when the capture cut it. `at`: when it came. */
export type Segment = {
  readonly sequence: number
  readonly bytes: Uint8Array
  readonly length: number
  readonly at: number
}

/** What an object of each kind takes besides its bytes: a flood of tiny pieces must count for what it costs. */
const HELD_COST = 512
const SEGMENT_COST = 256
/** A tail that has been used up keeps this much room. */
const KEPT = 4096
const nothing = new Slab(0)

/** The memory that all flows share. */
export class Budget {
  total = 0
  /** Most that was taken at once. */
  peak = 0

  charge(bytes: number): void {
    this.total += bytes
    if (this.total > this.peak) this.peak = this.total
  }
}

/** What one direction of a flow keeps: the tail of data in order not yet used, and segments before their turn. */
export class Held {
  tail = nothing
  tailLength = 0
  /** Sorted; none overlaps another. */
  readonly #segments: Segment[] = []
  #segmentBytes = 0
  readonly #budget: Budget

  constructor(budget: Budget) {
    this.#budget = budget
    budget.charge(HELD_COST)
  }

  /** Bytes kept. */
  get size(): number {
    return this.tailLength + this.#segmentBytes
  }

  /** Memory taken. */
  get cost(): number {
    return HELD_COST + this.tail.bytes.length + this.#segmentBytes + SEGMENT_COST * this.#segments.length
  }

  get segments(): number {
    return this.#segments.length
  }

  get empty(): boolean {
    return this.tailLength === 0 && this.#segments.length === 0
  }

  get first(): Segment | undefined {
    return this.#segments[0]
  }

  get last(): Segment | undefined {
    return this.#segments.at(-1)
  }

  /** Gives back what it took; not to be used any more. */
  release(): void {
    this.#budget.charge(-this.cost)
  }

  shift(): void {
    const first = this.#segments.shift()
    if (!first) return
    this.#segmentBytes -= first.bytes.length
    this.#budget.charge(-first.bytes.length - SEGMENT_COST)
  }

  /** Adds bytes to the tail. */
  append(bytes: Uint8Array, start: number, end: number): void {
    const length = this.tailLength + end - start
    if (length > this.tail.bytes.length) {
      const larger = new Slab(Math.max(length, 2 * this.tail.bytes.length, 512))
      copyBytes(this.tail.bytes, 0, this.tailLength, larger.bytes, 0)
      this.#budget.charge(larger.bytes.length - this.tail.bytes.length)
      this.tail = larger
    }
    copyBytes(bytes, start, end - start, this.tail.bytes, this.tailLength)
    this.tailLength = length
  }

  /** Takes `count` bytes from the front of the tail. */
  consume(count: number): void {
    if (count >= this.tailLength) return this.dropTail()
    if (count <= 0) return
    this.tail.bytes.copyWithin(0, count, this.tailLength)
    this.tailLength -= count
  }

  dropTail(): void {
    this.tailLength = 0
    if (this.tail.bytes.length <= KEPT) return
    this.#budget.charge(-this.tail.bytes.length)
    this.tail = nothing
  }

  /**
   * Keeps what is new of a segment, from sequence number `from` on. False when it contradicts what is held: whatever
   * came first stays.
   */
  insert(frame: Frame, from: number): boolean {
    const end = (frame.sequence + frame.dataLength) | 0
    let place = this.#segments.length
    while (place > 0 && ((endOf(this.#segments[place - 1]!) - from) | 0) > 0) place--
    let at = from
    let agrees = true
    while (((end - at) | 0) > 0) {
      const next = this.#segments[place]
      const until = next && ((end - next.sequence) | 0) > 0 ? next.sequence : end
      if (((until - at) | 0) > 0) this.#add(place++, frame, at, until)
      if (!next || until === end) break
      agrees = matches(next, frame) && agrees
      at = endOf(next)
      place++
    }
    return agrees
  }

  #add(place: number, frame: Frame, from: number, until: number): void {
    const start = frame.dataStart + ((from - frame.sequence) | 0)
    const end = frame.dataStart + ((until - frame.sequence) | 0)
    const bytes = frame.slab.bytes.slice(Math.min(start, frame.dataEnd), Math.min(end, frame.dataEnd))
    this.#segments.splice(place, 0, { sequence: from, bytes, length: (until - from) | 0, at: frame.at })
    this.#segmentBytes += bytes.length
    this.#budget.charge(bytes.length + SEGMENT_COST)
  }
}

export const endOf = (segment: Segment): number => (segment.sequence + segment.length) | 0

/** Whether the frame says the same where it overlaps a segment. */
function matches(segment: Segment, frame: Frame): boolean {
  const ahead = (segment.sequence - frame.sequence) | 0
  const start = frame.dataStart + ahead
  const first = Math.max(0, -ahead)
  const last = Math.min(segment.bytes.length, frame.dataEnd - start)
  for (let i = first; i < last; i++) if (segment.bytes[i] !== frame.slab.bytes[start + i]) return false
  return true
}
