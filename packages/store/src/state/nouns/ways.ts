// What lets somebody in as a person, and whether whoever has it was seen to hold the mailbox. Accounts are the platform's, not
// a tenant's: all of this is asked and changed as the owner of the tables. Those of better-auth are among them.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { alone, type Database, type Scoped } from '../database.ts'

/** Until the transaction ends nobody else gives this account a place or a way in, as far as they ask this first. */
export const aloneWith = (all: Scoped, user: string): Promise<void> => alone(all, 'account', user)

/** Whoever had a way into this account has none. Its rights stay. */
export async function endWays(db: Database, user: string): Promise<void> {
  await endOtherWays(db, user)
  for (const table of ['account', 'twoFactor']) await ofAccounts(db, table, user)
  await sql`update "user" set "twoFactorEnabled" = false where id = ${user}`.execute(db)
  for (const table of ['devices', 'proven'] as const) await db.deleteFrom(table).where('user_id', '=', user).execute()
}

/** All but the password and the second factor; what was begun with them and is not over ends, too. */
export async function endOtherWays(db: Database, user: string): Promise<void> {
  for (const table of ['passkeys', 'identities'] as const)
    await db.deleteFrom(table).where('user_id', '=', user).execute()
  await sql`delete from ceremonies where data->>'user' = ${user}`.execute(db)
  await sql`delete from "account" where "userId" = ${user} and "providerId" <> 'credential'`.execute(db)
  await sql`delete from "verification" where value = ${user}`.execute(db)
  await ofAccounts(db, 'session', user)
}

const ofAccounts = (db: Database, table: string, user: string) =>
  sql`delete from ${sql.table(table)} where "userId" = ${user}`.execute(db)

/** The links that were sent to an address which may not be that of the account any more. */
export async function endResetLinks(db: Database, user: string): Promise<void> {
  await sql`delete from "verification" where value = ${user} and identifier like 'reset-password:%'`.execute(db)
}

/** Of an account that has none. `hash`: as better-auth makes it. */
export async function addPassword(db: Database, user: string, hash: string): Promise<void> {
  await sql`insert into "account" (id, "accountId", "providerId", "userId", password, "createdAt", "updatedAt")
    values (${randomUUID()}, ${user}, 'credential', ${user}, ${hash}, now(), now())`.execute(db)
}

export type Mailbox = { readonly id: string; readonly email: string }

/** To be said only when every way in is of whoever holds the mailbox. It is forgotten when the address changes. */
export async function prove(db: Database, { id, email }: Mailbox): Promise<void> {
  await db
    .insertInto('proven')
    .values({ user_id: id, email })
    .onConflict(c => c.column('user_id').doUpdateSet({ email, at: new Date() }))
    .execute()
}

export async function isProven(db: Database, { id, email }: Mailbox): Promise<boolean> {
  const found = await db
    .selectFrom('proven')
    .select('user_id')
    .where('user_id', '=', id)
    .where('email', '=', email)
    .executeTakeFirst()
  return found !== undefined
}

/** Where an account counts: tenants in which it has rights, tenants whose directory has it, and the provider. */
export type Footing = {
  readonly rights: readonly string[]
  /** Rights may follow at any time, so that whoever could come in before could come in then. */
  readonly directories: readonly string[]
  readonly provider: boolean
}

export async function footingOf(db: Database, user: string): Promise<Footing> {
  const { rows } = await sql<{ kind: string; tenant: string }>`
    select 'rights' as kind, tenant from members where user_id = ${user}
    union select 'rights', tenant from break_glass where user_id = ${user} and ended_at is null and until > now()
    union select 'directory', tenant from directory_users where user_id = ${user}
    union select 'provider', '' from provider_members where user_id = ${user}`.execute(db)
  const of = (kind: string) => rows.filter(row => row.kind === kind).map(({ tenant }) => tenant)
  return { rights: of('rights'), directories: of('directory'), provider: of('provider').length > 0 }
}

/** No rights, and none that could follow. */
export const isNobodys = ({ rights, directories, provider }: Footing): boolean =>
  rights.length === 0 && directories.length === 0 && !provider
