// From what is stored of a site to its risk, on a database; and runs on a thread of their own.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Asset, Finding } from '@nautilus/model'
import type { Act, Entry } from '@nautilus/response'
import { generate, runBook } from '@nautilus/risk'
import {
  appendEntries,
  asTenant,
  editAsset,
  ensureSite,
  ensureTenant,
  type OpenDatabase,
  openDatabase,
  putEntity,
  putEntityOfSite,
  putSiteModel,
  type StateServer,
  startState,
  workFinding,
  writeChanges,
} from '@nautilus/store'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { riskDesk } from '../../src/platform/risk-desk.ts'
import { riskFacts } from '../../src/risk/facts.ts'

const folder = mkdtempSync(join(tmpdir(), 'nautilus-risk-'))
const place = { tenant: 't', site: 's' }
/** µs */
const NOW = Date.UTC(2026, 2, 1) * 1000
const HOUR = 3600e6
let server: StateServer
let open: OpenDatabase

const model = `site: Works
processes:
  Filling: { safety_class: SIL 2, downtime_cost_per_hour: 20000, currency: EUR }
  Drying: { downtime_cost_per_hour: 5000, currency: EUR, redundant: true }
assets:
  Filler: { address: 10.0.0.7, process: Filling }
`
const assetOf = (id: string, role: string, ip: string): Asset =>
  ({
    ...{ id, role, ip: [ip], mac: [], name: id, formerly: [], vendor: 'Acme', model: null, firmware: null, roles: [] },
    ...{ level: 1, zone: null, criticality: null, protocols: ['modbus server'], first: 1, last: 2 },
  }) as unknown as Asset
const findingOf = (id: string, severity: Finding['severity']): Finding => ({
  ...{ id, rule: 'r', title: 'T', severity, terms: [], techniques: [], consequences: [], playbook: '', confidence: 1 },
  ...{ first: NOW, last: NOW, count: 1, source: null, target: 'plc', assets: ['plc'], protocol: null, verb: null },
  ...{ why: '', baseline: null, changes: [], evidence: { file: null, frames: [] }, explains: [] },
  window: { kind: 'none', order: null, dimensions: { asset: null, verb: null, source: null, tool: null, time: null } },
})

beforeAll(async () => {
  server = await startState(join(folder, 'state'))
  open = await openDatabase(server.url, 5)
  await ensureTenant(open.db, 't', 'T')
  await asTenant(open.db, 't', async scoped => {
    await ensureSite(scoped, 't', { id: 's', name: 'Site' })
    await putSiteModel(scoped, { ...place, source: model, by: 'ada' })
    const nothing = { goneAssets: [], links: [], goneLinks: [], points: [], goneFindings: [], notices: [] }
    await writeChanges(scoped, place, {
      ...nothing,
      assets: [assetOf('plc', 'controller', '10.0.0.7'), assetOf('dryer', 'controller', '10.0.0.8')],
      findings: [findingOf('grave', 'high'), findingOf('mild', 'low'), findingOf('over', 'critical')],
      facts: {
        paths: [{ from: 'x', to: 'plc', origin: 'office', shortest: true, steps: [] }],
        // A row for each sensor, as the worker of a site writes them.
        coverage: [
          {
            sensor: 'span',
            unseen: [
              { code: 'a', grade: 'blind', what: '', ask: '' },
              { code: 'b', grade: 'note', what: '', ask: '' },
            ],
          },
        ],
      },
    })
    await editAsset(scoped, { ...place, asset: 'dryer', by: 'ada' }, { process: 'Drying' })
    await workFinding(scoped, { ...place, finding: 'over', by: 'ada' }, { status: 'closed' })
    const entity = { class: 'important', turnoverEur: 1e9, name: 'Works', id: 'works' }
    await putEntity(scoped, 't', entity as never, 'ada')
    await putEntityOfSite(scoped, 't', 's', 'works')
    for (let at = 0; at < 6; at++) await incident(`i-${at}`, false, (at + 1) * HOUR)
    for (let at = 0; at < 6; at++) await incident(`x-${at}`, true, 100 * HOUR)

    /** Noticed so long after its first finding. */
    async function incident(id: string, exercise: boolean, after: number): Promise<void> {
      const acts: Act[] = [
        { kind: 'opened', incident: id, site: 's', exercise },
        {
          kind: 'finding-added',
          finding: { ...findingOf(`${id}.f`, 'high'), first: NOW - after } as never,
          reason: { kind: 'first' },
        },
      ]
      const entries = acts.map((act): Entry => ({ at: NOW, by: { kind: 'system' }, act }))
      const done = await appendEntries(scoped, place, id, entries, { find: () => null })
      expect(done.kind).toBe('appended')
    }
  })
})
afterAll(async () => {
  await open.close()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})
const facts = () => asTenant(open.db, 't', scoped => riskFacts(scoped, 's', NOW))

describe('what is known of a site', () => {
  test('processes with their price, and which device works for which', async () => {
    const { processes, assets } = await facts()
    expect(processes).toEqual([
      { name: 'Filling', safetyClass: 'SIL 2', costPerHour: 20_000, currency: 'EUR', redundant: false },
      { name: 'Drying', safetyClass: null, costPerHour: 5000, currency: 'EUR', redundant: true },
    ])
    expect(assets.map(({ id, process, vendor }) => [id, process, vendor])).toEqual([
      ['dryer', 'Drying', 'Acme'],
      ['plc', 'Filling', 'Acme'],
    ])
  })

  test('ways, what no sensor sees, open findings of weight, the class of the entity', async () => {
    const told = await facts()
    expect(told).toMatchObject({ blind: 1, weaknesses: null, entity: { class: 'important', turnover: 1e9 } })
    expect(told.paths).toHaveLength(1)
    expect(told.findings).toEqual([{ id: 'grave', assets: ['plc'] }])
    expect(told.today).toBe('2026-03-01')
  })

  test('how long it took to notice, of real incidents alone where there are enough', async () => {
    const { detect, decide } = await facts()
    expect(detect).toEqual({ count: 6, median: 3, p90: 6, exercises: false })
    expect(decide).toBeNull()
  })

  test('becomes scenarios', async () => {
    const { book } = generate(await facts())
    expect(new Set(book.plans.map(({ process }) => process))).toEqual(new Set(['Filling', 'Drying']))
    expect(book.inputs.find(({ id }) => id === 'time.detect')!.source.key).toBe('own-incidents')
  })
})

test('a thread gives what the package gives, and no more than two run at once', async () => {
  const desk = riskDesk()
  const { book, measures } = generate(await facts())
  const job = { book, trials: 3000, seed: 3, measures: measures.slice(0, 1) }
  const [first, second, third] = [desk.run(job), desk.run(job), desk.run(job)]
  expect(await third).toBeNull()
  expect(await first).toEqual(runBook(book, job))
  expect(await second).toEqual(await first)
  expect(await desk.run({ ...job, measures: [] })).toMatchObject({ plan: null })
  await expect(desk.run({ ...job, trials: 0 })).rejects.toThrow('The number of years')
  await desk.stop()
})
