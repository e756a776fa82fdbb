// Rows of the state whose time is over. Asked as the owner of the tables: tenants cannot take back what was recorded.
import { sql } from 'kysely'
import type { Database } from '../state/database.ts'
import type { KeptKind } from './days.ts'

export type Over = {
  readonly tenant: string
  /** ms since 1970; what is older is over. */
  readonly until: number
  /** Counted only. */
  readonly dry: boolean
}
type StateKind = Exclude<KeptKind, 'activity' | 'values'>

/** How many rows went, or would go. */
export function removeOver(db: Database, kind: StateKind, { tenant, until, dry }: Over): Promise<number> {
  const at = new Date(until)
  switch (kind) {
    case 'audit':
      // From the front of the chain on, and never its last link: the next one follows from it. What happened while an
      // incident is open is its evidence.
      return removed(
        db,
        dry,
        sql`audit where tenant = ${tenant}
          and seq < coalesce(
            (select min(seq) from audit kept where kept.tenant = ${tenant} and kept.at >= ${at}),
            (select max(seq) from audit last where last.tenant = ${tenant}))
          and at < coalesce((select to_timestamp(min(opened) / 1000000.0) from incidents
            where tenant = ${tenant} and state <> 'closed' and not exercise), 'infinity')`,
      )
    case 'uploads':
      // What was read from a folder is remembered, or it would be read again: such ids are UUIDs of version 8.
      return removed(
        db,
        dry,
        sql`uploads where tenant = ${tenant} and made_at < ${at} and state in ('done', 'damaged', 'failed')
          and substr(id::text, 15, 1) <> '8'`,
      )
    case 'findings':
      // What people decided about it stays: should a site be made anew from its log, the finding comes back as closed,
      // and goes again. What an open incident rests on is not over.
      return removed(
        db,
        dry,
        sql`findings f where f.tenant = ${tenant} and f.last < ${until * 1000} and exists (
          select 1 from finding_work w where w.tenant = f.tenant and w.site = f.site and w.finding = f.id
            and w.status = 'closed' and w.changed_at < ${at})
          and not exists (select 1 from incident_findings placed
            join incidents i on i.tenant = placed.tenant and i.site = placed.site and i.id = placed.incident
            where placed.tenant = f.tenant and placed.site = f.site and placed.finding = f.id and i.state <> 'closed')`,
      )
  }
}

async function removed(db: Database, dry: boolean, which: ReturnType<typeof sql>): Promise<number> {
  if (dry) {
    const { rows } = await sql<{ n: number }>`select count(*) as n from ${which}`.execute(db)
    return rows[0]?.n ?? 0
  }
  const { numAffectedRows } = await sql`delete from ${which}`.execute(db)
  return Number(numAffectedRows ?? 0n)
}

/** Packets of findings that are no longer there are let go of; the hashes that are still wanted, by all tenants. */
export async function wantedFiles(db: Database): Promise<ReadonlySet<string>> {
  await sql`delete from evidence e where not exists (select 1 from findings f
    where f.tenant = e.tenant and f.site = e.site and f.id = e.finding)`.execute(db)
  await sql`delete from packet_questions q where not exists (select 1 from findings f
    where f.tenant = q.tenant and f.site = q.site and f.id = q.finding)`.execute(db)
  const { rows } = await sql<{ sha256: string }>`select distinct sha256 from evidence`.execute(db)
  return new Set(rows.map(({ sha256 }) => sha256))
}
