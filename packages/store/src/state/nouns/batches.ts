// What sensors sent, in the order in which the site took it: the source of everything else that is stored.
import { sql } from 'kysely'
import type { Scoped } from '../database.ts'

export type Position = { readonly seq: number; readonly number: number; readonly activities: number }
export type StoredBatch = {
  readonly number: number
  readonly file: string | null
  readonly taught: boolean
  readonly body: Buffer
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

/** The number of the site's newest batch or decision; 0 when there is none. */
export async function newestNumber(scoped: Scoped, site: string): Promise<number> {
  const { rows } = await sql<{ number: number | null }>`
    select greatest((select max(number) from positions where site = ${site}),
      (select max(number) from decisions where site = ${site})) as number`.execute(scoped)
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
    at: number
  },
): Promise<void> {
  const { tenant, site, sensor, epoch } = stream
  const { number, seq, file, taught, body, activities, at } = batch
  await scoped.insertInto('batches').values({ tenant, site, number, sensor, epoch, seq, file, taught, body }).execute()
  await scoped
    .insertInto('positions')
    .values({ tenant, site, sensor, epoch, seq, number, activities, at })
    .onConflict(c =>
      c.columns(['tenant', 'site', 'sensor', 'epoch']).doUpdateSet({
        seq,
        number,
        at,
        activities: sql<number>`positions.activities + ${activities}`,
      }),
    )
    .execute()
}

/** At most `most` batches behind `after`, the oldest first. */
export const batchesAfter = (scoped: Scoped, site: string, after: number, most: number): Promise<StoredBatch[]> =>
  scoped
    .selectFrom('batches')
    .select(['number', 'file', 'taught', 'body'])
    .where('site', '=', site)
    .where('number', '>', after)
    .orderBy('number')
    .limit(most)
    .execute()

export async function newestSnapshot(scoped: Scoped, site: string): Promise<Snapshot | null> {
  const found = await scoped
    .selectFrom('snapshots')
    .select(['number', 'format', 'body'])
    .where('site', '=', site)
    .orderBy('number', 'desc')
    .executeTakeFirst()
  return found ?? null
}

/** Puts a snapshot in the place of older ones, and lets go of the batches that it stands for. */
export async function putSnapshot(scoped: Scoped, { tenant, site }: Place, snapshot: Snapshot): Promise<void> {
  const { number, format, body } = snapshot
  await scoped.insertInto('snapshots').values({ tenant, site, number, format, body }).execute()
  await scoped.deleteFrom('snapshots').where('site', '=', site).where('number', '<', number).execute()
  await scoped.deleteFrom('batches').where('site', '=', site).where('number', '<=', number).execute()
}
