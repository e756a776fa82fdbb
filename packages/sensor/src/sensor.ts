// The packet path: frames in, activity and sightings out. Nothing here allocates for a packet that only repeats.
import {
  Decoder,
  Duplicates,
  FlowTable,
  type Frame,
  HEARD_0,
  HEARD_1,
  IP_OTHER,
  LINK,
  type RecordSink,
  type Slab,
  type StreamSink,
  Streams,
  TCP,
  textOfV4,
  UDP,
} from '@nautilus/capture'
import type { Batch, Claim, Party } from '@nautilus/model'
import { type Dissector, protocols } from '@nautilus/protocols'
import { Below } from './below.ts'
import { Bindings } from './bindings.ts'
import { Connections } from './connections.ts'
import type { Context } from './context.ts'
import { Echoes } from './echoes.ts'
import { Flows } from './flow-states.ts'
import { Links } from './link.ts'
import { noticesOf } from './notices.ts'
import { noteRefusal } from './refusals.ts'
import { FULL, Rollup } from './rollup.ts'
import { Sight } from './sight.ts'
import { Sightings } from './sightings.ts'
import { Statistics } from './statistics.ts'
import { Troubles } from './troubles.ts'
import { Unrecognised } from './unrecognised.ts'

/** Microseconds of capture time between looks at what has become old. */
const TICK = 5e6
/** Microseconds after which claims and bindings that go on are told again. */
const RETELL = 60e6

const TCP_PROTOCOL = 6

export type SensorOptions = {
  readonly onBatch: (batch: Batch) => void
  /** False sends everything down the clear path. */
  readonly repeat?: boolean
  /** The protocols to look for; all by default. */
  readonly dissectors?: readonly Dissector[]
}

export class Sensor implements RecordSink, StreamSink {
  packets = 0
  /** On the wire, not as captured. */
  bytes = 0
  first = 0
  last = 0
  readonly decoder = new Decoder()
  readonly duplicates = new Duplicates()
  readonly table = new FlowTable()
  readonly streams = new Streams(this.table, this)
  readonly statistics = new Statistics()
  readonly rollup = new Rollup()
  readonly bindings = new Bindings()
  readonly sightings = new Sightings()
  readonly unrecognised = new Unrecognised()
  readonly troubles = new Troubles()
  readonly sight = new Sight()
  /** Link types met that are not read, with the number of interfaces. */
  readonly unreadLinks = new Map<number, number>()
  unread = 0
  readonly flows: Flows
  readonly connections: Connections
  readonly #below: Below
  readonly #onBatch: (batch: Batch) => void
  #nextTick = 0
  #nextRetell = 0
  #batchFrom = 0

  constructor({ onBatch, repeat = true, dissectors = protocols }: SensorOptions) {
    this.#onBatch = onBatch
    const context: Context = {
      statistics: this.statistics,
      rollup: this.rollup,
      links: new Links(),
      echoes: new Echoes(this.rollup),
      unrecognised: this.unrecognised,
      troubles: this.troubles,
      repeat,
      conversations: 0,
      held: 0,
      claim: (party, claim, source, at, frame) => this.#claim(party, claim, source, at, frame),
    }
    this.rollup.onFull = () => this.#send(false)
    this.flows = new Flows(context, this.table, dissectors, (version, address) => this.#textOf(version, address))
    this.connections = new Connections(this.table, this.streams, this.flows.speakers)
    this.flows.onEnd = flow => this.connections.end(flow)
    this.#below = new Below(context, dissectors)
    this.table.onRelease = flow => {
      // What waits behind a loss is the last that will come of this flow.
      this.streams.flush(flow, this.decoder.frame)
      this.flows.release(flow, this.last, false)
      this.streams.forget(flow)
      this.#over(flow)
    }
  }

  record(slab: Slab, start: number, captured: number, original: number, at: number, link: number): void {
    this.packets++
    this.bytes += original
    if (this.packets === 1) this.#begin(at)
    if (at >= this.last) this.last = at
    else this.sight.earlier(this.last - at)
    if (at >= this.#nextTick) this.#tick(at)
    const frame = this.decoder.decode(slab, start, captured, at, link, original)
    frame.number = this.packets
    if (frame.kind === TCP || frame.kind === UDP) this.#transport(frame)
    else if (frame.kind === LINK || frame.kind === IP_OTHER) this.#lower(frame)
    else if (link < 0) this.unread++
    else this.#only(frame)
  }

  #claim(party: Party, claim: Claim, source: string, at: number, frame: number): void {
    this.sightings.claim(party, claim, source, at, frame)
    if (this.sightings.waiting >= FULL) this.#send(false)
  }

  #begin(at: number): void {
    this.first = at
    this.last = at
    this.#batchFrom = at
    this.connections.begin(at)
    this.#nextTick = at + TICK
    this.#nextRetell = at + RETELL
  }

  unsupported(linkType: number): void {
    this.unreadLinks.set(linkType, (this.unreadLinks.get(linkType) ?? 0) + 1)
  }

  #transport(frame: Frame): void {
    const { table } = this
    const flow = table.find(frame)
    if (this.duplicates.seen(frame, table.lastHash)) return
    const { direction } = table
    const side = 2 * flow + direction
    const binding = this.flows.bindingOf(side)
    if (this.bindings.isOf(binding, frame)) {
      if (frame.vlan > 0) this.#tag(frame, binding)
      this.bindings.seen(binding, frame.at)
    } else this.#bind(frame, side)
    if (frame.kind === TCP) this.streams.segment(flow, direction, frame)
    else if (frame.dataEnd > frame.dataStart) {
      this.flows.datagram(flow, direction, frame.slab, frame.dataStart, frame.dataEnd, frame)
    }
    // Counted last: a segment that opens another connection belongs to that one.
    table.last[flow] = frame.at
    table.packets[side]!++
    table.bytes[side]! += frame.dataLength
    table.state[flow]! |= direction === 0 ? HEARD_0 : HEARD_1
  }

  #bind(frame: Frame, side: number): void {
    const number = this.bindings.of(frame, this.#textOf(frame.version, frame.source), this.packets)
    this.#look(frame, number)
    this.bindings.seen(number, frame.at)
    this.flows.setBinding(side, number)
  }

  /** What is new may come from a VLAN that was not heard yet. */
  #look(frame: Frame, binding: number): void {
    this.sight.look(frame)
    this.#tag(frame, binding)
  }

  #tag(frame: Frame, binding: number): void {
    if (!this.bindings.isTaggedAnew(binding, frame.vlan, frame.at)) return
    this.bindings.tag(binding, frame, this.packets, this.sightings)
    if (this.sightings.waiting >= FULL) this.#send(false)
  }

  /** A flow is over: was only one side of it heard? */
  #over(flow: number): void {
    const { table } = this
    if (table.protocolOf(flow) !== TCP_PROTOCOL) return
    const heard = table.state[flow]! & (HEARD_0 | HEARD_1)
    this.sight.connection(table.bytes[2 * flow]!, table.bytes[2 * flow + 1]!, heard === (HEARD_0 | HEARD_1))
  }

  /** A fragment, or a frame that carries nothing: who sent it is there all the same. */
  #only(frame: Frame): void {
    if (frame.sourceMac < 0) return
    const from = frame.version > 0 ? this.#textOf(frame.version, frame.source) : ''
    this.bindings.seen(this.bindings.of(frame, from, this.packets), frame.at)
  }

  /** What has no ports: link-layer protocols, ICMP and whatever else rides on IP. */
  #lower(frame: Frame): void {
    if (this.duplicates.seen(frame, 0)) return
    if (frame.kind === LINK && this.#below.repeats(frame, this.bindings)) return
    const onIp = frame.kind === IP_OTHER
    if (onIp) noteRefusal(frame, this.table, this.decoder)
    const from = onIp ? this.#textOf(frame.version, frame.source) : ''
    const binding = this.bindings.of(frame, from, this.packets)
    this.#look(frame, binding)
    this.bindings.seen(binding, frame.at)
    const to = onIp ? this.#textOf(frame.version, frame.destination) : ''
    const sender: Party = this.bindings.party(binding) ?? { mac: '', ip: from }
    this.#below.message(frame, binding, sender, to)
  }

  #textOf(version: number, address: number): string {
    const text = version === 4 ? textOfV4(address) : this.decoder.addresses.text(address)
    return text === '0.0.0.0' || text === '::' ? '' : text
  }

  data(flow: number, direction: number, frame: Frame, slab: Slab, start: number, end: number): number {
    return this.flows.stream(flow, direction, slab, start, end, frame)
  }

  gap(flow: number, direction: number): void {
    this.flows.gap(flow, direction)
  }

  closed(flow: number): void {
    this.flows.release(flow, this.last, false)
    this.table.restart(flow, this.decoder.frame)
  }

  conflict(flow: number, direction: number, frame: Frame): void {
    this.flows.conflict(flow, direction, frame)
  }

  #tick(at: number): void {
    this.sight.silent(at - (this.#nextTick - TICK))
    this.#nextTick = at + TICK
    this.flows.tick(this.last)
    this.connections.tick(this.last)
    this.#below.tick(this.last)
    this.rollup.tick(this.last)
    if (at >= this.#nextRetell) {
      this.#nextRetell = at + RETELL
      this.bindings.tell(this.sightings)
      this.sightings.repeat()
    }
    const { waiting } = this.connections
    if (this.rollup.waiting + this.sightings.waiting >= FULL || waiting > 0 || at - this.#batchFrom >= RETELL)
      this.#send(false)
  }

  #send(final: boolean): void {
    const batch: Batch = {
      from: this.#batchFrom,
      to: this.last,
      activities: this.rollup.collect(),
      connections: this.connections.collect(),
      sightings: this.sightings.collect(),
      notices: [...this.troubles.collect(), ...this.connections.notices(), ...(final ? noticesOf(this) : [])],
    }
    this.#batchFrom = this.last
    this.#onBatch(batch)
  }

  /** Somebody did something that changes a device, and nobody was told yet. */
  get isUrgent(): boolean {
    return this.rollup.isUrgent
  }

  /** On a live interface: sends what is ready, instead of waiting for more. */
  tell(): void {
    const { rollup, sightings, connections } = this
    if (rollup.waiting + sightings.waiting + connections.waiting > 0) this.#send(false)
  }

  /** The capture is over: everything still open is closed and told. */
  finish(): void {
    for (let flow = 0; flow < this.table.end; flow++) {
      if (this.table.isLive(flow)) this.streams.flush(flow, this.decoder.frame)
    }
    for (let flow = 0; flow < this.table.end; flow++) if (this.table.isLive(flow)) this.#over(flow)
    this.flows.finish(this.last)
    this.connections.finish()
    this.#below.close()
    this.rollup.finish()
    this.bindings.tell(this.sightings)
    this.sightings.repeat()
    this.#send(true)
  }
}
