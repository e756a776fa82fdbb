// The platform as it runs, on its own stores: captures, bombs, batches from afar, decisions that outlive a restart.
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { encodeBatch } from '@nautilus/bus'
import { CaptureReader } from '@nautilus/capture'
import { loadRules, type Rule } from '@nautilus/detection'
import type { Batch } from '@nautilus/model'
import { Sensor } from '@nautilus/sensor'
import { encodePcap, plantFrames } from '@nautilus/simulator'
import {
  addUpload,
  asTenant,
  ensureSite,
  ensureTenant,
  getUpload,
  listAssets,
  listAudit,
  updateUpload,
} from '@nautilus/store'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { Platform } from '../../src/platform/platform.ts'
import { openStores, type Stores } from '../../src/platform/stores.ts'

const folder = mkdtempSync(join(tmpdir(), 'nautilus-test-'))
const tenant = 'main'
const UNPACKED = 1_000_000
let stores: Stores
let rules: readonly Rule[]
let platform: Platform
let pcap: Buffer

const platformOf = () =>
  new Platform({ stores, rules, folder, log: pino({ level: 'silent' }), lesson: 0, unpacked: UNPACKED })
const ofTenant: <T>(use: Parameters<typeof asTenant<T>>[2]) => Promise<T> = use =>
  asTenant(stores.state.db, tenant, use)

beforeAll(async () => {
  stores = await openStores({ folder, databaseUrl: null, telemetryUrl: null })
  rules = await loadRules()
  platform = platformOf()
  await ensureTenant(stores.state.db, tenant, 'Test')
  for (const id of ['files', 'remote']) await ofTenant(scoped => ensureSite(scoped, tenant, { id, name: id }))
  const frames = plantFrames({ seed: 1, start: 1_767_225_600e6, seconds: 60, stories: [] })
  pcap = Buffer.concat(Array.from(encodePcap(frames), piece => Buffer.from(piece)))
})
afterAll(async () => {
  await platform.stop()
  await stores.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('captures', () => {
  const site = 'files'
  async function analyzed(name: string, bytes: Buffer) {
    const id = randomUUID()
    const file = join(platform.uploads, id)
    writeFileSync(file, bytes)
    await ofTenant(scoped => addUpload(scoped, { tenant, site, id, name, by: 'x' }))
    platform.analyze({ tenant, site, id, file, name })
    return vi.waitFor(
      async () => {
        const row = await ofTenant(scoped => getUpload(scoped, site, id))
        expect(['done', 'damaged', 'failed']).toContain(row!.state)
        return row!
      },
      { timeout: 60_000, interval: 50 },
    )
  }

  test('fill the inventory', async () => {
    expect(await analyzed('plant.pcap', pcap)).toMatchObject({ state: 'done', progress: 1, message: null })
    const page = await ofTenant(scoped => listAssets(scoped, site, {}, { limit: 100 }))
    expect(page!.items.length).toBeGreaterThan(3)
  })

  test('that were under way when the program ended are read to their end; halves are given up', async () => {
    const [whole, half] = [randomUUID(), randomUUID()]
    await ofTenant(async scoped => {
      await addUpload(scoped, { tenant, site, id: whole, name: 'whole.pcap', by: 'x' })
      await updateUpload(scoped, site, whole, { state: 'reading', progress: 0.4 })
      await addUpload(scoped, { tenant, site, id: half, name: 'half.pcap', by: 'x' })
    })
    for (const id of [whole, half]) writeFileSync(join(platform.uploads, id), pcap)
    const next = platformOf()
    await next.start([])
    await vi.waitFor(
      async () => expect(await ofTenant(scoped => getUpload(scoped, site, whole))).toMatchObject({ state: 'done' }),
      { timeout: 60_000, interval: 50 },
    )
    expect(await ofTenant(scoped => getUpload(scoped, site, half))).toMatchObject({ state: 'failed' })
    expect(readdirSync(platform.uploads)).toEqual([])
    await next.stop()
  })

  test.each([
    ['gzip', (bytes: Buffer) => gzipSync(bytes)],
    ['zstd', (bytes: Buffer) => zstdCompressSync(bytes)],
  ])('that were made to swell are given up: %s', async (packing, pack) => {
    // A header, then zeros: records of no length without end.
    const bomb = pack(Buffer.concat([pcap.subarray(0, 24), Buffer.alloc(2 * UNPACKED)]))
    expect(200 * bomb.length).toBeLessThan(2 * UNPACKED)
    const row = await analyzed(`bomb.${packing}`, bomb)
    expect(row.state).toBe('damaged')
    expect(row.message).toMatch(new RegExp(`^bomb.${packing} is damaged: the ${packing} data unpack into more than`))
  })
})

describe('a remote sensor', () => {
  const site = 'remote'
  const stream = { tenant, site, sensor: 'hall-3', epoch: 'first' }
  const batches: Batch[] = []
  beforeAll(() => {
    const sensor = new Sensor({ onBatch: batch => batches.push(batch) })
    const reader = new CaptureReader(sensor)
    const piece = Math.ceil(pcap.length / 6)
    for (let at = 0; at < pcap.length; at += piece) {
      reader.push(pcap.subarray(at, at + piece))
      sensor.tell()
    }
    sensor.finish()
    expect(batches.length).toBeGreaterThan(1)
  })
  const send = (seq: number, body: Uint8Array = encodeBatch(batches[seq - 1]!), health: string | null = null) =>
    platform.take({ ...stream, seq, body, health })

  test('is told what is missing, and what it sends twice counts once', async () => {
    expect(await send(1)).toEqual({ kind: 'stored' })
    const { activities } = platform.figures()
    expect(await send(1)).toEqual({ kind: 'stored' })
    expect(platform.figures().activities).toBe(activities)
    expect(await platform.take({ ...stream, seq: 4, body: encodeBatch(batches[1]!), health: null })).toEqual({
      kind: 'gap',
      expected: 2,
    })
    for (let seq = 2; seq <= batches.length; seq++) expect(await send(seq)).toEqual({ kind: 'stored' })
  })

  test('that sends what is no batch gets a sentence', async () => {
    const next = batches.length + 1
    for (const body of [
      Buffer.from('junk'),
      Buffer.of(1),
      encodeBatch({ ...batches[0]!, sightings: 5 } as unknown as Batch),
    ])
      expect(await send(next, body)).toMatchObject({ kind: 'unreadable', why: expect.stringMatching(/\.$/) })
    for (const health of ['{', '{"packets":-1}', '[]]'])
      expect(await send(next, encodeBatch(batches[0]!), health)).toMatchObject({ kind: 'unreadable' })
  })

  test('decisions are carried out, recorded, and met again where they were made', async () => {
    type View = { devices: { id: string; links: number }[] }
    const before = (await platform.baseline(tenant, site)) as View
    const device = before.devices.find(({ links }) => links > 0)!
    const decision = { do: 'forget' as const, fact: { device: device.id }, by: 'anna', at: 1, why: 'It was a visitor' }
    const number = await platform.decide(tenant, site, decision)
    expect(number).toBe(batches.length + 1)
    expect(await platform.decide(tenant, site, { ...decision, fact: { device: 'nobody' } })).toBeNull()
    const after = (await platform.baseline(tenant, site)) as View
    expect(after.devices.map(({ id }) => id)).not.toContain(device.id)
    // What comes later is learned again, on top of what was forgotten.
    const again = batches.at(-1)!
    expect(await platform.take({ ...stream, epoch: 'second', seq: 1, body: encodeBatch(again), health: null })).toEqual(
      {
        kind: 'stored',
      },
    )
    const pinned = await platform.decide(tenant, site, {
      ...decision,
      do: 'pin',
      fact: { device: before.devices.find(({ id }) => id !== device.id)!.id },
    })
    expect(pinned).toBe(number! + 2)
    const last = JSON.stringify(await platform.baseline(tenant, site))
    const other = platformOf()
    expect(JSON.stringify(await other.baseline(tenant, site))).toBe(last)
    await platform.reload(tenant, site)
    expect(JSON.stringify(await platform.baseline(tenant, site))).toBe(last)
    const audit = await ofTenant(scoped => listAudit(scoped, { limit: 2 }))
    expect(audit!.items.map(({ who, action }) => `${who} ${action}`)).toEqual([
      'anna baseline.pin',
      'anna baseline.forget',
    ])
  })

  test('what is expected is compared with what it heard', async () => {
    const heard = await ofTenant(scoped => listAssets(scoped, site, {}, { limit: 100 }))
    const known = heard!.items.find(({ ip }) => ip.length > 0)!
    const text = `name,ip\nOurs,${known.ip[0]}\nNever there,203.0.113.9\n`
    const document = platform.readExpected('list.csv', Buffer.from(text))
    const told = (await platform.compare(tenant, site, [document])) as Record<string, { asset?: string }[]>
    expect(told.heard).toMatchObject([{ asset: known.id }])
    expect(told.unheard).toHaveLength(1)
  })
})

test('faults of a site.yaml have their lines', () => {
  expect(platform.checkModel('site: A\nzoness:\n')).toEqual([
    { line: 2, message: expect.stringMatching(/did you mean `zones`/) },
  ])
  expect(platform.checkModel('site: A\n')).toEqual([])
})
