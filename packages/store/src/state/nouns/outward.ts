// The log of what other systems are told. Rows are written in the transaction that makes what they tell, and get their
// positions afterwards, in one place: a transaction that ends late has its rows behind, never in between.
import type { OutwardBody, OutwardEvent, OutwardKind, OutwardTopic } from '@nautilus/model'
import { sql } from 'kysely'
import type { Database, Scoped } from '../database.ts'

export type NewOutward = {
  readonly kind: OutwardKind
  readonly object: string
  readonly site: string | null
  readonly body: OutwardBody
}

/** Topics that any destination of the tenant wants. Where none is, nothing is logged, and nothing of it costs. */
export async function wantedTopics(scoped: Scoped): Promise<ReadonlySet<OutwardTopic>> {
  const { rows } = await sql<{ topic: OutwardTopic }>`
    select distinct jsonb_array_elements_text(filter->'topics') as topic from destinations
    where tenant = current_setting('nautilus.tenant', true)`.execute(scoped)
  return new Set(rows.map(({ topic }) => topic))
}

/** Rows of one statement. */
const AT_ONCE = 1000

export async function tellOutward(scoped: Scoped, tenant: string, events: readonly NewOutward[]): Promise<void> {
  for (let from = 0; from < events.length; from += AT_ONCE) {
    const rows = JSON.stringify(events.slice(from, from + AT_ONCE)).replaceAll('\\u0000', '\\ufffd')
    await sql`
      insert into outward_events (tenant, site, kind, object, body)
      select ${tenant}, e->>'site', e->>'kind', e->>'object', e->'body'
      from jsonb_array_elements(${rows}::text::jsonb) with ordinality as x(e, n) order by n`.execute(scoped)
  }
}

/** Tells what one topic asks for, where anybody wants it; `make` is not called otherwise. */
export async function tellTopic(
  scoped: Scoped,
  tenant: string,
  topic: OutwardTopic,
  make: () => Promise<readonly NewOutward[]>,
): Promise<void> {
  if ((await wantedTopics(scoped)).has(topic)) await tellOutward(scoped, tenant, await make())
}

/** Rows that get a position at once. */
const PLACED_AT_ONCE = 5000

/** Gives positions to everything that is visible, of all tenants. How many there were. Asked as the owner of the tables. */
export async function placeOutward(db: Database): Promise<number> {
  const { rows } = await sql<{ tenant: string }>`
    select distinct tenant from outward_events where position is null`.execute(db)
  let placed = 0
  for (const { tenant } of rows)
    for (;;) {
      const count = await placeSome(db, tenant)
      placed += count
      if (count < PLACED_AT_ONCE) break
    }
  return placed
}

const placeSome = (db: Database, tenant: string): Promise<number> =>
  db.transaction().execute(async own => {
    await sql`insert into outward_heads (tenant, position) values (${tenant}, 0) on conflict do nothing`.execute(own)
    // Whoever else places waits here, and then finds nothing left.
    const head = await own
      .selectFrom('outward_heads')
      .select('position')
      .where('tenant', '=', tenant)
      .forUpdate()
      .executeTakeFirstOrThrow()
    const { numAffectedRows } = await sql`
      update outward_events o set position = ${head.position}::bigint + f.n
      from (select id, row_number() over (order by id) as n from (
          select id from outward_events where tenant = ${tenant} and position is null
          order by id limit ${PLACED_AT_ONCE}) as fresh) as f
      where o.tenant = ${tenant} and o.id = f.id`.execute(own)
    const count = Number(numAffectedRows ?? 0n)
    if (count > 0)
      await own
        .updateTable('outward_heads')
        .set({ position: head.position + count })
        .where('tenant', '=', tenant)
        .execute()
    return count
  })

export async function headOf(scoped: Scoped): Promise<number> {
  const row = await scoped.selectFrom('outward_heads').select('position').executeTakeFirst()
  return row?.position ?? 0
}

/** Events behind a position, in order. */
export async function outwardAfter(scoped: Scoped, after: number, most: number): Promise<OutwardEvent[]> {
  const { rows } = await sql<OutwardRow>`
    select o.uid, o.position, o.kind, o.object, o.tenant, o.site, s.name as "siteName",
      (extract(epoch from o.at) * 1000000)::bigint as at, o.body
    from outward_events o left join sites s on s.tenant = o.tenant and s.id = o.site
    where o.tenant = current_setting('nautilus.tenant', true) and o.position > ${after}
    order by o.position limit ${most}`.execute(scoped)
  return rows.map(eventOf)
}

type OutwardRow = Omit<OutwardEvent, 'id' | 'test'> & { readonly uid: string; readonly body: OutwardBody }

const eventOf = ({ uid, body, ...row }: OutwardRow): OutwardEvent => ({ id: uid, ...row, test: false, ...body })

/** The last position before a moment (µs): what came since is behind it. */
export async function positionBefore(scoped: Scoped, at: number): Promise<number> {
  const { rows } = await sql<{ before: number | null; first: number | null }>`
    select max(position) filter (where at < to_timestamp(${at} / 1000000.0)) as before, min(position) as first
    from outward_events where tenant = current_setting('nautilus.tenant', true) and position is not null`.execute(
    scoped,
  )
  const [row] = rows
  if (row?.before !== null && row?.before !== undefined) return row.before
  return row?.first === null || row?.first === undefined ? await headOf(scoped) : row.first - 1
}

export type LogLimits = {
  /** Events of a tenant that wait at most: with more, the oldest go. */
  readonly most: number
  /** Days for which what every destination has is kept, for a replay. */
  readonly days: number
}

/** A destination that was too far behind, and how many events it has lost by that. */
export type Cut = {
  readonly tenant: string
  readonly destination: string
  readonly name: string
  readonly lost: number
}

/**
 * Lets go of what everybody has and was kept long enough. A destination that is further behind than the log may be long
 * is moved forward, and what it lost is counted in its state: nothing goes without that.
 */
export async function trimOutward(db: Database, { most, days }: LogLimits): Promise<Cut[]> {
  const cuts: Cut[] = []
  const { rows: heads } = await sql<{ tenant: string; position: number }>`
    select tenant, position from outward_heads`.execute(db)
  for (const { tenant, position } of heads) {
    const oldest = position - most
    const { rows } = await sql<{ destination: string; name: string; lost: number }>`
      update destination_states s set position = ${oldest}, dropped = s.dropped + (${oldest} - s.position),
        ahead = '[]'
      from (select destination, position from destination_states where tenant = ${tenant} and position < ${oldest}) as was,
        destinations d
      where s.tenant = ${tenant} and s.destination = was.destination and d.tenant = s.tenant and d.id = s.destination
      returning s.destination, d.name, ${oldest} - was.position as lost`.execute(db)
    cuts.push(...rows.map(row => ({ tenant, ...row, lost: Number(row.lost) })))
    await sql`
      delete from outward_events o where o.tenant = ${tenant} and o.position <= coalesce(
          (select min(least(s.position, s.resume_at)) from destination_states s where s.tenant = ${tenant}), ${position})
        and (o.at < clock_timestamp() - ${days} * interval '1 day' or o.position <= ${oldest})`.execute(db)
  }
  return cuts
}
