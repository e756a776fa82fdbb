// The platform as it runs, on its own stores: captures, bombs, batches from afar, decisions that outlive a restart.
import { createHash, randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { encodeBatch } from '@nautilus/bus'
import { CaptureReader } from '@nautilus/capture'
import { loadRules, type Rule } from '@nautilus/detection'
import type { Batch, Finding, SensorHealth } from '@nautilus/model'
import { Sensor } from '@nautilus/sensor'
import { encodePcap, plantFrames } from '@nautilus/simulator'
import {
  addAcceptance,
  addRule,
  addUpload,
  asTenant,
  changeRule,
  ensureSite,
  ensureTenant,
  getUpload,
  listAssets,
  listAudit,
  siteFact,
  updateUpload,
} from '@nautilus/store'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { Platform } from '../../src/platform/platform.ts'
import type { SensorCoverage } from '../../src/platform/sensors-seen.ts'
import { openStores, type Stores } from '../../src/platform/stores.ts'

const folder = mkdtempSync(join(tmpdir(), 'nautilus-test-'))
const tenant = 'main'
const UNPACKED = 1_000_000
let stores: Stores
let rules: readonly Rule[]
let platform: Platform
let pcap: Buffer

/** µs by which the clock of the platform is ahead. */
let ahead = 0
const now = () => Date.now() * 1000 + ahead
const platformOf = () =>
  new Platform({ stores, rules, folder, log: pino({ level: 'silent' }), lesson: 0, unpacked: UNPACKED, now })
const ofTenant: <T>(use: Parameters<typeof asTenant<T>>[2]) => Promise<T> = use =>
  asTenant(stores.state.db, tenant, use)

beforeAll(async () => {
  stores = await openStores({ folder, databaseUrl: null, telemetryUrl: null })
  rules = await loadRules()
  platform = platformOf()
  await ensureTenant(stores.state.db, tenant, 'Test')
  for (const id of ['files', 'remote', 'watched', 'ruled'])
    await ofTenant(scoped => ensureSite(scoped, tenant, { id, name: id }))
  const frames = plantFrames({ seed: 1, start: 1_767_225_600e6, seconds: 60, stories: [] })
  pcap = Buffer.concat(Array.from(encodePcap(frames), piece => Buffer.from(piece)))
})
afterAll(async () => {
  await platform.stop()
  await stores.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Records of a pcap, each with its header. */
function recordsOf(file: Buffer): Buffer[] {
  const records: Buffer[] = []
  for (let at = 24; at < file.length; ) {
    const end = at + 16 + file.readUInt32LE(at + 8)
    records.push(file.subarray(at, end))
    at = end
  }
  return records
}

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
    const coverage = (await ofTenant(scoped => siteFact(scoped, site, 'coverage'))) as unknown as SensorCoverage[]
    expect(coverage).toMatchObject([{ file: 'plant.pcap', sensor: 'captures', unseen: expect.any(Array) }])
    expect(coverage[0]!.recognised).toBeGreaterThan(0.5)
    expect(coverage[0]!.sight.packets).toBeGreaterThan(100)
  })

  test('leave the packets of what was found, as files under their hashes', async () => {
    const frames = plantFrames({ seed: 2, start: 1_767_225_600e6, seconds: 120, stories: ['controller-stop'] })
    const story = Buffer.concat(Array.from(encodePcap(frames), piece => Buffer.from(piece)))
    expect(await analyzed('story.pcap', story)).toMatchObject({ state: 'done' })
    const rows = await ofTenant(scoped =>
      scoped
        .selectFrom('evidence')
        .innerJoin('findings', 'findings.id', 'evidence.finding')
        .select(['finding', 'sha256', 'frames', 'named', 'bytes', 'data'])
        .where('evidence.site', '=', site)
        .where('rule', '=', 'controller-stop')
        .execute(),
    )
    expect(rows.length).toBeGreaterThan(0)
    for (const { sha256, frames: kept, named, bytes, data } of rows) {
      const { evidence } = data as Finding
      expect([kept, named]).toEqual([evidence.frames.length, evidence.frames.length])
      const file = readFileSync((await platform.evidence(sha256))!)
      expect(file.length).toBe(bytes)
      expect(createHash('sha256').update(file).digest('hex')).toBe(sha256)
      // Each is byte for byte a record of the capture.
      for (const record of recordsOf(file)) expect(story.includes(record)).toBe(true)
      expect(recordsOf(file)).toHaveLength(kept)
    }
    expect(await platform.evidence('0'.repeat(64))).toBeNull()
    expect(await platform.evidence('../../secret')).toBeNull()
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

const at = Date.now() * 1000
const health: SensorHealth = {
  ...{ packets: 10, bytes: 0, dropped: 0, duplicates: 0, malformed: 0, unrecognised: 0, flows: 1, version: '1.0.0' },
}
const heartbeat = (told: Partial<SensorHealth> = {}): Batch => ({
  ...{ from: at, to: at, activities: [], connections: [], sightings: [], notices: [] },
  health: { ...health, ...told },
})
const written = (second: number, object: string): Batch => ({
  ...heartbeat(),
  activities: [
    {
      ...{ first: at + second * 1e6, last: at + second * 1e6, protocol: 'modbus', port: 502, verb: 'write', object },
      client: { mac: '02:00:00:00:00:07', ip: '10.0.0.7' },
      server: { mac: '02:00:00:00:00:02', ip: '10.0.0.2' },
      function: { code: '6', name: 'write single register' },
      ...{ outcome: 'ok', refusal: null, detail: null, items: [], count: 1, bytes: 24, interval: null, latency: null },
      frame: 1,
    },
  ],
})

type FindingRow = { readonly rule: string; readonly title: string; readonly ended?: number; readonly count: number }
const findingsOf = async (site: string, rule: string): Promise<FindingRow[]> =>
  (
    await ofTenant(scoped =>
      scoped
        .selectFrom('findings')
        .select('data')
        .where('site', '=', site)
        .where('rule', '=', rule)
        .orderBy('id')
        .execute(),
    )
  ).map(({ data }) => data as FindingRow)

describe('a sensor that is watched', () => {
  const site = 'watched'
  const send = (seq: number, batch: Batch, epoch = '2026-01-05T08:00:00.000Z') =>
    platform.take({ tenant, site, sensor: 'hall-3', epoch, seq, body: encodeBatch(batch), health: null })

  test('sends junk in its lists: it is told what and where, and nothing of it is kept', async () => {
    const junk = { ...written(0, '1/coils/1') } as unknown as { activities: { server: unknown }[] }
    junk.activities[0]!.server = { mac: 7 }
    expect(await send(1, junk as unknown as Batch)).toEqual({
      kind: 'unreadable',
      why: expect.stringMatching(/activities\[0\]\.server\.mac is a MAC address/),
    })
    const future = { ...heartbeat(), to: at + 400 * 86_400e6 }
    expect(await send(1, future)).toMatchObject({ why: expect.stringMatching(/hours ahead of the platform's clock/) })
    expect(
      await ofTenant(scoped => scoped.selectFrom('batches').select('seq').where('site', '=', site).execute()),
    ).toEqual([])
  })

  test('goes offline and comes back: a finding, and since when it is over; replay gives the same', async () => {
    expect(await send(1, heartbeat())).toEqual({ kind: 'stored' })
    ahead = 240e6
    platform.watch()
    await vi.waitFor(async () => expect(await findingsOf(site, 'sensor-offline')).toHaveLength(1), 20_000)
    expect(await findingsOf(site, 'sensor-offline')).toMatchObject([
      { count: 1, source: null, target: null, assets: [] },
    ])
    expect((await findingsOf(site, 'sensor-offline'))[0]!.ended).toBeUndefined()
    expect(await send(2, heartbeat({ packets: 20 }))).toEqual({ kind: 'stored' })
    await vi.waitFor(
      async () => expect((await findingsOf(site, 'sensor-offline'))[0]!.ended).toBeGreaterThan(at),
      20_000,
    )
  })

  test('whose numbers come twice with other contents, and whose runs go back, is tampered with', async () => {
    expect(await send(2, heartbeat({ packets: 21 }))).toEqual({ kind: 'stored' })
    expect(await send(2, written(3, '1/coils/9'))).toEqual({ kind: 'stored' })
    await vi.waitFor(async () => expect(await findingsOf(site, 'sensor-tampering')).toHaveLength(1), 20_000)
    await send(1, heartbeat(), '2026-01-05T09:00:00.000Z')
    await send(3, heartbeat())
    await vi.waitFor(async () => expect(await findingsOf(site, 'sensor-tampering')).toHaveLength(2), 20_000)
    const before = [await findingsOf(site, 'sensor-offline'), await findingsOf(site, 'sensor-tampering')]
    await platform.reload(tenant, site)
    expect([await findingsOf(site, 'sensor-offline'), await findingsOf(site, 'sensor-tampering')]).toEqual(before)
    ahead = 0
  })
})

describe('rules of a tenant', () => {
  const site = 'ruled'
  const source = `title: A coil was written
logsource: { product: nautilus, category: activity }
detection:
  write: { verb: write, object|contains: coils }
  condition: write
level: high
`
  const send = (seq: number, batch: Batch, by = platform) =>
    by.take({ tenant, site, sensor: 'hall-4', epoch: 'one', seq, body: encodeBatch(batch), health: null })
  const found = () => findingsOf(site, 'a-coil-was-written')
  let id = ''

  test('are checked with their lines, and tried on what was told', async () => {
    expect(await send(1, written(1, '1/coils/1'))).toEqual({ kind: 'stored' })
    expect(await send(2, written(2, '1/coils/2'))).toEqual({ kind: 'stored' })
    const checked = platform.checkRules([
      { id: 'good', source },
      { id: 'bad', source: source.replace('verb: write', 'verb: wriet') },
      { id: 'same', source },
    ])
    expect(checked).toMatchObject([
      { id: 'good', faults: [], rules: [{ id: 'a-coil-was-written', level: 'high' }] },
      { id: 'bad', faults: [{ line: 4, message: expect.stringMatching(/did you mean `write`/) }] },
      { id: 'same', faults: [{ line: 1, message: expect.stringMatching(/which another rule of yours has/) }] },
    ])
    const trial = await platform.tryRule({ tenant, site, id: null, source, from: at - 1e6, to: at + 60e6 })
    expect(trial).toMatchObject({ kind: 'tried', batches: 2, operations: 2, cut: false })
    expect('rules' in trial && trial.rules).toMatchObject([
      { id: 'a-coil-was-written', matches: 2, findings: 1, first: [{ object: '1/coils/1' }, { object: '1/coils/2' }] },
    ])
    expect(await found()).toEqual([])
    const early = await platform.tryRule({ tenant, site, id: null, source, from: 0, to: 1 })
    expect(early).toMatchObject({ kind: 'tried', from: null, to: null, batches: 0 })
  }, 60_000)

  test('find from the batch on after which they were enabled, after a restart and when all is replayed', async () => {
    ;({ id } = await ofTenant(scoped => addRule(scoped, { tenant, name: 'Coils', source, by: 'anna' })))
    await ofTenant(scoped => changeRule(scoped, { id, by: 'anna' }, { enabled: true }))
    await platform.rulesChanged(tenant)
    expect(await send(3, written(3, '1/coils/3'))).toEqual({ kind: 'stored' })
    expect(await found()).toMatchObject([{ title: 'A coil was written', count: 1 }])
    const other = platformOf()
    expect(await send(4, written(4, '1/coils/4'), other)).toEqual({ kind: 'stored' })
    await other.stop()
    expect(await found()).toMatchObject([{ count: 2 }])
    await platform.reload(tenant, site)
    expect(await found()).toMatchObject([{ count: 2 }])
  }, 60_000)

  test('what people accepted calls nobody', async () => {
    const heard: string[] = []
    const stop = platform.subscribe(event => {
      if (event.kind === 'finding' && event.title === 'A coil was written') heard.push(event.site)
    })
    expect(await send(5, written(5, '1/coils/5'))).toEqual({ kind: 'stored' })
    expect(heard).toEqual([site])
    const acceptance = { tenant, site, kind: 'accept' as const, rule: 'a-coil-was-written', reason: 'planned' }
    const open = { source: null, target: null, verb: null, expires: null, by: 'anna' }
    await ofTenant(scoped => addAcceptance(scoped, { ...acceptance, ...open }))
    expect(await send(6, written(6, '1/coils/6'))).toEqual({ kind: 'stored' })
    stop()
    expect(heard).toEqual([site])
    expect(await found()).toMatchObject([{ count: 4 }])
  })

  test('that are disabled find nothing more, and what they found stays', async () => {
    await ofTenant(scoped => changeRule(scoped, { id, by: 'anna' }, { enabled: false }))
    await platform.rulesChanged(tenant)
    expect(await send(7, written(7, '1/coils/7'))).toEqual({ kind: 'stored' })
    expect(await found()).toMatchObject([{ count: 4 }])
    await platform.reload(tenant, site)
    expect(await found()).toMatchObject([{ count: 4 }])
  })
})
