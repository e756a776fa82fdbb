// What came from the bus for one site and is not stored yet, in the order in which it came. What fails is tried again,
// together with everything behind it: a site takes each stream without gaps.
import { setTimeout as pause } from 'node:timers/promises'

export type Held = {
  /** Stores it; throws `Missing` where batches before it are missing. */
  store(): Promise<void>
  /** It is stored. */
  done(): void
  /** It stands behind a gap: true where what is missing will never come, and it was told to be taken all the same. */
  skip(expected: number): Promise<boolean>
}

/** Batches are missing before it, from this number on. */
export class Missing extends Error {
  override readonly name = 'Missing'
  readonly expected: number

  constructor(message: string, expected: number) {
    super(message)
    this.expected = expected
  }
}

/** ms, doubled each time up to the second figure. */
const RETRY = [100, 2000] as const

export class SiteQueue {
  readonly #onTrouble: (error: unknown) => void
  readonly #end = new AbortController()
  #waiting: Held[] = []
  #draining: Promise<void> | null = null
  /** Ends a pause. */
  #wake = () => {}

  constructor(onTrouble: (error: unknown) => void) {
    this.#onTrouble = onTrouble
  }

  get length(): number {
    return this.#waiting.length
  }

  add(held: Held): void {
    this.#waiting.push(held)
    // Where batches wait for one that is missing, this may be it, or it is of another sensor.
    this.#wake()
    this.#draining ??= this.#drain().finally(() => {
      this.#draining = null
    })
  }

  /** What is under way is waited for; the rest stays on the bus. */
  async stop(): Promise<void> {
    this.#end.abort()
    await this.#draining
    this.#waiting = []
  }

  async #drain(): Promise<void> {
    let wait: number = RETRY[0]
    while (this.#waiting.length > 0 && !this.#end.signal.aborted) {
      const group = [...this.#waiting]
      const results = await Promise.allSettled(group.map(held => held.store()))
      const failed: Held[] = []
      let trouble: unknown = null
      for (const [index, held] of group.entries()) {
        const result = results[index]!
        if (result.status === 'fulfilled') held.done()
        else {
          trouble ??= result.reason
          failed.push(held)
        }
      }
      const later = this.#waiting.slice(group.length)
      this.#waiting = [...failed, ...later]
      if (failed.length === 0) {
        wait = RETRY[0]
        continue
      }
      if (this.#end.signal.aborted) return
      if (await this.#stepOver(failed[0]!, trouble)) continue
      // Something before a gap went through: there is progress, and the rest may follow at once.
      if (failed.length < group.length) wait = RETRY[0]
      if (!(trouble instanceof Missing)) this.#onTrouble(trouble)
      await this.#pause(wait, trouble instanceof Missing)
      wait = Math.min(2 * wait, RETRY[1])
    }
  }

  async #pause(ms: number, endsEarly: boolean): Promise<void> {
    const early = new AbortController()
    if (endsEarly) this.#wake = () => early.abort()
    await pause(ms, undefined, { signal: AbortSignal.any([early.signal, this.#end.signal]) }).catch(() => {})
    this.#wake = () => {}
  }

  async #stepOver(first: Held, trouble: unknown): Promise<boolean> {
    if (!(trouble instanceof Missing)) return false
    return first.skip(trouble.expected).catch(error => {
      this.#onTrouble(error)
      return false
    })
  }
}
