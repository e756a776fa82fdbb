// What the worker of a site found out: written in the transaction that moves its position.
import type { Asset, Finding, Link, Notice, Point } from '@nautilus/model'
import { sql } from 'kysely'
import type { Scoped } from '../database.ts'
import { tellOutward, wantedTopics } from './outward.ts'
import { assetNews, goneAssetNews } from './outward-assets.ts'
import { findingNews, goneFindingNews, knownFindings } from './outward-findings.ts'

/** What changed since the last time. Rows are whole: a row in `assets` replaces the one with its id. */
export type Changes = {
  readonly assets: readonly Asset[]
  /** Ids that are no more: merged into others. */
  readonly goneAssets: readonly string[]
  readonly links: readonly Keyed<Link>[]
  readonly goneLinks: readonly string[]
  readonly points: readonly Keyed<Point>[]
  readonly findings: readonly Finding[]
  /** Ids of findings that others turned out to account for. */
  readonly goneFindings: readonly string[]
  readonly notices: readonly Keyed<Notice>[]
  /** The rest of the map, and what there is one of: zones, conduits, subnets, coverage, … Whole documents by name. */
  readonly facts: Readonly<Record<string, object>>
}

export type Keyed<T> = { readonly id: string; readonly row: T }

type Place = { readonly tenant: string; readonly site: string }

/** Parameters of one statement are 16 bits in the protocol. */
const ROWS_AT_ONCE = 1000
const RANKS: Readonly<Record<string, number>> = { recorded: 0, low: 1, medium: 2, high: 3, critical: 4 }

export async function writeChanges(scoped: Scoped, place: Place, changes: Changes): Promise<void> {
  const tell = await newsOf(scoped, place, changes)
  await upsert(
    scoped,
    'assets',
    changes.assets.map(asset => assetRow(place, asset)),
  )
  await upsert(
    scoped,
    'links',
    changes.links.map(link => linkRow(place, link)),
  )
  await upsert(
    scoped,
    'points',
    changes.points.map(point => pointRow(place, point)),
  )
  await upsert(
    scoped,
    'findings',
    changes.findings.map(finding => findingRow(place, finding)),
  )
  await upsert(
    scoped,
    'notices',
    changes.notices.map(notice => noticeRow(place, notice)),
  )
  await remove(scoped, 'assets', place.site, changes.goneAssets)
  await remove(scoped, 'links', place.site, changes.goneLinks)
  await remove(scoped, 'findings', place.site, changes.goneFindings)
  await tell?.()
  for (const [name, data] of Object.entries(changes.facts)) await fact(scoped, place, name, data)
}

/** What others are told of it, read before it is written; null where nobody wants to hear of it. */
async function newsOf(scoped: Scoped, place: Place, changes: Changes): Promise<(() => Promise<void>) | null> {
  const { site, tenant } = place
  const { assets, goneAssets, findings, goneFindings } = changes
  if (assets.length + goneAssets.length + findings.length + goneFindings.length === 0) return null
  const topics = await wantedTopics(scoped)
  const ofAssets = topics.has('asset')
    ? [...(await assetNews(scoped, site, assets)), ...(await goneAssetNews(scoped, site, goneAssets))]
    : []
  const gone = topics.has('finding') ? await goneFindingNews(scoped, site, goneFindings) : []
  const before = topics.has('finding')
    ? await knownFindings(
        scoped,
        site,
        findings.map(({ id }) => id),
      )
    : null
  return async () => {
    const opened = before ? await findingNews(scoped, place, findings, before) : []
    await tellOutward(scoped, tenant, [...ofAssets, ...opened, ...gone])
  }
}

type Written = 'assets' | 'links' | 'points' | 'findings' | 'notices'
type Row = Readonly<Record<string, unknown>>

async function upsert(scoped: Scoped, table: Written, rows: readonly Row[]): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    const part = rows.slice(from, from + ROWS_AT_ONCE)
    const columns = Object.keys(part[0]!).filter(name => !['tenant', 'site', 'id'].includes(name))
    // As one JSON text: the number of parameters stays one, whatever the number of rows.
    await sql`
      insert into ${sql.table(table)} (tenant, site, id, ${sql.join(columns.map(name => sql.ref(name)))})
      select tenant, site, id, ${sql.join(columns.map(name => sql.ref(name)))}
      from jsonb_populate_recordset(null::${sql.table(table)}, ${`[${part.map(textOf).join(',')}]`}::text::jsonb)
      on conflict (tenant, site, id) do update set
        ${sql.join(columns.map(name => sql`${sql.ref(name)} = excluded.${sql.ref(name)}`))}`.execute(scoped)
  }
}

/**
 * Ids of what is written of a site: what a description that begins anew must take back where it is no more. Findings of
 * `rules` alone: what others found, which hold no more, stays.
 */
export async function writtenIds(scoped: Scoped, site: string, rules: readonly string[]): Promise<WrittenIds> {
  const idsOf = async (table: 'assets' | 'links') =>
    (await scoped.selectFrom(table).select('id').where('site', '=', site).execute()).map(({ id }) => id)
  const findings = await scoped
    .selectFrom('findings')
    .select('id')
    .where('site', '=', site)
    .where(sql<boolean>`rule = any(${[...rules]})`)
    .execute()
  return { assets: await idsOf('assets'), links: await idsOf('links'), findings: findings.map(({ id }) => id) }
}

export type WrittenIds = Readonly<Record<'assets' | 'links' | 'findings', readonly string[]>>

async function remove(
  scoped: Scoped,
  table: 'assets' | 'links' | 'findings',
  site: string,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return
  await sql`delete from ${sql.table(table)} where site = ${site} and id = any(${[...ids]})`.execute(scoped)
}

async function fact(scoped: Scoped, { tenant, site }: Place, name: string, data: object): Promise<void> {
  await sql`
    insert into site_facts (tenant, site, name, data) values (${tenant}, ${site}, ${name}, ${textOf(data)}::text::jsonb)
    on conflict (tenant, site, name) do update set data = excluded.data, changed_at = now()`.execute(scoped)
}

const assetRow = (place: Place, asset: Asset) => ({
  ...place,
  id: asset.id,
  name: asset.name,
  ip: asset.ip,
  mac: asset.mac,
  vendor: asset.vendor,
  model: asset.model,
  firmware: asset.firmware,
  role: asset.role,
  confidence: asset.roles[0]?.confidence ?? null,
  level: asset.level,
  zone: asset.zone,
  criticality: asset.criticality?.grade ?? null,
  protocols: asset.protocols,
  first: asset.first,
  last: asset.last,
  data: asset,
  seen_at: new Date(),
})

const linkRow = (place: Place, { id, row }: Keyed<Link>) => {
  const { client, server, protocol, port, first, last } = row
  return { ...place, id, client, server, protocol, port, first, last, data: row }
}

const pointRow = (place: Place, { id, row }: Keyed<Point>) => ({
  ...place,
  id,
  asset: row.server,
  object: row.object,
  last: row.at,
  data: row,
})

const findingRow = (place: Place, finding: Finding) => {
  const { id, rule, title, severity, first, last, count, source, target, assets, protocol, verb } = finding
  return {
    ...place,
    id,
    rule,
    title,
    severity,
    rank: RANKS[severity] ?? 0,
    first,
    last,
    count,
    source,
    target,
    assets,
    protocol,
    verb,
    data: finding,
    made_at: new Date(),
  }
}

const noticeRow = (place: Place, { id, row }: Keyed<Notice>) => {
  const { code, message, count, at } = row
  return { ...place, id, code, message, count, at, sensor: null }
}

/** PostgreSQL's text holds no NUL and no half of a surrogate pair; names from the wire may, and so may their beginnings. */
const NUL = String.fromCharCode(0)
const REPLACEMENT = '\ufffd'
const textOf = (value: object): string => {
  const text = JSON.stringify(value)
  // Written so in JSON; almost never there, and looking is cheaper than asking each part.
  return text.includes('\\u0000') || text.includes('\\ud') ? JSON.stringify(value, mended) : text
}
const mended = (_: string, part: unknown) =>
  typeof part === 'string' && (part.includes(NUL) || !part.isWellFormed())
    ? part.replaceAll(NUL, REPLACEMENT).toWellFormed()
    : part
