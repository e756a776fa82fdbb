// Passkeys over HTTP, with an authenticator in software. A real browser has its own test.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { authenticator, type Wish } from './authenticator.ts'
import { ORIGIN, PASSWORD, type Served, served } from './served.ts'

let it: Served
beforeAll(async () => {
  it = await served({ people: ['analyst', 'auditor', 'management'] })
})
afterAll(() => it.end())

const call = (who: string, method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object) =>
  it.as(who, { method, url, ...(payload ? { payload } : {}) })
const ask = async (who: string, url: string, payload: object = {}) => (await call(who, 'POST', url, payload)).json()

async function registered(who: string, name = 'Key') {
  const key = authenticator(ORIGIN)
  const { ceremony, options } = await ask(who, '/api/me/passkeys/options')
  const made = await call(who, 'POST', '/api/me/passkeys', { ceremony, name, response: key.create(options.challenge) })
  expect(made.statusCode).toBe(201)
  return key
}

async function signIn(key: ReturnType<typeof authenticator>, wish: Wish = {}) {
  const { ceremony, options } = await ask('nobody', '/api/passkeys/options')
  return call('nobody', 'POST', '/api/passkeys/sign-in', { ceremony, response: key.get(options.challenge, wish) })
}

test('a passkey is added, signs in, is renamed, and is of no use once removed', async () => {
  const key = await registered('analyst', 'Laptop')
  const answer = await signIn(key)
  expect(answer.json()).toEqual({ email: 'analyst@example.com' })
  const session = answer.cookies.find(({ name }) => name === 'nautilus.session_token')!
  expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' })
  const cookie = `${session.name}=${encodeURIComponent(session.value)}`
  const me = await it.app.inject({ url: '/api/me', headers: { cookie } })
  expect(me.json().person.email).toBe('analyst@example.com')
  const url = `/api/me/passkeys/${key.id}`
  expect((await call('analyst', 'PATCH', url, { name: 'Work laptop' })).json().name).toBe('Work laptop')
  const { items } = (await call('analyst', 'GET', '/api/me/passkeys')).json()
  expect(items).toEqual([
    { id: key.id, name: 'Work laptop', synced: false, made_at: expect.any(String), used_at: expect.any(String) },
  ])
  for (const method of ['PATCH', 'DELETE'] as const)
    expect((await call('auditor', method, url, method === 'PATCH' ? { name: 'x' } : undefined)).statusCode).toBe(404)
  expect((await call('analyst', 'DELETE', url)).statusCode).toBe(204)
  expect((await signIn(key)).statusCode).toBe(401)
})

describe('is refused', () => {
  test.each<Wish>([{ origin: 'https://evil.example.com' }, { rpId: 'evil.example.com' }, { verified: false }])(
    'when it is made for another place, or nobody was asked: %o',
    async wish => {
      const { ceremony, options } = await ask('analyst', '/api/me/passkeys/options')
      const response = authenticator(ORIGIN).create(options.challenge, wish)
      const answer = await call('analyst', 'POST', '/api/me/passkeys', { ceremony, name: 'x', response })
      expect(answer.statusCode).toBe(400)
      expect((await signIn(await registered('analyst'), wish)).statusCode).toBe(401)
    },
  )

  test('when its counter goes back: it was copied', async () => {
    const key = await registered('analyst')
    expect((await signIn(key, { count: 9 })).statusCode).toBe(200)
    expect((await signIn(key, { count: 8 })).statusCode).toBe(401)
  })

  test('when an answer comes twice, for another question, of another person, or too late', async () => {
    const key = await registered('analyst')
    const { ceremony, options } = await ask('nobody', '/api/passkeys/options')
    const response = key.get(options.challenge)
    const answer = () => call('nobody', 'POST', '/api/passkeys/sign-in', { ceremony, response })
    expect((await answer()).statusCode).toBe(200)
    expect((await answer()).statusCode).toBe(410)
    const other = await ask('nobody', '/api/passkeys/options')
    const wrong = { ceremony: other.ceremony, response: key.get(options.challenge) }
    expect((await call('nobody', 'POST', '/api/passkeys/sign-in', wrong)).statusCode).toBe(401)
    const begun = await ask('analyst', '/api/me/passkeys/options')
    const made = {
      ceremony: begun.ceremony,
      name: 'x',
      response: authenticator(ORIGIN).create(begun.options.challenge),
    }
    expect((await call('auditor', 'POST', '/api/me/passkeys', made)).statusCode).toBe(410)
    const late = await ask('nobody', '/api/passkeys/options')
    await sql`update ceremonies set expires_at = now() - interval '1 second'`.execute(it.db)
    const tooLate = { ceremony: late.ceremony, response: key.get(late.options.challenge) }
    expect((await call('nobody', 'POST', '/api/passkeys/sign-in', tooLate)).statusCode).toBe(410)
  })
})

test('whoever signed in long ago is asked for the password before a way in is added', async () => {
  await sql`update "session" set "createdAt" = now() - interval '1 hour'`.execute(it.db)
  // Of somebody who has not asked yet: attempts are counted by the session.
  const begin = (payload: object) => it.as('management', { method: 'POST', url: '/api/me/passkeys/options', payload })
  const asked = await begin({})
  expect(asked.statusCode).toBe(403)
  expect(asked.json().fields.password).toBe('is asked again')
  expect((await begin({ password: 'wrong-wrong-wrong' })).json().fields.password).toBe('is wrong')
  expect((await begin({ password: PASSWORD })).statusCode).toBe(200)
})

test('no secret of it is kept in the clear', async () => {
  const { ceremony } = await ask('nobody', '/api/passkeys/options')
  const { rows } = await sql<{ all: string }>`select ceremonies::text as all from ceremonies`.execute(it.db)
  expect(rows.length).toBeGreaterThan(0)
  expect(rows.map(row => row.all).join()).not.toContain(ceremony)
})
