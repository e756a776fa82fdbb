// The repeat path: a message equal to one that was understood before is recognised by its bytes and counted where that
// one was counted. Nothing is built. What may differ between equal messages: the bytes that pair request and reply, and
// the values of the items, which are read from where the first understanding found them.
//
// A template follows its record in the ledger: the plan, the request, the last reply, and for values of the commonest types their
// minima and maxima.
import { copyBytes } from '@nautilus/capture'
import type { Repeat, Stretch } from '@nautilus/protocols'
import type { Entry } from './entry.ts'
import {
  ANSWERED_FUNCTION,
  ASKED_FUNCTION,
  FRESH,
  type Ledger,
  LINK,
  NEGATIVE,
  RECORD,
  REPLY_SIZE,
  REQUEST_SIZE,
} from './ledger.ts'
import { BITS, OTHER, planOf, RAW, SIXTEEN, SPAN_BYTES } from './plan.ts'
import type { FunctionStatistics } from './statistics.ts'

/** Pairs of messages longer than this, or more of them, stay on the clear path. */
export const MAX_TEMPLATE = 2048
export const MAX_TEMPLATES = 32_768

type Volatile = Repeat['volatile']

/** What the repeat path must know of a pair of messages that was just understood. */
export type Lesson = {
  readonly entry: Entry
  readonly request: Uint8Array
  readonly reply: Uint8Array
  readonly volatile: Volatile
  readonly asked: FunctionStatistics
  readonly answered: FunctionStatistics
  readonly negative: boolean
}

export class Memo {
  readonly #ledger: Ledger
  readonly #byHash = new Map<number, number>()
  /** By record: the entry, and the hash under which it is found. */
  readonly #entries = new Map<number, Entry>()
  readonly #hashes = new Map<number, number>()
  readonly #functions: FunctionStatistics[] = []

  constructor(ledger: Ledger) {
    this.#ledger = ledger
  }

  /** The record of the request at `start` if this link is known to send it, else -1. */
  find(link: number, view: DataView, bytes: Uint8Array, start: number, size: number, v: Volatile): number {
    const found = this.#byHash.get(hashOf(link, bytes, start, size, v))
    return found !== undefined && this.asks(found, link, view, start, size, v) ? found : -1
  }

  /** Whether the message at `start` is the request of this record. */
  asks(id: number, link: number, view: DataView, start: number, size: number, v: Volatile): boolean {
    const { words, view: known } = this.#ledger
    const w = 2 * id
    if (words[w + REQUEST_SIZE] !== size || words[w + LINK] !== link) return false
    const template = 8 * id + RECORD
    const at = template + known.getUint16(template)
    const after = v.at + v.length
    return same(view, start, known, at, v.at) && same(view, start + after, known, at + after, size - after)
  }

  /**
   * Whether the message at `start` answers that request as it was answered before, values aside. If so they are taken.
   */
  answers(id: number, view: DataView, start: number, size: number): boolean {
    const { words, view: known } = this.#ledger
    const w = 2 * id
    if (words[w + REPLY_SIZE] !== size || size === 0) return false
    let plan = 8 * id + RECORD
    const reply = plan + known.getUint16(plan) + words[w + REQUEST_SIZE]!
    const stretches = known.getUint16(plan + 2)
    plan += 4
    for (let k = 0; k < stretches; k++) {
      const from = known.getUint16(plan)
      if (!same(view, start + from, known, reply + from, known.getUint16(plan + 2) - from)) return false
      plan += 4
    }
    if (words[w + FRESH] === 1) this.#takeFirst(id, view, start, reply, plan)
    else this.#takeChanged(id, view, start, reply, plan)
    return true
  }

  #takeChanged(id: number, view: DataView, start: number, reply: number, spansAt: number): void {
    const known = this.#ledger.view
    const spans = known.getUint16(spansAt)
    let plan = spansAt + 2
    for (let k = 0; k < spans; k++) {
      const kind = known.getUint16(plan + 2)
      const at = known.getUint16(plan + 4)
      const length = known.getUint16(plan + 6) - at
      const extremes = reply + known.getUint16(plan + 8)
      if (kind === SIXTEEN) takeWords(view, start + at, known, reply + at, length, extremes)
      else if (!same(view, start + at, known, reply + at, length)) {
        if (kind === BITS) takeBits(view, start + at, known, reply + at, length, extremes)
        else if (kind === RAW) takeBytes(view, start + at, known, reply + at, length)
        else this.#takeWhole(id, plan, view, start, reply)
      }
      plan += SPAN_BYTES
    }
  }

  /** The first of an interval: nothing to compare with. What does not change is taken from the template. */
  #takeFirst(id: number, view: DataView, start: number, reply: number, spansAt: number): void {
    const ledger = this.#ledger
    const { bytes, view: known } = ledger
    for (const state of this.#entries.get(id)!.states) {
      const { item } = state
      if (item.in === 'request') state.takeFrom(item, bytes.subarray(reply - ledger.word(id, REQUEST_SIZE), reply))
      else if (item.in === 'reply' && !state.numeric) {
        state.takeFrom(item, bytes.subarray(reply, reply + ledger.word(id, REPLY_SIZE)))
      }
    }
    ledger.setWord(id, FRESH, 0)
    const spans = known.getUint16(spansAt)
    for (let k = 0; k < spans; k++) this.#takeWhole(id, spansAt + 2 + k * SPAN_BYTES, view, start, reply)
  }

  /** Takes the stretch described at `plan` whole: into the template, its extremes or the state of its item. */
  #takeWhole(id: number, plan: number, view: DataView, start: number, reply: number): void {
    const known = this.#ledger.view
    const kind = known.getUint16(plan + 2)
    const from = known.getUint16(plan + 4)
    const length = known.getUint16(plan + 6) - from
    const extremes = reply + known.getUint16(plan + 8)
    for (let i = 0; i < length; i++) {
      const byte = view.getUint8(start + from + i)
      known.setUint8(reply + from + i, byte)
      if (kind === OTHER || kind === RAW) continue
      known.setUint8(extremes + i, byte)
      known.setUint8(extremes + length + i, byte)
    }
    if (kind === OTHER) this.#entries.get(id)!.states[known.getUint16(plan)]!.take(view, start + from)
  }

  /** Brings what a template holds of an entry's values to the entry, before that is read or added to. */
  settle(entry: Entry): void {
    const { id } = entry
    const ledger = this.#ledger
    if (!entry.repeated || ledger.word(id, FRESH) === 1) return
    ledger.setWord(id, FRESH, 1)
    const known = ledger.view
    let plan = 8 * id + RECORD
    const reply = plan + known.getUint16(plan) + ledger.word(id, REQUEST_SIZE)
    plan += 4 + 4 * known.getUint16(plan + 2)
    const spans = known.getUint16(plan)
    plan += 2
    for (let k = 0; k < spans; k++, plan += SPAN_BYTES) {
      const kind = known.getUint16(plan + 2)
      if (kind === OTHER) continue
      const state = entry.states[known.getUint16(plan)]!
      if (kind === RAW) {
        state.takeFrom(state.item, ledger.bytes.subarray(reply, reply + ledger.word(id, REPLY_SIZE)))
        continue
      }
      const last = reply + known.getUint16(plan + 4)
      const minima = reply + known.getUint16(plan + 8)
      if (kind === SIXTEEN) state.mergeWords(known, last, minima)
      else state.mergeBits(known, last, minima)
    }
  }

  /** Remembers how a pair of messages was understood. */
  learn(lesson: Lesson): void {
    const { entry, request, reply, volatile: v } = lesson
    const ledger = this.#ledger
    const hash = hashOf(entry.link.number, request, 0, request.length, v)
    if (this.#byHash.has(hash) || !this.#write(entry, request, reply, [v])) return
    const { id } = entry
    ledger.setWord(id, ASKED_FUNCTION, this.#functionNumber(lesson.asked))
    ledger.setWord(id, ANSWERED_FUNCTION, this.#functionNumber(lesson.answered))
    ledger.setWord(id, NEGATIVE, lesson.negative ? 1 : 0)
    this.#hashes.set(id, hash)
    this.#byHash.set(hash, id)
  }

  /** Remembers how a notice was understood; false when there is no room. */
  learnNotice(entry: Entry, bytes: Uint8Array, varies: readonly Stretch[]): boolean {
    return this.#write(entry, bytes.subarray(0, 0), bytes, varies)
  }

  /** Writes the template behind the record of the entry, which moves to where there is room. */
  #write(entry: Entry, request: Uint8Array, reply: Uint8Array, open: readonly Stretch[]): boolean {
    const ledger = this.#ledger
    if (entry.repeated || this.#entries.size >= MAX_TEMPLATES) return false
    const { plan, extremes } = planOf(entry, reply.length, open)
    const size = plan.length + request.length + reply.length + extremes
    if (size > MAX_TEMPLATE) return false
    const id = ledger.widen(entry.id, size)
    entry.id = id
    const at = 8 * id + RECORD
    copyBytes(plan, 0, plan.length, ledger.bytes, at)
    copyBytes(request, 0, request.length, ledger.bytes, at + plan.length)
    copyBytes(reply, 0, reply.length, ledger.bytes, at + plan.length + request.length)
    ledger.setWord(id, REQUEST_SIZE, request.length)
    ledger.setWord(id, REPLY_SIZE, reply.length)
    entry.repeated = true
    this.#entries.set(id, entry)
    return true
  }

  #functionNumber(statistics: FunctionStatistics): number {
    const known = this.#functions.indexOf(statistics)
    return known >= 0 ? known : this.#functions.push(statistics) - 1
  }

  asked(id: number): FunctionStatistics {
    return this.#functions[this.#ledger.word(id, ASKED_FUNCTION)]!
  }

  answered(id: number): FunctionStatistics {
    return this.#functions[this.#ledger.word(id, ANSWERED_FUNCTION)]!
  }

  /** A copy of the request. */
  request(id: number): Uint8Array {
    const { bytes, view } = this.#ledger
    const from = 8 * id + RECORD + view.getUint16(8 * id + RECORD)
    return bytes.slice(from, from + this.#ledger.word(id, REQUEST_SIZE))
  }

  /** The entry leaves the roll-up. */
  forget(entry: Entry): void {
    if (!entry.repeated) return
    const hash = this.#hashes.get(entry.id)
    if (hash !== undefined) this.#byHash.delete(hash)
    this.#hashes.delete(entry.id)
    this.#entries.delete(entry.id)
  }
}

/** The hash leaves out the bytes that pair. */
function hashOf(link: number, bytes: Uint8Array, start: number, size: number, v: Volatile): number {
  const skip = start + v.at
  const resume = skip + v.length
  let hash = Math.imul(link, 0x9e3779b1) ^ size
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

/** Looks for differences four bytes at a time; most replies have few. */
function takeWords(view: DataView, at: number, known: DataView, image: number, length: number, minima: number): void {
  let i = 0
  for (; i + 4 <= length; i += 4) {
    const two = view.getInt32(at + i)
    const before = known.getInt32(image + i)
    if (two === before) continue
    known.setInt32(image + i, two)
    if (two >>> 16 !== before >>> 16) stretch(known, two >>> 16, minima + i, length)
    if ((two & 0xffff) !== (before & 0xffff)) stretch(known, two & 0xffff, minima + i + 2, length)
  }
  if (i === length) return
  const value = view.getUint16(at + i)
  known.setUint16(image + i, value)
  stretch(known, value, minima + i, length)
}

/** A 16-bit value that changed: is it a new minimum or maximum? */
function stretch(known: DataView, value: number, minimum: number, length: number): void {
  if (value < known.getUint16(minimum)) known.setUint16(minimum, value)
  else if (value > known.getUint16(minimum + length)) known.setUint16(minimum + length, value)
}

function takeBytes(view: DataView, at: number, known: DataView, image: number, length: number): void {
  for (let i = 0; i < length; i++) known.setUint8(image + i, view.getUint8(at + i))
}

/** The minimum of a bit is the and of what it was, the maximum the or. */
function takeBits(view: DataView, at: number, known: DataView, image: number, length: number, minima: number): void {
  for (let i = 0; i < length; i++) {
    const byte = view.getUint8(at + i)
    known.setUint8(image + i, byte)
    known.setUint8(minima + i, known.getUint8(minima + i) & byte)
    known.setUint8(minima + length + i, known.getUint8(minima + length + i) | byte)
  }
}
