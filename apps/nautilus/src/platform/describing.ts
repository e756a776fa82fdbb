// When a site is described anew, and whose turn it is: a thread works on many sites, and describing one whole costs as much
// as several batches. All of them together take a part of the thread; whoever asked first is first.

import type { Changes } from '@nautilus/store'

/** ms between two descriptions of a site at least. */
const EVERY = 2000
/** Part of a processor that they take at most. */
const ONE = 0.05
/** Part of the thread's time, and where batches wait for it. */
const SHARE = 0.15
const SHARE_BEHIND = 0.05
/** ms that may be spent at once after a quiet time: a few sites alone never wait. */
const AHEAD = 1000

export class Turns {
  readonly #now: () => number
  readonly #isBehind: () => boolean
  readonly #waiting = new Set<() => Promise<unknown>>()
  /** When what was spent is earned again. */
  #freeAt = Number.NEGATIVE_INFINITY
  #timer: NodeJS.Timeout | null = null

  /** `now`: ms, rising. `isBehind`: whether more comes than the thread takes. */
  constructor(now: () => number, isBehind: () => boolean = () => false) {
    this.#now = now
    this.#isBehind = isBehind
  }

  /** Whether a site may be described now: there is time, and nobody waits for it. */
  get isFree(): boolean {
    return this.#waiting.size === 0 && this.#wait === 0
  }

  /** ms of work that a description took, whoever asked for it. */
  spent(ms: number): void {
    const now = this.#now()
    this.#freeAt = Math.max(now - AHEAD, this.#freeAt) + ms / (this.#isBehind() ? SHARE_BEHIND : SHARE)
  }

  /** It is called when it is its turn, once, however often it asks before. */
  ask(turn: () => Promise<unknown>): void {
    this.#waiting.add(turn)
    this.#next()
  }

  get #wait(): number {
    return Math.max(0, this.#freeAt - this.#now())
  }

  #next(): void {
    if (this.#timer || this.#waiting.size === 0) return
    this.#timer = setTimeout(() => {
      const [turn] = this.#waiting
      if (turn === undefined) return this.#end()
      this.#waiting.delete(turn)
      turn().then(
        () => this.#end(),
        () => this.#end(),
      )
    }, this.#wait)
    this.#timer.unref()
  }

  #end(): void {
    this.#timer = null
    this.#next()
  }
}

export type DescribingOptions = {
  /** ms, rising. */
  readonly now: () => number
  /** Of the sites of one thread. */
  readonly turns?: Turns | undefined
}

/** Of one site. */
export class Describing {
  readonly #options: DescribingOptions
  #at = 0
  #isDue = false
  #timer: NodeJS.Timeout | null = null

  constructor({ now, turns }: DescribingOptions) {
    this.#options = { now, turns }
  }

  /** Whether there is something that is not described. */
  get isDue(): boolean {
    return this.#isDue
  }

  /** The site comes back; not in the next `wait` ms. */
  begin(isDue: boolean, wait: number): void {
    this.#isDue = isDue
    this.#at = this.#options.now() + wait
  }

  /** Something came. Whether it may be described now; where it must wait its turn comes, also when nothing more does. */
  may(turn: () => Promise<unknown>): boolean {
    const { now, turns } = this.#options
    this.#isDue = true
    if (now() < this.#at) {
      this.#later(turn)
      return false
    }
    if (turns?.isFree ?? true) return true
    turns?.ask(turn)
    return false
  }

  /** Perhaps nothing more comes that would ask. */
  #later(turn: () => Promise<unknown>): void {
    const { now, turns } = this.#options
    if (this.#timer || !turns) return
    this.#timer = setTimeout(() => {
      this.#timer = null
      turns.ask(turn)
    }, this.#at - now())
    this.#timer.unref()
  }

  describe(fold: { changes(): Changes }): Changes {
    // Work, not time: on a machine with much to do the inventory would wait twenty times as long as others had it.
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    const began = process.threadCpuUsage()
    const changes = fold.changes()
    const { user, system } = process.threadCpuUsage(began)
    const took = (user + system) / 1000
    this.#options.turns?.spent(took)
    this.#at = this.#options.now() + Math.max(EVERY, took / ONE)
    this.#isDue = false
    return changes
  }
}
