// How the product looks and whom letters come from: of the provider, of a customer, of a site. What is stored is what each
// chose itself; who inherits from whom is told elsewhere.
import { sql } from 'kysely'
import type { Database, Scoped } from '../database.ts'

/** Of the provider itself, where a tenant is asked for. */
export const OF_PROVIDER = ''

export async function providerBranding(db: Database): Promise<object> {
  const found = await db.selectFrom('provider_brand').select('branding').executeTakeFirst()
  return found?.branding ?? {}
}

export async function setProviderBranding(db: Database, branding: object): Promise<void> {
  const row = { branding: JSON.stringify(branding) }
  await db
    .insertInto('provider_brand')
    .values({ one: true, ...row })
    .onConflict(c => c.column('one').doUpdateSet(row))
    .execute()
}

/** What a site chose; null when there is no such site. */
export async function siteBranding(scoped: Scoped, site: string): Promise<object | null> {
  const found = await scoped.selectFrom('sites').select('branding').where('id', '=', site).executeTakeFirst()
  return found?.branding ?? null
}

export async function setSiteBranding(scoped: Scoped, site: string, branding: object): Promise<void> {
  await scoped
    .updateTable('sites')
    .set({ branding: JSON.stringify(branding) })
    .where('id', '=', site)
    .execute()
}

/** What each site chose, by its id. */
export async function siteBrandings(scoped: Scoped): Promise<ReadonlyMap<string, object>> {
  const rows = await scoped.selectFrom('sites').select(['id', 'branding']).execute()
  return new Map(rows.map(({ id, branding }) => [id, branding]))
}

/** What is chosen at each level, the most general first; of those that are there. */
export async function brandingsOf(
  db: Database,
  tenant: string | null,
  site: string | null,
): Promise<readonly object[]> {
  const { rows } = await sql<{ branding: object }>`
    select branding from (
      select 1 as level, branding from provider_brand
      union all select 2, branding from tenants where id = ${tenant}
      union all select 3, branding from sites where tenant = ${tenant} and id = ${site}
    ) levels order by level`.execute(db)
  return rows.map(({ branding }) => branding)
}

/** The name of the console's host, and whom letters come from. Null: as of the provider, or of the configuration. */
export type Reach = {
  readonly domain: string | null
  readonly mailName: string | null
  readonly mailAddress: string | null
}
export const noReach: Reach = { domain: null, mailName: null, mailAddress: null }

export async function reachOf(db: Database, tenant: string): Promise<Reach> {
  const found = await db
    .selectFrom('reaches')
    .select(['domain', 'mail_name as mailName', 'mail_address as mailAddress'])
    .where('tenant', '=', tenant)
    .executeTakeFirst()
  return found ?? noReach
}

const UNIQUE = '23505'

/** False when the host name is another's. */
export async function setReach(
  db: Database,
  tenant: string,
  { domain, mailName, mailAddress }: Reach,
  by: string,
): Promise<boolean> {
  const row = { domain, mail_name: mailName, mail_address: mailAddress, changed_by: by, changed_at: new Date() }
  try {
    await db
      .insertInto('reaches')
      .values({ tenant, ...row })
      .onConflict(c => c.column('tenant').doUpdateSet(row))
      .execute()
    return true
  } catch (error) {
    if ((error as { code?: string }).code === UNIQUE) return false
    throw error
  }
}

/** Who is reached under this host name; null: nobody in particular. */
export async function tenantOfDomain(db: Database, domain: string): Promise<string | null> {
  const found = await db.selectFrom('reaches').select('tenant').where('domain', '=', domain).executeTakeFirst()
  return found?.tenant ?? null
}
