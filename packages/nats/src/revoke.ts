// Tells the servers who is let in no more. They end its connections, and pass it on among themselves.

import { type BusOptions, openBus } from './connection.ts'
import { accountToken, type BusKeys, systemCredentials } from './keys.ts'

const UPDATE = '$SYS.REQ.CLAIMS.UPDATE'
/** ms. */
const PATIENCE = 5000

/** `revoked`: all of them, by public key, with s since 1970 of when it was. Throws `NoBus`. */
export async function tellRevoked(
  keys: BusKeys,
  bus: Pick<BusOptions, 'servers' | 'authority'>,
  revoked: Readonly<Record<string, number>>,
): Promise<void> {
  const nc = await openBus({ ...bus, credentials: await systemCredentials(keys), name: 'nautilus accounts' })
  try {
    const answer = await nc.request(UPDATE, await accountToken(keys, revoked), { timeout: PATIENCE })
    const { error } = answer.json<{ error?: { description?: string } }>()
    if (error) throw new Error(`a server of the bus refuses the account: ${error.description ?? 'nobody says why'}`)
  } finally {
    await nc.close()
  }
}
