import { mix } from './addresses.ts'
import { type Frame, LINK, TCP, UDP } from './frame.ts'

/** Two mirrored copies of a frame come within this, microseconds; a retransmission comes later and has a new IP id. */
export const DUPLICATE_WINDOW = 5_000
const PLACES = 8192
/** Bytes of a frame without IP that are compared. */
const COMPARED = 96

/**
 * Recognises a frame that a SPAN session mirrored twice. An IP packet is known by addresses, ports, identification,
 * transport checksum, sequence numbers and length, 64 bits of hash of them: a copy that a router or a VLAN rewrote on
 * the way is still the same packet.
 */
export class Duplicates {
  readonly #one = new Int32Array(PLACES)
  readonly #two = new Int32Array(PLACES)
  readonly #at = new Float64Array(PLACES).fill(-1e18)
  count = 0

  /** @param hash of the flow, where there is one */
  seen(frame: Frame, hash: number): boolean {
    if (frame.kind !== TCP && frame.kind !== UDP) return this.#seenOther(frame)
    const mark = (frame.identification << 16) | frame.checksum
    const one = mix(hash ^ frame.sequence, mark)
    const two = (Math.imul(frame.acknowledged ^ mark, 0x9e3779b1) + (frame.dataLength << 8) + frame.source + frame.flags) | 0
    return this.#known(one, two, frame.at)
  }

  #known(one: number, two: number, at: number): boolean {
    const place = one & (PLACES - 1)
    const since = at - this.#at[place]!
    const same = this.#one[place] === one && this.#two[place] === two && since <= DUPLICATE_WINDOW && since >= 0
    this.#one[place] = one
    this.#two[place] = two
    this.#at[place] = at
    if (same) this.count++
    return same
  }

  #seenOther(frame: Frame): boolean {
    const { bytes } = frame.slab
    const start = frame.kind === LINK && frame.macs >= 0 ? frame.macs : frame.dataStart
    const end = Math.min(frame.dataEnd, start + COMPARED)
    let one = (frame.source ^ frame.identification) | 0
    let two = (frame.destination + frame.dataEnd - frame.dataStart) | 0
    for (let at = start; at < end; at++) {
      one = Math.imul(one ^ bytes[at]!, 0x01000193)
      two = (Math.imul(two, 31) + bytes[at]!) | 0
    }
    return this.#known(mix(one, two), two, frame.at)
  }
}
