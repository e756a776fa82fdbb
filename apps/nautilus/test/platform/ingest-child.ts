// Feeds a site from a capture's batches until it is killed or done. Prints the number of each batch that was acknowledged.
// argv: folder of the stores, folder of packed batches (1, 2, 3, …), the number to begin with, batches between snapshots.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { asTenant, ensureSite, ensureTenant } from '@nautilus/store'
import { SitePool } from '../../src/platform/site-pool.ts'
import { openStores } from '../../src/platform/stores.ts'

const [folder = '', batches = '', first = '1', every = ''] = process.argv.slice(2)
const stores = await openStores({ folder, databaseUrl: null, telemetryUrl: null })
const place = { tenant: 'test', site: 'plant' }
await ensureTenant(stores.state.db, place.tenant, 'Test')
await asTenant(stores.state.db, place.tenant, scoped =>
  ensureSite(scoped, place.tenant, { id: place.site, name: 'Plant' }),
)
const fail = (error: unknown) => {
  throw error
}
const { databaseUrl, telemetryUrl } = stores
const data = { databaseUrl, telemetryUrl, snapshotEvery: Number(every) }
const pool = new SitePool({ ...data, onTold: () => {}, onTrouble: fail, onWarning: fail, threads: 1 })
const last = readdirSync(batches).length
const window: Promise<void>[] = []
for (let seq = Number(first); seq <= last; seq++) {
  const body = readFileSync(join(batches, String(seq)))
  const batch = { sensor: 's', epoch: 'one', seq, file: null, taught: false, body }
  window.push(pool.call(place, { kind: 'take', batch }).then(() => void process.stdout.write(`${seq}\n`)))
  if (window.length >= 4) await window.shift()
}
await Promise.all(window)
await pool.call(place, { kind: 'settle' })
await pool.stop()
await stores.close()
