// Tables of other systems, row by row, with the device that each row is about. A new edition is written beside the old one,
// compared, and takes its place.
import { sql } from 'kysely'
import type { Scoped } from '../database.ts'

type Place = { readonly tenant: string; readonly site: string }

export type StoredRow = {
  readonly line: number
  readonly key: string
  readonly ip: readonly string[]
  readonly mac: readonly string[]
  readonly values: Readonly<Record<string, string>>
}
export type StoredMatch = {
  readonly asset: string
  readonly rule: string
  readonly conflicts: readonly { readonly attribute: string; readonly expected: string; readonly heard: string }[]
}
export type ListFault = { readonly line: number; readonly message: string }

const columns = [
  ...(['id', 'kind', 'name', 'source', 'mapping', 'edition', 'rows', 'matched', 'faults', 'more'] as const),
  ...(['changed_by', 'changed_at', 'matched_at'] as const),
] as const

export async function listLists(scoped: Scoped, site: string) {
  const rows = await scoped.selectFrom('lists').select(columns).where('site', '=', site).orderBy('name').execute()
  return rows.map(row => ({ ...row, faults: row.faults as ListFault[] }))
}
export type ListRecord = Awaited<ReturnType<typeof listLists>>[number]

export const listNamed = async (scoped: Scoped, site: string, name: string): Promise<ListRecord | null> =>
  (await listLists(scoped, site)).find(list => list.name.toLowerCase() === name.toLowerCase()) ?? null

/** Sites of a tenant that have any. */
export const sitesWithLists = async (scoped: Scoped): Promise<string[]> =>
  (await scoped.selectFrom('lists').select('site').distinct().orderBy('site').execute()).map(({ site }) => site)

export async function addListRows(
  scoped: Scoped,
  { tenant, site }: Place,
  edition: string,
  rows: readonly (StoredRow & { readonly match: StoredMatch | null })[],
): Promise<void> {
  if (rows.length === 0) return
  const given = rows.map(({ line, key, ip, mac, values, match }) => ({
    ...{ line, key: key.slice(0, 1000), ip, mac, data: values },
    ...{ asset: match?.asset ?? null, rule: match?.rule ?? null, conflicts: match?.conflicts ?? [] },
  }))
  await sql`insert into list_rows (tenant, site, edition, line, key, ip, mac, data, asset, rule, conflicts)
    select ${tenant}, ${site}, ${edition}, g.* from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as
      g(line integer, key text, ip text[], mac text[], data jsonb, asset text, rule text, conflicts jsonb)`.execute(
    scoped,
  )
}

export type ListChanges = {
  readonly rows: number
  readonly matched: number
  readonly conflicting: number
  readonly byRule: Readonly<Record<string, number>>
  readonly added: number
  readonly changed: number
  readonly gone: number
}

/** What a new edition says in comparison with the one before (null: there was none). */
export async function changesOf(
  scoped: Scoped,
  site: string,
  edition: string,
  before: string | null,
): Promise<ListChanges> {
  const { rows: rules } = await sql<{ rule: string | null; n: number; conflicting: number }>`
    select rule, count(*) as n, count(*) filter (where conflicts <> '[]') as conflicting from list_rows
    where site = ${site} and edition = ${edition} group by rule order by rule`.execute(scoped)
  const total = rules.reduce((sum, { n }) => sum + n, 0)
  const byRule = Object.fromEntries(rules.flatMap(({ rule, n }) => (rule === null ? [] : [[rule, n]])))
  const matched = Object.values(byRule).reduce((sum, n) => sum + n, 0)
  const conflicting = rules.reduce((sum, one) => sum + one.conflicting, 0)
  const base = { rows: total, matched, conflicting, byRule }
  if (before === null) return { ...base, added: total, changed: 0, gone: 0 }
  const { rows } = await sql<{ added: number; changed: number; gone: number }>`
    with fresh as (select distinct on (key) key, data, ip, mac from list_rows
        where site = ${site} and edition = ${edition} order by key, line),
      old as (select distinct on (key) key, data, ip, mac from list_rows
        where site = ${site} and edition = ${before} order by key, line)
    select count(*) filter (where old.key is null) as added, count(*) filter (where fresh.key is null) as gone,
      count(*) filter (where fresh.key = old.key and (fresh.data, fresh.ip, fresh.mac) is distinct from (old.data, old.ip, old.mac)) as changed
    from fresh full join old on fresh.key = old.key`.execute(scoped)
  return { ...base, ...rows[0]! }
}

export type NewList = {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly source: string | null
  readonly mapping: object
  readonly edition: string
  readonly rows: number
  readonly matched: number
  readonly faults: readonly ListFault[]
  readonly more: number
  readonly by: string
}

/** The rows of the edition before go. */
export async function putList(scoped: Scoped, { tenant, site }: Place, list: NewList): Promise<void> {
  const { id, by, faults, mapping, ...rest } = list
  const now = new Date()
  const row = {
    ...rest,
    ...{ faults: JSON.stringify(faults), mapping: JSON.stringify(mapping) },
    ...{ changed_by: by, changed_at: now, matched_at: now },
  }
  const before = await scoped
    .selectFrom('lists')
    .select('edition')
    .where('site', '=', site)
    .where('id', '=', id)
    .executeTakeFirst()
  await scoped
    .insertInto('lists')
    .values({ tenant, site, id, ...row })
    .onConflict(c => c.columns(['tenant', 'site', 'id']).doUpdateSet(row))
    .execute()
  if (before) await removeRows(scoped, site, before.edition)
}

const removeRows = (scoped: Scoped, site: string, edition: string) =>
  scoped.deleteFrom('list_rows').where('site', '=', site).where('edition', '=', edition).execute()

/** Its name; null when there is none. */
export async function removeList(scoped: Scoped, place: Place, id: string): Promise<string | null> {
  const gone = await scoped
    .deleteFrom('lists')
    .where('site', '=', place.site)
    .where('id', '=', id)
    .returning(['name', 'edition'])
    .executeTakeFirst()
  if (!gone) return null
  await removeRows(scoped, place.site, gone.edition)
  await claimFromLists(scoped, place)
  return gone.name
}

/** By line, those behind `after`. */
export async function rowsBehind(
  scoped: Scoped,
  site: string,
  edition: string,
  after: number,
  most: number,
): Promise<(StoredRow & { readonly match: StoredMatch | null })[]> {
  const rows = await scoped
    .selectFrom('list_rows')
    .select(['line', 'key', 'ip', 'mac', 'data', 'asset', 'rule', 'conflicts'])
    .where('site', '=', site)
    .where('edition', '=', edition)
    .where('line', '>', after)
    .orderBy('line')
    .limit(most)
    .execute()
  return rows.map(({ data, asset, rule, conflicts, ...row }) => ({
    ...row,
    values: data as Record<string, string>,
    match: asset === null ? null : { asset, rule: rule ?? '', conflicts: conflicts as StoredMatch['conflicts'] },
  }))
}

export async function rematchRows(
  scoped: Scoped,
  site: string,
  edition: string,
  changes: readonly { readonly line: number; readonly match: StoredMatch | null }[],
): Promise<void> {
  if (changes.length === 0) return
  const given = changes.map(({ line, match }) => ({
    ...{ line, asset: match?.asset ?? null, rule: match?.rule ?? null, conflicts: match?.conflicts ?? [] },
  }))
  await sql`update list_rows r set asset = g.asset, rule = g.rule, conflicts = g.conflicts
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g(line integer, asset text, rule text, conflicts jsonb)
    where r.site = ${site} and r.edition = ${edition} and r.line = g.line`.execute(scoped)
}

export const rematched = (scoped: Scoped, site: string, edition: string) =>
  sql`update lists l set matched_at = now(), matched = (select count(*) from list_rows r
    where r.site = l.site and r.edition = l.edition and r.asset is not null)
    where l.site = ${site} and l.edition = ${edition}`.execute(scoped)

/** What lists of assets say of each device, anew. Of several the list that was changed last goes first. */
export async function claimFromLists(scoped: Scoped, { tenant, site }: Place): Promise<void> {
  await scoped.deleteFrom('asset_claims').where('site', '=', site).execute()
  const first = (field: string) =>
    sql`(array_agg(r.data->>${sql.lit(field)} order by l.changed_at desc, r.line)
      filter (where r.data ? ${sql.lit(field)}))[1]`
  await sql`insert into asset_claims (tenant, site, asset, name, owner, location, criticality)
    select ${tenant}, ${site}, r.asset, ${first('name')}, ${first('owner')}, ${first('location')}, ${first('criticality')}
    from list_rows r join lists l on l.tenant = r.tenant and l.site = r.site and l.edition = r.edition and l.kind = 'assets'
    where r.site = ${site} and r.asset is not null group by r.asset`.execute(scoped)
}

/** What of assets is compared with rows: all of a site, and no more of each than that. */
export async function comparableAssets(scoped: Scoped, site: string): Promise<object[]> {
  const { rows } = await sql<object>`
    select id, ip, mac, name, vendor, model, firmware, data->>'orderNumber' as "orderNumber", data->>'serial' as serial,
      jsonb_strip_nulls(jsonb_build_object('serial', data->'sources'->'serial', 'name', data->'sources'->'name',
        'model', data->'sources'->'model', 'vendor', data->'sources'->'vendor', 'firmware', data->'sources'->'firmware',
        'orderNumber', data->'sources'->'orderNumber')) as sources,
      (select label from asset_edits edit
        where edit.tenant = assets.tenant and edit.site = assets.site and edit.asset = assets.id) as label
    from assets where site = ${site} order by id`.execute(scoped)
  return rows
}

/** Everything that is known of each device of a site. */
export async function wholeAssets(scoped: Scoped, site: string, most: number): Promise<object[]> {
  const rows = await scoped
    .selectFrom('assets')
    .select('data')
    .where('site', '=', site)
    .orderBy('id')
    .limit(most)
    .execute()
  return rows.map(({ data }) => data)
}
