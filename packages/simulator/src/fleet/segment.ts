import { join, u16, u32 } from '../wire/bytes.ts'
import type { Address } from '../wire/ethernet.ts'
import { BODY_AT, folded, PROTOCOL, packetWithRoom, wordSum } from '../wire/ipv4.ts'
import { FLAG } from '../wire/tcp.ts'

/** Where what TCP carries starts in a frame without options. */
export const PAYLOAD_AT = BODY_AT + 20
const IP_AT = BODY_AT - 20
const SHORTEST = 60
const WINDOW = 8192
const SEGMENT_SIZE = join([2, 4], u16(1460))

export type FleetHost = Address & { packetId: number; ttl: number }

/**
 * One direction of a connection. What stays the same in every segment is written and summed once; this and the shared
 * frame are what makes the fleet fast.
 */
export class Direction {
  readonly #from: FleetHost
  readonly #template: Uint8Array
  readonly #ipSum: number
  readonly #tcpSum: number
  /** The sequence number of the next byte. */
  next: number

  constructor(from: FleetHost, to: FleetHost, ports: { from: number; to: number }, sequence: number) {
    this.#from = from
    this.next = sequence
    const packet = { from, to, ttl: from.ttl, id: 0, protocol: PROTOCOL.tcp, bodyLength: 20 }
    this.#template = packetWithRoom(packet).slice(0, PAYLOAD_AT)
    this.#template.fill(0, IP_AT + 2, IP_AT + 4)
    this.#template.fill(0, IP_AT + 10, IP_AT + 12)
    this.#template.set([...u16(ports.from), ...u16(ports.to), ...u32(0), ...u32(0), ...u16(0), ...u16(WINDOW)], BODY_AT)
    this.#ipSum = wordSum(this.#template, IP_AT, BODY_AT)
    this.#tcpSum = wordSum(this.#template, IP_AT + 12, PAYLOAD_AT, PROTOCOL.tcp)
  }

  /** Finishes the segment whose payload is in `frame` already, and returns the length of the frame. */
  write(frame: Uint8Array, flags: number, acknowledged: number, payloadLength: number): number {
    const length = this.#finish(frame, (5 << 12) | flags, acknowledged, payloadLength)
    this.next = (this.next + payloadLength) >>> 0
    return length
  }

  /** A SYN with the segment size as its option. */
  open(frame: Uint8Array, flags: number, acknowledged: number): number {
    frame.set(SEGMENT_SIZE, PAYLOAD_AT)
    const length = this.#finish(frame, (6 << 12) | FLAG.syn | flags, acknowledged, SEGMENT_SIZE.length)
    this.next = (this.next + 1) >>> 0
    return length
  }

  #finish(frame: Uint8Array, lengthAndFlags: number, acknowledged: number, rest: number): number {
    const end = PAYLOAD_AT + rest
    frame.set(this.#template)
    this.#finishIp(frame, 40 + rest)
    const { next } = this
    put32(frame, BODY_AT + 4, next)
    put32(frame, BODY_AT + 8, acknowledged)
    put16(frame, BODY_AT + 12, lengthAndFlags)
    const numbers = (next >>> 16) + (next & 0xffff) + (acknowledged >>> 16) + (acknowledged & 0xffff)
    const sum = this.#tcpSum + 20 + rest + numbers + lengthAndFlags
    put16(frame, BODY_AT + 16, folded(wordSum(frame, PAYLOAD_AT, end, sum)))
    for (let at = end; at < SHORTEST; at++) frame[at] = 0
    return Math.max(end, SHORTEST)
  }

  #finishIp(frame: Uint8Array, length: number): void {
    const from = this.#from
    from.packetId = (from.packetId + 1) & 0xffff
    put16(frame, IP_AT + 2, length)
    put16(frame, IP_AT + 4, from.packetId)
    put16(frame, IP_AT + 10, folded(this.#ipSum + length + from.packetId))
  }
}

export function put16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 8
  bytes[at + 1] = value
}

function put32(bytes: Uint8Array, at: number, value: number): void {
  put16(bytes, at, value >>> 16)
  put16(bytes, at + 2, value)
}
