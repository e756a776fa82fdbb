import { type SqlBool, sql } from 'kysely'
import type { Scoped } from '../database.ts'
import { acceptedAs, areAnyAccepted, mayBeAccepted } from './acceptances.ts'
import { nameIn } from './asset-edits.ts'
import { tellWorked } from './outward-findings.ts'
import { pageOf, readCursor, totalOf } from './page.ts'

export type FindingFilter = {
  readonly severity?: readonly string[]
  readonly status?: readonly FindingStatus[]
  readonly rule?: string
  readonly asset?: string
  /** µs: findings that came after. */
  readonly since?: number
}

export const statuses = ['open', 'confirmed', 'accepted', 'suppressed', 'closed'] as const
export type FindingStatus = (typeof statuses)[number]

/** What people said of the finding itself goes before what they accepted in general. */
export const status = sql<FindingStatus>`case when coalesce(finding_work.status, 'open') <> 'open' then finding_work.status
  else coalesce(case ${acceptedAs('kind')} when 'accept' then 'accepted' when 'suppress' then 'suppressed' end, 'open') end`

const joined = (scoped: Scoped) =>
  scoped
    .selectFrom('findings')
    .leftJoin('finding_work', join =>
      join
        .onRef('finding_work.tenant', '=', 'findings.tenant')
        .onRef('finding_work.site', '=', 'findings.site')
        .onRef('finding_work.finding', '=', 'findings.id'),
    )

const columns = [
  'findings.site',
  'findings.id',
  'rule',
  'title',
  'severity',
  'rank',
  'first',
  'last',
  'count',
  'source',
  'target',
  nameIn('source').as('source_name'),
  nameIn('target').as('target_name'),
  'assets',
  'protocol',
  'verb',
  status.as('status'),
  'finding_work.assignee',
  sql<string>`data->>'why'`.as('why'),
] as const

function fitting(scoped: Scoped, site: string | null, filter: FindingFilter) {
  let query = joined(scoped).select(columns)
  if (site !== null) query = query.where('findings.site', '=', site)
  if (filter.severity?.length) query = query.where('severity', 'in', filter.severity)
  if (filter.status?.length) query = query.where(status, 'in', filter.status)
  if (filter.rule) query = query.where('rule', '=', filter.rule)
  if (filter.asset)
    query = query.where(({ exists, selectFrom }) =>
      exists(
        selectFrom('finding_assets')
          .select(sql`1`.as('one'))
          .whereRef('finding_assets.tenant', '=', 'findings.tenant')
          .whereRef('finding_assets.site', '=', 'findings.site')
          .whereRef('finding_assets.finding', '=', 'findings.id')
          .where('finding_assets.asset', '=', filter.asset!),
      ),
    )
  return filter.since === undefined ? query : query.where('last', '>=', filter.since)
}

/** The gravest first, then the latest. `total` comes with the first page. */
export async function listFindings(
  scoped: Scoped,
  site: string | null,
  filter: FindingFilter,
  { limit, after }: { readonly limit: number; readonly after?: string },
) {
  let query = fitting(scoped, site, filter)
  const total = after === undefined ? await totalOf(scoped, query) : null
  if (after !== undefined) {
    const keys = readCursor(after, 'nns')
    if (!keys) return null
    query = query.where(
      sql<SqlBool>`(rank, last, findings.id) < (${keys[0]}::smallint, ${keys[1]}::bigint, ${keys[2]}::text)`,
    )
  }
  const rows = await query
    .orderBy('rank', 'desc')
    .orderBy('last', 'desc')
    .orderBy('findings.id', 'desc')
    .limit(limit + 1)
    .execute()
  return { ...pageOf(rows, limit, row => [row.rank, row.last, row.id]), total }
}

export type CountBySeverity = Readonly<Record<string, number>>

/**
 * Open ones, by severity. `sites`: null for all. All of them, which an index counts, less those that people settled and
 * those that they accepted in general: these are few.
 */
export async function countFindings(scoped: Scoped, sites: readonly string[] | null): Promise<CountBySeverity> {
  const here = sites === null ? sql<SqlBool>`true` : sql<SqlBool>`findings.site = any(${[...sites]})`
  const worked = sql`finding_work.tenant = findings.tenant and finding_work.site = findings.site
    and finding_work.finding = findings.id`
  const { rows } = await sql<{ severity: string; count: number }>`
    select severity, sum(n)::bigint as count from (
      select severity, count(*) as n from findings where ${here} group by severity
      union all
      select severity, -count(*) from findings join finding_work on ${worked}
      where ${here} and finding_work.status not in ('open', 'confirmed') group by severity
      union all
      select severity, -count(*) from findings left join finding_work on ${worked}
      where ${here} and ${areAnyAccepted} and ${mayBeAccepted} and coalesce(finding_work.status, 'open') = 'open'
        and ${acceptedAs('kind')} is not null group by severity
    ) parts group by severity having sum(n) > 0`.execute(scoped)
  return Object.fromEntries(rows.map(({ severity, count }) => [severity, count]))
}

/** High or critical, and still open: id and devices, the latest first. */
export const graveFindings = (scoped: Scoped, site: string, most: number) =>
  joined(scoped)
    .select(['findings.id', 'assets'])
    .where('findings.site', '=', site)
    .where('rank', '>=', 3)
    .where(status, 'in', ['open', 'confirmed'])
    .orderBy('last', 'desc')
    .orderBy('findings.id')
    .limit(most)
    .execute()

export async function getFinding(scoped: Scoped, site: string, id: string) {
  const found = await joined(scoped)
    .select([
      'data',
      status.as('status'),
      'finding_work.reason',
      'assignee',
      'changed_by',
      'changed_at',
      acceptedAs('id').as('acceptance'),
      sql<string | null>`(select incident from incident_findings placed
        where placed.tenant = findings.tenant and placed.site = findings.site and placed.finding = findings.id)`.as(
        'incident',
      ),
    ])
    .where('findings.site', '=', site)
    .where('findings.id', '=', id)
    .executeTakeFirst()
  if (!found) return null
  const { data, incident, ...work } = found
  return { finding: data, work, incident }
}

/** Of these, those that nobody accepted or suppressed: people want to hear of them. */
export async function unaccepted(scoped: Scoped, site: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const rows = await joined(scoped)
    .select('findings.id')
    .where('findings.site', '=', site)
    .where(sql<SqlBool>`findings.id = any(${[...ids]})`)
    .where(status, 'not in', ['accepted', 'suppressed'])
    .execute()
  return new Set(rows.map(({ id }) => id))
}

export async function workFinding(
  scoped: Scoped,
  { tenant, site, finding, by }: { tenant: string; site: string; finding: string; by: string },
  change: { readonly status?: FindingStatus; readonly reason?: string | null; readonly assignee?: string | null },
): Promise<void> {
  const row = { ...change, changed_by: by, changed_at: new Date() }
  await scoped
    .insertInto('finding_work')
    .values({ tenant, site, finding, status: change.status ?? 'open', ...row })
    .onConflict(c => c.columns(['tenant', 'site', 'finding']).doUpdateSet(row))
    .execute()
  await tellWorked(scoped, { tenant, site }, async () => [finding])
}
