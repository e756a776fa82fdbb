// How much activity the platform takes: its real stores and threads, fed with batches at a fixed pace.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeBatch } from '@nautilus/bus'
import type { Activity, Batch, Party } from '@nautilus/model'
import { asTenant, ensureSite, ensureTenant } from '@nautilus/store'
import { processTreeMemory } from '../platform/memory.ts'
import { SitePool } from '../platform/site-pool.ts'
import { openStores, type Stores } from '../platform/stores.ts'
import { grouped, sizeOf } from '../text/numbers.ts'
import type { World } from '../world.ts'

export type IngestOptions = {
  readonly folder: string
  readonly seconds: number
  /** Rows of activity a second, all sites together. */
  readonly rate: number
  readonly sites: number
  readonly onSecond?: (second: IngestSecond) => void
}

export type IngestSecond = {
  readonly second: number
  readonly sent: number
  readonly stored: number
  /** Bytes of this process and all that it started. */
  readonly memory: number
}

export type IngestFigures = {
  readonly seconds: number
  readonly sent: number
  /** Rows that the telemetry store has at the end, and rows that the positions count. */
  readonly rows: number
  readonly counted: number
  /** ms from sending a batch until it is stored: half of them, 99 of 100, the slowest. */
  readonly latency: { readonly half: number; readonly p99: number; readonly most: number }
  readonly memory: readonly number[]
}

export const TENANT = 'bench'
/** What the platform should take. */
const RATE = 20_000
const SITES = 4
export const CONTROLLERS = 200
const MASTERS = 10
/** Rows of one batch: what a sensor sends at once when it is busy. */
export const BATCH = 1000
/** Batches of one site that may be under way. */
const UNDER_WAY = 16

export async function ingestFigures(options: IngestOptions): Promise<IngestFigures> {
  const stores = await openStores({ folder: options.folder, databaseUrl: null, telemetryUrl: null })
  try {
    return await measured(stores, options)
  } finally {
    await stores.close()
  }
}

async function measured(stores: Stores, { seconds, rate, sites, onSecond }: IngestOptions): Promise<IngestFigures> {
  const { databaseUrl, telemetryUrl } = stores
  const fail = (error: unknown) => {
    throw error
  }
  const pool = new SitePool({ databaseUrl, telemetryUrl, onTold: () => {}, onTrouble: fail })
  const names = Array.from({ length: sites }, (_, index) => `site-${index}`)
  await ensureTenant(stores.state.db, TENANT, 'Bench')
  for (const id of names)
    await asTenant(stores.state.db, TENANT, scoped => ensureSite(scoped, TENANT, { id, name: id }))
  const meter = new Meter(onSecond)
  const perSite = rate / sites
  await Promise.all(names.map((site, index) => feed(pool, meter, { site, index, rate: perSite, seconds })))
  await Promise.all(names.map(site => pool.call({ tenant: TENANT, site }, { kind: 'settle' })))
  meter.end()
  const counted = await countedRows(stores)
  await pool.stop()
  return { seconds, sent: meter.sent, ...counted, latency: meter.latency(), memory: meter.memory }
}

class Meter {
  sent = 0
  stored = 0
  readonly memory: number[] = []
  readonly #times: number[] = []
  readonly #timer: NodeJS.Timeout

  constructor(onSecond: IngestOptions['onSecond']) {
    let second = 0
    this.#timer = setInterval(() => {
      const memory = processTreeMemory()
      this.memory.push(memory)
      onSecond?.({ second: ++second, sent: this.sent, stored: this.stored, memory })
    }, 1000)
  }

  took(ms: number): void {
    this.#times.push(ms)
  }

  end(): void {
    clearInterval(this.#timer)
  }

  latency() {
    const sorted = this.#times.toSorted((a, b) => a - b)
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
    return { half: at(0.5), p99: at(0.99), most: at(1) }
  }
}

type Feeding = { readonly site: string; readonly index: number; readonly rate: number; readonly seconds: number }

/** Sends batches when they are due, and waits where the platform is behind. */
async function feed(pool: SitePool, meter: Meter, { site, index, rate, seconds }: Feeding): Promise<void> {
  const batches = Math.round((rate * seconds) / BATCH)
  const began = performance.now()
  const underWay = new Set<Promise<void>>()
  for (let seq = 1; seq <= batches; seq++) {
    const due = began + ((seq - 1) * BATCH * 1000) / rate
    const early = due - performance.now()
    if (early > 0) await new Promise(resolve => setTimeout(resolve, early))
    if (underWay.size >= UNDER_WAY) await Promise.race(underWay)
    const body = encodeBatch(batchOf(index, seq, rate))
    const sentAt = performance.now()
    meter.sent += BATCH
    const batch = { sensor: 'bench', epoch: 'one', seq, file: null, taught: false, body }
    const call = pool.call({ tenant: TENANT, site }, { kind: 'take', batch }).then(() => {
      meter.stored += BATCH
      meter.took(performance.now() - sentAt)
    })
    const watched: Promise<void> = call.finally(() => underWay.delete(watched))
    underWay.add(watched)
  }
  await Promise.all(underWay)
}

const START = 1_790_000_000_000_000

/** `controllers`: of the plant, each read by one of ten masters. */
export function batchOf(site: number, seq: number, rate: number, controllers = CONTROLLERS): Batch {
  const from = START + Math.round(((seq - 1) * BATCH * 1e6) / rate)
  const to = START + Math.round((seq * BATCH * 1e6) / rate)
  const activities: Activity[] = []
  for (let row = 0; row < BATCH; row++)
    activities.push(activityOf({ site, controllers }, (seq - 1) * BATCH + row, from, to))
  return { from, to, activities, connections: [], sightings: [], notices: [] }
}

type Plant = { readonly site: number; readonly controllers: number }

function activityOf({ site, controllers }: Plant, number: number, from: number, to: number): Activity {
  const controller = number % controllers
  const register = 100 + (Math.floor(number / controllers) % 20)
  const value = 1000 + ((number * 7919) % 200)
  const object = `1/holding-registers/${register}`
  return {
    first: Math.floor(from),
    last: Math.floor(to),
    client: partyOf(site, controller % MASTERS),
    server: partyOf(site, 100 + controller),
    protocol: 'modbus',
    port: 502,
    verb: 'read',
    function: { code: '3', name: 'read holding registers' },
    object,
    outcome: 'ok',
    refusal: null,
    detail: null,
    items: [{ object, access: 'read', type: 'u16', unit: null, last: [value], min: [value - 5], max: [value + 5] }],
    count: 10,
    bytes: 210,
    interval: { min: 990_000, mean: 1_000_000, max: 1_010_000, jitter: 3000 },
    latency: { min: 900, mean: 1500, max: 4000, jitter: 300 },
    frame: number + 1,
  }
}

const hex = (byte: number): string => byte.toString(16).padStart(2, '0')
const partyOf = (site: number, host: number): Party => ({
  mac: `00:1b:1b:${hex(site)}:${hex(host >> 8)}:${hex(host & 255)}`,
  ip: `10.${site}.${host >> 8}.${host & 255}`,
})

export async function countedRows({
  telemetry,
  state,
}: Pick<Stores, 'telemetry' | 'state'>): Promise<{ rows: number; counted: number }> {
  const query = `SELECT count() AS n FROM nautilus.activity WHERE tenant = '${TENANT}'`
  const [found] = await (await telemetry.client.query({ query, format: 'JSONEachRow' })).json<{ n: string }>()
  const positions = await asTenant(state.db, TENANT, scoped =>
    scoped.selectFrom('positions').select('activities').execute(),
  )
  return { rows: Number(found?.n), counted: positions.reduce((sum, { activities }) => sum + activities, 0) }
}

/** `nautilus bench --ingest`: what was taken, and how long it waited. */
export async function ingestCosts(seconds: number, world: World): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'nautilus-ingest-'))
  try {
    const began = world.clock()
    const { sent, rows, counted, latency, memory } = await ingestFigures({ folder, seconds, rate: RATE, sites: SITES })
    const took = (world.clock() - began) / 1e6
    const wait = [latency.half, latency.p99, latency.most].map(ms => `${Math.round(ms)} ms`).join(', ')
    const lines = [
      `Offered ${grouped(sent)} rows at ${grouped(RATE)} a second to ${SITES} sites; all of it took ${took.toFixed(1)} s, start included.`,
      `Stored ${grouped(rows)} rows; the positions count ${grouped(counted)}.`,
      `From sending a batch until it was stored: half of them, 99 of 100, the slowest: ${wait}.`,
      `Memory of all processes at most ${sizeOf(Math.max(0, ...memory))}.`,
    ]
    await world.out(`${lines.join('\n')}\n`)
    return rows === sent && counted === sent ? 0 : 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
