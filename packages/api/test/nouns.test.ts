// What each noun promises, over HTTP on a real database.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sql } from './database.ts'
import { assetOf, findingOf, write } from './rows.ts'
import { type Served, served } from './served.ts'

let it: Served
beforeAll(async () => {
  it = await served({ people: ['provider-admin', 'analyst'] })
})
afterAll(() => it.end())

const admin = 'provider-admin'
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
const call = (who: string, method: Method, url: string, payload?: object, headers: Record<string, string> = {}) =>
  it.as(who, { method, url, headers, ...(payload ? { payload } : {}) })
const site = '/api/tenants/a/sites/s'
describe('problems', () => {
  test('are documents with a sentence, and with the fields at fault', async () => {
    const answer = await call(admin, 'POST', `${site}/acceptances`, { kind: 'accept', reason: ' ', more: 1 })
    expect(answer.statusCode).toBe(400)
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
    expect(answer.json()).toMatchObject({ type: 'about:blank', title: 'Bad Request', status: 400 })
    expect(Object.keys(answer.json().fields)).toContain('reason')
  })

  test('say nothing of the inside when something breaks', async () => {
    await sql`alter table saved rename to gone`.execute(it.db)
    const answer = await call(admin, 'GET', '/api/tenants/a/saved')
    await sql`alter table gone rename to saved`.execute(it.db)
    expect(answer.statusCode).toBe(500)
    expect(answer.body).not.toMatch(/relation|saved/)
    expect(answer.json().request).toBeTruthy()
  })

  test('answer what does not exist, and what is no request', async () => {
    expect((await call(admin, 'GET', '/api/nothing')).json().status).toBe(404)
    const broken = await it.as(admin, {
      method: 'POST',
      url: `${site}/hunt`,
      headers: { 'content-type': 'application/json' },
      payload: '{',
    })
    expect(broken.statusCode).toBe(400)
    expect(broken.headers['content-type']).toMatch(/problem/)
  })
})

describe('two people', () => {
  test('do not overwrite each other, and traffic is no conflict', async () => {
    await write(it.db, 'a', { findings: [findingOf('etag')] })
    const url = `${site}/findings/etag`
    const first = await call(admin, 'GET', url)
    const tag = String(first.headers.etag)
    expect((await call(admin, 'GET', url, undefined, { 'if-none-match': tag })).statusCode).toBe(304)
    await write(it.db, 'a', { findings: [findingOf('etag', { last: 99 })] })
    expect((await call(admin, 'GET', url, undefined, { 'if-none-match': tag })).statusCode).toBe(200)
    const headers = { 'if-match': tag }
    expect((await call('analyst', 'PATCH', url, { assignee: 'me' }, headers)).statusCode).toBe(200)
    expect((await call(admin, 'PATCH', url, { assignee: 'no, me' }, headers)).statusCode).toBe(412)
    expect((await call(admin, 'GET', url)).json().work.assignee).toBe('me')
  })

  test('who change at the same moment: one wins, one is told', async () => {
    await write(it.db, 'a', { assets: [assetOf('shared', 5)] })
    const url = `${site}/assets/shared`
    const headers = { 'if-match': String((await call(admin, 'GET', url)).headers.etag) }
    const both = await Promise.all(['x', 'y'].map(owner => call(admin, 'PATCH', url, { owner }, headers)))
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 412])
  })
})

describe('idempotency', () => {
  const url = '/api/tenants/a/keys'
  const body = { name: 'robot', scopes: ['site.read'] }
  const headers = { 'idempotency-key': 'a-key-of-a-test' }
  const count = async () => (await call(admin, 'GET', url)).json().items.length

  test('a request that comes again is carried out once, and answered the same', async () => {
    const before = await count()
    const first = await call(admin, 'POST', url, body, headers)
    const second = await call(admin, 'POST', url, body, headers)
    expect(first.statusCode).toBe(201)
    expect([second.statusCode, second.body]).toEqual([201, first.body])
    expect(second.headers['idempotency-replayed']).toBe('true')
    expect(await count()).toBe(before + 1)
    const { rows } = await sql<{ body: Buffer }>`select body from answers`.execute(it.db)
    expect(Buffer.concat(rows.map(row => row.body)).includes('nk_')).toBe(false)
  })

  test('another request under the same key is refused', async () => {
    expect((await call(admin, 'POST', url, { ...body, name: 'other' }, headers)).statusCode).toBe(422)
  })

  test('two at once make one', async () => {
    const before = await count()
    const key = { 'idempotency-key': 'two-at-once-of-a-test' }
    const both = await Promise.all([1, 2, 3].map(() => call(admin, 'POST', url, body, key)))
    expect(both.filter(({ statusCode }) => statusCode === 201).length).toBeGreaterThan(0)
    for (const { statusCode } of both) expect([201, 409]).toContain(statusCode)
    expect(await count()).toBe(before + 1)
  })

  test('the key of one person is nothing to another', async () => {
    const mine = { 'idempotency-key': 'shared-by-accident' }
    const saved = { kind: 'view', name: 'x', data: {} }
    const one = await call(admin, 'POST', '/api/tenants/a/saved', saved, mine)
    const other = await call('analyst', 'POST', '/api/tenants/a/saved', saved, mine)
    expect([one.json().owner, other.json().owner]).toEqual(['provider-admin@example.com', 'analyst@example.com'])
  })
})

describe('acceptances', () => {
  const url = `${site}/acceptances`
  beforeEach(async () => {
    await sql`delete from acceptances`.execute(it.db)
    await sql`delete from findings where tenant = 'a'`.execute(it.db)
    await write(it.db, 'a', {
      findings: [
        findingOf('one'),
        findingOf('two', { source: 'hmi' }),
        findingOf('three', { rule: 'other-rule', verb: null }),
      ],
    })
  })
  const open = async () => {
    const { items } = (await call(admin, 'GET', `${site}/findings?status=open`)).json()
    return items.map(({ id }: { id: string }) => id).sort()
  }

  test.each([
    [{ rule: 'first-write' }, ['three']],
    [{ rule: 'first-write', source: 'ews' }, ['three', 'two']],
    [{ source: 'ews' }, ['two']],
    [{ verb: 'write' }, ['three']],
    [{ rule: 'first-write', target: 'another' }, ['one', 'three', 'two']],
  ])('%o leaves %o open', async (scope, left) => {
    const made = await call(admin, 'POST', url, { kind: 'accept', reason: 'A planned change', ...scope })
    expect(made.statusCode).toBe(201)
    expect(await open()).toEqual(left)
    expect((await call(admin, 'DELETE', `${url}/${made.json().id}`)).statusCode).toBe(200)
    expect(await open()).toEqual(['one', 'three', 'two'])
  })

  test('hold for what comes later, and end by themselves', async () => {
    const expires = new Date(Date.now() + 3_600_000).toISOString()
    await call(admin, 'POST', url, { kind: 'suppress', rule: 'first-write', reason: 'Noise', expires })
    await write(it.db, 'a', { findings: [findingOf('later', { target: 'new' })] })
    expect((await call(admin, 'GET', `${site}/findings/later`)).json().work.status).toBe('suppressed')
    expect((await call(admin, 'GET', '/api/tenants/a/findings-count')).json()).toEqual({ high: 1 })
    expect((await call(admin, 'GET', url)).json().items).toMatchObject([{ findings: 3 }])
    await sql`update acceptances set expires_at = now() - interval '1 second'`.execute(it.db)
    expect(await open()).toEqual(['later', 'one', 'three', 'two'])
  })

  test('do not overrule what was said of a finding itself', async () => {
    await call(admin, 'PATCH', `${site}/findings/one`, { status: 'confirmed' })
    await call(admin, 'POST', url, { kind: 'accept', rule: 'first-write', reason: 'Fine' })
    expect((await call(admin, 'GET', `${site}/findings/one`)).json().work.status).toBe('confirmed')
  })

  test('silence neither everything nor the past', async () => {
    expect((await call(admin, 'POST', url, { kind: 'accept', reason: 'All' })).statusCode).toBe(400)
    const expires = '2020-01-01T00:00:00Z'
    expect((await call(admin, 'POST', url, { kind: 'accept', rule: 'x', reason: 'Late', expires })).statusCode).toBe(
      400,
    )
  })
})

describe('site.yaml', () => {
  test('is refused with its faults, and nothing is kept', async () => {
    const answer = await call(admin, 'PUT', `${site}/model`, { source: 'nonsense: 1' })
    expect(answer.statusCode).toBe(400)
    expect(answer.json().faults).toEqual([{ line: 1, message: 'The site has no `nonsense`.' }])
    expect((await call(admin, 'GET', `${site}/model`)).json().version).toBe(0)
  })

  test('has versions; who started from an old one is told', async () => {
    const start = await call(admin, 'GET', `${site}/model`)
    const headers = { 'if-match': String(start.headers.etag) }
    expect((await call(admin, 'PUT', `${site}/model`, { source: 'site: A' }, headers)).json().version).toBe(1)
    expect((await call('analyst', 'PUT', `${site}/model`, { source: 'site: B' }, headers)).statusCode).toBe(412)
    const both = await Promise.all(
      ['C', 'D'].map(name => call(admin, 'PUT', `${site}/model`, { source: `site: ${name}` })),
    )
    expect(both.map(answer => answer.json().version).sort()).toEqual([2, 3])
    const { items } = (await call(admin, 'GET', `${site}/model/versions`)).json()
    expect(items.map(({ version }: { version: number }) => version)).toEqual([3, 2, 1])
    expect((await call(admin, 'GET', `${site}/model/versions/1`)).json().source).toBe('site: A')
  })
})

test('a site that there is not costs nothing: the platform is not asked', async () => {
  for (const path of ['baseline', 'baseline/devices/known', 'expectation'])
    expect((await call(admin, 'GET', `/api/tenants/a/sites/made-up/${path}`)).statusCode, path).toBe(404)
})

describe('sensors', () => {
  const enrolled = async () => {
    const { token } = (await call(admin, 'POST', `${site}/enrolments`, { name: 'Hall 3' })).json()
    return { token, ...(await call('nobody', 'POST', '/api/enrol', { token })).json() }
  }
  const send = (sensor: string, key: string, seq: number, payload = Buffer.from('batch'), where = site) =>
    it.app.inject({
      method: 'POST',
      url: `${where}/sensors/${sensor}/batches`,
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': 'application/octet-stream',
        'nautilus-epoch': '2026-01-01T00:00:00Z',
        'nautilus-seq': String(seq),
      },
      payload,
    })

  test('come in with a token that works once, and send with a key of their own', async () => {
    const { token, tenant, sensor, key } = await enrolled()
    expect([tenant, key.slice(0, 3)]).toEqual(['a', 'ns_'])
    expect((await call('nobody', 'POST', '/api/enrol', { token })).statusCode).toBe(410)
    expect((await send(sensor, key, 1)).json()).toEqual({ seq: 1 })
    expect((await send(sensor, key, 1)).statusCode).toBe(200)
    const gap = await send(sensor, key, 4)
    expect([gap.statusCode, gap.json().expected]).toEqual([409, 2])
    expect((await send(sensor, key, 2, Buffer.from('x'))).statusCode).toBe(400)
    expect(it.platform.batches).toMatchObject([{ tenant: 'a', site: 's', sensor, seq: 1 }])
  })

  test('have no way but their own, and none once revoked', async () => {
    const [one, two] = [await enrolled(), await enrolled()]
    expect((await send(two.sensor, one.key, 1)).statusCode).toBe(401)
    expect((await send(one.sensor, one.key, 1, undefined, '/api/tenants/a/sites/other')).statusCode).toBe(401)
    expect((await send(one.sensor, one.key, 1, undefined, '/api/tenants/b/sites/s')).statusCode).toBe(401)
    const read = await it.app.inject({ url: `${site}/findings`, headers: { authorization: `Bearer ${one.key}` } })
    expect(read.statusCode).toBe(401)
    expect((await call(admin, 'DELETE', `${site}/sensors/${one.sensor}/key`)).statusCode).toBe(204)
    expect((await send(one.sensor, one.key, 1)).statusCode).toBe(401)
  })
})

test('decisions about the baseline name who decided', async () => {
  const url = `${site}/baseline/decisions`
  const decision = { do: 'pin', fact: { device: 'known' }, why: 'It is ours' }
  expect((await call('analyst', 'POST', url, decision)).json()).toEqual({ number: 1 })
  expect(it.platform.decisions).toMatchObject([{ ...decision, by: 'analyst@example.com' }])
  expect((await call('analyst', 'POST', url, { ...decision, fact: { device: 'other' } })).statusCode).toBe(404)
  expect((await call('analyst', 'POST', url, { ...decision, fact: { device: 'known', more: 'x' } })).statusCode).toBe(
    400,
  )
})

test('documents of expected devices are read, listed, compared and removed', async () => {
  const put = (file: string, payload: string) =>
    it.as(admin, {
      method: 'PUT',
      url: `${site}/expected/${file}`,
      headers: { 'content-type': 'application/octet-stream' },
      payload: Buffer.from(payload),
    })
  expect((await put('list.csv', 'name,ip\nPLC,10.0.0.1\nHMI,10.0.0.2\n')).json()).toMatchObject({ devices: 2 })
  expect((await put('junk.csv', 'nothing of use')).statusCode).toBe(400)
  expect((await call(admin, 'GET', `${site}/expected`)).json().items).toMatchObject([{ file: 'list.csv', devices: 2 }])
  expect((await call(admin, 'GET', `${site}/expectation`)).json()).toEqual({ documents: 1 })
  expect((await call(admin, 'DELETE', `${site}/expected/list.csv`)).statusCode).toBe(204)
  expect((await call(admin, 'GET', `${site}/expectation`)).json()).toEqual({ documents: 0 })
})

test("saved views are one's own until they are shared", async () => {
  const url = '/api/tenants/a/saved'
  const { id } = (await call('analyst', 'POST', url, { kind: 'hunt', name: 'Mine', data: { terms: [] } })).json()
  expect((await call(admin, 'GET', `${url}/${id}`)).statusCode).toBe(404)
  await call('analyst', 'PATCH', `${url}/${id}`, { shared: true })
  expect((await call(admin, 'GET', `${url}/${id}`)).json().data).toEqual({ terms: [] })
  expect((await call(admin, 'PATCH', `${url}/${id}`, { name: 'Taken' })).statusCode).toBe(404)
  expect((await call(admin, 'DELETE', `${url}/${id}`)).statusCode).toBe(404)
  expect((await call('analyst', 'DELETE', `${url}/${id}`)).statusCode).toBe(204)
})

test('tables for spreadsheets hold everything, and no formulas', async () => {
  const assets = Array.from({ length: 1203 }, (_, n) => assetOf(`x${n}`, n % 7))
  await write(it.db, 'a', { assets, findings: [findingOf('csv')] })
  const answer = await call(admin, 'GET', `${site}/assets.csv`)
  const lines = answer.body.split('\r\n').filter(line => /^x\d+,/.test(line))
  expect(new Set(lines).size).toBe(1203)
  expect(lines[0]).toContain('"Name, ""quoted"" x')
  expect((await call(admin, 'GET', `${site}/findings.csv`)).body).toContain(`"'=HYPERLINK(""http://evil"")"`)
})

describe('figures', () => {
  const ask = (headers: Record<string, string>, remoteAddress = '127.0.0.1') =>
    it.app.inject({ url: '/metrics', headers, remoteAddress })

  test('are for this machine', async () => {
    await call(admin, 'GET', '/api/me')
    const own = await ask({})
    expect(own.body).toMatch(/^nautilus_lag_seconds 1$/m)
    expect(own.body).toMatch(/^nautilus_ring_window_seconds 3600$/m)
    expect(own.body).toMatch(/nautilus_http_request_seconds_count\{method="GET",route="\/api\/me"/)
    const labels = String.raw`\{tenant="acme",site="north",sensor="span-1",interface="eth\\"1"\}`
    for (const [name, value] of Object.entries({ packets: 7, dropped: 3, frozen: 1, fill: 0.25, up: 0 }))
      expect(own.body).toMatch(new RegExp(`^nautilus_interface_${name}${labels} ${value}$`, 'm'))
    expect((await ask({}, '192.0.2.1')).statusCode).toBe(403)
    expect((await ask({ 'x-forwarded-for': '192.0.2.1' })).statusCode).toBe(403)
    expect((await ask({ authorization: 'Bearer guess' }, '192.0.2.1')).statusCode).toBe(403)
  })
})
