// What the sensor counts about its own sight. All of it is counted where a flow or a pair of addresses is new or over,
// never for a packet that only repeats.
import type { Frame } from '@nautilus/capture'

/** Tags of one site; there are no more (IEEE 802.1Q). */
const VLANS = 4096
/** Microseconds that a packet may be earlier than one before it: capture cards with several queues do that. */
export const BACK = 1e6

/** Pairs remembered; beyond it nothing new is counted, as the picture no longer changes. */
export const MAX_PAIRS = 10_000

const GROUP = 1
const NONE = -1

/** A MAC address in the frame as one number of 48 bits. */
const macAt = ({ slab: { view } }: Frame, at: number): number => view.getUint16(at) * 2 ** 32 + view.getUint32(at + 2)

export class Sight {
  /** TCP connections that carried data, heard from both sides and from one. */
  both = 0
  oneSided = 0
  /** Pairs of MAC addresses of which one sent to the other, and of which each sent to the other. */
  pairs = 0
  pairsBothWays = 0
  /** Packets that came earlier than one before them, and by how much at most; the longest time without any. */
  back = 0
  mostBack = 0
  longestSilence = 0
  untagged = false
  readonly #vlans = new Uint8Array(VLANS)
  /** Whom each sender sent to. */
  readonly #sentTo = new Map<number, Set<number>>()
  /** MAC addresses that all unicast conversations have in common: two at first, then one or none. */
  #common: [number, number] | null = null

  /** A direction of a flow, or a frame below transport, that is looked at anyway. */
  look(frame: Frame): void {
    if (frame.macs < 0) return
    if (frame.vlan > 0) this.#vlans[frame.vlan] = 1
    else this.untagged = true
    if ((frame.slab.bytes[frame.macs]! & GROUP) === 1) return
    const to = macAt(frame, frame.macs)
    const from = macAt(frame, frame.macs + 6)
    this.#meet(to, from)
    this.#pair(to, from)
  }

  #pair(to: number, from: number): void {
    const known = this.#sentTo.get(from)
    if (known?.has(to) || this.pairs >= MAX_PAIRS) return
    if (known) known.add(to)
    else this.#sentTo.set(from, new Set([to]))
    if (this.#sentTo.get(to)?.has(from)) this.pairsBothWays++
    else this.pairs++
  }

  #meet(to: number, from: number): void {
    const common = this.#common
    if (common === null) this.#common = [to, from]
    else {
      if (common[0] !== to && common[0] !== from) common[0] = NONE
      if (common[1] !== to && common[1] !== from) common[1] = NONE
    }
  }

  /** A TCP connection is over, or over for us. Bytes of each direction. */
  connection(there: number, back: number, heardBoth: boolean): void {
    // Without data it may be a scan that nobody answered.
    if (there + back === 0) return
    if (heardBoth) this.both++
    else this.oneSided++
  }

  /** A packet that is earlier than the one before it. */
  earlier(by: number): void {
    if (by < BACK) return
    this.back++
    this.mostBack = Math.max(this.mostBack, by)
  }

  silent(micros: number): void {
    this.longestSilence = Math.max(this.longestSilence, micros)
  }

  /** In order. */
  vlans(): number[] {
    return [...this.#vlans.keys()].filter(tag => this.#vlans[tag] === 1)
  }

  /** The one address that all unicast conversations share; empty when there is none, or no second conversation. */
  commonMac(): string {
    const [one, other] = this.#common ?? [NONE, NONE]
    // A single pair of devices has two in common: a link between two, not the view of one.
    if ((one === NONE) === (other === NONE)) return ''
    const digits = Math.max(one, other).toString(16).padStart(12, '0')
    return digits.replace(/(..)(?!$)/g, '$1:')
  }
}
