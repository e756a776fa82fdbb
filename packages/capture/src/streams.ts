// TCP reassembly. Source: RFC 9293 section 3.4 (sequence numbers) and 3.10.7.4 (segments).

import {
  ACCEPTED,
  CLOSED,
  ENDED_0,
  ENDED_1,
  type FlowTable,
  OPENED_BY_0,
  OPENED_BY_1,
  PROBED_0,
  RESET_0,
} from './flows.ts'
import { ACK, FIN, type Frame, PSH, RST, SYN } from './frame.ts'
import { Budget, endOf, Held } from './held.ts'
import type { Slab } from './slab.ts'

/** Memory that all flows together may hold, waiting for what is missing. Beyond it the fuller flows lose their own. */
export const MAX_HELD_TOTAL = 64 * 1024 * 1024
/** Bytes that one direction of a flow may hold. */
export const MAX_HELD_FLOW = 256 * 1024
/** Out-of-order segments that one direction may hold, and for how long (µs) when the other side is never heard. */
export const MAX_SEGMENTS = 64
const PATIENCE = 2e6
/** A sequence number further off than any window belongs to another connection; after a close, one not very near. */
const REACH = 8 * 1024 * 1024
const REACH_CLOSED = 65_536

const KNOWN = 1
const COMPARABLE = 2
/** Its SYN was seen; its acknowledgements were seen. */
const OPENED = 4
const ACKED = 8

/** Takes the bytes of a direction in order. Returns how many it used; the rest is kept and comes again with more. */
export type StreamSink = {
  data(flow: number, direction: number, frame: Frame, slab: Slab, start: number, end: number): number
  /**
   * The next data do not follow the last: what was not used is gone, and `lost` bytes behind it never came. 0 when it
   * is not known how many.
   */
  gap(flow: number, direction: number, lost: number): void
  /** A connection was opened anew on the same addresses and ports. */
  closed(flow: number): void
  /** The segment says other than an earlier one where the two overlap. */
  conflict(flow: number, direction: number, frame: Frame): void
}

/** Puts TCP segments in order. In-order data are handed on in place; only what cannot be used yet is copied. */
export class Streams {
  readonly #flows: FlowTable
  readonly #sink: StreamSink
  readonly #most: number
  #next = new Int32Array(0)
  #acked = new Int32Array(0)
  /** Sequence number of the first byte, where the SYN was seen. */
  #opened = new Int32Array(0)
  #status = new Uint8Array(0)
  /** The segment last delivered: where it began, how long it was, and a sum of its bytes. */
  #lastSequence = new Int32Array(0)
  #lastLength = new Int32Array(0)
  #lastSum = new Int32Array(0)
  readonly #held = new Map<number, Held>()
  readonly #budget = new Budget()
  retransmitted = 0
  reordered = 0
  gaps = 0
  lostBytes = 0
  conflicts = 0
  evictions = 0

  /** @param most memory that all flows together may hold */
  constructor(flows: FlowTable, sink: StreamSink, most: number = MAX_HELD_TOTAL) {
    this.#flows = flows
    this.#sink = sink
    this.#most = most
  }

  /** Must be called for each TCP frame after `flows.find`, before it is counted there. */
  segment(flow: number, direction: number, frame: Frame): void {
    if (2 * flow >= this.#next.length) this.#grow()
    const stream = 2 * flow + direction
    const { flags } = frame
    if ((flags & (SYN | RST | FIN)) !== 0) this.#control(flow, direction, stream, frame)
    if ((flags & ACK) !== 0) {
      this.#acked[stream] = frame.acknowledged
      if ((this.#status[stream]! & ACKED) === 0) this.#status[stream]! |= ACKED
      if (this.#held.size > 0) this.#acknowledged(flow, direction, frame)
    } else if ((flags & (SYN | RST)) === 0) this.#stray(flow, direction)
    const length = frame.dataLength
    // What an RST carries is a remark for people, not part of the stream (RFC 9293, 3.5.3).
    if (length <= 0 || (flags & RST) !== 0) return
    if ((this.#status[stream]! & KNOWN) === 0) this.#meet(stream, frame, length)
    if (frame.sequence === this.#next[stream] && (this.#held.size === 0 || !this.#held.has(stream))) {
      this.#inPlace(flow, direction, stream, frame, length)
    } else this.#outOfPlace(flow, direction, stream, frame, length)
  }

  /** The first data of a stream whose SYN was not seen. */
  #meet(stream: number, frame: Frame, length: number): void {
    this.#status[stream]! |= KNOWN
    // One byte that nobody wants delivered is a keep-alive, whose content means nothing (RFC 9293, 3.8.4).
    const probe = length === 1 && (frame.flags & PSH) === 0
    this.#next[stream] = probe ? (frame.sequence + 1) | 0 : frame.sequence
  }

  #inPlace(flow: number, direction: number, stream: number, frame: Frame, length: number): void {
    const { dataStart, dataEnd } = frame
    this.#next[stream] = (frame.sequence + length) | 0
    this.#remember(stream, frame, length)
    const here = dataEnd - dataStart
    const used = here > 0 ? this.#sink.data(flow, direction, frame, frame.slab, dataStart, dataEnd) : 0
    if (here < length) return this.#gap(flow, direction, stream, length - here)
    if (used < here) this.#keep(stream, frame, dataStart + used, dataEnd)
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
    this.#opened = grown(this.#opened)
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
    if ((flags & RST) !== 0) state[flow]! |= CLOSED | (RESET_0 << direction)
    if ((flags & FIN) === 0) return
    // Half-closed is still open: replies can go on in the other direction.
    state[flow]! |= ENDED_0 << direction
    if ((state[flow]! & ENDED_0) !== 0 && (state[flow]! & ENDED_1) !== 0) state[flow]! |= CLOSED
  }

  #open(flow: number, direction: number, stream: number, frame: Frame): void {
    const next = (frame.sequence + 1) | 0
    // Data in a SYN come behind it (RFC 7413).
    frame.sequence = next
    if ((this.#status[stream]! & KNOWN) !== 0 && !this.#opensSame(stream, next)) {
      this.flush(flow, frame)
      this.#sink.closed(flow)
      this.forget(flow)
    }
    if ((this.#status[stream]! & OPENED) !== 0) return
    if ((this.#status[stream]! & KNOWN) === 0) this.#next[stream] = next
    this.#opened[stream] = next
    this.#status[stream]! |= KNOWN | OPENED
    const { state } = this.#flows
    const kept = state[flow]! & ~(OPENED_BY_0 | OPENED_BY_1 | CLOSED | ENDED_0 | ENDED_1)
    // With FIN in the same segment it is forged or damaged, and opens nothing.
    if ((frame.flags & FIN) !== 0) return this.#stray(flow, direction)
    const accepts = (frame.flags & ACK) !== 0
    const opener = accepts ? 1 - direction : direction
    state[flow] = kept | (opener === 0 ? OPENED_BY_0 : OPENED_BY_1) | (accepts ? ACCEPTED : 0)
  }

  /** Without SYN or ACK a segment belongs to no connection (RFC 9293, 3.10.7): as the first of a flow it is a probe. */
  #stray(flow: number, direction: number): void {
    const { packets, state } = this.#flows
    if (packets[2 * flow]! + packets[2 * flow + 1]! === 0) state[flow]! |= PROBED_0 << direction
  }

  /** Whether a direction has acknowledged anything: then the other one has spoken. */
  hasAcknowledged(flow: number, direction: number): boolean {
    const stream = 2 * flow + direction
    return stream < this.#status.length && (this.#status[stream]! & ACKED) !== 0
  }

  /** Whether a SYN is that of the connection we follow: sent again, or overtaken by its first data. */
  #opensSame(stream: number, next: number): boolean {
    if ((this.#status[stream]! & OPENED) !== 0) return this.#opened[stream] === next
    const behind = (this.#next[stream]! - next) | 0
    return behind >= 0 && behind < REACH_CLOSED
  }

  /** Delivers what is held for a flow, with its gaps: nothing more will come. `frame` gives the time. */
  flush(flow: number, frame: Frame): void {
    for (let direction = 0; direction < 2; direction++) {
      const stream = 2 * flow + direction
      while (this.#held.get(stream)?.first) this.#skip(flow, direction, stream, frame)
    }
  }

  /** Drops all that is held for a flow: it ended, or its number is given away. */
  forget(flow: number): void {
    if (2 * flow >= this.#next.length) return
    for (let stream = 2 * flow; stream < 2 * flow + 2; stream++) {
      this.#status[stream] = 0
      this.#drop(stream)
    }
  }

  #drop(stream: number): void {
    this.#held.get(stream)?.release()
    this.#held.delete(stream)
  }

  /** Remembers a segment delivered whole, to tell a true retransmission from one with other content. */
  #remember(stream: number, frame: Frame, length: number): void {
    if (frame.dataEnd - frame.dataStart < length) return
    this.#status[stream]! |= COMPARABLE
    this.#lastSequence[stream] = frame.sequence
    this.#lastLength[stream] = length
    this.#lastSum[stream] = sumOf(frame)
  }

  #outOfPlace(flow: number, direction: number, stream: number, frame: Frame, length: number): void {
    const ahead = (frame.sequence - this.#next[stream]!) | 0
    const reach = (this.#flows.state[flow]! & CLOSED) !== 0 ? REACH_CLOSED : REACH
    if (ahead > reach || ahead < -reach) this.#jump(flow, direction, stream, frame, length)
    else if (ahead > 0) this.#early(flow, direction, stream, frame)
    else if (ahead + length <= 0) this.#old(flow, direction, stream, frame, length)
    else this.#onTime(flow, direction, stream, frame, ahead)
    this.#relieve()
  }

  /** In order behind what is held, or overlapping what was delivered: first wins, only the new part goes on. */
  #onTime(flow: number, direction: number, stream: number, frame: Frame, ahead: number): void {
    if (ahead < 0) this.retransmitted++
    const fresh = frame.dataLength + ahead
    const first = this.#held.get(stream)?.first
    if (first && ((first.sequence - this.#next[stream]!) | 0) < fresh) {
      this.#insert(flow, direction, stream, frame)
      return this.#drain(flow, direction, stream, frame)
    }
    this.#next[stream] = (this.#next[stream]! + fresh) | 0
    this.#remember(stream, frame, frame.dataLength)
    const start = Math.min(frame.dataStart - ahead, frame.dataEnd)
    const here = frame.dataEnd - start
    if (here > 0) this.#append(flow, direction, stream, frame, start)
    if (here < fresh) this.#gap(flow, direction, stream, fresh - here)
    this.#drain(flow, direction, stream, frame)
  }

  /** Another connection, whose beginning we missed. */
  #jump(flow: number, direction: number, stream: number, frame: Frame, length: number): void {
    while (this.#held.get(stream)?.first) this.#skip(flow, direction, stream, frame)
    this.#drop(stream)
    this.#gap(flow, direction, stream, 0)
    this.#inPlace(flow, direction, stream, frame, length)
  }

  /** All of it was delivered before. */
  #old(flow: number, direction: number, stream: number, frame: Frame, length: number): void {
    this.retransmitted++
    const whole = frame.dataEnd - frame.dataStart === length
    const same = this.#lastSequence[stream] === frame.sequence && this.#lastLength[stream] === length
    // One byte is a keep-alive, whose content means nothing (RFC 9293, 3.8.4).
    if ((this.#status[stream]! & COMPARABLE) === 0 || !same || !whole || length === 1) return
    if (this.#lastSum[stream] !== sumOf(frame)) this.#conflict(flow, direction, frame)
  }

  #conflict(flow: number, direction: number, frame: Frame): void {
    this.conflicts++
    this.#sink.conflict(flow, direction, frame)
  }

  /** Data before their turn: kept until what is missing comes, was lost on the way to us, or the wait is too long. */
  #early(flow: number, direction: number, stream: number, frame: Frame): void {
    this.reordered++
    this.#insert(flow, direction, stream, frame)
    for (;;) {
      const held = this.#held.get(stream)
      const first = held?.first
      if (!first) return
      const full = held.segments > MAX_SEGMENTS || held.size > MAX_HELD_FLOW
      if (!full && frame.at - first.at <= PATIENCE && !this.#passed(flow, direction, first.sequence)) return
      this.#skip(flow, direction, stream, frame)
    }
  }

  #insert(flow: number, direction: number, stream: number, frame: Frame): void {
    const next = this.#next[stream]!
    const from = ((frame.sequence - next) | 0) > 0 ? frame.sequence : next
    if (!this.#holder(stream).insert(frame, from)) this.#conflict(flow, direction, frame)
  }

  /** Whether the other side has acknowledged everything before `sequence`: then the loss is ours, not theirs. */
  #passed(flow: number, direction: number, sequence: number): boolean {
    const other = 2 * flow + 1 - direction
    return (this.#status[other]! & ACKED) !== 0 && ((this.#acked[other]! - sequence) | 0) >= 0
  }

  /** An acknowledgement from `direction` shows what the other direction had sent. */
  #acknowledged(flow: number, direction: number, frame: Frame): void {
    const stream = 2 * flow + 1 - direction
    for (;;) {
      const first = this.#held.get(stream)?.first
      if (!first || ((frame.acknowledged - first.sequence) | 0) < 0) return
      this.#skip(flow, 1 - direction, stream, frame)
    }
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
    this.#held.get(stream)?.dropTail()
    this.#sink.gap(flow, direction, lost)
  }

  /** Delivers held segments whose turn has come. */
  #drain(flow: number, direction: number, stream: number, frame: Frame): void {
    const held = this.#held.get(stream)
    if (!held) return
    for (;;) {
      const { first } = held
      if (!first || first.sequence !== this.#next[stream]) break
      held.shift()
      this.#next[stream] = endOf(first)
      if (first.bytes.length > 0) {
        held.append(first.bytes, 0, first.bytes.length)
        this.#offer(flow, direction, frame, held)
      }
      if (first.bytes.length < first.length) this.#gap(flow, direction, stream, first.length - first.bytes.length)
    }
    if (held.empty) this.#drop(stream)
  }

  #holder(stream: number): Held {
    const known = this.#held.get(stream)
    if (known) return known
    const made = new Held(this.#budget)
    this.#held.set(stream, made)
    return made
  }

  #keep(stream: number, frame: Frame, start: number, end: number): void {
    this.#holder(stream).append(frame.slab.bytes, start, end)
    this.#relieve()
  }

  #append(flow: number, direction: number, stream: number, frame: Frame, start: number): void {
    const held = this.#holder(stream)
    held.append(frame.slab.bytes, start, frame.dataEnd)
    this.#offer(flow, direction, frame, held)
    if (held.empty) this.#drop(stream)
  }

  /** Offers all that is in order and not yet used. */
  #offer(flow: number, direction: number, frame: Frame, held: Held): void {
    held.consume(this.#sink.data(flow, direction, frame, held.tail, 0, held.tailLength))
    if (held.tailLength <= MAX_HELD_FLOW) return
    this.evictions++
    held.dropTail()
    this.#sink.gap(flow, direction, 0)
  }

  /** When all flows together hold too much, those with more than their share give it up, until there is room again. */
  #relieve(): void {
    if (this.#budget.total <= this.#most) return
    const enough = 0.75 * this.#most
    while (this.#budget.total > enough) {
      const share = this.#budget.total / this.#held.size
      for (const [stream, held] of this.#held) {
        if (held.cost >= share && this.#budget.total > enough) this.#evict(stream, held)
      }
    }
  }

  #evict(stream: number, held: Held): void {
    const next = held.last ? endOf(held.last) : this.#next[stream]!
    const lost = (next - this.#next[stream]!) | 0
    this.#next[stream] = next
    this.#drop(stream)
    this.evictions++
    this.#sink.gap(stream >> 1, stream & 1, lost)
  }

  /** Memory held now, and most at once. */
  get held(): number {
    return this.#budget.total
  }

  get peak(): number {
    return this.#budget.peak
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
