// People of the provider: they look after the tenants of others, and enter one only with a reason and for a time.
import { sql } from 'kysely'
import type { Database, Scoped } from '../database.ts'

/** `customers`: whose queue they see; null: of all. */
export type ProviderRights = { readonly role: 'admin' | 'analyst'; readonly customers: readonly string[] | null }

export async function addProviderMember(
  db: Database,
  user: string,
  by: string | null,
  { role, customers }: ProviderRights = { role: 'admin', customers: null },
): Promise<void> {
  const rights = { role, customers: customers === null ? null : [...customers] }
  await db
    .insertInto('provider_members')
    .values({ user_id: user, added_by: by, ...rights })
    .onConflict(c => c.column('user_id').doUpdateSet(rights))
    .execute()
}

export async function removeProviderMember(db: Database, user: string): Promise<boolean> {
  const done = await db.deleteFrom('provider_members').where('user_id', '=', user).executeTakeFirst()
  return done.numDeletedRows > 0n
}

/** What somebody may as one of the provider; null when they are none. */
export async function providerRights(db: Database, user: string): Promise<ProviderRights | null> {
  const found = await db
    .selectFrom('provider_members')
    .select(['role', 'customers'])
    .where('user_id', '=', user)
    .executeTakeFirst()
  return found ? { role: found.role === 'admin' ? 'admin' : 'analyst', customers: found.customers } : null
}

export const listProviderMembers = (db: Database) =>
  db
    .selectFrom('provider_members')
    .select(['user_id', 'role', 'customers', 'added_by', 'added_at'])
    .orderBy('added_at')
    .execute()

export type BreakGlass = {
  readonly tenant: string
  readonly user: string
  /** As the customer reads it. */
  readonly who: string
  readonly role: string
  readonly reason: string
  readonly hours: number
}

const columns = ['id', 'user_id', 'who', 'role', 'reason', 'began_at', 'until', 'ended_at'] as const

/** Begins emergency access; it ends by itself. */
export const breakGlass = (scoped: Scoped, { tenant, user, who, role, reason, hours }: BreakGlass) =>
  scoped
    .insertInto('break_glass')
    .values({
      tenant,
      user_id: user,
      who,
      role,
      reason,
      until: sql<Date>`now() + make_interval(secs => ${3600 * hours})`,
    })
    .returning(columns)
    .executeTakeFirstOrThrow()

/** The newest first. */
export const listBreakGlass = (scoped: Scoped) =>
  scoped.selectFrom('break_glass').select(columns).orderBy('began_at', 'desc').limit(200).execute()

/** Ends it now; null when it is over already. */
export async function endBreakGlass(scoped: Scoped, id: string) {
  const done = await scoped
    .updateTable('break_glass')
    .set({ ended_at: new Date() })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .where('until', '>', new Date())
    .returning(columns)
    .executeTakeFirst()
  return done ?? null
}

/** Of one person at all customers, while it lasts. */
export const openBreakGlassOf = (db: Database, user: string) =>
  db
    .selectFrom('break_glass')
    .select(['tenant', 'id'])
    .where('user_id', '=', user)
    .where('ended_at', 'is', null)
    .where('until', '>', new Date())
    .execute()
