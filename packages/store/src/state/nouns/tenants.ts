import { sql } from 'kysely'
import type { Database } from '../database.ts'

export type Tenant = { readonly id: string; readonly name: string; readonly branding: object }

/** Adds a tenant; what is already there is left as it is. */
export async function ensureTenant(db: Database, id: string, name: string): Promise<void> {
  await db
    .insertInto('tenants')
    .values({ id, name, branding: '{}', retention: '{}' })
    .onConflict(c => c.column('id').doNothing())
    .execute()
}

/** For the provider: all tenants. */
export function listTenants(db: Database): Promise<Tenant[]> {
  return db.selectFrom('tenants').select(['id', 'name', 'branding']).orderBy('id').execute()
}

/** Whether the program has ever been set up. */
export async function isEmpty(db: Database): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`select exists (select 1 from tenants) as there`.execute(db)
  return rows[0]?.there !== true
}
