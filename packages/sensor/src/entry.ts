import type { Activity, Item, Operation } from '@nautilus/model'
import { ItemState } from './item-state.ts'
import type { Link } from './link.ts'
import { RunningSpread } from './spread.ts'

const nothing = new Uint8Array(0)

/** One kind of operation on one link, and what came of it in the interval so far. */
export class Entry {
  readonly link: Link
  readonly operation: Operation
  readonly states: readonly ItemState[]
  count = 0
  bytes = 0
  first = 0
  frame = 0
  /** Time of the operation before, over interval bounds; -1 at first. */
  last = -1
  /** No longer in the roll-up: whoever holds it must ask for a new one. */
  dead = false
  /** The reply message that the values were last taken from. */
  image: Uint8Array<ArrayBuffer> = new Uint8Array(0)
  imageView = new DataView(this.image.buffer)
  /** Whose request the values were last taken from. */
  asked: object | null = null
  readonly #interval = new RunningSpread()
  readonly #latency = new RunningSpread()

  constructor(link: Link, operation: Operation) {
    this.link = link
    this.operation = operation
    this.states = operation.items.map(item => new ItemState(item))
  }

  /** One more. `latency` is negative when there was no reply. All times in microseconds. */
  hit(at: number, latency: number, bytes: number, frame: number): void {
    if (this.count === 0) {
      this.first = at
      this.frame = frame
    }
    this.count++
    this.bytes += bytes
    if (this.last >= 0) this.#interval.add(at - this.last)
    this.last = at
    if (latency >= 0) this.#latency.add(latency)
  }

  /** Takes the values of both messages: the clear path. */
  take(items: readonly Item[], request: Uint8Array | null, reply: Uint8Array | null): void {
    for (const [index, item] of items.entries()) {
      if (item.in === 'request') this.states[index]?.takeFrom(item, request)
      else if (item.in === 'reply') this.states[index]?.takeFrom(item, reply)
    }
    this.asked = null
    const image = reply && this.alike(items) ? reply : nothing
    if (this.image.length !== image.length) {
      this.image = new Uint8Array(image.length)
      this.imageView = new DataView(this.image.buffer)
    }
    this.image.set(image)
  }

  /** Whether the items lie in their messages where those of this entry do, so that the repeat path may read them. */
  alike(items: readonly Item[]): boolean {
    const { states } = this
    return (
      items.length === states.length &&
      items.every(({ at, type, count, in: where }, i) => {
        const { item } = states[i]!
        return item.at === at && item.type === type && item.count === count && item.in === where
      })
    )
  }

  /** What happened in the interval, which then starts anew. */
  flush(): Activity {
    const { link, operation } = this
    const row: Activity = {
      first: this.first,
      last: this.last,
      client: link.client,
      server: link.server,
      protocol: link.protocol,
      port: link.port,
      verb: operation.verb,
      function: operation.function,
      object: operation.object,
      outcome: operation.outcome,
      refusal: operation.refusal ?? null,
      detail: operation.detail ?? null,
      items: this.states.map(state => state.row()),
      count: this.count,
      bytes: this.bytes,
      interval: this.#interval.spread,
      latency: this.#latency.spread,
      frame: this.frame,
    }
    this.count = 0
    this.bytes = 0
    this.#interval.clear()
    this.#latency.clear()
    for (const state of this.states) state.fresh = true
    return row
  }
}
