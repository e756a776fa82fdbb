import { mix } from './addresses.ts'
import type { Frame } from './frame.ts'

/** Flows held at once. At 140 bytes each the table stays under 37 MB; beyond it the flow idle longest gives way. */
export const MAX_FLOWS = 262_144
const START = 1024
/** How many neighbours are looked at for the one to give up when the table is full. */
const CANDIDATES = 64

/** What has been seen of a flow. */
export const OPENED_BY_0 = 1 // a SYN without ACK from direction 0: it is the client
export const OPENED_BY_1 = 2
export const CLOSED = 4
export const HEARD_0 = 8
export const HEARD_1 = 16
export const ENDED_0 = 32
export const ENDED_1 = 64
export const ACCEPTED = 128 // a SYN was answered by SYN and ACK
export const RESET_0 = 256
export const RESET_1 = 512
export const PROBED_0 = 1024 // began with a TCP segment that opens nothing, from direction 0
export const PROBED_1 = 2048
export const UNREACHABLE = 4096 // an ICMP error said that it does not get through

/**
 * Flows by 5-tuple, both directions in one entry, in typed arrays with open addressing. A flow is a small number;
 * direction 0 is from its lower address and port to the higher. VLANs are left out on purpose: mirrors often tag the
 * two directions differently, and a conversation must not fall apart over that.
 */
export class FlowTable {
  #slots = new Int32Array(2 * START)
  #hash = new Int32Array(START)
  #ports = new Int32Array(START)
  #meta = new Int32Array(START)
  low = new Int32Array(START)
  high = new Int32Array(START)
  first = new Float64Array(START)
  last = new Float64Array(START)
  /** Number of the first frame. */
  frames = new Float64Array(START)
  state = new Uint16Array(START)
  packets = new Uint32Array(2 * START)
  bytes = new Float64Array(2 * START)
  #free: number[] = []
  #used = 0
  #hand = 0
  #peeking = false
  capacity = START
  count = 0
  created = 0
  evicted = 0
  /** Direction and hash of the frame last looked up. */
  direction = 0
  lastHash = 0
  /** Told before a flow is given up; its number will be used again. */
  onRelease: (flow: number) => void = () => {}
  readonly #most: number

  /** @param most flows held at once */
  constructor(most: number = MAX_FLOWS) {
    this.#most = most
  }

  /** The flow of a TCP or UDP frame, made when new. Sets `direction`. */
  find(frame: Frame): number {
    const { source, destination, sourcePort, destinationPort } = frame
    const forward = source < destination || (source === destination && sourcePort < destinationPort)
    const a = forward ? source : destination
    const b = forward ? destination : source
    const ports = forward ? (sourcePort << 16) | destinationPort : (destinationPort << 16) | sourcePort
    const meta = (frame.version << 8) | frame.protocol
    this.direction = forward ? 0 : 1
    const hash = mix(mix(a, Math.imul(b, 0x9e3779b1)), ports ^ (meta << 7))
    this.lastHash = hash
    const mask = this.#slots.length - 1
    let slot = hash & mask
    for (;;) {
      const flow = this.#slots[slot]! - 1
      if (flow < 0) return this.#peeking ? -1 : this.#add(frame, hash, a, b, ports, meta)
      if (this.#ports[flow] === ports && this.low[flow] === a && this.high[flow] === b && this.#meta[flow] === meta) {
        return flow
      }
      slot = (slot + 1) & mask
    }
  }

  /** The same without making one: -1 where there is none. */
  peek(frame: Frame): number {
    this.#peeking = true
    const flow = this.find(frame)
    this.#peeking = false
    return flow
  }

  #add(frame: Frame, hash: number, a: number, b: number, ports: number, meta: number): number {
    if (this.count >= this.#most) this.#giveUpOne()
    const flow = this.#free.pop() ?? this.#used++
    if (flow >= this.capacity) this.#grow()
    this.#hash[flow] = hash
    this.#ports[flow] = ports
    this.#meta[flow] = meta
    this.low[flow] = a
    this.high[flow] = b
    this.restart(flow, frame)
    this.#insert(flow)
    this.count++
    this.created++
    return flow
  }

  /** Another connection begins on the same addresses and ports: nothing of the one before counts for it. */
  restart(flow: number, frame: Frame): void {
    this.first[flow] = frame.at
    this.last[flow] = frame.at
    this.frames[flow] = frame.number
    this.state[flow] = 0
    this.packets.fill(0, 2 * flow, 2 * flow + 2)
    this.bytes.fill(0, 2 * flow, 2 * flow + 2)
  }

  #insert(flow: number): void {
    const mask = this.#slots.length - 1
    let slot = this.#hash[flow]! & mask
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask
    this.#slots[slot] = flow + 1
  }

  #grow(): void {
    const wide = <T extends Int32Array | Float64Array | Uint16Array | Uint32Array>(old: T, made: T): T => {
      made.set(old)
      return made
    }
    this.capacity *= 2
    const { capacity } = this
    this.#hash = wide(this.#hash, new Int32Array(capacity))
    this.#ports = wide(this.#ports, new Int32Array(capacity))
    this.#meta = wide(this.#meta, new Int32Array(capacity))
    this.low = wide(this.low, new Int32Array(capacity))
    this.high = wide(this.high, new Int32Array(capacity))
    this.first = wide(this.first, new Float64Array(capacity))
    this.last = wide(this.last, new Float64Array(capacity))
    this.frames = wide(this.frames, new Float64Array(capacity))
    this.state = wide(this.state, new Uint16Array(capacity))
    this.packets = wide(this.packets, new Uint32Array(2 * capacity))
    this.bytes = wide(this.bytes, new Float64Array(2 * capacity))
    const live = this.#slots.filter(slot => slot !== 0)
    this.#slots = new Int32Array(2 * capacity)
    for (const slot of live) this.#insert(slot - 1)
  }

  #giveUpOne(): void {
    let worst = -1
    for (let tried = 0; tried < CANDIDATES; ) {
      this.#hand = (this.#hand + 1) % this.#used
      if (this.#meta[this.#hand] === 0) continue
      tried++
      if (worst < 0 || this.last[this.#hand]! < this.last[worst]!) worst = this.#hand
    }
    this.evicted++
    this.release(worst)
  }

  /** Forgets a flow; entries behind it in the probe sequence move up. */
  release(flow: number): void {
    this.onRelease(flow)
    const slots = this.#slots
    const mask = slots.length - 1
    let hole = this.#hash[flow]! & mask
    while (slots[hole] !== flow + 1) hole = (hole + 1) & mask
    let slot = hole
    for (;;) {
      slot = (slot + 1) & mask
      const entry = slots[slot]!
      if (entry === 0) break
      const home = this.#hash[entry - 1]! & mask
      // Move the entry only if its home does not lie between the hole and where it is.
      if (((slot - home) & mask) >= ((slot - hole) & mask)) {
        slots[hole] = entry
        hole = slot
      }
    }
    slots[hole] = 0
    this.#meta[flow] = 0
    this.#free.push(flow)
    this.count--
  }

  isLive(flow: number): boolean {
    return this.#meta[flow] !== 0
  }

  /** One past the highest flow number ever used. */
  get end(): number {
    return this.#used
  }

  protocolOf(flow: number): number {
    return this.#meta[flow]! & 255
  }

  versionOf(flow: number): number {
    return this.#meta[flow]! >> 8
  }

  /** Address number and port of the side that sends in a direction. */
  addressOf(flow: number, direction: number): number {
    return direction === 0 ? this.low[flow]! : this.high[flow]!
  }

  portOf(flow: number, direction: number): number {
    return direction === 0 ? this.#ports[flow]! >>> 16 : this.#ports[flow]! & 0xffff
  }
}
