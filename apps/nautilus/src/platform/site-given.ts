// What people give a site to judge by: work orders that hold, and threat feeds. Part of the fold: it changes by events of
// the site's own sequence alone.
import type { OrderBook } from '@nautilus/detection'
import type { WorkInForce } from '@nautilus/model'
import type { FeedRef, SiteEvent } from '@nautilus/store'
import type { Names } from '../site/selectors.ts'
import { bookOf } from '../work/compile.ts'

export type SavedGiven = {
  /** Null: nobody ever said what is planned. */
  readonly orders: readonly WorkInForce[] | null
  readonly feeds: readonly FeedRef[]
}

type OrdersEvent = Extract<SiteEvent, { readonly kind: 'orders' }>

/** Without a site.yaml a name may be whatever a device calls itself. */
export const anyNames: Names = { assets: null, zones: null, lists: null }

export class SiteGiven {
  readonly #names: Names
  #orders: Map<string, WorkInForce> | null
  #feeds: readonly FeedRef[]

  constructor(names: Names = anyNames, saved?: SavedGiven) {
    this.#names = names
    this.#orders = saved?.orders ? new Map(saved.orders.map(order => [order.id, order])) : null
    this.#feeds = saved?.feeds ?? []
  }

  save(): SavedGiven {
    return { orders: this.#orders && [...this.#orders.values()], feeds: this.#feeds }
  }

  get orders(): OrderBook | null {
    return this.#orders && bookOf([...this.#orders.values()], this.#names)
  }

  putOrders({ put, drop }: Pick<OrdersEvent, 'put' | 'drop'>): OrderBook | null {
    this.#orders ??= new Map()
    for (const order of put) this.#orders.set(order.id, order)
    for (const id of drop) this.#orders.delete(id)
    return this.orders
  }

  /** What makes the orders of the site these; null where they are. `any`: the site has, or had, orders. */
  towards(inForce: readonly WorkInForce[], any: boolean): OrdersEvent | null {
    if (!any) return null
    const known = this.#orders
    const put = inForce.filter(({ id, version }) => known?.get(id)?.version !== version)
    const ids = new Set(inForce.map(({ id }) => id))
    const drop = [...(known?.keys() ?? [])].filter(id => !ids.has(id)).sort()
    return known && put.length === 0 && drop.length === 0 ? null : { kind: 'orders', put, drop }
  }

  areFeeds(feeds: readonly FeedRef[]): boolean {
    return keyOfFeeds(feeds) === keyOfFeeds(this.#feeds)
  }

  useFeeds(feeds: readonly FeedRef[]): void {
    this.#feeds = feeds
  }
}

/** PostgreSQL keeps no order of keys. */
const keyOfFeeds = (feeds: readonly FeedRef[]): string =>
  JSON.stringify(feeds.map(({ tenant, name, hash }) => [tenant, name, hash]))
