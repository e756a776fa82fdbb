/**
 * Numbers that look random and follow from a seed: xoshiro128** by Blackman and Vigna, its state filled by a
 * multiplicative hash. Not for secrets.
 */
export class Random {
  readonly #seed: number
  readonly #state = new Uint32Array(4)

  constructor(seed: number) {
    this.#seed = seed >>> 0
    // Seeds above 32 bits are to differ from their low half.
    let mixed = (this.#seed ^ Math.imul(Math.floor(seed / 0x1_0000_0000) >>> 0, 0x9e3779b1)) >>> 0
    for (let i = 0; i < 4; i++) {
      mixed = (mixed + 0x9e3779b9) >>> 0
      this.#state[i] = scramble(mixed)
    }
  }

  /** A generator of its own for one actor, so that adding an actor does not disturb what the others draw. */
  fork(name: string): Random {
    let hash = 0x811c9dc5
    for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193)
    return new Random(scramble((this.#seed ^ hash) >>> 0) + (this.#state[0]! % 0x10_0000) * 0x1_0000_0000)
  }

  u32(): number {
    const s = this.#state
    const result = Math.imul(rotate(Math.imul(s[1]!, 5), 7), 9) >>> 0
    const shifted = s[1]! << 9
    s[2] = s[2]! ^ s[0]!
    s[3] = s[3]! ^ s[1]!
    s[1] = s[1]! ^ s[2]!
    s[0] = s[0]! ^ s[3]!
    s[2] = s[2]! ^ shifted
    s[3] = rotate(s[3]!, 11)
    return result
  }

  /** From 0 up to but without 1. */
  unit(): number {
    return this.u32() / 0x1_0000_0000
  }

  /** An integer from `low` to `high`, both possible. */
  between(low: number, high: number): number {
    return low + Math.floor(this.unit() * (high - low + 1))
  }

  /** About normal with standard deviation 1: the sum of twelve uniform numbers. */
  noise(): number {
    let sum = -6
    for (let i = 0; i < 12; i++) sum += this.unit()
    return sum
  }

  pick<T>(items: readonly T[]): T {
    return items[this.between(0, items.length - 1)]!
  }
}

const rotate = (word: number, bits: number): number => ((word << bits) | (word >>> (32 - bits))) >>> 0

function scramble(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x21f0aaad)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
  return (mixed ^ (mixed >>> 15)) >>> 0
}
