import type { Label } from '@nautilus/protocols'

/** Requests of one side that may be outstanding; one more and the oldest is taken as unanswered. */
export const MAX_PENDING = 64

/** A request that took the clear path, with its own copy of its bytes. */
export type Asked = {
  readonly message: unknown
  readonly label: Label
  readonly bytes: Uint8Array
  /** Where item offsets point; `bytes` but for carriers that cut messages. */
  readonly body: Uint8Array
  /** Nothing about it was odd. */
  readonly clean: boolean
}

/** Requests of one side that wait for their reply, oldest first, in arrays that are reused. */
export class Pending {
  count = 0
  readonly #pairs: number[] = []
  readonly #at: number[] = []
  readonly #frames: number[] = []
  /** Record and generation of a request that the repeat path knew; -1 of one it did not. */
  readonly #records: number[] = []
  readonly #generations: number[] = []
  readonly #asked: (Asked | null)[] = []

  push(pair: number, at: number, frame: number, record: number, generation: number, asked: Asked | null): void {
    const i = this.count++
    this.#pairs[i] = pair
    this.#at[i] = at
    this.#frames[i] = frame
    this.#records[i] = record
    this.#generations[i] = generation
    this.#asked[i] = asked
  }

  /** The oldest request with this pair, -1 without. */
  find(pair: number): number {
    for (let i = 0; i < this.count; i++) if (this.#pairs[i] === pair) return i
    return -1
  }

  pair(i: number): number {
    return this.#pairs[i]!
  }

  at(i: number): number {
    return this.#at[i]!
  }

  frame(i: number): number {
    return this.#frames[i]!
  }

  record(i: number): number {
    return this.#records[i]!
  }

  generation(i: number): number {
    return this.#generations[i]!
  }

  asked(i: number): Asked | null {
    return this.#asked[i]!
  }

  remove(i: number): void {
    const last = --this.count
    for (let k = i; k < last; k++) {
      this.#pairs[k] = this.#pairs[k + 1]!
      this.#at[k] = this.#at[k + 1]!
      this.#frames[k] = this.#frames[k + 1]!
      this.#records[k] = this.#records[k + 1]!
      this.#generations[k] = this.#generations[k + 1]!
      this.#asked[k] = this.#asked[k + 1]!
    }
    this.#asked[last] = null
  }
}

/** What waits in both directions of a conversation. */
export class Queues {
  /** In both together: kept apart because looking into the queues costs cache lines. */
  count = 0
  readonly #sent0 = new Pending()
  readonly #sent1 = new Pending()
  /** Told when a queue is full and its oldest request must go. */
  readonly #overflow: (direction: number) => void

  constructor(overflow: (direction: number) => void) {
    this.#overflow = overflow
  }

  /** Requests sent in a direction. */
  of(direction: number): Pending {
    return direction === 0 ? this.#sent0 : this.#sent1
  }

  push(
    direction: number,
    pair: number,
    at: number,
    frame: number,
    record: number,
    generation: number,
    asked: Asked | null,
  ): void {
    const queue = this.of(direction)
    if (queue.count >= MAX_PENDING) this.#overflow(direction)
    this.count++
    queue.push(pair, at, frame, record, generation, asked)
  }

  remove(direction: number, index: number): void {
    this.count--
    this.of(direction).remove(index)
  }
}
