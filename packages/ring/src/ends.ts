// Who speaks with whom in a frame, and on which ports: what the ring finds packets by. VLANs are left out, as in the flow
// table: mirrors often tag the two directions differently. In a tunnel the inner ends count.
import { Decoder, FRAGMENT, LINK, NOTHING, type Slab, TCP, UDP } from '@nautilus/capture'
import { type Address, addressFrom, hashOfAddress, MAC, V4, V6 } from './addresses.ts'
import { mix } from './hash.ts'

/** Addresses are held by the decoder for IPv6; a new one after so many frames keeps it small. */
const RENEW = 1 << 20

export class Ends {
  #decoder = new Decoder()
  #count = 0
  /** Kinds of the two ends' addresses; 0 where the frame shows none. */
  kind = 0
  /** Source, then destination: four words each. */
  readonly words = new Int32Array(8)
  /** IP protocol, or EtherType of what is directly on Ethernet. */
  protocol = 0
  sourcePort = 0
  destinationPort = 0
  /** It is part of a packet that was cut, and shows no ports. */
  isFragment = false
  hasMacs = false
  readonly macs = new Int32Array(8)

  /** Looks at one frame. */
  of(slab: Slab, start: number, captured: number, at: number, link: number, original: number): void {
    if (++this.#count % RENEW === 0) this.#decoder = new Decoder()
    const frame = this.#decoder.decode(slab, start, captured, at, link, original)
    const { kind, macs } = frame
    this.words.fill(0)
    this.kind = 0
    this.protocol = frame.protocol
    this.sourcePort = 0
    this.destinationPort = 0
    this.hasMacs = macs >= 0 && frame.slab === slab
    if (this.hasMacs) this.#readMacs(slab.view, macs)
    this.isFragment = false
    if (kind === NOTHING) return
    // The last piece of a packet makes it whole, elsewhere: here it is a piece like the others.
    this.isFragment = kind !== LINK && (kind === FRAGMENT || frame.slab !== slab)
    if (kind === LINK) this.#ofLink(frame.etherType)
    else if (frame.version === 4) this.#ofV4(frame.source, frame.destination)
    else if (frame.version === 6) this.#ofV6(slab.view, frame.slab === slab ? frame.network : -1, frame)
    if (!this.isFragment && (kind === TCP || kind === UDP)) {
      this.sourcePort = frame.sourcePort
      this.destinationPort = frame.destinationPort
    }
  }

  #readMacs(view: DataView, at: number): void {
    const { macs } = this
    macs[0] = view.getInt32(at + 6)
    macs[1] = view.getUint16(at + 10)
    macs[4] = view.getInt32(at)
    macs[5] = view.getUint16(at + 4)
  }

  #ofLink(etherType: number): void {
    this.protocol = etherType
    if (!this.hasMacs) return
    this.kind = MAC
    this.words.set(this.macs)
  }

  #ofV4(source: number, destination: number): void {
    this.kind = V4
    this.words[0] = source
    this.words[4] = destination
  }

  #ofV6(view: DataView, network: number, { source, destination }: { source: number; destination: number }): void {
    this.kind = V6
    if (network >= 0) {
      for (let word = 0; word < 8; word++) this.words[word] = view.getInt32(network + 8 + 4 * word)
      return
    }
    const { addresses } = this.#decoder
    this.words.set(addressFrom(addresses.text(source))?.words ?? [0, 0, 0, 0])
    this.words.set(addressFrom(addresses.text(destination))?.words ?? [0, 0, 0, 0], 4)
  }

  isEnd({ kind, words }: Address, side: 0 | 4): boolean {
    const own = kind === MAC ? this.macs : this.words
    if (kind === MAC ? !this.hasMacs : this.kind !== kind) return false
    return words.every((word, index) => own[side + index] === word)
  }

  hasEnd(address: Address): boolean {
    return this.isEnd(address, 0) || this.isEnd(address, 4)
  }

  /** The same for both directions. Of a fragment: of all packets of these two in this protocol. */
  flow(seed: number): number {
    const a = mix(hashOfAddress(seed, this.kind, this.words), this.sourcePort)
    const b = mix(hashOfAddress(seed, this.kind, this.words, 4), this.destinationPort)
    return flowHash(seed, this.protocol, a, b)
  }

  end(seed: number, side: 0 | 4): number {
    return hashOfAddress(seed, this.kind, this.words, side)
  }

  mac(seed: number, side: 0 | 4): number {
    return hashOfAddress(seed, MAC, this.macs, side)
  }

  /** As a question names it; null where the frame shows no ends. */
  toFlow(): Flow | null {
    if (this.kind === 0) return null
    const side = (at: 0 | 4, port: number): FlowEnd => ({
      kind: this.kind,
      words: [...this.words.subarray(at, at + 4)],
      port,
    })
    return {
      protocol: this.protocol,
      a: side(0, this.sourcePort),
      b: side(4, this.destinationPort),
    }
  }
}

export type FlowEnd = Address & { readonly port: number }
export type Flow = { readonly protocol: number; readonly a: FlowEnd; readonly b: FlowEnd }

const flowHash = (seed: number, protocol: number, a: number, b: number): number =>
  mix(mix(seed, protocol), Math.imul(a, b | 1) ^ Math.imul(b, a | 1) ^ (a + b))

export function hashOfFlow(seed: number, { protocol, a, b }: Flow): number {
  const of = ({ kind, words, port }: FlowEnd): number => mix(hashOfAddress(seed, kind, words), port)
  return flowHash(seed, protocol, of(a), of(b))
}
