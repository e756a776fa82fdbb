// One platform alone on a database, or several that know of each other: never both, for the one would not see the leases
// of the others. It is a lock of the database, and goes with whoever holds it.
import pg from 'pg'
import { Refusal } from '../world.ts'

/** Of advisory locks: two numbers of our own. */
const PLATFORMS = '7816, 3'

/** `together`: this process has a bus. Answers what lets go. Throws a refusal where the others are of the other kind. */
export async function joinPlatforms(url: string, together: boolean): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: url })
  // It goes with the database, as everything does.
  client.on('error', () => {})
  await client.connect()
  const lock = together ? 'pg_try_advisory_lock_shared' : 'pg_try_advisory_lock'
  const { rows } = await client.query<{ got: boolean }>(`select ${lock}(${PLATFORMS}) as got`)
  if (rows[0]?.got) return () => client.end()
  await client.end()
  throw new Refusal(
    together
      ? 'A Nautilus without a bus works on this database: stop it, or start it with --nats as well.'
      : 'Another Nautilus works on this database: stop it, or give --nats to both, so that they share the sites.',
  )
}
