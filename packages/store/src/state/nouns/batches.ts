// What sensors sent, in the order in which the site took it: the source of everything else that is stored.
import { sql } from 'kysely'
import type { Scoped } from '../database.ts'

export type Position = { readonly seq: number; readonly number: number; readonly activities: number }
export type StoredBatch = {
  readonly number: number
  readonly sensor: string
  readonly epoch: string
  readonly file: string | null
  readonly taught: boolean
  readonly body: Buffer
  /** Why it was set aside; null where it was taken. */
  readonly failure: string | null
}
export type Snapshot = { readonly number: number; readonly format: number; readonly body: Buffer }

type Place = { readonly tenant: string; readonly site: string }
type Stream = Place & { readonly sensor: string; readonly epoch: string }

/** How far the stream of a sensor was taken; null when nothing was. */
export async function positionOf(scoped: Scoped, { site, sensor, epoch }: Stream): Promise<Position | null> {
  const found = await scoped
    .selectFrom('positions')
    .select(['seq', 'number', 'activities'])
    .where('site', '=', site)
    .where('sensor', '=', sensor)
    .where('epoch', '=', epoch)
    .executeTakeFirst()
  return found ?? null
}

/** The number of the site's newest batch, decision or event; 0 when there is none. */
export async function newestNumber(scoped: Scoped, site: string): Promise<number> {
  const { rows } = await sql<{ number: number | null }>`
    select greatest((select max(number) from positions where site = ${site}),
      (select max(number) from decisions where site = ${site}),
      (select max(number) from site_events where site = ${site})) as number`.execute(scoped)
  return rows[0]?.number ?? 0
}

/** Adds a batch to the log and moves the position of its stream, in the transaction of its results. */
export async function appendBatch(
  scoped: Scoped,
  stream: Stream,
  batch: {
    number: number
    seq: number
    file: string | null
    taught: boolean
    body: Buffer
    activities: number
    /** µs; 0 where nobody could tell. */
    at: number
    failure: string | null
  },
): Promise<void> {
  const { tenant, site, sensor, epoch } = stream
  const { number, seq, file, taught, body, activities, at, failure } = batch
  const row = { tenant, site, number, sensor, epoch, seq, file, taught, failure }
  await scoped
    .insertInto('batches')
    .values({ ...row, body: failure === null ? body : NOTHING })
    .execute()
  if (failure !== null) await keepAside(scoped, { tenant, site, number, sensor, epoch, seq, file, body, failure })
  await scoped
    .insertInto('positions')
    .values({ tenant, site, sensor, epoch, seq, number, activities, at })
    .onConflict(c =>
      c.columns(['tenant', 'site', 'sensor', 'epoch']).doUpdateSet({
        seq,
        number,
        at: sql<number>`greatest(positions.at, ${at})`,
        activities: sql<number>`positions.activities + ${activities}`,
      }),
    )
    .execute()
}

/** At most `most` batches behind `after`, the oldest first. */
export const batchesAfter = (scoped: Scoped, site: string, after: number, most: number): Promise<StoredBatch[]> =>
  scoped
    .selectFrom('batches')
    .select(['number', 'sensor', 'epoch', 'file', 'taught', 'body', 'failure'])
    .where('site', '=', site)
    .where('number', '>', after)
    .orderBy('number')
    .limit(most)
    .execute()

/** The number of the oldest batch or event that is still in the log; null where there is none. */
export async function oldestNumber(scoped: Scoped, site: string): Promise<number | null> {
  const { rows } = await sql<{ number: number | null }>`
    select least((select min(number) from batches where site = ${site}),
      (select min(number) from site_events where site = ${site})) as number`.execute(scoped)
  return rows[0]?.number ?? null
}

/** The bytes of a batch that was taken, while the log has them; null where it does not. */
export async function takenBody(scoped: Scoped, { site, sensor, epoch }: Stream, seq: number): Promise<Buffer | null> {
  const found = await scoped
    .selectFrom('batches')
    .select('body')
    .where('site', '=', site)
    .where('sensor', '=', sensor)
    .where('epoch', '=', epoch)
    .where('seq', '=', seq)
    .where('failure', 'is', null)
    .executeTakeFirst()
  return found?.body ?? null
}

/** Sets aside a batch that was taken before: this program cannot take it again. */
export async function setAside(scoped: Scoped, { tenant, site }: Place, number: number, failure: string) {
  const row = await scoped
    .updateTable('batches')
    .set({ failure })
    .where('site', '=', site)
    .where('number', '=', number)
    .returning(['sensor', 'epoch', 'seq', 'file', 'body'])
    .executeTakeFirstOrThrow()
  await keepAside(scoped, { tenant, site, number, failure, ...row })
  await scoped
    .updateTable('batches')
    .set({ body: NOTHING })
    .where('site', '=', site)
    .where('number', '=', number)
    .execute()
}

const NOTHING = Buffer.alloc(0)
/** Of a site. They are kept to be looked into, and the newest suffice. */
const MOST_SET_ASIDE = 100

async function keepAside(
  scoped: Scoped,
  row: Place & {
    number: number
    sensor: string
    epoch: string
    seq: number
    file: string | null
    body: Buffer
    failure: string
  },
): Promise<void> {
  await scoped.insertInto('set_aside').values(row).execute()
  const { rows } = await sql<{ number: number }>`
    select number from set_aside where site = ${row.site} order by number desc offset ${MOST_SET_ASIDE} limit 1`.execute(
    scoped,
  )
  const [last] = rows
  if (last)
    await scoped.deleteFrom('set_aside').where('site', '=', row.site).where('number', '<=', last.number).execute()
}

/** The newest first; two at most. */
export const listSnapshots = (scoped: Scoped, site: string): Promise<Snapshot[]> =>
  scoped
    .selectFrom('snapshots')
    .select(['number', 'format', 'body'])
    .where('site', '=', site)
    .orderBy('number', 'desc')
    .limit(SNAPSHOTS)
    .execute()

/** Should the newest turn out to be damaged, the one before it and the batches since then give the same. */
const SNAPSHOTS = 2

/**
 * Adds a snapshot; lets go of those before the last two, and of the batches and events that the older one of these stands
 * for. The newest `keep` stay in any case.
 */
export async function putSnapshot(
  scoped: Scoped,
  { tenant, site }: Place,
  snapshot: Snapshot,
  keep: number,
): Promise<void> {
  const { number, format, body } = snapshot
  await scoped
    .insertInto('snapshots')
    .values({ tenant, site, number, format, body })
    .onConflict(c => c.columns(['tenant', 'site', 'number']).doUpdateSet({ format, body }))
    .execute()
  const older = await scoped
    .selectFrom('snapshots')
    .select('number')
    .where('site', '=', site)
    .orderBy('number', 'desc')
    .offset(SNAPSHOTS - 1)
    .limit(1)
    .executeTakeFirst()
  if (!older) return
  await scoped.deleteFrom('snapshots').where('site', '=', site).where('number', '<', older.number).execute()
  const cut = Math.min(older.number, number - keep)
  await scoped.deleteFrom('batches').where('site', '=', site).where('number', '<=', cut).execute()
  await scoped.deleteFrom('site_events').where('site', '=', site).where('number', '<=', cut).execute()
}
