import { alone, type Scoped } from '../database.ts'

export type Site = {
  readonly tenant: string
  readonly id: string
  readonly name: string
  readonly time_zone: string
  readonly demo: boolean
}
export type NewSite = {
  readonly id: string
  readonly name: string
  readonly timeZone?: string
  readonly demo?: boolean
}

const columns = ['tenant', 'id', 'name', 'time_zone', 'demo'] as const

/** Adds a site; what is already there is left as it is. False when it was. */
export async function ensureSite(scoped: Scoped, tenant: string, site: NewSite): Promise<boolean> {
  const done = await scoped
    .insertInto('sites')
    .values({
      tenant,
      id: site.id,
      name: site.name,
      time_zone: site.timeZone ?? 'UTC',
      demo: site.demo ?? false,
      approve_work: false,
      branding: '{}',
    })
    .onConflict(c => c.columns(['tenant', 'id']).doNothing())
    .executeTakeFirst()
  return (done.numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** False when there is no such site. */
export async function changeSite(
  scoped: Scoped,
  site: string,
  { name, timeZone }: { readonly name?: string; readonly timeZone?: string },
): Promise<boolean> {
  const change = { ...(name === undefined ? {} : { name }), ...(timeZone === undefined ? {} : { time_zone: timeZone }) }
  if (Object.keys(change).length === 0) return (await getSite(scoped, site)) !== undefined
  const done = await scoped.updateTable('sites').set(change).where('id', '=', site).executeTakeFirst()
  return done.numUpdatedRows > 0n
}

/** `only`: null for all. */
export const listSites = (scoped: Scoped, only: readonly string[] | null = null): Promise<Site[]> => {
  const query = scoped.selectFrom('sites').select(columns).orderBy('id')
  return (only === null ? query : query.where('id', 'in', only)).execute()
}

export const getSite = (scoped: Scoped, id: string): Promise<Site | undefined> =>
  scoped.selectFrom('sites').select(columns).where('id', '=', id).executeTakeFirst()

/** The newest site.yaml, as people wrote it. */
export async function siteModel(scoped: Scoped, site: string): Promise<{ source: string; version: number } | null> {
  const found = await scoped
    .selectFrom('site_models')
    .select(['source', 'version'])
    .where('site', '=', site)
    .orderBy('version', 'desc')
    .executeTakeFirst()
  return found ?? null
}

/** Every version, the newest first, without the text. */
export const listSiteModels = (scoped: Scoped, site: string) =>
  scoped
    .selectFrom('site_models')
    .select(['version', 'changed_by', 'changed_at'])
    .where('site', '=', site)
    .orderBy('version', 'desc')
    .limit(500)
    .execute()

export const siteModelOf = async (scoped: Scoped, site: string, version: number) =>
  (await scoped
    .selectFrom('site_models')
    .select(['source', 'version', 'changed_by', 'changed_at'])
    .where('site', '=', site)
    .where('version', '=', version)
    .executeTakeFirst()) ?? null

/** A new version; the earlier ones are kept. */
export async function putSiteModel(
  scoped: Scoped,
  { tenant, site, source, by }: { tenant: string; site: string; source: string; by: string },
): Promise<number> {
  await alone(scoped, tenant, site, 'model')
  const version = ((await siteModel(scoped, site))?.version ?? 0) + 1
  await scoped.insertInto('site_models').values({ tenant, site, source, version, changed_by: by }).execute()
  return version
}
