// What this process shares with the others of its installation: keys, the bus, and the sites.
import { createHash, generateKeyPairSync, randomUUID } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type BusKeys, ensureStreams, newBusKeys, openBus, ownCredentials, readBusKeys } from '@nautilus/nats'
import { type Database, installationKey, sealerOf } from '@nautilus/store'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { Stores } from '../stores.ts'
import { BusDesk } from './bus-desk.ts'
import { Cluster } from './cluster.ts'

export type Joining = {
  readonly stores: Stores
  readonly config: Config
  readonly secret: string
  readonly log: Logger
}

export type Joined = { readonly cluster: Cluster | null; readonly bus: BusDesk | null }

/** Alone where no bus is configured. Throws `NoBus`. */
export async function joinInstallation({ stores, config, secret, log }: Joining): Promise<Joined> {
  const { bus } = config.many
  if (bus === null) return { cluster: null, bus: null }
  const { db } = stores.state
  const keys = await busKeys(db, secret)
  await shareEvidenceKey(db, secret, config.folder)
  const id = idIn(config.folder)
  const credentials = await ownCredentials(keys, id)
  const nc = await openBus({ ...bus, credentials, name: `nautilus ${id}` })
  await ensureStreams(nc, bus)
  const desk = new BusDesk({ nc, db, keys, bus, log })
  desk.serve()
  // Servers that were set up anew, or were away, learn who is out.
  await desk.revoked().catch(error => log.warn({ err: error }, 'the bus could not be told who was revoked'))
  return { cluster: new Cluster({ nc, db, id, log }), bus: desk }
}

export const busKeys = async (db: Database, secret: string): Promise<BusKeys> =>
  readBusKeys(await installationKey(db, sealerOf(secret), 'bus', () => JSON.stringify(newBusKeys())))

/** Whichever process signs, it is the installation that does. */
async function shareEvidenceKey(db: Database, secret: string, folder: string): Promise<void> {
  const file = join(folder, 'evidence-key.pem')
  const own = () => {
    if (existsSync(file)) return readFileSync(file, 'utf8')
    return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  }
  const shared = await installationKey(db, sealerOf(secret), 'evidence', own)
  if (existsSync(file) && sumOf(readFileSync(file, 'utf8')) === sumOf(shared)) return
  writeFileSync(file, shared, { mode: 0o600 })
}

const sumOf = (text: string): string => createHash('sha256').update(text.trim()).digest('hex')

/** Of the data folder: one process at a time has it, so its successor takes over at once what it had. */
function idIn(folder: string): string {
  const file = join(folder, 'worker-id')
  if (!existsSync(file)) writeFileSync(file, randomUUID(), { mode: 0o600 })
  return readFileSync(file, 'utf8').trim()
}
