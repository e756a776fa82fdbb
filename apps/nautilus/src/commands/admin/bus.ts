import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { serverFile } from '@nautilus/nats'
import { openDatabase } from '@nautilus/store'
import { accessTo } from '../../backup/access.ts'
import { revokedOf } from '../../platform/cluster/bus-desk.ts'
import { busKeys } from '../../platform/cluster/join.ts'
import { configOf } from '../../platform/config.ts'
import { writeWhole } from '../../sensor/segments.ts'
import { type Arguments, type Command, Refusal, type World } from '../../world.ts'
import { said, storeHelp, storeOptions } from './shared.ts'

const help = `nautilus admin bus FOLDER [--server NAME=HOST…]

Writes the configuration of each server of the bus (NATS with JetStream) into a
folder: it lets in the processes of this installation and its sensors, each to
what is its own, and nobody else. The keys stay in the database, sealed.

${storeHelp}
  --server NAME=HOST      one for each server, by its name and its address
                          among the others; three make a cluster (bus=localhost)
  --store FOLDER          where each server keeps its streams
                          (/var/lib/nats)
  --sync always           what the bus acknowledges is on its disk by then;
                          10s: within that time (nats-server 2.10 or newer)

Give the servers certificates before anything leaves your own network:
docs/operations.md shows the lines to add.
`

export const busCommand: Command = {
  name: 'admin bus',
  summary: 'the configuration of the servers of the bus',
  help,
  options: {
    ...storeOptions,
    server: { type: 'string', multiple: true },
    store: { type: 'string' },
    sync: { type: 'string' },
  },
  run,
}

const PORT = 4222
const CLUSTER_PORT = 6222
const SERVER = /^([a-z0-9][a-z0-9-]{0,62})=([a-z0-9.:-]+)$/i

async function run(given: Arguments, world: World): Promise<number> {
  const config = configOf(given, process.env)
  const [folder, ...others] = given.positionals
  if (folder === undefined || others.length > 0)
    throw new Refusal('admin bus takes one folder; type it as `nautilus admin bus FOLDER`.')
  const servers = serversIn(given.values.server)
  const store = typeof given.values.store === 'string' ? given.values.store : '/var/lib/nats'
  const sync = syncIn(given.values.sync)
  const secret = config.secret ?? secretIn(config.folder)
  const { keys, revoked } = await said('The stores', async () => {
    const access = await accessTo(config)
    try {
      const { db, close } = await openDatabase(access.databaseUrl, 2)
      try {
        return { keys: await busKeys(db, secret), revoked: await revokedOf(db) }
      } finally {
        await close()
      }
    } finally {
      await access.close()
    }
  })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const routes = servers.map(({ host }) => `nats://${host}:${CLUSTER_PORT}`)
  const cluster = servers.length > 1 ? { listen: `0.0.0.0:${CLUSTER_PORT}`, routes } : null
  const written: string[] = []
  for (const { name } of servers) {
    const path = join(resolve(folder), `${name}.conf`)
    writeWhole(path, Buffer.from(await serverFile(keys, { name, port: PORT, store, cluster, sync }, revoked)))
    written.push(path)
  }
  await world.out(`${written.map(path => `nats-server -c ${path}`).join('\n')}\n`)
  return 0
}

function serversIn(given: Arguments['values'][string]): { readonly name: string; readonly host: string }[] {
  const texts = Array.isArray(given) ? given : ['bus=localhost']
  const servers = texts.map(text => {
    const [, name, host] = SERVER.exec(String(text)) ?? []
    if (name === undefined || host === undefined)
      throw new Refusal(`--server ${text} is no name and address; type it as --server bus-1=10.0.0.1.`)
    return { name, host }
  })
  if (new Set(servers.map(({ name }) => name)).size < servers.length)
    throw new Refusal('Two servers have one name; each --server has its own.')
  return servers
}

function syncIn(given: Arguments['values'][string]): string | null {
  if (typeof given !== 'string') return null
  if (given === 'always' || /^[1-9]\d{0,3}(ms|s|m)$/.test(given)) return given
  throw new Refusal(`--sync ${given} is no time; type it as --sync always or --sync 10s.`)
}

function secretIn(folder: string): string {
  const file = join(folder, 'secret')
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  throw new Refusal(`There is no secret in ${folder}: set NAUTILUS_SECRET as the processes of the platform have it.`)
}
