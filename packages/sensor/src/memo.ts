// The repeat path: a message equal to one that was understood before is recognised by its bytes and counted where that
// one was counted. Nothing is built. What may differ between equal messages: the bytes that pair request and reply, and
// the values of the items, which are read from where the first understanding found them.
//
// A template is, byte after byte: the plan, the request, the last reply, and for values of the commonest types their
// minima and maxima. All that a repeated message touches lies side by side; see ledger.ts for why.
//
// The plan, in 16-bit words: how many stretches of the reply must be equal, start and end of each; how many hold values,
// and of each: number of the item, kind, start, end, and where its minima lie.
import { copyBytes } from '@nautilus/capture'
import type { ValueType } from '@nautilus/model'
import { type Repeat, readNumber } from '@nautilus/protocols'
import type { Entry } from './entry.ts'
import {
  ANSWERED_FUNCTION,
  ASKED_FUNCTION,
  FRESH,
  type Ledger,
  LINK,
  NEGATIVE,
  REPLY_SIZE,
  REQUEST_SIZE,
  SUCCESSOR,
  TEMPLATE,
} from './ledger.ts'
import type { FunctionStatistics } from './statistics.ts'
import { Templates } from './templates.ts'

/** Pairs of messages longer than this, or more of them, stay on the clear path. */
export const MAX_TEMPLATE = 2048
export const MAX_TEMPLATES = 65_536

/** Kinds of values: 16-bit words and bits have their extremes in the template, others in the state of their item. */
const OTHER = 0
const WORDS = 1
const BITS = 2
const SPAN_BYTES = 10

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
  readonly #templates = new Templates()
  readonly #byHash = new Map<number, number>()
  /** By record: the entry, the hash under which it is found, the size of its template. */
  readonly #entries: (Entry | null)[] = []
  readonly #hashes: number[] = []
  readonly #sizes: number[] = []
  readonly #functions: FunctionStatistics[] = []

  constructor(ledger: Ledger) {
    this.#ledger = ledger
  }

  /**
   * The record of the request at `start` if this link is known to send it, else -1.
   * @param before record of the request before it on this flow, -1 without: in a poll cycle its successor is the one
   */
  find(
    link: number,
    before: number,
    view: DataView,
    bytes: Uint8Array,
    start: number,
    size: number,
    v: Volatile,
  ): number {
    if (before >= 0) {
      const expected = this.#ledger.word(before, SUCCESSOR)
      if (expected >= 0 && this.#asks(expected, link, view, start, size, v)) return expected
    }
    const found = this.#byHash.get(hashOf(link, bytes, start, size, v))
    if (found === undefined || !this.#asks(found, link, view, start, size, v)) return -1
    if (before >= 0) this.#ledger.setWord(before, SUCCESSOR, found)
    return found
  }

  #asks(id: number, link: number, view: DataView, start: number, size: number, v: Volatile): boolean {
    const ledger = this.#ledger
    if (ledger.word(id, REQUEST_SIZE) !== size || ledger.word(id, LINK) !== link) return false
    const known = this.#templates.slab.view
    const template = ledger.word(id, TEMPLATE)
    const at = template + known.getUint16(template)
    const after = v.at + v.length
    return same(view, start, known, at, v.at) && same(view, start + after, known, at + after, size - after)
  }

  /** Whether the message at `start` answers that request as it was answered before; its values may differ. */
  answers(id: number, view: DataView, start: number, size: number): boolean {
    const ledger = this.#ledger
    if (ledger.word(id, REPLY_SIZE) !== size || size === 0) return false
    const known = this.#templates.slab.view
    let plan = ledger.word(id, TEMPLATE)
    const reply = plan + known.getUint16(plan) + ledger.word(id, REQUEST_SIZE)
    const stretches = known.getUint16(plan + 2)
    plan += 4
    for (let k = 0; k < stretches; k++) {
      const from = known.getUint16(plan)
      if (!same(view, start + from, known, reply + from, known.getUint16(plan + 2) - from)) return false
      plan += 4
    }
    return true
  }

  /** Takes the values of a reply that `answers`. */
  values(id: number, view: DataView, start: number): void {
    const ledger = this.#ledger
    const known = this.#templates.slab.view
    let plan = ledger.word(id, TEMPLATE)
    const reply = plan + known.getUint16(plan) + ledger.word(id, REQUEST_SIZE)
    plan += 4 + 4 * known.getUint16(plan + 2)
    const fresh = ledger.word(id, FRESH) === 1
    if (fresh) this.#begin(id, reply)
    const spans = known.getUint16(plan)
    plan += 2
    for (let k = 0; k < spans; k++) {
      const kind = known.getUint16(plan + 2)
      const from = known.getUint16(plan + 4)
      const length = known.getUint16(plan + 6) - from
      const extremes = reply + known.getUint16(plan + 8)
      if (fresh) this.#takeAll(id, known.getUint16(plan), kind, view, start + from, reply + from, length, extremes)
      else if (kind === WORDS) this.#takeWords(view, start + from, reply + from, length, extremes)
      else if (!same(view, start + from, known, reply + from, length)) {
        if (kind === BITS) this.#takeBits(view, start + from, reply + from, length, extremes)
        else this.#takeAll(id, known.getUint16(plan), kind, view, start + from, reply + from, length, extremes)
      }
      plan += SPAN_BYTES
    }
  }

  /** The first of an interval: what does not change is taken from the template. */
  #begin(id: number, reply: number): void {
    const entry = this.#entries[id]!
    const { bytes } = this.#templates.slab
    const ledger = this.#ledger
    for (const state of entry.states) {
      const { item } = state
      if (item.in === 'request') state.takeFrom(item, bytes.subarray(reply - ledger.word(id, REQUEST_SIZE), reply))
      else if (item.in === 'reply' && !state.numeric) {
        state.takeFrom(item, bytes.subarray(reply, reply + ledger.word(id, REPLY_SIZE)))
      }
    }
    ledger.setWord(id, FRESH, 0)
  }

  /** Takes a stretch whole: into the template, its extremes, and for rarer types into the state of the item. */
  #takeAll(
    id: number,
    item: number,
    kind: number,
    view: DataView,
    at: number,
    image: number,
    length: number,
    extremes: number,
  ): void {
    const known = this.#templates.slab.view
    for (let i = 0; i < length; i++) {
      const byte = view.getUint8(at + i)
      known.setUint8(image + i, byte)
      if (kind === OTHER) continue
      known.setUint8(extremes + i, byte)
      known.setUint8(extremes + length + i, byte)
    }
    if (kind === OTHER) this.#entries[id]!.states[item]!.take(view, at)
  }

  /** Looks for differences four bytes at a time; most replies have few. */
  #takeWords(view: DataView, at: number, image: number, length: number, minima: number): void {
    const known = this.#templates.slab.view
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

  /** The minimum of a bit is the and of what it was, the maximum the or. */
  #takeBits(view: DataView, at: number, image: number, length: number, minima: number): void {
    const known = this.#templates.slab.view
    for (let i = 0; i < length; i++) {
      const byte = view.getUint8(at + i)
      known.setUint8(image + i, byte)
      known.setUint8(minima + i, known.getUint8(minima + i) & byte)
      known.setUint8(minima + length + i, known.getUint8(minima + length + i) | byte)
    }
  }

  /** Brings what the templates hold of an entry's values to the entry, before it is read or added to. */
  settle(entry: Entry): void {
    const { id } = entry
    const ledger = this.#ledger
    if (!entry.repeated || ledger.word(id, FRESH) === 1) return
    ledger.setWord(id, FRESH, 1)
    const known = this.#templates.slab.view
    let plan = ledger.word(id, TEMPLATE)
    const reply = plan + known.getUint16(plan) + ledger.word(id, REQUEST_SIZE)
    plan += 4 + 4 * known.getUint16(plan + 2)
    const spans = known.getUint16(plan)
    plan += 2
    for (let k = 0; k < spans; k++, plan += SPAN_BYTES) {
      if (known.getUint16(plan + 2) === OTHER) continue
      const from = known.getUint16(plan + 4)
      const length = known.getUint16(plan + 6) - from
      const minima = reply + known.getUint16(plan + 8)
      const state = entry.states[known.getUint16(plan)]!
      const { type, count } = state.item
      for (let i = 0; i < count; i++) {
        const min = readNumber(known, minima, type, i)
        state.merge(i, readNumber(known, reply + from, type, i), min, readNumber(known, minima + length, type, i))
      }
      state.fresh = false
    }
  }

  /** Remembers how a pair of messages was understood. */
  learn(lesson: Lesson): void {
    const { entry, request, reply, volatile: v } = lesson
    const { id } = entry
    const ledger = this.#ledger
    const hash = hashOf(entry.link.number, request, 0, request.length, v)
    if (entry.repeated || this.#byHash.has(hash) || this.#byHash.size >= MAX_TEMPLATES) return
    const { plan, extremes } = planOf(entry, reply.length, v)
    const size = plan.length + request.length + reply.length + extremes
    if (size > MAX_TEMPLATE) return
    const at = this.#templates.allocate(size)
    const { bytes } = this.#templates.slab
    copyBytes(plan, 0, plan.length, bytes, at)
    copyBytes(request, 0, request.length, bytes, at + plan.length)
    copyBytes(reply, 0, reply.length, bytes, at + plan.length + request.length)
    this.#sizes[id] = size
    ledger.setWord(id, TEMPLATE, at)
    ledger.setWord(id, REQUEST_SIZE, request.length)
    ledger.setWord(id, REPLY_SIZE, reply.length)
    ledger.setWord(id, ASKED_FUNCTION, this.#functionNumber(lesson.asked))
    ledger.setWord(id, ANSWERED_FUNCTION, this.#functionNumber(lesson.answered))
    ledger.setWord(id, NEGATIVE, lesson.negative ? 1 : 0)
    entry.repeated = true
    this.#entries[id] = entry
    this.#hashes[id] = hash
    this.#byHash.set(hash, id)
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
    const at = this.#ledger.word(id, TEMPLATE)
    const from = at + this.#templates.slab.view.getUint16(at)
    return this.#templates.slab.bytes.slice(from, from + this.#ledger.word(id, REQUEST_SIZE))
  }

  /** The entry leaves the roll-up. */
  forget(entry: Entry): void {
    if (!entry.repeated) return
    const { id } = entry
    this.#templates.free(this.#ledger.word(id, TEMPLATE), this.#sizes[id]!)
    this.#byHash.delete(this.#hashes[id]!)
    this.#entries[id] = null
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

/** A 16-bit value that changed: is it a new minimum or maximum? */
function stretch(known: DataView, value: number, minimum: number, length: number): void {
  if (value < known.getUint16(minimum)) known.setUint16(minimum, value)
  else if (value > known.getUint16(minimum + length)) known.setUint16(minimum + length, value)
}

const kindOf = (type: ValueType): number => (type === 'u16' ? WORDS : type === 'bit' ? BITS : OTHER)

/** The plan, and how many bytes of extremes it needs. */
function planOf(entry: Entry, length: number, v: Volatile): { plan: Uint8Array; extremes: number } {
  let extremes = 0
  const values: number[][] = []
  for (const [k, { item, numeric, span }] of entry.states.entries()) {
    if (item.in !== 'reply' || !numeric || span === 0) continue
    values.push([k, kindOf(item.type), item.at, item.at + span, length + extremes])
    if (kindOf(item.type) !== OTHER) extremes += 2 * span
  }
  const open = [...values.map(([, , from, to]) => [from!, to!]), [v.at, v.at + v.length]].sort((a, b) => a[0]! - b[0]!)
  const fixed: number[] = []
  let at = 0
  for (const [from, to] of open) {
    if (from! > at) fixed.push(at, Math.min(from!, length))
    at = Math.max(at, to!)
  }
  if (at < length) fixed.push(at, length)
  const words = [0, fixed.length / 2, ...fixed, values.length, ...values.flat()]
  words[0] = 2 * words.length
  const plan = new Uint8Array(2 * words.length)
  const view = new DataView(plan.buffer)
  for (const [i, word] of words.entries()) view.setUint16(2 * i, word)
  return { plan, extremes }
}
