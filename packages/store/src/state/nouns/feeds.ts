// Threat feeds: files of indicators, of a tenant, or of the provider for all of them (tenant '*').
import { sql } from 'kysely'
import type { Database, Scoped } from '../database.ts'

/** What a site looks for: the file is found again under its hash. `tenant`: whose it is. */
export type FeedRef = { readonly tenant: string; readonly name: string; readonly hash: string }

/** The feeds of the provider belong to nobody's tenant. */
export const PROVIDER = '*'

export type FeedFault = { readonly line: number; readonly message: string }
export type NewFeed = {
  readonly name: string
  readonly hash: string
  readonly body: Uint8Array
  readonly indicators: number
  readonly others: number
  readonly faults: readonly FeedFault[]
  /** µs at which its last indicator is over; null where one never is. */
  readonly until: number | null
  readonly expires: Date | null
  readonly by: string
}

const columns = [
  ...(['tenant', 'id', 'name', 'hash', 'bytes', 'indicators', 'others', 'faults', 'last_until'] as const),
  ...(['made_by', 'made_at', 'changed_by', 'changed_at', 'expires_at'] as const),
] as const

/** Of these owners; by owner and name. */
export const listFeeds = (scoped: Scoped | Database, owners: readonly string[]) =>
  scoped
    .selectFrom('feeds')
    .select(columns)
    .where('tenant', 'in', owners)
    .orderBy('tenant')
    .orderBy('name')
    .orderBy('id')
    .limit(1000)
    .execute()

export type FeedRow = Awaited<ReturnType<typeof listFeeds>>[number]

/** Those that are not over, in an order that does not depend on when they came. */
export async function feedsInForce(scoped: Scoped, now: Date): Promise<FeedRef[]> {
  const rows = await scoped
    .selectFrom('feeds')
    .select(['tenant', 'name', 'hash'])
    .where(({ or, eb }) => or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))
    .orderBy('tenant')
    .orderBy('name')
    .execute()
  return rows
}

export async function feedBody(scoped: Scoped, { tenant, hash }: FeedRef): Promise<Buffer | null> {
  const found = await scoped
    .selectFrom('feed_bodies')
    .select('body')
    .where('tenant', '=', tenant)
    .where('hash', '=', hash)
    .executeTakeFirst()
  return found?.body ?? null
}

/** A new feed, or new contents of the one of this name. */
export async function putFeed(scoped: Scoped | Database, tenant: string, feed: NewFeed): Promise<FeedRow> {
  const { name, hash, body, indicators, others, faults, until, expires, by } = feed
  await scoped
    .insertInto('feed_bodies')
    .values({ tenant, hash, name, body: Buffer.from(body) })
    .onConflict(c => c.columns(['tenant', 'hash']).doUpdateSet({ released_at: null }))
    .execute()
  const row = {
    ...{ name, hash, bytes: body.length, indicators, others, faults: JSON.stringify(faults), last_until: until },
    ...{ changed_by: by, changed_at: new Date(), expires_at: expires },
  }
  const known = await scoped
    .selectFrom('feeds')
    .select('id')
    .where('tenant', '=', tenant)
    .where(({ eb, fn }) => eb(fn<string>('lower', ['name']), '=', name.toLowerCase()))
    .executeTakeFirst()
  if (known) {
    const changed = await scoped
      .updateTable('feeds')
      .set(row)
      .where('tenant', '=', tenant)
      .where('id', '=', known.id)
      .returning(columns)
      .executeTakeFirstOrThrow()
    await release(scoped, tenant)
    return changed
  }
  return scoped
    .insertInto('feeds')
    .values({ tenant, made_by: by, ...row })
    .returning(columns)
    .executeTakeFirstOrThrow()
}

/** Its name; null when there is none of this id. */
export async function removeFeed(scoped: Scoped | Database, tenant: string, id: string): Promise<string | null> {
  const done = await scoped
    .deleteFrom('feeds')
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .returning('name')
    .executeTakeFirst()
  await release(scoped, tenant)
  return done?.name ?? null
}

/** Contents that no feed has any more are kept for a while: the sequence of a site may name them still. */
const release = (scoped: Scoped | Database, tenant: string) =>
  sql`update feed_bodies b set released_at = now() where b.tenant = ${tenant} and b.released_at is null
    and not exists (select 1 from feeds f where f.tenant = b.tenant and f.hash = b.hash)`.execute(scoped)

/** Contents that no feed has had for so many days, and that no sequence names. How many went. */
export async function removeReleased(db: Database, days: number): Promise<number> {
  const { numAffectedRows } =
    await sql`delete from feed_bodies b where b.released_at < now() - ${days} * interval '1 day'
    and not exists (select 1 from site_events e where e.kind = 'feeds'
      and e.data->'feeds' @> jsonb_build_array(jsonb_build_object('tenant', b.tenant, 'hash', b.hash)))`.execute(db)
  return Number(numAffectedRows ?? 0n)
}

/** Owners of feeds whose time ended between two moments. */
export async function ownersOfEnded(db: Database, after: Date, until: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('feeds')
    .select('tenant')
    .distinct()
    .where('expires_at', '>', after)
    .where('expires_at', '<=', until)
    .execute()
  return rows.map(({ tenant }) => tenant)
}
