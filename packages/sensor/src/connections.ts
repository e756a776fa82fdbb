// Every TCP and UDP conversation, recognised or not: who with whom, how much, and whether anybody answered. All of it is
// read from the flow table when a flow ends and once an interval; a packet costs nothing here.
import type { FlowTable, Streams } from '@nautilus/capture'
import type { Connection, Notice } from '@nautilus/model'
import { ConnectionRows } from './connection-rows.ts'
import { stateOf } from './connection-state.ts'
import type { Speakers } from './speakers.ts'

/** Microseconds that a row covers at most. */
const INTERVAL = 60e6
/** A connection younger than this (µs) that nobody has answered may still be: it is told in the next interval. */
const PATIENCE = 3e6
const TCP_PROTOCOL = 6

export class Connections {
  readonly #table: FlowTable
  readonly #streams: Streams
  readonly #speakers: Speakers
  readonly #rows = new ConnectionRows()
  #next = 0
  /** By flow: until when it was told, 0 when nothing was; and by direction, what was. */
  #until = new Float64Array(0)
  #packets = new Uint32Array(0)
  #bytes = new Float64Array(0)

  constructor(table: FlowTable, streams: Streams, speakers: Speakers) {
    this.#table = table
    this.#streams = streams
    this.#speakers = speakers
  }

  /** The capture begins. */
  begin(at: number): void {
    this.#next = at + INTERVAL
  }

  /** The flow is over: its number, or its addresses and ports, may serve another connection. */
  end(flow: number): void {
    this.#tell(flow, Number.POSITIVE_INFINITY)
    if (flow < this.#until.length) this.#forget(flow)
  }

  #forget(flow: number): void {
    this.#until[flow] = 0
    this.#packets.fill(0, 2 * flow, 2 * flow + 2)
    this.#bytes.fill(0, 2 * flow, 2 * flow + 2)
  }

  /** Tells the interval when it is over. */
  tick(now: number): void {
    if (now < this.#next) return
    this.#next = now + INTERVAL
    for (let flow = 0; flow < this.#table.end; flow++) if (this.#table.isLive(flow)) this.#tell(flow, now)
    this.#rows.flush()
  }

  /** All flows have ended. */
  finish(): void {
    this.#rows.flush()
  }

  get waiting(): number {
    return this.#rows.waiting
  }

  collect(): Connection[] {
    return this.#rows.collect()
  }

  notices(): Notice[] {
    return this.#rows.notices()
  }

  /** Adds what has come on a flow since it was last told. */
  #tell(flow: number, now: number): void {
    if (flow >= this.#until.length) this.#grow()
    const client = this.#speakers.clientOf(flow)
    const packets = this.#news(this.#table.packets, this.#packets, flow, client)
    if (packets.client + packets.server === 0) return
    const row = this.#rowOf(flow, client, packets)
    if (row.state === 'attempt' && now - this.#table.first[flow]! < PATIENCE) return
    this.#rows.add(row)
    this.#note(flow)
  }

  #news(all: Uint32Array | Float64Array, told: Uint32Array | Float64Array, flow: number, client: number) {
    const [mine, other] = [2 * flow + client, 2 * flow + 1 - client]
    return { client: all[mine]! - told[mine]!, server: all[other]! - told[other]! }
  }

  #rowOf(flow: number, client: number, packets: Connection['packets']): Connection {
    const table = this.#table
    const speakers = this.#speakers
    const until = this.#until[flow]!
    const transport = table.protocolOf(flow) === TCP_PROTOCOL ? 'tcp' : 'udp'
    return {
      first: until || table.first[flow]!,
      last: table.last[flow]!,
      client: speakers.partyOf(flow, client),
      server: speakers.partyOf(flow, 1 - client),
      transport,
      port: table.portOf(flow, 1 - client),
      protocol: speakers.protocolOf(flow),
      state: stateOf({
        tcp: transport === 'tcp',
        client,
        bits: table.state[flow]!,
        asked: { packets: table.packets[2 * flow + client]!, bytes: table.bytes[2 * flow + client]! },
        answered: { packets: table.packets[2 * flow + 1 - client]!, bytes: table.bytes[2 * flow + 1 - client]! },
        acknowledged: this.#streams.hasAcknowledged(flow, client),
        group: speakers.isGroup(flow),
      }),
      count: until > 0 ? 0 : 1,
      packets,
      bytes: this.#news(table.bytes, this.#bytes, flow, client),
      frame: table.frames[flow]!,
    }
  }

  #note(flow: number): void {
    const { last, packets, bytes } = this.#table
    this.#until[flow] = last[flow]!
    for (let side = 2 * flow; side < 2 * flow + 2; side++) {
      this.#packets[side] = packets[side]!
      this.#bytes[side] = bytes[side]!
    }
  }

  #grow(): void {
    const { capacity } = this.#table
    const [until, packets, bytes] = [this.#until, this.#packets, this.#bytes]
    this.#until = new Float64Array(capacity)
    this.#packets = new Uint32Array(2 * capacity)
    this.#bytes = new Float64Array(2 * capacity)
    this.#until.set(until)
    this.#packets.set(packets)
    this.#bytes.set(bytes)
  }
}
