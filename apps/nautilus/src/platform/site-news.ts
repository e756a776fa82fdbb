// What people changed that a site is to judge by, as an event of its sequence.
import {
  asTenant,
  type Database,
  enabledRules,
  feedsInForce,
  hasOrders,
  ordersInForce,
  type SiteEvent,
} from '@nautilus/store'
import type { SiteFold } from './site-fold.ts'

/** Rules that people wrote, work orders, threat feeds. */
export type News = 'rules' | 'orders' | 'feeds'

type Where = { readonly tenant: string; readonly site: string; readonly database: Database }

/** Null where nobody ever said anything. */
export function eventOf(news: News, { tenant, site, database }: Where, fold: SiteFold): Promise<SiteEvent | null> {
  return asTenant(database, tenant, async (scoped): Promise<SiteEvent | null> => {
    if (news === 'rules') return { kind: 'rules', rules: await enabledRules(scoped) }
    if (news === 'feeds') return { kind: 'feeds', feeds: await feedsInForce(scoped, new Date()) }
    return fold.given.towards(await ordersInForce(scoped, site), await hasOrders(scoped, site))
  })
}
