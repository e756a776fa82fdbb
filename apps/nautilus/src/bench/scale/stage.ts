// An installation of several machines on this one: three servers of the bus, both stores, two workers, an API. Each of
// them can be killed, and started again where the others know it.
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type BusServer, ensureStreams, openBus, ownCredentials, startBusServers } from '@nautilus/nats'
import {
  asTenant,
  ensureSite,
  ensureTenant,
  openDatabase,
  openTelemetry,
  type StateServer,
  startState,
  startTelemetry,
  type TelemetryServer,
} from '@nautilus/store'
import { busKeys } from '../../platform/cluster/join.ts'
import { TENANT } from '../ingest.ts'

export type Stage = {
  readonly keys: Awaited<ReturnType<typeof busKeys>>
  readonly servers: readonly BusServer[]
  readonly state: Awaited<ReturnType<typeof openDatabase>>
  readonly telemetry: Awaited<ReturnType<typeof openTelemetry>>
  readonly workers: readonly Member[]
  readonly api: Part & { readonly port: number }
  readonly database: Part
  readonly columns: Part
}

export type Part = {
  /** As a crash does. */
  kill(): Promise<void>
  again(): Promise<void>
}

export type Member = Part & {
  /** By which it holds its leases; null while it does not run. */
  readonly id: () => string | null
}

type Undo = (step: () => unknown) => void

const MAIN = fileURLToPath(new URL('../../main.ts', import.meta.url))
const SECRET = 'only for a measurement, and gone with its folder'
export const SERVERS = 3
const WORKERS = 2
/** Bytes of the bus: everything that is offered while nobody stores it. */
const BUS = 8e9
const LOOK = 200
/** Times that a database is started whose predecessor's children are still ending. */
const TRIES = 50

export const siteOf = (index: number): string => `site-${index}`

/** `undo`: how each part ends, told as soon as it runs. */
export async function openStage(folder: string, sites: number, undo: Undo): Promise<Stage> {
  const stores = await openStores(folder, undo)
  const keys = await busKeys(stores.state.db, SECRET)
  const servers = await startBusServers(keys, folder, SERVERS)
  undo(() => Promise.all(servers.map(server => server.stop())))
  await prepared(stores.state.db, servers, await ownCredentials(keys, 'bench'), sites)
  const env = {
    ...process.env,
    DATABASE_URL: stores.databaseUrl,
    TELEMETRY_URL: stores.telemetryUrl,
    NATS_URL: servers.map(({ url }) => url).join(','),
    NAUTILUS_SECRET: SECRET,
    NAUTILUS_LOG: process.env.NAUTILUS_LOG ?? 'fatal',
  }
  const run = (name: string, args: readonly string[], ready: string) =>
    program([...args, '--data', join(folder, name)], { ready, env, idFile: join(folder, name, 'worker-id') })
  const workers = Array.from({ length: WORKERS }, (_, at) => run(`worker-${at}`, ['worker'], 'has its share'))
  const port = await freePort()
  const api = { ...run('api', ['api', '--port', String(port)], `:${port}`), port }
  for (const part of [...workers, api]) undo(() => part.stop())
  await Promise.all([...workers, api].map(part => part.again()))
  return { keys, servers, workers, api, ...stores }
}

async function openStores(folder: string, undo: Undo) {
  const at = { state: join(folder, 'state'), telemetry: join(folder, 'telemetry') }
  let stateServer: StateServer = await startState(at.state)
  undo(() => stateServer.stop())
  let telemetryServer: TelemetryServer = await startTelemetry(at.telemetry)
  undo(() => telemetryServer.stop())
  const { url: telemetryUrl } = telemetryServer
  const state = await openDatabase(stateServer.url)
  undo(state.close)
  const telemetry = await openTelemetry(telemetryUrl)
  undo(telemetry.close)
  const kill = async ({ pid, crashed }: StateServer | TelemetryServer) => {
    process.kill(pid, 'SIGKILL')
    await crashed
  }
  const database: Part = {
    kill: () => kill(stateServer),
    async again() {
      stateServer = await patiently(() => startState(at.state))
    },
  }
  const columns: Part = {
    kill: () => kill(telemetryServer),
    async again() {
      telemetryServer = await startTelemetry(at.telemetry, telemetryUrl)
    },
  }
  return { ...{ state, telemetry, database, columns }, ...{ databaseUrl: stateServer.url, telemetryUrl } }
}

async function prepared(
  db: Stage['state']['db'],
  servers: readonly BusServer[],
  credentials: string,
  sites: number,
): Promise<void> {
  await ensureTenant(db, TENANT, 'Bench')
  await asTenant(db, TENANT, async scoped => {
    for (let index = 0; index < sites; index++)
      await ensureSite(scoped, TENANT, { id: siteOf(index), name: siteOf(index) })
  })
  const nc = await openBus({ servers: servers.map(({ url }) => url), credentials, name: 'bench' })
  // A cluster that has just begun chooses its leader first.
  await patiently(() => ensureStreams(nc, { replicas: SERVERS, bytes: BUS }))
  await nc.close()
}

async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let left = TRIES; ; left--) {
    try {
      return await work()
    } catch (error) {
      if (left === 0) throw error
      await pause(LOOK)
    }
  }
}

type Program = { readonly ready: string; readonly env: NodeJS.ProcessEnv; readonly idFile: string }

/** A command of Nautilus as a process of its own, ready when it says so. */
function program(args: readonly string[], { ready, env, idFile }: Program) {
  let child: ChildProcess | null = null
  let gone: Promise<void> = Promise.resolve()
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    child?.kill(signal)
    await gone
    child = null
  }
  return {
    id: () =>
      child && child.exitCode === null && child.signalCode === null ? readFileSync(idFile, 'utf8').trim() : null,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    async again() {
      const begun = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'inherit'], env })
      child = begun
      gone = new Promise(resolve => begun.once('exit', () => resolve()))
      await new Promise<void>((resolve, reject) => {
        begun.stdout.on('data', piece => String(piece).includes(ready) && resolve())
        void gone.then(() => reject(new Error(`nautilus ${args[0]} ended before it was ready`)))
      })
    },
  }
}

function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  return new Promise(resolve =>
    server.once('listening', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    }),
  )
}
