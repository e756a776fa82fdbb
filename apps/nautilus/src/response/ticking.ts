// Work that is looked at now and then, and at once when there is reason to: never twice at the same time.

/** Calls back every so many ms until the answer is called. */
export type Timer = (every: number, call: () => void) => () => void

export const clockTimer: Timer = (every, call) => {
  const timer = setInterval(call, every)
  timer.unref()
  return () => clearInterval(timer)
}

export class Ticking {
  readonly #timer: Timer
  readonly #every: number
  readonly #work: () => Promise<void>
  #running: Promise<void> | null = null
  #again = false
  #stopped = false
  #clear: () => void = () => {}

  constructor(timer: Timer, every: number, work: () => Promise<void>) {
    this.#timer = timer
    this.#every = every
    this.#work = work
  }

  start(): void {
    this.#clear = this.#timer(this.#every, () => void this.now())
  }

  /** Resolves when everything that there is now is done. `work` must not throw. */
  now(): Promise<void> {
    if (this.#stopped) return this.#running ?? Promise.resolve()
    this.#again = true
    this.#running ??= this.#run().finally(() => {
      this.#running = null
    })
    return this.#running
  }

  async #run(): Promise<void> {
    while (this.#again && !this.#stopped) {
      this.#again = false
      await this.#work()
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#clear()
    await this.#running
  }
}
