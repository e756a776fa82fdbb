// Several workers share the sites. One is killed, one is stopped and wakes up late: nothing is lost, nothing counts twice.
import { join } from 'node:path'
import { encodeBatch } from '@nautilus/bus'
import { CaptureReader } from '@nautilus/capture'
import { loadRules } from '@nautilus/detection'
import type { Batch } from '@nautilus/model'
import { type Outgoing, partitionOf, publish } from '@nautilus/nats'
import { Sensor } from '@nautilus/sensor'
import { encodePcap, plantFrames } from '@nautilus/simulator'
import { asTenant, ensureSite, ensureTenant, listLeases } from '@nautilus/store'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { makerOf } from '../../src/platform/make-fold.ts'
import { SiteWorker } from '../../src/platform/site-worker.ts'
import { type Installation, newInstallation, type Process } from './installation.ts'

const tenant = 'main'
const SITES = Array.from({ length: 10 }, (_, index) => `plant-${index}`)
const EPOCH = 'run-1'

let all: Installation
let bodies: Buffer[]
let activities: number

beforeAll(async () => {
  all = await newInstallation()
  const { db } = all.stores.state
  await ensureTenant(db, tenant, 'Test')
  await asTenant(db, tenant, async scoped => {
    for (const id of [...SITES, 'reference']) await ensureSite(scoped, tenant, { id, name: id })
  })
  const batches = plantBatches()
  bodies = batches.map(encodeBatch)
  expect(bodies).toHaveLength(24)
  activities = batches.reduce((sum, batch) => sum + batch.activities.length, 0)
}, 120_000)
afterAll(() => all.end(), 60_000)

function plantBatches(): Batch[] {
  const batches: Batch[] = []
  const sensor = new Sensor({ onBatch: batch => batches.push(batch) })
  const reader = new CaptureReader(sensor)
  const frames = plantFrames({ seed: 5, start: 1_768_186_500_000_000, seconds: 300, stories: ['scan'] })
  for (const chunk of encodePcap(frames, 20_000)) {
    reader.push(chunk)
    sensor.tell()
  }
  sensor.finish()
  return batches.slice(0, 24)
}

const worker = (name: string) => all.run(['worker', '--data', join(all.folder, name)])
const inTenant = <T>(use: Parameters<typeof asTenant<T>>[2]) => asTenant(all.stores.state.db, tenant, use)
const soon = <T>(look: () => Promise<T>) => vi.waitFor(look, { timeout: 120_000, interval: 100 })

/** Batches of every site, from this one on to that one. */
async function send(from: number, to: number): Promise<void> {
  for (const site of SITES) {
    const out = bodies.slice(from - 1, to).map((body, at): Outgoing => {
      const seq = from + at
      return { epoch: EPOCH, seq, oldest: from, file: null, taught: false, health: null, body }
    })
    expect(await publish(all.nc, { tenant, site, sensor: 's' }, out)).toEqual({
      acknowledged: out.length,
      trouble: null,
    })
  }
}

const positions = () =>
  inTenant(scoped => scoped.selectFrom('positions').select(['site', 'seq']).orderBy('site').execute())

const arrived = (seq: number) =>
  soon(async () => expect((await positions()).map(row => row.seq)).toEqual(SITES.map(() => seq)))

const owners = async () => {
  const leases = new Map((await listLeases(all.stores.state.db)).map(({ partition, worker: id }) => [partition, id]))
  return SITES.map(site => leases.get(partitionOf({ tenant, site })))
}

/** Without several processes, and without a bus. */
async function reference(): Promise<void> {
  const site = 'reference'
  const { state, telemetry } = all.stores
  const rules = await loadRules()
  const site1 = new SiteWorker({
    ...{ tenant, site, database: state.db, telemetry },
    fold: makerOf({ tenant, site }, { database: state.db, rules, vendorOf: () => null }),
    now: () => performance.now(),
  })
  for (const [index, body] of bodies.entries())
    await site1.take({ sensor: 's', epoch: EPOCH, seq: index + 1, file: null, taught: false, body })
  await site1.settle()
}

const contents = (site: string) =>
  inTenant(async scoped => ({
    links: await scoped.selectFrom('links').select('id').where('site', '=', site).orderBy('id').execute(),
    assets: await scoped
      .selectFrom('assets')
      .select(['ip', 'mac', 'role'])
      .where('site', '=', site)
      .orderBy('ip')
      .execute(),
    findings: await scoped
      .selectFrom('findings')
      .select(['rule', 'count'])
      .where('site', '=', site)
      .orderBy('rule')
      .orderBy('count')
      .execute(),
    log: await scoped
      .selectFrom('batches')
      .select(['seq', 'failure'])
      .where('site', '=', site)
      .orderBy('number')
      .execute(),
  }))

async function told(site: string): Promise<number> {
  const { client } = all.stores.telemetry
  const query = `SELECT count() AS n FROM nautilus.activity WHERE site = '${site}'`
  const rows = await (await client.query({ query, format: 'JSONEachRow' })).json<{ n: string }>()
  return Number(rows[0]?.n)
}

test('workers share the sites; killed, stopped and woken up late they lose nothing and double nothing', async () => {
  const first = worker('one')
  const second = worker('two')
  await Promise.all([first, second].map(each => each.said('has its share')))
  await soon(async () => expect(new Set(await owners()).size).toBe(2))
  await send(1, 6)
  await arrived(6)

  // A crash in the middle of what it does.
  await send(7, 9)
  first.child.kill('SIGKILL')
  await send(10, 12)
  await arrived(12)
  expect(new Set(await owners()).size).toBe(1)

  // One that hangs, while it holds what it was given, and comes back when others have its sites.
  const third = worker('three')
  await third.said('has its share')
  await soon(async () => expect(new Set(await owners()).size).toBe(2))
  await send(13, 15)
  second.child.kill('SIGSTOP')
  await send(16, 18)
  await arrived(18)
  expect(new Set(await owners()).size).toBe(1)
  second.child.kill('SIGCONT')
  await send(19, 21)
  await arrived(21)
  await soon(async () => expect(new Set(await owners()).size).toBe(2))

  // In order, and everything comes to rest.
  await stopped(third)
  await send(22, bodies.length)
  await arrived(bodies.length)
  await stopped(second)
  expect(new Set(await owners())).toEqual(new Set([null]))

  await reference()
  const wanted = await contents('reference')
  expect(wanted.log).toHaveLength(bodies.length)
  for (const site of SITES) {
    expect(await contents(site)).toEqual(wanted)
    expect(await told(site)).toBe(activities)
  }
}, 300_000)

async function stopped(one: Process): Promise<void> {
  one.child.kill('SIGTERM')
  expect([await one.ended, one.words()]).toEqual([0, expect.any(String)])
}
