// Passkeys of people (W3C Web Authentication, level 3). The private key never leaves the person's device.
import type { Database } from '../database.ts'

export type NewPasskey = {
  /** The credential id, base64url. */
  readonly id: string
  readonly user: string
  readonly name: string
  /** COSE. */
  readonly publicKey: Uint8Array
  readonly counter: number
  readonly transports: readonly string[]
  /** Kept by a provider beyond the one device. */
  readonly synced: boolean
}

export type PasskeyRow = {
  readonly id: string
  readonly name: string
  readonly synced: boolean
  readonly made_at: Date
  readonly used_at: Date | null
}

const shown = ['id', 'name', 'synced', 'made_at', 'used_at'] as const

/** Null when there is one of this id. */
export async function addPasskey(db: Database, passkey: NewPasskey): Promise<PasskeyRow | null> {
  const { id, user, name, publicKey, counter, transports, synced } = passkey
  const row = {
    id,
    user_id: user,
    name,
    public_key: Buffer.from(publicKey),
    counter,
    transports: [...transports],
    synced,
  }
  const made = await db
    .insertInto('passkeys')
    .values(row)
    .onConflict(c => c.doNothing())
    .returning(shown)
    .executeTakeFirst()
  return made ?? null
}

/** The oldest first. */
export const listPasskeys = (db: Database, user: string): Promise<(PasskeyRow & { transports: string[] })[]> =>
  db
    .selectFrom('passkeys')
    .select([...shown, 'transports'])
    .where('user_id', '=', user)
    .orderBy('made_at')
    .orderBy('id')
    .execute()

export const findPasskey = (db: Database, id: string) =>
  db.selectFrom('passkeys').selectAll().where('id', '=', id).executeTakeFirst()

export async function usePasskey(
  db: Database,
  id: string,
  { counter, synced }: { readonly counter: number; readonly synced: boolean },
): Promise<void> {
  await db.updateTable('passkeys').set({ counter, synced, used_at: new Date() }).where('id', '=', id).execute()
}

/** Null when this person has none of this id. */
export async function renamePasskey(db: Database, user: string, id: string, name: string): Promise<PasskeyRow | null> {
  const done = await db
    .updateTable('passkeys')
    .set({ name })
    .where('user_id', '=', user)
    .where('id', '=', id)
    .returning(shown)
    .executeTakeFirst()
  return done ?? null
}

/** False when this person has none of this id. */
export async function removePasskey(db: Database, user: string, id: string): Promise<boolean> {
  const done = await db.deleteFrom('passkeys').where('user_id', '=', user).where('id', '=', id).executeTakeFirst()
  return done.numDeletedRows > 0n
}
