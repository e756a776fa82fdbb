// Counts over a site for reports. Moments in µs; the end of a period is not in it.
import { sql } from 'kysely'
import type { Scoped } from '../database.ts'
import { called, edited, withEdits } from './asset-edits.ts'

export type Period = { readonly from: number; readonly to: number }

/** How many devices there are, and of how many is known what. */
export const assetFigures = (scoped: Scoped, site: string, { from, to }: Period) => {
  const count = (condition: ReturnType<typeof sql<boolean>>) => sql<number>`count(*) filter (where ${condition})`
  return withEdits(scoped)
    .select([
      sql<number>`count(*)`.as('total'),
      count(sql`${edited.owner} is not null`).as('owned'),
      count(sql`${edited.criticality} is not null`).as('ranked'),
      count(sql`firmware is not null`).as('firmware'),
      count(sql`vendor is not null`).as('vendor'),
      count(sql`role is not null and role <> 'unknown'`).as('role'),
      count(sql`first >= ${from}::bigint and first < ${to}::bigint`).as('added'),
    ])
    .where('assets.site', '=', site)
    .executeTakeFirstOrThrow()
}

/** The most critical first; with how many findings are open of each. */
export async function assetLines(scoped: Scoped, site: string, most: number) {
  const open = sql<number>`(select count(*) from finding_assets held
    join findings on findings.tenant = held.tenant and findings.site = held.site and findings.id = held.finding
    left join finding_work work on work.tenant = findings.tenant and work.site = findings.site
      and work.finding = findings.id
    where held.tenant = assets.tenant and held.site = assets.site and held.asset = assets.id
      and findings.rank > 0 and coalesce(work.status, 'open') in ('open', 'confirmed'))`
  const rank = sql`coalesce(array_position(array['critical','high','medium','low'], ${edited.criticality}), 9)`
  const rows = await withEdits(scoped)
    .select([
      ...(['role', 'vendor', 'model', 'firmware', 'ip'] as const),
      ...[called.as('name'), edited.zone.as('zone'), edited.criticality.as('criticality'), open.as('open')],
      edited.owner.as('owner'),
    ])
    .where('assets.site', '=', site)
    .orderBy(rank)
    .orderBy('assets.id')
    .limit(most)
    .execute()
  return rows.map(({ ip, ...row }) => ({ ...row, address: ip[0] ?? '' }))
}

type BySeverity = Readonly<Record<string, number>>

/** Findings that began in a period, by severity; of these, how many people closed or accepted. */
export async function findingsBegun(scoped: Scoped, site: string, { from, to }: Period) {
  const { rows } = await sql<{ severity: string; count: number; worked: number }>`
    select severity, count(*) as count,
      count(*) filter (where work.status in ('closed', 'accepted', 'suppressed')) as worked
    from findings left join finding_work work
      on work.tenant = findings.tenant and work.site = findings.site and work.finding = findings.id
    where findings.site = ${site} and rank > 0 and first >= ${from}::bigint and first < ${to}::bigint
    group by severity`.execute(scoped)
  const found: BySeverity = Object.fromEntries(rows.map(row => [row.severity, row.count]))
  return { found, worked: rows.reduce((sum, { worked }) => sum + worked, 0) }
}

const WEEK = 7 * 86_400e6

/** How many began in each week of a period; a week begins as the period does. Weeks without any are told, too. */
export async function findingWeeks(scoped: Scoped, site: string, { from, to }: Period) {
  const { rows } = await sql<{ week: number; count: number }>`
    select div(first - ${from}::bigint, ${WEEK}::bigint)::int as week, count(*) as count from findings
    where site = ${site} and rank > 0 and first >= ${from}::bigint and first < ${to}::bigint
    group by 1`.execute(scoped)
  const counts = new Map(rows.map(({ week, count }) => [week, count]))
  return Array.from({ length: Math.ceil((to - from) / WEEK) }, (_, week) => ({
    from: from + week * WEEK,
    count: counts.get(week) ?? 0,
  }))
}

/** What was found most in a period: the gravest first. */
export async function findingTitles(scoped: Scoped, site: string, { from, to }: Period, most: number) {
  const { rows } = await sql<{ rule: string; title: string; severity: string; count: number }>`
    select rule, min(title) as title, severity, count(*) as count from findings
    where site = ${site} and rank > 0 and first >= ${from}::bigint and first < ${to}::bigint
    group by rule, severity, rank order by rank desc, count(*) desc, rule limit ${most}`.execute(scoped)
  return rows
}

/** Incidents that were closed in a period: real ones. */
export async function incidentsClosed(scoped: Scoped, site: string, { from, to }: Period): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from incidents where site = ${site} and not exercise and state = 'closed'
      and since >= ${from}::bigint and since < ${to}::bigint`.execute(scoped)
  return rows[0]?.count ?? 0
}

/** Exercises that ended, and drafts of reports to authorities that were written, in a period. */
export async function practised(scoped: Scoped, site: string, { from, to }: Period) {
  const { rows } = await sql<{ exercises: number; drafts: number }>`
    select (select count(*) from exercises where site = ${site} and state = 'ended'
        and ended_at >= ${new Date(from / 1000)} and ended_at < ${new Date(to / 1000)}) as exercises,
      (select count(*) from obligation_drafts where site = ${site}
        and made_at >= ${from}::bigint and made_at < ${to}::bigint) as drafts`.execute(scoped)
  return rows[0] ?? { exercises: 0, drafts: 0 }
}

export type KeptRun = { readonly at: Date; readonly expected: number; readonly currency: string }

/** Computations of risk that were kept as reports, without measures: the oldest first. */
export async function riskHistory(scoped: Scoped, site: string, until: number, most: number): Promise<KeptRun[]> {
  const rows = await scoped
    .selectFrom('risk_runs')
    .select([
      'made_at as at',
      sql<number>`(result->'figures'->>'expected')::double precision`.as('expected'),
      sql<string>`result->>'currency'`.as('currency'),
    ])
    .where('site', '=', site)
    .where('kind', '=', 'report')
    .where(sql<boolean>`measures = '[]'::jsonb`)
    .where('made_at', '<', new Date(until / 1000))
    .orderBy('made_at', 'desc')
    .limit(most)
    .execute()
  return rows.reverse()
}
