// Destinations over HTTP: what is secret never comes out, and faults stand beside their fields.
import { addDeadLetters, asTenant, listDestinations, placeOutward, tellOutward } from '@nautilus/store'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Served, served } from './served.ts'

let it: Served
beforeAll(async () => {
  it = await served({ people: ['provider-admin', 'analyst'] })
})
afterAll(() => it.end())

const base = '/api/tenants/a/destinations'
const filter = { topics: ['finding'], severity: 'medium', sites: [], exercises: false }
const body = (more: object = {}) => ({
  ...{ name: 'SIEM', filter, mapping: { rename: {}, add: {} }, enabled: true },
  settings: { url: 'https://siem.example.com', secret: 'hush' },
  ...more,
})
const ask = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path = '', payload?: object, headers: object = {}) =>
  it.as('provider-admin', { method, url: `${base}${path}`, headers: { ...headers }, ...(payload ? { payload } : {}) })
const made = async (name: string) => (await ask('POST', '', { kind: 'webhook', ...body({ name }) })).json().id as string
const audit = async () => (await it.as('provider-admin', { url: '/api/tenants/a/audit' })).json().items

test('one is made, listed, changed and removed, and its secret is never told', async () => {
  const answer = await ask('POST', '', { kind: 'webhook', ...body() })
  expect(answer.statusCode).toBe(201)
  const { id } = answer.json()
  expect(answer.json()).toMatchObject({ kind: 'webhook', state: 'ok', secrets: ['secret'], waiting: 0, dead: 0 })
  expect(answer.json().settings).toEqual({ url: 'https://siem.example.com' })
  const list = await ask('GET')
  expect(list.json().kinds[0].fields).toHaveLength(2)
  expect(list.body + answer.body).not.toContain('hush')
  // A secret that is left out stays.
  const changed = await ask('PUT', `/${id}`, body({ settings: { url: 'https://other.example.com' } }))
  expect(changed.json()).toMatchObject({ version: 2, settings: { url: 'https://other.example.com' } })
  const rows = await it.db.selectFrom('destinations').select('sealed').where('id', '=', id).execute()
  expect(rows[0]?.sealed.toString()).toBe('{"secret":"kept"}')
  expect((await ask('DELETE', `/${id}`)).statusCode).toBe(204)
  expect((await ask('DELETE', `/${id}`)).statusCode).toBe(404)
  const [removed, change, make] = await audit()
  expect([make.action, change.action, removed.action]).toEqual([
    'destination.make',
    'destination.change',
    'destination.remove',
  ])
  expect(change.detail.fields).toEqual(['settings'])
  expect(JSON.stringify([make, change, removed])).not.toContain('hush')
})

test('what is wrong stands beside its field', async () => {
  const wrong = await ask('POST', '', { kind: 'webhook', ...body({ settings: { url: 'ftp://x' } }) })
  expect(wrong.statusCode).toBe(400)
  expect(wrong.json().fields).toEqual({ 'settings.url': 'must begin with https://' })
  const kind = await ask('POST', '', { kind: 'nonsense', ...body() })
  expect(kind.json().fields).toEqual({ kind: 'must be one of webhook' })
  const topic = await ask('POST', '', { kind: 'webhook', ...body({ filter: { ...filter, topics: ['asset'] } }) })
  expect(topic.json().fields).toEqual({ 'filter.topics': 'must be of finding, audit' })
  const id = await made('First')
  expect((await ask('POST', '', { kind: 'webhook', ...body({ name: 'first' }) })).statusCode).toBe(409)
  expect((await ask('PUT', `/${id}`, body({ name: 'First' }), { 'if-match': '"x.y"' })).statusCode).toBe(412)
})

test('a trial is sent, and the record has it', async () => {
  const id = await made('Trial')
  expect((await ask('POST', `/${id}/test`)).json()).toEqual({ kind: 'delivered', why: '', field: null })
  expect((await audit())[0]).toMatchObject({ action: 'destination.test', object: id, detail: { name: 'Trial' } })
})

test('it is paused and goes on, and waits meanwhile', async () => {
  const id = await made('Paused')
  expect((await ask('POST', `/${id}/pause`)).json()).toMatchObject({ enabled: false })
  await asTenant(it.db, 'a', scoped => tellOutward(scoped, 'a', [{ kind: 'audit', object: 'x', site: null, body: {} }]))
  await placeOutward(it.db)
  expect((await ask('GET', `/${id}`)).json().waiting).toBeGreaterThan(0)
  expect((await ask('POST', `/${id}/resume`)).json()).toMatchObject({ enabled: true })
  expect(it.platform.spread).toContain('outward')
})

test('what was refused is looked at, sent again or thrown away', async () => {
  const id = await made('Letters')
  const event = { position: 3, object: 'f-1', kind: 'audit' } as never
  await asTenant(it.db, 'a', scoped =>
    addDeadLetters(
      scoped,
      { tenant: 'a', destination: id },
      [
        { event, reason: 'no' },
        { event, reason: 'never' },
      ],
      1e12,
    ),
  )
  const { items } = (await ask('GET', `/${id}/dead-letters?limit=1`)).json()
  expect(items).toHaveLength(1)
  const next = (await ask('GET', `/${id}/dead-letters?limit=1`)).json().next
  expect((await ask('GET', `/${id}/dead-letters?after=${next}`)).json().items).toHaveLength(1)
  expect((await ask('GET', `/${id}/dead-letters?after=x`)).statusCode).toBe(400)
  expect((await ask('POST', `/${id}/dead-letters/again`, { ids: [items[0].id] })).json()).toEqual({ count: 1 })
  expect((await ask('POST', `/${id}/dead-letters/discard`, { ids: null })).json()).toEqual({ count: 2 })
})

test('a period is sent again', async () => {
  const id = await made('Replay')
  const to = Date.now() * 1000 + 1e9
  expect((await ask('POST', `/${id}/replay`, { from: to - 1e12, to })).statusCode).toBe(200)
  const wrong = await ask('POST', `/${id}/replay`, { from: to, to: to - 1 })
  expect(wrong.json().fields).toEqual({ to: 'must be later' })
  expect((await ask('POST', `/${id}/inventory`)).statusCode).toBe(409)
})

test('who does not run the organisation has no business here', async () => {
  expect((await it.as('analyst', { url: base })).statusCode).toBe(403)
  expect((await asTenant(it.db, 'b', listDestinations)).length).toBe(0)
})

test('figures stand for Prometheus', async () => {
  const { body: text } = await it.app.inject({ url: '/metrics', remoteAddress: '127.0.0.1' })
  expect(text).toContain('nautilus_outward_sent 7')
  expect(text).toContain('nautilus_outward_dropped 9')
})

test('a look is taken with what stands in the form; faults stand beside their fields', async () => {
  const look = { kind: 'webhook', settings: {}, filter, mapping: { rename: {}, add: { team: 'ot' } } }
  const shown = await ask('POST', '/preview', look)
  expect(shown.json()).toMatchObject({ of: 'none', text: expect.stringContaining('team') })
  const wrong = await ask('POST', '/preview', { ...look, settings: { url: 'bad' } })
  expect(wrong.json().fields).toEqual({ 'settings.url': 'must begin with https://' })
  expect((await ask('POST', '/preview', { ...look, kind: 'nonsense' })).statusCode).toBe(404)
  const other = await it.as('analyst', { method: 'POST', url: `${base}/preview`, payload: look })
  expect(other.statusCode).toBe(403)
})
