// Protocols below transport: one message per frame or packet, between parties rather than on a flow.
import type { Party } from '@nautilus/model'
import type { Dissector, Session } from '@nautilus/protocols'
import type { Context } from './context.ts'
import { REPLY_TIMEOUT } from './conversation.ts'
import type { ProtocolStatistics } from './statistics.ts'

/** Requests that may be outstanding per protocol. */
const MAX_WAITING = 4096
/** Reads the message as from the client: below transport nobody is one until a request is seen. */
const SIDE = 'client'

type Waiting = { message: unknown; bytes: Uint8Array; from: Party; to: Party; at: number; frame: number }

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

  /** One message, its bytes already copied. */
  message(bytes: Uint8Array, from: Party, to: Party, at: number, frame: number): void {
    const statistics = this.#statistics
    statistics.packets++
    const parsed = this.#dissector.parse(bytes, SIDE)
    if (parsed.kind !== 'message') {
      statistics.malformed++
      statistics.fault(parsed.kind === 'malformed' ? parsed.code : `${this.#dissector.name}.cut-datagram`)
      return
    }
    statistics.messages++
    for (const { code } of parsed.oddities) statistics.fault(code)
    const { message } = parsed
    const label = this.#dissector.label(message, SIDE)
    const counted = label.function ? statistics.function(label.function) : null
    const here: Waiting = { message, bytes, from, to, at, frame }
    if (label.role === 'request') {
      if (counted) counted.requests++
      return this.#ask(`${nameOf(from)} ${label.pair}`, here)
    }
    if (counted) {
      counted.replies++
      if (label.error) counted.errors++
    }
    const key = `${nameOf(to)} ${label.pair}`
    const asked = label.role === 'reply' ? this.#waiting.get(key) : undefined
    if (asked) this.#waiting.delete(key)
    this.#record(asked ?? null, here)
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
    this.#record(asked, null)
  }

  #record(asked: Waiting | null, reply: Waiting | null): void {
    const { operation, claims } = this.#session.interpret(asked?.message ?? null, reply?.message ?? null)
    const first = asked ?? reply!
    // Who asked is the client; of a message that nobody asked for, who sent it is the one it speaks of.
    const client = asked ? asked.from : reply!.to
    const server = reply ? reply.from : asked!.to
    const name = this.#dissector.name
    for (const claim of claims) {
      const party = claim.about === 'client' ? client : server
      this.#context.claim(party, claim, name, first.at, first.frame)
    }
    if (!operation) return
    const link = this.#context.links.of(client, server, name, 0, this.#statistics)
    this.#context.rollup.add(link, {
      operation,
      request: asked?.bytes ?? null,
      reply: reply?.bytes ?? null,
      at: first.at,
      latency: asked && reply ? reply.at - asked.at : -1,
      bytes: (asked?.bytes.length ?? 0) + (reply?.bytes.length ?? 0),
      frame: first.frame,
      repeatable: false,
    })
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
