// TCP reassembly. Source: RFC 9293 section 3.4 (sequence numbers) and 3.10.7.4 (segments).

import { CLOSED, ENDED_0, ENDED_1, type FlowTable, OPENED_BY_0, OPENED_BY_1 } from './flows.ts'
import { ACK, FIN, type Frame, RST, SYN } from './frame.ts'
import { Held } from './held.ts'
import type { Slab } from './slab.ts'

/** Bytes that all flows together may hold, waiting for what is missing. Beyond it the fullest flow loses its own. */
export const MAX_HELD_TOTAL = 64 * 1024 * 1024
/** Bytes that one direction of a flow may hold. */
export const MAX_HELD_FLOW = 256 * 1024
/** Out-of-order segments that one direction may hold, and for how long (µs) when the other side is never heard. */
export const MAX_SEGMENTS = 64
const PATIENCE = 2e6

const KNOWN = 1
const COMPARABLE = 2

/** Takes the bytes of a direction in order. Returns how many it used; the rest is kept and comes again with more. */
export type StreamSink = {
  data(flow: number, direction: number, frame: Frame, slab: Slab, start: number, end: number): number
  /** Bytes are missing here: what was kept is gone, the next data do not follow the last. */
  gap(flow: number, direction: number, lost: number): void
  /** A connection was closed, reset or opened anew on the same addresses and ports. */
  closed(flow: number): void
}

/** Puts TCP segments in order. In-order data are handed on in place; only what cannot be used yet is copied. */
export class Streams {
  readonly #flows: FlowTable
  readonly #sink: StreamSink
  #next = new Int32Array(0)
  #acked = new Int32Array(0)
  #status = new Uint8Array(0)
  /** The segment last delivered: where it began, how long it was, and a sum of its bytes. */
  #lastSequence = new Int32Array(0)
  #lastLength = new Int32Array(0)
  #lastSum = new Int32Array(0)
  readonly #held = new Map<number, Held>()
  #heldBytes = 0
  retransmitted = 0
  reordered = 0
  gaps = 0
  lostBytes = 0
  conflicts = 0
  evictions = 0
  /** Most bytes held at once. */
  peak = 0

  constructor(flows: FlowTable, sink: StreamSink) {
    this.#flows = flows
    this.#sink = sink
  }

  /** Must be called for each TCP frame after `flows.find`. */
  segment(flow: number, direction: number, frame: Frame): void {
    if (2 * flow >= this.#next.length) this.#grow()
    const stream = 2 * flow + direction
    const { flags } = frame
    if ((flags & (SYN | RST | FIN)) !== 0) this.#control(flow, direction, stream, frame)
    if ((flags & ACK) !== 0) {
      this.#acked[stream] = frame.acknowledged
      if (this.#held.size > 0) this.#acknowledged(flow, direction, frame)
    }
    const length = frame.dataLength
    if (length <= 0 || (flags & SYN) !== 0) return
    if ((this.#status[stream]! & KNOWN) === 0) {
      this.#status[stream]! |= KNOWN
      this.#next[stream] = frame.sequence
    }
    if (frame.sequence === this.#next[stream] && (this.#held.size === 0 || !this.#held.has(stream))) {
      this.#inPlace(flow, direction, stream, frame, length)
    } else this.#outOfPlace(flow, direction, stream, frame, length)
  }

  #inPlace(flow: number, direction: number, stream: number, frame: Frame, length: number): void {
    const { dataStart, dataEnd } = frame
    this.#next[stream] = (frame.sequence + length) | 0
    this.#remember(stream, frame, length)
    const used = this.#sink.data(flow, direction, frame, frame.slab, dataStart, dataEnd)
    if (dataEnd - dataStart < length) return this.#gap(flow, direction, stream, length - (dataEnd - dataStart))
    if (used < dataEnd - dataStart) this.#keep(stream, frame, dataStart + used, dataEnd)
  }

  #grow(): void {
    const size = 2 * this.#flows.capacity
    const grown = (old: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
      const made = new Int32Array(size)
      made.set(old)
      return made
    }
    this.#next = grown(this.#next)
    this.#acked = grown(this.#acked)
    this.#lastSequence = grown(this.#lastSequence)
    this.#lastLength = grown(this.#lastLength)
    this.#lastSum = grown(this.#lastSum)
    const status = new Uint8Array(size)
    status.set(this.#status)
    this.#status = status
  }

  #control(flow: number, direction: number, stream: number, frame: Frame): void {
    const { flags } = frame
    const { state } = this.#flows
    if ((flags & SYN) !== 0) return this.#open(flow, direction, stream, frame)
    if ((flags & RST) !== 0) state[flow]! |= CLOSED
    if ((flags & FIN) === 0) return
    // Half-closed is still open: replies can go on in the other direction.
    state[flow]! |= ENDED_0 << direction
    if ((state[flow]! & ENDED_0) !== 0 && (state[flow]! & ENDED_1) !== 0) state[flow]! |= CLOSED
  }

  #open(flow: number, direction: number, stream: number, frame: Frame): void {
    const asks = (frame.flags & ACK) === 0
    const next = (frame.sequence + 1) | 0
    if ((this.#status[stream]! & KNOWN) !== 0) {
      // The same number again is a retransmission; another one is another connection.
      if (!asks || this.#next[stream] === next) return
      this.#sink.closed(flow)
      this.forget(flow)
    }
    this.#status[stream] = KNOWN
    this.#next[stream] = next
    const { state } = this.#flows
    const kept = state[flow]! & ~(OPENED_BY_0 | OPENED_BY_1 | CLOSED | ENDED_0 | ENDED_1)
    state[flow] = kept | ((asks ? direction : 1 - direction) === 0 ? OPENED_BY_0 : OPENED_BY_1)
  }

  /** Drops all that is held for a flow: it ended, or its number is given away. */
  forget(flow: number): void {
    if (2 * flow >= this.#next.length) return
    for (const stream of [2 * flow, 2 * flow + 1]) {
      this.#status[stream] = 0
      this.#acked[stream] = 0
      this.#drop(stream)
    }
  }

  #drop(stream: number): void {
    const held = this.#held.get(stream)
    if (!held) return
    this.#heldBytes -= held.size
    this.#held.delete(stream)
  }

  /** Remembers a delivered segment, to tell a true retransmission from one with other content. */
  #remember(stream: number, frame: Frame, length: number): void {
    this.#status[stream]! |= COMPARABLE
    this.#lastSequence[stream] = frame.sequence
    this.#lastLength[stream] = length
    this.#lastSum[stream] = sumOf(frame)
  }

  #outOfPlace(flow: number, direction: number, stream: number, frame: Frame, length: number): void {
    const ahead = (frame.sequence - this.#next[stream]!) | 0
    if (ahead > 0) return this.#early(flow, direction, stream, frame)
    if (ahead + length <= 0) return this.#old(stream, frame, length)
    if (ahead < 0) this.retransmitted++
    // In order, or overlapping what was delivered: first wins, only the new part goes on.
    const start = frame.dataStart - ahead
    if (start > frame.dataEnd) return
    this.#next[stream] = (this.#next[stream]! + ahead + length) | 0
    const cut = length - (frame.dataEnd - frame.dataStart)
    this.#append(flow, direction, stream, frame, start)
    if (cut > 0) this.#gap(flow, direction, stream, cut)
    this.#drain(flow, direction, stream, frame)
  }

  /** All of it was delivered before. */
  #old(stream: number, frame: Frame, length: number): void {
    this.retransmitted++
    const whole = frame.dataEnd - frame.dataStart === length
    const same = this.#lastSequence[stream] === frame.sequence && this.#lastLength[stream] === length
    // One byte is a keep-alive, whose content means nothing (RFC 9293, 3.8.4).
    if ((this.#status[stream]! & COMPARABLE) === 0 || !same || !whole || length === 1) return
    if (this.#lastSum[stream] !== sumOf(frame)) this.conflicts++
  }

  /** Data before their turn: kept until what is missing comes, was lost on the way to us, or the wait is too long. */
  #early(flow: number, direction: number, stream: number, frame: Frame): void {
    const held = this.#holder(stream)
    this.reordered++
    const before = held.size
    if (!held.insert(frame)) this.conflicts++
    this.#account(held.size - before)
    const answered = this.#passed(flow, direction, frame.sequence)
    if (answered || held.segments > MAX_SEGMENTS || held.size > MAX_HELD_FLOW || frame.at - held.since > PATIENCE) {
      this.#skip(flow, direction, stream, frame)
    }
    this.#relieve()
  }

  /** Whether the other side has acknowledged everything before `sequence`: then the loss is ours, not theirs. */
  #passed(flow: number, direction: number, sequence: number): boolean {
    const other = 2 * flow + 1 - direction
    return (this.#status[other]! & KNOWN) !== 0 && ((this.#acked[other]! - sequence) | 0) >= 0
  }

  /** An acknowledgement from `direction` shows what the other direction had sent. */
  #acknowledged(flow: number, direction: number, frame: Frame): void {
    const stream = 2 * flow + 1 - direction
    const held = this.#held.get(stream)
    const first = held?.first
    if (!first) return
    if (((frame.acknowledged - first.sequence) | 0) >= 0) this.#skip(flow, 1 - direction, stream, frame)
  }

  /** Gives up what is missing before the first held segment and goes on with that. */
  #skip(flow: number, direction: number, stream: number, frame: Frame): void {
    const first = this.#held.get(stream)?.first
    if (!first) return
    const lost = (first.sequence - this.#next[stream]!) | 0
    this.#next[stream] = first.sequence
    this.#gap(flow, direction, stream, lost)
    this.#drain(flow, direction, stream, frame)
  }

  #gap(flow: number, direction: number, stream: number, lost: number): void {
    this.gaps++
    this.lostBytes += lost
    const held = this.#held.get(stream)
    if (held) this.#account(-held.dropTail())
    this.#sink.gap(flow, direction, lost)
  }

  /** Delivers held segments whose turn has come. */
  #drain(flow: number, direction: number, stream: number, frame: Frame): void {
    const held = this.#held.get(stream)
    if (!held) return
    for (;;) {
      const { first } = held
      if (!first || ((first.sequence - this.#next[stream]!) | 0) > 0) break
      held.shift()
      this.#account(-first.bytes.length)
      const known = (this.#next[stream]! - first.sequence) | 0
      if (known >= first.bytes.length) continue
      this.#next[stream] = (first.sequence + first.bytes.length) | 0
      const before = held.size
      held.append(first.bytes, known, first.bytes.length)
      this.#account(held.size - before)
      this.#offer(flow, direction, stream, frame)
    }
    if (held.size === 0) this.#held.delete(stream)
  }

  #holder(stream: number): Held {
    const known = this.#held.get(stream)
    if (known) return known
    const made = new Held()
    this.#held.set(stream, made)
    return made
  }

  #keep(stream: number, frame: Frame, start: number, end: number): void {
    const held = this.#holder(stream)
    held.append(frame.slab.bytes, start, end)
    this.#account(end - start)
    this.#relieve()
  }

  #append(flow: number, direction: number, stream: number, frame: Frame, start: number): void {
    const held = this.#holder(stream)
    this.#remember(stream, frame, frame.dataLength)
    held.append(frame.slab.bytes, start, frame.dataEnd)
    this.#account(frame.dataEnd - start)
    this.#offer(flow, direction, stream, frame)
    if (held.size === 0) this.#held.delete(stream)
  }

  /** Offers all that is in order and not yet used. */
  #offer(flow: number, direction: number, stream: number, frame: Frame): void {
    const held = this.#held.get(stream)
    if (!held) return
    const used = this.#sink.data(flow, direction, frame, held.tail, 0, held.tailLength)
    this.#account(-held.consume(used))
    if (held.tailLength <= MAX_HELD_FLOW) return
    this.evictions++
    this.#gap(flow, direction, stream, held.tailLength)
  }

  #account(change: number): void {
    this.#heldBytes += change
    if (this.#heldBytes > this.peak) this.peak = this.#heldBytes
  }

  /** When all flows together hold too much, the fullest is given up: it is the least likely to be honest. */
  #relieve(): void {
    while (this.#heldBytes > MAX_HELD_TOTAL) {
      let fullest = -1
      let size = -1
      for (const [stream, held] of this.#held) {
        if (held.size > size) {
          fullest = stream
          size = held.size
        }
      }
      const last = this.#held.get(fullest)?.lastSequence
      this.#drop(fullest)
      this.evictions++
      if (last !== undefined) this.#next[fullest] = last
      this.#sink.gap(fullest >> 1, fullest & 1, size)
    }
  }

  get held(): number {
    return this.#heldBytes
  }
}

/** A sum that differs when the payload differs, four bytes at a time. */
function sumOf(frame: Frame): number {
  const { view } = frame.slab
  const end = frame.dataEnd
  let at = frame.dataStart
  let sum = 0
  for (; end - at >= 4; at += 4) sum = (Math.imul(sum, 31) + view.getInt32(at)) | 0
  for (; at < end; at++) sum = (Math.imul(sum, 31) + view.getUint8(at)) | 0
  return sum
}
