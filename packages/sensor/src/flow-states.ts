// What the sensor keeps per flow beyond its counters: the search for its protocol, then its conversation.
import { CLOSED, type FlowTable, Frame, OPENED_BY_0, OPENED_BY_1, type Slab } from '@nautilus/capture'
import type { Party } from '@nautilus/model'
import type { Dissector } from '@nautilus/protocols'
import type { Context } from './context.ts'
import { Conversation } from './conversation.ts'
import { Probe, type Verdict } from './probe.ts'

/** Microseconds without a packet after which a flow is forgotten. */
const IDLE_TCP = 3600e6
const IDLE_UDP = 180e6
const IDLE_CLOSED = 10e6
const TCP_PROTOCOL = 6
/** Services nobody here recognises that are kept apart in the report. */
const MAX_UNRECOGNISED = 4096

/** `null`: nothing known yet. `unknown`: given up. */
type State = null | Probe | Conversation | 'unknown'

export class Flows {
  readonly #context: Context
  readonly #table: FlowTable
  readonly #textOf: (version: number, address: number) => string
  readonly #tcp: readonly Dissector[]
  readonly #udp: readonly Dissector[]
  readonly #states: State[] = []
  #bindings = new Int32Array(0)
  /** Packets with payload of flows that nobody recognised, by `tcp/port` of the likely server. */
  readonly unrecognised = new Map<string, { packets: number; bytes: number; flows: number }>()

  constructor(
    context: Context,
    table: FlowTable,
    dissectors: readonly Dissector[],
    textOf: (version: number, address: number) => string,
  ) {
    this.#context = context
    this.#table = table
    this.#textOf = textOf
    this.#tcp = dissectors.filter(d => d.carriers.tcp)
    this.#udp = dissectors.filter(d => d.carriers.udp)
  }

  /** The binding of a flow's direction, -1 without. */
  bindingOf(side: number): number {
    return side < this.#bindings.length ? this.#bindings[side]! - 1 : -1
  }

  setBinding(side: number, binding: number): void {
    if (side >= this.#bindings.length) {
      const larger = new Int32Array(2 * this.#table.capacity)
      larger.set(this.#bindings)
      this.#bindings = larger
    }
    this.#bindings[side] = binding + 1
  }

  stream(flow: number, direction: number, slab: Slab, start: number, end: number, frame: Frame): number {
    const state = this.#states[flow] ?? null
    if (state instanceof Conversation) {
      const used = state.stream(direction, slab, start, end, frame)
      if (state.foreign) this.#leave(flow, state, frame.at)
      return used
    }
    return state === 'unknown' ? end - start : this.#probe(flow, state, direction, slab, start, end, frame)
  }

  datagram(flow: number, direction: number, slab: Slab, start: number, end: number, frame: Frame): void {
    const state = this.#states[flow] ?? null
    if (state instanceof Conversation) state.datagram(direction, slab, start, end, frame)
    else if (state !== 'unknown') this.#probe(flow, state, direction, slab, start, end, frame)
  }

  gap(flow: number, direction: number): void {
    const state = this.#states[flow]
    if (state instanceof Conversation) state.gap(direction)
  }

  /** What was this protocol is not any more: look anew. */
  #leave(flow: number, conversation: Conversation, at: number): void {
    conversation.close(at, false)
    this.#states[flow] = null
  }

  #probe(
    flow: number,
    known: Probe | null,
    direction: number,
    slab: Slab,
    start: number,
    end: number,
    frame: Frame,
  ): number {
    const probe = known ?? this.#newProbe(flow, direction)
    const verdict = probe.look(direction, slab, start, end)
    if (verdict === 'unknown') this.#states[flow] = 'unknown'
    else if (verdict === 'undecided') {
      this.#states[flow] = probe
      probe.keep(direction, slab, start, end, frame)
    } else {
      const conversation = this.#begin(flow, verdict, probe)
      if (this.#isTcp(flow)) return conversation.stream(direction, slab, start, end, frame)
      conversation.datagram(direction, slab, start, end, frame)
    }
    return end - start
  }

  #isTcp(flow: number): boolean {
    return this.#table.protocolOf(flow) === TCP_PROTOCOL
  }

  #newProbe(flow: number, direction: number): Probe {
    const table = this.#table
    const tcp = this.#isTcp(flow)
    const state = table.state[flow]!
    const opener = (state & OPENED_BY_0) !== 0 ? 0 : (state & OPENED_BY_1) !== 0 ? 1 : -1
    const candidates = {
      dissectors: tcp ? this.#tcp : this.#udp,
      portsOf: (d: Dissector) => (tcp ? d.carriers.tcp : d.carriers.udp) ?? [],
      ports: [table.portOf(flow, 0), table.portOf(flow, 1)] as const,
      opener,
    }
    return new Probe(candidates, direction)
  }

  #begin(flow: number, { dissector, clientDirection }: Verdict & object, probe: Probe): Conversation {
    const link = this.#linkOf(flow, dissector, clientDirection)
    const conversation = new Conversation(this.#context, dissector, link, clientDirection)
    this.#states[flow] = conversation
    this.#replay(flow, probe, conversation)
    return conversation
  }

  #linkOf(flow: number, dissector: Dissector, clientDirection: number) {
    const client = this.#party(flow, clientDirection)
    const server = this.#party(flow, 1 - clientDirection)
    const port = this.#table.portOf(flow, 1 - clientDirection)
    const statistics = this.#context.statistics.of(dissector.name)
    return this.#context.links.of(client, server, dissector.name, port, statistics)
  }

  /** Identity is by IP here; which MAC sends as that IP is told by bindings. */
  #party(flow: number, direction: number): Party {
    const table = this.#table
    return { mac: '', ip: this.#textOf(table.versionOf(flow), table.addressOf(flow, direction)) }
  }

  /** Gives the conversation what was held while it was being recognised, as it came. */
  #replay(flow: number, probe: Probe, conversation: Conversation): void {
    const tcp = this.#isTcp(flow)
    const rest: [Slab | null, Slab | null] = [null, null]
    const when = new Frame()
    for (const { direction, slab, at, frame } of probe.held) {
      when.at = at
      when.number = frame
      if (!tcp) {
        conversation.datagram(direction, slab, 0, slab.bytes.length, when)
        continue
      }
      const side = direction === 0 ? 0 : 1
      const joined = join(rest[side], slab)
      const used = conversation.stream(direction, joined, 0, joined.bytes.length, when)
      rest[side] = used < joined.bytes.length ? sliced(joined, used) : null
    }
    for (const side of [0, 1] as const) if (rest[side]) conversation.carry(side, rest[side].bytes)
  }

  tick(now: number): void {
    const table = this.#table
    for (let flow = 0; flow < table.end; flow++) {
      if (!table.isLive(flow)) continue
      const state = this.#states[flow]
      if (state instanceof Conversation) state.tick(now)
      const idle = now - table.last[flow]!
      if (idle < IDLE_CLOSED) continue
      const closed = (table.state[flow]! & CLOSED) !== 0
      const limit = closed ? IDLE_CLOSED : this.#isTcp(flow) ? IDLE_TCP : IDLE_UDP
      if (idle >= limit) table.release(flow)
    }
  }

  /** The flow is over, or over for us. `cut`: because the capture ends. */
  release(flow: number, now: number, cut: boolean): void {
    const state = this.#states[flow] ?? null
    const verdict = state instanceof Probe ? state.settle() : 'unknown'
    const settled = state instanceof Probe && typeof verdict === 'object' ? this.#begin(flow, verdict, state) : state
    if (settled instanceof Conversation) settled.close(now, cut)
    else this.#count(flow)
    this.#states[flow] = null
    if (2 * flow < this.#bindings.length) this.#bindings.fill(0, 2 * flow, 2 * flow + 2)
  }

  #count(flow: number): void {
    const table = this.#table
    const bytes = table.bytes[2 * flow]! + table.bytes[2 * flow + 1]!
    if (bytes === 0) return
    const opener = (table.state[flow]! & OPENED_BY_0) !== 0 ? 0 : (table.state[flow]! & OPENED_BY_1) !== 0 ? 1 : -1
    const ports = [table.portOf(flow, 0), table.portOf(flow, 1)] as const
    const port = opener < 0 ? Math.min(...ports) : ports[opener === 0 ? 1 : 0]
    const key = `${table.protocolOf(flow) === TCP_PROTOCOL ? 'tcp' : 'udp'}/${port}`
    const known = this.unrecognised.get(key)
    const counts = known ?? { packets: 0, bytes: 0, flows: 0 }
    if (!known && this.unrecognised.size >= MAX_UNRECOGNISED) return
    counts.packets += table.packets[2 * flow]! + table.packets[2 * flow + 1]!
    counts.bytes += bytes
    counts.flows++
    this.unrecognised.set(key, counts)
  }

  finish(now: number): void {
    for (let flow = 0; flow < this.#table.end; flow++) if (this.#table.isLive(flow)) this.release(flow, now, true)
  }
}

function join(before: Slab | null, slab: Slab): Slab {
  if (!before) return slab
  return slabOf([before.bytes, slab.bytes])
}

const sliced = (slab: Slab, from: number): Slab => slabOf([slab.bytes.subarray(from)])

function slabOf(parts: readonly Uint8Array[]): Slab {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return { bytes, view: new DataView(bytes.buffer) }
}
