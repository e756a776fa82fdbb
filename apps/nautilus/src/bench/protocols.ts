// What each protocol costs on the clear path: its own conversations, again and again, through parse, label and interpret.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Side } from '@nautilus/model'
import { type Dissector, protocols, type Session } from '@nautilus/protocols'

export type Cost = {
  readonly title: string
  readonly conversations: number
  /** Different messages that were replayed. */
  readonly messages: number
  /** On average, nanoseconds. */
  readonly perMessage: number
}

type Chunk = { readonly from: Side; readonly bytes: Uint8Array }
type Conversation = { readonly datagram: boolean; readonly chunks: readonly Chunk[] }

const WARM_UP = 100 // milliseconds
const MEASURED = 200

/** In this process, the costliest first. */
export function protocolCosts(clock: () => number): Cost[] {
  return protocols.map(dissector => costOf(dissector, clock)).sort((a, b) => b.perMessage - a.perMessage)
}

function costOf(dissector: Dissector, clock: () => number): Cost {
  const conversations = conversationsOf(dissector)
  const once = () => conversations.reduce((sum, conversation) => sum + replay(dissector, conversation), 0)
  const messages = once()
  repeated(once, WARM_UP, clock)
  const { milliseconds, total } = repeated(once, MEASURED, clock)
  const perMessage = total > 0 ? (milliseconds * 1e6) / total : 0
  return { title: dissector.title, conversations: conversations.length, messages, perMessage }
}

function repeated(once: () => number, least: number, clock: () => number): { milliseconds: number; total: number } {
  const began = clock()
  let total = 0
  let milliseconds = 0
  do {
    total += once()
    milliseconds = clock() - began
  } while (milliseconds < least && total > 0)
  return { milliseconds, total }
}

function conversationsOf({ name }: Dissector): Conversation[] {
  const folder = new URL(`./${name}/captures/`, import.meta.resolve('@nautilus/protocols'))
  return readdirSync(folder)
    .filter(file => file.endsWith('.hex'))
    .map(file => readFileSync(fileURLToPath(new URL(file, folder)), 'utf8').split('\n'))
    .filter(lines => !lines.includes('@ not ours'))
    .map(lines => ({ datagram: lines.includes('@ datagram'), chunks: lines.flatMap(chunkOf) }))
}

function chunkOf(line: string): Chunk[] {
  if (line[0] !== '>' && line[0] !== '<') return []
  const bytes = Uint8Array.from(Buffer.from(line.slice(1).replace(/#.*/, '').replaceAll(/\s/g, ''), 'hex'))
  return [{ from: line[0] === '>' ? 'client' : 'server', bytes }]
}

/** How many messages were understood. */
function replay(dissector: Dissector, { datagram, chunks }: Conversation): number {
  const replaying = new Replay(dissector)
  const held: Record<Side, Uint8Array> = { client: new Uint8Array(), server: new Uint8Array() }
  for (const { from, bytes } of chunks) {
    const before = held[from]
    const rest = replaying.take(before.length > 0 ? joined(before, bytes) : bytes, from)
    held[from] = datagram ? rest.subarray(0, 0) : rest
  }
  return replaying.messages
}

function joined(before: Uint8Array, bytes: Uint8Array): Uint8Array {
  const both = new Uint8Array(before.length + bytes.length)
  both.set(before)
  both.set(bytes, before.length)
  return both
}

class Replay {
  messages = 0
  readonly #dissector: Dissector
  readonly #session: Session<unknown>
  readonly #asked = new Map<number, unknown>()

  constructor(dissector: Dissector) {
    this.#dissector = dissector
    this.#session = dissector.session()
  }

  /** What is left when no further message is whole. */
  take(bytes: Uint8Array, from: Side): Uint8Array {
    let rest = bytes
    while (rest.length > 0) {
      const parsed = this.#dissector.parse(rest, from)
      if (parsed.kind !== 'message') break
      rest = rest.subarray(parsed.size + (parsed.skip ?? 0))
      this.messages++
      const whole = this.#session.join ? this.#session.join(parsed.message, from) : parsed
      if (whole) this.#mean(whole.message, from)
    }
    return rest
  }

  #mean(message: unknown, from: Side): void {
    const { role, pair } = this.#dissector.label(message, from)
    if (role === 'request') this.#asked.set(pair, message)
    else this.#session.interpret(role === 'reply' ? (this.#asked.get(pair) ?? null) : null, message)
  }
}
