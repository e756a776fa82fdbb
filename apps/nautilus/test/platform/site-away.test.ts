// The database goes away while a site is worked on: nothing is thrown away, and nothing is stored twice.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeBatch } from '@nautilus/bus'
import { loadRules } from '@nautilus/detection'
import type { Batch } from '@nautilus/model'
import { asTenant, type Database, ensureSite, ensureTenant, openDatabase, startState } from '@nautilus/store'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makerOf } from '../../src/platform/make-fold.ts'
import { SiteWorker } from '../../src/platform/site-worker.ts'
import { openStores, type Stores } from '../../src/platform/stores.ts'

const tenant = 'test'
const rules = await loadRules()
const START = 1_790_000_000_000_000

let folder = ''
let stores: Stores
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nautilus-away-'))
  stores = await openStores({ folder: join(folder, 'stores'), databaseUrl: null, telemetryUrl: null })
}, 120_000)
afterAll(async () => {
  await stores.close()
  rmSync(folder, { recursive: true, force: true })
}, 60_000)

const body = (seq: number): Uint8Array => {
  const at = START + seq * 1_000_000
  const sighting = { attribute: 'hostname', value: `plc-${seq}`, source: 'dhcp', confidence: 0.9 } as const
  const party = { mac: `00:1b:1b:00:00:${seq.toString(16).padStart(2, '0')}`, ip: `10.0.0.${seq}` }
  const sightings = [{ ...sighting, party, first: at, last: at, count: 1, frame: seq }]
  return encodeBatch({ from: at, to: at, activities: [], connections: [], sightings, notices: [] } as unknown as Batch)
}

async function siteOf(database: Database, site: string) {
  await ensureTenant(database, tenant, 'Test')
  const inTenant = <T>(use: Parameters<typeof asTenant<T>>[2]) => asTenant(database, tenant, use)
  await inTenant(scoped => ensureSite(scoped, tenant, { id: site, name: site }))
  let folds = 0
  const words: string[] = []
  let now = 0
  const worker = (over: Database) => {
    const fold = makerOf({ tenant, site }, { database: over, rules, vendorOf: () => null })
    return new SiteWorker({
      ...{ tenant, site, database: over, telemetry: stores.telemetry },
      fold: saved => {
        folds++
        return fold(saved)
      },
      // Every batch is described.
      now: () => (now += 10_000),
      onTrouble: message => words.push(message),
    })
  }
  const rows = () =>
    inTenant(async scoped => ({
      batches: await scoped.selectFrom('batches').select('seq').where('site', '=', site).orderBy('number').execute(),
      assets: await scoped.selectFrom('assets').select('ip').where('site', '=', site).orderBy('ip').execute(),
      events: await scoped.selectFrom('site_events').select('number').where('site', '=', site).execute(),
    }))
  return { worker, rows, words, folds: () => folds }
}

const take = (worker: SiteWorker, seq: number) =>
  worker.take({ sensor: 's', epoch: 'one', file: null, taught: false, seq, body: body(seq) })

test('killed and started again, it is waited for, and the site need not come back from what is stored', async () => {
  const at = join(folder, 'state')
  let server = await startState(at)
  const { db, close } = await openDatabase(server.url)
  const { worker, rows, words, folds } = await siteOf(db, 'killed')
  const own = worker(db)
  await take(own, 1)
  process.kill(server.pid, 'SIGKILL')
  await server.crashed
  const taken = [2, 3, 4].map(seq => take(own, seq))
  server = await startState(at)
  await Promise.all(taken)
  await own.settle()
  expect(folds()).toBe(1)
  expect(words).toEqual([expect.stringMatching(/^The database is away, and site killed waits for it: /)])
  expect(await rows()).toMatchObject({
    batches: [1, 2, 3, 4].map(seq => ({ seq })),
    assets: [1, 2, 3, 4].map(seq => ({ ip: [`10.0.0.${seq}`] })),
  })
  await close()
  await server.stop()
}, 60_000)

test('what was stored, and of which nobody heard, is not stored again', async () => {
  const { db } = stores.state
  let lose = false
  const lossy = new Proxy(db, {
    get(target, name) {
      if (name !== 'transaction') return Reflect.get(target, name)
      return () => ({
        async execute<T>(use: (scoped: never) => Promise<T>): Promise<T> {
          const done = await target.transaction().execute(use as never)
          if (!lose) return done as T
          lose = false
          throw new Error('Connection terminated unexpectedly')
        },
      })
    },
  })
  const { worker, rows, folds } = await siteOf(db, 'unheard')
  const own = worker(lossy)
  await take(own, 1)
  lose = true
  await take(own, 2)
  expect(lose).toBe(false)
  await take(own, 3)
  lose = true
  expect(await own.enter({ kind: 'orders', put: [], drop: ['an order'] })).toBe(true)
  expect(lose).toBe(false)
  await own.settle()
  expect(folds()).toBe(1)
  expect(await rows()).toEqual({
    batches: [1, 2, 3].map(seq => ({ seq })),
    assets: [1, 2, 3].map(seq => ({ ip: [`10.0.0.${seq}`] })),
    events: [{ number: 4 }],
  })
}, 60_000)
