// Who works on which sites, where there are several machines: partitions of sites, each with one worker at most. The clock
// is the database's.
import { sql } from 'kysely'
import type { Database, Scoped } from '../database.ts'

/** What every commit of a site must still hold. `token` grows whenever the partition changes hands. */
export type Fence = { readonly partition: number; readonly token: number }

export type Lease = Fence & { readonly worker: string | null }

/** Another worker has the site: what was to be written is not. */
export class Fenced extends Error {
  override readonly name = 'Fenced'

  constructor({ partition, token }: Fence) {
    super(`partition ${partition} went to another worker: token ${token} is no longer good`)
  }
}

/** ms for which a worker that hangs, or is cut off, may keep others from what it had. Less than it takes to be given up. */
const MOST_IDLE = 3000

/** Throws `Fenced` where it was lost. Until the transaction ends, or nothing is heard of it, nobody can take it. */
export async function holdLease(scoped: Scoped, { partition, token }: Fence): Promise<void> {
  const { rows } = await sql<{ holds: boolean }>`
    select set_config('idle_in_transaction_session_timeout', ${String(MOST_IDLE)}, true),
      nautilus_holds(${partition}, ${token}) as holds`.execute(scoped)
  if (!rows[0]?.holds) throw new Fenced({ partition, token })
}

/** This worker lives. Answers the ids of all that do, itself too, unless they are leaving. */
export async function beat(
  db: Database,
  { id, version, deadAfter }: { readonly id: string; readonly version: string; readonly deadAfter: number },
): Promise<string[]> {
  await sql`insert into workers (id, version) values (${id}, ${version})
    on conflict (id) do update set beat_at = now(), version = ${version}, leaving = false`.execute(db)
  const { rows } = await sql<{ id: string }>`
    select id from workers where not leaving and ${isAlive('workers', deadAfter)} order by id`.execute(db)
  return rows.map(row => row.id)
}

/** Stops to be one of them, and gives away what it has. */
export async function leave(db: Database, id: string): Promise<void> {
  await db.transaction().execute(async all => {
    await sql`update workers set leaving = true where id = ${id}`.execute(all)
    await sql`update leases set worker = null, changed_at = now() where worker = ${id}`.execute(all)
  })
}

export const listLeases = (db: Database): Promise<Lease[]> =>
  db.selectFrom('leases').select(['partition', 'worker', 'token']).orderBy('partition').execute()

/** Of these, those that nobody alive has. Answers what it got, with new tokens. */
export async function takeLeases(
  db: Database,
  wanted: readonly number[],
  { id, deadAfter }: { readonly id: string; readonly deadAfter: number },
): Promise<Fence[]> {
  if (wanted.length === 0) return []
  // In one order, so that two who take at once do not wait for each other in a circle.
  const { rows } = await sql<Fence>`
    insert into leases (partition, worker, token)
    select partition, ${id}, 1 from unnest(${[...wanted].sort((a, b) => a - b)}::integer[]) as partition
    on conflict (partition) do update set worker = ${id}, token = leases.token + 1, changed_at = now()
    where leases.worker is null or leases.worker = ${id} or not exists (
      select 1 from workers where workers.id = leases.worker and not leaving and ${isAlive('workers', deadAfter)})
    returning partition, token`.execute(db)
  return rows
}

/** Gives one back; nothing where it was lost already. */
export async function releaseLease(db: Database, { partition, token }: Fence): Promise<void> {
  await db
    .updateTable('leases')
    .set({ worker: null, changed_at: new Date() })
    .where('partition', '=', partition)
    .where('token', '=', token)
    .execute()
}

export const listWorkers = (db: Database) =>
  db.selectFrom('workers').select(['id', 'version', 'started_at', 'beat_at', 'leaving']).orderBy('id').execute()

/** s for which a database may have been away, and nobody is dead because of it. */
const AWAY = 60

/** `deadAfter`: ms. While the database was away nobody could be heard: time counts from when it was back. */
const isAlive = (table: 'workers', deadAfter: number) => {
  const beatAt = sql`${sql.table(table)}.beat_at`
  const dead = sql`clock_timestamp() - ${deadAfter} * interval '1 millisecond'`
  return sql`(${beatAt} > ${dead} or (pg_postmaster_start_time() > ${dead}
    and ${beatAt} > pg_postmaster_start_time() - ${AWAY} * interval '1 second'))`
}
