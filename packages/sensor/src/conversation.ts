// The messages of one flow, once it is known who speaks what.
import type { Slab } from '@nautilus/capture'
import type { Side } from '@nautilus/model'
import type { Dissector, Label, Meaning, Repeat, Session } from '@nautilus/protocols'
import { type Context, MAX_HELD_REQUESTS } from './context.ts'
import type { Link } from './link.ts'
import type { Slot } from './memo.ts'
import { type Asked, MAX_PENDING, Pending } from './pending.ts'
import type { ProtocolStatistics } from './statistics.ts'

/** A request without a reply for this long (µs) stays without. */
export const REPLY_TIMEOUT = 10e6
/** Evidence (bits) that makes a place a message boundary again after damage; and while another message is awaited. */
const RESYNC_BITS = 16
const RESTART_BITS = 24
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
  /** Requests by the direction in which they were sent. */
  readonly #pending: readonly [Pending, Pending] = [new Pending(), new Pending()]
  /** By direction: bytes that must be there before parsing again, and how many were when that was said. */
  readonly #need: [number, number] = [0, 0]
  readonly #had: [number, number] = [0, 0]
  /** By direction: the boundary between messages is not known. */
  readonly #lost: [boolean, boolean] = [false, false]
  readonly #heard: [boolean, boolean] = [false, false]
  #strikes = 0

  constructor(context: Context, dissector: Dissector, link: Link, clientDirection: number) {
    this.#context = context
    this.dissector = dissector
    this.link = link
    this.clientDirection = clientDirection
    this.#repeat = context.repeat ? (dissector.repeat ?? null) : null
    this.#session = dissector.session()
    this.#statistics = link.statistics
  }

  /** So many segments in a row held nothing of this protocol that it must be another one now. */
  get foreign(): boolean {
    return this.#strikes >= FOREIGN
  }

  /** Bytes of one direction in order. Returns how many are used up; the rest is wanted again with more behind it. */
  stream(direction: number, slab: Slab, start: number, end: number, at: number, frame: number): number {
    this.#statistics.packets++
    this.#heard[direction] = true
    let from = start
    if (this.#need[direction]! > 0) {
      if (end - start < this.#need[direction]!) {
        const restart = this.#restart(direction, slab, start, end)
        if (restart < 0) return 0
        from = restart
      }
      this.#need[direction] = 0
    }
    return this.#consume(direction, slab, from, end, at, frame) - start
  }

  /** A whole datagram. */
  datagram(direction: number, slab: Slab, start: number, end: number, at: number, frame: number): void {
    this.#statistics.packets++
    this.#heard[direction] = true
    this.#lost[direction] = false
    const next = this.#consume(direction, slab, start, end, at, frame)
    this.#need[direction] = 0
    if (next < end) this.#malformed(`${this.dissector.name}.cut-datagram`)
  }

  /** Bytes are missing in a direction. */
  gap(direction: number): void {
    this.#need[direction] = 0
    this.#lost[direction] = true
  }

  /** Parses message after message; where it stopped. */
  #consume(direction: number, slab: Slab, start: number, end: number, at: number, frame: number): number {
    let next = this.#repeatedFrom(direction, slab, start, end, at, frame)
    if (next === end) return end
    const base = next
    // Messages keep views of their bytes, and the slab will be filled again: the clear path works on a copy.
    const own = slab.bytes.slice(next, end)
    while (next < end) {
      const used = this.#clear(direction, own.subarray(next - base), at, frame)
      if (used === 0) break
      next = this.#repeatedFrom(direction, slab, next + used, end, at, frame)
    }
    return next
  }

  /** As many messages as the repeat path knows; the first byte that it does not. */
  #repeatedFrom(direction: number, slab: Slab, start: number, end: number, at: number, frame: number): number {
    const repeat = this.#repeat
    let next = start
    if (!repeat || this.#lost[direction]) return next
    while (next < end) {
      const size = repeat.size(slab.bytes, next, end)
      if (size === 0) break
      const role = repeat.role(slab.bytes, next, direction === this.clientDirection ? 'client' : 'server')
      if (role === 1 ? !this.#asks(repeat, direction, slab, next, size, at, frame) : role !== 2) break
      if (role === 2 && !this.#answers(repeat, direction, slab, next, size, at)) break
      this.#statistics.messages++
      this.#strikes = 0
      next += size
    }
    return next
  }

  #asks(repeat: Repeat, direction: number, slab: Slab, start: number, size: number, at: number, frame: number): boolean {
    const slot = this.link.memo.find(slab.view, slab.bytes, start, size, repeat.volatile)
    if (!slot || slot.entry === null || slot.entry.dead) return false
    slot.asked.requests++
    this.#wait(direction, repeat.pair(slab.bytes, start), at, frame, slot, null)
    return true
  }

  #answers(repeat: Repeat, direction: number, slab: Slab, start: number, size: number, at: number): boolean {
    const pending = this.#pending[direction === 0 ? 1 : 0]
    const index = pending.find(repeat.pair(slab.bytes, start))
    if (index < 0) return false
    const slot = pending.slot(index)
    if (!slot?.answers(slab.view, start, size)) return false
    const asked = pending.at(index)
    slot.count(slab.view, start, asked, at - asked, pending.frame(index))
    slot.answered.replies++
    if (slot.error) slot.answered.errors++
    this.#context.rollup.operations++
    pending.remove(index)
    return true
  }

  #wait(direction: number, pair: number, at: number, frame: number, slot: Slot | null, asked: Asked | null): void {
    const pending = this.#pending[direction === 0 ? 0 : 1]
    if (pending.count >= MAX_PENDING) this.#expire(direction, 0, false)
    pending.push(pair, at, frame, slot, asked)
  }

  /** One message, or the search for one. Bytes used; 0 when more are needed. */
  #clear(direction: number, rest: Uint8Array, at: number, frame: number): number {
    const side: Side = direction === this.clientDirection ? 'client' : 'server'
    if (this.#lost[direction]) {
      const skipped = this.#search(rest, side, 0)
      if (skipped > 0) return this.#strike(skipped)
      this.#lost[direction] = false
    }
    const parsed = this.dissector.parse(rest, side)
    if (parsed.kind === 'need') {
      this.#need[direction] = parsed.bytes
      this.#had[direction] = rest.length
      return 0
    }
    if (parsed.kind === 'malformed') {
      this.#malformed(parsed.code)
      this.#lost[direction] = true
      return this.#strike(this.#search(rest, side, 1))
    }
    this.#strikes = 0
    this.#statistics.messages++
    for (const { code } of parsed.oddities) this.#statistics.fault(code)
    const bytes = rest.subarray(0, parsed.size)
    const label = this.dissector.label(parsed.message, side)
    const clean = parsed.oddities.length === 0
    this.#message(direction, { message: parsed.message, label, bytes, body: parsed.body ?? bytes, clean }, at, frame)
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
      if (this.dissector.recognize(rest.subarray(at), side) >= RESYNC_BITS) return at
    }
    return rest.length
  }

  /**
   * A message is awaited whose length was damaged, or whose rest never came: if the newest segment begins with a whole
   * message, that is where to go on. -1 to go on waiting.
   */
  #restart(direction: number, slab: Slab, start: number, end: number): number {
    const fresh = start + this.#had[direction]!
    this.#had[direction] = end - start
    if (fresh >= end) return -1
    const side: Side = direction === this.clientDirection ? 'client' : 'server'
    const newest = slab.bytes.subarray(fresh, end)
    if (this.dissector.recognize(newest, side) < RESTART_BITS) return -1
    if (this.dissector.parse(newest, side).kind !== 'message') return -1
    this.#malformed(`${this.dissector.name}.abandoned`)
    return fresh
  }

  #message(direction: number, whole: Whole, at: number, frame: number): void {
    const { label } = whole
    const counted = label.function ? this.#statistics.function(label.function) : null
    if (label.role === 'request') {
      if (counted) counted.requests++
      return this.#ask(direction, whole, at, frame)
    }
    if (counted) {
      counted.replies++
      if (label.error) counted.errors++
    }
    const index = label.role === 'reply' ? this.#match(direction, label) : -1
    if (index < 0) {
      this.#record(this.#session.interpret(null, whole.message), null, whole, at, -1, frame)
      return
    }
    this.#answer(direction, index, whole, at)
  }

  #ask(direction: number, whole: Whole, at: number, frame: number): void {
    const context = this.#context
    if (context.held + whole.bytes.length > MAX_HELD_REQUESTS) {
      this.#record(unseen(this.#session.interpret(whole.message, null)), whole, null, at, -1, frame)
      return
    }
    context.held += whole.bytes.length
    this.#wait(direction, whole.label.pair, at, frame, null, whole)
  }

  /** The oldest request that this reply can answer; older ones with the same pair will not be answered any more. */
  #match(direction: number, label: Label): number {
    const asker = 1 - direction
    const pending = this.#pending[asker === 0 ? 0 : 1]
    const code = label.function?.code ?? null
    for (let i = 0; i < pending.count; i++) {
      if (pending.pair(i) !== label.pair || pending.functionCode(i) !== code) continue
      for (let older = 0, left = i; left > 0; left--) {
        if (pending.pair(older) === label.pair) this.#expire(asker, older, false)
        else older++
      }
      return pending.find(label.pair)
    }
    return -1
  }

  #answer(direction: number, index: number, reply: Whole, at: number): void {
    const asker = 1 - direction
    const pending = this.#pending[asker === 0 ? 0 : 1]
    const slot = pending.slot(index)
    const sent = pending.at(index)
    const frame = pending.frame(index)
    const asked = this.#take(asker, index)
    const meaning = this.#session.interpret(asked?.message ?? null, reply.message)
    const entry = this.#record(meaning, asked, reply, sent, at - sent, frame)
    if (!entry || entry.dead || !asked || !meaning.repeatable || !asked.clean || !reply.clean) return
    if (meaning.claims.length === 0) this.#learn(slot, asked, reply, entry)
  }

  /** Teaches the repeat path what was just understood. */
  #learn(known: Slot | null, asked: Asked, reply: Whole, entry: NonNullable<Slot['entry']>): void {
    const repeat = this.#repeat
    const code = asked.label.function
    if (!repeat || !code || !reply.label.function || asked.body !== asked.bytes || reply.body !== reply.bytes) return
    if (repeat.size(asked.bytes, 0, asked.bytes.length) !== asked.bytes.length) return
    if (repeat.size(reply.bytes, 0, reply.bytes.length) !== reply.bytes.length) return
    const statistics = this.#statistics
    const slot =
      known ??
      this.link.memo.remember(asked.bytes.slice(), repeat.volatile, code.code, statistics.function(code))
    const answered = statistics.function(reply.label.function)
    slot?.learn(entry, reply.bytes.slice(), repeat.volatile, answered, reply.label.error)
  }

  /** Takes a request out of the waiting line, as a message. */
  #take(asker: number, index: number): Asked | null {
    const pending = this.#pending[asker === 0 ? 0 : 1]
    const slot = pending.slot(index)
    const asked = pending.asked(index)
    pending.remove(index)
    if (asked) this.#context.held -= asked.bytes.length
    return slot ? this.#reread(slot, asker) : asked
  }

  /** The message that a slot stands for. */
  #reread(slot: Slot, asker: number): Asked | null {
    const side: Side = asker === this.clientDirection ? 'client' : 'server'
    const parsed = this.dissector.parse(slot.request, side)
    if (parsed.kind !== 'message') return null
    const bytes = slot.request
    return { message: parsed.message, label: this.dissector.label(parsed.message, side), bytes, body: bytes, clean: true }
  }

  /** A request will not be answered. */
  #expire(asker: number, index: number, cut: boolean): void {
    const pending = this.#pending[asker === 0 ? 0 : 1]
    const at = pending.at(index)
    const frame = pending.frame(index)
    const asked = this.#take(asker, index)
    if (!asked) return
    const meaning = this.#session.interpret(asked.message, null)
    const blind = cut || !this.#heard[asker === 0 ? 1 : 0]
    this.#record(blind ? unseen(meaning) : meaning, asked, null, at, -1, frame)
  }

  #record(meaning: Meaning, asked: Asked | null, reply: Whole | null, at: number, latency: number, frame: number) {
    const { operation, claims } = meaning
    const source = (reply?.label ?? asked?.label)?.function?.name ?? 'connection'
    for (const claim of claims) {
      const party = claim.about === 'client' ? this.link.client : this.link.server
      this.#context.claim(party, claim, `${this.dissector.name} ${source}`, at, frame)
    }
    if (!operation) return null
    const bytes = (asked?.bytes.length ?? 0) + (reply?.bytes.length ?? 0)
    const request = asked?.body ?? null
    return this.#context.rollup.add(this.link, { operation, request, reply: reply?.body ?? null, at, latency, bytes, frame })
  }

  /** Gives up requests that have waited too long. */
  tick(now: number): void {
    for (const asker of [0, 1] as const) {
      const pending = this.#pending[asker]
      while (pending.count > 0 && now - pending.at(0) > REPLY_TIMEOUT) this.#expire(asker, 0, false)
    }
  }

  /** The flow is over. `cut`: only for us, because the capture ends here. */
  close(now: number, cut: boolean): void {
    this.tick(now)
    for (const asker of [0, 1] as const) while (this.#pending[asker].count > 0) this.#expire(asker, 0, cut)
  }
}

const unseen = (meaning: Meaning): Meaning =>
  meaning.operation?.outcome === 'no-reply'
    ? { ...meaning, operation: { ...meaning.operation, outcome: 'unseen' } }
    : meaning
