// When it is time to keep what a site knows: as soon as learning again what came since would hold up whoever takes the
// site over, and not so often that keeping it is what it does all day.
import { textOf } from './site-entry.ts'
import type { SiteFold } from './site-fold.ts'
import { SNAPSHOT_FORMAT } from './snapshot.ts'

export type Kept = { readonly number: number; readonly format: number; readonly body: Buffer }

export type KeepingOptions = {
  readonly site: string
  /** ms, rising. */
  readonly now: () => number
  /** Told what an operator should know. */
  readonly onTrouble: (message: string) => void
  /** Batches between snapshots at most. */
  readonly every?: number | undefined
}

/** Batches between snapshots at most, and for which the log stays. */
const EVERY = 1000
/** With fewer since the last one, none is made when the platform stops: they are read back quickly. */
const WORTH_IT = 50
/** ms of learning that are not worth a snapshot. */
const LEAST = 500
/** Times that the learning since must have taken what a snapshot takes: half of it holds up each site of a worker that died. */
const TIMES = 8

export class Keeping {
  readonly #options: KeepingOptions
  readonly every: number
  /** The number of the newest snapshot. */
  #newest = 0
  #learned = 0
  #cost = 0

  constructor(options: KeepingOptions) {
    this.#options = options
    this.every = options.every ?? EVERY
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

  /** The snapshot at this batch; null where it cannot be made: then the log stays as it is, and is replayed. */
  async keep(fold: Pick<SiteFold, 'snapshot'>, number: number): Promise<Kept | null> {
    const { site, onTrouble, now } = this.#options
    const began = now()
    try {
      return { number, format: SNAPSHOT_FORMAT, body: await fold.snapshot() }
    } catch (error) {
      onTrouble(
        `No snapshot of site ${site} at batch ${number}: ${textOf(error)}. Its log is kept, and it starts slowly.`,
      )
      return null
    } finally {
      this.#cost = now() - began
      this.#learned = 0
    }
  }

  /** It is stored. */
  kept(number: number): void {
    this.#newest = number
  }
}
