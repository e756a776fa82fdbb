import { type Expression, type SqlBool, sql } from 'kysely'
import type { Scoped } from '../database.ts'
import { edited, withEdits } from './asset-edits.ts'
import { tellEdited } from './outward-assets.ts'
import { type Page, pageOf, readCursor, type Total, totalOf } from './page.ts'

export type AssetFilter = {
  /** Part of a name, vendor, model or address. */
  readonly text?: string
  readonly role?: string
  readonly vendor?: string
  readonly zone?: string
  readonly protocol?: string
  readonly criticality?: string
}

export type AssetRow = {
  readonly site: string
  readonly id: string
  readonly name: string | null
  readonly ip: readonly string[]
  readonly mac: readonly string[]
  readonly vendor: string | null
  readonly model: string | null
  readonly firmware: string | null
  readonly role: string | null
  readonly confidence: number | null
  readonly level: number | null
  readonly zone: string | null
  readonly criticality: string | null
  readonly owner: string | null
  readonly protocols: readonly string[]
  readonly first: number | null
  readonly last: number | null
}

const columns = [
  'assets.site',
  'assets.id',
  'ip',
  'mac',
  'vendor',
  'model',
  'firmware',
  'role',
  'confidence',
  'level',
  'protocols',
  'first',
  'last',
  edited.name.as('name'),
  edited.zone.as('zone'),
  edited.criticality.as('criticality'),
  edited.owner.as('owner'),
] as const

const facets = {
  role: sql`role`,
  vendor: sql`vendor`,
  zone: edited.zone,
  criticality: edited.criticality,
  level: sql`level`,
} as const

/** Heard last first. What people wrote goes before what was heard. `total` comes with the first page. */
export async function listAssets(
  scoped: Scoped,
  site: string,
  filter: AssetFilter,
  { limit, after }: { readonly limit: number; readonly after?: string },
): Promise<(Page<AssetRow> & { readonly total: Total | null }) | null> {
  let query = withEdits(scoped).select(columns).where('assets.site', '=', site)
  for (const condition of conditions(filter)) query = query.where(condition)
  const total = after === undefined ? await totalOf(scoped, query) : null
  if (after !== undefined) {
    const keys = readCursor(after, 'ns')
    if (!keys) return null
    query = query.where(sql<SqlBool>`(coalesce(last, 0), assets.id) < (${keys[0]}::bigint, ${keys[1]}::text)`)
  }
  const rows = await query
    .orderBy(sql`coalesce(last, 0)`, 'desc')
    .orderBy('assets.id', 'desc')
    .limit(limit + 1)
    .execute()
  return { ...pageOf(rows, limit, row => [row.last ?? 0, row.id]), total }
}

function* conditions({ text, role, vendor, zone, protocol, criticality }: AssetFilter): Iterable<Expression<SqlBool>> {
  if (text) {
    const part = `%${text.replaceAll(/[\\%_]/g, c => `\\${c}`)}%`
    yield sql<SqlBool>`(assets.name ilike ${part} or asset_claims.name ilike ${part} or label ilike ${part} or vendor ilike ${part} or model ilike ${part}
      or assets.id ilike ${part} or ${edited.owner} ilike ${part}
      or array_to_string(ip, ' ') ilike ${part} or array_to_string(mac, ' ') ilike ${part})`
  }
  if (role) yield sql<SqlBool>`coalesce(role, 'unknown') = ${role}`
  if (vendor) yield sql<SqlBool>`coalesce(vendor, 'unknown') = ${vendor}`
  if (zone) yield sql<SqlBool>`coalesce(${edited.zone}, 'none') = ${zone}`
  if (criticality) yield sql<SqlBool>`coalesce(${edited.criticality}, 'unknown') = ${criticality}`
  if (protocol) yield sql<SqlBool>`exists (select 1 from unnest(protocols) p where p like ${`${protocol}%`})`
}

/** How many there are of each, for the filters of a table. */
export async function assetFacets(
  scoped: Scoped,
  site: string,
): Promise<Record<string, { value: string; count: number }[]>> {
  const told: Record<string, { value: string; count: number }[]> = {}
  for (const [facet, column] of Object.entries(facets)) {
    const value = sql<string>`coalesce(${column}::text, 'unknown')`
    told[facet] = await withEdits(scoped)
      .select([value.as('value'), sql<number>`count(*)`.as('count')])
      .where('assets.site', '=', site)
      .groupBy(value)
      .orderBy('count', 'desc')
      .limit(100)
      .execute()
  }
  return told
}

/** Everything that is known of it, and what people wrote. Found by an id that it had before, too. */
export async function getAsset(scoped: Scoped, site: string, id: string) {
  const find = (where: Expression<SqlBool>) =>
    scoped
      .selectFrom('assets')
      .select(['id', 'data', 'seen_at'])
      .where('site', '=', site)
      .where(where)
      .executeTakeFirst()
  const found = (await find(sql<SqlBool>`id = ${id}`)) ?? (await find(sql<SqlBool>`data->'formerly' ? ${id}`))
  if (!found) return null
  const edits = await scoped
    .selectFrom('asset_edits')
    .select(['owner', 'note', 'criticality', 'zone', 'process', 'label', 'changed_by', 'changed_at'])
    .where('site', '=', site)
    .where('asset', '=', found.id)
    .executeTakeFirst()
  return { asset: found.data, edits: edits ?? null }
}

export type AssetEdit = {
  readonly owner?: string | null
  readonly note?: string | null
  readonly criticality?: string | null
  readonly zone?: string | null
  readonly process?: string | null
  readonly label?: string | null
}

export async function editAsset(
  scoped: Scoped,
  { tenant, site, asset, by }: { tenant: string; site: string; asset: string; by: string },
  edit: AssetEdit,
): Promise<void> {
  const row = { ...edit, changed_by: by, changed_at: new Date() }
  await scoped
    .insertInto('asset_edits')
    .values({ tenant, site, asset, ...row })
    .onConflict(c => c.columns(['tenant', 'site', 'asset']).doUpdateSet(row))
    .execute()
  await tellEdited(scoped, tenant, site, asset)
}

/** Who talks to it and to whom it talks. */
export const linksOfAsset = (scoped: Scoped, site: string, id: string) =>
  scoped
    .selectFrom('links')
    .select(['client', 'server', 'protocol', 'port', 'first', 'last', 'data'])
    .where('site', '=', site)
    .where(({ or, eb }) => or([eb('client', '=', id), eb('server', '=', id)]))
    .orderBy('last', 'desc')
    .limit(1000)
    .execute()

export const pointsOfAsset = (scoped: Scoped, site: string, id: string) =>
  scoped
    .selectFrom('points')
    .select('data')
    .where('site', '=', site)
    .where('asset', '=', id)
    .orderBy('object')
    .limit(1000)
    .execute()

/** All links of a site, for its map. */
export const listLinks = (scoped: Scoped, site: string, limit: number) =>
  scoped
    .selectFrom('links')
    .select(['client', 'server', 'protocol', 'port', 'first', 'last', 'data'])
    .where('site', '=', site)
    .orderBy('id')
    .limit(limit)
    .execute()

/** A whole document: `zones`, `conduits`, `subnets`, `reach`, `detection`, … */
export async function siteFact(scoped: Scoped, site: string, name: string): Promise<object | null> {
  const found = await scoped
    .selectFrom('site_facts')
    .select('data')
    .where('site', '=', site)
    .where('name', '=', name)
    .executeTakeFirst()
  return found?.data ?? null
}
