// How much of one flow a segment keeps. Two rows of counters, no table of flows: memory stays the same under a scan, and
// two flows that share a counter in one row hardly share it in the other (count-min sketch, Cormode and Muthukrishnan 2005).
import { mix } from './hash.ts'

const SLOTS = 1 << 16

export class FlowCap {
  readonly #most: number
  readonly #rows = [new Uint32Array(SLOTS), new Uint32Array(SLOTS)] as const
  /** Flows that reached the cap, and what was not kept of them. */
  flows = 0
  frames = 0
  bytes = 0

  /** @param most bytes of one flow; 0: no cap */
  constructor(most: number) {
    this.#most = most
  }

  /** Another segment begins: each flow has its first bytes in it again. */
  reset(): void {
    for (const row of this.#rows) row.fill(0)
  }

  /** Whether this frame is kept. */
  take(flow: number, bytes: number): boolean {
    if (this.#most === 0) return true
    const [first, second] = this.#rows
    const a = flow & (SLOTS - 1)
    const b = mix(flow, 0x5bd1e995) & (SLOTS - 1)
    const had = Math.min(first[a]!, second[b]!)
    if (had >= this.#most) {
      this.frames++
      this.bytes += bytes
      return false
    }
    const now = had + bytes
    if (first[a]! < now) first[a] = now
    if (second[b]! < now) second[b] = now
    if (now >= this.#most) this.flows++
    return true
  }
}
