// Reports of what is stored, on a database: figures are those that the rows say, in every form.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MadeForm } from '@nautilus/api'
import type { Asset, Finding } from '@nautilus/model'
import { type Report, reportKinds } from '@nautilus/reports'
import type { Act, Entry } from '@nautilus/response'
import { runBook } from '@nautilus/risk'
import {
  appendEntries,
  asTenant,
  changeTenant,
  editAsset,
  ensureSensor,
  ensureSite,
  ensureTenant,
  latestIncidents,
  type OpenDatabase,
  openDatabase,
  putSiteModel,
  record,
  type StateServer,
  startState,
  workFinding,
  writeChanges,
} from '@nautilus/store'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { periodIn, reportDesk } from '../../src/reports/report-desk.ts'
import { ruleTitle } from '../../src/reports/rule-titles.ts'
import { ownBooks } from '../../src/response/books.ts'
import { ownLaws } from '../../src/response/laws.ts'
import { riskFacts } from '../../src/risk/facts.ts'

const folder = mkdtempSync(join(tmpdir(), 'nautilus-reports-'))
const place = { tenant: 't', site: 's' }
/** µs */
const NOW = Date.UTC(2026, 2, 1, 6) * 1000
const DAY = 86_400e6
const february = { from: '2026-02-01', to: '2026-02-28' }
const model = `site: Works
processes:
  Filling: { safety_class: SIL 2, downtime_cost_per_hour: 20000, currency: EUR }
assets:
  Filler: { address: 10.0.0.7, process: Filling }
`
let server: StateServer
let open: OpenDatabase

const assetOf = (id: string, ip: string, first: number): Asset =>
  ({
    ...{ id, role: 'controller', ip: [ip], mac: [], name: id, formerly: [], vendor: 'Acme', model: null, roles: [] },
    ...{ firmware: id === 'plc' ? '2.1' : null, level: 1, zone: null, criticality: null, protocols: ['modbus server'] },
    ...{ first, last: NOW },
  }) as unknown as Asset
const findingOf = (id: string, severity: Finding['severity'], first: number): Finding => ({
  ...{ id, rule: `r-${severity}`, title: `Found ${severity}`, severity, terms: [], techniques: [], consequences: [] },
  ...{ playbook: '', confidence: 1, first, last: first, count: 1, source: null, target: 'plc', assets: ['plc'] },
  ...{ protocol: null, verb: null, why: '', baseline: null, changes: [], evidence: { file: null, frames: [] } },
  explains: [],
  window: { kind: 'none', order: null, dimensions: { asset: null, verb: null, source: null, tool: null, time: null } },
})

const coverage = (sensor: string, encrypted: number) => ({
  ...{ sensor, file: null, at: NOW, recognised: 0.9, encrypted, protocols: [], silent: [] },
  unseen: [{ code: 'a.b', grade: 'blind', what: 'The bus behind the gateway.', ask: '' }],
})
const control = {
  ...{ controller: 'plc', client: 'ews', protocol: 'modbus', verbs: { write: 12 }, refused: { stop: 1 }, objects: [] },
  ...{ moreObjects: false, first: NOW - DAY, last: NOW },
}

beforeAll(async () => {
  server = await startState(join(folder, 'state'))
  open = await openDatabase(server.url, 5)
  await ensureTenant(open.db, 't', 'Acme Works')
  await asTenant(open.db, 't', async scoped => {
    await ensureSite(scoped, 't', { id: 's', name: 'North', timeZone: 'Europe/Berlin' })
    await ensureSite(scoped, 't', { id: 'empty', name: 'Empty' })
    await putSiteModel(scoped, { ...place, source: model, by: 'ada' })
    await ensureSensor(scoped, { ...place, id: 'span', name: 'span', kind: 'interface' })
    const nothing = { goneAssets: [], links: [], goneLinks: [], points: [], goneFindings: [], notices: [] }
    const at = (days: number) => NOW - days * DAY
    await writeChanges(scoped, place, {
      ...nothing,
      assets: [assetOf('plc', '10.0.0.7', at(90)), assetOf('ews', '10.0.0.9', at(3))],
      findings: [
        findingOf('one', 'high', at(2)),
        findingOf('two', 'high', at(10)),
        findingOf('three', 'low', at(20)),
        findingOf('noise', 'recorded', at(2)),
        findingOf('old', 'critical', at(60)),
      ],
      facts: { coverage: [coverage('span', 0.25)], control: [control], paths: [], external: [], reach: [] },
    })
    await editAsset(scoped, { ...place, asset: 'plc', by: 'ada' }, { owner: 'Team filling', criticality: 'high' })
    await workFinding(scoped, { ...place, finding: 'two', by: 'ada' }, { status: 'closed', reason: 'A drill' })
    await record(scoped, 't', { who: 'ada', action: 'finding.work', object: 'two' })
    for (const [id, exercise] of [
      ['real', false],
      ['played', true],
    ] as const) {
      const finding = { ...findingOf(`${id}.f`, 'high', at(2)), first: at(2) - 3600e6 }
      const acts: Act[] = [
        { kind: 'opened', incident: id, site: 's', exercise },
        { kind: 'finding-added', finding: finding as never, reason: { kind: 'first' } },
      ]
      const entries = acts.map((act): Entry => ({ at: at(2), by: { kind: 'system' }, act }))
      expect((await appendEntries(scoped, place, id, entries, { find: () => null })).kind).toBe('appended')
    }
  })
})
afterAll(async () => {
  await open.close()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

const desk = (busy = false) =>
  reportDesk({
    db: open.db,
    laws: ownLaws(),
    playbooks: async () => ownBooks(),
    now: () => NOW,
    risk: {
      facts: (scoped, site) => riskFacts(scoped, site, NOW),
      // Fewer years than a report has: here it is not about these.
      run: async ({ book, ...how }) => (busy ? null : runBook(book, { ...how, trials: 2000 })),
    },
  })
const make = async (kind: string, more: object = {}, busy = false) => {
  const asked = { tenant: 't', sites: ['s'], kind, language: 'en' as const, ...february, ...more }
  return (await desk(busy).make(asked))!
}
const textOf = async (kind: string, form: MadeForm, more: object = {}) => {
  const bytes = await desk().file((await make(kind, more)).document, form)
  return Buffer.from(bytes!).toString().replaceAll('\u00a0', ' ')
}

describe('figures', () => {
  test('are what the rows of the period say, and no exercise is among them', async () => {
    const csv = await textOf('service', 'csv')
    expect(csv).toMatch(/^Devices,2 \[\d\],1 first heard in the period/m)
    expect(csv).toMatch(/^Findings,3 \[\d\],"2 high or critical, 1 answered"/m)
    expect(csv).toMatch(/^Incidents opened,1 \[\d\],0 closed/m)
    expect(csv).toMatch(/^North,2 \[\d\],"1, 1 silent \[\d\]",3 \[\d\],1 \[\d\],1 h,–/m)
    expect(csv).toContain('Found high,high,North,2')
    expect(csv).not.toContain('Found critical')
  })

  test('of the board are those of the risk itself, from the numbers that are named', async () => {
    const { document } = await make('board')
    const { sources } = document as Report
    const run = Object.values(sources).find(({ query }) => query === 'risk.run')
    expect(run).toMatchObject({ parameters: { site: 's', seed: 1, code: '2' }, at: NOW / 1000 })
    const html = await textOf('board', 'html')
    expect(html).toContain('About 1 year in')
    expect(html).toContain('Sensors do not see 1 part of the plant at all')
    expect(html).not.toContain('<script')
  })

  test('who changes what is told by names', async () => {
    const csv = await textOf('access', 'csv')
    expect(csv).toMatch(/^plc,ews \[1\],modbus,"?write 12"?,"?stop 1"?/m)
  })

  test('devices come with who answers for them, the critical ones first', async () => {
    const csv = await textOf('assets', 'csv')
    const rows = csv.slice(csv.indexOf('Devices: North')).split('\r\n')
    expect(rows[2]).toMatch(/^plc \[\d\],10\.0\.0\.7,controller,"Acme, 2\.1",,high,Team filling,3/)
    expect(rows[3]).toMatch(/^ews/)
  })

  test('evidence is not claimed where there is none', async () => {
    const csv = await textOf('compliance', 'csv', { sites: ['empty'] })
    const lines = csv.split('\r\n').filter(line => /^"?\([a-j]\)/.test(line))
    expect(lines).toHaveLength(10)
    expect(lines.filter(line => line.includes(',not,'))).not.toHaveLength(0)
    expect(lines.filter(line => line.includes(',covered,'))).toEqual([])
  })
})

test('a site of which nothing is known has every report, in both languages', async () => {
  for (const kind of reportKinds)
    for (const language of ['en', 'de'])
      expect(await textOf(kind, 'html', { sites: ['empty'], language })).not.toMatch(/NaN|undefined|Infinity/)
})

test('a period is whole days of the site, also in the night in which clocks change', () => {
  const { from, to } = periodIn({ from: '2026-03-29', to: '2026-03-29' }, 'Europe/Berlin')
  expect(new Date(from / 1000).toISOString()).toBe('2026-03-28T23:00:00.000Z')
  expect((to - from) / 3600e6).toBe(23)
})

test('while risks are computed elsewhere there is no board page, and every other report', async () => {
  expect(await make('board', {}, true)).toBeNull()
  expect(await make('service', {}, true)).not.toBeNull()
})

test('the brand is that of the tenant: its name, or what it chose', async () => {
  const brand = async () => ((await make('access')).document as Report).brand
  expect(await brand()).toEqual({ name: 'Acme Works', logo: null, accent: '#1f4e79' })
  const branding = { product: 'Harbour Watch', colours: { accent: '#0f766e' } }
  await asTenant(open.db, 't', scoped => changeTenant(scoped, 't', { branding }))
  expect(await brand()).toEqual({ name: 'Harbour Watch', logo: null, accent: '#0f766e' })
})

const hasReader = spawnSync('pdftotext', ['-v']).status === 0
test.skipIf(!hasReader)('the PDF says it too (skipped where pdftotext is missing)', async () => {
  const file = join(folder, 'board.pdf')
  const { document } = await make('board', { language: 'de', sites: ['s', 'empty'] })
  writeFileSync(file, (await desk().file(document, 'pdf'))!)
  const { stdout } = spawnSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' })
  for (const text of ['Seite für die Leitung', 'Die fünf größten Szenarien', 'Quellen', 'Seite 1 von 2', 'risk.run'])
    expect(stdout).toContain(text)
})

test('no more than two files are laid out at once, and all others are had meanwhile', async () => {
  const { document } = await make('service')
  const one = desk()
  const slow = [one.file(document, 'pdf'), one.file(document, 'docx')]
  expect(await one.file(document, 'pdf')).toBeNull()
  expect(await one.file(document, 'html')).not.toBeNull()
  for (const bytes of await Promise.all(slow)) expect(bytes!.length).toBeGreaterThan(1000)
  await one.stop()
})

test('a report of an incident tells its record, in the words of the language, and says what it rests on', async () => {
  const incident = await asTenant(
    open.db,
    't',
    async scoped => (await latestIncidents(scoped, 's', { exercises: false, most: 1 }))[0]!,
  )
  const made = await make('incident', { incident: incident.id, language: 'de' })
  const report = made.document as Report
  expect(report).toMatchObject({ kind: 'incident', title: 'Vorfallbericht', period: { from: incident.opened / 1000 } })
  const said = JSON.stringify(report.blocks)
  expect(said).toContain(incident.id)
  expect(Object.values(report.sources).map(({ query }) => query)).toContain('incident.record')
  expect(Object.values(report.sources)[0]!.parameters.hash).toMatch(/^[0-9a-f]{16}$/)
  expect(
    await desk().make({ tenant: 't', sites: ['s'], kind: 'incident', language: 'en', ...february, incident: 'none' }),
  ).toBeNull()
  const pdf = await desk().file(report, 'pdf')
  expect(Buffer.from(pdf!).subarray(0, 5).toString()).toBe('%PDF-')
})

test('titles of findings are German where the report is', () => {
  expect(ruleTitle({ rule: 'address-sweep', title: 'Somebody tried many addresses' }, 'en')).toBe(
    'Somebody tried many addresses',
  )
  expect(ruleTitle({ rule: 'address-sweep', title: 'Somebody tried many addresses' }, 'de')).not.toBe(
    'Somebody tried many addresses',
  )
  expect(ruleTitle({ rule: 'toString', title: 'Own rule' }, 'de')).toBe('Own rule')
})
