// The repeat path: a message equal to one that was understood before is recognised by its bytes and counted where that
// one was counted. Nothing is built. What may differ between equal messages: the bytes that pair request and reply, and
// the values of the items, which are read from where the first understanding found them.
import type { Repeat } from '@nautilus/protocols'
import type { Entry } from './entry.ts'
import type { FunctionStatistics } from './statistics.ts'

/** Requests remembered per link, and how long one may be. */
export const MAX_SLOTS = 512
export const MAX_TEMPLATE = 512

/** A request that was understood, the shape of its reply, and where such pairs are counted. */
export class Slot {
  readonly request: Uint8Array
  readonly #requestView: DataView
  readonly functionCode: string
  readonly asked: FunctionStatistics
  /** The request that came after this one last time: in a poll cycle, the next one. */
  successor: Slot | null = null
  entry: Entry | null = null
  answered: FunctionStatistics
  error = false
  replySize = 0
  #reply: Uint8Array = new Uint8Array(0)
  #replyView = new DataView(this.#reply.buffer as ArrayBuffer)
  /** Start and end of the stretches of the reply that must be equal. */
  #fixed: Int32Array = new Int32Array(0)
  /** Start and end of the stretches that hold values. */
  #values: Int32Array = new Int32Array(0)

  constructor(request: Uint8Array, functionCode: string, asked: FunctionStatistics) {
    this.request = request
    this.#requestView = new DataView(request.buffer, request.byteOffset, request.byteLength)
    this.functionCode = functionCode
    this.asked = asked
    this.answered = asked
  }

  /** Whether the message of `size` bytes at `start` is this request but for the bytes that pair. */
  asks(view: DataView, start: number, size: number, volatile: Repeat['volatile']): boolean {
    if (size !== this.request.length) return false
    const after = volatile.at + volatile.length
    return (
      same(view, start, this.#requestView, 0, volatile.at) &&
      same(view, start + after, this.#requestView, after, size - after)
    )
  }

  /** Remembers how such a request is answered. */
  learn(entry: Entry, reply: Uint8Array, volatile: Repeat['volatile'], answered: FunctionStatistics, error: boolean): void {
    this.entry = entry
    this.answered = answered
    this.error = error
    this.replySize = reply.length
    this.#reply = reply
    this.#replyView = new DataView(reply.buffer as ArrayBuffer, reply.byteOffset, reply.byteLength)
    const values = entry.states
      .filter(s => s.item.in === 'reply' && s.numeric)
      .map(s => ({ from: s.item.at, to: s.item.at + s.span }))
    const open = [...values, { from: volatile.at, to: volatile.at + volatile.length }]
    this.#values = Int32Array.from(values.flatMap(v => [v.from, v.to]))
    this.#fixed = between(open, reply.length)
  }

  /** Whether the message of `size` bytes at `start` answers this request as it was answered before. */
  answers(view: DataView, start: number, size: number): boolean {
    if (size !== this.replySize || this.entry === null || this.entry.dead) return false
    const fixed = this.#fixed
    for (let i = 0; i < fixed.length; i += 2) {
      const from = fixed[i]!
      if (!same(view, start + from, this.#replyView, from, fixed[i + 1]! - from)) return false
    }
    return true
  }

  /** Counts such a pair and takes its values. */
  count(view: DataView, start: number, at: number, latency: number, frame: number): void {
    const entry = this.entry!
    entry.hit(at, latency, this.request.length + this.replySize, frame)
    const { states } = entry
    const fresh = states.length > 0 && states[0]!.fresh
    if (fresh || entry.asked !== this) this.#takeRequest(entry)
    if (!fresh && this.#unchanged(entry, view, start)) return
    this.#takeReply(entry, view, start)
  }

  /** Whether the values are those taken last. */
  #unchanged(entry: Entry, view: DataView, start: number): boolean {
    if (entry.image.length !== this.replySize) return false
    const values = this.#values
    for (let i = 0; i < values.length; i += 2) {
      const from = values[i]!
      if (!same(view, start + from, entry.imageView, from, values[i + 1]! - from)) return false
    }
    return true
  }

  #takeReply(entry: Entry, view: DataView, start: number): void {
    const { states, image } = entry
    const kept = image.length === this.replySize
    for (const state of states) {
      if (state.item.in !== 'reply') continue
      const { at } = state.item
      if (!state.numeric) {
        // Text and raw bytes are part of what must be equal: they are those of the reply first understood.
        state.takeFrom(state.item, this.#reply)
        continue
      }
      state.take(view, start + at)
      if (kept) for (let i = at; i < at + state.span; i++) image[i] = view.getUint8(start + i)
    }
  }

  #takeRequest(entry: Entry): void {
    for (const state of entry.states) if (state.item.in === 'request') state.takeFrom(state.item, this.request)
    entry.asked = this
  }
}

/** The requests that a link is known to send. */
export class Memo {
  readonly #byHash = new Map<number, Slot>()
  #last: Slot | null = null

  /** The slot of the request at `start`, if it is known: most often the successor of the one before. */
  find(view: DataView, bytes: Uint8Array, start: number, size: number, volatile: Repeat['volatile']): Slot | null {
    const before = this.#last
    const expected = before?.successor ?? null
    if (expected?.asks(view, start, size, volatile)) {
      this.#last = expected
      return expected
    }
    const found = this.#byHash.get(hashOf(bytes, start, size, volatile))
    if (!found?.asks(view, start, size, volatile)) return null
    if (before) before.successor = found
    this.#last = found
    return found
  }

  /** Remembers a request. Null when it is too long, there are too many, or two have the same hash. */
  remember(request: Uint8Array, volatile: Repeat['volatile'], code: string, asked: FunctionStatistics): Slot | null {
    if (request.length > MAX_TEMPLATE || this.#byHash.size >= MAX_SLOTS) return null
    const hash = hashOf(request, 0, request.length, volatile)
    if (this.#byHash.has(hash)) return null
    const slot = new Slot(request, code, asked)
    this.#byHash.set(hash, slot)
    return slot
  }
}

function hashOf(bytes: Uint8Array, start: number, size: number, volatile: Repeat['volatile']): number {
  const skip = start + volatile.at
  const resume = skip + volatile.length
  let hash = size
  for (let at = start; at < start + size; at++) {
    if (at >= skip && at < resume) continue
    hash = Math.imul(hash ^ bytes[at]!, 0x01000193)
  }
  return hash
}

/** Compares `length` bytes, four at a time. */
function same(one: DataView, a: number, two: DataView, b: number, length: number): boolean {
  let i = 0
  for (; i + 4 <= length; i += 4) if (one.getInt32(a + i) !== two.getInt32(b + i)) return false
  for (; i < length; i++) if (one.getUint8(a + i) !== two.getUint8(b + i)) return false
  return true
}

/** What lies between stretches of a message, as pairs of start and end. */
function between(open: readonly { from: number; to: number }[], length: number): Int32Array {
  const pairs: number[] = []
  let at = 0
  for (const { from, to } of [...open].sort((a, b) => a.from - b.from)) {
    if (from > at) pairs.push(at, Math.min(from, length))
    at = Math.max(at, to)
  }
  if (at < length) pairs.push(at, length)
  return Int32Array.from(pairs)
}
