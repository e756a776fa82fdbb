// Ways in for people who have no account yet. The token is known to whoever has the link; here is its hash.
import type { Database, Scoped } from '../database.ts'

export type NewInvitation = {
  readonly tenant: string
  readonly tokenHash: string
  readonly email: string
  readonly site: string
  readonly role: string
  readonly by: string | null
  readonly expires: Date
}

const columns = ['id', 'email', 'site', 'role', 'made_by', 'made_at', 'expires_at', 'used_at', 'revoked_at'] as const

export const addInvitation = (scoped: Scoped, { tenant, tokenHash, email, site, role, by, expires }: NewInvitation) =>
  scoped
    .insertInto('invitations')
    .values({ tenant, token_hash: tokenHash, email, site, role, made_by: by, expires_at: expires, mailed: false })
    .returning(columns)
    .executeTakeFirstOrThrow()

/** The newest first. */
export const listInvitations = (scoped: Scoped) =>
  scoped.selectFrom('invitations').select(columns).orderBy('made_at', 'desc').orderBy('id').limit(500).execute()

/** The link went to the mailbox of the invited, and nobody else saw it. */
export async function markMailed(scoped: Scoped, id: string): Promise<void> {
  await scoped.updateTable('invitations').set({ mailed: true }).where('id', '=', id).execute()
}

/** Those to this address that could still be used. */
export async function revokeInvitationsTo(scoped: Scoped, email: string): Promise<void> {
  await scoped
    .updateTable('invitations')
    .set({ revoked_at: new Date() })
    .where('email', '=', email)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .execute()
}

/** False when there is none that could still be used. */
export async function revokeInvitation(scoped: Scoped, id: string): Promise<boolean> {
  const done = await scoped
    .updateTable('invitations')
    .set({ revoked_at: new Date() })
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return done.numUpdatedRows > 0n
}

const open = (db: Database | Scoped, tokenHash: string) =>
  db
    .selectFrom('invitations')
    .select(['tenant', 'email', 'site', 'role', 'mailed'])
    .where('token_hash', '=', tokenHash)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', new Date())

/** Asked before it is known which tenant it is for. Null when it was used, revoked or is too old. */
export const findInvitation = async (db: Database, tokenHash: string) =>
  (await open(db, tokenHash).executeTakeFirst()) ?? null

/** The same under a lock, and used from here on. Null when somebody was faster. */
export async function useInvitation(scoped: Scoped, tokenHash: string) {
  const found = await open(scoped, tokenHash).forUpdate().executeTakeFirst()
  if (!found) return null
  await scoped.updateTable('invitations').set({ used_at: new Date() }).where('token_hash', '=', tokenHash).execute()
  return found
}
