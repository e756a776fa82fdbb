// Who belongs to a tenant, in which role. Before a tenant is chosen these are asked as the owner of the tables.
import type { Database, Scoped } from '../database.ts'

export type Member = { readonly tenant: string; readonly site: string; readonly role: string }

/** All tenants and sites of a person; `*` for every site. */
export const membershipsOf = (db: Database, user: string): Promise<Member[]> =>
  db.selectFrom('members').select(['tenant', 'site', 'role']).where('user_id', '=', user).orderBy('tenant').execute()

export async function addMember(
  scoped: Scoped | Database,
  {
    tenant,
    user,
    site = '*',
    role,
    by,
  }: { tenant: string; user: string; site?: string; role: string; by: string | null },
): Promise<void> {
  await scoped
    .insertInto('members')
    .values({ tenant, user_id: user, site, role, added_by: by })
    .onConflict(c => c.columns(['tenant', 'user_id', 'site']).doUpdateSet({ role, added_by: by }))
    .execute()
}

export type AuditEntry = {
  readonly who: string
  readonly site?: string | null
  readonly action: string
  readonly object?: string | null
  readonly detail?: object
}

/** What somebody changed, in the transaction of the change. */
export async function record(
  scoped: Scoped,
  tenant: string,
  { who, site = null, action, object = null, detail = {} }: AuditEntry,
) {
  await scoped
    .insertInto('audit')
    .values({ tenant, who, site, action, object, detail: JSON.stringify(detail) })
    .execute()
}

export const listAudit = (scoped: Scoped, limit: number, before?: number) => {
  let query = scoped.selectFrom('audit').select(['id', 'at', 'who', 'site', 'action', 'object', 'detail'])
  if (before !== undefined) query = query.where('id', '<', before)
  return query.orderBy('id', 'desc').limit(limit).execute()
}

/** Somebody belongs to some tenant. */
export const hasPeople = async (db: Database): Promise<boolean> =>
  (await db.selectFrom('members').select('user_id').limit(1).executeTakeFirst()) !== undefined
