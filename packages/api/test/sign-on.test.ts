// Single sign-on against a provider that others wrote, and against one that lies.
import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import type { LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ask, type Provider } from '../src/index.ts'
import { wantedOf } from '../src/newcomer.ts'
import { asTenant, listAudit } from './database.ts'
import { honestProvider, type Lie, lyingProvider, type TestProvider } from './identity-provider.ts'
import { ORIGIN, type Served, served } from './served.ts'

const secret = 's'.repeat(40)
const callback = (id: string) => `${ORIGIN}/api/sign-on/${id}/callback`
let it: Served
let honest: TestProvider
let liar: Awaited<ReturnType<typeof lyingProvider>>
let quiet: Awaited<ReturnType<typeof lyingProvider>>

beforeAll(async () => {
  honest = await honestProvider({ client: 'nautilus', secret, callback: callback('corp') })
  liar = await lyingProvider('nautilus')
  quiet = await lyingProvider('nautilus')
  const base = { label: 'Corp', client: 'nautilus', secret, scopes: [], domains: [], trustEmail: false, roles: [] }
  const open = { ...base, allowPrivate: true, tenant: null }
  const roles = [
    { claim: 'groups', value: 'ot-admins', role: 'provider-admin', tenant: 'a', site: '*' },
    { claim: 'groups', value: 'ot-analysts', role: 'analyst', tenant: 'a', site: '*' },
    { claim: 'groups', value: 'site-s', role: 'auditor', tenant: 'b', site: 's' },
  ] as const
  const providers: Provider[] = [
    { ...open, id: 'corp', issuer: honest.issuer, scopes: ['groups'], domains: ['corp.example', 'example.com'], roles },
    { ...open, id: 'liar', issuer: liar.issuer },
    { ...open, id: 'of-a', issuer: liar.issuer, tenant: 'a', domains: ['example.com'] },
    { ...open, id: 'private', issuer: quiet.issuer, allowPrivate: false },
  ]
  it = await served({
    people: ['provider-admin', 'analyst', 'outsider', 'provider'],
    options: { doors: { providers } },
  })
})
afterAll(async () => {
  await Promise.all([it.end(), honest.end(), liar.end(), quiet.end()])
})

const pairs = (answer: LightMyRequestResponse) =>
  answer.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ')

/** From another address each time: attempts are counted by it. */
let asked = 0
const visit = (url: string, headers: Record<string, string> = {}) =>
  it.app.inject({ url, headers, remoteAddress: `10.9.${++asked >> 8}.${asked & 255}` })

async function begin(id: string, back?: string) {
  const query = back === undefined ? '' : `?back=${encodeURIComponent(back)}`
  const answer = await visit(`/api/sign-on/${id}${query}`)
  return { cookie: pairs(answer), location: String(answer.headers.location) }
}

/** The whole way; answers where it ended, and with which cookies. */
async function through(subject: string, account: object, back?: string) {
  honest.current = subject
  honest.accounts.set(subject, { email_verified: true, name: subject, ...account })
  const { cookie, location } = await begin('corp', back)
  const returned = await honest.walk(location)
  const answer = await visit(returned.pathname + returned.search, { cookie })
  return { to: answer.headers.location, cookie: pairs(answer), returned, before: cookie }
}
const meOf = async (cookie: string) => (await it.app.inject({ url: '/api/me', headers: { cookie } })).json()
const rolesOf = async (cookie: string) =>
  (await meOf(cookie)).memberships.map(({ tenant, site, role }: Record<string, string>) => `${tenant}/${site} ${role}`)

describe('a person of the provider', () => {
  test('is signed in, goes where they wanted, and may nothing', async () => {
    const { to, cookie } = await through('grace', { email: 'Grace@corp.example' }, '/a/s/findings?x=1')
    expect(to).toBe('/a/s/findings?x=1')
    expect(await meOf(cookie)).toEqual({
      person: { id: expect.any(String), email: 'grace@corp.example', name: 'grace' },
      provider: false,
      queue: false,
      memberships: [],
    })
    const answer = await it.app.inject({ url: '/api/tenants/a/sites', headers: { cookie } })
    expect(answer.statusCode).toBe(404)
  })

  test('has the roles of their claims, anew at every sign-in, and it is recorded', async () => {
    const email = 'lin@corp.example'
    const first = await through('lin', { email, groups: ['ot-analysts', 'site-s', 'other'] })
    expect(await rolesOf(first.cookie)).toEqual(['a/* analyst', 'b/s auditor'])
    const second = await through('lin', { email, groups: ['ot-admins', 'ot-analysts'] })
    expect(await rolesOf(second.cookie)).toEqual(['a/* provider-admin'])
    const third = await through('lin', { email })
    expect(await rolesOf(third.cookie)).toEqual([])
    const page = await asTenant(it.db, 'a', scoped => listAudit(scoped, { limit: 10 }))
    expect(page!.items.filter(({ object }) => object === email).map(({ who, action }) => `${who} ${action}`)).toEqual([
      'sign-on corp member.unmap',
      'sign-on corp member.map',
      'sign-on corp member.map',
    ])
  })

  test('has roles that a tenant wrote itself, in that tenant alone, until they are taken back', async () => {
    const mappings = '/api/tenants/a/role-mappings'
    const made = await it.as('provider-admin', {
      ...{ method: 'POST', url: mappings },
      payload: { provider: 'corp', claim: 'groups', value: 'night-shift', site: 's', role: 'plant-engineer' },
    })
    expect(made.statusCode, made.body).toBe(201)
    const account = { email: 'max@corp.example', groups: ['night-shift', 'ot-analysts'] }
    expect(await rolesOf((await through('max', account)).cookie)).toEqual(['a/* analyst', 'a/s plant-engineer'])
    await it.as('provider-admin', { method: 'DELETE', url: `${mappings}/${made.json().id}` })
    expect(await rolesOf((await through('max', account)).cookie)).toEqual(['a/* analyst'])
  })

  test('of another tenant, or of those who look after it, is nobody that a tenant takes in by a claim', async () => {
    // Everybody has this one.
    const payload = { provider: 'corp', claim: 'iss', value: honest.issuer, site: '*', role: 'read-only' }
    const made = await it.as('provider-admin', { method: 'POST', url: '/api/tenants/a/role-mappings', payload })
    const ofB = { email: 'bea@corp.example', groups: ['site-s'] }
    expect(await rolesOf((await through('bea', ofB)).cookie)).toEqual(['b/s auditor'])
    expect(await rolesOf((await through('outsider', { email: 'outsider@example.com' })).cookie)).toEqual([
      'b/* provider-admin',
    ])
    expect(await rolesOf((await through('provider', { email: 'provider@example.com' })).cookie)).toEqual([])
    const own = { email: 'mona@corp.example', groups: ['ot-analysts', 'site-s'] }
    expect(await rolesOf((await through('mona', own)).cookie)).toEqual(['a/* analyst', 'b/s auditor'])
    expect(await rolesOf((await through('nils', { email: 'nils@corp.example' })).cookie)).toEqual(['a/* read-only'])
    await it.as('provider-admin', { method: 'DELETE', url: `/api/tenants/a/role-mappings/${made.json().id}` })
  })

  test('who is the last administrator stays one, whatever the claim says, and it is recorded', async () => {
    const email = 'eli@corp.example'
    expect(await rolesOf((await through('eli', { email, groups: ['ot-admins'] })).cookie)).toEqual([
      'a/* provider-admin',
    ])
    const others = () => it.db.updateTable('members').where('tenant', '=', 'a').where('added_by', 'is', null)
    await others().set({ role: 'auditor' }).where('role', '=', 'provider-admin').execute()
    expect(await rolesOf((await through('eli', { email })).cookie)).toEqual(['a/* provider-admin'])
    await others().set({ role: 'provider-admin' }).where('role', '=', 'auditor').execute()
    expect(await rolesOf((await through('eli', { email })).cookie)).toEqual([])
    const page = await asTenant(it.db, 'a', scoped => listAudit(scoped, { limit: 10 }))
    expect(page!.items.filter(({ object }) => object === email).map(({ action }) => action)).toEqual([
      ...['member.unmap', 'member.kept', 'member.map'],
    ])
  })

  test('is the same person by subject, whatever the address is later', async () => {
    const first = await meOf((await through('ida', { email: 'ida@corp.example' })).cookie)
    const later = await meOf((await through('ida', { email: 'ida.new@corp.example' })).cookie)
    expect(later.person).toEqual(first.person)
  })

  test('takes the account of their address where the provider speaks for it, and keeps roles given by hand', async () => {
    const { cookie } = await through('known', { email: 'analyst@example.com', groups: ['ot-admins'] })
    expect(await rolesOf(cookie)).toEqual(['a/* analyst'])
  })

  test.each([
    ['no-email', {}],
    ['no-email', { email: 'none' }],
    ['email-unchecked', { email: 'x@corp.example', email_verified: false }],
    ['domain', { email: 'x@evil.example' }],
    ['domain', { email: 'x@corp.example.evil.example' }],
  ])('is kept out: %s %o', async (word, account) => {
    const { to, cookie } = await through(`out-${word}-${JSON.stringify(account).length}`, account)
    expect(to).toBe(`/sign-in?refused=${word}`)
    expect(cookie).not.toContain('session_token')
  })
})

describe('the way back', () => {
  test('works once, in the browser that began, at the provider that it began with', async () => {
    const { returned, before, cookie } = await through('ann', { email: 'ann@corp.example' })
    expect(cookie).toContain('session_token')
    const path = returned.pathname + returned.search
    expect((await visit(path, { cookie: before })).headers.location).toBe('/sign-in?refused=failed')
    const fresh = await begin('corp')
    const url = await honest.walk(fresh.location)
    for (const [at, other] of [
      [url.pathname + url.search, {}],
      [url.pathname + url.search, { cookie: 'nautilus.sign-on=made-up' }],
      [(url.pathname + url.search).replace('/corp/', '/liar/'), { cookie: fresh.cookie }],
    ] as const)
      expect((await visit(at, other)).headers.location).toBe('/sign-in?refused=failed')
  })

  test('asks with PKCE, state and nonce', async () => {
    const { location } = await begin('corp')
    const query = new URL(location).searchParams
    expect(query.get('code_challenge_method')).toBe('S256')
    for (const name of ['code_challenge', 'state', 'nonce']) expect(query.get(name)!.length).toBeGreaterThan(40)
    expect(query.get('redirect_uri')).toBe(callback('corp'))
    expect(query.get('scope')).toBe('openid email profile groups')
  })

  test.each(['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)', '\\\\evil.example'])(
    'leads to no other site: %s',
    async back => {
      expect((await through('ann', { email: 'ann@corp.example' }, back)).to).toBe('/')
    },
  )
})

describe('a provider that lies', () => {
  beforeEach(() => {
    liar.lie = {}
  })
  async function lied(lie: Lie, id = 'liar') {
    liar.lie = lie
    const { cookie, location } = await begin(id)
    const query = new URL(location, ORIGIN).searchParams
    liar.nonce = query.get('nonce') ?? ''
    const url = `/api/sign-on/${id}/callback?code=c&state=${query.get('state')}`
    return visit(url, { cookie })
  }

  test('and does not, for once, is believed', async () => {
    const answer = await lied({})
    expect(answer.headers.location).toBe('/')
    expect((await meOf(pairs(answer))).person.email).toBe('eve@example.com')
  })

  const now = Math.floor(Date.now() / 1000)
  test.each<[string, Lie]>([
    ['issuer', { claims: { iss: 'https://other.example' } }],
    ['audience', { claims: { aud: 'another' } }],
    ['nonce', { claims: { nonce: 'another' } }],
    ['time', { claims: { iat: now - 600, exp: now - 300 } }],
    ['key', { key: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey }],
    ['signature', { algorithm: 'none' }],
    ['subject', { claims: { sub: undefined } }],
  ])('of the %s is not believed', async (_, lie) => {
    const answer = await lied(lie)
    expect(answer.headers.location).toBe('/sign-in?refused=failed')
    expect(pairs(answer)).not.toContain('session_token')
  })

  test('cannot take an account whose address it does not speak for', async () => {
    const answer = await lied({ claims: { sub: 'm', email: 'analyst@example.com' } })
    expect(answer.headers.location).toBe('/sign-in?refused=taken')
  })

  test.each(['outsider', 'provider'])('of one tenant opens no door elsewhere: %s', async who => {
    const answer = await lied({ claims: { sub: who, email: `${who}@example.com` } }, 'of-a')
    expect(answer.headers.location).toBe('/sign-in?refused=elsewhere')
  })

  test('does not lead us elsewhere', async () => {
    expect((await lied({ redirect: `${quiet.issuer}/token` })).headers.location).toBe('/sign-in?refused=failed')
    expect(quiet.asked).toEqual([])
  })

  test('in our own network is not asked unless that was said', async () => {
    expect((await begin('private')).location).toBe('/sign-in?refused=failed')
    expect(quiet.asked).toEqual([])
    expect(it.platform.logged).toContain('somebody was not let in by a provider of sign-in')
  })
})

test('of a request that goes out, the address decides and not the name', async () => {
  for (const address of [
    'https://127.0.0.1/',
    'https://localhost/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://0x7f000001/',
  ])
    await expect(ask(address, { allowPrivate: false }), address).rejects.toThrow(/no address of the internet/)
  await expect(ask('http://example.com/', { allowPrivate: false })).rejects.toThrow(/https/)
  await expect(ask('file:///etc/passwd', { allowPrivate: true })).rejects.toThrow(/https/)
  await expect(ask('https://a:b@example.com/', { allowPrivate: true })).rejects.toThrow(/user name/)
})

test('whatever claims are, roles are those of the configuration', () => {
  const roles = [{ claim: 'realm.roles', value: 'x', role: 'analyst', tenant: 'a', site: '*' }] as const
  expect(wantedOf({ roles, tenant: null }, { sub: '1', realm: { roles: ['x'] } })).toHaveLength(1)
  expect(wantedOf({ roles, tenant: 'b' }, { sub: '1', realm: { roles: ['x'] } })).toHaveLength(0)
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom('realm', 'realm.roles', '__proto__', 'groups'), fc.anything()),
      claims => {
        for (const wanted of wantedOf({ roles, tenant: null }, { sub: '1', ...claims })) expect(roles).toContain(wanted)
      },
    ),
  )
})
