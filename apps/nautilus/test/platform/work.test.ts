// Orders and threat feeds that come while a site runs: what is judged from then on, and that replay judges the same.
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeBatch } from '@nautilus/bus'
import { CaptureReader } from '@nautilus/capture'
import { loadRules } from '@nautilus/detection'
import type { Batch, Finding, PlannedWork } from '@nautilus/model'
import { Sensor } from '@nautilus/sensor'
import { encodePcap, LivePlant } from '@nautilus/simulator'
import {
  asTenant,
  cancelOrder,
  ensureSite,
  ensureTenant,
  getOrder,
  putFeed,
  putOrder,
  removeFeed,
} from '@nautilus/store'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makerOf } from '../../src/platform/make-fold.ts'
import { SiteWorker } from '../../src/platform/site-worker.ts'
import { openStores, type Stores } from '../../src/platform/stores.ts'

const tenant = 'test'
const rules = await loadRules()
/** A Monday in January, three in the morning in UTC: four in Berlin. */
const START = Date.UTC(2026, 0, 12, 3) * 1000
const SECOND = 1e6

let folder = ''
let stores: Stores
let batches: Batch[] = []

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nautilus-work-'))
  stores = await openStores({ folder, databaseUrl: null, telemetryUrl: null })
  await ensureTenant(stores.state.db, tenant, 'Test')
  batches = played()
}, 120_000)

afterAll(async () => {
  await stores.close()
  rmSync(folder, { recursive: true, force: true })
}, 60_000)

/** Two minutes: the same download at 20 s and at 80 s, another device's at 50 s, and somebody asks an address outside at 100 s. */
function played(): Batch[] {
  const told: Batch[] = []
  const sensor = new Sensor({ onBatch: batch => told.push(batch) })
  const reader = new CaptureReader(sensor)
  const plant = new LivePlant({ seed: 5, start: START })
  let isFirst = true
  const stories = { 20: 'scheduled-download', 50: 'night-download', 80: 'scheduled-download', 100: 'beacon' } as const
  for (let second = 1; second <= 120; second++) {
    let header = isFirst ? 0 : 24
    for (const chunk of encodePcap(plant.until(START + second * SECOND))) {
      reader.push(chunk.subarray(header))
      header = 0
    }
    isFirst = false
    if (second in stories) plant.tell(stories[second as keyof typeof stories])
    sensor.tell()
  }
  sensor.finish()
  return told
}

const inTenant = <T>(use: Parameters<typeof asTenant<T>>[2]) => asTenant(stores.state.db, tenant, use)
const workerOf = async (site: string): Promise<SiteWorker> => {
  await inTenant(scoped => ensureSite(scoped, tenant, { id: site, name: site }))
  return new SiteWorker({
    ...{ tenant, site, database: stores.state.db, telemetry: stores.telemetry, snapshotEvery: 40 },
    fold: makerOf({ tenant, site }, { database: stores.state.db, rules, vendorOf: () => null }),
    now: () => performance.now(),
  })
}
const take = (worker: SiteWorker, from: number, to: number) =>
  Promise.all(
    batches.flatMap((batch, at) => {
      const second = (batch.to - START) / SECOND
      if (second <= from || second > to) return []
      const body = encodeBatch(batch)
      return [worker.take({ sensor: 's', epoch: 'one', file: null, taught: false, seq: at + 1, body })]
    }),
  )
const findings = async (site: string): Promise<Finding[]> =>
  (
    await inTenant(scoped =>
      scoped.selectFrom('findings').select('data').where('site', '=', site).orderBy('id').execute(),
    )
  ).map(({ data }) => data as Finding)
const downloads = async (site: string) => (await findings(site)).filter(({ rule }) => rule === 'program-download')

const work: PlannedWork = {
  title: 'New program',
  assets: ['10.0.0.0/8', '192.168.0.0/16'],
  verbs: null,
  sources: null,
  tools: null,
  ...{ person: 'Eva', company: null, laptop: null, contact: null, note: null, timeZone: 'Europe/Berlin' },
  windows: [{ from: '2026-01-05T03:30', to: '2026-01-05T05:00', repeat: 'FREQ=WEEKLY;BYDAY=MO', except: [] }],
}
const put = (site: string, change: Partial<PlannedWork> = {}) =>
  inTenant(scoped =>
    putOrder(
      scoped,
      { tenant, site },
      { id: 'WO-1', work: { ...work, ...change }, by: 'eva', step: 'changed', approved: true },
    ),
  )
const cancel = (site: string) =>
  inTenant(async scoped => {
    const row = await getOrder(scoped, site, 'WO-1')
    return cancelOrder(scoped, { tenant, site }, row!, { by: 'eva', reason: 'not today' })
  })

test('an order holds from the next event on, a cancelled one no longer; replay and restart judge the same', async () => {
  const site = 'orders'
  const worker = await workerOf(site)
  await take(worker, 0, 10)
  await put(site)
  expect(await worker.use('orders')).toBe(true)
  expect(await worker.use('orders')).toBe(false)
  await take(worker, 10, 45)
  await worker.settle()
  const [first, ...others] = await downloads(site)
  expect(others).toEqual([])
  expect(first).toMatchObject({
    severity: 'recorded',
    window: { kind: 'covered', order: 'WO-1', version: 1, dimensions: { asset: true, time: true, source: null } },
  })
  // A change of the order rewrites nothing that was judged by it.
  await put(site, { verbs: ['read'] })
  await worker.use('orders')
  await worker.settle()
  expect(await downloads(site)).toEqual([first])
  await cancel(site)
  await worker.use('orders')
  await take(worker, 45, 70)
  await worker.settle()
  const [second] = (await downloads(site)).filter(({ target }) => target !== first!.target)
  expect(second!.severity).not.toBe('recorded')
  expect(second!.window.kind).toBe('none')
  expect((await downloads(site)).find(({ target }) => target === first!.target)).toEqual(first)
  // The same once more, without an order: it is one finding with the first, and that is no longer covered.
  await take(worker, 70, 120)
  await worker.settle()
  const again = (await downloads(site)).find(({ id }) => id === first!.id)!
  expect(again.severity).not.toBe('recorded')
  expect(again.count).toBeGreaterThan(first!.count)
  const before = JSON.stringify(await findings(site))
  await worker.rest()
  const restarted = await workerOf(site)
  await restarted.settle()
  expect(JSON.stringify(await findings(site))).toBe(before)
  await restarted.renew()
  expect(JSON.stringify(await findings(site))).toBe(before)
  await restarted.rest()
}, 60_000)

test('work at the wrong hour, by a source that was not named: overrun and impostor', async () => {
  const late = await workerOf('late')
  await put('late', { windows: [{ from: '2026-01-12T03:00', to: '2026-01-12T04:00', repeat: null, except: [] }] })
  await take(late, 0, 45)
  await late.settle()
  const [overrun] = await downloads('late')
  expect(overrun!.window).toMatchObject({ kind: 'overrun', order: 'WO-1', version: 1 })
  await late.rest()
  const other = await workerOf('impostor')
  await put('impostor', { laptop: '02-00-00-00-00-99' })
  await take(other, 0, 45)
  await other.settle()
  const [impostor] = await downloads('impostor')
  expect(impostor!.window).toMatchObject({ kind: 'impostor', dimensions: { asset: true, source: false } })
  expect((await findings('impostor')).some(({ rule }) => rule === 'maintenance-impostor')).toBe(true)
  await other.rest()
}, 60_000)

test('a feed is looked for as long as it is there, and replay finds it again', async () => {
  const site = 'feeds'
  const worker = await workerOf(site)
  const bad = () => findings(site).then(all => all.filter(({ rule }) => rule === 'known-bad-contact'))
  await take(worker, 0, 90)
  const outside = new Set(
    batches
      .flatMap(({ connections }) => connections.map(({ server }) => server.ip))
      .filter(ip => !/^(10|192\.168|127|169\.254|22\d|23\d|255)\./.test(ip)),
  )
  const body = Buffer.from([...outside].filter(ip => !ip.includes(':') && ip !== '').join('\n'))
  const hash = createHash('sha256').update(body).digest('hex')
  const row = await inTenant(scoped =>
    putFeed(scoped, tenant, {
      name: 'list',
      hash,
      body,
      indicators: 1,
      others: 0,
      faults: [],
      until: null,
      expires: null,
      by: 'eva',
    }),
  )
  expect(await worker.use('feeds')).toBe(true)
  expect(await bad()).toEqual([])
  await take(worker, 90, 120)
  await worker.settle()
  const found = await bad()
  expect(found.length).toBeGreaterThan(0)
  const before = JSON.stringify(await findings(site))
  await inTenant(scoped => removeFeed(scoped, tenant, row.id))
  await worker.use('feeds')
  await worker.renew()
  expect(JSON.stringify(await findings(site))).toBe(before)
  await worker.rest()
}, 60_000)
