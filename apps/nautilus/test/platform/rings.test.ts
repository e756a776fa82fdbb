// A live sensor whose packets are on the disk: a finding has its packets, also after a restart, and what was said around it.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadRules } from '@nautilus/detection'
import type { Finding, SensorHealth } from '@nautilus/model'
import { asTenant, ensureSite, ensureTenant, listSensors } from '@nautilus/store'
import pino from 'pino'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { Platform } from '../../src/platform/platform.ts'
import { ringConfigOf } from '../../src/platform/ring-config.ts'
import { openStores, type Stores } from '../../src/platform/stores.ts'

const KEY = '0123456789abcdef0123456789abcdef'
const folder = mkdtempSync(join(tmpdir(), 'nautilus-rings-'))
const [tenant, site] = ['main', 'demo']
const patient = { timeout: 60_000, interval: 100 }
let stores: Stores
let platform: Platform

async function started(): Promise<Platform> {
  const ring = ringConfigOf({ ring: '64', 'ring-spare': '0' }, { NAUTILUS_RING_SECRET: KEY }, {})
  const options = { stores, rules: await loadRules(), folder, log: pino({ level: 'silent' }), lesson: 0, ring }
  const made = new Platform(options)
  await made.start([])
  return made
}

const ofTenant: <T>(use: Parameters<typeof asTenant<T>>[2]) => Promise<T> = use =>
  asTenant(stores.state.db, tenant, use)

const found = () =>
  ofTenant(scoped =>
    scoped
      .selectFrom('findings')
      .leftJoin('evidence', 'evidence.finding', 'findings.id')
      .select(['id', 'data', 'sha256'])
      .where('rule', '=', 'controller-stop')
      .executeTakeFirst(),
  )

beforeAll(async () => {
  stores = await openStores({ folder, databaseUrl: null, telemetryUrl: null })
  await ensureTenant(stores.state.db, tenant, 'Test')
  await ofTenant(scoped => ensureSite(scoped, tenant, { id: site, name: site, demo: true }))
  platform = await started()
})
afterAll(async () => {
  await platform.stop()
  await stores.close()
  rmSync(folder, { recursive: true, force: true })
})

async function around(of: 'flow' | 'hosts', kept: string | null): Promise<Buffer> {
  const { data } = (await found())!
  const { evidence } = data as Finding
  const answer = await platform.packetsAround({ tenant, site, evidence, kept, before: 600, after: 600, of })
  if (answer.kind !== 'found') throw new Error(JSON.stringify(answer))
  const pieces: Uint8Array[] = []
  for await (const piece of answer.pcap) pieces.push(piece)
  return Buffer.concat(pieces)
}

/** What tshark reads in a capture: a line for each packet. */
function linesOf(pcap: Buffer): string[] {
  const file = join(folder, 'asked.pcap')
  writeFileSync(file, pcap)
  const fields = ['frame.time_epoch', 'ip.src', 'ip.dst', 'tcp.port'].flatMap(field => ['-e', field])
  return execFileSync('tshark', ['-n', '-r', file, '-T', 'fields', ...fields], { encoding: 'utf8' })
    .trim()
    .split('\n')
}

test('a finding of a live sensor has its packets, and those around it, also after a restart', async () => {
  expect(await platform.tellStory(tenant, site, 'controller-stop')).toBe(true)
  const { sha256, data } = await vi.waitFor(async () => {
    const row = await found()
    expect(row?.sha256).toBeTruthy()
    return row!
  }, patient)
  const flow = await around('flow', sha256)
  const own = linesOf(flow)
  expect(own.length).toBeGreaterThanOrEqual((data as Finding).evidence.frames.length)
  const ends = (line: string) => line.split('\t').slice(1, 3).sort().join()
  expect(new Set(own.map(ends)).size).toBe(1)
  const hosts = linesOf(await around('hosts', sha256))
  expect(hosts.length).toBeGreaterThanOrEqual(own.length)
  expect(new Set(hosts.map(ends))).toEqual(new Set(own.map(ends)))

  const { health } = await vi.waitFor(async () => {
    const [sensor] = await ofTenant(scoped => listSensors(scoped, site))
    const told = sensor!.health as SensorHealth
    expect(told.ring?.from).toBeGreaterThan(0)
    return { health: told }
  }, patient)
  expect(health.ring).toMatchObject({ encrypted: true, dropped: 0, trouble: null, size: 64 * 1024 * 1024 })
  expect(platform.figures().ringBytes).toBeGreaterThan(0)

  // The next run numbers its frames anew. What the one before it did not keep is in the ring.
  await platform.stop()
  await ofTenant(scoped => scoped.deleteFrom('evidence').execute())
  platform = await started()
  await vi.waitFor(async () => expect((await found())?.sha256).toBe(sha256), patient)
  expect(linesOf(await around('flow', null))).toEqual(expect.arrayContaining(own))
})

test('what has no ring, and what is not held, is told', async () => {
  const asked = { tenant, site, kept: null, before: 1, after: 1, of: 'flow' as const }
  const of = (file: string | null) => platform.packetsAround({ ...asked, evidence: { file, frames: [1] } })
  expect(await of('plant.pcap')).toMatchObject({ kind: 'none' })
  expect(await of('live:other@1')).toMatchObject({ kind: 'none' })
  expect(await of('live:demo@1')).toMatchObject({ why: 'The packets of this finding are not held any more.' })
  expect(await of(null)).toMatchObject({ why: 'This finding names no packets.' })
})
