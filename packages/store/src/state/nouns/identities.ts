// Who somebody is at a provider of sign-in: its subject never changes, an address may.
import { sql } from 'kysely'
import type { Database } from '../database.ts'
import type { PersonName } from './people.ts'

export type Identity = { readonly provider: string; readonly subject: string }

export async function personOfIdentity(db: Database, { provider, subject }: Identity): Promise<PersonName | null> {
  const { rows } = await sql<PersonName>`
    select u.id, u.name, u.email from identities i join "user" u on u.id = i.user_id
    where i.provider = ${provider} and i.subject = ${subject}`.execute(db)
  return rows[0] ?? null
}

/** The first to link it keeps it. */
export async function linkIdentity(db: Database, { provider, subject }: Identity, user: string): Promise<void> {
  await db
    .insertInto('identities')
    .values({ provider, subject, user_id: user })
    .onConflict(c => c.doNothing())
    .execute()
}
