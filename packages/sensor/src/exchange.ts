// Protocols below transport: one message per frame or packet, between parties rather than on a flow.
import type { Operation, Party, Side } from '@nautilus/model'
import type { Dissector, Meaning, Session } from '@nautilus/protocols'
import type { Context } from './context.ts'
import { REPLY_TIMEOUT } from './dialogue.ts'
import { isEcho } from './echoes.ts'
import type { Entry } from './entry.ts'
import type { Link } from './link.ts'
import { type Counted, countLabel, type ProtocolStatistics } from './statistics.ts'

/** Requests that may be outstanding per protocol. */
const MAX_WAITING = 4096
/** Reads the message as from the client: below transport nobody is one until a request is seen. */
const SIDE = 'client'

type Waiting = {
  message: unknown
  bytes: Uint8Array
  from: Party
  to: Party
  at: number
  frame: number
  sender: Side
}

/** Where notices like one are looked for, and who sends them. */
export type Channel = {
  readonly key: number
  readonly sender: readonly [number, number, number]
  readonly binding: number
}
type Lesson = Channel & Counted

/** Who asked is the client; of a message that nobody asked for, who sent it is the one it speaks of, unless it says else. */
function endsOf(asked: Waiting | null, reply: Waiting | null): readonly [Party, Party] {
  if (asked) return [asked.from, reply ? reply.from : asked.to]
  const { from, to, sender } = reply!
  return sender === 'client' ? [from, to] : [to, from]
}

export class Exchange {
  readonly #context: Context
  readonly #dissector: Dissector
  readonly #session: Session<unknown>
  /** By asker and pair, oldest first. */
  readonly #waiting = new Map<string, Waiting>()

  constructor(context: Context, dissector: Dissector) {
    this.#context = context
    this.#dissector = dissector
    this.#session = dissector.session()
  }

  /** Made by the first message, so that protocols nobody spoke are not listed. */
  get #statistics(): ProtocolStatistics {
    return this.#context.statistics.of(this.#dissector.name)
  }

  /** One message, its bytes already copied. `channel` is where its like will be looked for, null when nowhere. */
  message(bytes: Uint8Array, from: Party, to: Party, at: number, frame: number, channel: Channel | null): void {
    const statistics = this.#statistics
    statistics.packets++
    const parsed = this.#dissector.parse(bytes, SIDE)
    if (parsed.kind !== 'message') {
      const protocol = this.#dissector.name
      const fault = parsed.kind === 'malformed' ? parsed.code : `${protocol}.cut-datagram`
      statistics.malformed++
      statistics.fault(fault)
      const ends = { client: from, server: to, protocol, sender: SIDE } as const
      this.#context.troubles.note({ code: 'message.malformed', ...ends, fault, at, frame })
      return
    }
    statistics.messages++
    for (const { code: fault } of parsed.oddities) {
      statistics.fault(fault)
      const ends = { client: from, server: to, protocol: this.#dissector.name, sender: SIDE } as const
      this.#context.troubles.note({ code: 'message.odd', ...ends, fault, at, frame })
    }
    const { message } = parsed
    const label = this.#dissector.label(message, SIDE)
    const counted = countLabel(statistics, label)
    const here: Waiting = { message, bytes, from, to, at, frame, sender: label.sender ?? 'server' }
    if (label.role === 'request') return this.#ask(keyOf(from, label.pair, to), here)
    const asked = label.role === 'reply' ? this.#asked(from, to, label.pair) : undefined
    const clean = parsed.oddities.length === 0 && parsed.size === bytes.length && label.role === 'notice'
    this.#record(asked ?? null, here, clean && channel ? { ...channel, ...counted } : null)
  }

  /** The request that a reply answers: put to its sender, or to a group or link where anybody might answer. */
  #asked(from: Party, to: Party, pair: number): Waiting | undefined {
    for (const key of [keyOf(to, pair, from), keyOf(to, pair, null)]) {
      const asked = this.#waiting.get(key)
      this.#waiting.delete(key)
      if (asked) return asked
    }
    return undefined
  }

  #ask(key: string, asked: Waiting): void {
    const before = this.#waiting.get(key)
    if (before) this.#expire(key, before)
    if (this.#waiting.size >= MAX_WAITING) {
      const [oldest] = this.#waiting
      if (oldest) this.#expire(...oldest)
    }
    this.#waiting.set(key, asked)
  }

  #expire(key: string, asked: Waiting): void {
    this.#waiting.delete(key)
    this.#record(asked, null, null)
  }

  #record(asked: Waiting | null, reply: Waiting | null, lesson: Lesson | null): void {
    const meaning = this.#session.interpret(asked?.message ?? null, reply?.message ?? null)
    const first = asked ?? reply!
    const [client, server] = endsOf(asked, reply)
    const name = this.#dissector.name
    for (const claim of meaning.claims) {
      const party = claim.of ?? (claim.about === 'client' ? client : server)
      this.#context.claim(party, claim, name, first.at, first.frame)
    }
    const { operation, more = [] } = meaning
    if (!operation) return
    const entry = this.#add(operation, meaning.repeatable, asked, reply, this.#linkOf(client, server))
    for (const further of more) this.#add(further, meaning.repeatable, asked, reply, entry.link)
    if (lesson && reply && entry.known) this.#learn(lesson, entry, meaning, reply.bytes)
  }

  #linkOf(client: Party, server: Party): Link {
    return this.#context.links.of(client, server, this.#dissector.name, 0, this.#statistics)
  }

  #add(operation: Operation, repeatable: boolean, asked: Waiting | null, reply: Waiting | null, link: Link): Entry {
    const first = asked ?? reply!
    return this.#context.rollup.add(link, {
      operation,
      request: asked?.bytes ?? null,
      reply: reply?.bytes ?? null,
      at: first.at,
      latency: asked && reply ? reply.at - asked.at : -1,
      bytes: (asked?.bytes.length ?? 0) + (reply?.bytes.length ?? 0),
      frame: first.frame,
      repeatable,
    })
  }

  #learn({ key, sender, binding, functions, errors }: Lesson, entry: Entry, meaning: Meaning, bytes: Uint8Array): void {
    if (!this.#context.repeat || !isEcho(meaning) || entry.dead || !entry.alike(meaning.operation?.items ?? [])) return
    const echo = { entry, statistics: this.#statistics, functions, errors, sender, binding }
    this.#context.echoes.learn(key, echo, bytes, meaning.varies ?? [])
  }

  tick(now: number): void {
    for (const [key, asked] of this.#waiting) {
      if (now - asked.at <= REPLY_TIMEOUT) return
      this.#expire(key, asked)
    }
  }

  close(): void {
    for (const [key, asked] of this.#waiting) this.#expire(key, asked)
  }
}

const nameOf = (party: Party): string => party.ip || party.mac

/** A sweep may number all its requests alike: whom it asks tells them apart, where it asks one host. */
const keyOf = (asker: Party, pair: number, asked: Party | null): string =>
  `${nameOf(asker)} ${pair} ${asked && !isGroup(asked.ip) ? asked.ip : ''}`

/** Multicast and broadcast; an IPv4 address that ends in 255 is nearly always one. */
const isGroup = (ip: string): boolean => /^(ff|22[4-9]\.|23\d\.|2[45]\d\.)|\.255$/.test(ip)
