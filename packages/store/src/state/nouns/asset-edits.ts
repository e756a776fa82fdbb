// Assets as people see them: what they wrote of one goes before what was heard of it, and that before what a list says.
import { sql } from 'kysely'
import type { Scoped } from '../database.ts'

export const withEdits = (scoped: Scoped) =>
  scoped
    .selectFrom('assets')
    .leftJoin('asset_edits', join =>
      join
        .onRef('asset_edits.tenant', '=', 'assets.tenant')
        .onRef('asset_edits.site', '=', 'assets.site')
        .onRef('asset_edits.asset', '=', 'assets.id'),
    )
    .leftJoin('asset_claims', join =>
      join
        .onRef('asset_claims.tenant', '=', 'assets.tenant')
        .onRef('asset_claims.site', '=', 'assets.site')
        .onRef('asset_claims.asset', '=', 'assets.id'),
    )

/** Columns of `withEdits`. A zone that people wrote is its id, or a name of their own. */
export const edited = {
  name: sql<string | null>`coalesce(asset_edits.label, assets.name, asset_claims.name)`,
  owner: sql<string | null>`coalesce(asset_edits.owner, asset_claims.owner)`,
  zone: sql<string | null>`coalesce(asset_edits.zone, assets.zone)`,
  criticality: sql<string | null>`coalesce(asset_edits.criticality, assets.criticality)`,
} as const

/** What a device is called: its name, else its first address. */
export const called = sql<string>`coalesce(asset_edits.label, assets.name, asset_claims.name, assets.ip[1], assets.mac[1], assets.id)`

export type AssetName = { readonly id: string; readonly name: string }

/** Names of all devices of a site, by id. */
export const assetNames = (scoped: Scoped, site: string, most: number): Promise<AssetName[]> =>
  withEdits(scoped)
    .select(['assets.id', called.as('name')])
    .where('assets.site', '=', site)
    .orderBy('assets.id')
    .limit(most)
    .execute()

/** Devices of the zones of these ids or names. */
export async function assetsOfZones(scoped: Scoped, site: string, zones: readonly string[]): Promise<string[]> {
  if (zones.length === 0) return []
  const rows = await withEdits(scoped)
    .select('assets.id')
    .where('assets.site', '=', site)
    .where(edited.zone, 'in', zones)
    .orderBy('assets.id')
    .execute()
  return rows.map(({ id }) => id)
}

/** In a question about findings: what the device in `column` of them is called; null when it is none of ours. */
export const nameIn = (column: 'source' | 'target') => sql<string | null>`(select ${called} from assets
  left join asset_edits on asset_edits.tenant = assets.tenant and asset_edits.site = assets.site
    and asset_edits.asset = assets.id
  left join asset_claims on asset_claims.tenant = assets.tenant and asset_claims.site = assets.site
    and asset_claims.asset = assets.id
  where assets.tenant = findings.tenant and assets.site = findings.site and assets.id = ${sql.ref(`findings.${column}`)})`

export type Holder = { readonly asset: string; readonly points: number; readonly written: number }

/** Devices that hold variables, and how many. */
export const pointHolders = (scoped: Scoped, site: string): Promise<Holder[]> =>
  scoped
    .selectFrom('points')
    .select([
      'asset',
      sql<number>`count(*)`.as('points'),
      sql<number>`count(*) filter (where jsonb_array_length(data->'writers') > 0)`.as('written'),
    ])
    .where('site', '=', site)
    .groupBy('asset')
    .orderBy('asset')
    .execute()
