// A platform with data, its backup while it runs, and another platform from that: the same, and it goes on.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Auth, openAuth } from '@nautilus/api'
import { encodeBatch } from '@nautilus/bus'
import { CaptureReader } from '@nautilus/capture'
import type { Batch } from '@nautilus/model'
import { Sensor } from '@nautilus/sensor'
import { encodePcap, plantFrames } from '@nautilus/simulator'
import { asTenant, ensureSite, ensureTenant } from '@nautilus/store'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { lock } from '../../src/platform/lock.ts'
import { SitePool } from '../../src/platform/site-pool.ts'
import { openStores, type Stores } from '../../src/platform/stores.ts'
import { inside } from '../program.ts'

const root = mkdtempSync(join(tmpdir(), 'nautilus-backup-'))
const [first, second] = [join(root, 'first'), join(root, 'second')]
const archive = join(root, 'one.backup')
const passphraseFile = join(root, 'passphrase')
const place = { tenant: 'test', site: 'plant' }
const person = { email: 'anna@example.com', name: 'Anna', password: 'three small tin boats' }
const START = 1_768_186_500_000_000

const batches: Batch[] = []
let half = 0

type Running = { readonly stores: Stores; readonly pool: SitePool; readonly auth: Auth; end(): Promise<void> }

async function platformIn(folder: string): Promise<Running> {
  mkdirSync(folder, { recursive: true })
  const unlock = lock(folder)
  const stores = await openStores({ folder, databaseUrl: null, telemetryUrl: null })
  const { databaseUrl, telemetryUrl } = stores
  const fail = (error: unknown) => {
    throw error
  }
  const pool = new SitePool({ databaseUrl, telemetryUrl, onTold: () => {}, onTrouble: fail, threads: 1 })
  const auth = await openAuth({
    db: stores.state.db,
    secret: 'a secret of this test and of no other',
    baseUrl: 'http://localhost',
  })
  const end = async () => {
    await pool.stop()
    await stores.close()
    unlock()
  }
  return { stores, pool, auth, end }
}

const take = (pool: SitePool, seq: number) =>
  pool.call(place, {
    kind: 'take',
    batch: { sensor: 's', epoch: 'one', seq, file: null, taught: false, body: encodeBatch(batches[seq - 1]!) },
  })

async function contents({ state, telemetry: { client } }: Stores) {
  const counted = await client.query({
    query: `SELECT (SELECT count() FROM nautilus.activity) AS activity, (SELECT sum(rows) FROM nautilus.activity_minute) AS minutes,
      (SELECT count() FROM nautilus.point_values) AS points, (SELECT sum(last) FROM nautilus.point_values) AS sums,
      (SELECT groupBitXor(cityHash64(*)) FROM nautilus.activity) AS rows`,
    format: 'JSONEachRow',
  })
  const rows = await asTenant(state.db, place.tenant, async scoped => ({
    positions: await scoped.selectFrom('positions').select(['seq', 'number', 'activities']).execute(),
    assets: await scoped.selectFrom('assets').selectAll().orderBy('id').execute(),
    links: await scoped.selectFrom('links').select(['id', 'data']).orderBy('id').execute(),
    findings: await scoped.selectFrom('findings').selectAll().orderBy('id').execute(),
    log: await scoped.selectFrom('batches').select(['number', 'body']).orderBy('number').execute(),
    audit: await scoped.selectFrom('audit').select(['id', 'action']).orderBy('id').execute(),
  }))
  const [row] = await counted.json<Record<string, string | number>>()
  const telemetry = Object.fromEntries(Object.entries(row!).map(([name, value]) => [name, Number(value)]))
  return { telemetry: [telemetry], ...rows }
}

let running: Running
let before: Awaited<ReturnType<typeof contents>>

beforeAll(async () => {
  const sensor = new Sensor({ onBatch: batch => batches.push(batch) })
  const reader = new CaptureReader(sensor)
  const frames = plantFrames({ seed: 5, start: START, seconds: 120, stories: ['scan', 'controller-stop'] })
  for (const chunk of encodePcap(frames, 40_000)) {
    reader.push(chunk)
    sensor.tell()
  }
  sensor.finish()
  half = batches.length >> 1
  expect(half).toBeGreaterThan(2)

  running = await platformIn(first)
  const { stores, pool, auth } = running
  await ensureTenant(stores.state.db, place.tenant, 'Test')
  await asTenant(stores.state.db, place.tenant, async scoped => {
    await ensureSite(scoped, place.tenant, { id: place.site, name: 'Plant' })
    await scoped
      .insertInto('audit')
      .values({ tenant: place.tenant, who: 'anna', action: 'x', detail: '{}', body: '{}' })
      .execute()
  })
  const { internalAdapter, password } = await auth.$context
  const { email, name } = person
  const user = await internalAdapter.createUser({ email, name, emailVerified: true }, { method: 'email-password' })
  const hash = await password.hash(person.password)
  await internalAdapter.linkAccount({ userId: user.id, accountId: user.id, providerId: 'credential', password: hash })
  for (let seq = 1; seq <= half; seq++) await take(pool, seq)
  await pool.call(place, { kind: 'settle' })
  mkdirSync(join(first, 'evidence', 'aa'), { recursive: true })
  writeFileSync(join(first, 'evidence', 'aa', 'frames.pcap'), Buffer.alloc(100_000, 7))
  writeFileSync(join(first, 'secret'), 'the secret of the instance')
  writeFileSync(passphraseFile, 'correct horse battery staple\n')
  before = await contents(stores)
}, 300_000)
afterAll(() => rmSync(root, { recursive: true, force: true }))

test('a backup while it runs, into which a batch under way falls whole or not at all', async () => {
  const { pool, stores } = running
  const [made] = await Promise.all([
    inside(['admin', 'backup', archive, '--data', first]),
    // Meanwhile the plant goes on.
    take(pool, half + 1),
  ])
  expect(made.err).toBe('')
  expect(made.out).toMatch(/rows of state, .* of telemetry, 2 files, as of .*\nIt is not encrypted/)
  expect(made.code).toBe(0)
  const cuts = await stores.telemetry.client.query({ query: "SELECT name FROM system.tables WHERE name LIKE 'cut_%'" })
  expect((await cuts.json<unknown[]>()).data).toEqual([])
  await running.end()
}, 300_000)

test('from it comes the same platform, which goes on where it was', async () => {
  const restored = await inside(['admin', 'restore', archive, '--data', second])
  expect(restored.err).toBe('')
  expect(restored.code).toBe(0)
  expect(readFileSync(join(second, 'evidence', 'aa', 'frames.pcap'))).toEqual(Buffer.alloc(100_000, 7))
  expect(readFileSync(join(second, 'secret'), 'utf8')).toBe('the secret of the instance')
  const { stores, pool, auth, end } = await platformIn(second)
  try {
    const there = await contents(stores)
    const seq = there.positions[0]!.seq
    expect([half, half + 1]).toContain(seq)
    const rows = (to: number) => batches.slice(0, to).reduce((sum, { activities }) => sum + activities.length, 0)
    expect(there.telemetry).toMatchObject([{ activity: rows(seq), minutes: rows(seq) }])
    if (seq === half) expect(there).toEqual(before)
    // A sensor that heard nothing of all this sends again what it had sent.
    for (let again = Math.max(1, half - 1); again <= batches.length; again++) await take(pool, again)
    await pool.call(place, { kind: 'settle' })
    const after = await contents(stores)
    expect(after.telemetry).toMatchObject([{ activity: rows(batches.length), minutes: rows(batches.length) }])
    expect(after.positions).toMatchObject([{ seq: batches.length, activities: rows(batches.length) }])
    const signedIn = await auth.api.signInEmail({ body: { email: person.email, password: person.password } })
    expect(signedIn.user.email).toBe(person.email)
    // Numbers that the database gives out go on.
    await asTenant(stores.state.db, place.tenant, async scoped => {
      await scoped
        .insertInto('audit')
        .values({ tenant: place.tenant, who: 'b', action: 'y', detail: '{}', body: '{}' })
        .execute()
    })
  } finally {
    await end()
  }
}, 300_000)

test('a place that is used is refused, and moved aside where that is wished', async () => {
  const refused = await inside(['admin', 'restore', archive, '--data', second])
  expect(refused.code).toBe(2)
  expect(refused.err).toContain('is not empty')
  const replaced = await inside(['admin', 'restore', archive, '--data', second, '--replace'])
  expect(replaced.code).toBe(0)
  expect(replaced.out).toMatch(/What was in the folder is in .*second\.before-\d{8}T\d{6}Z/)
}, 300_000)

test('stopped and under a passphrase, it is opened with that alone', async () => {
  const file = join(root, 'sealed.backup')
  const made = await inside(['admin', 'backup', file, '--data', first, '--passphrase-file', passphraseFile])
  expect(made.err).toBe('')
  expect(made.out).toContain('It is encrypted')
  const check = (...more: string[]) => inside(['admin', 'restore', file, '--check', ...more])
  expect((await check()).err).toContain('it is under a passphrase')
  expect((await check('--passphrase-file', passphraseFile)).out).toContain('is whole')
  const other = join(root, 'other')
  writeFileSync(other, 'another passphrase than that')
  expect((await check('--passphrase-file', other)).err).toContain('cannot be opened with this passphrase')
  const damaged = readFileSync(file)
  damaged[damaged.length >> 1]! ^= 1
  writeFileSync(file, damaged)
  expect((await check('--passphrase-file', passphraseFile)).err).toMatch(/damaged/)
}, 300_000)
