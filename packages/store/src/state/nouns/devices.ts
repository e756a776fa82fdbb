// Devices that people signed in from: a browser keeps a secret, we keep its hash.
import { sql } from 'kysely'
import type { Database } from '../database.ts'

/** Of one person; the ones not seen for longest are forgotten. */
const MOST_DEVICES = 50

/** `first`: the person never signed in before, so that nothing is unusual about it. */
export type Seen = 'first' | 'new' | 'known'

export async function seeDevice(
  db: Database,
  { user, deviceHash, agent }: { readonly user: string; readonly deviceHash: string; readonly agent: string | null },
): Promise<Seen> {
  const known = await db
    .updateTable('devices')
    .set({ last_at: new Date(), agent })
    .where('user_id', '=', user)
    .where('device_hash', '=', deviceHash)
    .executeTakeFirst()
  if (known.numUpdatedRows > 0n) return 'known'
  const other = await db.selectFrom('devices').select('user_id').where('user_id', '=', user).limit(1).executeTakeFirst()
  const row = { user_id: user, device_hash: deviceHash, agent }
  await db
    .insertInto('devices')
    .values(row)
    .onConflict(c => c.doNothing())
    .execute()
  await sql`delete from devices where user_id = ${user} and device_hash in (
    select device_hash from devices where user_id = ${user} order by last_at desc, device_hash offset ${MOST_DEVICES}
  )`.execute(db)
  return other ? 'new' : 'first'
}
