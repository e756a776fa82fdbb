// What is told of assets: that one is there, that it is another than before (a time that moved is no news), and that it
// is none of its own.
import type { Asset, OutwardAsset } from '@nautilus/model'
import { sql } from 'kysely'
import type { Scoped } from '../database.ts'
import { type NewOutward, tellTopic } from './outward.ts'

type Edit = { readonly label: string | null; readonly zone: string | null; readonly criticality: string | null }

export function outwardAsset(asset: Asset, edit: Edit | null): OutwardAsset {
  const { id, name, ip, mac, vendor, model, orderNumber, hardware, firmware, serial, os, role, level, zone } = asset
  const { protocols, first, last, criticality } = asset
  return {
    ...{ id, ip, mac, vendor, model, orderNumber, hardware, firmware, serial, os, role, level, protocols, first, last },
    name: edit?.label ?? name,
    zone: edit?.zone ?? zone,
    criticality: edit?.criticality ?? criticality?.grade ?? null,
  }
}

const print = ({ first: _, last: __, ...said }: OutwardAsset): string => JSON.stringify(said)

type Row = Edit & { readonly data: Asset }

async function rowsOf(scoped: Scoped, site: string, ids: readonly string[]): Promise<Row[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<Row>`
    select a.data, e.label, e.zone, e.criticality from assets a
    left join asset_edits e on e.tenant = a.tenant and e.site = a.site and e.asset = a.id
    where a.site = ${site} and a.id = any(${[...ids]}) order by a.id`.execute(scoped)
  return rows
}

/** Before they are written: against what is there. */
export async function assetNews(scoped: Scoped, site: string, assets: readonly Asset[]): Promise<NewOutward[]> {
  const known = new Map(
    (
      await rowsOf(
        scoped,
        site,
        assets.map(({ id }) => id),
      )
    ).map(row => [row.data.id, row]),
  )
  return assets.flatMap((asset): NewOutward[] => {
    const row = known.get(asset.id)
    const told = outwardAsset(asset, row ?? null)
    if (row && print(outwardAsset(row.data, row)) === print(told)) return []
    return [{ kind: row ? 'asset.changed' : 'asset.new', object: asset.id, site, body: { asset: told } }]
  })
}

export async function goneAssetNews(scoped: Scoped, site: string, ids: readonly string[]): Promise<NewOutward[]> {
  const rows = await rowsOf(scoped, site, ids)
  return rows.map(row => ({
    kind: 'asset.gone',
    object: row.data.id,
    site,
    body: { asset: outwardAsset(row.data, row) },
  }))
}

/** People wrote something of it. */
export const tellEdited = (scoped: Scoped, tenant: string, site: string, id: string): Promise<void> =>
  tellTopic(scoped, tenant, 'asset', async () =>
    (await rowsOf(scoped, site, [id])).map(row => ({
      kind: 'asset.changed',
      object: id,
      site,
      body: { asset: outwardAsset(row.data, row) },
    })),
  )

/** All of them, as if they were new: a destination that keeps an inventory begins with it. */
export async function tellInventory(scoped: Scoped, tenant: string): Promise<void> {
  await sql`
    insert into outward_events (tenant, site, kind, object, body)
    select ${tenant}, a.site, 'asset.new', a.id, jsonb_build_object('asset', jsonb_build_object(
      'id', a.id, 'name', coalesce(e.label, a.name), 'ip', to_jsonb(a.ip), 'mac', to_jsonb(a.mac), 'vendor', a.vendor,
      'model', a.model, 'orderNumber', a.data->'orderNumber', 'hardware', a.data->'hardware', 'firmware', a.firmware,
      'serial', a.data->'serial', 'os', a.data->'os', 'role', a.role, 'level', a.level, 'zone', coalesce(e.zone, a.zone),
      'criticality', coalesce(e.criticality, a.criticality), 'protocols', to_jsonb(a.protocols),
      'first', a.data->'first', 'last', a.data->'last'))
    from assets a left join asset_edits e on e.tenant = a.tenant and e.site = a.site and e.asset = a.id
    where a.tenant = current_setting('nautilus.tenant', true) order by a.site, a.id`.execute(scoped)
}
