// Processes of one installation that ask each other: one works on sites, one serves pages alone. And what comes over the
// bus that is no good.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { LiveEvent } from '@nautilus/api'
import { encodeBatch } from '@nautilus/bus'
import { loadRules } from '@nautilus/detection'
import type { Batch } from '@nautilus/model'
import {
  ensureStreams,
  type NatsConnection,
  newBusKeys,
  type Outgoing,
  openBus,
  ownCredentials,
  publish,
} from '@nautilus/nats'
import { asTenant, ensureSite, ensureTenant } from '@nautilus/store'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { Cluster } from '../../src/platform/cluster/cluster.ts'
import { shareOf } from '../../src/platform/cluster/holdings.ts'
import { Platform } from '../../src/platform/platform.ts'
import { type Installation, newInstallation, SECRET } from './installation.ts'

const tenant = 'main'
const site = 'asked'
const log = pino({ level: 'silent' })

let all: Installation
let worker: Platform
let pages: Platform
let clusters: Cluster[]

const inTenant = <T>(use: Parameters<typeof asTenant<T>>[2]) => asTenant(all.stores.state.db, tenant, use)
const soon = <T>(look: () => T | Promise<T>) => vi.waitFor(look, { timeout: 60_000, interval: 50 })

beforeAll(async () => {
  all = await newInstallation()
  const { db } = all.stores.state
  await ensureTenant(db, tenant, 'Test')
  await inTenant(scoped => ensureSite(scoped, tenant, { id: site, name: site }))
  await ensureStreams(all.nc, { replicas: 1, bytes: 100_000_000 })
  const rules = await loadRules()
  const connect = async (name: string) => {
    const credentials = await ownCredentials(all.keys, name)
    return openBus({ servers: [all.server.url], credentials, name })
  }
  const platformOf = async (name: string, works: boolean) => {
    const folder = join(all.folder, name)
    mkdirSync(folder)
    const cluster = new Cluster({ nc: await connect(name), db, id: name, log })
    clusters.push(cluster)
    return new Platform({ stores: all.stores, rules, folder, log, lesson: 0, cluster, works })
  }
  clusters = []
  worker = await platformOf('worker', true)
  pages = await platformOf('pages', false)
  await worker.start([])
  await pages.start([])
}, 120_000)
afterAll(async () => {
  await pages.stop()
  await worker.stop()
  for (const { nc } of clusters) await nc.close()
  await all.end()
}, 60_000)

const empty = (to: number): Batch => ({ from: to, to, activities: [], connections: [], sightings: [], notices: [] })
const now = () => Date.now() * 1000

const out = (seq: number, body: Uint8Array, more: Partial<Outgoing> = {}): Outgoing => ({
  ...{ epoch: 'one', seq, oldest: seq, file: null, taught: false, health: null, body },
  ...more,
})
const send = (sensor: string, batches: Outgoing[]) => publish(all.nc, { tenant, site, sensor }, batches)
const logOf = (sensor: string) =>
  inTenant(scoped =>
    scoped
      .selectFrom('batches')
      .select(['seq', 'failure'])
      .where('site', '=', site)
      .where('sensor', '=', sensor)
      .orderBy('number')
      .execute(),
  )

test('what one process alone knows, every process is told', async () => {
  const heard: LiveEvent[] = []
  pages.subscribe(event => heard.push(event))
  // A batch over HTTP, to a process that does not have the site.
  const batch = {
    tenant,
    site,
    sensor: 'http',
    epoch: 'one',
    seq: 1,
    body: encodeBatch(empty(now())),
    health: '{"packets":7}',
  }
  expect(await pages.take(batch)).toEqual({ kind: 'stored' })
  expect(await pages.take({ ...batch, seq: 3 })).toEqual({ kind: 'gap', expected: 2 })
  expect(await pages.take({ ...batch, seq: 2, body: Buffer.from('x') })).toMatchObject({ kind: 'unreadable' })
  await soon(() => expect(heard.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['commit'])))
  expect(await pages.baseline(tenant, site)).toEqual(await worker.baseline(tenant, site))
  expect(await pages.baselineOf(tenant, site, 'nobody')).toEqual(await worker.baselineOf(tenant, site, 'nobody'))
  const decision = { do: 'pin', fact: { kind: 'nothing' }, by: 'test', at: now(), why: '' } as const
  expect(await pages.decide(tenant, site, decision)).toEqual(await worker.decide(tenant, site, decision))
  await pages.reload(tenant, site)
  expect(await pages.tellStory(tenant, site, 'scan')).toBe(false)
  // Somebody used a key where it has no business, at the process that serves pages.
  pages.misused({ tenant, site, sensor: 'http' }, 'foreign-key', 'of the test')
  await soon(async () => {
    const events = await inTenant(scoped =>
      scoped.selectFrom('site_events').select('data').where('site', '=', site).execute(),
    )
    expect(JSON.stringify(events)).toContain('foreign-key')
  })
}, 120_000)

describe('over the bus', () => {
  test('a batch of an unknown version, one of the future and one that is no batch have their place, set aside, and are counted', async () => {
    const odd = encodeBatch({ ...empty(now()), activities: [{ first: 'yesterday', items: [] }] } as unknown as Batch)
    const batches = [
      out(1, encodeBatch(empty(now()))),
      out(2, Buffer.of(9, 1, 2, 3)),
      out(3, encodeBatch(empty(now() + 5 * 365 * 86_400e6))),
      out(4, odd),
      out(5, encodeBatch(empty(now()))),
    ]
    expect(await send('odd', batches)).toMatchObject({ acknowledged: 5 })
    await soon(async () => expect(await logOf('odd')).toHaveLength(5))
    expect((await logOf('odd')).map(({ failure }) => failure)).toEqual([
      null,
      'version 9 of a batch is not known here, only 1 and 2 are',
      expect.stringMatching(/hours ahead of the platform's clock; set the clock of the sensor/),
      expect.stringMatching(/activities\[0\]/),
      null,
    ])
    const aside = await inTenant(scoped =>
      scoped.selectFrom('set_aside').select('seq').where('sensor', '=', 'odd').orderBy('seq').execute(),
    )
    expect(aside.map(({ seq }) => seq)).toEqual([2, 3, 4])
  }, 60_000)

  test('what the sensor has let go of is stepped over; the rest counts', async () => {
    const body = encodeBatch(empty(now()))
    await send('gaps', [out(1, body), out(5, body), out(6, body)])
    await soon(async () => expect((await logOf('gaps')).map(({ seq }) => seq)).toEqual([1, 5, 6]))
  }, 60_000)
})

test("of any workers, each partition is one's, and only a part of them moves when one comes", () => {
  const ids = ['a', 'b', 'c']
  const shares = ids.map(id => shareOf(id, ids))
  expect(shares.flatMap(share => [...share]).sort((x, y) => x - y)).toEqual(
    Array.from({ length: 64 }, (_, index) => index),
  )
  const more = shareOf('a', [...ids, 'd'])
  for (const partition of more) expect(shares[0]!.has(partition)).toBe(true)
})

describe('what is missing is told in a sentence', () => {
  const run = async (args: string[], env: NodeJS.ProcessEnv) => {
    const process = all.run(args, env)
    return [await process.ended, process.words()]
  }
  const worker = (env: NodeJS.ProcessEnv) => run(['worker', '--data', join(all.folder, 'refused')], env)

  test('nothing that is shared, no bus, a bus of another installation, a secret of another', async () => {
    expect(await worker({ NATS_URL: '', NAUTILUS_SECRET: '' })).toEqual([
      2,
      expect.stringContaining('set NATS_URL, NAUTILUS_SECRET'),
    ])
    expect(await worker({ NATS_URL: 'nats://127.0.0.1:1' })).toEqual([
      2,
      expect.stringContaining('The bus cannot be used: nats://127.0.0.1:1'),
    ])
    expect(await worker({ NATS_URL: 'http://x' })).toEqual([2, expect.stringContaining('no address of the bus')])
    expect(await worker({ NAUTILUS_SECRET: `${SECRET} of another` })).toEqual([
      2,
      expect.stringContaining('another secret'),
    ])
    const stranger = await ownCredentials(newBusKeys(), 'stranger')
    const refused: Promise<NatsConnection> = openBus({ servers: [all.server.url], credentials: stranger, name: 'x' })
    await expect(refused).rejects.toThrow('another installation')
  }, 120_000)

  test('a Nautilus without a bus does not work beside one with a bus', async () => {
    const alone = all.run(['up', '--data', join(all.folder, 'beside'), '--port', '0', '--empty'])
    await alone.said('http')
    const other = await run(['up', '--data', join(all.folder, 'alone'), '--port', '0', '--empty'], { NATS_URL: '' })
    expect(other).toEqual([2, expect.stringContaining('give --nats to both')])
    await alone.stop()
  }, 120_000)
})
