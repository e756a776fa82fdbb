// xoshiro128** 1.1 (Blackman and Vigna, 2018), seeded by a splitmix of 32 bits. The same seed gives the same bits.

/** The finaliser of MurmurHash3: every bit of the answer hangs on every bit of the question. */
export function mix(value: number): number {
  let z = value >>> 0
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b)
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35)
  return (z ^ (z >>> 16)) >>> 0
}

const GOLDEN = 0x9e3779b9

export class Random {
  #a = 0
  #b = 0
  #c = 0
  #d = 0

  /** `seed`: an integer; its low 32 bits count. */
  constructor(seed: number) {
    const state = [1, 2, 3, 4].map(step => mix(seed + Math.imul(step, GOLDEN)))
    this.set(state[0]!, state[1]!, state[2]!, state[3]!)
  }

  /** The whole state, 32 bits each; not all zero. */
  set(a: number, b: number, c: number, d: number): void {
    this.#a = a | 0
    this.#b = b | 0
    this.#c = c | 0
    this.#d = d | 0
  }

  /** 32 bits, unsigned. */
  next(): number {
    const five = Math.imul(this.#b, 5)
    const result = Math.imul((five << 7) | (five >>> 25), 9) >>> 0
    const t = this.#b << 9
    this.#c ^= this.#a
    this.#d ^= this.#b
    this.#b ^= this.#c
    this.#a ^= this.#d
    this.#c ^= t
    this.#d = (this.#d << 11) | (this.#d >>> 21)
    return result
  }

  /** Above 0 and below 1, with 53 bits. */
  uniform(): number {
    return ((this.next() >>> 5) * 67_108_864 + (this.next() >>> 6) + 0.5) / 9_007_199_254_740_992
  }

  /** Box and Muller. */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(this.uniform()))
    return radius * Math.cos(2 * Math.PI * this.uniform())
  }

  /** Marsaglia and Tsang (2000); scale 1. */
  gamma(shape: number): number {
    if (shape < 1) {
      const u = this.uniform()
      return this.gamma(shape + 1) * u ** (1 / shape)
    }
    const d = shape - 1 / 3
    const c = 1 / Math.sqrt(9 * d)
    for (;;) {
      const x = this.normal()
      const v = (1 + c * x) ** 3
      if (v <= 0) continue
      const u = this.uniform()
      if (u < 1 - 0.0331 * x ** 4 || Math.log(u) < 0.5 * x * x + d * (1 - v + Math.log(v))) return d * v
    }
  }

  beta(a: number, b: number): number {
    const x = this.gamma(a)
    return x / (x + this.gamma(b))
  }
}

/**
 * Many streams of one seed: one for each pair of a name and a number, whatever other streams there are. So a scenario
 * meets the same years whether it is asked alone, with others, or after a measure: what differs is what was changed.
 */
export class Streams {
  readonly #key: readonly [number, number, number, number]
  readonly #random = new Random(0)

  constructor(seed: number, name: string) {
    let a = mix(seed)
    let b = mix(seed ^ GOLDEN)
    for (let at = 0; at < name.length; at++) {
      a = mix(a ^ name.charCodeAt(at))
      b = mix(Math.imul(b, 31) + name.charCodeAt(at))
    }
    this.#key = [a, b, mix(a + b), mix(a ^ (b << 1) ^ GOLDEN)]
  }

  /** Good until the next is asked for. `number`: 0 to 2³² − 1. */
  of(number: number): Random {
    const [a, b, c, d] = this.#key
    const step = (number + 1) | 0
    // The last word is odd: the state is never all zero.
    this.#random.set(
      mix(a + Math.imul(step, 0x9e3779b9)),
      mix(b + Math.imul(step, 0x85ebca77)),
      mix(c + Math.imul(step, 0xc2b2ae3d)),
      mix(d + Math.imul(step, 0x27d4eb2f)) | 1,
    )
    return this.#random
  }
}
