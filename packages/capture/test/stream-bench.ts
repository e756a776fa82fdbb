// Two ends of a TCP connection on the table, and a sink that checks every byte it is given.
import { FlowTable, Frame, type Slab, type StreamSink, Streams, TCP } from '../src/index.ts'
import { slabWith } from './bytes.ts'

export const SYN = 2
export const ACK = 16
export const FIN = 1
export const RST = 4
export const PSH = 8

export type Sent = {
  direction?: number
  sequence: number
  data?: Uint8Array
  /** On the wire, when the capture cut it. */
  wire?: number
  flags?: number
  acknowledged?: number
  at?: number
}

export type Heard =
  | { kind: 'data'; direction: number; text: string }
  | { kind: 'gap'; direction: number; lost: number }
  | { kind: 'closed' }

/** How much a consumer uses of what it is offered. */
export type Appetite = (offered: Uint8Array, direction: number) => number

export class Bench implements StreamSink {
  readonly flows: FlowTable
  readonly streams: Streams
  readonly heard: Heard[] = []
  /** As the sink was told of them. */
  conflicts = 0
  /** What was used, per direction. */
  readonly used: [number[], number[]] = [[], []]
  appetite: Appetite = offered => offered.length
  onData: (direction: number, offered: Uint8Array, used: number) => void = () => {}
  onGap: (direction: number, lost: number) => void = () => {}

  constructor(most?: number) {
    this.flows = new FlowTable()
    this.streams = new Streams(this.flows, this, most)
    this.flows.onRelease = flow => this.streams.forget(flow)
  }

  data(_flow: number, direction: number, _frame: Frame, slab: Slab, start: number, end: number): number {
    const offered = slab.bytes.slice(start, end)
    const used = this.appetite(offered, direction)
    this.heard.push({ kind: 'data', direction, text: Buffer.from(offered.subarray(0, used)).toString() })
    for (const byte of offered.subarray(0, used)) this.used[direction === 0 ? 0 : 1].push(byte)
    this.onData(direction, offered, used)
    return used
  }

  gap(_flow: number, direction: number, lost: number): void {
    this.heard.push({ kind: 'gap', direction, lost })
    this.onGap(direction, lost)
  }

  conflict(): void {
    this.conflicts++
  }

  closed(): void {
    this.heard.push({ kind: 'closed' })
  }

  /** Sends one segment of connection `number`; returns the flow. */
  send(sent: Sent, number = 0): number {
    const { direction = 0, data = new Uint8Array(0), flags = data.length > 0 ? ACK | PSH : ACK } = sent
    const frame = new Frame()
    frame.slab = slabWith(data, 5)
    frame.kind = TCP
    frame.at = sent.at ?? 1
    frame.version = 4
    frame.protocol = 6
    const ends = [1, 2]
    frame.source = ends[direction]!
    frame.destination = ends[1 - direction]!
    frame.sourcePort = direction === 0 ? number & 0xffff : 502 + (number >> 16)
    frame.destinationPort = direction === 0 ? 502 + (number >> 16) : number & 0xffff
    frame.sequence = sent.sequence | 0
    frame.acknowledged = (sent.acknowledged ?? 0) | 0
    // An acknowledgement that says nothing is not sent as one.
    frame.flags = sent.acknowledged === undefined ? flags & ~ACK : flags | ACK
    frame.dataStart = 5
    frame.dataEnd = 5 + data.length
    frame.dataLength = sent.wire ?? data.length
    const flow = this.flows.find(frame)
    this.streams.segment(flow, this.flows.direction, frame)
    return flow
  }

  text(direction: number): string {
    return String.fromCharCode(...this.used[direction === 0 ? 0 : 1])
  }

  get gaps(): number[] {
    return this.heard.flatMap(h => (h.kind === 'gap' ? [h.lost] : []))
  }
}
