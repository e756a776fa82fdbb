/** A step of a 32-bit hash; the constants are those of MurmurHash3's finaliser, a public fact. */
export function mix(hash: number, word: number): number {
  let h = (hash ^ word) | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}

/** Numbers of 32 bits, as a set in memory made once, with room for so many; 0 stands for itself and 1 alike. */
export class HashSet {
  readonly #slots: Int32Array
  readonly #most: number
  size = 0
  /** There were more than there is room for: it says nothing any more. */
  isFull = false

  constructor(most: number) {
    this.#most = most
    this.#slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * most)))
  }

  clear(): void {
    this.#slots.fill(0)
    this.size = 0
    this.isFull = false
  }

  /** True where it is new. */
  add(value: number): boolean {
    const entry = value | 0 || 1
    const mask = this.#slots.length - 1
    let slot = entry & mask
    for (;;) {
      const found = this.#slots[slot]!
      if (found === entry) return false
      if (found === 0) break
      slot = (slot + 1) & mask
    }
    if (this.size >= this.#most) {
      this.isFull = true
      return false
    }
    this.#slots[slot] = entry
    this.size++
    return true
  }

  /** Ascending. */
  values(): Int32Array {
    return this.#slots.filter(entry => entry !== 0).sort()
  }
}

/** Where in a sorted list the first number is that is not less. */
export function atLeast(sorted: ArrayLike<number>, value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}

/** Whether the values of a set have it. */
export function has(sorted: Int32Array, value: number): boolean {
  const entry = value | 0 || 1
  return sorted[atLeast(sorted, entry)] === entry
}
