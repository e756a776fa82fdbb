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

/** A request that waits. Objects of a queue are used again, so that pipelined polling allocates nothing. */
type Waiting = {
  pair: number
  at: number
  frame: number
  /** Record and generation of a request that the repeat path knew; -1 of one it did not. */
  record: number
  generation: number
  asked: Asked | null
}

/** Requests of one side that wait for their reply, oldest first. */
export class Pending {
  count = 0
  readonly #waiting: Waiting[] = []

  push(pair: number, at: number, frame: number, record: number, generation: number, asked: Asked | null): void {
    const free = this.#waiting[this.count++]
    if (!free) {
      this.#waiting.push({ pair, at, frame, record, generation, asked })
      return
    }
    free.pair = pair
    free.at = at
    free.frame = frame
    free.record = record
    free.generation = generation
    free.asked = asked
  }

  /** The oldest request with this pair, -1 without. */
  find(pair: number): number {
    for (let i = 0; i < this.count; i++) if (this.#waiting[i]!.pair === pair) return i
    return -1
  }

  get(i: number): Readonly<Waiting> {
    return this.#waiting[i]!
  }

  remove(i: number): void {
    const waiting = this.#waiting
    const gone = waiting[i]!
    const last = --this.count
    for (let k = i; k < last; k++) waiting[k] = waiting[k + 1]!
    waiting[last] = gone
    gone.asked = null
  }
}

/** What waits in both directions of a conversation. */
export class Queues {
  /** In both together: kept apart because looking into the queues costs cache lines. */
  count = 0
  #sent0: Pending | null = null
  #sent1: Pending | null = null
  /** Told when a queue is full and its oldest request must go. */
  readonly #overflow: (direction: number) => void

  constructor(overflow: (direction: number) => void) {
    this.#overflow = overflow
  }

  /** Requests sent in a direction. */
  of(direction: number): Pending {
    if (direction === 0) {
      this.#sent0 ??= new Pending()
      return this.#sent0
    }
    this.#sent1 ??= new Pending()
    return this.#sent1
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
