// The incident room over HTTP: acts and refusals, merging and splitting, the record, and what nobody may change.
import { readdirSync } from 'node:fs'
import { verify } from '@nautilus/response'
import { asTenant, listAudit, setDuties, sha256 } from '@nautilus/store'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from './database.ts'
import { download, find, versionOf } from './plant.ts'
import { findingOf, write } from './rows.ts'
import { type Served, served } from './served.ts'

let it: Served
const people = ['analyst', 'plant-engineer', 'operations-manager', 'management', 'read-only', 'site-analyst']
const persons = new Map<string, string>()
beforeAll(async () => {
  it = await served({ people: [...people, 'outsider'] })
  it.platform.books = { find, read: () => null, all: [], versionOf }
  const ids = Array.from({ length: 60 }, (_, at) => `f${at}`)
  await write(it.db, 'a', { findings: ids.map(id => findingOf(id)) })
  for (const who of people) persons.set(who, (await it.as(who, { method: 'GET', url: '/api/me' })).json().person.id)
})
afterAll(() => it.end())

const base = '/api/tenants/a/sites/s/incidents'
const post = (who: string, url: string, payload: object) => it.as(who, { method: 'POST', url, payload })
const get = (who: string, url: string) => it.as(who, { method: 'GET', url })
const act = (who: string, incident: string, act: object, seq?: number) =>
  post(who, `${base}/${incident}/acts`, { act, ...(seq === undefined ? {} : { seq }) })
const go = (to: string, more: object = {}) => ({ kind: 'state-changed', to, reason: 'because', ...more })
const answer = (fact: string, said: string) => ({ kind: 'fact-answered', fact, answer: said, note: '' })
const approve = (option: string) => ({ kind: 'option-approved', option })

let used = 10
/** A finding that no incident has. */
const fresh = () => `f${used++}`

async function opened(...findings: string[]): Promise<string> {
  const made = await post('analyst', base, { title: 'A download', findings, reason: 'They are one.' })
  expect(made.statusCode, made.body).toBe(201)
  return made.json().incident.id
}

async function awaiting(...findings: string[]): Promise<string> {
  const id = await opened(...findings)
  const acts = [
    { kind: 'playbook-started', playbook: download.id, version: download.version },
    ...['confirmed', 'enriched', 'escalated', 'awaiting engineering decision'].map(to => go(to)),
  ]
  for (const each of acts) expect((await act('analyst', id, each)).statusCode).toBe(200)
  return id
}

describe('an incident', () => {
  test('is opened by hand from findings, and pages are told', async () => {
    const id = await opened(fresh(), fresh())
    const room = (await get('read-only', `${base}/${id}`)).json()
    expect(room).toMatchObject({ seq: 4, incident: { title: 'A download', state: 'detected' }, duties: [] })
    expect(room.incident.findings.map(({ reason }: { reason: object }) => reason)).toEqual([
      { kind: 'by-hand', note: 'They are one.' },
      { kind: 'by-hand', note: 'They are one.' },
    ])
    expect(room.ways.every(({ may }: { may: boolean }) => !may)).toBe(true)
    expect(it.platform.incidents).toContain(`a ${id} detected`)
    const [row] = (await get('analyst', base)).json().items
    expect(row).toMatchObject({ id, findings: 2, severity: 'high' })
  })

  test('is not opened from findings that are not there', async () => {
    const made = await post('analyst', base, { title: 'x', findings: ['nowhere'], reason: 'because' })
    expect(made.statusCode).toBe(400)
    expect(made.json().fields).toEqual({ findings: 'nowhere is unknown' })
  })

  test('takes no finding out of another one behind the back of those who work there', async () => {
    const finding = fresh()
    const id = await opened(finding)
    const again = await post('analyst', base, { title: 'x', findings: [finding], reason: 'Mine.' })
    expect(again.statusCode).toBe(409)
    expect(again.json()).toMatchObject({ incident: id, detail: expect.stringContaining('split it from there') })
    expect((await act('analyst', id, go('closed', { outcome: 'false' }))).statusCode).toBe(200)
    expect((await post('analyst', base, { title: 'x', findings: [finding], reason: 'Anew.' })).statusCode).toBe(201)
  })

  test('is nobody’s outside of the tenant', async () => {
    const id = await opened(fresh())
    expect((await get('outsider', `${base}/${id}`)).statusCode).toBe(404)
    expect((await act('outsider', id, { kind: 'commented', text: 'x' })).statusCode).toBe(404)
    expect((await get('outsider', '/api/tenants/b/sites/s/incidents')).json().items).toEqual([])
    const elsewhere = await post('site-analyst', `/api/tenants/a/sites/other/incidents/${id}/acts`, {
      act: { kind: 'commented', text: 'x' },
    })
    expect(elsewhere.statusCode).toBe(404)
  })

  test('refuses by role, by duty, by state and by what was read, each in its way', async () => {
    const id = await opened(fresh())
    // The role: none that works on incidents.
    expect((await act('read-only', id, { kind: 'commented', text: 'x' })).statusCode).toBe(403)
    // The duty: whoever tries is on record.
    const stop = await act('analyst', id, { kind: 'override-asked', option: 'stop', facts: ['G1'], reason: 'now' })
    expect(stop.statusCode).toBe(403)
    expect(stop.json()).toMatchObject({ code: 'entry.not-yours' })
    const audit = await asTenant(it.db, 'a', scoped => listAudit(scoped, { limit: 1 }))
    expect(audit!.items[0]).toMatchObject({
      action: 'incident.refused',
      object: id,
      site: 's',
      who: 'analyst@example.com',
      detail: { code: 'entry.not-yours' },
    })
    // The state.
    const jump = await act('plant-engineer', id, go('decided', { option: 'stop' }))
    expect(jump.statusCode).toBe(409)
    expect(jump.json()).toMatchObject({ code: 'state.no-such-way' })
    // What was read meanwhile is old.
    const late = await act('analyst', id, { kind: 'commented', text: 'late' }, 1)
    expect(late.statusCode).toBe(412)
    expect(late.json().seq).toBe(3)
    expect((await act('analyst', id, { kind: 'commented', text: 'now' }, 3)).statusCode).toBe(200)
    // What the program alone may do is no act at all.
    expect((await act('analyst', id, { kind: 'paged', page: 'p' })).statusCode).toBe(400)
    expect((await act('analyst', 'nowhere', { kind: 'commented', text: 'x' })).statusCode).toBe(404)
  })

  test('keeps nothing of a refused act', async () => {
    const id = await opened(fresh())
    await act('plant-engineer', id, go('decided', { option: 'stop' }))
    expect((await get('analyst', `${base}/${id}/record`)).json().items).toHaveLength(3)
  })
})

describe('a decision', () => {
  test('takes answers, approvals and somebody who answers for the process', async () => {
    const id = await awaiting(fresh())
    const decide = go('decided', { option: 'stop' })
    expect((await act('plant-engineer', id, decide)).json()).toMatchObject({ code: 'approval.facts-unanswered' })
    expect((await act('plant-engineer', id, approve('stop'))).statusCode).toBe(409)
    // Safety is answered by those who answer for the process.
    expect((await act('analyst', id, answer('G1', 'yes'))).statusCode).toBe(403)
    expect((await act('plant-engineer', id, answer('G1', 'certainly'))).statusCode).toBe(409)
    expect((await act('plant-engineer', id, answer('G1', 'unknown'))).statusCode).toBe(200)
    expect((await act('plant-engineer', id, answer('G4', 'the mixer stops'))).statusCode).toBe(200)
    expect((await act('plant-engineer', id, approve('stop'))).json()).toMatchObject({
      code: 'approval.facts-unanswered',
    })
    expect((await act('plant-engineer', id, answer('G1', 'yes'))).statusCode).toBe(200)
    expect((await act('plant-engineer', id, approve('stop'))).statusCode).toBe(200)
    expect((await act('plant-engineer', id, decide)).json()).toMatchObject({ code: 'decision.not-approved' })
    expect((await act('management', id, approve('stop'))).statusCode).toBe(403)
    expect((await act('operations-manager', id, approve('stop'))).statusCode).toBe(200)
    expect((await act('analyst', id, decide)).statusCode).toBe(403)
    const done = await act('operations-manager', id, decide)
    expect(done.json().incident).toMatchObject({ state: 'decided', decisions: [{ option: 'stop' }] })
    const room = (await get('plant-engineer', `${base}/${id}`)).json()
    expect(room.ways.map(({ to, may }: { to: string; may: boolean }) => [to, may])).toEqual([
      ['acting', true],
      ['recovered', true],
      ['awaiting engineering decision', true],
    ])
  })

  test('past an open question takes two who answer for the process', async () => {
    const id = await awaiting(fresh())
    const ask = { kind: 'override-asked', option: 'keep-running', facts: ['G1', 'G4'], reason: 'no time' }
    const confirm = { kind: 'override-confirmed', option: 'keep-running', reason: 'seen' }
    expect((await act('plant-engineer', id, ask)).statusCode).toBe(200)
    expect((await act('plant-engineer', id, confirm)).statusCode).toBe(403)
    expect((await act('analyst', id, confirm)).statusCode).toBe(403)
    expect((await act('operations-manager', id, confirm)).statusCode).toBe(200)
    expect((await act('plant-engineer', id, approve('keep-running'))).statusCode).toBe(200)
    expect((await act('plant-engineer', id, go('decided', { option: 'keep-running' }))).statusCode).toBe(200)
  })

  test('belongs to whoever holds the duty at that moment', async () => {
    const id = await awaiting(fresh())
    const person = persons.get('management')!
    const place = { tenant: 'a', site: 's', person, by: 'test' }
    await asTenant(it.db, 'a', scoped => setDuties(scoped, place, ['shift-supervisor']))
    expect((await act('management', id, answer('G1', 'yes'))).statusCode).toBe(200)
    await asTenant(it.db, 'a', scoped => setDuties(scoped, place, []))
    expect((await act('management', id, answer('G1', 'no'))).statusCode).toBe(403)
  })
})

describe('two incidents', () => {
  test('become one, and what is merged goes on there', async () => {
    const [one, two] = [fresh(), fresh()]
    const [from, into] = [await opened(one), await opened(two)]
    const merged = await post('analyst', `${base}/${from}/merge`, { into, reason: 'One visitor.' })
    expect(merged.json().incident.findings.map(({ finding }: { finding: { id: string } }) => finding.id)).toEqual([
      one,
      two,
    ])
    expect((await get('analyst', `${base}/${from}`)).json().incident).toMatchObject({
      state: 'closed',
      outcome: 'merged',
      mergedInto: into,
    })
    const after = await act('analyst', from, go('confirmed'))
    expect(after.json()).toMatchObject({ code: 'incident.merged' })
    expect((await post('analyst', `${base}/${from}/merge`, { into, reason: 'Again.' })).statusCode).toBe(409)
    expect((await post('analyst', `${base}/${into}/merge`, { into, reason: 'Itself.' })).statusCode).toBe(409)
    expect((await post('analyst', `${base}/${into}/merge`, { into: 'nowhere', reason: 'x' })).statusCode).toBe(404)
  })

  test('are not merged by whoever may not, and then neither record has a word of it', async () => {
    const [from, into] = [await awaiting(fresh()), await opened(fresh())]
    const before = (await get('analyst', `${base}/${into}`)).json().seq
    expect((await post('analyst', `${base}/${from}/merge`, { into, reason: 'One.' })).statusCode).toBe(403)
    expect((await get('analyst', `${base}/${into}`)).json().seq).toBe(before)
    expect((await post('plant-engineer', `${base}/${from}/merge`, { into, reason: 'One.' })).statusCode).toBe(200)
  })

  test('that people merge into each other at the same moment end as one', async () => {
    const [a, b] = [await opened(fresh()), await opened(fresh())]
    const merge = (from: string, into: string) => post('analyst', `${base}/${from}/merge`, { into, reason: 'One.' })
    const answers = await Promise.all([merge(a, b), merge(b, a)])
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409])
  })

  test('come of one that is split, and its record says so', async () => {
    const [one, two] = [fresh(), fresh()]
    const id = await opened(one, two)
    const split = await post('analyst', `${base}/${id}/split`, { findings: [two], reason: 'Another device.' })
    expect(split.statusCode).toBe(201)
    const { incident } = split.json()
    expect(incident).toMatchObject({ splitFrom: id, title: 'A download', findings: [{ finding: { id: two } }] })
    const kept = (await get('analyst', `${base}/${id}`)).json().incident
    expect(kept).toMatchObject({ findings: [{ finding: { id: one } }], links: [{ what: 'incident', id: incident.id }] })
    const all = { findings: [one], reason: 'All.' }
    expect((await post('analyst', `${base}/${id}/split`, all)).statusCode).toBe(400)
  })
})

describe('a file', () => {
  const put = (who: string, incident: string, name: string, bytes: Buffer) =>
    it.as(who, {
      method: 'POST',
      url: `${base}/${incident}/attachments?name=${encodeURIComponent(name)}`,
      headers: { 'content-type': 'application/octet-stream' },
      payload: bytes,
    })
  const page = Buffer.from('<script>alert(1)</script>')

  test('is known by its content, and comes back as nothing that a browser would show', async () => {
    const id = await opened(fresh())
    const put1 = await put('analyst', id, 'photo.png', page)
    expect(put1.statusCode, put1.body).toBe(201)
    const [file] = put1.json().incident.attachments
    expect(file).toMatchObject({ name: 'photo.png', type: 'text/plain', size: page.length })
    const back = await get('read-only', `${base}/${id}/attachments/${file.hash}`)
    expect(back.rawPayload).toEqual(page)
    expect(back.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': "attachment; filename*=UTF-8''photo.png",
      'x-content-type-options': 'nosniff',
    })
  })

  test('is had by whoever has its incident alone, and put there by whoever works on it', async () => {
    const [one, two] = [await opened(fresh()), await opened(fresh())]
    const { hash } = (await put('analyst', one, 'a.txt', page)).json().incident.attachments[0]
    expect((await get('analyst', `${base}/${two}/attachments/${hash}`)).statusCode).toBe(404)
    expect((await get('outsider', `${base}/${one}/attachments/${hash}`)).statusCode).toBe(404)
    expect((await get('analyst', `${base}/${one}/attachments/..%2f..%2fsecret`)).statusCode).toBe(400)
    expect((await put('read-only', one, 'a.txt', page)).statusCode).toBe(403)
    expect((await put('analyst', one, '../a.txt', page)).statusCode).toBe(400)
    expect((await put('analyst', one, 'empty', Buffer.alloc(0))).statusCode).toBe(400)
    expect((await put('analyst', 'nowhere', 'a.txt', page)).statusCode).toBe(404)
    expect(readdirSync(it.platform.attachedFolder, { recursive: true, encoding: 'utf8' }).join()).not.toContain('.part')
  })
})

describe('the record', () => {
  test('is whole from the first entry on, and says so only while it is', async () => {
    const id = await awaiting(fresh())
    const { items } = (await get('read-only', `${base}/${id}/record`)).json()
    const { hash, seq } = (await get('read-only', `${base}/${id}`)).json()
    expect(verify(items, sha256)).toMatchObject({ ok: true, head: { hash }, links: seq })
    const changed = structuredClone(items)
    changed[2].body.at += 1
    expect(verify(changed, sha256)).toMatchObject({ ok: false, at: 2, code: 'link.hash' })
  })

  test.each(['update incident_entries set body = body', 'delete from incident_entries', 'truncate incident_entries'])(
    'is refused by the database itself: %s',
    async statement => {
      await expect(asTenant(it.db, 'a', scoped => sql.raw(statement).execute(scoped))).rejects.toThrow(
        'permission denied',
      )
    },
  )

  test('of two who add at once has both, one after the other', async () => {
    const id = await opened(fresh())
    const texts = Array.from({ length: 8 }, (_, at) => `comment ${at}`)
    await Promise.all(texts.map(text => act('analyst', id, { kind: 'commented', text })))
    const { items } = (await get('analyst', `${base}/${id}/record`)).json()
    expect(verify(items, sha256)).toMatchObject({ ok: true, links: 3 + texts.length })
  })
})

describe('the queue', () => {
  test('says how many questions have waited for more than twelve hours', async () => {
    const id = await awaiting(fresh())
    const unanswered = async () => {
      const { items } = (await get('read-only', `${base}?limit=200`)).json()
      return items.find((row: { id: string }) => row.id === id).unanswered
    }
    expect(await unanswered()).toBe(0)
    await sql`update incidents set data = jsonb_set(data, '{run,started,at}',
      to_jsonb((data #>> '{run,started,at}')::numeric - ${12 * 3600e6}::numeric)) where id = ${id}`.execute(it.db)
    expect(await unanswered()).toBe(download.facts.filter(({ blocks }) => blocks).length)
  })

  test('is read page by page, by state and by what is played', async () => {
    const all = (await get('analyst', `${base}?limit=100`)).json().items
    const first = (await get('analyst', `${base}?limit=3`)).json()
    const second = (await get('analyst', `${base}?limit=3&after=${encodeURIComponent(first.next)}`)).json()
    expect([...first.items, ...second.items]).toEqual(all.slice(0, 6))
    const closed = (await get('analyst', `${base}?state=closed&limit=100`)).json().items
    expect(closed.length).toBeGreaterThan(0)
    expect(closed.every(({ state }: { state: string }) => state === 'closed')).toBe(true)
    expect((await get('analyst', `${base}?exercise=true`)).json().items).toEqual([])
    expect((await get('analyst', `${base}?after=nonsense`)).statusCode).toBe(400)
    const everywhere = (await get('site-analyst', '/api/tenants/a/incidents?limit=100')).json().items
    expect(everywhere).toEqual(all)
  })
})
