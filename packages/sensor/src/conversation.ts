// The messages of one flow, once it is known who speaks what.
import { type Frame, Slab } from '@nautilus/capture'
import type { Item, Side } from '@nautilus/model'
import type { Dissector, Label, Meaning, Repeat, Session } from '@nautilus/protocols'
import { type Context, MAX_HELD_REQUESTS } from './context.ts'
import type { Entry } from './entry.ts'
import { GENERATION, type Ledger } from './ledger.ts'
import type { Link } from './link.ts'
import type { Memo } from './memo.ts'
import { type Asked, type Pending, Queues } from './pending.ts'
import { Repeater } from './repeater.ts'
import type { FunctionStatistics, ProtocolStatistics } from './statistics.ts'

/** A request without a reply for this long (µs) stays without. */
export const REPLY_TIMEOUT = 10e6
/** Evidence (bits) that makes a place a message boundary again after damage. */
const RESYNC_BITS = 16
/** The same at the start of a segment, where messages mostly begin. */
const SEGMENT_BITS = 8
/** The same while the rest of another message is awaited. */
const RESTART_BITS = 24
/**
 * A reply may stand in the capture before its request by this much (µs): the two came through different mirror ports; a
 * real plant needs more than three milliseconds. A faster poller that numbers all requests alike and lost one is misjudged.
 */
const EARLY = 5000
/** How far into a segment the next boundary is looked for, bytes. */
const RESYNC_REACH = 2048
/** Segments in a row without one message, after which the flow is somebody else's. */
const FOREIGN = 12

/** A parsed message with its own copy of its bytes. */
type Whole = {
  readonly message: unknown
  readonly label: Label
  readonly bytes: Uint8Array
  readonly body: Uint8Array
  readonly clean: boolean
}

export class Conversation {
  readonly dissector: Dissector
  readonly link: Link
  /** Flow direction in which the client sends. */
  readonly clientDirection: number
  readonly #context: Context
  readonly #repeat: Repeat | null
  readonly #session: Session<unknown>
  readonly #statistics: ProtocolStatistics
  readonly #memo: Memo
  readonly #ledger: Ledger
  readonly #queues: Queues
  readonly #repeater: Repeater | null
  /** By direction: bytes that must be there before parsing again, and how many were when that was said. */
  #need0 = 0
  #need1 = 0
  #had0 = 0
  #had1 = 0
  /** One bit per direction: heard at all; the boundary between messages is not known. */
  #heard = 0
  #lost = 0
  #strikes = 0
  /** A reply that nobody asked for, as yet. */
  #early: { readonly whole: Whole; readonly direction: number; readonly at: number; readonly frame: number } | null =
    null
  /** By direction, from the time before the flow was recognised; almost always none. */
  #carried: [Uint8Array | null, Uint8Array | null] | null = null

  constructor(context: Context, dissector: Dissector, link: Link, clientDirection: number) {
    this.#context = context
    this.dissector = dissector
    this.link = link
    this.clientDirection = clientDirection
    this.#repeat = context.repeat ? (dissector.repeat ?? null) : null
    this.#session = dissector.session()
    this.#statistics = link.statistics
    this.#memo = context.rollup.memo
    this.#ledger = context.rollup.ledger
    this.#queues = new Queues(asker => this.#expire(asker, 0, false))
    this.#repeater = this.#repeat && new Repeater(this.#repeat, context, this.#queues, link, clientDirection)
  }

  /** So many segments in a row held nothing of this protocol that it must be another one now. */
  get foreign(): boolean {
    return this.#strikes >= FOREIGN
  }

  /** Bytes of one direction in order. Returns how many are used up; the rest is wanted again with more behind it. */
  stream(direction: number, slab: Slab, start: number, end: number, frame: Frame): number {
    if (this.#carried !== null) return this.#joined(direction, slab, start, end, frame)
    this.#statistics.packets++
    this.#heard |= 1 << direction
    const need = direction === 0 ? this.#need0 : this.#need1
    if (need === 0) return this.#consume(direction, slab, start, end, frame) - start
    const from = end - start < need ? this.#restart(direction, slab, start, end) : start
    if (from < 0) return 0
    this.#wants(direction, 0, 0)
    return this.#consume(direction, slab, from, end, frame) - start
  }

  /** What was still cut when the flow was recognised belongs in front of the next data of its direction. */
  carry(direction: number, bytes: Uint8Array): void {
    this.#carried ??= [null, null]
    this.#carried[direction === 0 ? 0 : 1] = bytes
  }

  #joined(direction: number, slab: Slab, start: number, end: number, frame: Frame): number {
    const carried = this.#carried!
    const side = direction === 0 ? 0 : 1
    const before = carried[side]
    carried[side] = null
    this.#carried = null
    let used = end - start
    if (before) {
      const joined = new Slab(before.length + end - start)
      joined.bytes.set(before)
      joined.bytes.set(slab.bytes.subarray(start, end), before.length)
      const taken = this.stream(direction, joined, 0, joined.bytes.length, frame)
      if (taken < before.length) carried[side] = joined.bytes.slice(taken)
      else used = taken - before.length
    } else used = this.stream(direction, slab, start, end, frame)
    if (carried[0] || carried[1]) this.#carried = carried
    return used
  }

  /** A whole datagram. */
  datagram(direction: number, slab: Slab, start: number, end: number, frame: Frame): void {
    this.#statistics.packets++
    this.#heard |= 1 << direction
    this.#lost &= ~(1 << direction)
    const next = this.#consume(direction, slab, start, end, frame)
    this.#wants(direction, 0, 0)
    if (next < end) this.#malformed(`${this.dissector.name}.cut-datagram`)
  }

  /** Bytes are missing in a direction. */
  gap(direction: number): void {
    if (this.#carried) this.#carried[direction === 0 ? 0 : 1] = null
    this.#wants(direction, 0, 0)
    this.#lost |= 1 << direction
  }

  #wants(direction: number, need: number, had: number): void {
    if (direction === 0) {
      this.#need0 = need
      this.#had0 = had
    } else {
      this.#need1 = need
      this.#had1 = had
    }
  }

  #sideOf(direction: number): Side {
    return direction === this.clientDirection ? 'client' : 'server'
  }

  /** Takes message after message; where it stopped. */
  #consume(direction: number, slab: Slab, start: number, end: number, frame: Frame): number {
    const repeater = this.#repeater
    let next = start
    if (repeater !== null && this.#repeats(direction)) {
      next = repeater.take(direction, slab, start, end, frame)
      if (next > start) this.#strikes = 0
      if (next === end) return end
    }
    return this.#clearFrom(direction, slab, next, end, frame)
  }

  /** The clear path, for as long as the repeat path does not know what comes. */
  #clearFrom(direction: number, slab: Slab, start: number, end: number, frame: Frame): number {
    const repeater = this.#repeater
    // Messages keep views of their bytes, and the slab will be filled again: the clear path works on a copy.
    const own = slab.bytes.slice(start, end)
    let next = start
    while (next < end) {
      repeater?.spill()
      const used = this.#clear(direction, own.subarray(next - start), frame)
      if (used === 0) break
      next += used
      if (repeater !== null && this.#repeats(direction)) next = repeater.take(direction, slab, next, end, frame)
    }
    return next
  }

  /** The repeat path knows no lost boundaries and no replies that wait for their request. */
  #repeats(direction: number): boolean {
    return (this.#lost & (1 << direction)) === 0 && this.#early === null
  }

  /** One message, or the search for one. Bytes used; 0 when more are needed. */
  #clear(direction: number, rest: Uint8Array, frame: Frame): number {
    const side = this.#sideOf(direction)
    const bit = 1 << direction
    if ((this.#lost & bit) !== 0) {
      const skipped = this.#search(rest, side, 0)
      if (skipped > 0) return this.#strike(skipped)
      this.#lost &= ~bit
    }
    const parsed = this.dissector.parse(rest, side)
    if (parsed.kind === 'need') {
      this.#wants(direction, parsed.bytes, rest.length)
      return 0
    }
    if (parsed.kind === 'malformed') {
      this.#malformed(parsed.code)
      this.#lost |= bit
      return this.#strike(this.#search(rest, side, 1))
    }
    this.#strikes = 0
    this.#statistics.messages++
    for (const { code } of parsed.oddities) this.#statistics.fault(code)
    const bytes = rest.subarray(0, parsed.size)
    const label = this.dissector.label(parsed.message, side)
    const clean = parsed.oddities.length === 0
    this.#message(direction, { message: parsed.message, label, bytes, body: parsed.body ?? bytes, clean }, frame)
    return parsed.size
  }

  #malformed(code: string): void {
    this.#statistics.malformed++
    this.#statistics.fault(code)
  }

  #strike(used: number): number {
    this.#strikes++
    return used
  }

  /** Where the next message seems to begin, at `from` or later; all of it when nowhere. */
  #search(rest: Uint8Array, side: Side, from: number): number {
    const reach = Math.min(rest.length, RESYNC_REACH)
    for (let at = from; at < reach; at++) {
      if (this.dissector.recognize(rest.subarray(at), side) >= (at === 0 ? SEGMENT_BITS : RESYNC_BITS)) return at
    }
    return rest.length
  }

  /**
   * A message is awaited whose length was damaged, or whose rest never came: if the newest segment begins with a whole
   * message, that is where to go on. -1 to go on waiting.
   */
  #restart(direction: number, slab: Slab, start: number, end: number): number {
    const fresh = start + (direction === 0 ? this.#had0 : this.#had1)
    if (direction === 0) this.#had0 = end - start
    else this.#had1 = end - start
    if (fresh >= end) return -1
    const side = this.#sideOf(direction)
    const newest = slab.bytes.subarray(fresh, end)
    if (this.dissector.recognize(newest, side) < RESTART_BITS) return -1
    if (this.dissector.parse(newest, side).kind !== 'message') return -1
    this.#malformed(`${this.dissector.name}.abandoned`)
    return fresh
  }

  #message(direction: number, whole: Whole, frame: Frame): void {
    const { label } = whole
    if (label.role === 'request') {
      if (label.function) this.#statistics.function(label.function).requests++
      this.#ask(direction, whole, frame)
      this.#meets(direction, label, frame.at)
      return
    }
    if (label.role === 'notice') this.#alone()
    const index = label.role === 'reply' ? this.#match(direction, label) : -1
    if (index < 0 && label.role === 'reply') {
      this.#alone()
      this.#early = { whole, direction, at: frame.at, frame: frame.number }
      return
    }
    this.#countReply(label, index < 0 ? null : this.#functionOf(this.#queues.of(1 - direction), index))
    if (index < 0) {
      this.#record(this.#session.interpret(null, whole.message), null, whole, frame.at, -1, frame.number)
      return
    }
    this.#answer(direction, index, whole, frame.at)
  }

  /** A reply that came before its request could be seen answers it now, if this is the one. */
  #meets(direction: number, label: Label, at: number): void {
    const early = this.#early
    if (!early) return
    const asker = 1 - early.direction
    const index = direction === asker && at - early.at <= EARLY ? this.#match(early.direction, early.whole.label) : -1
    if (index < 0 || label.pair !== early.whole.label.pair) return this.#alone()
    this.#early = null
    this.#countReply(early.whole.label, this.#functionOf(this.#queues.of(asker), index))
    this.#answer(early.direction, index, early.whole, at)
  }

  /** Nobody asked for the reply that waits. */
  #alone(): void {
    const early = this.#early
    if (!early) return
    this.#early = null
    this.#countReply(early.whole.label, null)
    const meaning = this.#session.interpret(null, early.whole.message)
    this.#record(meaning, null, early.whole, early.at, -1, early.frame)
  }

  #countReply(label: Label, asked: FunctionStatistics | null): void {
    const counted = label.function ? this.#statistics.function(label.function) : asked
    if (!counted) return
    counted.replies++
    if (label.error) counted.errors++
  }

  #ask(direction: number, whole: Whole, frame: Frame): void {
    const context = this.#context
    if (context.held + whole.bytes.length > MAX_HELD_REQUESTS) {
      this.#record(unseen(this.#session.interpret(whole.message, null)), whole, null, frame.at, -1, frame.number)
      return
    }
    context.held += whole.bytes.length
    this.#queues.push(direction, whole.label.pair, frame.at, frame.number, -1, 0, whole)
  }

  /** The oldest request that this reply can answer; older ones with the same pair will not be answered any more. */
  #match(direction: number, label: Label): number {
    const asker = 1 - direction
    const pending = this.#queues.of(asker)
    for (let i = 0; i < pending.count; i++) {
      if (pending.get(i).pair !== label.pair || !this.#sameFunction(pending, i, label)) continue
      for (let older = 0, left = i; left > 0; left--) {
        if (pending.get(older).pair === label.pair) this.#expire(asker, older, false)
        else older++
      }
      return pending.find(label.pair)
    }
    return -1
  }

  /** A reply that does not say of which function it is can answer any. */
  #sameFunction(pending: Pending, i: number, label: Label): boolean {
    return label.function === null || this.#functionOf(pending, i) === this.#statistics.function(label.function)
  }

  /** The function of a request that waits; null when it has none, or when its record went to another use. */
  #functionOf(pending: Pending, i: number): FunctionStatistics | null {
    const { record, generation, asked } = pending.get(i)
    if (record < 0) return asked?.label.function ? this.#statistics.function(asked.label.function) : null
    return this.#ledger.word(record, GENERATION) === generation ? this.#memo.asked(record) : null
  }

  #answer(direction: number, index: number, reply: Whole, at: number): void {
    const asker = 1 - direction
    const pending = this.#queues.of(asker)
    const sent = pending.get(index).at
    const frame = pending.get(index).frame
    const asked = this.#take(asker, index)
    const meaning = this.#session.interpret(asked?.message ?? null, reply.message)
    const entry = this.#record(meaning, asked, reply, sent, at - sent, frame)
    if (!entry || entry.dead || !asked || !meaning.repeatable || !asked.clean || !reply.clean) return
    // What happened once may never happen again: only the second time is it worth remembering.
    if (meaning.claims.length === 0 && meaning.operation && entry.known)
      this.#learn(asked, reply, entry, meaning.operation.items)
  }

  /** Teaches the repeat path what was just understood. */
  #learn(asked: Asked, reply: Whole, entry: Entry, items: readonly Item[]): void {
    const repeat = this.#repeat
    if (!repeat || entry.repeated || !asked.label.function || !reply.label.function || !entry.alike(items)) return
    if (asked.body !== asked.bytes || reply.body !== reply.bytes) return
    const [request, answer] = [asked.bytes, reply.bytes]
    if (repeat.size(request, 0, request.length) !== request.length) return
    if (repeat.size(answer, 0, answer.length) !== answer.length) return
    this.#memo.learn({
      entry,
      request,
      reply: answer,
      volatile: repeat.volatile,
      asked: this.#statistics.function(asked.label.function),
      answered: this.#statistics.function(reply.label.function),
      negative: reply.label.error,
    })
  }

  /** Takes a request out of the queue, as a message; null when its record was given to another use. */
  #take(asker: number, index: number): Asked | null {
    const pending = this.#queues.of(asker)
    const known = pending.get(index).record
    const asked = pending.get(index).asked
    const valid = known >= 0 && this.#ledger.word(known, GENERATION) === pending.get(index).generation
    this.#queues.remove(asker, index)
    if (asked) this.#context.held -= asked.bytes.length
    return valid ? this.#reread(this.#memo.request(known), asker) : asked
  }

  /** The message of a request that the repeat path knew. */
  #reread(bytes: Uint8Array, asker: number): Asked | null {
    const side = this.#sideOf(asker)
    const parsed = this.dissector.parse(bytes, side)
    if (parsed.kind !== 'message') return null
    return {
      message: parsed.message,
      label: this.dissector.label(parsed.message, side),
      bytes,
      body: bytes,
      clean: true,
    }
  }

  /** A request will not be answered. */
  #expire(asker: number, index: number, cut: boolean): void {
    const pending = this.#queues.of(asker)
    const at = pending.get(index).at
    const frame = pending.get(index).frame
    const asked = this.#take(asker, index)
    if (!asked) return
    const meaning = this.#session.interpret(asked.message, null)
    const blind = cut || (this.#heard & (1 << (1 - asker))) === 0
    this.#record(blind ? unseen(meaning) : meaning, asked, null, at, -1, frame)
  }

  #record(
    meaning: Meaning,
    asked: Asked | null,
    reply: Whole | null,
    at: number,
    latency: number,
    frame: number,
  ): Entry | null {
    const { operation, claims } = meaning
    const source = (reply?.label ?? asked?.label)?.function?.name ?? 'connection'
    for (const claim of claims) {
      const party = claim.about === 'client' ? this.link.client : this.link.server
      this.#context.claim(party, claim, `${this.dissector.name} ${source}`, at, frame)
    }
    if (!operation) return null
    const bytes = (asked?.bytes.length ?? 0) + (reply?.bytes.length ?? 0)
    return this.#context.rollup.add(this.link, {
      operation,
      request: asked?.body ?? null,
      reply: reply?.body ?? null,
      at,
      latency,
      bytes,
      frame,
      repeatable: meaning.repeatable,
    })
  }

  /** Gives up requests that have waited too long. */
  tick(now: number): void {
    this.#repeater?.spill()
    if (this.#early && now - this.#early.at > EARLY) this.#alone()
    if (this.#queues.count === 0) return
    for (const asker of [0, 1]) {
      const pending = this.#queues.of(asker)
      while (pending.count > 0 && now - pending.get(0).at > REPLY_TIMEOUT) this.#expire(asker, 0, false)
    }
  }

  /** The flow is over. `cut`: only for us, because the capture ends here. */
  close(now: number, cut: boolean): void {
    this.tick(now)
    this.#alone()
    if (this.#queues.count === 0) return
    for (const asker of [0, 1]) while (this.#queues.of(asker).count > 0) this.#expire(asker, 0, cut)
  }
}

const unseen = (meaning: Meaning): Meaning =>
  meaning.operation?.outcome === 'no-reply'
    ? { ...meaning, operation: { ...meaning.operation, outcome: 'unseen' } }
    : meaning
