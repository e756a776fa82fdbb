// Whose turn it is to be described: a thread works on many sites, and describing one whole costs as much as several
// batches. All of them together take a part of the thread; whoever asked first is first.

/** Part of the thread's time. */
const SHARE = 0.15
/** ms that may be spent at once after a quiet time: a few sites alone never wait. */
const AHEAD = 1000

export class Turns {
  readonly #now: () => number
  readonly #waiting = new Set<() => Promise<unknown>>()
  /** When what was spent is earned again. */
  #freeAt = Number.NEGATIVE_INFINITY
  #timer: NodeJS.Timeout | null = null

  /** `now`: ms, rising. */
  constructor(now: () => number) {
    this.#now = now
  }

  /** Whether a site may be described now: there is time, and nobody waits for it. */
  get isFree(): boolean {
    return this.#waiting.size === 0 && this.#wait === 0
  }

  /** ms of work that a description took, whoever asked for it. */
  spent(ms: number): void {
    const now = this.#now()
    this.#freeAt = Math.max(now - AHEAD, this.#freeAt) + ms / SHARE
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
