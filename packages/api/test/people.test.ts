// People: how they come in, what they may, how they go; and who looks after others' tenants.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asTenant, listAudit, sql } from './database.ts'
import { ORIGIN, PASSWORD, type Served, served } from './served.ts'

let it: Served
beforeAll(async () => {
  it = await served({ people: ['provider-admin', 'analyst', 'auditor', 'outsider', 'provider'] })
})
afterAll(() => it.end())

const admin = 'provider-admin'
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
const call = (who: string, method: Method, url: string, payload?: object, headers: Record<string, string> = {}) =>
  it.as(who, { method, url, headers, ...(payload ? { payload } : {}) })
const site = '/api/tenants/a/sites/s'
const actions = async (tenant = 'a') => {
  const page = await asTenant(it.db, tenant, scoped => listAudit(scoped, { limit: 200 }))
  return page!.items.map(({ action }) => action)
}

describe('invitations', () => {
  const invite = async (email: string, role = 'analyst') =>
    (await call(admin, 'POST', '/api/tenants/a/invitations', { email, role })).json()

  test('lead to an account, once', async () => {
    const { token, path, invitation } = await invite('New@Example.com')
    expect(path).toBe(`/invitation?token=${token}`)
    expect(invitation.email).toBe('new@example.com')
    const look = await call('nobody', 'POST', '/api/invitations/look', { token })
    expect(look.json()).toEqual({
      branding: {},
      email: 'new@example.com',
      role: 'analyst',
      organisation: 'Tenant a',
      known: false,
    })
    const weak = await call('nobody', 'POST', '/api/invitations/accept', {
      token,
      name: 'New',
      password: 'password-password',
    })
    expect(weak.statusCode).toBe(400)
    expect(weak.json().fields.password).toMatch(/guessed/)
    const body = { token, name: 'New', password: PASSWORD }
    const both = await Promise.all([1, 2].map(() => call('nobody', 'POST', '/api/invitations/accept', body)))
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([
      201,
      expect.toSatisfy(n => n === 409 || n === 410),
    ])
    expect((await call('nobody', 'POST', '/api/invitations/look', { token })).statusCode).toBe(410)
    const { items } = (await call(admin, 'GET', '/api/tenants/a/members')).json()
    expect(items.filter(({ email }: { email: string }) => email === 'new@example.com')).toMatchObject([
      { name: 'New', role: 'analyst', site: '*' },
    ])
    expect(await actions()).toEqual(expect.arrayContaining(['invitation.create', 'invitation.accept']))
  })

  test('are kept as hashes, and are of no use once revoked', async () => {
    const { token, invitation } = await invite('late@example.com')
    const { rows } = await sql<{ all: string }>`select invitations::text as all from invitations`.execute(it.db)
    expect(rows.map(row => row.all).join()).not.toContain(token)
    expect((await call(admin, 'DELETE', `/api/tenants/a/invitations/${invitation.id}`)).statusCode).toBe(204)
    expect((await call(admin, 'DELETE', `/api/tenants/a/invitations/${invitation.id}`)).statusCode).toBe(404)
    const answer = await call('nobody', 'POST', '/api/invitations/accept', { token, name: 'Late', password: PASSWORD })
    expect(answer.statusCode).toBe(410)
  })

  test('are accepted by whoever has an account only as themselves', async () => {
    const { token } = await invite('outsider@example.com', 'auditor')
    const accept = await call('nobody', 'POST', '/api/invitations/accept', { token, name: 'X', password: PASSWORD })
    expect(accept.statusCode).toBe(409)
    expect((await call('analyst', 'POST', '/api/me/invitations', { token })).statusCode).toBe(403)
    expect((await call('outsider', 'POST', '/api/me/invitations', { token })).json()).toEqual({ tenant: 'a' })
    const { memberships } = (await call('outsider', 'GET', '/api/me')).json()
    expect(memberships.map(({ tenant, role }: Record<string, string>) => `${tenant} ${role}`)).toEqual([
      'a auditor',
      'b provider-admin',
    ])
    const user = (await call('outsider', 'GET', '/api/me')).json().person.id
    const reserve = await invite('outsider@example.com', 'auditor')
    expect((await call(admin, 'DELETE', `/api/tenants/a/members/${user}`)).statusCode).toBe(204)
    expect((await call('outsider', 'GET', '/api/tenants/a/sites')).statusCode).toBe(404)
    const back = await call('outsider', 'POST', '/api/me/invitations', { token: reserve.token })
    expect(back.statusCode).toBe(410)
  })
})

test('the last administrator stays', async () => {
  const user = (await call(admin, 'GET', '/api/me')).json().person.id
  const url = `/api/tenants/a/members/${user}`
  expect((await call(admin, 'DELETE', url)).statusCode).toBe(409)
  expect((await call(admin, 'PATCH', url, { role: 'auditor' })).statusCode).toBe(409)
  expect((await call(admin, 'GET', '/api/tenants/a/keys')).statusCode).toBe(200)
})

test('sessions are listed without their tokens, and end at once', async () => {
  const { items } = (await call('auditor', 'GET', '/api/me/sessions')).json()
  expect(items).toMatchObject([{ current: true }])
  expect(Object.keys(items[0]).sort()).toEqual(['address', 'agent', 'began_at', 'current', 'expires_at', 'id'])
  expect((await call('analyst', 'DELETE', `/api/me/sessions/${items[0].id}`)).statusCode).toBe(404)
  expect((await call('auditor', 'GET', '/api/tenants/a/audit')).statusCode).toBe(200)
  expect((await call('auditor', 'DELETE', `/api/me/sessions/${items[0].id}`)).statusCode).toBe(204)
  expect((await call('auditor', 'GET', '/api/me')).statusCode).toBe(401)
})

describe('emergency access', () => {
  const url = '/api/tenants/a/break-glass'
  const reason = 'Ticket 4711: line 3 stands still'

  test('lasts as long as was said, and the customer sees it', async () => {
    expect((await call('provider', 'GET', `${site}/findings`)).statusCode).toBe(404)
    const begun = await call('provider', 'POST', url, { reason, hours: 1 })
    expect(begun.statusCode).toBe(201)
    expect((await call('provider', 'GET', `${site}/findings`)).statusCode).toBe(200)
    expect((await call('provider', 'GET', '/api/tenants/a/keys')).statusCode).toBe(403)
    const { items } = (await call(admin, 'GET', '/api/tenants/a/audit')).json()
    expect(items[0]).toMatchObject({ who: 'provider@example.com', action: 'break-glass.begin', detail: { reason } })
    await sql`update break_glass set began_at = began_at - interval '2 hours', until = until - interval '2 hours'`.execute(
      it.db,
    )
    expect((await call('provider', 'GET', `${site}/findings`)).statusCode).toBe(404)
  })

  test.each([
    ['provider', (id: string) => `/api/provider/break-glass/a/${id}`],
    [admin, (id: string) => `${url}/${id}`],
  ] as const)('is ended by hand: %s', async (who, at) => {
    const { id } = (await call('provider', 'POST', url, { reason, hours: 8, role: 'auditor' })).json()
    expect((await call('provider', 'GET', '/api/tenants/a/audit')).statusCode).toBe(200)
    expect((await call(who, 'DELETE', at(id))).statusCode).toBe(204)
    expect((await call('provider', 'GET', '/api/tenants/a/audit')).statusCode).toBe(404)
    expect((await call(who, 'DELETE', at(id))).statusCode).toBe(404)
    expect((await actions())[0]).toBe('break-glass.end')
  })

  test.each([
    { reason, hours: 9 },
    { reason, hours: 0 },
    { reason: 'short', hours: 1 },
    { hours: 1 },
    { reason, hours: 1, role: 'provider-admin' },
  ])('is refused: %o', async body => {
    expect((await call('provider', 'POST', url, body)).statusCode).toBe(400)
  })
})

describe('tenants', () => {
  test('are made by the provider, who is no member of them', async () => {
    const made = await call('provider', 'POST', '/api/tenants', { id: 'new', name: 'New', admin: 'boss@example.com' })
    expect(made.json()).toMatchObject({ id: 'new', invitation: { invitation: { role: 'provider-admin' } } })
    expect((await call('provider', 'POST', '/api/tenants', { id: 'new', name: 'X' })).statusCode).toBe(409)
    expect((await call('provider', 'GET', '/api/tenants/new')).statusCode).toBe(404)
    expect(await actions('new')).toEqual(['invitation.create', 'tenant.create'])
  })

  const png = (size = 100, width = 10) => {
    const bytes = Buffer.alloc(size)
    Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(bytes)
    bytes.writeUInt32BE(width, 16)
    bytes.writeUInt32BE(10, 20)
    return `data:image/png;base64,${bytes.toString('base64')}`
  }
  test.each([
    [png(), 200],
    [png(100_000), 200],
    [png(100_001), 400],
    [png(100, 100_000), 400],
    ['data:image/svg+xml;base64,PHN2Zz4=', 400],
    ['data:image/png;base64,PHN2Zz4=', 400],
    ['https://example.com/logo.png', 400],
  ])('a logo is a small PNG (%#)', async (logo, status) => {
    const answer = await call(admin, 'PATCH', '/api/tenants/a', { branding: { logo, colours: { accent: '#00ff00' } } })
    expect(answer.statusCode).toBe(status)
  })
})

test('a new password must not be one that is guessed first', async () => {
  const change = (newPassword: string) =>
    it.as('analyst', {
      method: 'POST',
      url: '/api/auth/change-password',
      headers: { origin: ORIGIN, host: 'localhost:8400' },
      payload: { currentPassword: PASSWORD, newPassword },
    })
  const weak = await change('password-password-1')
  expect(weak.statusCode).toBe(400)
  expect(weak.json().fields.newPassword).toMatch(/guessed/)
  expect((await change('seven purple turbines hum')).statusCode).toBe(200)
})
