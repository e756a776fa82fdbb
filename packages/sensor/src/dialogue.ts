// What the messages of one flow say to each other: requests find their replies, and both together a meaning.
import type { Frame } from '@nautilus/capture'
import type { Item, Operation, Party, Side } from '@nautilus/model'
import type { Dissector, Label, Meaning, Repeat, Session } from '@nautilus/protocols'
import { type Context, MAX_HELD_REQUESTS } from './context.ts'
import { Echoes, echoKey, isEcho } from './echoes.ts'
import type { Entry } from './entry.ts'
import { GENERATION, type Ledger } from './ledger.ts'
import type { Link } from './link.ts'
import type { Memo } from './memo.ts'
import { type Asked, type Pending, Queues } from './pending.ts'
import { countLabel, type FunctionStatistics, type ProtocolStatistics } from './statistics.ts'

/** A request without a reply for this long (µs) stays without. */
export const REPLY_TIMEOUT = 10e6
/**
 * A reply may stand in the capture before its request by this much (µs): the two came through different mirror ports; a
 * real plant needs more than three milliseconds. A faster poller that numbers all requests alike and lost one is misjudged.
 */
const EARLY = 5000

/** The lowest bit of the first byte of a MAC address (IEEE 802), in its second digit: odd ones of hexadecimal digits are. */
const isGroup = ({ mac }: Party): boolean => '13579bdf'.includes(mac[1] ?? '0')

/** On a flow there is one sender a direction. */
const NOBODY = [0, 0, 0] as const

/** A parsed message with its own copy of its bytes. */
export type Whole = {
  readonly message: unknown
  readonly label: Label
  readonly bytes: Uint8Array
  readonly body: Uint8Array
  readonly clean: boolean
}

type Early = { readonly whole: Whole; readonly direction: number; readonly at: number; readonly frame: number }

/** When an operation began, how long until its reply (µs, negative without one), and the frame it began in. */
type Timing = { readonly at: number; readonly latency: number; readonly frame: number }

export class Dialogue {
  readonly queues: Queues
  /** Notices that repeat, once there are some. */
  echoes: Echoes | null = null
  /** One bit per direction that was heard at all. */
  heard = 0
  readonly #context: Context
  readonly #dissector: Dissector
  readonly #link: Link
  readonly #clientDirection: number
  readonly #repeat: Repeat | null
  readonly #session: Session<unknown>
  readonly #statistics: ProtocolStatistics
  readonly #memo: Memo
  readonly #ledger: Ledger
  /** A reply that nobody asked for, as yet. */
  #early: Early | null = null

  constructor(context: Context, dissector: Dissector, link: Link, clientDirection: number, repeat: Repeat | null) {
    this.#context = context
    this.#dissector = dissector
    this.#link = link
    this.#clientDirection = clientDirection
    this.#repeat = repeat
    this.#session = dissector.session()
    this.#statistics = link.statistics
    this.#memo = context.rollup.memo
    this.#ledger = context.rollup.ledger
    this.queues = new Queues(asker => this.#expire(asker, 0, false))
  }

  /** Whether a reply waits for its request. */
  get waits(): boolean {
    return this.#early !== null
  }

  #sideOf(direction: number): Side {
    return direction === this.#clientDirection ? 'client' : 'server'
  }

  /** A message that was parsed, with its bytes, which are the conversation's own. */
  message(
    direction: number,
    message: unknown,
    bytes: Uint8Array,
    body: Uint8Array,
    clean: boolean,
    frame: Frame,
  ): void {
    const side = this.#sideOf(direction)
    if (!this.#session.join) {
      return this.#whole(direction, { message, label: this.#dissector.label(message, side), bytes, body, clean }, frame)
    }
    const joined = this.#session.join(message, side)
    if (!joined) return
    const label = this.#dissector.label(joined.message, side)
    this.#whole(direction, { message: joined.message, label, bytes, body: joined.body ?? body, clean }, frame)
  }

  #whole(direction: number, whole: Whole, frame: Frame): void {
    const { label } = whole
    if (label.role === 'notice') return this.#notice(direction, whole, frame)
    this.#countInner(label)
    if (label.role === 'request') {
      if (label.function) this.#statistics.function(label.function).requests++
      this.#ask(direction, whole, frame)
      this.#meets(direction, label, frame.at)
      return
    }
    const index = this.#match(direction, label)
    if (index < 0) {
      this.#alone()
      this.#early = { whole, direction, at: frame.at, frame: frame.number }
      return
    }
    this.#countReply(label, this.#functionOf(this.queues.of(1 - direction), index))
    this.#answer(direction, index, whole, frame.at)
  }

  #notice(direction: number, whole: Whole, frame: Frame): void {
    this.#alone()
    const counted = countLabel(this.#statistics, whole.label)
    const meaning = this.#session.interpret(null, whole.message)
    const timing = { at: frame.at, latency: -1, frame: frame.number }
    const entry = this.#record(meaning, null, whole, timing, this.#linkTold(direction, whole.label), this.#link)
    if (!entry?.known || entry.dead || !whole.clean || whole.body !== whole.bytes) return
    if (!this.#context.repeat || !isEcho(meaning) || !entry.alike(meaning.operation?.items ?? [])) return
    this.echoes ??= new Echoes(this.#context.rollup)
    const echo = { entry, statistics: this.#statistics, ...counted, sender: NOBODY, binding: -1 }
    this.echoes.learn(echoKey(direction, whole.bytes.length), echo, whole.bytes, meaning.varies ?? [])
  }

  #countInner(label: Label): void {
    if (label.inner) countLabel(this.#statistics, { ...label, function: null })
  }

  /** A reply that came before its request could be seen answers it now, if this is the one. */
  #meets(direction: number, label: Label, at: number): void {
    const early = this.#early
    if (!early) return
    const asker = 1 - early.direction
    const index = direction === asker && at - early.at <= EARLY ? this.#match(early.direction, early.whole.label) : -1
    if (index < 0 || label.pair !== early.whole.label.pair) return this.#alone()
    this.#early = null
    this.#countReply(early.whole.label, this.#functionOf(this.queues.of(asker), index))
    this.#answer(early.direction, index, early.whole, at)
  }

  /** Nobody asked for the reply that waits. */
  #alone(): void {
    const early = this.#early
    if (!early) return
    this.#early = null
    this.#countReply(early.whole.label, null)
    const meaning = this.#session.interpret(null, early.whole.message)
    const timing = { at: early.at, latency: -1, frame: early.frame }
    this.#record(meaning, null, early.whole, timing, this.#linkFrom(1 - early.direction))
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
      const meaning = unseen(this.#session.interpret(whole.message, null))
      const timing = { at: frame.at, latency: -1, frame: frame.number }
      this.#record(meaning, whole, null, timing, this.#linkFrom(direction))
      return
    }
    context.held += whole.bytes.length
    this.queues.push(direction, whole.label.pair, frame.at, frame.number, -1, 0, whole)
  }

  /** The oldest request that this reply can answer; older ones with the same pair will not be answered any more. */
  #match(direction: number, label: Label): number {
    const asker = 1 - direction
    const pending = this.queues.of(asker)
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
    const pending = this.queues.of(asker)
    const sent = pending.get(index).at
    const frame = pending.get(index).frame
    const asked = this.#take(asker, index)
    const meaning = this.#session.interpret(asked?.message ?? null, reply.message)
    const timing = { at: sent, latency: at - sent, frame }
    const entry = this.#record(meaning, asked, reply, timing, this.#linkFrom(asker))
    if (!entry || entry.dead || !asked || !meaning.repeatable || !asked.clean || !reply.clean) return
    if (meaning.more || (this.#dissector.equals && asker !== this.#clientDirection)) return
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
    const pending = this.queues.of(asker)
    const known = pending.get(index).record
    const asked = pending.get(index).asked
    const valid = known >= 0 && this.#ledger.word(known, GENERATION) === pending.get(index).generation
    this.queues.remove(asker, index)
    if (asked) this.#context.held -= asked.bytes.length
    return valid ? this.#reread(this.#memo.request(known), asker) : asked
  }

  /** The message of a request that the repeat path knew. */
  #reread(bytes: Uint8Array, asker: number): Asked | null {
    const side = this.#sideOf(asker)
    const parsed = this.#dissector.parse(bytes, side)
    if (parsed.kind !== 'message') return null
    const label = this.#dissector.label(parsed.message, side)
    return { message: parsed.message, label, bytes, body: bytes, clean: true }
  }

  /** A request will not be answered. */
  #expire(asker: number, index: number, cut: boolean): void {
    const pending = this.queues.of(asker)
    const at = pending.get(index).at
    const frame = pending.get(index).frame
    const asked = this.#take(asker, index)
    if (!asked) return
    const meaning = this.#session.interpret(asked.message, null)
    const blind = cut || (this.heard & (1 << (1 - asker))) === 0
    const timing = { at, latency: -1, frame }
    this.#record(blind ? unseen(meaning) : meaning, asked, null, timing, this.#linkFrom(asker))
  }

  /** Between equals either side may ask: who asked is the client of that operation. */
  #linkFrom(asker: number): Link {
    const reversed = this.#dissector.equals === true && asker !== this.#clientDirection
    return reversed ? this.#context.links.reversed(this.#link) : this.#link
  }

  /** Between equals a notice to one other says which end sent it: whoever announces itself, or reports, serves. */
  #linkTold(direction: number, { sender }: Label): Link {
    const { client, server } = this.#link
    if (sender === undefined || !this.#dissector.equals || isGroup(client) || isGroup(server)) return this.#link
    return this.#linkFrom(sender === 'client' ? direction : 1 - direction)
  }

  /** `flow`: whose ends the claims are about. */
  #record(
    meaning: Meaning,
    asked: Asked | null,
    reply: Whole | null,
    timing: Timing,
    link: Link,
    flow: Link = link,
  ): Entry | null {
    const { operation, claims, more } = meaning
    const source = (reply?.label ?? asked?.label)?.function?.name ?? 'connection'
    for (const claim of claims) {
      const party = claim.of ?? (claim.about === 'client' ? flow.client : flow.server)
      this.#context.claim(party, claim, `${this.#dissector.name} ${source}`, timing.at, timing.frame)
    }
    const entry = operation ? this.#add(operation, meaning.repeatable, asked, reply, timing, link) : null
    for (const further of more ?? []) this.#add(further, meaning.repeatable, asked, reply, timing, link)
    return entry
  }

  #add(
    operation: Operation,
    repeatable: boolean,
    asked: Asked | null,
    reply: Whole | null,
    timing: Timing,
    link: Link,
  ): Entry {
    return this.#context.rollup.add(link, {
      operation,
      request: asked?.body ?? null,
      reply: reply?.body ?? null,
      at: timing.at,
      latency: timing.latency,
      bytes: (asked?.bytes.length ?? 0) + (reply?.bytes.length ?? 0),
      frame: timing.frame,
      repeatable,
    })
  }

  /** Gives up what has waited too long. */
  tick(now: number): void {
    if (this.#early && now - this.#early.at > EARLY) this.#alone()
    if (this.queues.count === 0) return
    for (const asker of [0, 1]) {
      const pending = this.queues.of(asker)
      while (pending.count > 0 && now - pending.get(0).at > REPLY_TIMEOUT) this.#expire(asker, 0, false)
    }
  }

  /** The flow is over. `cut`: only for us, because the capture ends here. */
  close(now: number, cut: boolean): void {
    this.tick(now)
    this.#alone()
    if (this.queues.count === 0) return
    for (const asker of [0, 1]) while (this.queues.of(asker).count > 0) this.#expire(asker, 0, cut)
  }
}

const unseenOne = (operation: Operation): Operation =>
  operation.outcome === 'no-reply' ? { ...operation, outcome: 'unseen' } : operation

const unseen = (meaning: Meaning): Meaning =>
  meaning.operation?.outcome === 'no-reply'
    ? {
        ...meaning,
        operation: unseenOne(meaning.operation),
        ...(meaning.more ? { more: meaning.more.map(unseenOne) } : {}),
      }
    : meaning
