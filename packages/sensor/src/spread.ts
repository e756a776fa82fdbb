import type { Spread } from '@nautilus/model'

/** Running minimum, mean, maximum and standard deviation (Welford). Plain fields: it is updated once per transaction. */
export class RunningSpread {
  count = 0
  min = 0
  max = 0
  mean = 0
  #squares = 0

  add(value: number): void {
    this.count++
    if (this.count === 1) {
      this.min = value
      this.max = value
      this.mean = value
      this.#squares = 0
      return
    }
    if (value < this.min) this.min = value
    if (value > this.max) this.max = value
    const delta = value - this.mean
    this.mean += delta / this.count
    this.#squares += delta * (value - this.mean)
  }

  clear(): void {
    this.count = 0
  }

  get spread(): Spread | null {
    if (this.count === 0) return null
    return { min: this.min, mean: this.mean, max: this.max, jitter: Math.sqrt(this.#squares / this.count) }
  }
}
