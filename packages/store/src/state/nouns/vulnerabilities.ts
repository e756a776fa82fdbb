// Which vulnerabilities concern which devices. What people did with one stays when it is found anew.
import { sql } from 'kysely'
import type { Scoped } from '../database.ts'
import { called } from './asset-edits.ts'
import { pageOf, readCursor } from './page.ts'

export type FoundVulnerability = {
  readonly id: string
  readonly asset: string
  readonly vulnerability: string
  readonly verdict: string
  readonly urgency: string | null
  /** The most urgent is 0. */
  readonly rank: number
  readonly score: number | null
  readonly likelihood: number | null
  readonly known: boolean
  readonly data: object
}
type Place = { readonly tenant: string; readonly site: string }

/** Rows written at once. */
const PIECE = 500
/** Verdicts by which a device has it, as far as a program can tell. */
const HAS = ['affected', 'likely']

/** In place of what was found before. How many devices were hit that are now known to be exploited. */
export async function putVulnerabilities(
  scoped: Scoped,
  { tenant, site }: Place,
  found: readonly FoundVulnerability[],
  run: { readonly at: Date; readonly counts: object; readonly age: readonly string[] },
): Promise<number> {
  let fresh = 0
  for (let at = 0; at < found.length; at += PIECE) {
    const given = found.slice(at, at + PIECE).map(row => ({ ...row, hits: row.known && HAS.includes(row.verdict) }))
    const { rows } = await sql<{ fresh: boolean }>`
      insert into vulnerabilities as v (tenant, site, id, asset, vulnerability, verdict, urgency, rank, score, likelihood,
        known, known_at, first_at, data)
      select ${tenant}, ${site}, g.id, g.asset, g.vulnerability, g.verdict, g.urgency, g.rank, g.score, g.likelihood,
        g.known, case when g.hits then ${run.at}::timestamptz end, ${run.at}::timestamptz, g.data
      from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g(id text, asset text, vulnerability text, verdict text,
        urgency text, rank integer, score double precision, likelihood double precision, known boolean, hits boolean, data jsonb)
      on conflict (tenant, site, id) do update set asset = excluded.asset, vulnerability = excluded.vulnerability,
        verdict = excluded.verdict, urgency = excluded.urgency, rank = excluded.rank, score = excluded.score,
        likelihood = excluded.likelihood, known = excluded.known, data = excluded.data,
        known_at = case when excluded.known_at is null then null else coalesce(v.known_at, excluded.known_at) end,
        seen_at = case when excluded.known_at is null then null else v.seen_at end,
        seen_by = case when excluded.known_at is null then null else v.seen_by end
      returning known_at = ${run.at}::timestamptz as fresh`.execute(scoped)
    fresh += rows.filter(row => row.fresh).length
  }
  const ids = found.map(({ id }) => id)
  await sql`delete from vulnerabilities where site = ${site} and not (id = any(${ids}))`.execute(scoped)
  const row = { at: run.at, counts: JSON.stringify(run.counts), age: JSON.stringify(run.age) }
  await scoped
    .insertInto('vulnerability_runs')
    .values({ tenant, site, ...row })
    .onConflict(c => c.columns(['tenant', 'site']).doUpdateSet(row))
    .execute()
  return fresh
}

export type VulnerabilityFilter = {
  readonly asset?: string
  readonly urgency?: string
  readonly known?: boolean
  /** Known to be exploited, and nobody said that they have seen it. */
  readonly unseen?: boolean
  readonly text?: string
}

const columns = [
  ...(['v.site', 'v.id', 'v.asset', 'v.vulnerability', 'v.verdict', 'v.urgency', 'v.rank', 'v.score'] as const),
  ...(['v.likelihood', 'v.known', 'v.known_at', 'v.seen_by', 'v.seen_at', 'v.first_at', 'v.data'] as const),
] as const

/** The most urgent first. */
export async function listVulnerabilities(
  scoped: Scoped,
  site: string,
  { asset, urgency, known, unseen, text }: VulnerabilityFilter,
  { limit, after }: { readonly limit: number; readonly after?: string },
) {
  let query = scoped
    .selectFrom('vulnerabilities as v')
    .select(columns)
    .select(
      sql<string>`coalesce((select ${called} from assets
        left join asset_edits on asset_edits.tenant = assets.tenant and asset_edits.site = assets.site
          and asset_edits.asset = assets.id
        left join asset_claims on asset_claims.tenant = assets.tenant and asset_claims.site = assets.site
          and asset_claims.asset = assets.id
        where assets.tenant = v.tenant and assets.site = v.site and assets.id = v.asset), v.asset)`.as('asset_name'),
    )
    .where('v.site', '=', site)
  if (asset !== undefined) query = query.where('v.asset', '=', asset)
  if (urgency !== undefined) query = query.where('v.urgency', '=', urgency)
  if (known) query = query.where('v.known', '=', true)
  if (unseen) query = query.where('v.known_at', 'is not', null).where('v.seen_at', 'is', null)
  if (text) {
    const part = `%${text.replaceAll(/[\\%_]/g, c => `\\${c}`)}%`
    query = query.where(sql<boolean>`(v.vulnerability ilike ${part} or v.data->>'title' ilike ${part}
      or v.data->'advisory'->>'id' ilike ${part})`)
  }
  if (after !== undefined) {
    const keys = readCursor(after, 'ns')
    if (!keys) return null
    query = query.where(sql<boolean>`(v.rank, v.id) > (${keys[0]}::integer, ${keys[1]}::text)`)
  }
  const rows = await query
    .orderBy('v.rank')
    .orderBy('v.id')
    .limit(limit + 1)
    .execute()
  return pageOf(rows, limit, row => [row.rank, row.id])
}
export type VulnerabilityRow = NonNullable<Awaited<ReturnType<typeof listVulnerabilities>>>['items'][number]

/** What the last matching came to; null where there was none. */
export async function vulnerabilityRun(scoped: Scoped, site: string) {
  const run = await scoped
    .selectFrom('vulnerability_runs')
    .select(['at', 'counts', 'age'])
    .where('site', '=', site)
    .executeTakeFirst()
  if (!run) return null
  const { rows } = await sql<{ total: number; now: number; known: number; unseen: number; devices: number }>`
    select count(*) as total, count(*) filter (where urgency = 'now') as now, count(*) filter (where known) as known,
      count(*) filter (where known_at is not null and seen_at is null) as unseen, count(distinct asset) as devices
    from vulnerabilities where site = ${site}`.execute(scoped)
  return { at: run.at, counts: run.counts as Record<string, number>, age: run.age as string[], ...rows[0]! }
}

/** Somebody has seen that it is exploited. Null: there is no such row, or nothing to see. */
export async function seeVulnerability(scoped: Scoped, site: string, id: string, by: string) {
  const done = await scoped
    .updateTable('vulnerabilities')
    .set({ seen_by: by, seen_at: new Date() })
    .where('site', '=', site)
    .where('id', '=', id)
    .where('known_at', 'is not', null)
    .where('seen_at', 'is', null)
    .returning(['asset', 'vulnerability'])
    .executeTakeFirst()
  return done ?? null
}

/** Devices that have one, as risk asks: null where nothing is known of vulnerabilities. */
export async function weakDevices(
  scoped: Scoped,
  site: string,
): Promise<{ readonly asset: string; readonly exploited: boolean }[] | null> {
  const run = await scoped.selectFrom('vulnerability_runs').select('at').where('site', '=', site).executeTakeFirst()
  if (!run) return null
  const { rows } = await sql<{ asset: string; exploited: boolean }>`
    select asset, bool_or(known) as exploited from vulnerabilities
    where site = ${site} and verdict = any(${HAS}) group by asset order by asset limit 20000`.execute(scoped)
  return rows
}

/** Of these devices, those that they have as far as a program can tell; null where nothing is known of vulnerabilities. */
export async function vulnerabilitiesOfAssets(scoped: Scoped, site: string, assets: readonly string[], most: number) {
  const run = await scoped.selectFrom('vulnerability_runs').select('at').where('site', '=', site).executeTakeFirst()
  if (!run) return null
  if (assets.length === 0) return []
  return scoped
    .selectFrom('vulnerabilities')
    .select(['asset', 'vulnerability', 'verdict', 'known', 'score', 'data'])
    .where('site', '=', site)
    .where('asset', 'in', assets)
    .where('verdict', 'in', HAS)
    .orderBy('rank')
    .limit(most)
    .execute()
}
