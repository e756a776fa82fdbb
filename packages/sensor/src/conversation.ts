// The bytes of one flow, once it is known who speaks what: cut into messages, on the repeat path or the clear one.
import { type Frame, Slab } from '@nautilus/capture'
import type { Side } from '@nautilus/model'
import { type Dissector, FRONT_OF_FILE, type Oddity } from '@nautilus/protocols'
import type { Context } from './context.ts'
import { Dialogue } from './dialogue.ts'
import { type Echoes, echoKey } from './echoes.ts'
import type { Link } from './link.ts'
import { Repeater } from './repeater.ts'
import type { ProtocolStatistics } from './statistics.ts'

/** Evidence (bits) that makes a place a message boundary again after damage. */
const RESYNC_BITS = 16
/** The same at the start of a segment, where messages mostly begin. */
const SEGMENT_BITS = 8
/** The same while the rest of another message is awaited. */
const RESTART_BITS = 24
/** How far into a segment the next boundary is looked for, bytes. */
const RESYNC_REACH = 2048
/** Segments in a row without one message, after which the flow is somebody else's. */
const FOREIGN = 12

type Front = { readonly bytes: Uint8Array; at: number }

export class Conversation {
  readonly dissector: Dissector
  readonly link: Link
  /** Flow direction in which the client sends. */
  readonly clientDirection: number
  readonly #context: Context
  readonly #statistics: ProtocolStatistics
  readonly #dialogue: Dialogue
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
  /** A reply waits for its request. */
  #waits = false
  /** Notices that repeat; almost always none. */
  #echoes: Echoes | null = null
  /** By direction: bytes to come that are passed over. */
  #skip0 = 0
  #skip1 = 0
  /** By direction: the first bytes of what is passed over, as long as they come in; almost always none. */
  #fronts: [Front | null, Front | null] = [null, null]
  /** By direction, from the time before the flow was recognised; almost always none. */
  #carried: [Uint8Array | null, Uint8Array | null] | null = null

  constructor(context: Context, dissector: Dissector, link: Link, clientDirection: number) {
    this.#context = context
    this.dissector = dissector
    this.link = link
    this.clientDirection = clientDirection
    this.#statistics = link.statistics
    const repeat = context.repeat ? (dissector.repeat ?? null) : null
    this.#dialogue = new Dialogue(context, dissector, link, clientDirection, repeat)
    this.#repeater = repeat && new Repeater(repeat, context, this.#dialogue.queues, link, clientDirection)
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
    const skip = direction === 0 ? this.#skip0 : this.#skip1
    if (skip > 0) return this.#behind(direction, skip, slab, start, end, frame)
    const need = direction === 0 ? this.#need0 : this.#need1
    if (need === 0) return this.#consume(direction, slab, start, end, frame) - start
    const from = end - start < need ? this.#restart(direction, slab, start, end, frame) : start
    if (from < 0) return 0
    this.#wants(direction, 0, 0)
    return this.#consume(direction, slab, from, end, frame) - start
  }

  /** Passes over what belongs to an earlier message, unless a message of ours plainly begins here. */
  #behind(direction: number, skip: number, slab: Slab, start: number, end: number, frame: Frame): number {
    const passed = this.#plainly(direction, slab, start, end) ? 0 : Math.min(skip, end - start)
    const place = direction === 0 ? 0 : 1
    if (passed === 0) this.#fronts[place] = null
    else if (this.#fronts[place] !== null) this.#fill(direction, slab.bytes.subarray(start, start + passed), frame)
    this.#skips(direction, passed === 0 ? 0 : skip - passed)
    const used = passed === end - start ? end : this.#consume(direction, slab, start + passed, end, frame)
    return used - start
  }

  /** Whether a whole message with much evidence begins here. */
  #plainly(direction: number, slab: Slab, start: number, end: number): boolean {
    const side = this.#sideOf(direction)
    const bytes = slab.bytes.subarray(start, end)
    return this.dissector.recognize(bytes, side) >= RESTART_BITS && this.dissector.parse(bytes, side).kind === 'message'
  }

  #skips(direction: number, bytes: number): void {
    if (direction === 0) this.#skip0 = bytes
    else this.#skip1 = bytes
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
    this.#skips(direction, 0)
    if (next < end) this.#malformed(direction, `${this.dissector.name}.cut-datagram`, frame)
  }

  /** Bytes are missing in a direction. */
  gap(direction: number): void {
    if (this.#carried) this.#carried[direction === 0 ? 0 : 1] = null
    this.#wants(direction, 0, 0)
    this.#skips(direction, 0)
    this.#fronts[direction === 0 ? 0 : 1] = null
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
    const echoes = this.#echoes
    if (echoes !== null && this.#repeats(direction)) {
      const key = echoKey(direction, end - next)
      if (echoes.take(key, 0, 0, 0, slab, next, end, frame.at, frame.number) !== null) {
        this.#strikes = 0
        return end
      }
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
    return (this.#lost & (1 << direction)) === 0 && !this.#waits
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
      this.#malformed(direction, parsed.code, frame)
      this.#lost |= bit
      return this.#strike(this.#search(rest, side, 1))
    }
    this.#strikes = 0
    this.#statistics.messages++
    if (parsed.oddities.length > 0) this.#odd(direction, parsed.oddities, frame)
    const bytes = rest.subarray(0, parsed.size)
    const clean = parsed.oddities.length === 0
    this.#dialogue.heard = this.#heard
    this.#dialogue.message(direction, parsed.message, bytes, parsed.body ?? bytes, clean, frame)
    this.#waits = this.#dialogue.waits
    this.#echoes = this.#dialogue.echoes
    const skip = parsed.skip ?? 0
    if (skip > 0 && this.dissector.contents) this.#open(direction, rest.subarray(parsed.size), skip, frame)
    return this.#used(direction, parsed.size, skip, rest.length)
  }

  /** Contents begin: their first bytes are looked at. */
  #open(direction: number, rest: Uint8Array, skip: number, frame: Frame): void {
    this.#fronts[direction === 0 ? 0 : 1] = { bytes: new Uint8Array(Math.min(skip, FRONT_OF_FILE)), at: 0 }
    this.#fill(direction, rest.subarray(0, Math.min(skip, rest.length)), frame)
  }

  #fill(direction: number, passed: Uint8Array, frame: Frame): void {
    const place = direction === 0 ? 0 : 1
    const front = this.#fronts[place]
    if (front === null) return
    const part = passed.subarray(0, front.bytes.length - front.at)
    front.bytes.set(part, front.at)
    front.at += part.length
    if (front.at < front.bytes.length) return
    this.#fronts[place] = null
    const message = this.dissector.contents!(front.bytes, this.#sideOf(direction))
    if (message === null) return
    this.#dialogue.heard = this.#heard
    this.#dialogue.message(direction, message, front.bytes, front.bytes, true, frame)
    this.#waits = this.#dialogue.waits
  }

  /** Of the bytes at hand; what is to be passed over beyond them is remembered. */
  #used(direction: number, size: number, skip: number, length: number): number {
    if (skip <= 0) return size
    this.#skips(direction, Math.max(0, size + skip - length))
    return Math.min(size + skip, length)
  }

  #malformed(direction: number, fault: string, { at, number: frame }: Frame): void {
    this.#statistics.malformed++
    this.#statistics.fault(fault)
    const { client, server, protocol } = this.link
    const sender = this.#sideOf(direction)
    this.#context.troubles.note({ code: 'message.malformed', client, server, protocol, sender, fault, at, frame })
  }

  #odd(direction: number, oddities: readonly Oddity[], { at, number: frame }: Frame): void {
    const { client, server, protocol } = this.link
    const sender = this.#sideOf(direction)
    for (const { code: fault } of oddities) {
      this.#statistics.fault(fault)
      this.#context.troubles.note({ code: 'message.odd', client, server, protocol, sender, fault, at, frame })
    }
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
  #restart(direction: number, slab: Slab, start: number, end: number, frame: Frame): number {
    const fresh = start + (direction === 0 ? this.#had0 : this.#had1)
    if (direction === 0) this.#had0 = end - start
    else this.#had1 = end - start
    if (fresh >= end) return -1
    if (!this.#plainly(direction, slab, fresh, end)) return -1
    this.#malformed(direction, `${this.dissector.name}.abandoned`, frame)
    return fresh
  }

  /** Gives up requests that have waited too long. */
  tick(now: number): void {
    this.#repeater?.spill()
    this.#dialogue.heard = this.#heard
    this.#dialogue.tick(now)
    this.#waits = this.#dialogue.waits
  }

  /** The flow is over. `cut`: only for us, because the capture ends here. */
  close(now: number, cut: boolean): void {
    this.#repeater?.spill()
    this.#dialogue.heard = this.#heard
    this.#dialogue.close(now, cut)
    this.#waits = false
  }
}
