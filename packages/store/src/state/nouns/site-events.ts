// What moved a site besides batches and decisions, numbered with them: replay meets it again where it happened.
import type { HealthNote, WorkInForce } from '@nautilus/model'
import type { Scoped } from '../database.ts'
import type { FeedRef } from './feeds.ts'
import { tellTopic } from './outward.ts'
import type { RuleSource } from './rules.ts'

export type SiteEvent =
  /** What the platform noticed of a sensor; `at` by its clock, µs. */
  | { readonly kind: 'health'; readonly sensor: string; readonly at: number; readonly note: HealthNote }
  /** All rules of people that hold from here on. */
  | { readonly kind: 'rules'; readonly rules: readonly RuleSource[] }
  /** Work orders that hold from here on, new or changed, and ids of those that do not any more. */
  | { readonly kind: 'orders'; readonly put: readonly WorkInForce[]; readonly drop: readonly string[] }
  /** All threat feeds that are looked for from here on. */
  | { readonly kind: 'feeds'; readonly feeds: readonly FeedRef[] }

export type StoredEvent = { readonly number: number; readonly event: SiteEvent }

export async function appendEvent(
  scoped: Scoped,
  { tenant, site }: { readonly tenant: string; readonly site: string },
  { number, event }: StoredEvent,
): Promise<void> {
  const { kind, ...data } = event
  await scoped
    .insertInto('site_events')
    .values({ tenant, site, number, kind, data: JSON.stringify(data) })
    .execute()
  if (event.kind !== 'health') return
  const { sensor, note } = event
  const told = { kind: 'sensor.health', object: sensor, site, body: { sensor: { sensor, note } } } as const
  await tellTopic(scoped, tenant, 'sensor', async () => [told])
}

/** The oldest first, all behind `after`. */
export async function eventsAfter(scoped: Scoped, site: string, after: number): Promise<StoredEvent[]> {
  const rows = await scoped
    .selectFrom('site_events')
    .select(['number', 'kind', 'data'])
    .where('site', '=', site)
    .where('number', '>', after)
    .orderBy('number')
    .execute()
  return rows.map(({ number, kind, data }) => ({ number, event: { kind, ...data } as SiteEvent }))
}
