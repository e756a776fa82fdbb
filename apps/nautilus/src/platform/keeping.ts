// When it is time to keep what a site knows: as soon as learning again what came since would hold up whoever takes the
// site over, and not so often that keeping it is what it does all day.

/** Batches between snapshots at most, and for which the log stays. */
const EVERY = 1000
/** With fewer since the last one, none is made when the platform stops: they are read back quickly. */
const WORTH_IT = 50
/** ms of learning that are not worth a snapshot. */
const LEAST = 1000
/** Times that the learning since must have taken what a snapshot takes. */
const TIMES = 20

export class Keeping {
  readonly every: number
  /** The number of the newest snapshot. */
  #newest = 0
  #learned = 0
  #cost = 0

  constructor(every: number = EVERY) {
    this.every = every
  }

  /** What is there when the site comes back. */
  begin(newest: number): void {
    this.#newest = newest
    this.#learned = 0
  }

  /** ms that a batch took. */
  learned(ms: number): void {
    this.#learned += ms
  }

  /** Behind this batch. */
  isDue(number: number): boolean {
    return number % this.every === 0 || this.#learned >= Math.max(LEAST, TIMES * this.#cost)
  }

  /** When the site rests behind this batch. */
  isWorth(number: number): boolean {
    return number - this.#newest >= WORTH_IT
  }

  /** It was tried, and took so many ms. */
  tried(ms: number): void {
    this.#cost = ms
    this.#learned = 0
  }

  /** It is stored. */
  kept(number: number): void {
    this.#newest = number
  }
}
