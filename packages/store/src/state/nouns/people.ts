// Who belongs to a tenant, in which role. Before a tenant is chosen these are asked as the owner of the tables.
import { canonical } from '@nautilus/response'
import { sql } from 'kysely'
import type { Database, Scoped } from '../database.ts'
import { tellTopic } from './outward.ts'
import { pageOf, readCursor } from './page.ts'
import { endResetLinks } from './ways.ts'

export type Member = { readonly tenant: string; readonly site: string; readonly role: string }

/** All tenants and sites of a person, `*` for every site; emergency access counts while it lasts. */
export async function membershipsOf(db: Database, user: string): Promise<Member[]> {
  const { rows } = await sql<Member>`
    select tenant, site, role from members where user_id = ${user}
    union all
    select tenant, '*', role from break_glass where user_id = ${user} and ended_at is null and until > now()
    order by tenant, site, role`.execute(db)
  return rows
}

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

/** Everybody of the tenant, in the order in which they came. Names are asked with `namesOf`. */
export const listMembers = (scoped: Scoped) =>
  scoped
    .selectFrom('members')
    .select(['user_id', 'site', 'role', 'added_by', 'added_at'])
    .orderBy('added_at')
    .orderBy('user_id')
    .orderBy('site')
    .execute()

export type MemberKey = { readonly user: string; readonly site: string }

/** False when there is no such member. */
export async function changeMember(scoped: Scoped, { user, site }: MemberKey, role: string): Promise<boolean> {
  const done = await scoped
    .updateTable('members')
    .set({ role })
    .where('user_id', '=', user)
    .where('site', '=', site)
    .executeTakeFirst()
  return done.numUpdatedRows > 0n
}

/** False when there is no such member. */
export async function removeMember(scoped: Scoped, { user, site }: MemberKey): Promise<boolean> {
  const done = await scoped
    .deleteFrom('members')
    .where('user_id', '=', user)
    .where('site', '=', site)
    .executeTakeFirst()
  return done.numDeletedRows > 0n
}

/** People with this role over the whole tenant. The rows are locked, so that two who go at once see each other. */
export async function countWithRole(scoped: Scoped, role: string): Promise<number> {
  const rows = await scoped
    .selectFrom('members')
    .select('user_id')
    .where('role', '=', role)
    .where('site', '=', '*')
    .orderBy('user_id')
    .forUpdate()
    .execute()
  return rows.length
}

export type PersonName = { readonly id: string; readonly name: string; readonly email: string }

/** Accounts are the platform's: asked as the owner of the tables, for ids that the tenant may see. */
export async function namesOf(db: Database, ids: readonly string[]): Promise<Map<string, PersonName>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<PersonName>`select id, name, email from "user" where id = any(${[...ids]})`.execute(db)
  return new Map(rows.map(row => [row.id, row]))
}

export async function personOfEmail(db: Database, email: string): Promise<PersonName | null> {
  const { rows } = await sql<PersonName>`select id, name, email from "user" where email = ${email}`.execute(db)
  return rows[0] ?? null
}

/** What an account is called, and where it is written to. A link that went to the address before is of no use after. */
export async function changeAccount(
  db: Database,
  id: string,
  { name, email }: { readonly name: string; readonly email: string },
): Promise<void> {
  await sql`update "user" set name = ${name}, email = ${email}, "updatedAt" = now()
    where id = ${id} and (name, email) is distinct from (${name}, ${email})`.execute(db)
  await endResetLinks(db, id)
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
  const at = new Date()
  const said = { at: at.getTime() * 1000, who, site, action, object, detail: JSON.parse(JSON.stringify(detail)) }
  await scoped
    .insertInto('audit')
    .values({ tenant, at, who, site, action, object, detail: JSON.stringify(detail), body: canonical(said) })
    .execute()
  const audit = { who, action, object, detail: said.detail }
  await tellTopic(scoped, tenant, 'audit', async () => [
    { kind: 'audit', object: object ?? action, site, body: { audit } },
  ])
}

/** The newest first. Null when `after` is no cursor of ours. */
export async function listAudit(scoped: Scoped, { limit, after }: { readonly limit: number; readonly after?: string }) {
  let query = scoped.selectFrom('audit').select(['id', 'at', 'who', 'site', 'action', 'object', 'detail'])
  if (after !== undefined) {
    const [before] = readCursor(after, 'n') ?? []
    if (before === undefined) return null
    query = query.where('id', '<', Number(before))
  }
  const rows = await query
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  return pageOf(rows, limit, row => [row.id])
}

/** Somebody belongs to some tenant. */
export const hasPeople = async (db: Database): Promise<boolean> =>
  (await db.selectFrom('members').select('user_id').limit(1).executeTakeFirst()) !== undefined
