import { sql } from 'kysely'
import type { Database, Scoped } from '../database.ts'

export type Tenant = { readonly id: string; readonly name: string; readonly branding: object }

/** Adds a tenant; what is already there is left as it is. False when it was. */
export async function ensureTenant(db: Database, id: string, name: string): Promise<boolean> {
  const done = await db
    .insertInto('tenants')
    .values({ id, name, branding: '{}', retention: '{}', outside_reports: false })
    .onConflict(c => c.column('id').doNothing())
    .executeTakeFirst()
  return (done.numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** For the provider: all tenants. */
export function listTenants(db: Database): Promise<Tenant[]> {
  return db.selectFrom('tenants').select(['id', 'name', 'branding']).orderBy('id').execute()
}

/** The tenant of the transaction. `forChange`: nobody else changes it until the transaction ends. */
export async function getTenant(scoped: Scoped, { forChange = false } = {}) {
  const query = scoped
    .selectFrom('tenants')
    .select(['id', 'name', 'branding', 'retention', 'created_at', 'outside_reports'])
  return (await (forChange ? query.forUpdate() : query).executeTakeFirst()) ?? null
}

export type TenantChange = {
  readonly name?: string
  readonly branding?: object
  readonly retention?: object
  readonly outsideReports?: boolean
}

export async function changeTenant(
  scoped: Scoped,
  tenant: string,
  { name, branding, retention, outsideReports }: TenantChange,
): Promise<void> {
  const change = {
    ...(name === undefined ? {} : { name }),
    ...(branding === undefined ? {} : { branding: JSON.stringify(branding) }),
    ...(outsideReports === undefined ? {} : { outside_reports: outsideReports }),
    ...(retention === undefined ? {} : { retention: JSON.stringify(retention) }),
  }
  if (Object.keys(change).length === 0) return
  await scoped.updateTable('tenants').set(change).where('id', '=', tenant).execute()
}

/** Whether the program has ever been set up. */
export async function isEmpty(db: Database): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`select exists (select 1 from tenants) as there`.execute(db)
  return rows[0]?.there !== true
}
