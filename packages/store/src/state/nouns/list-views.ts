// What follows from tables of other systems: who is in a list and was never heard, who is heard and in no list, where a
// device is plugged in, and which ports nobody was heard from.
import { sql } from 'kysely'
import type { Scoped } from '../database.ts'
import { withEdits } from './asset-edits.ts'
import type { StoredMatch } from './lists.ts'
import { pageOf, readCursor } from './page.ts'

type Conflicts = StoredMatch['conflicts']

/** `which`: rows that no device was found for, or those that say something else than the network. */
export async function listRowsOf(
  scoped: Scoped,
  site: string,
  { edition, which, text }: { readonly edition: string; readonly which: string; readonly text: string | undefined },
  { limit, after }: { readonly limit: number; readonly after?: string },
) {
  let query = scoped
    .selectFrom('list_rows')
    .select(['line', 'ip', 'mac', 'data', 'asset', 'rule', 'conflicts'])
    .where('site', '=', site)
    .where('edition', '=', edition)
  if (which === 'unheard') query = query.where('asset', 'is', null)
  if (which === 'heard') query = query.where('asset', 'is not', null)
  if (which === 'conflicts') query = query.where(sql<boolean>`conflicts <> '[]'`)
  if (text) {
    const part = `%${text.replaceAll(/[\\%_]/g, c => `\\${c}`)}%`
    query = query.where(sql<boolean>`(data::text ilike ${part} or array_to_string(ip || mac, ' ') ilike ${part})`)
  }
  if (after !== undefined) {
    const keys = readCursor(after, 'n')
    if (!keys) return null
    query = query.where('line', '>', Number(keys[0]))
  }
  const rows = await query
    .orderBy('line')
    .limit(limit + 1)
    .execute()
  const told = rows.map(({ data, conflicts, ...row }) => ({
    ...row,
    values: data as Record<string, string>,
    conflicts: conflicts as Conflicts,
  }))
  return pageOf(told, limit, row => [row.line])
}

/** Devices of the network that no list of assets names; who is on the internet belongs in none. */
export async function notInLists(
  scoped: Scoped,
  site: string,
  { limit, after }: { readonly limit: number; readonly after?: string },
) {
  let query = withEdits(scoped)
    .select(['assets.id', 'assets.ip', 'assets.mac', 'assets.vendor', 'assets.model', 'assets.role', 'assets.last'])
    .select(sql<string | null>`coalesce(asset_edits.label, assets.name)`.as('name'))
    .where('assets.site', '=', site)
    .where(sql<boolean>`not exists (select 1 from asset_claims c
      where c.tenant = assets.tenant and c.site = assets.site and c.asset = assets.id)`)
    .where(sql<boolean>`coalesce(assets.zone, '') not in (select z->>'id' from site_facts f, jsonb_array_elements(f.data) z
      where f.tenant = assets.tenant and f.site = assets.site and f.name = 'zones' and z->>'kind' = 'internet')`)
  if (after !== undefined) {
    const keys = readCursor(after, 's')
    if (!keys) return null
    query = query.where('assets.id', '>', String(keys[0]))
  }
  const rows = await query
    .orderBy('assets.id')
    .limit(limit + 1)
    .execute()
  return pageOf(rows, limit, row => [row.id])
}

/** Everything that lists say of one device, the list that was changed last first. */
export async function claimsOfAsset(scoped: Scoped, site: string, asset: string) {
  const rows = await scoped
    .selectFrom('list_rows')
    .innerJoin('lists', join =>
      join
        .onRef('lists.tenant', '=', 'list_rows.tenant')
        .onRef('lists.site', '=', 'list_rows.site')
        .onRef('lists.edition', '=', 'list_rows.edition'),
    )
    .select(['lists.id as list', 'lists.name', 'lists.kind', 'lists.changed_at', 'line', 'ip', 'mac', 'data', 'rule'])
    .select('conflicts')
    .where('list_rows.site', '=', site)
    .where('asset', '=', asset)
    .orderBy('lists.changed_at', 'desc')
    .orderBy('line')
    .limit(200)
    .execute()
  return rows.map(({ data, conflicts, ...row }) => ({
    ...row,
    values: data as Record<string, string>,
    conflicts: conflicts as Conflicts,
  }))
}
export type AssetClaim = Awaited<ReturnType<typeof claimsOfAsset>>[number]

export type KnownDevice = {
  readonly mac: string
  readonly ip: readonly string[]
  readonly switch: string | null
  readonly port: string | null
  readonly vlan: string | null
  readonly lists: readonly string[]
}

const tables = sql`list_rows r join lists l on l.tenant = r.tenant and l.site = r.site and l.edition = r.edition`

/** Of each address of a switch table the port with the fewest addresses: through the others it is only passed on. */
const places = (site: string) => sql`
  ports as (select coalesce(r.data->>'switch', l.name) as switch, r.data->>'port' as port, m as mac,
      r.data->>'vlan' as vlan, r.asset, l.name as list,
      count(*) over (partition by coalesce(r.data->>'switch', l.name), r.data->>'port') as crowd
    from ${tables}, unnest(r.mac) m where r.site = ${site} and l.kind = 'macs'),
  places as (select distinct on (mac) * from ports order by mac, crowd, switch, port)`

/** Cards that switches or routers know, and that were never heard. */
export async function knownNeverHeard(scoped: Scoped, site: string, most: number): Promise<KnownDevice[]> {
  const { rows } = await sql<KnownDevice>`
    with ${places(site)},
    told as (select m as mac, r.ip, l.name as list from ${tables}, unnest(r.mac) m
      where r.site = ${site} and l.kind in ('macs', 'arp') and r.asset is null)
    select t.mac, coalesce((select array_agg(distinct i order by i) from told o, unnest(o.ip) i where o.mac = t.mac), '{}') as ip,
      p.switch, p.port, p.vlan, array_agg(distinct t.list order by t.list) as lists
    from told t left join places p on p.mac = t.mac
    where not exists (select 1 from assets a where a.site = ${site} and t.mac = any(a.mac))
    group by t.mac, p.switch, p.port, p.vlan order by p.switch nulls last, p.port, t.mac limit ${most}`.execute(scoped)
  return rows
}

export type PortCover = {
  readonly switch: string
  readonly port: string
  readonly devices: number
  readonly heard: number
  /** Passes on what other switches have. */
  readonly uplink: boolean
}

/** How many of the cards at each port were heard. */
export async function portCover(scoped: Scoped, site: string, most: number): Promise<PortCover[]> {
  const { rows } = await sql<PortCover>`
    with ${places(site)}
    select o.switch, o.port, count(p.mac) as devices, count(p.asset) as heard, count(p.mac) = 0 as uplink
    from ports o left join places p on p.mac = o.mac and p.switch = o.switch and p.port = o.port
    group by o.switch, o.port order by o.switch, o.port limit ${most}`.execute(scoped)
  return rows
}

/** Where a device is plugged in, as switch tables say. */
export async function portsOfAsset(scoped: Scoped, site: string, asset: string) {
  const { rows } = await sql<{ mac: string; switch: string; port: string; vlan: string | null; list: string }>`
    with ${places(site)} select mac, switch, port, vlan, list from places where asset = ${asset} order by mac`.execute(
    scoped,
  )
  return rows
}

/** All rows of a kind of table, for what is computed of them as a whole. */
export async function rowsOfKind(scoped: Scoped, site: string, kind: string, most: number) {
  const { rows } = await sql<{ list: string; line: number; values: Record<string, string> }>`
    select l.name as list, r.line, r.data as values from ${tables}
    where r.site = ${site} and l.kind = ${kind} order by l.name, r.line limit ${most}`.execute(scoped)
  return rows
}

export type Passed = {
  readonly client: string
  readonly server: string
  readonly client_ip: readonly string[]
  readonly server_ip: readonly string[]
  readonly protocol: string
  readonly port: number
  readonly last: number | null
}

/** Links between devices of different zones that have addresses: what a firewall between them lets through. */
export async function linksBetweenZones(scoped: Scoped, site: string): Promise<Passed[]> {
  const { rows } = await sql<Passed>`
    select k.client, k.server, c.ip as client_ip, s.ip as server_ip, k.protocol, k.port, k.last
    from links k join assets c on c.tenant = k.tenant and c.site = k.site and c.id = k.client
      join assets s on s.tenant = k.tenant and s.site = k.site and s.id = k.server
    where k.site = ${site} and k.port > 0 and c.zone is not null and s.zone is not null and c.zone <> s.zone
      and cardinality(c.ip) > 0 and cardinality(s.ip) > 0
    order by k.last desc nulls last, k.id limit 50000`.execute(scoped)
  return rows
}

/** Devices that rows of a CMDB are about, by their id there. */
export async function assetsByRef(scoped: Scoped, site: string): Promise<Map<string, string>> {
  const { rows } = await sql<{ ref: string; asset: string }>`
    select r.data->>'ref' as ref, r.asset from ${tables}
    where r.site = ${site} and l.kind = 'assets' and r.asset is not null and r.data ? 'ref' limit 200000`.execute(
    scoped,
  )
  return new Map(rows.map(({ ref, asset }) => [ref, asset]))
}
