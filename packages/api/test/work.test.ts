// Approved work, threat feeds and exercises over HTTP.
import type { PlannedWork } from '@nautilus/model'
import { asTenant, listAudit, listIncidents, peopleOfExercise } from '@nautilus/store'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Served, served } from './served.ts'

let it: Served
beforeAll(async () => {
  it = await served({ people: ['analyst', 'plant-engineer', 'read-only', 'outsider', 'provider'] })
})
afterAll(() => it.end())

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
const call = (
  who: string,
  method: Method,
  url: string,
  payload?: object | string,
  headers: Record<string, string> = {},
) => it.as(who, { method, url, headers, ...(payload === undefined ? {} : { payload }) })
const octets = { 'content-type': 'application/octet-stream' }
const site = '/api/tenants/a/sites/s'
const base = `${site}/work`

const work: PlannedWork = {
  title: 'New pump',
  assets: ['10.0.0.7'],
  verbs: ['download'],
  sources: null,
  tools: null,
  ...{ person: 'Eva', company: 'ACME', laptop: null, contact: null, note: null, timeZone: 'Europe/Berlin' },
  windows: [{ from: '2026-03-28T02:30', to: '2026-03-28T04:30', repeat: 'FREQ=DAILY;COUNT=3', except: [] }],
}

describe('work orders', () => {
  test('are taken with a number, told to the site, and refused at the field', async () => {
    const made = await call('analyst', 'POST', base, { work })
    expect(made.statusCode).toBe(201)
    expect(made.json()).toMatchObject({ id: 'WO-1', version: 1, force_version: 1, state: 'approved', work })
    expect(it.platform.spread).toEqual(['a/s orders'])
    const wrong = await call('analyst', 'POST', base, { work: { ...work, title: '' } })
    expect(wrong.statusCode).toBe(400)
    expect(wrong.json()).toMatchObject({ fields: { title: 'An order needs a title.' } })
    expect((await call('analyst', 'POST', base, { id: 'WO-1', work })).statusCode).toBe(409)
    expect((await call('read-only', 'POST', base, { work })).statusCode).toBe(403)
    expect((await call('read-only', 'GET', base)).json()).toMatchObject({ approval: false, items: [{ id: 'WO-1' }] })
    expect((await call('outsider', 'GET', base)).statusCode).toBe(404)
  })

  test('are not overwritten by two people at once, and keep every version', async () => {
    const url = `${base}/WO-1`
    const tag = String((await call('analyst', 'GET', url)).headers.etag)
    const change = (title: string) => call('analyst', 'PUT', url, { work: { ...work, title } }, { 'if-match': tag })
    expect((await change('Two pumps')).json()).toMatchObject({ version: 2, force_version: 2 })
    expect((await change('Three pumps')).statusCode).toBe(412)
    const { items } = (await call('analyst', 'GET', `${url}/history`)).json()
    expect(items).toMatchObject([
      { version: 2, step: 'changed', work: { title: 'Two pumps' }, who: 'analyst@example.com' },
      { version: 1, step: 'created', work: { title: 'New pump' } },
    ])
  })

  test('wait for another person where the site asks for it; until then the version before holds', async () => {
    expect((await call('plant-engineer', 'PUT', `${base}-approval`, { approval: true })).json()).toEqual({
      approval: true,
    })
    const url = `${base}/WO-1`
    const changed = await call('plant-engineer', 'PUT', url, { work: { ...work, title: 'Four pumps' } })
    expect(changed.json()).toMatchObject({ version: 3, state: 'waiting', force_version: 2 })
    const own = await call('plant-engineer', 'POST', `${url}/approve`)
    expect(own.statusCode).toBe(403)
    expect(own.json().detail).toContain('another person')
    expect((await call('analyst', 'POST', `${url}/approve`)).statusCode).toBe(403)
    await call('analyst', 'PUT', url, { work: { ...work, title: 'Five pumps' } })
    const approved = await call('plant-engineer', 'POST', `${url}/approve`)
    expect(approved.json()).toMatchObject({
      version: 4,
      force_version: 4,
      state: 'approved',
      approved_by: 'plant-engineer@example.com',
    })
    expect((await call('plant-engineer', 'POST', `${url}/approve`)).statusCode).toBe(409)
    await call('plant-engineer', 'PUT', `${base}-approval`, { approval: false })
  })

  test('of a file are shown first, and taken all or none', async () => {
    const found = (id: string | null, part: object = {}) => ({ line: 3, id, cancelled: false, work, ...part })
    const file = JSON.stringify({
      orders: [found('X-1'), found('WO-1', { cancelled: true })],
      faults: [{ line: 9, message: 'is bad.' }],
    })
    const send = (query: string, body = file) => call('analyst', 'POST', `${base}-import${query}`, body, octets)
    const dry = (await send('?dry=true')).json()
    expect(dry).toMatchObject({ taken: false, faults: [{ line: 9 }], orders: [{ what: 'new' }, { what: 'cancelled' }] })
    expect((await send('')).json()).toMatchObject({ status: 400, detail: 'Nothing was taken. Line 9: is bad.' })
    expect((await call('analyst', 'GET', `${base}/X-1`)).statusCode).toBe(404)
    expect((await send('?leave=true')).json()).toMatchObject({
      taken: true,
      orders: [{ what: 'new' }, { what: 'cancelled' }],
    })
    expect((await send('?dry=true')).json().orders).toMatchObject([{ what: 'same' }])
    expect((await call('analyst', 'GET', `${base}/WO-1`)).json()).toMatchObject({
      state: 'cancelled',
      force_version: null,
    })
    expect((await send('', 'x'.repeat(2000))).statusCode).toBe(413)
    const many = JSON.stringify({ orders: [1, 2, 3].map(n => found(`Y-${n}`, { work: { ...work, windows: [] } })) })
    expect((await send('', many)).statusCode).toBe(409)
    expect((await call('analyst', 'GET', `${base}/Y-1`)).statusCode).toBe(404)
    expect((await call('read-only', 'GET', `${base}.ics`)).payload).toBe('Site: WO-1 true, X-1 false')
  })

  test('that are cancelled hold no longer, and are not changed', async () => {
    const cancelled = await call('analyst', 'POST', `${base}/X-1/cancel`, { reason: 'The part did not come.' })
    expect(cancelled.json()).toMatchObject({ state: 'cancelled', force_version: null })
    expect((await call('analyst', 'PUT', `${base}/X-1`, { work })).statusCode).toBe(409)
    expect((await call('analyst', 'GET', `${base}-calendar?from=0&to=1000`)).json()).toEqual({ items: [] })
    expect((await call('analyst', 'GET', `${base}-calendar?from=0&to=1e15`)).statusCode).toBe(400)
    const page = await asTenant(it.db, 'a', scoped => listAudit(scoped, { limit: 50 }))
    expect(new Set(page!.items.map(({ action }) => action))).toEqual(
      new Set(['work.create', 'work.change', 'work.approval', 'work.approve', 'work.import', 'work.cancel']),
    )
  })
})

describe('threat feeds', () => {
  const feeds = '/api/tenants/a/feeds'
  test('are taken with their faults, replaced by name, and told to all sites', async () => {
    it.platform.spread.length = 0
    const put = (name: string, body: string, query = '') =>
      call('analyst', 'PUT', `${feeds}/${name}${query}`, body, octets)
    expect((await put('list', 'one\nbad')).json()).toMatchObject({
      ...{ name: 'list', owner: 'tenant', indicators: 1, faults: [{ line: 1, message: 'is bad.' }], over: false },
    })
    const second = (await put('LIST', 'one\ntwo', '?days=7')).json()
    expect(second.indicators).toBe(2)
    expect(second.expires_at).not.toBeNull()
    expect((await call('read-only', 'GET', feeds)).json().items).toHaveLength(1)
    expect((await put('none', 'bad')).json().detail).toBe('none could not be used: line 1: is bad.')
    expect((await put('big', 'x'.repeat(2000))).statusCode).toBe(413)
    expect((await call('plant-engineer', 'PUT', `${feeds}/x`, 'one', octets)).statusCode).toBe(403)
    expect(it.platform.spread).toEqual(['a feeds', 'a feeds'])
    expect((await call('analyst', 'DELETE', `${feeds}/${second.id}`)).statusCode).toBe(204)
    expect((await call('analyst', 'DELETE', `${feeds}/${second.id}`)).statusCode).toBe(404)
  })

  test('of the provider are seen by every tenant, and changed by the provider alone', async () => {
    const mine = await call('provider', 'PUT', '/api/provider/feeds/cert', 'one', octets)
    expect(mine.json()).toMatchObject({ name: 'cert', owner: 'provider' })
    expect((await call('analyst', 'PUT', '/api/provider/feeds/cert', 'one', octets)).statusCode).toBe(403)
    for (const [who, tenant] of [
      ['analyst', 'a'],
      ['outsider', 'b'],
    ] as const)
      expect((await call(who, 'GET', `/api/tenants/${tenant}/feeds`)).json().items).toMatchObject([
        { owner: 'provider' },
      ])
    expect((await call('analyst', 'DELETE', `${feeds}/${mine.json().id}`)).statusCode).toBe(404)
    expect((await call('provider', 'DELETE', `/api/provider/feeds/${mine.json().id}`)).statusCode).toBe(204)
  })
})

describe('an exercise', () => {
  const exercises = `${site}/exercises`
  test('is an incident apart, for those who take part, and is measured', async () => {
    const given = { story: 'scan', people: ['eva'], goals: { acknowledge: 15 } }
    const made = await call('analyst', 'POST', exercises, given)
    expect(made.statusCode).toBe(201)
    const { id, incident } = made.json()
    const shown = (await call('analyst', 'GET', `${site}/incidents/${incident}`)).json()
    expect(shown.incident).toMatchObject({ exercise: true, title: 'EXERCISE: A scan' })
    expect(await asTenant(it.db, 'a', scoped => peopleOfExercise(scoped, 's', incident))).toEqual(['eva'])
    const real = await asTenant(it.db, 'a', scoped => listIncidents(scoped, ['s'], { exercise: false }, { limit: 10 }))
    expect(real!.items).toEqual([])
    expect((await call('analyst', 'GET', `${site}/findings`)).json().items).toEqual([])
    const running = (await call('read-only', 'GET', `${exercises}/${id}`)).json()
    expect(running.report).toMatchObject({ goals: [{ goal: 'acknowledge', within: 9e8, took: null, met: null }] })
    const ended = await call('analyst', 'POST', `${exercises}/${id}/end`)
    expect(ended.json()).toMatchObject({ state: 'ended', report: { findings: 1, acknowledged: 0 } })
    expect((await call('analyst', 'POST', `${exercises}/${id}/end`)).statusCode).toBe(409)
    const list = (await call('analyst', 'GET', exercises)).json()
    expect(list.items).toHaveLength(1)
    expect(list.spread.detect).toMatchObject({ count: 1 })
    expect((await call('read-only', 'POST', exercises, given)).statusCode).toBe(403)
    expect((await call('analyst', 'POST', exercises, { ...given, story: 'none' })).statusCode).toBe(400)
  })
})
