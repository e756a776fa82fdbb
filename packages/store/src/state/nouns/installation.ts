// Keys that all processes of an installation share. What is in the table is sealed.
import { Trouble } from '../../trouble.ts'
import type { Database } from '../database.ts'
import type { Sealer } from '../seal.ts'

/**
 * The key of this name; where there is none, the one that `make` makes, or that another process made at the same moment.
 * Throws where it was sealed under another secret.
 */
export async function installationKey(db: Database, sealer: Sealer, name: string, make: () => string): Promise<string> {
  const found = () => db.selectFrom('installation_keys').select('sealed').where('name', '=', name).executeTakeFirst()
  let row = await found()
  if (!row) {
    await db
      .insertInto('installation_keys')
      .values({ name, sealed: sealer.seal(placeOf(name), make()) })
      .onConflict(c => c.column('name').doNothing())
      .execute()
    row = await found()
  }
  const key = row && sealer.open(placeOf(name), row.sealed)
  if (key === null || key === undefined)
    throw new Trouble(
      `The key ${name} in the database was sealed under another secret than this process has: give it the one of the others.`,
    )
  return key
}

const placeOf = (name: string): string[] => ['installation key', name]
