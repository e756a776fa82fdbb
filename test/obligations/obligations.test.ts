// From knowing of an incident to a signed report and an export that stands up: through the API, on real stores.
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { asTenant, auditLinks, record, verifyAudit } from '@nautilus/store'
import { strFromU8, unzipSync } from 'fflate'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signDays } from '../../apps/nautilus/src/proof/anchors.ts'
import { verifyBundle } from '../../apps/nautilus/src/proof/verifier.ts'
import { BASE, entity, give, type Loose, type Plant, packets, plant } from './plant.ts'

let it: Plant
beforeAll(async () => {
  it = await plant()
})
afterAll(() => it.end())

const AWARE = Date.UTC(2026, 0, 31, 3, 0) * 1000
const HOUR = 3600e6
const OBLIGATION = `${BASE}/obligations`
const WARNING = `${OBLIGATION}/NIS2-DE/stages/early-warning`
const view = async () => (await it.get(OBLIGATION)).body
const started = async () => (await view()).started.find(({ id }: { id: string }) => id === 'NIS2-DE')
const clock = async (stage: string) => (await started()).clocks.find((one: { stage: string }) => one.stage === stage)
const act = (body: object, who = 'analyst') => it.post(`${BASE}/acts`, { act: body }, who)

describe('which obligations apply', () => {
  test('nobody knows before the entity is said, and it is said what is missing', async () => {
    const { candidates, entity: none } = await view()
    expect(none).toBeNull()
    const german = candidates.find(({ id }: { id: string }) => id === 'NIS2-DE')
    expect(german).toMatchObject({ applies: null, started: false })
    expect(german.unknown).toContain('entity.class')
  })

  test('an entity is made by those who run the tenant, and the site belongs to it', async () => {
    const path = '/api/tenants/a/entities/works'
    expect((await it.post(path, entity, 'analyst', 'PUT')).status).toBe(403)
    const odd = { ...entity, timeZone: 'Mars/Olympus' }
    expect((await it.post(path, odd, 'provider-admin', 'PUT')).status).toBe(400)
    expect((await it.post(path, entity, 'provider-admin', 'PUT')).status).toBe(200)
    const site = '/api/tenants/a/sites/s/entity'
    expect((await it.post(site, { entity: 'nobody' }, 'provider-admin', 'PUT')).status).toBe(400)
    expect((await it.post(site, { entity: 'works' }, 'provider-admin', 'PUT')).status).toBe(204)
    const { candidates, timeZone } = await view()
    expect(timeZone).toBe('Europe/Berlin')
    const applies = (id: string) => candidates.find((one: { id: string }) => one.id === id).applies
    expect([applies('NIS2-DE'), applies('NIS2-NL'), applies('CRA')]).toEqual([true, false, false])
  })
})

test('what is not known of an entity stays unknown: null is neither 0 nor no', async () => {
  const unknown = { ...entity, turnoverEur: null, marks: { ...entity.marks, isCritical: null } }
  expect((await it.post('/api/tenants/a/entities/other', unknown, 'provider-admin', 'PUT')).status).toBe(200)
  const { items } = (await it.get('/api/tenants/a/entities')).body
  expect(JSON.stringify(items)).toContain('"turnoverEur":null')
  expect(items.some(({ entity: { marks } }: { entity: typeof unknown }) => marks.isCritical === null)).toBe(true)
})

describe('clocks', () => {
  test('start with a person who says since when it is known, and why', async () => {
    expect((await it.post(`${OBLIGATION}/start`, { obligation: 'NIS2-DE' }, 'analyst')).status).toBe(200)
    expect((await it.post(`${OBLIGATION}/start`, { obligation: 'NIS2-DE' }, 'analyst')).status).toBe(409)
    expect(await clock('early-warning')).toMatchObject({ state: 'waiting', due: null })
    expect((await act({ kind: 'aware-set', at: AWARE, reason: ' ' })).status).toBe(409)
    expect((await act({ kind: 'aware-set', at: AWARE, reason: 'The shift confirmed it.' })).status).toBe(200)
    expect(await clock('early-warning')).toMatchObject({
      state: 'overdue',
      due: AWARE + 24 * HOUR,
      target: AWARE + 18 * HOUR,
    })
    expect(await clock('notification')).toMatchObject({ due: AWARE + 72 * HOUR })
    expect(await clock('final')).toMatchObject({ state: 'waiting' })
  })

  test('are on the board of all incidents, and nobody of elsewhere sees them', async () => {
    const { items } = (await it.get('/api/tenants/a/obligations')).body
    expect(items[0]).toMatchObject({ incident: 'i-1', obligation: 'NIS2-DE', clock: { stage: 'early-warning' } })
    expect((await it.get('/api/tenants/a/obligations', 'outsider')).status).toBe(404)
  })
})

describe('significance', () => {
  test('is suggested from answers, unknown is an answer, and the named decide', async () => {
    expect((await started()).significance.suggests).toBe('undecided')
    const answer = (question: string, text: string) =>
      act({ kind: 'significance-answered', question, answer: text, note: '' })
    await answer('answer.malicious', 'yes')
    await answer('answer.crossBorder', 'unknown')
    await answer('answer.serviceAffected', 'yes')
    await answer('answer.severeDisruption', 'yes')
    const { significance } = await started()
    expect(significance).toMatchObject({ suggests: 'report' })
    expect(significance.met[0]).toMatchObject({ id: 'disruption', binding: true })
    const decide = { outcome: 'report', reasons: ['Supply was at risk.'] }
    await give(it, 'provider-admin', ['legal'])
    expect((await it.post(`${OBLIGATION}/significance`, decide, 'provider-admin')).status).toBe(403)
    expect((await it.post(`${OBLIGATION}/significance`, decide, 'management')).status).toBe(200)
    expect((await view()).decided).toMatchObject({ outcome: 'report', reasons: ['Supply was at risk.'] })
    // No way around by the general route.
    expect((await act({ kind: 'significance-decided', outcome: 'report', reasons: [] })).status).toBe(400)
  })
})

type Said = { text: string; sources: { kind: string; id?: string; by?: string }[] }
const sentencesOf = (document: { sections: { key: string; sentences: Said[] }[] }): Said[] =>
  document.sections.flatMap(({ sentences }) => sentences)

describe('a draft', () => {
  let hash = ''
  test('is filled from evidence, says what is not known, and every sentence has a source', async () => {
    const { body } = await it.get(`${WARNING}/draft?language=de`)
    expect(body.latest).toBeNull()
    const said = sentencesOf(body.now)
    for (const { sources } of said) expect(sources.length).toBeGreaterThan(0)
    const text = said.map(one => one.text).join(' ')
    expect(text).toContain('31')
    expect(text).toContain('Ob andere Mitgliedstaaten betroffen sind, ist derzeit nicht bekannt.')
    expect(text).toContain('Es besteht der Verdacht auf rechtswidrige oder böswillige Handlungen.')
    const name = body.now.sheet.find(({ field }: { field: string }) => field === 'entity.legalName')
    expect(name).toMatchObject({ value: entity.name, source: { kind: 'artefact', id: 'entity works revision 1' } })
  })

  test('is changed by people under their name, version by version', async () => {
    const first = await it.post(`${WARNING}/draft`, { language: 'de' })
    expect(first).toMatchObject({ status: 200, body: { version: 1 } })
    const [events] = first.body.document.sections
    const changes = {
      language: 'de',
      fields: [{ field: 'impact.services', value: ['Trinkwasser'] }],
      sentences: [
        { section: events.key, of: events.sentences[0].text, text: 'In der Nacht wurde ein Programm geladen.' },
        { section: events.key, of: null, text: 'Die Schicht fuhr von Hand weiter.' },
      ],
    }
    const second = await it.post(`${WARNING}/draft`, changes, 'management')
    expect(second.body.version).toBe(2)
    const own = sentencesOf(second.body.document).filter(
      ({ sources }) => sources[0]!.by === 'management <management@example.com>',
    )
    expect(own.map(({ text }) => text)).toEqual(
      expect.arrayContaining(['In der Nacht wurde ein Programm geladen.', 'Die Schicht fuhr von Hand weiter.']),
    )
    // Drafted anew, the words of people stay.
    const third = await it.post(`${WARNING}/draft`, { language: 'de' })
    expect(sentencesOf(third.body.document).map(({ text }) => text)).toContain('Die Schicht fuhr von Hand weiter.')
    hash = third.body.hash
    expect(
      (await it.post(`${WARNING}/draft`, { language: 'de', fields: [{ field: 'time.startedAt', value: 'soon' }] }))
        .status,
    ).toBe(400)
  })

  test('is signed by the duties that the template names, and not sent before', async () => {
    const send = { hash, at: AWARE + 20 * HOUR, receipt: 'BSI-2026-1' }
    expect((await it.post(`${WARNING}/submit`, send)).body).toMatchObject({ status: 409, open: ['ciso', 'legal'] })
    expect((await it.post(`${WARNING}/sign`, { hash: 'f'.repeat(64) })).status).toBe(412)
    expect((await it.post(`${WARNING}/sign`, { hash })).status).toBe(200)
    expect((await it.post(`${WARNING}/sign`, { hash })).status).toBe(409)
    expect((await it.post(`${WARNING}/submit`, send)).body).toMatchObject({ status: 409, open: ['legal'] })
    expect((await it.post(`${WARNING}/sign`, { hash }, 'auditor')).status).toBe(403)
    expect((await it.post(`${WARNING}/sign`, { hash }, 'management')).status).toBe(200)
    expect((await it.post(`${WARNING}/submit`, { ...send, at: Date.now() * 1000 + HOUR })).status).toBe(400)
    const proof = await it.as('analyst', {
      method: 'POST',
      url: `${BASE}/attachments?name=receipt.pdf`,
      headers: { 'content-type': 'application/octet-stream' },
      payload: Buffer.from('%PDF-1.7 a receipt'),
    })
    expect(proof.json().file).toMatchObject({ type: 'application/pdf', name: 'receipt.pdf' })
    expect((await it.post(`${WARNING}/submit`, { ...send, proof: 'a'.repeat(64) })).status).toBe(400)
    expect((await it.post(`${WARNING}/submit`, { ...send, proof: proof.json().file.hash })).status).toBe(200)
    expect(await clock('early-warning')).toMatchObject({ state: 'submitted', submittedAt: AWARE + 20 * HOUR })
    expect((await it.post(`${WARNING}/submit`, send)).status).toBe(409)
    // A correction moves no clock.
    expect((await it.post(`${WARNING}/submit`, { ...send, at: AWARE + 30 * HOUR, correction: true })).status).toBe(200)
    expect(await clock('early-warning')).toMatchObject({ state: 'submitted', submittedAt: AWARE + 20 * HOUR })
  })

  test('is a PDF, a DOCX, JSON, text and a sheet, each with its hash and that it is no legal advice', async () => {
    const pdf = await it.get(`${WARNING}/files/pdf`)
    const pages = await textsOf(pdf.raw)
    for (const [at, page] of pages.entries()) {
      expect(page).toContain('Keine Rechtsberatung')
      expect(page).toContain(`Seite ${at + 1} von ${pages.length}`)
      expect(page).toContain(hash)
    }
    expect(pages.join(' ')).toContain('entity works revision 1')
    expect(pages.join(' ')).toContain('ciso: analyst <analyst@example.com>')
    const word = unzipSync(new Uint8Array((await it.get(`${WARNING}/files/docx`)).raw))
    const body = strFromU8(word['word/document.xml']!)
    for (const text of ['Die Schicht fuhr von Hand weiter.', hash, 'entity works revision 1'])
      expect(body).toContain(text)
    const parts = Object.entries(word)
      .map(([name, bytes]) => `${name} ${strFromU8(bytes)}`)
      .join('\n')
    expect(parts).toContain('Keine Rechtsberatung')
    expect(parts).toContain('NUMPAGES')
    for (const form of ['txt', 'sheet', 'json'])
      expect(String((await it.get(`${WARNING}/files/${form}`)).raw)).toContain(hash)
    const sheet = String((await it.get(`${WARNING}/files/sheet`)).raw).split('\n')
    expect(sheet.findIndex(line => line.startsWith('Name der Einrichtung'))).toBeLessThan(
      sheet.findIndex(line => line.startsWith('Registernummer')),
    )
  })
})

test('clocks are computed from the record: another process gives the same', async () => {
  const before = await started()
  const again = await started()
  expect(again.clocks.map(({ due, target }: Loose) => [due, target])).toEqual(
    before.clocks.map(({ due, target }: Loose) => [due, target]),
  )
})

describe('the calendar', () => {
  const open = async (aware: number) => {
    await act({ kind: 'aware-set', at: aware * 1000, reason: 'A test.' })
    return clock('early-warning')
  }
  test('24 hours are 24 hours over the night in which the clock goes forward', async () => {
    const before = Date.UTC(2026, 2, 28, 22, 30)
    await open(before)
    expect((await clock('notification')).due).toBe(before * 1000 + 72 * HOUR)
  })

  test('a month from 31 January ends on 28 February, at the same time of the day', async () => {
    await open(Date.UTC(2026, 0, 28, 9, 0))
    const notification = `${OBLIGATION}/NIS2-DE/stages/notification`
    const { body } = await it.post(`${notification}/draft`, { language: 'en' })
    for (const who of ['analyst', 'management']) await it.post(`${notification}/sign`, { hash: body.hash }, who)
    const at = Date.UTC(2026, 0, 31, 8, 15) * 1000
    expect((await it.post(`${notification}/submit`, { hash: body.hash, at, receipt: 'R-2' })).status).toBe(200)
    expect((await clock('final')).due).toBe(Date.UTC(2026, 1, 28, 8, 15) * 1000)
    // Still going on then: a progress report goes in its place.
    expect(
      (await act({ kind: 'alternative-chosen', obligation: 'NIS2-DE', stage: 'progress', reason: 'It lasts.' })).status,
    ).toBe(200)
    expect((await clock('progress')).due).toBe(Date.UTC(2026, 1, 28, 8, 15) * 1000)
    expect(await clock('final')).toMatchObject({ state: 'waiting' })
    await act({
      kind: 'moment-set',
      anchor: 'handledAt',
      obligation: null,
      at: Date.UTC(2026, 2, 31, 12, 0) * 1000,
      reason: 'Done.',
    })
    expect((await clock('final')).due).toBe(Date.UTC(2026, 3, 30, 12, 0) * 1000)
  })

  test('a report that the authority asks for has the date of the authority', async () => {
    const due = Date.UTC(2026, 4, 1) * 1000
    await act({ kind: 'stage-requested', obligation: 'NIS2-DE', stage: 'intermediate', at: AWARE, due })
    expect(await clock('intermediate')).toMatchObject({ due, request: { due } })
  })
})

test('a template of a tenant takes effect where it has not begun, and stays where it has', async () => {
  const { items } = (await it.get('/api/tenants/a/obligation-templates')).body
  expect(items.length).toBeGreaterThanOrEqual(9)
  const path = '/api/tenants/a/obligation-templates'
  const bad = await it.post(path, { source: 'id: NIS2-DE\nversion: x\n' }, 'provider-admin')
  expect(bad.status).toBe(422)
  expect(bad.body.faults[0]).toMatchObject({ line: expect.any(Number), message: expect.any(String) })
  expect((await it.post(path, { source: 'id: X' }, 'analyst')).status).toBe(403)
  expect((await started()).version).toBe(1)
})

describe('the record of the organisation', () => {
  test('is one chain; the role of the tenant can neither change it nor take from it, nor say its own hash', async () => {
    const within = <T>(use: Parameters<typeof asTenant<T>>[2]) => asTenant(it.db, 'a', use)
    await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        within(scoped => record(scoped, 'a', { who: 'x', action: 'race', object: `${n}` })),
      ),
    )
    const verdict = await within(verifyAudit)
    expect(verdict).toMatchObject({ ok: true })
    for (const change of [
      (scoped: Loose) => scoped.updateTable('audit').set({ who: 'nobody' }).execute(),
      (scoped: Loose) => scoped.deleteFrom('audit').execute(),
      (scoped: Loose) =>
        scoped
          .insertInto('audit')
          .values({ tenant: 'a', who: 'x', action: 'y', detail: '{}', body: '{}', seq: 1 })
          .execute(),
    ])
      await expect(within(change)).rejects.toThrow(/permission denied/)
    const [first] = await within(scoped => auditLinks(scoped, 3, 1))
    await it.db
      .updateTable('audit')
      .set({ body: '{"changed":true}' })
      .where('tenant', '=', 'a')
      .where('seq', '=', 3)
      .execute()
    expect(await within(verifyAudit)).toMatchObject({ ok: false, code: 'link.hash' })
    const { canonical } = await import('@nautilus/response')
    await it.db
      .updateTable('audit')
      .set({ body: canonical(first!.body) })
      .where('tenant', '=', 'a')
      .where('seq', '=', 3)
      .execute()
  })

  test('its days are signed once they are over', async () => {
    expect(await signDays(it.db, it.seal, Date.now())).toBe(0)
    expect(await signDays(it.db, it.seal, Date.now() + 86_400_000)).toBeGreaterThan(0)
    const { body } = await it.get('/api/tenants/a/audit-chain', 'auditor')
    expect(body).toMatchObject({ verdict: { ok: true }, key: it.seal.key })
    expect(body.anchors).toHaveLength(1)
    expect((await it.get('/api/tenants/a/audit-chain', 'analyst')).status).toBe(403)
  })
})

describe('an export', () => {
  let zip: Buffer
  beforeAll(async () => {
    await act({
      kind: 'reviewed',
      text: 'The laptop was not known.',
      lessons: ['Register laptops.'],
      actions: ['Do it.'],
    })
    zip = (await it.get(`${BASE}/bundle`)).raw
  })

  test('holds the record, drafts, files and what was not seen, and another program opens it', () => {
    const files = unzipSync(new Uint8Array(zip))
    const names = Object.keys(files)
    for (const name of ['record.jsonl', 'audit.jsonl', 'anchors.json', 'coverage.json', 'verify.mjs', 'manifest.sig'])
      expect(names).toContain(name)
    expect(names.filter(name => /^reports\/.*\.pdf$/.test(name)).length).toBeGreaterThan(2)
    expect(names.some(name => name.startsWith('attachments/') && name.endsWith('receipt.pdf'))).toBe(true)
    expect(names).toContain('packets/f-1.pcap')
    expect(zip.includes(packets)).toBe(true)
    const manifest = JSON.parse(strFromU8(files['manifest.json']!))
    expect(manifest.unseen).toEqual(['No sensor has told what it does not see.'])
    // What is about other things has no body in it.
    expect(strFromU8(files['audit.jsonl']!)).not.toContain('race')
  })

  test('is whole: so say the program and the script in it', () => {
    expect(verifyBundle(zip, it.seal.key)).toMatchObject({ faults: [], key: it.seal.key })
    expect(verifyBundle(zip, '0'.repeat(64)).faults).toHaveLength(1)
    writeFileSync(join(it.folder, 'export.zip'), zip)
    writeFileSync(join(it.folder, 'verify.mjs'), unzipSync(new Uint8Array(zip))['verify.mjs']!)
    const run = (file: string) =>
      execFileSync(process.execPath, ['verify.mjs', file], { cwd: it.folder, stdio: 'pipe' })
    expect(String(run('export.zip'))).toContain('Whole')
    const broken = Buffer.from(zip)
    broken[Math.floor(zip.length / 2)]! ^= 1
    writeFileSync(join(it.folder, 'broken.zip'), broken)
    expect(() => run('broken.zip')).toThrow()
  })

  test('one flipped byte is found, wherever it is: in every file, and in every part of the frame', () => {
    const places = new Set<number>()
    let at = 0
    // Every piece of the frame byte by byte, of each file its ends and its middle.
    while (zip.readUInt32LE(at) === 0x04034b50) {
      const head = 30 + zip.readUInt16LE(at + 26)
      const next = zip.indexOf(Buffer.from([0x50, 0x4b, 0x07, 0x08]), at + head)
      for (let byte = at; byte < at + head; byte += 3) places.add(byte)
      for (const byte of [at + head, (at + head + next) >> 1, next - 1]) places.add(byte)
      for (let byte = next; byte < next + 16; byte += 5) places.add(byte)
      at = next + 16
    }
    for (let byte = at; byte < zip.length; byte += 7) places.add(byte)
    const missed = [...places].filter(place => {
      const flipped = Buffer.from(zip)
      flipped[place]! ^= 1 << (place % 8)
      return verifyBundle(flipped, it.seal.key).faults.length === 0
    })
    expect(missed).toEqual([])
    expect(places.size).toBeGreaterThan(300)
    for (const cut of [0, 1, 21, 22, 100, zip.length - 1])
      expect(verifyBundle(zip.subarray(0, cut), null).faults.length).toBeGreaterThan(0)
  })
})

async function textsOf(bytes: Buffer): Promise<string[]> {
  const pdf = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise
  const pages: string[] = []
  for (let at = 1; at <= pdf.numPages; at++) {
    const { items } = await (await pdf.getPage(at)).getTextContent()
    pages.push(
      items
        .map(item => ('str' in item ? item.str : ''))
        .join(' ')
        .replaceAll(/\s+/g, ' '),
    )
  }
  return pages
}
