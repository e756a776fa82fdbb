// Advisories, KEV and EPSS in the platform: brought as files or fetched, versioned, matched with devices, and shown.
import { gzipSync } from 'node:zlib'
import {
  asTenant,
  listIntelligence,
  listVulnerabilities,
  removeIntelligence,
  type Scoped,
  seeVulnerability,
  vulnerabilityRun,
  weakDevices,
} from '@nautilus/store'
import { strToU8, zipSync } from 'fflate'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Heard, type Reply, type Serving, serve } from '../../packages/integrations/test/served.ts'
import { type TestState, testState } from '../../packages/store/test/state.ts'
import { csaf, device } from '../../packages/vulnerabilities/test/plant.ts'
import { START, type TestClock, testClock } from '../outward/plant.ts'
import { addAsset } from './plant.ts'
import { addTo, type Desks, desksOn, sourceIn } from './sources.ts'

let state: TestState
let serving: Serving
let files: Map<string, Reply>
let heard: string[]
let clock: TestClock
let desks: Desks
const as = <T>(use: (scoped: Scoped) => Promise<T>) => asTenant(state.db, 'a', use)
const today = new Date(START).toISOString().slice(0, 10)

beforeAll(async () => {
  state = await testState()
  serving = await serve(({ path }: Heard) => {
    heard.push(path)
    return files.get(path) ?? { status: 404, body: 'not here' }
  })
})
afterAll(async () => {
  await serving.end()
  await state.end()
})
beforeEach(async () => {
  files = new Map()
  heard = []
  clock = testClock()
  desks = desksOn(state, clock)
  for (const table of [
    'inward_sources',
    'intelligence',
    'vulnerabilities',
    'vulnerability_runs',
    'assets',
    'audit',
  ] as const)
    await state.db.deleteFrom(table).execute()
  const { vendor, model, firmware, sources, ...more } = device({
    vendor: 'Rockwell Automation/Allen-Bradley',
    model: '1756-L83E/B',
    firmware: '34.011',
  })
  await addAsset(state.db, {
    ...{ id: 'plc', name: 'plc-1', ip: ['10.0.1.1'], mac: [], serial: null, zone: null },
    more: { ...more, id: 'plc', name: 'plc-1', vendor, model, firmware, sources },
  })
})

const logix = (id = 'EX-26-001', tracking: object = {}) =>
  csaf(
    'Rockwell Automation',
    [{ name: 'ControlLogix 5580', version: 'V34.011', isExact: true }],
    { cve: 'CVE-2024-5659' },
    { id, ...tracking },
  )
const kev = (version: string, ...cves: string[]) => ({
  ...{ title: 'KEV', catalogVersion: version, dateReleased: `${version}T00:00:00Z`, count: cves.length },
  vulnerabilities: cves.map(cveID => ({
    ...{
      cveID,
      vendorProject: 'Rockwell',
      product: 'Logix',
      vulnerabilityName: 'x',
      dateAdded: version,
      shortDescription: 'x',
    },
    ...{ requiredAction: 'Update.', dueDate: version, knownRansomwareCampaignUse: 'Unknown', notes: '' },
  })),
})
const epss = `#model_version:v2026.01.01,score_date:${today}T00:00:00+0000\ncve,epss,percentile\nCVE-2024-5659,0.71,0.98\n`
const bring = (name: string, content: object | string | Uint8Array) => {
  const bytes =
    content instanceof Uint8Array
      ? content
      : Buffer.from(typeof content === 'string' ? content : JSON.stringify(content))
  return desks.intelligence.read('a', { name, bytes, by: 'ada' })
}
const found = async () => (await as(scoped => listVulnerabilities(scoped, 's', {}, { limit: 10 })))!.items

describe('files that people bring', () => {
  test('are taken, matched with devices, and their age is told', async () => {
    expect(await bring('x.json', logix())).toEqual({
      taken: [{ kind: 'csaf', name: 'advisories/cert_example/ex-26-001.json', entries: 1 }],
      ...{ faults: [], more: 0 },
    })
    await bring('epss.csv.gz', gzipSync(epss))
    await desks.intelligence.round()
    expect(desks.troubles).toEqual([])
    expect(await found()).toMatchObject([
      {
        asset: 'plc',
        asset_name: 'plc-1',
        vulnerability: 'CVE-2024-5659',
        verdict: 'affected',
        known: false,
        likelihood: 0.71,
        known_at: null,
      },
    ])
    const run = await as(scoped => vulnerabilityRun(scoped, 's'))
    expect(run).toMatchObject({ total: 1, known: 0, unseen: 0, devices: 1, counts: { affected: 1 } })
    expect(run!.age.join(' ')).toContain(`EPSS of ${today}`)
    expect(await as(scoped => weakDevices(scoped, 's'))).toEqual([{ asset: 'plc', exploited: false }])
  })

  test('a catalogue that names one of a device makes it known once, until somebody has seen it', async () => {
    await bring('x.json', logix())
    await desks.intelligence.round()
    clock.forward(3600_000)
    await bring('kev.json', kev('2026-11-01', 'CVE-2024-5659', 'CVE-2020-1'))
    await desks.intelligence.round()
    const [row] = await found()
    expect(row).toMatchObject({
      known: true,
      known_at: new Date(clock.now()),
      seen_at: null,
      first_at: new Date(START),
      data: { known: { added: '2026-11-01' } },
    })
    expect(await as(scoped => seeVulnerability(scoped, 's', row!.id, 'ada'))).toEqual({
      asset: 'plc',
      vulnerability: 'CVE-2024-5659',
    })
    expect(await as(scoped => seeVulnerability(scoped, 's', row!.id, 'ada'))).toBeNull()
    clock.forward(3600_000)
    await bring('kev.json', kev('2026-11-02', 'CVE-2024-5659'))
    await desks.intelligence.round()
    expect((await found())[0]).toMatchObject({ seen_by: 'ada', known_at: row!.known_at })
    expect((await as(scoped => listVulnerabilities(scoped, 's', { unseen: true }, { limit: 10 })))!.items).toEqual([])
  })

  test('that are older do not take the place of newer ones, and what is gone is found no more', async () => {
    await bring('new.json', kev('2026-11-02', 'CVE-2024-5659'))
    expect(await bring('old.json', kev('2026-11-01'))).toMatchObject({
      taken: [],
      faults: [{ message: expect.stringContaining('older') }],
    })
    expect(await bring('same.json', kev('2026-11-02', 'CVE-2024-5659'))).toEqual({ taken: [], faults: [], more: 0 })
    await bring('x.json', logix())
    await desks.intelligence.round()
    expect(await found()).toHaveLength(1)
    const list = await as(scoped => listIntelligence(scoped, 10))
    expect(list.map(({ kind, version }) => [kind, version])).toEqual([
      ['kev', '2026-11-02'],
      ['csaf', '1'],
    ])
    await as(scoped => removeIntelligence(scoped, 'a', list[1]!.id))
    await desks.intelligence.round()
    expect(await found()).toEqual([])
  })

  test.each([
    ['no JSON', '{"vulnerabilities"', 'is not JSON'],
    ['something else', 'a;b;c', 'is neither JSON of CSAF or KEV nor CSV of EPSS'],
    ['an empty file', '', 'is neither'],
    ['gzip that is none', Buffer.from('1f8b0800aabb', 'hex'), 'cannot be unpacked'],
    ['no advisory', { document: {} }, ''],
  ])('that cannot be used are told: %s', async (_, content, why) => {
    const { taken, faults } = await bring('file', content)
    expect(taken).toEqual([])
    expect(faults[0]?.message ?? '').toContain(why)
    expect(faults).not.toEqual([])
  })

  test('may be an archive of many', async () => {
    const archive = zipSync({
      'a/one.json': strToU8(JSON.stringify(logix('ONE'))),
      'b/two.json': strToU8(JSON.stringify(logix('TWO'))),
      'c/bad.json': strToU8('{'),
    })
    const { taken, faults } = await bring('all.zip', archive)
    expect(taken.map(({ name }) => name)).toEqual([
      'advisories/cert_example/one.json',
      'advisories/cert_example/two.json',
    ])
    expect(faults).toMatchObject([{ file: 'all.zip:c/bad.json' }])
  })
})

describe('what is fetched', () => {
  const source = (kind: string, path: string) =>
    addTo(state.db, desks.sources, { kind, site: null, settings: { url: `${serving.url}${path}` } })
  const json = (body: object): Reply => ({ status: 200, body })

  test('KEV and EPSS come by their addresses, over a redirect, with date and source', async () => {
    files.set('/kev.json', json(kev('2026-11-02', 'CVE-2024-5659')))
    files.set('/epss', { status: 302, headers: { location: '/epss_scores-today.csv' } })
    files.set('/epss_scores-today.csv', { status: 200, body: epss })
    const [one, two] = [await source('kev', '/kev.json'), await source('epss', '/epss')]
    expect(await desks.sources.pull('a', one)).toEqual({ ok: true, why: 'files 1, taken 1' })
    expect(await desks.sources.pull('a', two)).toMatchObject({ ok: true })
    expect(await as(scoped => listIntelligence(scoped, 10))).toMatchObject([
      { kind: 'kev', source: one, version: '2026-11-02', released: '2026-11-02T00:00:00Z', entries: 1 },
      { kind: 'epss', source: two, released: today, entries: 1 },
    ])
    expect(await desks.sources.pull('a', one)).toEqual({ ok: true, why: 'files 1, taken 0' })
  })

  test('a list of advisories is followed, and only what is new is fetched', async () => {
    const entry = (id: string, updated: string) => ({ id, updated, content: { src: `/white/2026/${id}.json` } })
    files.set(
      '/feed.json',
      json({ feed: { entry: [entry('one', '2026-01-02T03:04:05Z'), entry('two', '2026-01-02T03:04:05Z')] } }),
    )
    files.set('/white/2026/one.json', json(logix('ONE')))
    files.set('/white/2026/two.json', json(logix('TWO')))
    const id = await source('csaf', '/feed.json')
    expect(await desks.sources.pull('a', id)).toEqual({ ok: true, why: 'files 2, taken 2' })
    files.set(
      '/feed.json',
      json({
        feed: {
          entry: [
            entry('one', '2026-01-02T03:04:05Z'),
            entry('two', '2026-02-02T03:04:05Z'),
            entry('gone', '2026-01-02T03:04:05Z'),
          ],
        },
      }),
    )
    files.set(
      '/white/2026/two.json',
      json(logix('TWO', { version: '2', current_release_date: '2026-02-02T03:04:05Z' })),
    )
    heard = []
    expect(await desks.sources.pull('a', id)).toEqual({ ok: true, why: 'files 2, taken 1' })
    expect(heard).toEqual(['/feed.json', '/white/2026/two.json', '/white/2026/gone.json'])
    expect((await sourceIn(state.db, id)).last_result).toMatchObject({
      faults: [expect.stringContaining('answered 404')],
    })
  })

  test('provider metadata leads to lists, and those to advisories', async () => {
    files.set(
      '/provider-metadata.json',
      json({ metadata_version: '2.0', distributions: [{ directory_url: `${serving.url}/white/` }] }),
    )
    files.set('/white/index.txt', { status: 200, body: '2026/one.json\n' })
    files.set('/white/2026/one.json', json(logix('ONE')))
    expect(await desks.sources.pull('a', await source('csaf', '/provider-metadata.json'))).toEqual({
      ok: true,
      why: 'files 2, taken 1',
    })
  })

  test.each([
    ['/none', undefined, 'answered 404'],
    ['/loop', { status: 302, headers: { location: '/loop' } }, 'redirects more than 5 times'],
    ['/bad', { status: 200, body: '<html>' }, 'was not taken'],
    ['/cloud', { status: 302, headers: { location: 'http://169.254.169.254/latest' } }, 'machines give themselves'],
  ] as const)('says what is wrong: %s', async (path, reply, why) => {
    if (reply) files.set(path, reply)
    const id = await source('kev', path)
    expect(await desks.sources.pull('a', id)).toMatchObject({ ok: false, why: expect.stringContaining(why) })
    expect((await sourceIn(state.db, id)).next_at.getTime()).toBe(START + 15 * 60_000)
  })
})
