// A full site: what a simulated plant really left in the stores, many times over.

import { createHash, randomBytes } from 'node:crypto'
import { CaptureReader } from '@nautilus/capture'
import { Baseline, loadRules } from '@nautilus/detection'
import type { Batch } from '@nautilus/model'
import { Sensor } from '@nautilus/sensor'
import { encodePcap, plantFrames } from '@nautilus/simulator'
import { addKey, asTenant, ensureSite, ensureTenant, writeChanges } from '@nautilus/store'
import { sql } from 'kysely'
import { SiteFold } from '../platform/site-fold.ts'
import type { Stores } from '../platform/stores.ts'

export type SeedOptions = {
  readonly assets: number
  readonly findings: number
  /** Of activity, over the last thirty days. */
  readonly rows: number
  /** µs */
  readonly now: number
}

export type Seeded = {
  readonly tenant: string
  readonly site: string
  /** Of a program that may read and hunt. */
  readonly key: string
  readonly asset: string
  readonly finding: string
  /** µs: the end of the activity. */
  readonly now: number
}

const TENANT = 'bench'
const SITE = 'plant'
const DAYS = 30
/** Rows of one insert: the engine's memory is bounded. */
const AT_ONCE = 5_000_000

export async function seed(stores: Stores, { assets, findings, rows, now }: SeedOptions): Promise<Seeded> {
  const { db } = stores.state
  await ensureTenant(db, TENANT, 'Bench')
  const key = `nk_${randomBytes(32).toString('base64url')}`
  const first = await foldOfPlant()
  await asTenant(db, TENANT, async scoped => {
    await ensureSite(scoped, TENANT, { id: SITE, name: 'Plant' })
    const hash = createHash('sha256').update(key).digest('hex')
    const rights = { scopes: ['site.read', 'hunt.run'], site: '*', by: null, expires: null }
    await addKey(scoped, { tenant: TENANT, name: 'bench', hash, ...rights })
    await writeChanges(scoped, { tenant: TENANT, site: SITE }, first)
    await multiply(scoped, 'assets', assets)
    await multiply(scoped, 'findings', findings)
    await spread(scoped, assets / first.assets.length)
  })
  await sql`vacuum analyze`.execute(db)
  await activity(stores, rows, now)
  return {
    tenant: TENANT,
    site: SITE,
    key,
    asset: `${first.findings[0]!.assets[0]!}-1`,
    finding: first.findings[0]!.id,
    now,
  }
}

/** What the platform writes of a plant in which things happen. */
async function foldOfPlant() {
  const rules = await loadRules()
  const fold = new SiteFold({ vendorOf: () => null, detection: { rules, memory: new Baseline() } })
  const learn = (batch: Batch) =>
    fold.learn(batch, { taught: false, file: null, teller: { sensor: 'bench', epoch: 'one' } })
  const sensor = new Sensor({ onBatch: learn })
  const reader = new CaptureReader(sensor)
  const start = 1_768_186_500_000_000
  const frames = plantFrames({ seed: 5, start, seconds: 300, stories: ['scan', 'controller-stop', 'night-download'] })
  for (const chunk of encodePcap(frames, 20_000)) {
    reader.push(chunk)
    sensor.tell()
  }
  sensor.finish()
  return fold.changes()
}

type Scoped = Parameters<Parameters<typeof asTenant>[2]>[0]

/** Copies the rows there are until there are so many, each under an id of its own. */
async function multiply(scoped: Scoped, name: 'assets' | 'findings', until: number): Promise<void> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(name)}`.execute(scoped)
  const there = rows[0]!.n
  const { rows: columns } = await sql<{ name: string }>`
    select column_name as name from information_schema.columns where table_name = ${name} order by ordinal_position`.execute(
    scoped,
  )
  const others = columns.map(({ name: column }) => column).filter(column => column !== 'id' && column !== 'data')
  const list = sql.join(others.map(column => sql.ref(column)))
  await sql`
    insert into ${sql.table(name)} (id, data, ${list})
    select id || '-' || n, jsonb_set(data, '{id}', to_jsonb(id || '-' || n)), ${list}
    from (select *, row_number() over (order by id) as place from ${sql.table(name)}) known
    cross join generate_series(1, ${Math.ceil(until / there)}) n
    where (n - 1) * ${there} + place <= ${until - there}`.execute(scoped)
}

/** Copies of a finding are about copies of its devices, `copies` of each. */
async function spread(scoped: Scoped, copies: number): Promise<void> {
  const nth = sql`(1 + abs(hashtext(id)) % ${Math.max(1, Math.floor(copies) - 1)}::int)`
  await sql`update findings set
    source = source || '-' || ${nth}, target = target || '-' || ${nth},
    assets = array(select asset || '-' || ${nth} from unnest(assets) asset)
    where id ~ '-[0-9]+$'`.execute(scoped)
}

/** Devices, protocols and verbs as a plant has them: mostly reads, few writes. */
async function activity({ telemetry }: Stores, rows: number, now: number): Promise<void> {
  const from = Math.floor(now / 1e6) - DAYS * 86_400
  for (let begun = 0; begun < rows; begun += AT_ONCE) {
    const count = Math.min(AT_ONCE, rows - begun)
    const step = (DAYS * 86_400) / rows
    await telemetry.client.command({
      query: `
        INSERT INTO nautilus.activity (tenant, site, sensor, at, last, client, client_ip, client_mac, server, server_ip,
          server_mac, protocol, port, verb, function, function_name, object, outcome, refusal, value, text, count, bytes, latency, frame)
        SELECT '${TENANT}', '${SITE}', 'bench', toDateTime64(${from} + (${begun} + number) * ${step}, 6) AS moment, moment + 1,
          concat('client-', toString(number % 50)), concat('10.0.0.', toString(number % 50)), '',
          concat('device-', toString(intHash32(number) % 10000)), concat('10.1.', toString(intHash32(number) % 40), '.', toString(number % 250)), '',
          ['modbus', 's7comm', 'opcua', 'cip', 'profinet'][1 + number % 5] AS p, 502,
          if(intHash32(number) % 500 = 0, 'write', 'read'), '3', 'read', concat('object-', toString(intHash32(number) % 200)),
          'ok', '', number % 1000, '', 10, 800, 1500, number
        FROM numbers(${count})`,
      clickhouse_settings: { max_insert_threads: '1' },
    })
  }
}
