// What each customer used in a month, for whoever bills it. Counted while the month runs, and kept when what was counted is
// gone: a count never becomes less.
import type { ClickHouseClient } from '@clickhouse/client'
import { sql } from 'kysely'
import type { Database } from '../database.ts'

export type UsageMonth = {
  readonly tenant: string
  /** `2026-02`, in UTC. */
  readonly month: string
  /** At the last count. */
  readonly sites: number
  readonly sensors: number
  readonly assets: number
  readonly users: number
  /** Bytes. */
  readonly storage: number
  /** The most at any count. */
  readonly assets_peak: number
  /** Rows that came in the month. */
  readonly activities: number
  readonly findings: number
  readonly incidents: number
  readonly counted_at: Date
}

/** `now`: ms. The month that runs, and the one before while its last hours may come late. */
export async function countUsage(db: Database, client: ClickHouseClient, now: number): Promise<void> {
  for (const month of monthsAt(now)) {
    const activities = await activitiesIn(client, month)
    const stored = await storedBy(client)
    const { rows } = await sql<{ tenant: string }>`select id as tenant from tenants order by id`.execute(db)
    for (const { tenant } of rows)
      await keep(db, {
        tenant,
        month,
        activities: activities.get(tenant) ?? 0,
        telemetry: stored.get(tenant) ?? 0,
        now,
      })
  }
}

/** ms for which the month before is counted again. */
const LATE = 2 * 86_400_000

export function monthsAt(now: number): string[] {
  const of = (ms: number) => new Date(ms).toISOString().slice(0, 7)
  return [...new Set([of(now - LATE), of(now)])]
}

type Counting = {
  readonly tenant: string
  readonly month: string
  readonly activities: number
  readonly telemetry: number
  readonly now: number
}

async function keep(db: Database, { tenant, month, activities, telemetry, now }: Counting): Promise<void> {
  const [from, to] = spanOf(month)
  const isOver = now >= to / 1000
  // What is there now says nothing of a month that is over: its last count stands.
  const present = isOver ? sql`u.` : sql`excluded.`
  const latest = (name: string) => sql`${sql.raw(name)} = ${present}${sql.raw(name)}`
  await sql`
    insert into usage_months as u
      (tenant, month, sites, sensors, assets, assets_peak, activities, findings, incidents, storage, users, counted_at)
    select ${tenant}, ${month},
      (select count(*) from sites where tenant = ${tenant}),
      (select count(*) from sensors where tenant = ${tenant} and revoked_at is null),
      (select count(*) from assets where tenant = ${tenant}), (select count(*) from assets where tenant = ${tenant}),
      ${activities},
      (select count(*) from findings where tenant = ${tenant} and first >= ${from} and first < ${to}),
      (select count(*) from incidents where tenant = ${tenant} and not exercise and opened >= ${from} and opened < ${to}),
      ${telemetry} + coalesce((select sum(bytes) from evidence where tenant = ${tenant}), 0)
        + coalesce((select sum(bytes) from uploads where tenant = ${tenant}), 0),
      (select count(distinct user_id) from members where tenant = ${tenant}),
      ${new Date(now)}
    on conflict (tenant, month) do update set
      ${sql.join(['sites', 'sensors', 'assets', 'storage', 'users', 'counted_at'].map(latest))},
      assets_peak = greatest(u.assets_peak, ${present}assets),
      activities = greatest(u.activities, excluded.activities),
      findings = greatest(u.findings, excluded.findings),
      incidents = greatest(u.incidents, excluded.incidents)`.execute(db)
}

/** µs; the end is not in it. */
function spanOf(month: string): [number, number] {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return [Date.UTC(year, number - 1) * 1000, Date.UTC(year, number) * 1000]
}

async function activitiesIn(client: ClickHouseClient, month: string): Promise<ReadonlyMap<string, number>> {
  return byTenant(
    client,
    'select tenant, count() as n from nautilus.activity where toYYYYMM(at) = {month: UInt32} group by tenant',
    {
      month: Number(month.replace('-', '')),
    },
  )
}

/** What the telemetry takes on the disk, shared out by rows: those of one table are of one size. */
async function storedBy(client: ClickHouseClient): Promise<ReadonlyMap<string, number>> {
  const shares = await Promise.all(
    ['activity', 'point_values'].map(table =>
      byTenant(
        client,
        `select tenant, count() * (select sum(bytes_on_disk) / greatest(sum(rows), 1) from system.parts
          where active and database = 'nautilus' and table = {table: String}) as n from nautilus.${table} group by tenant`,
        { table },
      ),
    ),
  )
  const sums = new Map<string, number>()
  for (const share of shares) for (const [tenant, n] of share) sums.set(tenant, (sums.get(tenant) ?? 0) + Math.round(n))
  return sums
}

async function byTenant(
  client: ClickHouseClient,
  query: string,
  parameters: Record<string, unknown>,
): Promise<ReadonlyMap<string, number>> {
  const answer = await client.query({ query, query_params: parameters, format: 'JSONEachRow' })
  const rows = await answer.json<{ tenant: string; n: number | string }>()
  return new Map(rows.map(({ tenant, n }) => [tenant, Number(n)]))
}

/** The latest month first. `months`: `2026-01`, the first and the last. */
export const listUsage = (
  db: Database,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<UsageMonth[]> =>
  db
    .selectFrom('usage_months')
    .selectAll()
    .where('month', '>=', from)
    .where('month', '<=', to)
    .orderBy('month', 'desc')
    .orderBy('tenant')
    .limit(50_000)
    .execute()
