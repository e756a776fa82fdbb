// What a sign-in must remember between its steps. Each is taken once.
import type { Database } from '../database.ts'

export type CeremonyKind = 'passkey-add' | 'passkey-use' | 'sign-on'

type Ceremony = {
  readonly tokenHash: string
  readonly kind: CeremonyKind
  readonly data: object
  readonly expires: Date
}

/** Keeps one; those that are too old go. */
export async function beginCeremony(db: Database, { tokenHash, kind, data, expires }: Ceremony): Promise<void> {
  await db.deleteFrom('ceremonies').where('expires_at', '<', new Date()).execute()
  const row = { token_hash: tokenHash, kind, data: JSON.stringify(data), expires_at: expires }
  await db.insertInto('ceremonies').values(row).execute()
}

/** Its data, this once; null when there is none, or it is too old. */
export async function endCeremony<T extends object>(
  db: Database,
  { tokenHash, kind }: Pick<Ceremony, 'tokenHash' | 'kind'>,
): Promise<T | null> {
  const found = await db
    .deleteFrom('ceremonies')
    .where('token_hash', '=', tokenHash)
    .where('kind', '=', kind)
    .returning(['data', 'expires_at'])
    .executeTakeFirst()
  return found && found.expires_at > new Date() ? (found.data as T) : null
}
