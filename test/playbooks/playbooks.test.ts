// Playbooks of tenants through the API, with the real ones of the program, on a real store.
import { type Playbook, system } from '@nautilus/response'
import { appendEntries, asTenant, getIncident, listAudit, setDuties } from '@nautilus/store'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ownLibrary } from '../../apps/nautilus/src/response/library.ts'
import { TenantBooks } from '../../apps/nautilus/src/response/tenant-books.ts'
import { testPlatform } from '../../packages/api/test/platform.ts'
import { findingOf, write } from '../../packages/api/test/rows.ts'
import { type Served, served } from '../../packages/api/test/served.ts'

const shippedNow = ownLibrary()
/** A later release brings another version of the first. */
const later = {
  ...shippedNow,
  shipped: shippedNow.shipped.map(edition =>
    edition.playbook.id === 'PB-01'
      ? { source: edition.source.replace(/^version: 1$/m, 'version: 2'), playbook: { ...edition.playbook, version: 2 } }
      : edition,
  ),
}

let it: Served
let library = shippedNow
let books: TenantBooks
const warnings: string[] = []
const log = { warn: (message: string) => void warnings.push(message) }
const booksOf = () => new TenantBooks({ db: it.db, shipped: library.shipped, log })

beforeAll(async () => {
  const platform = testPlatform('/nowhere')
  it = await served({
    people: [
      'provider-admin',
      'plant-engineer',
      'operations-manager',
      'analyst',
      'read-only',
      'site-analyst',
      'outsider',
    ],
    options: {
      platform: {
        ...platform,
        library: {
          get shipped() {
            return library.shipped
          },
          readOwn: (source, place) => library.readOwn(source, place),
        },
        playbooks: tenant => books.of(tenant),
      },
    },
  })
  books = booksOf()
})
afterAll(() => it.end())

// biome-ignore lint/suspicious/noExplicitAny: answers are read by what a test expects of them
type Loose = any
type Answer = { readonly status: number; readonly body: Loose; readonly tag: string }
const base = '/api/tenants/a/playbooks'

async function ask(
  who: string,
  method: 'GET' | 'PUT' | 'POST',
  url: string,
  payload?: object,
  tag?: string,
): Promise<Answer> {
  const headers = tag === undefined ? {} : { 'if-match': tag }
  const answer = await it.as(who, { method, url, headers, ...(payload ? { payload } : {}) })
  return { status: answer.statusCode, body: answer.json(), tag: String(answer.headers.etag ?? '') }
}
const get = (path = '', who = 'analyst') => ask(who, 'GET', `${base}${path}`)
const draft = async (id: string, query = '') =>
  (await get(`/${id}/draft${query}`, 'plant-engineer')).body.source as string
const put = (id: string, source: string, more: object = {}, tag?: string) =>
  ask('plant-engineer', 'PUT', `${base}/${id}`, { source, note: 'For our press.', ...more }, tag)
const rowOf = async (id: string) => (await get()).body.items.find((row: Loose) => row.id === id)

describe('before a tenant writes any', () => {
  test('those that came along are in force, and everybody reads them whole, with their text', async () => {
    const { items } = (await get('', 'read-only')).body
    expect(items.map(({ id }: Loose) => id)).toEqual(shippedNow.shipped.map(({ playbook }) => playbook.id))
    expect(items[0]).toMatchObject({ id: 'PB-01', version: 1, isOwn: false, cameAlong: true, original: null, at: null })
    const { body } = await get('/PB-01', 'site-analyst')
    expect(body.playbook).toEqual(JSON.parse(JSON.stringify(shippedNow.shipped[0]!.playbook)))
    expect(body.source).toContain('id: PB-01')
    expect((await get('/PB-01/versions')).body.items).toMatchObject([
      { name: 'PB-01@1', isOwn: false, isInForce: true },
    ])
    expect((await get('/SITE-01')).status).toBe(404)
    expect((await get('/PB-01/versions/7')).status).toBe(404)
  })

  test('another tenant is not told', async () => {
    expect((await get('', 'outsider')).status).toBe(404)
    expect((await get('/PB-01/draft', 'outsider')).status).toBe(404)
  })

  test('whoever only works on incidents writes none', async () => {
    const source = await draft('PB-01')
    for (const who of ['analyst', 'read-only', 'site-analyst']) {
      expect((await ask(who, 'PUT', `${base}/PB-01`, { source, note: 'x' })).status).toBe(403)
      expect((await ask(who, 'POST', `${base}/PB-01/check`, { source })).status).toBe(403)
      expect((await ask(who, 'POST', `${base}/PB-01/withdraw`, { reason: 'x' })).status).toBe(403)
    }
  })
})

describe('a copy', () => {
  let first = ''

  test('begins with the text that is in force, under the next version', async () => {
    first = await draft('PB-01')
    expect(first).toMatch(/^id: PB-01\nversion: 1001\nparent: PB-01@1\n/m)
    const check = await ask('plant-engineer', 'POST', `${base}/PB-01/check`, { source: first })
    expect(check.body).toMatchObject({ faults: [], more: 0, playbook: { id: 'PB-01', version: 1001 } })
  })

  test('with a fault is refused with line, column and reason, and the old one stays', async () => {
    const broken = first.replace('duty: shift-supervisor', 'duty: shift-superviser')
    const line = broken.split('\n').findIndex(text => text.includes('superviser')) + 1
    const refused = await put('PB-01', broken)
    expect(refused.status).toBe(400)
    expect(refused.body.faults[0]).toMatchObject({ line, message: expect.stringContaining('did you mean') })
    expect(refused.body.faults[0].column).toBeGreaterThan(1)
    expect(refused.body.fields.source).toContain(`line ${line}, column`)
    const checked = await ask('plant-engineer', 'POST', `${base}/PB-01/check`, { source: broken })
    expect(checked.body).toMatchObject({ faults: refused.body.faults, playbook: null })
    for (const [text, reason] of [
      ['no: [yaml', /Flow sequence|bracket|at line/i],
      ['{}', /needs `id`/],
      ['a: 1\n---\nb: 2', /One file holds one playbook/],
    ] as const)
      expect((await put('PB-01', text)).body.detail).toMatch(reason)
    expect(await rowOf('PB-01')).toMatchObject({ version: 1, isOwn: false })
  })

  test('cannot take out what keeps people safe', async () => {
    const source = await draft('PB-08')
    const lower = await put('PB-08', source.replace('safetyClass: S2', 'safetyClass: S1'))
    expect(lower.body.detail).toContain('PB-08@1 is of class S2; a copy is of no lower one.')
    const softer = await put('PB-08', source.replace('safety: true', 'safety: false'))
    expect(softer.body.detail).toMatch(/asks F1 for people's safety/)
    const stopped = await put('PB-12', (await draft('PB-12')).replaceAll('effect: keep-running', 'effect: process'))
    expect(stopped.body.detail).toContain('no option to keep running and watch')
  })

  test('that is right takes the place of the original, at once', async () => {
    const made = await put('PB-01', first.replace('Unauthorised program download', 'Somebody loaded a program'))
    expect(made.status).toBe(200)
    const { body } = await get('/PB-01')
    expect(body).toMatchObject({ version: 1001, isOwn: true, basis: 'PB-01@1', original: null, note: 'For our press.' })
    expect(body).toMatchObject({ by: 'plant-engineer@example.com', title: { en: 'Somebody loaded a program' } })
    expect((await books.of('a')).versionOf('PB-01')).toBe('1001')
    expect((await books.of('b')).versionOf('PB-01')).toBe('1')
  })

  test('is not overwritten by two people at once', async () => {
    const { tag } = await get('/PB-01')
    const next = await draft('PB-01')
    expect(next).toMatch(/^version: 1002\nparent: PB-01@1001$/m)
    expect((await put('PB-01', next, {}, tag)).status).toBe(200)
    expect((await put('PB-01', next, {}, tag)).status).toBe(412)
    // Without the tag the head of the text says the same.
    const late = await put('PB-01', next)
    expect(late.body.faults.map(({ message }: Loose) => message).join()).toMatch(/must be 1003.*must be `PB-01@1002`/s)
  })

  test('has a history, and it is told what is other in two versions', async () => {
    const { items } = (await get('/PB-01/versions')).body
    expect(items.map(({ name, isInForce }: Loose) => [name, isInForce])).toEqual([
      ['PB-01@1002', true],
      ['PB-01@1001', false],
      ['PB-01@1', false],
    ])
    const { body } = await get('/PB-01/difference?from=1&to=1001')
    expect(body.items).toEqual([
      {
        path: ['title'],
        before: shippedNow.shipped[0]!.playbook.title,
        after: { ...shippedNow.shipped[0]!.playbook.title, en: 'Somebody loaded a program' },
      },
    ])
    expect((await get('/PB-01/difference?from=1001&to=1002')).body.items).toEqual([])
    expect((await get('/PB-01/difference?from=1&to=999')).status).toBe(404)
    expect((await get('/PB-01/versions/1001')).body.source).toContain('Somebody loaded a program')
  })
})

describe('a playbook of an id of its own', () => {
  test('is made from one that came along, keeps its questions of safety, and stands beside it', async () => {
    expect((await get('/SITE-01/draft', 'plant-engineer')).status).toBe(400)
    expect((await get('/SITE-01/draft?basis=PB-99@1', 'plant-engineer')).body.fields).toHaveProperty('basis')
    const source = await draft('SITE-01', '?basis=PB-02@1')
    expect(source).toMatch(/^id: SITE-01\nversion: 1001\nparent: PB-02@1\n/m)
    const bad = await put('SITE-01', source.replace('safety: true', 'safety: false'), { basis: 'PB-02@1' })
    expect(bad.body.detail).toMatch(/PB-02@1 asks F1 for people's safety/)
    expect((await put('SITE-01', source, { basis: 'PB-02@1' })).status).toBe(200)
    expect(await rowOf('SITE-01')).toMatchObject({ version: 1001, isOwn: true, cameAlong: false, basis: 'PB-02@1' })
    expect(await rowOf('PB-02')).toMatchObject({ version: 1, isOwn: false })
    // What it is based on is not exchanged for something milder.
    const next = await draft('SITE-01')
    expect((await put('SITE-01', next, { basis: 'PB-03@1' })).body.fields).toHaveProperty('basis')
  })

  test('is not called like those that come along', async () => {
    const answer = await get('/PB-77/draft?basis=PB-01@1', 'plant-engineer')
    expect([answer.status, answer.body.fields.id]).toEqual([400, expect.stringContaining('begin with PB-')])
  })
})

describe('an incident', () => {
  const incidents = '/api/tenants/a/sites/s/incidents'
  const room = async (id: string) => (await ask('analyst', 'GET', `${incidents}/${id}`)).body
  let id = ''

  test('is opened by hand with a playbook of the tenant, in the version in force', async () => {
    await write(it.db, 'a', { findings: [findingOf('f1'), findingOf('f2')] })
    const person = (await ask('analyst', 'GET', '/api/me')).body.person.id
    await asTenant(it.db, 'a', scoped => setDuties(scoped, { tenant: 'a', site: 's', person, by: 'x' }, ['analyst']))
    const open = (playbook: string, finding: string) =>
      ask('analyst', 'POST', incidents, { title: 'A stop', findings: [finding], reason: 'By hand.', playbook })
    expect((await open('SITE-99', 'f1')).body.fields).toEqual({ playbook: 'is not known' })
    const made = await open('SITE-01', 'f1')
    expect(made.status).toBe(201)
    id = made.body.incident.id
    expect((await room(id)).playbook).toMatchObject({ id: 'SITE-01', version: 1001 })
  })

  test('changes to another one by an act, and to none that is not in force', async () => {
    const act = (version: string) =>
      ask('analyst', 'POST', `${incidents}/${id}/acts`, {
        act: { kind: 'playbook-started', playbook: 'PB-01', version },
      })
    expect((await act('1')).body).toMatchObject({ status: 409, detail: 'Of PB-01 version 1002 is in force.' })
    expect((await act('1002')).status).toBe(200)
    expect((await room(id)).incident.run).toMatchObject({ playbook: 'PB-01', version: '1002' })
  })

  test('keeps the version with which it began, also after that one was withdrawn', async () => {
    const { tag } = await get('/PB-01')
    const withdraw = (more?: string) =>
      ask('operations-manager', 'POST', `${base}/PB-01/withdraw`, { reason: 'Too long.' }, more)
    expect((await withdraw('"old.old"')).status).toBe(412)
    expect((await withdraw(tag)).body).toMatchObject({ version: 1, isOwn: false, note: 'Too long.' })
    expect((await withdraw()).status).toBe(404)
    expect((await books.of('a')).versionOf('PB-01')).toBe('1')
    const { playbook, options, incident } = await room(id)
    expect(playbook).toMatchObject({ id: 'PB-01', version: 1002 })
    expect(options.length).toBeGreaterThan(3)
    const answer = { kind: 'fact-answered', fact: 'G7', answer: 'yes', note: '' }
    expect((await ask('analyst', 'POST', `${incidents}/${incident.id}/acts`, { act: answer })).status).toBe(200)
    expect((await room(id)).incident.run.answers).toHaveLength(1)
    expect((await get('/PB-01/versions/1003')).status).toBe(404)
    expect((await get('/PB-01/versions')).body.items[0]).toMatchObject({ name: 'PB-01@1003', isWithdrawal: true })
  })

  test('is read with the newest versions in every process, whoever wrote them', async () => {
    const elsewhere = booksOf()
    expect((await elsewhere.of('a')).versionOf('PB-12')).toBe('1')
    expect((await put('PB-12', await draft('PB-12'))).status).toBe(200)
    expect((await elsewhere.of('a')).versionOf('PB-12')).toBe('1001')
    expect((await books.of('a')).all.map((playbook: Playbook) => playbook.id)).toContain('SITE-01')
  })
})

describe('a later release', () => {
  test('leaves a copy in force, and says that the original has changed since', async () => {
    expect((await put('PB-01', await draft('PB-01'))).status).toBe(200)
    library = later
    books = booksOf()
    expect((await books.of('a')).versionOf('PB-01')).toBe('1004')
    expect((await books.of('b')).versionOf('PB-01')).toBe('2')
    expect(await rowOf('PB-01')).toMatchObject({ version: 1004, basis: 'PB-01@1', original: 'PB-01@2' })
    expect(await rowOf('PB-02')).toMatchObject({ original: null })
    expect(warnings).toEqual([])
  })

  test('is what a copy can be based on from then on', async () => {
    const source = await draft('PB-01', '?basis=PB-01@2')
    expect((await put('PB-01', source, { basis: 'PB-01@2' })).body).toMatchObject({ basis: 'PB-01@2', original: null })
    const back = await put('PB-01', await draft('PB-01'), { basis: 'PB-01@1' })
    expect(back.body.fields).toHaveProperty('basis')
  })

  test('takes nothing from incidents that began with the edition before it', async () => {
    const at = Date.UTC(2026, 0, 12) * 1000
    const begin = (version: string) => [
      { kind: 'opened', incident: 'old', site: 's', exercise: false } as const,
      { kind: 'playbook-started', playbook: 'PB-01', version } as const,
    ]
    const { find, read } = await books.of('b')
    const done = await asTenant(it.db, 'b', scoped =>
      appendEntries(
        scoped,
        { tenant: 'b', site: 's' },
        'old',
        begin('1').map(act => ({ at, by: system, act })),
        { find },
      ),
    )
    expect(done.kind).toBe('appended')
    const found = await asTenant(it.db, 'b', scoped => getIncident(scoped, 's', 'old'))
    expect(read('PB-01', found!.incident.run!.version)).toMatchObject({ id: 'PB-01', version: 1 })
  })

  test('that has it no more leaves what the tenant made of it, to be changed on', async () => {
    library = { ...later, shipped: later.shipped.filter(({ playbook }) => playbook.id !== 'PB-12') }
    books = booksOf()
    expect(await rowOf('PB-12')).toMatchObject({ version: 1001, cameAlong: false, basis: 'PB-12@1', original: null })
    const next = await draft('PB-12')
    const softer = await put('PB-12', next.replace('safety: true', 'safety: false'))
    expect(softer.body.detail).toMatch(/PB-12@1 asks F1 for people's safety/)
    expect((await put('PB-12', next)).status).toBe(200)
    library = later
    books = booksOf()
  })

  test('that is other under the same name does not hold, and is told', async () => {
    const odd = later.shipped.map(edition => ({
      ...edition,
      playbook: { ...edition.playbook, exit: [{ en: 'Something else.', de: null }] },
    }))
    const told: string[] = []
    const other = new TenantBooks({
      db: it.db,
      shipped: odd,
      log: { warn: (message: string) => void told.push(message) },
    })
    expect((await other.of('b')).read('PB-01', '2')!.exit).toEqual(later.shipped[0]!.playbook.exit)
    expect(told).toHaveLength(12)
    expect(told[0]).toContain('PB-01@2 is not what this installation keeps')
  })
})

test('everything that was changed is on record', async () => {
  const page = await asTenant(it.db, 'a', scoped => listAudit(scoped, { limit: 50 }))
  const changes = page!.items.filter(({ action }) => action.startsWith('playbook.')).reverse()
  expect(changes.map(({ action, object, who }) => `${who.split('@')[0]} ${action} ${object}`)).toEqual([
    'plant-engineer playbook.change PB-01',
    'plant-engineer playbook.change PB-01',
    'plant-engineer playbook.change SITE-01',
    'operations-manager playbook.withdraw PB-01',
    'plant-engineer playbook.change PB-12',
    'plant-engineer playbook.change PB-01',
    'plant-engineer playbook.change PB-01',
    'plant-engineer playbook.change PB-12',
  ])
  expect(changes[3]!.detail).toEqual({ version: 1003, note: 'Too long.' })
})
