// Which group of a directory, or which value of a claim at a provider of sign-in, has which role in a tenant.
import { sql } from 'kysely'
import type { Database, Scoped } from '../database.ts'

/** In place of the id of a provider. */
export const DIRECTORY = 'directory'

export type RoleMapping = {
  readonly id: string
  readonly provider: string
  readonly claim: string
  readonly value: string
  readonly site: string
  readonly role: string
  readonly made_by: string
  readonly made_at: Date
}
const columns = ['id', 'provider', 'claim', 'value', 'site', 'role', 'made_by', 'made_at'] as const

/** The first that holds counts. */
export const listRoleMappings = (scoped: Scoped): Promise<RoleMapping[]> =>
  scoped.selectFrom('role_mappings').select(columns).orderBy('made_at').orderBy('id').execute()

/** Null: there is one for this already. */
export async function addRoleMapping(
  scoped: Scoped,
  tenant: string,
  mapping: Omit<RoleMapping, 'id' | 'made_at'>,
): Promise<RoleMapping | null> {
  const made = await scoped
    .insertInto('role_mappings')
    .values({ tenant, ...mapping })
    .onConflict(c => c.doNothing())
    .returning(columns)
    .executeTakeFirst()
  return made ?? null
}

export async function removeRoleMapping(scoped: Scoped, id: string): Promise<RoleMapping | null> {
  return (await scoped.deleteFrom('role_mappings').where('id', '=', id).returning(columns).executeTakeFirst()) ?? null
}

/** Of one provider in all tenants, asked as the owner of the tables; and tenants in which its mappings gave a person roles. */
export async function mappingsOfProvider(db: Database, provider: string, user: string) {
  const mappings = await db
    .selectFrom('role_mappings')
    .select(['tenant', 'claim', 'value', 'site', 'role'])
    .where('provider', '=', provider)
    .orderBy('made_at')
    .orderBy('id')
    .execute()
  const { rows } = await sql<{ tenant: string }>`
    select distinct tenant from members where user_id = ${user} and added_by = ${`sign-on ${provider}`}`.execute(db)
  return { mappings, tenants: rows.map(({ tenant }) => tenant) }
}
