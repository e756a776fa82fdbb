// Every route against everybody: nobody gets further than their tenant, their site and their role.
import { addKey, asTenant } from '@nautilus/store'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hashOf } from '../src/access.ts'
import { grants, type Permission, permissions, roles } from '../src/permissions.ts'
import { filled, routesOf, type Served, served } from './served.ts'

let it: Served
beforeAll(async () => {
  it = await served()
})
afterAll(() => it.end())

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
type Case = { readonly method: Method; readonly path: string; readonly need: string }

const cases = (): Case[] =>
  routesOf(it.app).map(({ method, path, operation }) => ({
    method: method as Method,
    path,
    need: String(operation['x-needs']),
  }))
const guarded = () => cases().filter(({ need }) => (permissions as readonly string[]).includes(need))
const statusOf = async (who: string, { method, path }: Case, given: Record<string, string> = {}) => {
  const payload = method === 'GET' || method === 'DELETE' ? {} : { payload: {} }
  return (await it.as(who, { method, url: filled(path, given), ...payload })).statusCode
}
/** It would go on until somebody leaves. */
const isEndless = ({ path }: Case) => path.endsWith('/live')

test('there are routes of every kind', () => {
  const needs = new Set(cases().map(({ need }) => need))
  for (const need of permissions) expect(needs, need).toContain(need)
  for (const need of ['public', 'person', 'provider', 'queue', 'sensor']) expect(needs, need).toContain(need)
  expect(guarded().length).toBeGreaterThan(45)
})

test('what is public is on this list', () => {
  const open = cases()
    .filter(({ need }) => need === 'public')
    .map(({ method, path }) => `${method} ${path}`)
  expect(open.sort()).toEqual([
    'GET /api/brand',
    'GET /api/report-letters/{token}',
    'GET /api/setup',
    'GET /api/sign-in',
    'GET /api/sign-on/{provider}',
    'GET /api/sign-on/{provider}/callback',
    'POST /api/acknowledge',
    'POST /api/enrol',
    'POST /api/invitations/accept',
    'POST /api/invitations/look',
    'POST /api/passkeys/options',
    'POST /api/passkeys/sign-in',
    'POST /api/report-recipients/answer',
    'POST /api/setup',
  ])
})

test('whoever is not signed in gets 401 everywhere else', async () => {
  for (const route of cases().filter(({ need }) => need !== 'public'))
    expect(await statusOf('nobody', route), `${route.method} ${route.path}`).toBe(401)
})

test('whoever is of another tenant gets 404: not even that it exists is told', async () => {
  for (const route of guarded()) {
    const there = await it.as('outsider', { method: route.method, url: filled(route.path) })
    const nowhere = await it.as('outsider', { method: route.method, url: filled(route.path, { tenant: 'nowhere' }) })
    expect(there.statusCode, `${route.method} ${route.path}`).toBe(404)
    expect(there.body).toBe(nowhere.body)
  }
})

test.each([...roles])('%s gets what the role includes, and 403 for the rest', async role => {
  for (const route of guarded()) {
    const may = grants[role].has(route.need as Permission)
    if (may && isEndless(route)) continue
    const status = await statusOf(role, route)
    if (may) expect([401, 403], `${route.method} ${route.path}`).not.toContain(status)
    else expect(status, `${route.method} ${route.path}`).toBe(403)
    expect(status, `${route.method} ${route.path}`).toBeLessThan(500)
  }
})

test('only people of the provider do what is theirs', async () => {
  for (const route of cases().filter(({ need }) => need === 'provider')) {
    expect(await statusOf('provider-admin', route), route.path).toBe(403)
    expect([401, 403], route.path).not.toContain(await statusOf('provider', route))
  }
})

test('people of the provider have no way into a tenant by that alone', async () => {
  for (const route of guarded()) expect(await statusOf('provider', route), route.path).toBe(404)
})

describe('a member of one site', () => {
  test('gets 404 for every other site', async () => {
    for (const route of guarded().filter(({ path }) => path.includes('{site}')))
      expect(await statusOf('site-analyst', route, { site: 'other' }), route.path).toBe(404)
  })

  test('gets nothing of the whole organisation but what is cut to the site', async () => {
    const open = []
    for (const route of guarded().filter(route => !route.path.includes('{site}') && !isEndless(route)))
      if ((await statusOf('site-analyst', route)) !== 403) open.push(`${route.method} ${route.path}`)
    expect(open.sort()).toEqual([
      'DELETE /api/tenants/{tenant}/saved/{saved}',
      'GET /api/tenants/{tenant}',
      'GET /api/tenants/{tenant}/feeds',
      'GET /api/tenants/{tenant}/findings-count',
      'GET /api/tenants/{tenant}/incidents',
      'GET /api/tenants/{tenant}/incidents-counts',
      'GET /api/tenants/{tenant}/obligation-templates',
      'GET /api/tenants/{tenant}/obligations',
      'GET /api/tenants/{tenant}/playbooks',
      'GET /api/tenants/{tenant}/playbooks/{playbook}',
      'GET /api/tenants/{tenant}/playbooks/{playbook}/difference',
      'GET /api/tenants/{tenant}/playbooks/{playbook}/versions',
      'GET /api/tenants/{tenant}/playbooks/{playbook}/versions/{version}',
      'GET /api/tenants/{tenant}/reach',
      'GET /api/tenants/{tenant}/report-library',
      'GET /api/tenants/{tenant}/reports',
      'GET /api/tenants/{tenant}/reports/{report}/files/{form}',
      'GET /api/tenants/{tenant}/risk',
      'GET /api/tenants/{tenant}/rules',
      'GET /api/tenants/{tenant}/rules/{rule}',
      'GET /api/tenants/{tenant}/saved',
      'GET /api/tenants/{tenant}/saved/{saved}',
      'GET /api/tenants/{tenant}/sites',
      'PATCH /api/tenants/{tenant}/saved/{saved}',
      'POST /api/tenants/{tenant}/reports',
      'POST /api/tenants/{tenant}/risk/runs',
      'POST /api/tenants/{tenant}/saved',
    ])
  })

  test('sees one site in the list', async () => {
    const { items } = (await it.as('site-analyst', { url: '/api/tenants/a/sites' })).json()
    expect(items.map(({ id }: { id: string }) => id)).toEqual(['s'])
  })
})

describe('a key', () => {
  const secret = 'nk_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'
  const bySite = 'nk_bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'
  const old = 'nk_cccccccccccccccccccccccccccccccc'
  beforeAll(async () => {
    await asTenant(it.db, 'a', async scoped => {
      const base = { tenant: 'a', name: 'robot', scopes: ['site.read'], by: null, expires: null }
      await addKey(scoped, { ...base, hash: hashOf(secret), site: '*' })
      await addKey(scoped, { ...base, hash: hashOf(bySite), site: 's' })
      await addKey(scoped, { ...base, hash: hashOf(old), site: '*', expires: new Date(Date.now() - 1000) })
    })
  })
  const withKey = (key: string, { method, path }: Case, given: Record<string, string> = {}) =>
    it.app.inject({ method, url: filled(path, given), headers: { authorization: `Bearer ${key}` } })

  test('does what its scopes include, in its tenant', async () => {
    for (const route of cases().filter(({ need }) => need !== 'public')) {
      if (isEndless(route)) continue
      const { statusCode } = await withKey(secret, route)
      const place = `${route.method} ${route.path}`
      if (route.need === 'site.read') expect([401, 403], place).not.toContain(statusCode)
      else expect([401, 403], place).toContain(statusCode)
      if (route.path.includes('{tenant}'))
        expect([401, 403], place).toContain((await withKey(secret, route, { tenant: 'b' })).statusCode)
    }
  })

  test('of one site does not read another', async () => {
    for (const route of guarded().filter(({ path, need }) => path.includes('{site}') && need === 'site.read')) {
      expect((await withKey(bySite, route, { site: 'other' })).statusCode, route.path).toBe(404)
      expect([401, 403], route.path).not.toContain((await withKey(bySite, route)).statusCode)
    }
  })

  test('that expired, or was made up, is none', async () => {
    for (const key of [old, 'nk_dddddddddddddddddddddddddddddddd'])
      expect((await withKey(key, { method: 'GET', path: '/api/tenants/{tenant}/sites', need: '' })).statusCode).toBe(
        401,
      )
  })
})

test('a page of another origin cannot act in the name of whoever is signed in', async () => {
  for (const headers of [
    { 'sec-fetch-site': 'cross-site' },
    { origin: 'https://evil.example.com' },
    { origin: 'null' },
  ])
    for (const route of guarded().filter(({ method }) => method !== 'GET')) {
      const answer = await it.as('provider-admin', { method: route.method, url: filled(route.path), headers })
      expect(answer.statusCode, `${route.method} ${route.path}`).toBe(403)
    }
})
