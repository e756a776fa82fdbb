// Keeps one queue going: step after step while there is something, then when it is due or woken.
import type { Clock } from './clock.ts'
import type { Queue } from './queue.ts'

export type RunnerOptions = {
  readonly queue: Pick<Queue, 'step' | 'poll' | 'close'>
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly onTrouble: (what: string, detail: object) => void
}

export class Runner {
  readonly #options: RunnerOptions
  #running: Promise<void> | null = null
  #again = false
  #stopped = false
  constructor(options: RunnerOptions) {
    this.#options = options
  }

  wake(): void {
    this.#again = true
    this.#running ??= this.#run().finally(() => {
      this.#running = null
    })
  }

  async settled(): Promise<void> {
    await this.#running
  }

  /** What is under way comes to its end. */
  async stop(): Promise<void> {
    this.#stopped = true
    await this.#running
    await this.#options.queue.close()
  }

  async #run(): Promise<void> {
    const { queue, signal, onTrouble } = this.#options
    try {
      while (this.#again && !this.#stopped && !signal.aborted) {
        this.#again = false
        const step = await queue.step()
        if (step === 'more') this.#again = true
        else await queue.poll()
      }
    } catch (error) {
      onTrouble('what a destination is told could not be read; it is tried again', { err: error })
    }
  }
}
