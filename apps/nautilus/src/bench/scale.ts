// What an installation of several machines takes: three servers of the bus, two workers, and as many sensors as one likes.
// All of it on this machine: figures are of one machine's cores, and say what each part costs.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { encodeBatch } from '@nautilus/bus'
import {
  type BusServer,
  ensureStreams,
  inboxOf,
  type Outgoing,
  openBus,
  ownCredentials,
  publish,
  sensorCredentials,
  startBusServers,
  WINDOW,
} from '@nautilus/nats'
import { asTenant, ensureSite, ensureTenant } from '@nautilus/store'
import { busKeys } from '../platform/cluster/join.ts'
import { openStores, type Stores } from '../platform/stores.ts'
import { grouped } from '../text/numbers.ts'
import type { World } from '../world.ts'
import { BATCH, batchOf, countedRows, TENANT } from './ingest.ts'

export type ScaleOptions = {
  readonly folder: string
  readonly sensors: number
  /** Of each sensor; of 1000 rows each. */
  readonly batches: number
  /** ms, rising. */
  readonly clock: () => number
}

export type ScaleFigures = {
  readonly sent: number
  readonly rows: number
  readonly counted: number
  /** s until the bus had everything, until everything was stored, and of that with one worker of the two. */
  readonly published: number
  readonly stored: number
  /** s from the kill of a worker until every site went on. */
  readonly moved: number
}

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))
const SECRET = 'only for a measurement, and gone with its folder'
const READY = 'has its share'
const SERVERS = 3
/** Rows a second of each sensor, by the times in its batches. */
const RATE = 1000
/** The part of all batches after which a worker is killed. */
const KILL_AT = 0.5
const LOOK = 200

export async function scaleFigures(options: ScaleOptions): Promise<ScaleFigures> {
  const { folder } = options
  const undo: (() => unknown)[] = []
  try {
    const stores = await openStores({ folder, databaseUrl: null, telemetryUrl: null })
    undo.push(() => stores.close())
    const keys = await busKeys(stores.state.db, SECRET)
    const servers = await startBusServers(keys, folder, SERVERS)
    undo.push(() => Promise.all(servers.map(server => server.stop())))
    await prepared(stores, servers, await ownCredentials(keys, 'bench'), options.sensors)
    const workers = [0, 1].map(index => worker(index, folder, stores, servers))
    undo.push(() => Promise.all(workers.map(each => each.stop())))
    await Promise.all(workers.map(({ ready }) => ready))
    const sensors = await connected(keys, servers, options.sensors)
    undo.push(() => Promise.all(sensors.map(({ nc }) => nc.close())))
    return await measured(stores, workers, sensors, options)
  } finally {
    for (const step of undo.reverse()) await step()
  }
}

const siteOf = (index: number): string => `site-${index}`

async function prepared(stores: Stores, servers: readonly BusServer[], credentials: string, sensors: number) {
  const { db } = stores.state
  await ensureTenant(db, TENANT, 'Bench')
  for (let index = 0; index < sensors; index++)
    await asTenant(db, TENANT, scoped => ensureSite(scoped, TENANT, { id: siteOf(index), name: siteOf(index) }))
  const nc = await openBus({ servers: servers.map(({ url }) => url), credentials, name: 'bench' })
  // A cluster that has just begun chooses its leader first.
  for (let left = 50; ; left--) {
    const trouble = await ensureStreams(nc, { replicas: SERVERS, bytes: 4e9 }).catch((error: unknown) => error)
    if (!trouble) break
    if (left === 0) throw trouble
    await pause(LOOK)
  }
  await nc.close()
}

type WorkerProcess = { readonly child: ChildProcess; readonly ready: Promise<void>; stop(): Promise<void> }

function worker(index: number, folder: string, stores: Stores, servers: readonly BusServer[]): WorkerProcess {
  const child = spawn(process.execPath, [MAIN, 'worker', '--data', join(folder, `worker-${index}`)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      DATABASE_URL: stores.databaseUrl,
      TELEMETRY_URL: stores.telemetryUrl,
      NATS_URL: servers.map(({ url }) => url).join(','),
      NAUTILUS_SECRET: SECRET,
      NAUTILUS_LOG: 'fatal',
    },
  })
  const gone = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const ready = new Promise<void>((resolve, reject) => {
    child.stdout.on('data', piece => String(piece).includes(READY) && resolve())
    void gone.then(() => reject(new Error(`worker ${index} ended`)))
  })
  // Whoever does not wait for it hears of it elsewhere.
  ready.catch(() => {})
  return {
    ...{ child, ready },
    async stop() {
      child.kill('SIGTERM')
      await gone
    },
  }
}

type Connected = { readonly index: number; readonly nc: Awaited<ReturnType<typeof openBus>> }

/** Each with its own credentials. */
async function connected(keys: Parameters<typeof sensorCredentials>[0], servers: readonly BusServer[], count: number) {
  const all: Connected[] = []
  for (let index = 0; index < count; index++) {
    const place = { tenant: TENANT, site: siteOf(index), sensor: 'bench' }
    const { text } = await sensorCredentials(keys, place)
    const { url } = servers[index % servers.length]!
    all.push({
      index,
      nc: await openBus({ servers: [url], credentials: text, name: siteOf(index), inbox: inboxOf(place) }),
    })
  }
  return all
}

async function measured(
  stores: Stores,
  workers: readonly WorkerProcess[],
  sensors: readonly Connected[],
  { batches, clock }: ScaleOptions,
): Promise<ScaleFigures> {
  const total = sensors.length * batches
  const began = clock()
  const sending = Promise.all(sensors.map(sensor => send(sensor, batches))).then(() => clock())
  await until(async () => (await stored(stores)).batches >= total * KILL_AT)
  const before = (await stored(stores)).bySite
  workers[0]!.child.kill('SIGKILL')
  const killed = clock()
  let moved = Number.NaN
  await until(async () => {
    const { batches: done, bySite } = await stored(stores)
    const goesOn = ([site, seq]: [string, number]) => seq > (before.get(site) ?? 0) || seq === batches
    if (Number.isNaN(moved) && bySite.size === sensors.length && [...bySite].every(goesOn)) moved = clock()
    return done === total
  })
  const ended = clock()
  const published = await sending
  // The log is told to the telemetry store behind it.
  await until(async () => (await countedRows(stores)).rows >= total * BATCH)
  const seconds = (ms: number) => ms / 1000
  return {
    sent: total * BATCH,
    ...(await countedRows(stores)),
    published: seconds(published - began),
    stored: seconds(ended - began),
    moved: seconds(moved - killed),
  }
}

async function send({ index, nc }: Connected, batches: number): Promise<void> {
  const place = { tenant: TENANT, site: siteOf(index), sensor: 'bench' }
  for (let from = 1; from <= batches; ) {
    const numbers = Array.from({ length: Math.min(WINDOW, batches - from + 1) }, (_, at) => from + at)
    const group = numbers.map((seq): Outgoing => {
      const body = encodeBatch(batchOf(index % 250, seq, RATE))
      return { epoch: 'one', seq, oldest: from, file: null, taught: false, health: null, body }
    })
    from += (await publish(nc, place, group)).acknowledged
  }
}

async function stored({ state }: Stores) {
  const rows = await asTenant(state.db, TENANT, scoped =>
    scoped.selectFrom('positions').select(['site', 'seq']).execute(),
  )
  return {
    batches: rows.reduce((sum, { seq }) => sum + seq, 0),
    bySite: new Map(rows.map(({ site, seq }) => [site, seq])),
  }
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await pause(LOOK)
}

/** `nautilus bench --scale`: what was taken, and how long it took. Exit code 1 where a count is not what was sent. */
export async function scaleCosts(sensors: number, batches: number, world: World): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'nautilus-scale-'))
  try {
    const clock = () => world.clock() / 1000
    const { sent, rows, counted, published, stored, moved } = await scaleFigures({ folder, sensors, batches, clock })
    const perSecond = (seconds: number) => grouped(Math.round(sent / seconds))
    const lines = [
      `${grouped(sensors)} sensors, ${SERVERS} servers of the bus with ${SERVERS} replicas, 2 workers, one of them killed on the way.`,
      `Sent ${grouped(sent)} rows in ${grouped(sensors * batches)} batches; the bus had them after ${published.toFixed(1)} s: ${perSecond(published)} rows/s.`,
      `Stored after ${stored.toFixed(1)} s: ${perSecond(stored)} rows/s.`,
      `Every site went on ${moved.toFixed(1)} s after the kill.`,
      `The telemetry store has ${grouped(rows)} rows; the positions count ${grouped(counted)}.`,
    ]
    await world.out(`${lines.join('\n')}\n`)
    return rows === sent && counted === sent ? 0 : 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
