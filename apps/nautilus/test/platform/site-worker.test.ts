// A site that is stopped and started goes on; what it cannot take or read is told, and stops nothing.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeBatch } from '@nautilus/bus'
import { CaptureReader } from '@nautilus/capture'
import { loadRules } from '@nautilus/detection'
import type { Activity, Batch } from '@nautilus/model'
import { Sensor } from '@nautilus/sensor'
import { encodePcap, plantFrames } from '@nautilus/simulator'
import { asTenant, ensureSite, ensureTenant } from '@nautilus/store'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makerOf } from '../../src/platform/make-fold.ts'
import { SiteWorker } from '../../src/platform/site-worker.ts'
import { openStores, type Stores } from '../../src/platform/stores.ts'

const EVERY = 4
const START = 1_768_186_500_000_000
const tenant = 'test'
const rules = await loadRules()

let folder = ''
let stores: Stores
let bodies: Uint8Array[] = []

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nautilus-worker-'))
  stores = await openStores({ folder, databaseUrl: null, telemetryUrl: null })
  await ensureTenant(stores.state.db, tenant, 'Test')
  bodies = packed()
}, 120_000)

afterAll(async () => {
  await stores.close()
  rmSync(folder, { recursive: true, force: true })
}, 60_000)

function packed(): Uint8Array[] {
  const batches: Batch[] = []
  const sensor = new Sensor({ onBatch: batch => batches.push(batch) })
  const reader = new CaptureReader(sensor)
  for (const chunk of encodePcap(plantFrames({ seed: 5, start: START, seconds: 120, stories: ['scan'] }), 20_000)) {
    reader.push(chunk)
    sensor.tell()
  }
  sensor.finish()
  return batches.slice(0, 14).map(encodeBatch)
}

const inTenant = <T>(use: Parameters<typeof asTenant<T>>[2]) => asTenant(stores.state.db, tenant, use)

/** Runs a site with these batches, from this one on, and stops it; those that it has count once. What an operator was told. */
async function run(
  site: string,
  given: readonly Uint8Array[],
  from = 1,
  renew = false,
  // Nothing takes any time: snapshots stand where batches are counted.
  { now = () => 0, every = EVERY }: { now?: () => number; every?: number } = {},
): Promise<string[]> {
  await inTenant(scoped => ensureSite(scoped, tenant, { id: site, name: site }))
  const warnings: string[] = []
  const database = stores.state.db
  const worker = new SiteWorker({
    ...{ tenant, site, database, telemetry: stores.telemetry, snapshotEvery: every },
    fold: makerOf({ tenant, site }, { database, rules, vendorOf: () => null }),
    now,
    onTrouble: message => warnings.push(message),
  })
  let left = given.slice(from - 1).map((body, at) => ({ seq: from + at, body }))
  // As a feed does: all at once, and what failed again.
  for (let tried = 0; left.length > 0 && tried < 5; tried++) {
    const taken = left.map(each => worker.take({ sensor: 's', epoch: 'one', file: null, taught: false, ...each }))
    const results = await Promise.allSettled(taken)
    left = left.filter((_, at) => results[at]!.status === 'rejected')
  }
  expect(left).toEqual([])
  await (renew ? worker.renew() : worker.settle())
  await worker.rest()
  return warnings
}

const contents = (site: string) =>
  inTenant(async scoped => ({
    assets: await scoped.selectFrom('assets').select('data').where('site', '=', site).orderBy('id').execute(),
    links: await scoped.selectFrom('links').select('data').where('site', '=', site).orderBy('id').execute(),
    findings: await scoped.selectFrom('findings').select('data').where('site', '=', site).orderBy('id').execute(),
    notices: await scoped
      .selectFrom('notices')
      .select(['code', 'message', 'count'])
      .where('site', '=', site)
      .orderBy('id')
      .execute(),
    positions: await scoped.selectFrom('positions').select(['seq', 'activities']).where('site', '=', site).execute(),
  }))

async function damage(site: string, which: 'newest' | 'all'): Promise<void> {
  await inTenant(async scoped => {
    const all = await scoped
      .selectFrom('snapshots')
      .selectAll()
      .where('site', '=', site)
      .orderBy('number', 'desc')
      .execute()
    for (const { number, body } of which === 'all' ? all : all.slice(0, 1)) {
      body[body.length >> 1]! ^= 1
      await scoped
        .updateTable('snapshots')
        .set({ body })
        .where('site', '=', site)
        .where('number', '=', number)
        .execute()
    }
  })
}

test('stopped and started, it is as if it had not been; the log does not grow', async () => {
  expect(await run('whole', bodies)).toEqual([])
  for (const until of [1, 5, 8, 13, 14]) {
    const known = await inTenant(scoped =>
      scoped.selectFrom('positions').select('seq').where('site', '=', 'stopped').executeTakeFirst(),
    )
    expect(await run('stopped', bodies.slice(0, until), (known?.seq ?? 0) + 1)).toEqual([])
  }
  expect(await contents('stopped')).toEqual(await contents('whole'))
  const log = await inTenant(scoped =>
    scoped.selectFrom('batches').select('number').where('site', '=', 'whole').execute(),
  )
  expect(log.map(({ number }) => number).sort((a, b) => a - b)).toEqual([9, 10, 11, 12, 13, 14])
})

test('what takes long to learn is kept sooner, and it is the same', async () => {
  const numbers = (site: string) =>
    inTenant(scoped =>
      scoped.selectFrom('snapshots').select('number').where('site', '=', site).orderBy('number').execute(),
    )
  let clock = 0
  for (const [site, now] of [
    ['quick', () => 0],
    ['slow', () => (clock += 1500)],
  ] as const)
    for (const [from, until] of [
      [1, 9],
      [10, 14],
    ] as const)
      expect(await run(site, bodies.slice(0, until), from, false, { now, every: 1000 })).toEqual([])
  expect(await numbers('quick')).toEqual([])
  expect(await numbers('slow')).toEqual([{ number: 9 }, { number: 14 }])
  expect(await contents('slow')).toEqual(await contents('quick'))
})

test('a damaged snapshot is told, and the one before it gives the same', async () => {
  await damage('whole', 'newest')
  const [warning, ...more] = await run('whole', bodies, bodies.length)
  expect(warning).toContain('the snapshot at batch 12: it is damaged')
  expect(more).toEqual([])
  expect(await contents('whole')).toEqual(await contents('stopped'))
})

test('with a whole log, damaged snapshots cost time only', async () => {
  await run('young', bodies.slice(0, 5))
  const before = await contents('young')
  await damage('young', 'all')
  expect(await run('young', bodies.slice(0, 5), 6, true)).toEqual([])
  expect(await contents('young')).toEqual(before)
})

test('without any snapshot that can be read, the tables keep what they hold, and an operator is told', async () => {
  await run('lost', bodies)
  const before = await contents('lost')
  await damage('lost', 'all')
  const warnings = await run('lost', bodies, bodies.length + 1, true)
  expect(warnings[0]).toContain('The batches before it are no longer kept')
  const after = await contents('lost')
  expect(after.assets.length).toBeGreaterThanOrEqual(before.assets.length)
  expect(after.findings.length).toBeGreaterThanOrEqual(before.findings.length)
  expect(after.positions).toEqual(before.positions)
  // Nor does a later start, from a snapshot that knows less than the tables, take anything back.
  expect(await run('lost', bodies, bodies.length)).toEqual([])
  expect((await contents('lost')).findings).toEqual(after.findings)
  expect((await contents('lost')).assets.length).toBe(after.assets.length)
})

test('a batch that cannot be read or folded is set aside, and the rest goes on', async () => {
  const empty = { from: START, to: START + 1e6, activities: [], connections: [], sightings: [], notices: [] }
  const poison = encodeBatch({ ...empty, sightings: [null] } as unknown as Batch)
  const noise = Buffer.from('not a batch')
  const given = [...bodies.slice(0, 3), poison, ...bodies.slice(3, 9), noise, ...bodies.slice(9)]
  const warnings = await run('poisoned', given)
  expect(warnings.map(text => text.split(':')[0])).toEqual([
    'Batch 4 of sensor s at site poisoned is set aside',
    'Batch 11 of sensor s at site poisoned is set aside',
  ])
  const found = await contents('poisoned')
  const clean = await contents('stopped')
  const isAside = ({ code }: { code: string }) => code === 'batch.set-aside'
  expect(found.notices.filter(isAside).map(({ message }) => message.split(';')[0])).toEqual([
    'Batch 11 of sensor s could not be taken and is set aside',
    'Batch 4 of sensor s could not be taken and is set aside',
  ])
  expect(found.positions[0]).toEqual({ seq: given.length, activities: clean.positions[0]!.activities })
  expect(found.assets).toEqual(clean.assets)
  expect(found.links).toEqual(clean.links)
  const kept = await inTenant(scoped =>
    scoped.selectFrom('set_aside').select(['number', 'body']).orderBy('number').execute(),
  )
  expect(kept).toEqual([
    { number: 4, body: Buffer.from(poison) },
    { number: 11, body: noise },
  ])
})

test('a stored batch that this program cannot take is set aside when the site starts', async () => {
  await run('older', bodies.slice(0, 3))
  await inTenant(scoped =>
    scoped
      .updateTable('batches')
      .set({ body: Buffer.of(9, 9) })
      .where('site', '=', 'older')
      .where('number', '=', 2)
      .execute(),
  )
  const warnings = await run('older', bodies.slice(0, 3), 4, true)
  expect(warnings).toEqual([
    'Batch 2 of site older, which was taken before, is set aside: version 9 of a batch is not known here, only 1 and 2 are',
  ])
  expect((await contents('older')).notices.some(({ code }) => code === 'batch.set-aside')).toBe(true)
})

test('time that other programs had is not held against the inventory', async () => {
  await inTenant(scoped => ensureSite(scoped, tenant, { id: 'busy', name: 'busy' }))
  const database = stores.state.db
  const make = makerOf({ tenant, site: 'busy' }, { database, rules, vendorOf: () => null })
  let clock = 0
  let described = 0
  const worker = new SiteWorker({
    ...{ tenant, site: 'busy', database, telemetry: stores.telemetry, now: () => clock },
    fold: async saved => {
      const made = await make(saved)
      const changes = made.fold.changes.bind(made.fold)
      made.fold.changes = () => {
        described++
        clock += 60_000
        return changes()
      }
      return made
    },
  })
  for (const [at, body] of bodies.slice(0, 3).entries()) {
    await worker.take({ sensor: 's', epoch: 'one', file: null, taught: false, seq: at + 1, body })
    // A minute, and not the twenty that sixty seconds of work would take.
    clock += 60_000
  }
  expect(described).toBe(3)
  await worker.rest()
})

test('a point that is read as two types, and names of any length, stop nothing', async () => {
  const server = { mac: '02:00:00:00:00:01', ip: '10.0.0.1' }
  const client = { mac: '02:00:00:00:00:02', ip: '10.0.0.2' }
  const item = { access: 'read', unit: null, last: [1], min: [1], max: [1] } as const
  const long = 'n'.repeat(3000)
  const items = [
    { ...item, object: 'tag', type: 'u16' },
    { ...item, object: 'tag', type: 'f32' },
    { ...item, object: `${long}1`, type: 'u16' },
    { ...item, object: `${long}2`, type: 'u16' },
  ] as const
  const activity: Activity = {
    ...{ first: START, last: START, client, server, protocol: 'enip', port: 44818, object: 'tag', refusal: null },
    ...{ detail: null, count: 1, bytes: 9, interval: null, latency: null, frame: 1, items },
    verb: 'read',
    outcome: 'ok',
    function: { code: '0x4c', name: 'read tag' },
  }
  const nothing = { connections: [], sightings: [], notices: [] }
  const batch: Batch = { from: START, to: START + 1e6, activities: [activity], ...nothing }
  expect(await run('types', [encodeBatch(batch), encodeBatch({ ...batch, to: START + 2e6 })])).toEqual([])
  const rows = await inTenant(scoped =>
    scoped.selectFrom('points').select(['id', 'data']).where('site', '=', 'types').execute(),
  )
  expect(rows.map(({ data }) => (data as { type: string }).type).sort()).toEqual(['f32', 'u16', 'u16', 'u16'])
  expect(rows.map(({ id }) => id.length).every(length => length <= 1024)).toBe(true)
})
