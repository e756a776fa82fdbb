// By what a block can be found: its flows, and the addresses in it.
import type { Ends } from './ends.ts'
import { HashSet, mix } from './hash.ts'

/** Keys of one block; one with more is looked through for every question. */
export const MAX_KEYS = 4096

export class BlockKeys {
  readonly #keys = new HashSet(MAX_KEYS)
  /** Pairs of MACs that were seen: most frames of a block bring nothing new. */
  readonly #pairs = new HashSet(MAX_KEYS)
  #lastFlow = 0
  #lastPair = 0

  clear(): void {
    this.#keys.clear()
    this.#pairs.clear()
    this.#lastFlow = 0
    this.#lastPair = 0
  }

  add(ends: Ends, flow: number, seed: number): void {
    if (ends.kind !== 0 && flow !== this.#lastFlow) {
      this.#lastFlow = flow
      if (this.#keys.add(flow)) {
        this.#keys.add(ends.end(seed, 0))
        this.#keys.add(ends.end(seed, 4))
      }
    }
    if (!ends.hasMacs) return
    const { macs } = ends
    const pair = mix(mix(mix(macs[0]!, macs[1]!), macs[4]!), macs[5]!)
    if (pair === this.#lastPair) return
    this.#lastPair = pair
    if (!this.#pairs.add(pair) && !this.#pairs.isFull) return
    this.#keys.add(ends.mac(seed, 0))
    this.#keys.add(ends.mac(seed, 4))
  }

  /** Ascending; null where there were too many. */
  values(): Int32Array | null {
    return this.#keys.isFull ? null : this.#keys.values()
  }
}
