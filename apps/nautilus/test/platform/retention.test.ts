// What is older than a tenant keeps it goes, and nothing else does.
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Activity } from '@nautilus/model'
import {
  asTenant,
  changeTenant,
  ensureSite,
  ensureTenant,
  keptDaysOf,
  listAudit,
  putEvidence,
  telemetryRows,
  wantedFiles,
} from '@nautilus/store'
import { sql } from 'kysely'
import pino from 'pino'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { EvidenceDesk } from '../../src/platform/evidence-desk.ts'
import { folderFiles } from '../../src/platform/evidence-files.ts'
import type { Timer } from '../../src/platform/regularly.ts'
import { DailyRetention, keepNoLonger } from '../../src/platform/retention.ts'
import { openStores, type Stores } from '../../src/platform/stores.ts'

const folder = mkdtempSync(join(tmpdir(), 'nautilus-retention-'))
const DAY = 86_400_000
const NOW = Date.UTC(2026, 5, 15, 12)
/** Days before now of what there is. */
const AGES = [1, 20, 50, 400, 800]
let stores: Stores

const party = (ip: string) => ({ ip, mac: '', port: 0 })
const activityAt = (ms: number): Activity =>
  ({
    first: ms * 1000,
    last: ms * 1000,
    client: party('10.0.0.1'),
    server: party('10.0.0.2'),
    protocol: 'modbus',
    port: 502,
    verb: 'read',
    function: { code: '3', name: 'read holding registers' },
    object: '40001',
    outcome: 'ok',
    refusal: null,
    items: [{ object: '40001', access: 'read', last: [1], min: [1], max: [1] }],
    count: 1,
    bytes: 10,
    latency: null,
    frame: 1,
  }) as unknown as Activity

async function fill(tenant: string): Promise<void> {
  const { state, telemetry } = stores
  await ensureTenant(state.db, tenant, tenant)
  await asTenant(state.db, tenant, scoped => ensureSite(scoped, tenant, { id: 's', name: 'Site' }))
  // As it happens: the oldest first.
  for (const age of AGES.toSorted((a, b) => b - a)) {
    const ms = NOW - age * DAY
    const placed = { tenant, site: 's', sensor: 'x', idOf: ({ ip }: { ip: string }) => ip }
    await telemetry.add(`${tenant}/${age}/${Math.random()}`, [telemetryRows([activityAt(ms)], placed)])
    const at = new Date(ms)
    for (const status of ['closed', 'open'])
      await sql`with f as (insert into findings (tenant, site, id, rule, title, severity, rank, first, last, count, assets, data, made_at)
          values (${tenant}, 's', ${`${status}-${age}`}, 'r', 't', 'low', 1, 1, ${ms * 1000}, 1, '{}', '{}', ${at}) on conflict do nothing)
        insert into finding_work (tenant, site, finding, status, changed_at)
          values (${tenant}, 's', ${`${status}-${age}`}, ${status}, ${at}) on conflict do nothing`.execute(state.db)
    await sql`insert into audit (tenant, who, action, at) values (${tenant}, 'anna', ${`old-${age}`}, ${at})`.execute(
      state.db,
    )
    await sql`insert into uploads (tenant, site, name, bytes, state, made_at)
      values (${tenant}, 's', ${`u-${age}`}, 1, 'done', ${at})`.execute(state.db)
  }
}

async function emptied(): Promise<void> {
  for (const table of ['activity', 'activity_minute', 'point_values'])
    await stores.telemetry.client.command({ query: `TRUNCATE TABLE nautilus.${table}` })
  await sql`truncate findings, finding_work, audit, uploads`.execute(stores.state.db)
}

const keep = (tenant: string, retention: object) =>
  asTenant(stores.state.db, tenant, scoped => changeTenant(scoped, tenant, { retention }))

/** Ages that are left, by kind. */
async function left(tenant: string) {
  const ages = async (table: string, time: string) => {
    const answer = await stores.telemetry.client.query({
      query: `SELECT toUnixTimestamp(${time}) AS at FROM nautilus.${table} WHERE tenant = '${tenant}' ORDER BY 1 DESC`,
      format: 'JSONEachRow',
    })
    return (await answer.json<{ at: number }>()).map(({ at }) => Math.round((NOW / 1000 - at) / 86_400))
  }
  const state = await asTenant(stores.state.db, tenant, async scoped => ({
    findings: (await scoped.selectFrom('findings').select('id').orderBy('last', 'desc').orderBy('id').execute()).map(
      ({ id }) => id,
    ),
    audit: (
      await scoped.selectFrom('audit').select('action').where('who', '=', 'anna').orderBy('at', 'desc').execute()
    ).map(({ action }) => action),
    uploads: (await scoped.selectFrom('uploads').select('name').orderBy('made_at', 'desc').execute()).map(
      ({ name }) => name,
    ),
  }))
  return {
    activity: await ages('activity', 'at'),
    minutes: await ages('activity_minute', 'minute'),
    values: await ages('point_values', 'at'),
    ...state,
  }
}

const run = (dry = false) => keepNoLonger({ db: stores.state.db, telemetry: stores.telemetry, now: NOW, dry })

beforeAll(async () => {
  stores = await openStores({ folder, databaseUrl: null, telemetryUrl: null })
}, 60_000)
beforeEach(async () => {
  await emptied()
  for (const tenant of ['a', 'b']) await fill(tenant)
  for (const tenant of ['a', 'b']) await keep(tenant, {})
}, 60_000)
afterAll(async () => {
  await stores.close()
  rmSync(folder, { recursive: true, force: true })
})

test('where nothing is set everything stays', async () => {
  const before = await left('a')
  expect(before.activity).toEqual(AGES)
  expect(await run()).toEqual([])
  expect(await left('a')).toEqual(before)
})

test('each kind by its own days, of one tenant and not of the other', async () => {
  const other = await left('b')
  await keep('a', { activity: 30, values: 60, findings: 30, audit: 500, uploads: 100 })
  const shown = await run(true)
  expect(await left('a')).toMatchObject({ activity: AGES })
  const removed = await run()
  expect(removed).toEqual(shown)
  expect(removed.map(({ tenant, kind, rows }) => `${tenant} ${kind} ${rows}`)).toEqual([
    'a activity 3',
    'a values 2',
    'a findings 3',
    'a audit 1',
    'a uploads 2',
  ])
  expect(await left('a')).toEqual({
    activity: [1, 20],
    minutes: [1, 20],
    values: [1, 20, 50],
    findings: ['closed-1', 'open-1', 'closed-20', 'open-20', 'open-50', 'open-400', 'open-800'],
    audit: ['old-1', 'old-20', 'old-50', 'old-400'],
    uploads: ['u-1', 'u-20', 'u-50'],
  })
  expect(await left('b')).toEqual(other)
  const audit = await asTenant(stores.state.db, 'a', scoped => listAudit(scoped, { limit: 1 }))
  expect(audit?.items[0]).toMatchObject({
    who: 'platform',
    action: 'retention.run',
    detail: {
      activity: { rows: 3, days: 30, until: '2026-05-16T12:00:00.000Z' },
      audit: { rows: 1, days: 500 },
    },
  })
  expect(await run()).toEqual([])
}, 60_000)

test('where all tenants let go, whole months go', async () => {
  await keep('a', { activity: 30 })
  await keep('b', { activity: 100 })
  await run()
  expect((await left('a')).activity).toEqual([1, 20])
  expect((await left('b')).activity).toEqual([1, 20, 50])
  const parts = await stores.telemetry.client.query({
    query: "SELECT DISTINCT partition_id AS id FROM system.parts WHERE active AND table = 'activity' AND rows > 0",
    format: 'JSONEachRow',
  })
  expect((await parts.json<{ id: string }>()).every(({ id }) => id > '202602')).toBe(true)
}, 60_000)

test('a finding that came again after it was closed stays', async () => {
  await keep('a', { findings: 30 })
  await sql`update findings set last = ${(NOW - DAY) * 1000} where tenant = 'a' and id = 'closed-400'`.execute(
    stores.state.db,
  )
  await run()
  expect((await left('a')).findings).toContain('closed-400')
}, 60_000)

test('no setting shortens the record below a year, and none that makes no sense is followed', () => {
  expect(keptDaysOf({ audit: 1 })).toEqual({ audit: 365 })
  expect(keptDaysOf({ activity: 0, values: -3, findings: Number.NaN, uploads: '5', other: 4 })).toEqual({})
})

test('it runs once a day by the clock that it is given', async () => {
  await keep('a', { uploads: 30 })
  const due: { readonly ms: number; readonly work: () => void }[] = []
  let now = NOW
  const timer: Timer = {
    now: () => now,
    after(ms, work) {
      const entry = { ms, work }
      due.push(entry)
      return () => void due.splice(due.indexOf(entry), due.includes(entry) ? 1 : 0)
    },
  }
  const { state, telemetry } = stores
  const packets = new EvidenceDesk({
    files: folderFiles(join(folder, 'evidence')),
    db: state.db,
    log: pino({ level: 'silent' }),
  })
  const daily = new DailyRetention({ db: state.db, telemetry, packets, log: pino({ level: 'silent' }), timer })
  expect(due.map(({ ms }) => ms)).toEqual([600_000])
  due.shift()!.work()
  await expect.poll(() => due.map(({ ms }) => ms), { timeout: 30_000 }).toEqual([DAY])
  expect(daily.removed).toBe(3)
  now += 15 * DAY
  due.shift()!.work()
  await expect.poll(() => due.length, { timeout: 30_000 }).toBe(1)
  expect(daily.removed).toBe(4)
  await daily.stop()
  expect(due).toEqual([])
}, 60_000)

test('packets go with their findings, and those of an open incident stay', async () => {
  const { db } = stores.state
  const desk = new EvidenceDesk({ files: folderFiles(join(folder, 'packets')), db, log: pino({ level: 'silent' }) })
  const fileOf = (letter: string) => ({ sha256: letter.repeat(64), path: join(folder, 'packets', letter.repeat(2)) })
  for (const [letter, finding] of Object.entries({
    a: 'closed-800',
    b: 'closed-400',
    c: 'closed-1',
    d: null,
    e: null,
  })) {
    const { sha256, path } = fileOf(letter)
    mkdirSync(path, { recursive: true })
    writeFileSync(join(path, `${sha256}.pcap`), 'packets')
    // The last was written a moment ago: its row comes.
    if (letter !== 'e') utimesSync(join(path, `${sha256}.pcap`), 0, 0)
    if (finding === null) continue
    const place = { tenant: 'a', site: 's', finding }
    await asTenant(db, 'a', scoped => putEvidence(scoped, place, { sha256, bytes: 7, frames: 1, named: 1 }))
  }
  await sql`insert into incidents
    (tenant, site, id, state, severity, rank, title, exercise, opened, changed, since, seq, hash, data)
    values ('a', 's', 'i', 'confirmed', 'low', 1, 't', false, 1, 1, 1, 1, '', '{}')`.execute(db)
  await sql`insert into incident_findings values ('a', 's', 'closed-400', 'i', 'low', 1)`.execute(db)
  await keep('a', { findings: 30 })
  await run()
  expect((await left('a')).findings.filter(id => id.startsWith('closed'))).toEqual([
    ...['closed-1', 'closed-20', 'closed-400'],
  ])
  expect(await desk.forget(await wantedFiles(db), Date.now() - 3_600_000)).toBe(2)
  const kept = await Promise.all(['a', 'b', 'c', 'd', 'e'].map(letter => desk.path(fileOf(letter).sha256)))
  expect(kept.map(path => path !== null)).toEqual([false, true, true, false, true])
}, 60_000)
