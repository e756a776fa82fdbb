// Findings become incidents, on a database: grouping, growth, what is over and comes again, and a crash in between.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Finding } from '@nautilus/model'
import { type Act, type Actor, type Entry, headedPlaybook, type Incident, verify } from '@nautilus/response'
import {
  addAcceptance,
  addPlaybook,
  appendEntries,
  asTenant,
  type Database,
  ensureSite,
  ensureTenant,
  getIncident,
  listIncidents,
  type OpenDatabase,
  openDatabase,
  recordOf,
  type StateServer,
  sha256,
  startState,
  writeChanges,
} from '@nautilus/store'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Books, ownBooks } from '../../src/response/books.ts'
import { IncidentDesk } from '../../src/response/desk.ts'
import { ownLibrary } from '../../src/response/library.ts'
import { TenantBooks } from '../../src/response/tenant-books.ts'

const folder = mkdtempSync(join(tmpdir(), 'nautilus-desk-'))
const books = ownBooks()
const HOUR = 3600e6
/** µs */
const NIGHT = Date.UTC(2026, 0, 12, 2) * 1000
let server: StateServer
let open: OpenDatabase
let db: Database
let tenant = ''
let made = 0

beforeAll(async () => {
  server = await startState(join(folder, 'state'))
  open = await openDatabase(server.url, 5)
  db = open.db
})
afterAll(async () => {
  await open.close()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  tenant = `t${made++}`
  await ensureTenant(db, tenant, tenant)
  await asTenant(db, tenant, scoped => ensureSite(scoped, tenant, { id: 's', name: 'Site' }))
})

const findingOf = (id: string, part: Partial<Finding> = {}): Finding => ({
  ...{ id, rule: 'program-download', title: 'A program was loaded', severity: 'high', terms: [] },
  ...{ techniques: ['T0843'], consequences: [], playbook: 'PB-01', confidence: 1 },
  ...{ first: NIGHT, last: NIGHT, count: 1, source: 'ews', target: 'plc', assets: ['ews', 'plc'] },
  ...{ protocol: 's7comm', verb: 'download', why: 'ews loaded a program.', baseline: null, changes: [] },
  window: { kind: 'none', order: null, dimensions: { asset: null, verb: null, source: null, tool: null, time: null } },
  ...{ evidence: { file: null, frames: [] }, explains: [] },
  ...part,
})

async function write(...findings: readonly Finding[]): Promise<void> {
  const nothing = { goneAssets: [], links: [], goneLinks: [], points: [], goneFindings: [], notices: [], facts: {} }
  const changes = { ...nothing, assets: [], findings }
  await asTenant(db, tenant, scoped => writeChanges(scoped, { tenant, site: 's' }, changes))
}

const told: string[] = []
const newDesk = (now = NIGHT, playbooks: (tenant: string) => Promise<Books> = async () => books) =>
  new IncidentDesk({
    db,
    playbooks,
    now: () => now,
    onIncident: (_tenant, { id }) => void told.push(id),
    onTrouble: error => {
      throw error
    },
  })

async function looked(desk = newDesk()): Promise<Incident[]> {
  desk.look(tenant, 's')
  await desk.settled()
  return all()
}

const all = () =>
  asTenant(db, tenant, async scoped => {
    const page = await listIncidents(scoped, ['s'], {}, { limit: 1000 })
    const found = await Promise.all(page!.items.map(({ id }) => getIncident(scoped, 's', id)))
    return found.map(each => each!.incident)
  })

const idsOf = ({ findings }: Incident) => findings.map(({ finding }) => finding.id)
const eva: Actor = { kind: 'person', person: 'eva', duties: ['plant-engineer'] }
async function work(id: string, at: number, ...acts: readonly Act[]): Promise<void> {
  const entries = acts.map((act): Entry => ({ at, by: eva, act }))
  const done = await asTenant(db, tenant, scoped => appendEntries(scoped, { tenant, site: 's' }, id, entries, books))
  expect(done.kind).toBe('appended')
}

test('what one device did in one night is one incident, with its playbook and what is known of it', async () => {
  await write(findingOf('f1'), findingOf('f2', { first: NIGHT + HOUR, last: NIGHT + HOUR, target: 'plc2' }))
  await write(findingOf('f3', { source: 'other', target: 'press', assets: ['press'] }))
  const incidents = await looked()
  expect(incidents.map(idsOf).sort()).toEqual([['f1', 'f2'], ['f3']])
  const [incident] = incidents.filter(({ findings }) => findings.length === 2)
  expect(incident).toMatchObject({ title: 'A program was loaded', severity: 'high', touched: false })
  expect(incident!.run).toMatchObject({ playbook: 'PB-01', version: books.versionOf('PB-01') })
  expect(incident!.enrichment?.statements.length).toBeGreaterThan(0)
  expect(incident!.findings[1]!.reason).toMatchObject({ kind: 'same-source', via: 'ews', other: 'f1' })
  expect(told).toContain(incident!.id)
})

test('a playbook of the tenant is what an incident begins with, from the moment it is written on', async () => {
  const { shipped, readOwn } = ownLibrary()
  const own = new TenantBooks({ db, shipped, log: { warn: () => {} } })
  const desk = newDesk(NIGHT, of => own.of(of))
  await write(findingOf('f1'))
  expect((await looked(desk))[0]!.run).toMatchObject({ playbook: 'PB-01', version: '1' })
  const place = { id: 'PB-01', version: 1001, parent: 'PB-01@1', basis: shipped[0]!.playbook }
  const source = headedPlaybook(shipped[0]!.source, place)
  const read = readOwn(source, place)
  if (!('playbook' in read)) throw new Error(read.faults[0]!.message)
  const row = { tenant, id: 'PB-01', version: 1001, basis: 'PB-01@1', note: 'because', by: 'eva' }
  await asTenant(db, tenant, scoped => addPlaybook(scoped, { ...row, text: { playbook: read.playbook, source } }))
  await write(findingOf('f2', { source: 'other', target: 'press', assets: ['press'] }))
  const runs = (await looked(desk)).map(({ findings, run }) => [findings[0]!.finding.id, run?.version])
  expect(runs.sort()).toEqual([
    ['f1', '1'],
    ['f2', '1001'],
  ])
})

test('is called after its gravest finding, and handled by its playbook, until people work on it', async () => {
  await write(findingOf('f1', { severity: 'medium' }))
  await looked()
  const grave = { severity: 'high', playbook: 'PB-02', title: 'A controller was stopped' } as const
  await write(findingOf('f2', { ...grave, first: NIGHT + HOUR, last: NIGHT + HOUR }))
  const [second] = await looked(newDesk(NIGHT + HOUR))
  expect(second).toMatchObject({ title: 'A controller was stopped', run: { playbook: 'PB-02' } })
  expect(second!.comments.map(({ text }) => text)).toEqual([expect.stringContaining('follows finding f2')])
  await work(second!.id, NIGHT + 2 * HOUR, { kind: 'step-done', step: 'I1' }, { kind: 'titled', title: 'Press 4' })
  const graver = { severity: 'critical', playbook: 'PB-08', title: 'A safety controller was changed' } as const
  await write(findingOf('f3', { ...graver, first: NIGHT + 3 * HOUR, last: NIGHT + 3 * HOUR }))
  const [third] = await looked(newDesk(NIGHT + 3 * HOUR))
  expect(third).toMatchObject({ title: 'Press 4', severity: 'critical', run: { playbook: 'PB-02' } })
  expect(third!.run!.steps).toHaveLength(1)
  expect(third!.comments.at(-1)!.text).toContain('PB-08 is proposed in the place of PB-02')
})

test('what was seen answers the questions that it can answer, and no other', async () => {
  await write(findingOf('f1', { changes: [{ object: 'OB1', before: 'aa', after: 'bb' }] }))
  const [incident] = await looked()
  const answers = new Map(incident!.run!.answers.map(({ fact, answer, by }) => [fact, `${by.kind}: ${answer}`]))
  expect(answers.get('G3')).toBe('system: OB1: aa → bb')
  expect(answers.get('F1')).toBe('system: ews')
  expect(answers.get('G6')).toBe('system: no')
  // Whether work was planned, whether people are safe, and what happens when it stops: people say it.
  for (const fact of ['G1', 'G2', 'G4', 'G5']) expect(answers.has(fact), fact).toBe(false)
})

test('what a person answered stands, whatever is seen later', async () => {
  await write(findingOf('f1'))
  const desk = newDesk()
  const [incident] = await looked(desk)
  await work(incident!.id, NIGHT, { kind: 'fact-answered', fact: 'F1', answer: 'It was the vendor.', note: '' })
  await write(findingOf('f2', { first: NIGHT + HOUR, last: NIGHT + HOUR, target: 'plc2' }))
  const [after] = await looked(desk)
  const answer = (id: string) => after!.run!.answers.find(({ fact }) => fact === id)?.answer
  expect(answer('F1')).toBe('It was the vendor.')
  expect(answer('G6')).toBe('yes: plc; plc2')
})

test('a finding that grows is put down anew when it is graver or twice as often, and not in between', async () => {
  const desk = newDesk()
  await write(findingOf('f1', { count: 10 }))
  await looked(desk)
  await write(findingOf('f1', { count: 19 }))
  expect((await looked(desk))[0]!.findings[0]!.finding.count).toBe(10)
  await write(findingOf('f1', { count: 20 }))
  expect((await looked(desk))[0]!.findings[0]!.finding.count).toBe(20)
  await write(findingOf('f1', { count: 21, severity: 'critical' }))
  const [incident] = await looked(desk)
  expect(incident).toMatchObject({ severity: 'critical', findings: [{ finding: { count: 21 } }] })
})

test('what comes again after it was closed is a new incident that names the old one', async () => {
  const desk = newDesk()
  await write(findingOf('f1'))
  const [first] = await looked(desk)
  await work(first!.id, NIGHT + 1, { kind: 'state-changed', to: 'closed', outcome: 'false', reason: 'A test.' })
  // Counted anew, but not seen since.
  await write(findingOf('f1', { count: 5 }))
  expect(await looked(desk)).toHaveLength(1)
  await write(findingOf('f1', { count: 50, last: NIGHT + HOUR }))
  const incidents = await looked(desk)
  const [second] = incidents.filter(({ state }) => state !== 'closed')
  expect(incidents).toHaveLength(2)
  expect(second!.links).toMatchObject([{ what: 'incident', id: first!.id }])
})

test('one finding that belongs to two makes them one, unless people work there: then it is only said', async () => {
  const desk = newDesk()
  const one = findingOf('f1', { source: 'a', target: 'x', assets: [] })
  const two = findingOf('f2', { source: 'b', target: 'y', assets: [], first: NIGHT + 1, last: NIGHT + 1 })
  await write(one, two)
  const before = await looked(desk)
  expect(before).toHaveLength(2)
  const [touched] = before.filter(incident => idsOf(incident).includes('f2'))
  await work(touched!.id, NIGHT, { kind: 'commented', text: 'I look at it.' })
  await write(findingOf('f3', { source: 'a', target: 'y', assets: [], first: NIGHT + 2, last: NIGHT + 2 }))
  const after = await looked(desk)
  expect(after.filter(({ state }) => state !== 'closed')).toHaveLength(2)
  expect(after.find(({ id }) => id === touched!.id)!.links).toHaveLength(1)
})

test('what is accepted, planned or mild opens no incident', async () => {
  await asTenant(db, tenant, scoped =>
    addAcceptance(scoped, {
      ...{ tenant, site: 's', kind: 'accept', rule: 'program-download', source: 'ews', target: 'plc', verb: null },
      ...{ reason: 'The vendor.', expires: null, by: 'eva' },
    }),
  )
  await write(
    findingOf('accepted'),
    findingOf('planned', { severity: 'recorded', target: 'plc2' }),
    findingOf('mild', { severity: 'low', target: 'plc3' }),
  )
  expect(await looked()).toEqual([])
})

test('any number of mild findings hides none that belongs to an incident', async () => {
  const desk = newDesk()
  const mild = (at: number) => findingOf(`m${at}`, { severity: 'low', source: `x${at}`, target: `y${at}`, assets: [] })
  await write(...Array.from({ length: 450 }, (_, at) => mild(at)))
  expect(await looked(desk)).toEqual([])
  await write(findingOf('f1'), findingOf('zz', { severity: 'low', first: NIGHT + 1, last: NIGHT + 1 }))
  expect((await looked(desk)).map(idsOf)).toEqual([['f1', 'zz']])
})

test('whoever is stopped at any moment does the rest later, and nothing twice', async () => {
  await write(findingOf('f1'), findingOf('f2', { target: 'plc2' }))
  await looked()
  const before = await all()
  // Stopped between putting it into the incident and looking up what is known.
  await sql`delete from incident_entries where tenant = ${tenant} and kind in ('enriched', 'fact-answered')`.execute(db)
  const [{ id }] = before as [Incident]
  const left = await asTenant(db, tenant, scoped => recordOf(scoped, 's', id))
  expect(left.some(({ body }) => body.act.kind === 'enriched')).toBe(false)
  const [after] = await looked(newDesk())
  expect(after!.enrichment).toEqual(before[0]!.enrichment)
  expect(idsOf(after!)).toEqual(['f1', 'f2'])
  const record = await asTenant(db, tenant, scoped => recordOf(scoped, 's', id))
  expect(verify(record, sha256)).toMatchObject({ ok: true })
  // And another look changes nothing.
  await looked(newDesk())
  expect(await asTenant(db, tenant, scoped => recordOf(scoped, 's', id))).toEqual(record)
})

test('two desks that look at once open nothing twice', async () => {
  await write(...Array.from({ length: 20 }, (_, at) => findingOf(`f${at}`, { source: `s${at % 4}`, assets: [] })))
  await Promise.all([looked(newDesk()), looked(newDesk())])
  const findings = (await all()).filter(({ state }) => state !== 'closed').flatMap(idsOf)
  expect(findings.sort()).toEqual([...new Set(findings)])
  expect(findings).toHaveLength(20)
})

test('what a person opened without a finding is looked up when the desk is told of it', async () => {
  const opened: readonly Act[] = [
    { kind: 'opened', incident: 'i-hand', site: 's', exercise: false },
    { kind: 'titled', title: 'The pump hums' },
    { kind: 'reported', text: 'It hums.', severity: 'high', assets: ['plc'] },
  ]
  await work('i-hand', NIGHT, ...opened)
  const desk = newDesk()
  expect((await looked(desk))[0]!.enrichment).toBeNull()
  desk.look(tenant, 's', 'i-hand')
  await desk.settled()
  const [incident] = await all()
  expect(incident!.enrichment).not.toBeNull()
  expect(incident!.refused).toEqual([])
  expect(told).toContain('i-hand')
})
