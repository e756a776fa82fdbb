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

/** How far the streams of a site were taken, those that moved last first. */
export const positionsOf = (
  scoped: Scoped,
  site: string,
  most: number,
): Promise<(Omit<Stream, 'tenant' | 'site'> & Pick<Position, 'seq'>)[]> =>
  scoped
    .selectFrom('positions')
    .select(['sensor', 'epoch', 'seq'])
    .where('site', '=', site)
    .orderBy('number', 'desc')
    .limit(most)
    .execute()

/** The number of the site's newest batch, decision or event; 0 when there is none. */
export async function newestNumber(scoped: Scoped, site: string): Promise<number> {
  const { rows } = await sql<{ number: number | null }>`
    select greatest((select max(number) from positions where site = ${site}),
      (select max(number) from decisions where site = ${site}),
      (select max(number) from site_events where site = ${site})) as number`.execute(scoped)
  return rows[0]?.number ?? 0
}

export type NewBatch = {
  readonly number: number
  readonly sensor: string
  readonly epoch: string
  readonly seq: number
  readonly file: string | null
  readonly taught: boolean
  readonly body: Buffer
  readonly activities: number
  /** µs; 0 where nobody could tell. */
  readonly at: number
  readonly failure: string | null
}

/**
 * Adds batches to the log, each behind the one before it, and moves the positions of their streams, in the transaction of
 * their results. In few statements: while one is on its way the lease of the site is held.
 */
export async function appendBatches(scoped: Scoped, place: Place, batches: readonly NewBatch[]): Promise<void> {
  if (batches.length === 0) return
  await scoped
    .insertInto('batches')
    .values(
      batches.map(({ activities: _, at: __, ...row }) => ({
        ...place,
        ...row,
        body: row.failure === null ? row.body : NOTHING,
      })),
    )
    .execute()
  for (const { activities: _, at: __, taught: ___, failure, ...row } of batches) {
    if (failure !== null) await keepAside(scoped, { ...place, ...row, failure })
  }
  await scoped
    .insertInto('positions')
    .values(reached(batches).map(position => ({ ...place, ...position })))
    .onConflict(c =>
      c.columns(['tenant', 'site', 'sensor', 'epoch']).doUpdateSet({
        seq: eb => eb.ref('excluded.seq'),
        number: eb => eb.ref('excluded.number'),
        at: sql<number>`greatest(positions.at, excluded.at)`,
        activities: sql<number>`positions.activities + excluded.activities`,
      }),
    )
    .execute()
}

/** Of each stream the newest batch, and what all of its batches add. */
function reached(batches: readonly NewBatch[]) {
  const byStream = new Map<string, Pick<NewBatch, 'sensor' | 'epoch' | 'seq' | 'number' | 'at' | 'activities'>>()
  for (const { sensor, epoch, seq, number, at, activities } of batches) {
    const key = JSON.stringify([sensor, epoch])
    const before = byStream.get(key)
    byStream.set(key, {
      ...{ sensor, epoch, seq, number },
      at: Math.max(at, before?.at ?? 0),
      activities: activities + (before?.activities ?? 0),
    })
  }
  return [...byStream.values()]
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

/** The newest first. */
export const listSnapshots = (scoped: Scoped, site: string): Promise<Pick<Snapshot, 'number' | 'format'>[]> =>
  scoped
    .selectFrom('snapshots')
    .select(['number', 'format'])
    .where('site', '=', site)
    .orderBy('number', 'desc')
    .execute()

/** Null where there is none of that number any more. */
export async function snapshotBody(scoped: Scoped, site: string, number: number): Promise<Buffer | null> {
  const found = await scoped
    .selectFrom('snapshots')
    .select('body')
    .where('site', '=', site)
    .where('number', '=', number)
    .executeTakeFirst()
  return found?.body ?? null
}

/**
 * Adds a snapshot, and lets go of those that are not needed: the newest two stay, and some that go back for as far as the
 * newest `keep` batches and events, which stay in any case. From the oldest that stays on the log is whole.
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
  const all = (await listSnapshots(scoped, site)).map(each => each.number)
  const needed = neededOf(all, keep)
  const gone = all.filter(each => !needed.includes(each))
  if (gone.length > 0)
    await scoped.deleteFrom('snapshots').where('site', '=', site).where('number', 'in', gone).execute()
  if (needed.length < SNAPSHOTS) return
  const cut = Math.min(needed.at(-1)!, number - keep)
  await scoped.deleteFrom('batches').where('site', '=', site).where('number', '<=', cut).execute()
  await scoped.deleteFrom('site_events').where('site', '=', site).where('number', '<=', cut).execute()
}

/** Should the newest turn out to be damaged, the one before it and the batches since then give the same. */
const SNAPSHOTS = 2
/** Of these, the oldest in each: they can be relied on to be there when they are old enough. */
const PARTS_OF_LOG = 2

/** Of these, the newest first, those that stay, in the same order. */
export function neededOf(numbers: readonly number[], keep: number): number[] {
  const part = (number: number) => Math.floor((number * PARTS_OF_LOG) / keep)
  const [newest = 0] = numbers
  const needed: number[] = []
  for (const [index, number] of numbers.entries()) {
    const before = numbers[index + 1]
    const isOldest = before === undefined || part(before) !== part(number)
    if (index < SNAPSHOTS || isOldest) needed.push(number)
    if (needed.length >= SNAPSHOTS && needed.at(-1)! <= newest - keep) break
  }
  return needed
}
