// Work that comes again while the platform runs, by a clock that tests can turn.

export type Timer = {
  /** ms since 1970. */
  readonly now: () => number
  /** Calls back once after so many ms, until what it answers is called. */
  readonly after: (ms: number, work: () => void) => () => void
}

export const realTimer: Timer = {
  now: () => Date.now(),
  after(ms, work) {
    const timer = setTimeout(work, ms)
    timer.unref()
    return () => clearTimeout(timer)
  },
}

export type RegularWork = {
  /** ms from the start to the first time, and from the end of one to the next. */
  readonly first: number
  readonly every: number
  /** `now`: ms since 1970. It may fail: it is told, and comes again. */
  readonly work: (now: number) => Promise<void>
  readonly onTrouble: (error: unknown) => void
  readonly timer?: Timer | undefined
}

export class Regularly {
  readonly #options: RegularWork
  readonly #timer: Timer
  #cancel = () => {}
  #running: Promise<void> = Promise.resolve()

  constructor(options: RegularWork) {
    this.#options = options
    this.#timer = options.timer ?? realTimer
    this.#in(options.first)
  }

  #in(ms: number): void {
    this.#cancel = this.#timer.after(ms, () => {
      const { work, onTrouble, every } = this.#options
      this.#running = work(this.#timer.now())
        .catch(onTrouble)
        .finally(() => this.#in(every))
    })
  }

  /** Waits for what is under way. */
  async stop(): Promise<void> {
    this.#cancel()
    await this.#running
    this.#cancel()
  }
}
