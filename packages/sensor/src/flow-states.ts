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

/** Packets of a flow given up that are still looked at, to tell what it is like. */
const LOOKS = 8

/** A flow given up, while it is still looked at. */
class Stranger {
  looks = 0
}

/** `null`: nothing known yet. `unknown`: given up. */
type State = null | Probe | Conversation | Stranger | 'unknown'

export class Flows {
  readonly #context: Context
  readonly #table: FlowTable
  readonly #textOf: (version: number, address: number) => string
  readonly #tcp: readonly Dissector[]
  readonly #udp: readonly Dissector[]
  readonly #states: State[] = []
  #bindings = new Int32Array(0)

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
    if (state === 'unknown') return end - start
    if (state instanceof Stranger) return this.#watch(flow, state, slab, start, end)
    return this.#probe(flow, state, direction, slab, start, end, frame)
  }

  datagram(flow: number, direction: number, slab: Slab, start: number, end: number, frame: Frame): void {
    const state = this.#states[flow] ?? null
    if (state instanceof Conversation) state.datagram(direction, slab, start, end, frame)
    else if (state instanceof Stranger) this.#watch(flow, state, slab, start, end)
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
    if (verdict === 'unknown') {
      this.#look(flow, probe)
      this.#watch(flow, new Stranger(), slab, start, end)
    } else if (verdict === 'undecided') {
      this.#states[flow] = probe
      probe.keep(direction, slab, start, end, frame)
    } else {
      const conversation = this.#begin(flow, verdict, probe)
      if (this.#isTcp(flow)) return conversation.stream(direction, slab, start, end, frame)
      conversation.datagram(direction, slab, start, end, frame)
    }
    return end - start
  }

  #watch(flow: number, stranger: Stranger, slab: Slab, start: number, end: number): number {
    this.#context.unrecognised.look(this.#serviceOf(flow), slab.bytes, start, end)
    this.#states[flow] = ++stranger.looks < LOOKS ? stranger : 'unknown'
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
    else {
      if (settled instanceof Probe) this.#look(flow, settled)
      this.#count(flow)
    }
    this.#states[flow] = null
    if (2 * flow < this.#bindings.length) this.#bindings.fill(0, 2 * flow, 2 * flow + 2)
  }

  /** What was held of a flow that nobody recognised tells what it looks like. */
  #look(flow: number, { held }: Probe): void {
    const service = this.#serviceOf(flow)
    for (const { slab } of held) this.#context.unrecognised.look(service, slab.bytes, 0, slab.bytes.length)
  }

  /** The side that sends from the likely server's port: the one that did not open the connection, else the lower port. */
  #serverOf(flow: number): number {
    const opened = this.#table.state[flow]!
    if ((opened & OPENED_BY_0) !== 0) return 1
    if ((opened & OPENED_BY_1) !== 0) return 0
    return this.#table.portOf(flow, 0) <= this.#table.portOf(flow, 1) ? 0 : 1
  }

  #serviceOf(flow: number): string {
    return `${this.#isTcp(flow) ? 'tcp' : 'udp'}/${this.#table.portOf(flow, this.#serverOf(flow))}`
  }

  #count(flow: number): void {
    const { packets, bytes } = this.#table
    const server = 2 * flow + this.#serverOf(flow)
    const client = server ^ 1
    if (bytes[server]! + bytes[client]! === 0) return
    const service = this.#context.unrecognised.of(this.#serviceOf(flow))
    if (!service) return
    service.flows++
    service.toServer.packets += packets[client]!
    service.toServer.bytes += bytes[client]!
    service.toClient.packets += packets[server]!
    service.toClient.bytes += bytes[server]!
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
