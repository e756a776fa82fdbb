// An account is of the whole installation, and tenants do not trust each other: somebody of `a` makes the account of a person
// of `b`, or of the provider, keeps every way in that there is, and waits until others give it rights.
import type { Letter, Mailer, Outcome } from '@nautilus/mail'
import type { LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { hashOf } from '../src/access.ts'
import type { Provider } from '../src/index.ts'
import { authenticator } from './authenticator.ts'
import { addKey, addMember, asTenant, listAudit, personOfEmail, sql } from './database.ts'
import { lyingProvider } from './identity-provider.ts'
import { ORIGIN, PASSWORD, type Served, served } from './served.ts'

const NEW_PASSWORD = 'seven purple turbines hum'
const letters: Letter[] = []
let outcome: Outcome = { kind: 'ok', id: '1' }
let wake = () => {}
const mailer: Mailer = {
  async send(letter) {
    letters.push(letter)
    wake()
    return outcome
  },
  close: () => {},
}
/** To this address, about this; letters are written after the answer. */
async function letterTo(to: string, about: RegExp): Promise<Letter> {
  for (;;) {
    const at = letters.findIndex(letter => letter.to === to && about.test(letter.subject))
    if (at >= 0) return letters.splice(at, 1)[0]!
    await new Promise<void>(resolve => {
      wake = resolve
    })
  }
}
const tokenIn = ({ text }: Letter): string => new URL(/http:\S+/.exec(text)![0]).searchParams.get('token')!

let it: Served
let liar: Awaited<ReturnType<typeof lyingProvider>>
const keys = { a: 'nk_aaaaaaaaaaaaaaaaaaaaaaaaaaaa', b: 'nk_bbbbbbbbbbbbbbbbbbbbbbbbbbbb' } as const
type Tenant = keyof typeof keys

beforeAll(async () => {
  liar = await lyingProvider('nautilus')
  const base = { label: 'X', client: 'nautilus', secret: 's'.repeat(40), scopes: [], trustEmail: false, roles: [] }
  const open = { ...base, issuer: liar.issuer, allowPrivate: true }
  const providers: Provider[] = [
    // Of the attacker: it says whatever they like.
    { ...open, id: 'of-a', tenant: 'a', domains: [] },
    {
      ...{ ...open, id: 'of-b', tenant: 'b', domains: ['b.example'] },
      roles: [{ claim: 'groups', value: 'ot', role: 'analyst', tenant: 'b', site: '*' }],
    },
  ]
  it = await served({
    ...{ people: ['provider-admin', 'analyst', 'outsider', 'provider'], mailer, options: { doors: { providers } } },
  })
  for (const tenant of ['a', 'b'] as const)
    await asTenant(it.db, tenant, scoped =>
      addKey(scoped, {
        ...{ tenant, hash: hashOf(keys[tenant]), name: 'directory', scopes: ['directory.write'] },
        ...{ by: null, expires: null, site: '*' },
      }),
    )
})
afterAll(async () => {
  await Promise.all([it.end(), liar.end()])
})
beforeEach(() => {
  letters.length = 0
  outcome = { kind: 'ok', id: '1' }
})

const pairs = (answer: LightMyRequestResponse) =>
  answer.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ')
let visits = 0
const from = () => `10.7.${++visits >> 8}.${visits & 255}`
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
const call = (who: string, method: Method, url: string, payload?: object) =>
  it.as(who, { method, url, remoteAddress: from(), ...(payload ? { payload } : {}) })
const withCookie = (cookie: string, method: Method, url: string, payload?: object) =>
  it.app.inject({ method, url, headers: { cookie }, remoteAddress: from(), ...(payload ? { payload } : {}) })
const auth = (path: string, payload: object, cookie = '') =>
  it.app.inject({
    ...{ method: 'POST', url: `/api/auth/${path}`, remoteAddress: from(), payload },
    headers: { origin: ORIGIN, host: 'localhost:8400', ...(cookie ? { cookie } : {}) },
  })

/** Through a provider of sign-in that says this. */
async function signOn(id: 'of-a' | 'of-b', claims: Record<string, unknown>) {
  liar.lie = { claims }
  const begun = await it.app.inject({ url: `/api/sign-on/${id}`, remoteAddress: from() })
  const query = new URL(String(begun.headers.location)).searchParams
  liar.nonce = query.get('nonce') ?? ''
  const url = `/api/sign-on/${id}/callback?code=c&state=${query.get('state')}`
  const answer = await it.app.inject({ url, headers: { cookie: pairs(begun) }, remoteAddress: from() })
  return { to: answer.headers.location, cookie: pairs(answer) }
}

async function withPasskey(cookie: string) {
  const key = authenticator(ORIGIN)
  const { ceremony, options } = (await withCookie(cookie, 'POST', '/api/me/passkeys/options', {})).json()
  const answer = { ceremony, name: 'Key', response: key.create(options.challenge) }
  expect((await withCookie(cookie, 'POST', '/api/me/passkeys', answer)).statusCode).toBe(201)
  return key
}

type Held = { email: string; cookie: string; key: ReturnType<typeof authenticator>; password: string | null }

/** The attacker's provider makes the account, and they add a passkey. */
async function made(email: string): Promise<Held> {
  const { to, cookie } = await signOn('of-a', { sub: email, email })
  expect(to).toBe('/')
  return { email, cookie, key: await withPasskey(cookie), password: null }
}

/** The attacker invites, no server takes the letter, and they follow the link themselves. */
async function invited(email: string): Promise<Held> {
  outcome = { kind: 'temporary', why: '451 later' }
  const { token } = (
    await call('provider-admin', 'POST', '/api/tenants/a/invitations', { email, role: 'analyst' })
  ).json()
  outcome = { kind: 'ok', id: '1' }
  letters.length = 0
  const accepted = await call('nobody', 'POST', '/api/invitations/accept', { token, name: 'X', password: PASSWORD })
  expect(accepted.statusCode, accepted.body).toBe(201)
  const cookie = pairs(await auth('sign-in/email', { email, password: PASSWORD }))
  return { email, cookie, key: await withPasskey(cookie), password: PASSWORD }
}

/** By which of them they are still in. */
async function waysOf({ email, cookie, key, password }: Held): Promise<string[]> {
  const ways: string[] = []
  if ((await withCookie(cookie, 'GET', '/api/me')).statusCode === 200) ways.push('session')
  const { ceremony, options } = (await call('nobody', 'POST', '/api/passkeys/options', {})).json()
  const response = key.get(options.challenge)
  const answer = await call('nobody', 'POST', '/api/passkeys/sign-in', { ceremony, response })
  if (answer.statusCode === 200) ways.push('passkey')
  if ((await signOn('of-a', { sub: email, email })).cookie.includes('session_token')) ways.push('identity')
  if (password !== null && (await auth('sign-in/email', { email, password })).statusCode === 200) ways.push('password')
  return ways
}

const scim = (tenant: Tenant, method: Method, path: string, payload?: object) =>
  it.app.inject({
    ...{ method, url: `/api/tenants/${tenant}/scim/v2${path}`, remoteAddress: from() },
    headers: {
      authorization: `Bearer ${keys[tenant]}`,
      ...(payload ? { 'content-type': 'application/scim+json' } : {}),
    },
    ...(payload ? { payload: JSON.stringify(payload) } : {}),
  })
const userOf = (email: string) => ({ userName: email, emails: [{ value: email, primary: true }] })
const add = (tenant: Tenant, email: string) => scim(tenant, 'POST', '/Users', userOf(email))
const change = (tenant: Tenant, id: string, value: object) =>
  scim(tenant, 'PATCH', `/Users/${id}`, { Operations: [{ op: 'replace', value }] })
const idOf = async (email: string) => (await personOfEmail(it.db, email))!.id
const leave = async (email: string) =>
  expect((await call('provider-admin', 'DELETE', `/api/tenants/a/members/${await idOf(email)}`)).statusCode).toBe(204)
const actionsOf = async (tenant: Tenant, email: string) =>
  (await asTenant(it.db, tenant, scoped => listAudit(scoped, { limit: 200 })))!.items
    .filter(({ object }) => object === email)
    .map(({ action }) => action)

/** As the owner of the mailbox: a new password by the letter. */
async function reset(email: string): Promise<string> {
  await auth('request-password-reset', { email })
  const token = tokenIn(await letterTo(email, /new password/))
  const answer = await auth('reset-password', { token, newPassword: NEW_PASSWORD })
  expect(answer.statusCode, answer.body).toBe(200)
  return pairs(await auth('sign-in/email', { email, password: NEW_PASSWORD }))
}

test('the attacker has every way in that this file looks for', async () => {
  expect(await waysOf(await made('all@b.example'))).toEqual(['session', 'passkey', 'identity'])
  expect(await waysOf(await invited('all.two@b.example'))).toEqual(['session', 'passkey', 'password'])
})

describe('a directory', () => {
  test('that takes in an account without rights anywhere ends all ways in', async () => {
    const one = await made('vera@b.example')
    const two = await invited('vito@b.example')
    await sql`insert into "twoFactor" (id, secret, "backupCodes", "userId") values ('t', 's', 'b', ${await idOf(two.email)})`.execute(
      it.db,
    )
    await sql`update "user" set "twoFactorEnabled" = true where email = ${two.email}`.execute(it.db)
    await leave(two.email)
    for (const held of [one, two]) {
      expect((await add('b', held.email)).statusCode).toBe(201)
      expect(await waysOf(held)).toEqual([])
      const { rows } = await sql`select id from "account" where "userId" = ${await idOf(held.email)}
        union all select id from "twoFactor" where "userId" = ${await idOf(held.email)}`.execute(it.db)
      expect(rows).toEqual([])
    }
    // The owner of the mailbox comes in, without the second factor of somebody else.
    expect((await withCookie(await reset(two.email), 'GET', '/api/me')).json().person.email).toBe(two.email)
  })

  test('is told of whoever has rights elsewhere, and changes nothing about them', async () => {
    for (const who of ['analyst', 'provider']) {
      const answer = await add('b', `${who}@example.com`)
      expect(answer.json()).toMatchObject({
        ...{ status: '409', scimType: 'uniqueness', detail: expect.stringContaining('invite them') },
      })
      expect((await it.as(who, { url: '/api/me' })).statusCode).toBe(200)
    }
    const found = await scim('b', 'GET', '/Users?filter=userName eq "analyst@example.com"')
    expect(found.json()).toMatchObject({ totalResults: 0 })
  })

  test('that has it already does not end ways in by asking again, nor for members', async () => {
    const cookie = await reset((await made('wanda@b.example')).email)
    await addMember(it.db, { tenant: 'b', user: await idOf('wanda@b.example'), role: 'auditor', by: 'x' })
    expect((await add('b', 'wanda@b.example')).statusCode).toBe(201)
    expect((await add('b', 'wanda@b.example')).statusCode).toBe(409)
    expect((await withCookie(cookie, 'GET', '/api/me')).statusCode).toBe(200)
    const alone = (await add('b', 'alone@b.example')).json().id
    const fresh = await reset('alone@b.example')
    expect((await add('b', 'alone@b.example')).statusCode).toBe(409)
    expect((await withCookie(fresh, 'GET', '/api/me')).statusCode).toBe(200)
    expect((await scim('b', 'GET', `/Users/${alone}`)).statusCode).toBe(200)
  })

  test('that made it has no hold on it once another one has it, too', async () => {
    const email = 'xaver@b.example'
    const { id } = (await add('a', email)).json()
    expect((await add('b', email)).statusCode).toBe(201)
    const account = await idOf(email)
    await change('a', id, { emails: [{ value: 'attacker@a.example', primary: true }] })
    expect(await idOf(email)).toBe(account)
    // Before a group gives them a role, too: what was begun then would be good later.
    expect((await signOn('of-a', { sub: 'x', email })).to).toBe('/sign-in?refused=elsewhere')
    expect((await signOn('of-b', { sub: 'x', email, groups: ['ot'] })).to).toBe('/')
  })

  test('that gives an account another address makes links to the one before useless', async () => {
    const { id } = (await add('a', 'first@a.example')).json()
    await auth('request-password-reset', { email: 'first@a.example' })
    const token = tokenIn(await letterTo('first@a.example', /new password/))
    await change('a', id, { emails: [{ value: 'second@b.example', primary: true }] })
    expect(await personOfEmail(it.db, 'second@b.example')).not.toBeNull()
    expect((await auth('reset-password', { token, newPassword: NEW_PASSWORD })).statusCode).toBe(400)
  })

  test('of an attacker makes no account that moves to their address without the mailbox it is of', async () => {
    const email = 'yara@b.example'
    await add('a', email)
    const { cookie } = await signOn('of-a', { sub: 'yara', email })
    expect((await auth('change-email', { newEmail: 'attacker@a.example' }, cookie)).statusCode).toBe(200)
    expect((await letterTo(email, /address/)).text).toContain('attacker@a.example')
    expect(letters.map(({ to }) => to)).toEqual([])
  })

  test('that switches somebody off takes back what would let them in again', async () => {
    const email = 'zoe@b.example'
    const { id } = (await add('b', email)).json()
    await call('outsider', 'POST', '/api/tenants/b/invitations', { email, role: 'auditor' })
    const token = tokenIn(await letterTo(email, /invited/))
    await change('b', id, { active: false })
    expect((await call('nobody', 'POST', '/api/invitations/look', { token })).statusCode).toBe(410)
    const { cookie } = await signOn('of-b', { sub: 'zoe', email, groups: ['ot'] })
    expect((await withCookie(cookie, 'GET', '/api/me')).json().memberships).toEqual([])
    await change('b', id, { active: true })
    const again = await signOn('of-b', { sub: 'zoe', email, groups: ['ot'] })
    expect((await withCookie(again.cookie, 'GET', '/api/me')).json().memberships).toMatchObject([{ tenant: 'b' }])
  })
})

test('a password by mail leaves one way in, says so, and is recorded', async () => {
  const one = await made('otto@b.example')
  const two = await invited('olga@b.example')
  for (const held of [one, two]) {
    const cookie = await reset(held.email)
    expect((await withCookie(cookie, 'GET', '/api/me')).json().person.email).toBe(held.email)
    expect((await letterTo(held.email, /was changed/)).text).toMatch(/Passkeys of this account were removed/)
    expect(await waysOf(held)).toEqual([])
  }
  expect(await actionsOf('a', two.email)).toContain('password.reset')
})

describe('a provider of sign-in', () => {
  test('that speaks for the address ends all other ways in when it takes the account over', async () => {
    const held = await made('paul@b.example')
    const { to, cookie } = await signOn('of-b', { sub: 'paul', email: held.email, groups: ['ot'] })
    expect(to).toBe('/')
    expect((await withCookie(cookie, 'GET', '/api/me')).json().memberships).toMatchObject([{ tenant: 'b' }])
    expect(await waysOf(held)).toEqual([])
  })

  test('leaves the ways in of whoever showed the mailbox', async () => {
    const email = 'petra@b.example'
    await made(email)
    const key = await withPasskey(await reset(email))
    expect((await signOn('of-b', { sub: 'petra', email })).to).toBe('/')
    const { ceremony, options } = (await call('nobody', 'POST', '/api/passkeys/options', {})).json()
    const answer = { ceremony, response: key.get(options.challenge) }
    expect((await call('nobody', 'POST', '/api/passkeys/sign-in', answer)).statusCode).toBe(200)
  })
})

describe('an invitation', () => {
  const inviteToB = async (email: string) => {
    await call('outsider', 'POST', '/api/tenants/b/invitations', { email, role: 'analyst' })
    return tokenIn(await letterTo(email, /invited/))
  }

  test('is not accepted with an account that others may share, until its password came by mail', async () => {
    const held = await invited('quentin@b.example')
    const token = await inviteToB(held.email)
    expect((await call('nobody', 'POST', '/api/invitations/look', { token })).json().known).toBe(true)
    const refused = await withCookie(held.cookie, 'POST', '/api/me/invitations', { token })
    expect(refused.json()).toMatchObject({ status: 403, code: 'account.shared' })
    const cookie = await reset(held.email)
    expect((await withCookie(cookie, 'POST', '/api/me/invitations', { token })).json()).toEqual({ tenant: 'b' })
    expect(await waysOf(held)).toEqual([])
  })

  test('of an account without rights anywhere makes it anew', async () => {
    const held = await made('rosa@b.example')
    const token = await inviteToB(held.email)
    expect((await call('nobody', 'POST', '/api/invitations/look', { token })).json().known).toBe(false)
    const body = { token, name: 'Rosa', password: NEW_PASSWORD }
    expect((await call('nobody', 'POST', '/api/invitations/accept', body)).statusCode).toBe(201)
    expect(await waysOf(held)).toEqual([])
    const cookie = pairs(await auth('sign-in/email', { email: held.email, password: NEW_PASSWORD }))
    expect((await withCookie(cookie, 'GET', '/api/me')).json()).toMatchObject({
      ...{ person: { name: 'Rosa' }, memberships: [{ tenant: 'b', role: 'analyst' }] },
    })
  })

  test('does not take an account that a directory of others has, even before it gives a role', async () => {
    const email = 'sven@b.example'
    await add('b', email)
    outcome = { kind: 'temporary', why: '451 later' }
    const { token } = (
      await call('provider-admin', 'POST', '/api/tenants/a/invitations', { email, role: 'analyst' })
    ).json()
    const body = { token, name: 'X', password: PASSWORD }
    expect((await call('nobody', 'POST', '/api/invitations/accept', body)).statusCode).toBe(409)
  })
})

describe('the provider', () => {
  const members = '/api/provider/members'

  test('takes in no account that others may share', async () => {
    const held = await invited('tom@provider.example')
    const ask = () => call('provider', 'POST', members, { email: held.email })
    expect((await ask()).json()).toMatchObject({ status: 409, code: 'account.shared-owner' })
    await leave(held.email)
    expect((await ask()).json()).toMatchObject({ status: 409, code: 'account.shared-owner' })
    await reset(held.email)
    expect((await ask()).statusCode).toBe(204)
    expect(await waysOf(held)).toEqual([])
    expect((await signOn('of-a', { sub: 'tom', email: held.email })).to).toMatch(/refused/)
  })

  test('takes in whoever is of no organisation but those that the asking person answers for', async () => {
    const { email } = await invited('uwe@provider.example')
    const user = await idOf('provider@example.com')
    await addMember(it.db, { tenant: 'a', user, role: 'provider-admin', by: null })
    expect((await call('provider', 'POST', members, { email, role: 'analyst' })).statusCode).toBe(204)
    await sql`delete from members where user_id = ${user}`.execute(it.db)
  })

  test('takes emergency access back with the right to it, and the customer sees it', async () => {
    const cookie = await reset((await invited('vlad@provider.example')).email)
    const email = 'vlad@provider.example'
    await leave(email)
    await call('provider', 'POST', members, { email, role: 'analyst' })
    const url = '/api/tenants/b/break-glass'
    const reason = 'Ticket 4711: line 3 stands still'
    const enter = () => withCookie(cookie, 'POST', url, { reason, hours: 1 })
    const inside = async () => (await withCookie(cookie, 'GET', '/api/tenants/b/sites')).statusCode
    for (const end of [
      () => call('provider', 'POST', members, { email, role: 'analyst', customers: ['a'] }),
      async () => call('provider', 'DELETE', `${members}/${await idOf(email)}`),
    ]) {
      await call('provider', 'POST', members, { email, role: 'analyst', customers: null })
      expect((await enter()).statusCode).toBe(201)
      expect(await inside()).toBe(200)
      expect((await end()).statusCode).toBe(204)
      expect(await inside()).toBe(404)
      const [last] = (await asTenant(it.db, 'b', scoped => listAudit(scoped, { limit: 1 })))!.items
      expect(last).toMatchObject({ action: 'break-glass.end', who: 'provider@example.com' })
    }
  })
})
