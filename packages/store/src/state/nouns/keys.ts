// Keys of programs. The secret is shown once; here is its hash.
import type { Scoped } from '../database.ts'

export type NewKey = {
  readonly tenant: string
  readonly name: string
  readonly hash: string
  readonly scopes: readonly string[]
  readonly site: string
  readonly by: string | null
  readonly expires: Date | null
}

const columns = ['id', 'name', 'scopes', 'site', 'made_by', 'made_at', 'expires_at', 'revoked_at', 'used_at'] as const

export const addKey = (scoped: Scoped, { tenant, name, hash, scopes, site, by, expires }: NewKey) =>
  scoped
    .insertInto('api_keys')
    .values({ tenant, name, key_hash: hash, scopes: [...scopes], site, made_by: by, expires_at: expires })
    .returning(columns)
    .executeTakeFirstOrThrow()

/** The newest first. */
export const listKeys = (scoped: Scoped) =>
  scoped.selectFrom('api_keys').select(columns).orderBy('made_at', 'desc').orderBy('id').limit(500).execute()

/** Null when there is none that is still good. */
export async function revokeKey(scoped: Scoped, id: string) {
  const done = await scoped
    .updateTable('api_keys')
    .set({ revoked_at: new Date() })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .returning(columns)
    .executeTakeFirst()
  return done ?? null
}
