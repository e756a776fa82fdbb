import { mix } from './addresses.ts'
import { type Frame, LINK, TCP, UDP } from './frame.ts'

/** Two mirrored copies of a frame come within this, microseconds; a retransmission comes later and has a new IP id. */
export const DUPLICATE_WINDOW = 5_000
const PLACES = 8192
/** EtherCAT: a master repeats equal frames every cycle, often within a millisecond. What is equal is no copy. */
const ETHERCAT = 0x88a4

/**
 * Recognises a frame that a SPAN session mirrored twice. An IP packet is known by addresses, ports, identification,
 * transport checksum, sequence numbers and length, 64 bits of hash of them: a copy that a router or a VLAN rewrote on
 * the way is still the same packet. Where that does not tell packets apart, the payload does.
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
    const size = (frame.dataLength << 8) + frame.source + frame.sourcePort + frame.flags
    const two = (Math.imul(frame.acknowledged ^ mark, 0x9e3779b1) + size) | 0
    // Hosts that number no packets, leave the checksum to the card, or speak IPv6: only the content tells.
    const alike = frame.identification === 0 || frame.checksum === 0 || frame.version === 6
    if (alike && frame.kind === UDP) return this.#known(one, sum(frame, frame.dataStart, two), frame.at)
    return this.#known(one, two, frame.at)
  }

  #known(one: number, two: number, at: number): boolean {
    const place = one & (PLACES - 1)
    const since = at - this.#at[place]!
    const close = since <= DUPLICATE_WINDOW && since >= -DUPLICATE_WINDOW
    // Time 0 is no time: what was captured without stamps cannot be judged.
    if (close && at !== 0 && this.#one[place] === one && this.#two[place] === two) {
      // The time stays that of the first, or what repeats quickly for ever would count once.
      this.count++
      return true
    }
    this.#one[place] = one
    this.#two[place] = two
    this.#at[place] = at
    return false
  }

  /** All of the payload counts: the counter of a GOOSE or PROFINET frame may be its last bytes. */
  #seenOther(frame: Frame): boolean {
    const { view } = frame.slab
    let one = frame.dataEnd - frame.dataStart
    if (frame.kind === LINK) {
      if (frame.etherType === ETHERCAT) return false
      one = mix(one, frame.etherType)
      // A tag between the addresses and the payload makes no other frame.
      if (frame.macs >= 0) {
        for (let word = 0; word < 12; word += 4) one = mix(one, view.getInt32(frame.macs + word))
      }
    } else one = mix(mix(mix(one, frame.source), frame.destination), (frame.identification << 8) ^ frame.protocol)
    const two = sum(frame, frame.dataStart, one)
    return this.#known(mix(one, two), two, frame.at)
  }
}

/** A sum of the payload from `start`, four bytes at a time. */
function sum(frame: Frame, start: number, seed: number): number {
  const { view } = frame.slab
  const end = frame.dataEnd
  let result = seed
  let at = start
  for (; end - at >= 4; at += 4) result = (Math.imul(result ^ view.getInt32(at), 0x9e3779b1) ^ (result >>> 15)) | 0
  for (; at < end; at++) result = Math.imul(result ^ view.getUint8(at), 0x01000193)
  return result
}
