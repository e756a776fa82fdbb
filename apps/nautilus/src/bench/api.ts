// How quickly lists, pages and hunts answer on a full platform: its real stores, its real routes, over HTTP.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer, newSecret, openAuth } from '@nautilus/api'
import { loadRules } from '@nautilus/detection'
import pino from 'pino'
import { configOf } from '../platform/config.ts'
import { openDoors } from '../platform/doors.ts'
import { Platform } from '../platform/platform.ts'
import { openStores, type Stores } from '../platform/stores.ts'
import { grouped } from '../text/numbers.ts'
import { styleOf } from '../text/style.ts'
import { table } from '../text/table.ts'
import type { Arguments, World } from '../world.ts'
import { type Seeded, seed } from './seed.ts'

const ASSETS = 10_000
const FINDINGS = 100_000
const DAY = 86_400e6
/** Requests of each kind. */
const LISTS = 200
const HUNTS = 20

type Ask = { readonly name: string; readonly times: number; readonly path: string; readonly body?: object }
type Answered = { readonly name: string; readonly half: number; readonly p99: number; readonly most: number }

/** `nautilus bench --api`: seeds a platform and asks it. `rows` of activity lie in the last thirty days. */
export async function apiCosts(rows: number, given: Arguments, world: World): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'nautilus-api-'))
  const stores = await openStores({ folder, databaseUrl: null, telemetryUrl: null })
  try {
    const began = world.clock()
    const seeded = await seed(stores, { assets: ASSETS, findings: FINDINGS, rows, now: Date.now() * 1000 })
    const took = ((world.clock() - began) / 1e6).toFixed(0)
    await world.out(
      `${grouped(ASSETS)} assets, ${grouped(FINDINGS)} findings and ${grouped(rows)} rows of activity were made in ${took} s.\n`,
    )
    const answered = await asked(stores, folder, given, seeded)
    await world.out(report(answered, world))
    return 0
  } finally {
    await stores.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function asked(stores: Stores, folder: string, given: Arguments, seeded: Seeded): Promise<Answered[]> {
  const log = pino({ level: 'silent' })
  const config = configOf({ ...given, values: {} }, {})
  const platform = new Platform({ stores, rules: await loadRules(), folder, log, lesson: 0 })
  const doors = openDoors(config, stores.state.db, log)
  const { db } = stores.state
  const auth = await openAuth({ db, secret: newSecret(), baseUrl: config.url, post: doors.post })
  const context = { db, telemetry: stores.telemetry, auth, platform, setup: { token: null }, doors }
  const app = await createServer({ ...context, logger: false, console: null, metricsKey: null, rate: 1_000_000 })
  try {
    const address = await app.listen({ host: '127.0.0.1', port: 0 })
    const results: Answered[] = []
    for (const ask of asksOf(seeded)) results.push(await timed(address, seeded.key, ask))
    return results
  } finally {
    await app.close()
    await platform.stop()
    doors.close()
  }
}

function asksOf({ tenant, site, asset, finding, now }: Seeded): Ask[] {
  const base = `/api/tenants/${tenant}/sites/${site}`
  const list = (name: string, path: string): Ask => ({ name, times: LISTS, path: base + path })
  const hunt = (name: string, days: number, terms: readonly object[], groupBy?: string): Ask => {
    const body = { from: now - days * DAY, to: now, terms, ...(groupBy ? { groupBy } : {}) }
    return { name, times: HUNTS, path: `${base}/hunt`, body }
  }
  const writes = [{ field: 'verb', op: 'is', value: 'write' }]
  const device = [{ field: 'server', op: 'is', value: asset }]
  return [
    list('site', ''),
    list('assets', '/assets?limit=100'),
    list('assets with a text', '/assets?limit=100&text=plc'),
    list('assets of a role', '/assets?limit=100&role=controller'),
    list('facets', '/assets-facets'),
    list('one asset', `/assets/${encodeURIComponent(asset)}`),
    list('findings', '/findings?limit=100'),
    list('findings, high and open', '/findings?limit=100&severity=high&status=open'),
    list('findings of an asset', `/findings?limit=100&asset=${encodeURIComponent(asset)}`),
    list('one finding', `/findings/${encodeURIComponent(finding)}`),
    { name: 'findings counted', times: LISTS, path: `/api/tenants/${tenant}/findings-count` },
    list('incidents', '/incidents?limit=100'),
    hunt('hunt, a day', 1, []),
    hunt('hunt, writes of a day by server', 1, writes, 'server'),
    hunt('hunt, one device in a day', 1, device),
    hunt('hunt, thirty days', 30, []),
    hunt('hunt, writes of thirty days by server', 30, writes, 'server'),
    hunt('hunt, one device in thirty days', 30, device, 'object'),
  ]
}

async function timed(address: string, key: string, { name, times, path, body }: Ask): Promise<Answered> {
  const took: number[] = []
  const headers = { authorization: `Bearer ${key}`, ...(body ? { 'content-type': 'application/json' } : {}) }
  for (let at = 0; at < times; at++) {
    const began = performance.now()
    const answer = await fetch(
      address + path,
      body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers },
    )
    const text = await answer.text()
    took.push(performance.now() - began)
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text.slice(0, 300)}`)
  }
  const sorted = took.sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!
  return { name, half: at(0.5), p99: at(0.99), most: at(1) }
}

function report(answered: readonly Answered[], world: World): string {
  const ms = (value: number) => value.toFixed(value < 10 ? 1 : 0)
  const rows = answered.map(({ name, half, p99, most }) => [name, ms(half), ms(p99), ms(most)])
  const right = (title: string) => ({ title, right: true }) as const
  const columns = [{ title: 'Asked' }, right('half, ms'), right('99 of 100, ms'), right('slowest, ms')]
  return `${table(columns, rows, { width: world.columns, style: styleOf(world.colour) }).join('\n')}\n`
}
