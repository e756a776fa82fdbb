import type { Activity, Item, Operation } from '@nautilus/model'
import { ItemState } from './item-state.ts'
import { BYTES, COUNT, FIRST, FRAME, INTERVAL, LAST, LATENCY, type Ledger } from './ledger.ts'
import type { Link } from './link.ts'

/** One kind of operation on one link. What is counted of it stands in the ledger. */
export class Entry {
  /** Its record in the ledger; another one once there is a template. */
  id: number
  readonly link: Link
  readonly operation: Operation
  readonly states: readonly ItemState[]
  detail: Operation['detail']
  /** No longer in the roll-up: whoever holds it must ask for a new one. */
  dead = false
  /** More than one such operation has been seen. */
  known = false
  /** It has given a row. */
  told = false
  /** The repeat path adds to it. */
  repeated = false

  constructor(id: number, link: Link, operation: Operation) {
    this.id = id
    this.link = link
    this.operation = operation
    this.detail = operation.detail
    this.states = operation.items.map(item => new ItemState(item))
  }

  /** Takes the values of both messages. */
  take(items: readonly Item[], request: Uint8Array | null, reply: Uint8Array | null): void {
    for (const [index, item] of items.entries()) {
      if (item.in === 'request') this.states[index]?.takeFrom(item, request)
      else if (item.in === 'reply') this.states[index]?.takeFrom(item, reply)
    }
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
  flush(ledger: Ledger): Activity {
    const { id, link, operation } = this
    const row: Activity = {
      first: ledger.get(id, FIRST),
      last: ledger.get(id, LAST),
      client: link.client,
      server: link.server,
      protocol: link.protocol,
      port: link.port,
      verb: operation.verb,
      function: operation.function,
      object: operation.object,
      outcome: operation.outcome,
      refusal: operation.refusal ?? null,
      detail: this.detail ?? null,
      items: this.states.map(state => state.flush()),
      count: ledger.get(id, COUNT),
      bytes: ledger.get(id, BYTES),
      interval: ledger.spread(id, INTERVAL),
      latency: ledger.spread(id, LATENCY),
      frame: ledger.get(id, FRAME),
    }
    ledger.restart(id)
    this.told = true
    return row
  }
}
