// What people are written to: invitations, forgotten passwords, new devices, other addresses. SMTP has its own test.
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Letter, Mailer, Outcome } from '@nautilus/mail'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { breachedBy } from '../src/index.ts'
import { ORIGIN, PASSWORD, type Served, served } from './served.ts'

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
/** Letters are written after the answer. */
async function next(): Promise<Letter> {
  while (letters.length === 0)
    await new Promise<void>(resolve => {
      wake = resolve
    })
  return letters.shift()!
}
const linkIn = ({ text }: Letter): URL => new URL(/http:\S+/.exec(text)![0])

let it: Served
beforeAll(async () => {
  it = await served({ people: ['provider-admin', 'analyst', 'provider'], mailer })
})
afterAll(() => it.end())
beforeEach(() => {
  letters.length = 0
  outcome = { kind: 'ok', id: '1' }
})

let visits = 0
const auth = (path: string, payload: object, headers: Record<string, string> = {}, who = 'nobody') =>
  it.as(who, {
    method: 'POST',
    url: `/api/auth/${path}`,
    remoteAddress: `10.8.0.${++visits}`,
    headers: { origin: ORIGIN, host: 'localhost:8400', ...headers },
    payload,
  })
const signIn = (email: string, password = PASSWORD, headers: Record<string, string> = {}) =>
  auth('sign-in/email', { email, password }, headers)
const call = (
  who: string,
  method: 'POST' | 'PATCH',
  url: string,
  payload: object,
  headers: Record<string, string> = {},
) => it.as(who, { method, url, payload, headers })

describe('an invitation', () => {
  const invite = (headers = {}) =>
    call('provider-admin', 'POST', '/api/tenants/a/invitations', { email: 'new@example.com', role: 'analyst' }, headers)

  test('goes to the invited in the brand of the tenant, and whoever invites does not see the link', async () => {
    const branding = { product: 'Leitwarte', colours: { accent: '#ffcc00' } }
    await call('provider-admin', 'PATCH', '/api/tenants/a', { name: '<b>Werk</b>\r\nBcc: eve@example.com', branding })
    const made = (await invite({ 'accept-language': 'de-DE' })).json()
    expect(made).toMatchObject({ token: null, path: null, mailed: 'ok' })
    const letter = await next()
    expect(letter).toMatchObject({ to: 'new@example.com', from: 'Leitwarte' })
    expect(letter.subject).toBe('Einladung zu <b>Werk</b> Bcc: eve@example.com')
    expect(letter.html).toContain('&lt;b&gt;Werk')
    expect(letter.html).toContain('background:#ffcc00')
    const token = linkIn(letter).searchParams.get('token')
    const looked = await call('nobody', 'POST', '/api/invitations/look', { token: token! })
    expect(looked.json().email).toBe('new@example.com')
  })

  test('that no server took is shown as a link', async () => {
    outcome = { kind: 'permanent', why: '550 no such mailbox' }
    const made = (await invite()).json()
    expect(made).toMatchObject({ mailed: 'permanent', path: `/invitation?token=${made.token}` })
    expect(it.platform.logged).toContain('a letter was not taken')
  })

  test('of a new tenant goes to its administrator', async () => {
    const body = { id: 'fresh', name: 'Fresh', admin: 'boss@example.com' }
    const made = (await call('provider', 'POST', '/api/tenants', body)).json()
    expect(made.invitation).toMatchObject({ path: null, mailed: 'ok' })
    expect((await next()).to).toBe('boss@example.com')
  })
})

describe('a forgotten password', () => {
  const forget = (email: string) => auth('request-password-reset', { email })

  test('is chosen anew by the link, once; everybody is signed out and told', async () => {
    const email = 'analyst@example.com'
    expect((await forget(email)).statusCode).toBe(200)
    const letter = await next()
    expect(letter.to).toBe(email)
    const link = linkIn(letter)
    expect(link.origin + link.pathname).toBe(`${ORIGIN}/reset-password`)
    const token = link.searchParams.get('token')
    const weak = await auth('reset-password', { token, newPassword: 'liverpoolfootballclub' })
    expect(weak.json().fields.newPassword).toMatch(/breaches/)
    const newPassword = 'seven purple turbines hum'
    expect((await auth('reset-password', { token, newPassword })).statusCode).toBe(200)
    expect((await next()).subject).toMatch(/was changed/)
    expect((await it.as('analyst', { url: '/api/me' })).statusCode).toBe(401)
    expect((await auth('reset-password', { token, newPassword })).statusCode).toBe(400)
    expect((await signIn(email)).statusCode).toBe(401)
    expect((await signIn(email, newPassword)).statusCode).toBe(200)
    expect((await next()).subject).toMatch(/new device/)
  })

  test('tells nobody who has an account', async () => {
    const [known, unknown] = [await forget('provider@example.com'), await forget('nobody@example.com')]
    expect(known.body).toBe(unknown.body)
    expect((await next()).to).toBe('provider@example.com')
    expect(letters).toEqual([])
  })
})

test('a sign-in from a device that was not seen before is told, and from a known one is not', async () => {
  const email = 'provider-admin@example.com'
  const first = await signIn(email, PASSWORD, { 'user-agent': 'Another <browser>' })
  const letter = await next()
  expect(letter).toMatchObject({ to: email, subject: 'A sign-in from a new device' })
  expect(letter.text).toContain('Device: Another <browser>')
  const device = first.cookies.find(({ name }) => name === 'nautilus.device')!
  expect(device).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/api' })
  await signIn(email, PASSWORD, { cookie: `nautilus.device=${device.value}` })
  // A made-up one is none.
  await signIn(email, PASSWORD, { cookie: 'nautilus.device=x', 'user-agent': 'Third' })
  expect((await next()).text).toContain('Device: Third')
  expect(letters).toEqual([])
  const wrong = await signIn(email, 'wrong-wrong-wrong-wrong')
  expect(wrong.cookies).toEqual([])
})

test('another address is agreed to at the old one, and confirmed at the new one', async () => {
  const move = () => auth('change-email', { newEmail: 'Moved@example.com', callbackURL: '/' }, {}, 'provider')
  expect((await move()).statusCode).toBe(200)
  const leaving = await next()
  expect(leaving.to).toBe('provider@example.com')
  expect(leaving.text).toContain('moved@example.com')
  const follow = (link: URL) =>
    it.as('provider', { url: link.pathname + link.search, headers: { host: 'localhost:8400' } })
  await follow(linkIn(leaving))
  const arriving = await next()
  expect(arriving.to).toBe('moved@example.com')
  const email = async () => (await it.as('provider', { url: '/api/me' })).json().person.email
  expect(await email()).toBe('provider@example.com')
  await follow(linkIn(arriving))
  expect(await email()).toBe('moved@example.com')
})

test('a service of broken passwords gets five digits of a hash, and is not needed', async () => {
  const asked: string[] = []
  const troubles: string[] = []
  const digest = createHash('sha1').update(PASSWORD).digest('hex').toUpperCase()
  let status = 200
  const server = createServer((request, response) => {
    asked.push(request.url!)
    const lines = [`${'0'.repeat(35)}:3`, `${digest.slice(5)}:${request.url!.startsWith('/padded') ? 0 : 42}`]
    response.writeHead(status).end(lines.join('\r\n'))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const rules = { allowPrivate: true, onTrouble: (message: string) => void troubles.push(message) }
  const breached = breachedBy({ ...rules, url: `${url}/range/` })
  expect(await breached(PASSWORD)).toBe(true)
  expect(await breached('another')).toBe(false)
  expect(await breachedBy({ ...rules, url: `${url}/padded` })(PASSWORD)).toBe(false)
  expect(asked[0]).toBe(`/range/${digest.slice(0, 5)}`)
  expect(troubles).toEqual([])
  status = 503
  expect(await breached(PASSWORD)).toBeNull()
  await new Promise(resolve => server.close(resolve))
  expect(await breached(PASSWORD)).toBeNull()
  expect(await breachedBy({ ...rules, url, allowPrivate: false })(PASSWORD)).toBeNull()
  expect(troubles).toHaveLength(3)
})
