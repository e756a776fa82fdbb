// What other systems know, over HTTP: tables, sources, intelligence, vulnerabilities; who may, what is recorded, what is told.
import { asTenant, listAudit, putVulnerabilities } from '@nautilus/store'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Served, served } from './served.ts'

let it: Served
const site = '/api/tenants/a/sites/s'
type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
const call = (who: string, method: Method, url: string, payload?: object | string, headers = {}) =>
  it.as(who, { method, url, headers, ...(payload === undefined ? {} : { payload }) })
const octets = { 'content-type': 'application/octet-stream' }

beforeAll(async () => {
  it = await served({ people: ['provider-admin', 'analyst', 'read-only', 'outsider'] })
})
afterAll(() => it.end())
const actions = async () =>
  (await asTenant(it.db, 'a', scoped => listAudit(scoped, { limit: 20 })))!.items.map(({ action }) => action)

describe('tables', () => {
  const send = (who: string, query: string, body = 'name,ip') =>
    call(who, 'POST', `${site}/lists-import?${query}`, body, octets)
  test('are handed on as they are, with the columns that somebody chose', async () => {
    const read = await send(
      'analyst',
      `kind=assets&name=CMDB&dry=true&mapping=${encodeURIComponent('{"name":0,"ip":1}')}`,
    )
    expect(read.json()).toMatchObject({ taken: false, columns: ['name,ip'], mapping: { name: 0, ip: 1 } })
    expect((await send('read-only', 'kind=assets&name=CMDB')).statusCode).toBe(403)
    expect((await send('analyst', 'kind=assets&name=CMDB', 'busy')).statusCode).toBe(429)
    expect((await send('analyst', 'kind=people&name=CMDB')).statusCode).toBe(400)
  })

  test.each(['[]', '{"name":-1}', '{"name":1.5}', '{"na me":1}', 'x'])(
    'with a mapping that is none are refused: %s',
    async text => {
      const answer = await send('analyst', `kind=assets&name=x&mapping=${encodeURIComponent(text)}`)
      expect(answer.json()).toMatchObject({ status: 400, fields: { mapping: expect.any(String) } })
    },
  )

  test('are told with their kinds, and what follows from them as CSV', async () => {
    expect((await call('read-only', 'GET', `${site}/lists`)).json()).toMatchObject({
      items: [],
      kinds: [{ kind: 'assets' }],
    })
    const csv = await call('read-only', 'GET', `${site}/not-in-lists.csv`)
    expect([csv.headers['content-type'], csv.body]).toEqual([
      'text/csv; charset=utf-8',
      'id,name,ip,mac,vendor,model,role,last\r\n',
    ])
    expect((await call('read-only', 'GET', `${site}/known-unheard`)).json()).toEqual({ devices: [], ports: [] })
    expect((await call('read-only', 'GET', `${site}/firewall-use`)).json()).toEqual({ rules: [], unallowed: [] })
    expect((await call('read-only', 'GET', `${site}/not-in-lists?after=x`)).statusCode).toBe(400)
    expect((await call('read-only', 'GET', `/api/tenants/a/sites/none/lists`)).statusCode).toBe(404)
  })
})

describe('sources', () => {
  const base = '/api/tenants/a/sources'
  const made = {
    kind: 'kev',
    site: null,
    name: 'KEV',
    settings: { url: 'https://x.example', secret: 's3cret' },
    hours: 24,
    enabled: true,
  }
  test('are made, changed and asked; what is secret never comes out', async () => {
    const row = await call('provider-admin', 'POST', base, made)
    expect(row.statusCode, row.body).toBe(201)
    expect(row.json()).toMatchObject({
      name: 'KEV',
      settings: { url: 'https://x.example' },
      secrets: ['secret'],
      last_error: null,
    })
    const url = `${base}/${row.json().id}`
    expect((await call('provider-admin', 'POST', `${url}/fetch`)).json()).toEqual({ ok: true, why: 'files 1' })
    const { kind: _, site: __, ...changed } = { ...made, hours: 12, settings: { url: 'https://y.example' } }
    expect((await call('provider-admin', 'PUT', url, changed)).json()).toMatchObject({ hours: 12, version: 2 })
    const all = await call('provider-admin', 'GET', base)
    expect(all.body).not.toContain('s3cret')
    expect((await call('provider-admin', 'DELETE', url)).statusCode).toBe(204)
    expect((await actions()).slice(0, 4)).toEqual(['source.remove', 'source.change', 'source.fetch', 'source.make'])
  })

  test.each([
    [{ settings: { url: 'ftp://x' } }, 'settings.url'],
    [{ kind: 'none' }, 'kind'],
    [{ site: 's' }, 'site'],
    [{ kind: 'servicenow-cmdb', settings: {} }, 'site'],
    [{ kind: 'servicenow-cmdb', settings: {}, site: 'nowhere' }, 'site'],
    [{ hours: 0 }, 'hours'],
  ])('are refused at the field: %o', async (part, field) => {
    const answer = await call('provider-admin', 'POST', base, { ...made, ...part })
    expect(answer.json()).toMatchObject({ status: 400, fields: { [field]: expect.any(String) } })
  })

  test('are for who may have them', async () => {
    expect((await call('analyst', 'GET', base)).statusCode).toBe(403)
    expect((await call('outsider', 'GET', base)).statusCode).toBe(404)
  })
})

describe('vulnerabilities', () => {
  const found = (id: string, rank: number, known: boolean) => ({
    ...{ id, asset: 'plc', vulnerability: `CVE-2026-000${rank}`, verdict: 'affected', urgency: 'now', rank, known },
    ...{ score: 9.8, likelihood: null, data: { title: 'A fault' } },
  })
  test('are told most urgent first, and seen once', async () => {
    const rows = [found('v0', 0, true), found('v1', 1, false), found('v2', 2, true)]
    const run = { at: new Date(), counts: { affected: 3 }, age: ['1 advisory.'] }
    await asTenant(it.db, 'a', scoped => putVulnerabilities(scoped, { tenant: 'a', site: 's' }, rows, run))
    const first = (await call('read-only', 'GET', `${site}/vulnerabilities?limit=2`)).json()
    expect(first).toMatchObject({
      items: [{ id: 'v0' }, { id: 'v1' }],
      run: { total: 3, known: 2, unseen: 2, age: ['1 advisory.'] },
    })
    const next = (await call('read-only', 'GET', `${site}/vulnerabilities?limit=2&after=${first.next}`)).json()
    expect(next).toMatchObject({ items: [{ id: 'v2' }], next: null })
    const seen = `${site}/vulnerabilities/v0/seen`
    expect((await call('read-only', 'POST', seen)).statusCode).toBe(403)
    expect((await call('analyst', 'POST', seen)).statusCode).toBe(204)
    expect((await call('analyst', 'POST', seen)).statusCode).toBe(404)
    expect((await call('analyst', 'POST', `${site}/vulnerabilities/v1/seen`)).statusCode).toBe(404)
    const left = (await call('read-only', 'GET', `${site}/vulnerabilities?unseen=true`)).json()
    expect(left.items.map(({ id }: { id: string }) => id)).toEqual(['v2'])
    expect((await call('read-only', 'GET', `${site}/assets/plc/told`)).json()).toMatchObject({
      claims: [],
      ports: [],
      vulnerabilities: [{ id: 'v0', seen_by: 'analyst@example.com' }, {}, {}],
    })
    expect((await actions())[0]).toBe('vulnerability.seen')
  })

  test('rest on files that people bring', async () => {
    const url = '/api/tenants/a/intelligence'
    expect((await call('analyst', 'POST', `${url}?name=kev.json`, 'good', octets)).json()).toMatchObject({
      taken: [{ name: 'kev.json' }],
    })
    const bad = await call('analyst', 'POST', `${url}?name=kev.json`, 'x', octets)
    expect(bad.json()).toMatchObject({
      status: 400,
      detail: 'Nothing was taken: kev.json is too short.',
      fields: { file: expect.any(String) },
    })
    expect((await call('analyst', 'POST', `${url}?name=kev.json`, 'x'.repeat(2000), octets)).statusCode).toBe(413)
    expect((await call('analyst', 'GET', url)).json()).toEqual({ items: [], kinds: [] })
    expect((await call('read-only', 'GET', url)).statusCode).toBe(403)
  })
})
