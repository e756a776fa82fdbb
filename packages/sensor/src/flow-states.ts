// What the sensor keeps per flow beyond its counters: the search for its protocol, then its conversation.
import { CLOSED, type FlowTable, Frame, OPENED_BY_0, OPENED_BY_1, type Slab } from '@nautilus/capture'
import type { Dissector } from '@nautilus/protocols'
import type { Context } from './context.ts'
import { Conversation } from './conversation.ts'
import { Probe, type Verdict } from './probe.ts'
import { Speakers } from './speakers.ts'

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
  readonly speakers: Speakers
  /** Told when a flow ends, while it is still known who spoke what. */
  onEnd: (flow: number) => void = () => {}
  readonly #context: Context
  readonly #table: FlowTable
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
    this.speakers = new Speakers(table, textOf, flow => {
      const state = this.#states[flow]
      return state instanceof Conversation ? state : null
    })
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
      if (state.foreign) this.#leave(flow, state, direction, frame)
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
  #leave(flow: number, conversation: Conversation, direction: number, { at, number: frame }: Frame): void {
    conversation.close(at, false)
    this.#states[flow] = null
    const { client, server, protocol } = conversation.link
    const sender = direction === conversation.clientDirection ? 'client' : 'server'
    this.#context.troubles.note({ code: 'protocol.lost', client, server, protocol, sender, at, frame })
  }

  /** A segment of this flow says other than one before it. */
  conflict(flow: number, direction: number, { at, number: frame }: Frame): void {
    const { speakers } = this
    const asker = speakers.clientOf(flow)
    const [client, server] = [speakers.partyOf(flow, asker), speakers.partyOf(flow, 1 - asker)]
    const sender = direction === asker ? 'client' : 'server'
    const protocol = speakers.protocolOf(flow)
    this.#context.troubles.note({ code: 'tcp.conflict', client, server, protocol, sender, at, frame })
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
    const client = this.speakers.partyOf(flow, clientDirection)
    const server = this.speakers.partyOf(flow, 1 - clientDirection)
    const port = this.#table.portOf(flow, 1 - clientDirection)
    const statistics = this.#context.statistics.of(dissector.name)
    return this.#context.links.of(client, server, dissector.name, port, statistics)
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
    this.onEnd(flow)
    this.#states[flow] = null
    if (2 * flow < this.#bindings.length) this.#bindings.fill(0, 2 * flow, 2 * flow + 2)
  }

  /** What was held of a flow that nobody recognised tells what it looks like. */
  #look(flow: number, { held }: Probe): void {
    const service = this.#serviceOf(flow)
    for (const { slab } of held) this.#context.unrecognised.look(service, slab.bytes, 0, slab.bytes.length)
  }

  #serviceOf(flow: number): string {
    return `${this.#isTcp(flow) ? 'tcp' : 'udp'}/${this.#table.portOf(flow, this.speakers.serverOf(flow))}`
  }

  #count(flow: number): void {
    const { packets, bytes } = this.#table
    const server = 2 * flow + this.speakers.serverOf(flow)
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
