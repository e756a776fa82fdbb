// What somebody wants of a ring, and whether a block or a frame belongs to it.
import { type Address, addressFrom, hashOfAddress } from './addresses.ts'
import { Ends, type Flow, type FlowEnd, hashOfFlow } from './ends.ts'
import { type BlockHead, RingTrouble } from './format.ts'
import { atLeast, has } from './hash.ts'
import type { BlockEntry } from './index-format.ts'

/** Everything that is said must hold. */
export type Question = {
  /** Frames of this stream alone. Numbers mean nothing without one. */
  readonly stream?: string
  readonly numbers?: readonly number[]
  /** µs, both included. */
  readonly from?: number
  readonly to?: number
  /** Each is one end of the frame: an IP address or a MAC. */
  readonly hosts?: readonly string[]
  /** One of the two ports. */
  readonly port?: number
  /** Either direction of any of these. */
  readonly flows?: readonly Flow[]
  /** Of the flows their two ends count, whatever they say to each other. */
  readonly anyPort?: boolean
}

export class Asked {
  readonly stream: string | null
  readonly #from: number
  readonly #to: number
  /** Ascending; null: all. */
  readonly #numbers: readonly number[] | null
  readonly #wanted: ReadonlySet<number>
  readonly #hosts: readonly Address[]
  readonly #port: number | null
  readonly #flows: readonly Flow[] | null
  readonly #anyPort: boolean

  /** Throws `RingTrouble` where a host is no address. */
  constructor({ stream, numbers, from, to, hosts = [], port, flows, anyPort = false }: Question) {
    this.stream = stream ?? null
    this.#from = from ?? Number.NEGATIVE_INFINITY
    this.#to = to ?? Number.POSITIVE_INFINITY
    this.#numbers = numbers ? numbers.toSorted((a, b) => a - b) : null
    this.#wanted = new Set(numbers)
    this.#hosts = hosts.map(host => {
      const address = addressFrom(host)
      if (!address) throw new RingTrouble(`${host} is no address: write an IP address or a MAC.`)
      return address
    })
    this.#port = port ?? null
    this.#anyPort = anyPort
    this.#flows = flows ? flows.flatMap(flow => (anyPort ? [flow] : [flow, withoutPorts(flow)])) : null
  }

  /** By what its head says: whether it may have something. */
  mayBeIn({ from, to, first, last }: Pick<BlockHead, 'from' | 'to' | 'first' | 'last'>): boolean {
    if (to < this.#from || from > this.#to) return false
    if (this.#numbers === null) return true
    const next = this.#numbers[atLeast(this.#numbers, first)]
    return next !== undefined && next <= last
  }

  /** By its keys. */
  mayHave({ keys }: BlockEntry, seed: number): boolean {
    if (keys === null) return true
    if (!this.#hosts.every(({ kind, words }) => has(keys, hashOfAddress(seed, kind, words)))) return false
    if (this.#flows === null) return true
    const hasBoth = ({ a, b }: Flow) => [a, b].every(({ kind, words }) => has(keys, hashOfAddress(seed, kind, words)))
    return this.#flows.some(flow => (this.#anyPort ? hasBoth(flow) : has(keys, hashOfFlow(seed, flow))))
  }

  /** Whether a frame's ends must be looked at. */
  get needsEnds(): boolean {
    return this.#hosts.length > 0 || this.#port !== null || this.#flows !== null
  }

  has(number: number, at: number): boolean {
    return at >= this.#from && at <= this.#to && (this.#numbers === null || this.#wanted.has(number))
  }

  hasEnds(ends: Ends): boolean {
    if (!this.#hosts.every(host => ends.hasEnd(host))) return false
    if (this.#port !== null && ends.sourcePort !== this.#port && ends.destinationPort !== this.#port) return false
    if (this.#flows === null) return true
    return this.#flows.some(flow => (this.#anyPort ? isBetween(ends, flow) : isOf(ends, flow)))
  }
}

const withoutPorts = ({ protocol, a, b }: Flow): Flow => ({ protocol, a: { ...a, port: 0 }, b: { ...b, port: 0 } })

const isBetween = (ends: Ends, { a, b }: Flow): boolean =>
  (ends.isEnd(a, 0) && ends.isEnd(b, 4)) || (ends.isEnd(b, 0) && ends.isEnd(a, 4))

/** A piece of a packet belongs to whatever its two hosts say in its protocol: it shows no ports. */
function isOf(ends: Ends, { protocol, a, b }: Flow): boolean {
  if (ends.protocol !== protocol || ends.kind === 0) return false
  const are = (source: FlowEnd, destination: FlowEnd): boolean =>
    ends.isEnd(source, 0) &&
    ends.isEnd(destination, 4) &&
    (ends.isFragment || (ends.sourcePort === source.port && ends.destinationPort === destination.port))
  return are(a, b) || are(b, a)
}

/** The flows of these frames, each once. */
export function flowsOf(
  frames: Iterable<{
    readonly bytes: Uint8Array
    readonly at: number
    readonly link: number
    readonly original: number
  }>,
): Flow[] {
  const ends = new Ends()
  const flows = new Map<string, Flow>()
  for (const { bytes, at, link, original } of frames) {
    const slab = { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength) }
    ends.of(slab, 0, bytes.length, at, link, original)
    const flow = ends.toFlow()
    if (flow) flows.set([flow.protocol, ...[JSON.stringify(flow.a), JSON.stringify(flow.b)].sort()].join(), flow)
  }
  return [...flows.values()]
}
