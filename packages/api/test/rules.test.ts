// Rules of a tenant over HTTP, keys of sensors in wrong hands, and what sensors do not show.
import { addEnrolment, asTenant, listAudit, revokeSensor, writeChanges } from '@nautilus/store'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hashOf } from '../src/access.ts'
import { type Served, served } from './served.ts'

let it: Served
beforeAll(async () => {
  it = await served({ people: ['analyst', 'read-only'] })
})
afterAll(() => it.end())

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
const call = (method: Method, url: string, payload?: object, headers: Record<string, string> = {}) =>
  it.as('analyst', { method, url, headers, ...(payload ? { payload } : {}) })
const base = '/api/tenants/a/rules'
const site = '/api/tenants/a/sites/s'

describe('rules', () => {
  let first = ''
  let second = ''

  test('with faults are refused with line and field, and nothing is kept', async () => {
    const answer = await call('POST', base, { name: 'Bad', source: 'one\nnonsense' })
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject({
      detail: 'The rule was not taken. In line 2: The rule has no `nonsense`.',
      fields: { source: 'line 2: The rule has no `nonsense`.' },
      faults: [{ line: 2 }],
    })
    expect((await call('GET', base)).json().items).toEqual([])
    expect((await call('POST', `${base}/check`, { source: 'nonsense' })).json().faults).toHaveLength(1)
  })

  test('are kept disabled, and reach the sites when they are enabled', async () => {
    const made = await call('POST', base, { name: 'First', source: 'one' })
    expect(made.statusCode).toBe(201)
    expect(made.json()).toMatchObject({ name: 'First', enabled: false, faults: [], rules: [{ id: 'one' }] })
    first = made.json().id
    expect(it.platform.spread).toEqual([])
    const enabled = await call('PATCH', `${base}/${first}`, { enabled: true })
    expect(enabled.json()).toMatchObject({ enabled: true })
    expect(it.platform.spread).toEqual(['a'])
    const [row] = (await call('GET', base)).json().items
    expect(row).toMatchObject({ id: first, enabled: true, changed_by: 'analyst@example.com' })
    expect(row).not.toHaveProperty('source')
  })

  test('are not overwritten by two people at once', async () => {
    const url = `${base}/${first}`
    const tag = String((await call('GET', url)).headers.etag)
    const put = (source: string) => call('PUT', url, { name: 'First', source }, { 'if-match': tag })
    expect((await put('one\nmore')).statusCode).toBe(200)
    expect(it.platform.spread).toEqual(['a', 'a'])
    expect((await put('one\nother')).statusCode).toBe(412)
    expect((await call('GET', url)).json().source).toBe('one\nmore')
  })

  test('that others ask for are not taken away from them', async () => {
    second = (await call('POST', base, { name: 'Second', source: 'two\nafter one' })).json().id
    expect((await call('PATCH', `${base}/${second}`, { enabled: true })).statusCode).toBe(200)
    for (const refused of [
      await call('DELETE', `${base}/${first}`),
      await call('PATCH', `${base}/${first}`, { enabled: false }),
      await call('PUT', `${base}/${first}`, { name: 'First', source: 'uno' }),
    ]) {
      expect(refused.statusCode).toBe(409)
      expect(refused.json().detail).toContain('“Second” could no longer be used, line 2: There is no rule one.')
    }
    expect((await call('DELETE', `${base}/${second}`)).statusCode).toBe(204)
    expect((await call('DELETE', `${base}/${first}`)).statusCode).toBe(204)
    expect((await call('DELETE', `${base}/${first}`)).statusCode).toBe(404)
  })

  test('everything that was done is on record', async () => {
    const page = await asTenant(it.db, 'a', scoped => listAudit(scoped, { limit: 20 }))
    expect(page!.items.map(({ action }) => action).reverse()).toEqual([
      'rule.create',
      'rule.enable',
      'rule.change',
      'rule.create',
      'rule.enable',
      'rule.remove',
      'rule.remove',
    ])
  })

  test('are tried within bounds', async () => {
    const attempt = (body: object) => call('POST', `${site}/rules/try`, { source: 'one', from: 0, to: 1e9, ...body })
    expect((await attempt({})).json()).toEqual({ from: 0, to: 1e9, batches: 1, operations: 2, cut: false, rules: [] })
    expect((await attempt({ source: 'nonsense' })).json().fields).toHaveProperty('source')
    expect((await attempt({ from: 2e9 })).json().fields).toEqual({ to: 'must be after from' })
    expect((await attempt({ to: 32 * 86_400e6 })).json().fields).toEqual({ to: 'must be within 31 days of from' })
    expect((await attempt({ source: 'busy' })).statusCode).toBe(429)
    expect((await attempt({ source: 'late' })).statusCode).toBe(503)
    const elsewhere = await call('POST', '/api/tenants/a/sites/nowhere/rules/try', { source: 'one', from: 0, to: 1 })
    expect(elsewhere.statusCode).toBe(404)
  })

  test('are read by whoever reads, and written by whoever may', async () => {
    expect((await it.as('read-only', { url: base })).statusCode).toBe(200)
    const payload = { name: 'Mine', source: 'one' }
    expect((await it.as('read-only', { method: 'POST', url: base, payload })).statusCode).toBe(403)
  })
})

describe('the key of a sensor', () => {
  const enrolled = async (name: string): Promise<{ sensor: string; key: string }> => {
    const token = `ne_${name.padEnd(30, 'x')}`
    const expires = new Date(Date.now() + 60_000)
    await asTenant(it.db, 'a', scoped =>
      addEnrolment(scoped, { tenant: 'a', site: 's', tokenHash: hashOf(token), name, by: null, expires }),
    )
    return (await it.app.inject({ method: 'POST', url: '/api/enrol', payload: { token } })).json()
  }
  const batch = (sensor: string, key: string) =>
    it.app.inject({
      method: 'POST',
      url: `${site}/sensors/${sensor}/batches`,
      headers: {
        ...{ authorization: `Bearer ${key}`, 'content-type': 'application/octet-stream' },
        ...{ 'nautilus-epoch': 'one', 'nautilus-seq': '1' },
      },
      payload: Buffer.from('a batch'),
    })

  test('used for another sensor, or after it was revoked, is refused and told to its site', async () => {
    const [one, two] = [await enrolled('one'), await enrolled('two')]
    expect((await batch(one.sensor, one.key)).statusCode).toBe(200)
    expect((await batch(two.sensor, one.key)).statusCode).toBe(401)
    expect(it.platform.misuse).toEqual([`a/s/${one.sensor} foreign-key`])
    await asTenant(it.db, 'a', scoped => revokeSensor(scoped, 's', one.sensor))
    expect((await batch(one.sensor, one.key)).statusCode).toBe(401)
    expect(it.platform.misuse).toEqual([`a/s/${one.sensor} foreign-key`, `a/s/${one.sensor} revoked-key`])
    expect((await batch(two.sensor, 'ns_nobodynobodynobodynobody')).statusCode).toBe(401)
    expect(it.platform.misuse).toHaveLength(2)
  })
})

test('coverage is told for each sensor, and is empty before any told it', async () => {
  expect((await call('GET', `${site}/coverage`)).json()).toEqual({ items: [] })
  expect((await call('GET', '/api/tenants/a/sites/nowhere/coverage')).statusCode).toBe(404)
  const none = { assets: [], goneAssets: [], links: [], goneLinks: [], points: [], findings: [], goneFindings: [] }
  const coverage = [{ sensor: 'hall-3', file: null, at: 1, recognised: 0.5, encrypted: 0, unseen: [], silent: [] }]
  await asTenant(it.db, 'a', scoped =>
    writeChanges(scoped, { tenant: 'a', site: 's' }, { ...none, notices: [], facts: { coverage } }),
  )
  expect((await call('GET', `${site}/coverage`)).json().items).toMatchObject(coverage)
})
