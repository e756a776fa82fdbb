// Brands: who inherits from whom, under which host name, from which address; and what is refused, at which field.
import type { Letter, Mailer } from '@nautilus/mail'
import { addProviderMember, asTenant, listAudit, personOfEmail } from '@nautilus/store'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { ORIGIN, type Served, served } from './served.ts'

const letters: Letter[] = []
const mailer: Mailer = {
  send: async letter => {
    letters.push(letter)
    return { kind: 'ok', id: '1' }
  },
  close: () => {},
}
let it: Served
beforeAll(async () => {
  it = await served({ people: ['provider-admin', 'read-only', 'provider', 'outsider'], mailer })
})
afterAll(() => it.end())
afterEach(() => {
  letters.length = 0
})

type Verb = 'GET' | 'PUT' | 'PATCH' | 'POST'
const call = (who: string, method: Verb, url: string, payload?: object, headers: Record<string, string> = {}) =>
  it.as(who, { method, url, headers, ...(payload ? { payload } : {}) })
const reach = { domain: null, mailName: null, mailAddress: null }
const fieldsOf = (answer: { json(): { errors?: object; fields?: object } }) => answer.json()
/** Eight by eight points of one colour. */
const logo =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR4nGNgZGLGihiGlgQAlkgBgXOtT1gAAAAASUVORK5CYII='

describe('inheritance', () => {
  test('the site goes before the customer, the customer before the provider, part by part', async () => {
    await call('provider', 'PUT', '/api/provider/brand', {
      ...{ product: 'Harbour Watch', logo, language: 'en', colours: { accent: '#0f766e' } },
      report: { footer: { en: 'Of the provider' }, sections: { service: ['findings'] } },
    })
    await call('provider-admin', 'PATCH', '/api/tenants/a', {
      branding: { product: 'Customer', colours: { accent: '#111111' }, report: { sections: { board: ['figures'] } } },
    })
    const put = await call('provider-admin', 'PUT', '/api/tenants/a/sites/s/branding', { language: 'de' })
    expect(put.json()).toEqual({
      own: { language: 'de' },
      used: {
        ...{ product: 'Customer', logo, language: 'de', colours: { accent: '#111111' } },
        report: { footer: { en: 'Of the provider' }, sections: { service: ['findings'], board: ['figures'] } },
      },
    })
    const { memberships } = (await call('provider-admin', 'GET', '/api/me')).json()
    expect(memberships[0].branding).toMatchObject({ product: 'Customer', logo, language: 'en' })
    const other = (await call('outsider', 'GET', '/api/me')).json()
    expect(other.memberships[0].branding.product).toBe('Harbour Watch')
  })

  test('only administrators change one, and what was changed is in the record', async () => {
    const url = '/api/tenants/a/sites/s/branding'
    expect((await call('read-only', 'PUT', url, { product: 'X' })).statusCode).toBe(403)
    expect((await call('provider-admin', 'PUT', '/api/provider/brand', {})).statusCode).toBe(403)
    expect((await call('provider-admin', 'PUT', '/api/tenants/a/sites/none/branding', {})).statusCode).toBe(404)
    await call('provider-admin', 'PUT', url, { logo })
    const audit = await asTenant(it.db, 'a', scoped => listAudit(scoped, { limit: 1 }))
    expect(audit?.items[0]).toMatchObject({ action: 'site.brand', site: 's', detail: { logo: '(a picture)' } })
  })
})

describe('a template with an error', () => {
  test.each([
    [{ cover: { en: 'Dear {customer},\nof {perod}' } }, 'report.cover.en', /^line 2, column 4: there is no \{perod\}/],
    [{ cover: { de: 'a {' } }, 'report.cover.de', /^line 1, column 3: a bracket without its other half/],
    [{ footer: { en: 'a\u0007b' } }, 'report.footer.en', /^line 1 holds a character/],
    [{ contact: [{ label: 'Call', value: 'a\nb' }] }, 'report.contact.0.value', /one line/],
    [{ sections: { servce: ['figures'] } }, 'report.sections.servce', /there are board, service/],
    [{ sections: { service: ['figures', 'figure'] } }, 'report.sections.service.1', /there are figures, findings/],
    [{ sections: { service: ['figures', 'figures'] } }, 'report.sections.service.1', /named twice/],
  ])('%j is refused at its field', async (report, field, fault) => {
    const answer = await call('provider-admin', 'PATCH', '/api/tenants/a', { branding: { report } })
    expect(answer.statusCode).toBe(400)
    expect(fieldsOf(answer)).toMatchObject({ fields: { [`branding.${field}`]: expect.stringMatching(fault) } })
  })
})

describe('a logo that is none', () => {
  const svg = `data:image/svg+xml;base64,${Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>').toString('base64')}`
  const deep = (() => {
    const bytes = Buffer.from(logo.slice(logo.indexOf(',') + 1), 'base64')
    bytes[24] = 16
    return `data:image/png;base64,${bytes.toString('base64')}`
  })()
  test.each([
    [svg, /is an SVG, which may hold scripts/],
    [`data:text/html;base64,${Buffer.from('<script>').toString('base64')}`, /must be a PNG as a data URL/],
    [`data:image/png;base64,${Buffer.from('<script>alert(1)</script>').toString('base64')}`, /is not a PNG/],
    [deep, /at most 8 bits a sample/],
  ])('is refused at its field', async (picture, fault) => {
    for (const [who, method, url, body] of [
      ['provider-admin', 'PATCH', '/api/tenants/a', { branding: { logo: picture } }],
      ['provider-admin', 'PUT', '/api/tenants/a/sites/s/branding', { logo: picture }],
      ['provider', 'PUT', '/api/provider/brand', { logo: picture }],
    ] as const) {
      const answer = await call(who, method, url, body)
      expect(answer.statusCode).toBe(400)
      expect(fieldsOf(answer)).toMatchObject({ fields: { 'branding.logo': expect.stringMatching(fault) } })
    }
  })
})

describe('a host name', () => {
  const set = (tenant: string, given: object) =>
    call('provider', 'PUT', `/api/provider/tenants/${tenant}/reach`, { ...reach, ...given })

  test.each([
    ['https://a.example.com', /host name alone/],
    ['a.example.com:8400', /host name alone/],
    ['a.example.com/x', /host name alone/],
    ['localhost', /is no host name/],
    ['192.0.2.7', /not an address/],
    ['-a.b.com', /is no host name/],
    ['a..b.com', /is no host name/],
    [`${'a'.repeat(64)}.b.com`, /is no host name/],
    ['console.local', /nobody owns/],
    ['a b.com', /host name alone/],
  ])('%s is refused', async (domain, fault) => {
    const answer = await set('a', { domain })
    expect(answer.statusCode).toBe(400)
    expect(fieldsOf(answer)).toMatchObject({ fields: { domain: expect.stringMatching(fault) } })
  })

  test('is of one console, written in one way, and wears its brand before anybody is known', async () => {
    expect((await set('a', { domain: 'Console.Bücher-Werk.DE.' })).json().own.domain).toBe(
      'console.xn--bcher-werk-9db.de',
    )
    expect((await set('b', { domain: 'console.xn--bcher-werk-9db.de' })).json()).toMatchObject({
      ...{ status: 409, fields: { domain: 'is taken' } },
    })
    const at = (host: string) => call('nobody', 'GET', '/api/brand', undefined, { host })
    expect((await at('console.xn--bcher-werk-9db.de:8400')).json()).toMatchObject({ product: 'Customer' })
    expect((await at('elsewhere.example.com')).json()).toMatchObject({ product: 'Harbour Watch' })
    expect((await at('console.xn--bcher-werk-9db.de')).json().report).toBeUndefined()
    const document = await call('nobody', 'GET', '/api/openapi.json', undefined, {
      host: 'console.xn--bcher-werk-9db.de',
    })
    expect(document.json().info.title).toBe('Customer')
  })

  test('only people of the provider set it', async () => {
    expect((await call('provider-admin', 'PUT', '/api/provider/tenants/a/reach', reach)).statusCode).toBe(403)
    expect((await call('provider', 'PUT', '/api/provider/tenants/none/reach', reach)).statusCode).toBe(404)
  })

  test('a passkey and a session are of that host name', async () => {
    await set('a', { domain: 'console.customer.com' })
    const headers = { host: 'console.customer.com:8400', origin: 'http://console.customer.com:8400' }
    const options = await call('nobody', 'POST', '/api/passkeys/options', undefined, headers)
    expect(options.json().options.rpId).toBe('console.customer.com')
    const signIn = { email: 'provider-admin@example.com', password: 'Wellenbrecher-Kuckucksuhr' }
    const into = (origin: string) =>
      it.app.inject({
        ...{ method: 'POST', url: '/api/auth/sign-in/email', payload: signIn, remoteAddress: '10.77.1.1' },
        // Whoever has no cookie yet has nothing that another page could use.
        headers: { host: new URL(origin).host, origin, cookie: it.cookies.get('read-only')! },
      })
    expect((await into('http://console.customer.com:8400')).statusCode).toBe(200)
    // better-auth checks origins in production alone; which ones it is told, it is told here too.
    const trusted = it.auth.options.trustedOrigins as (request: Request) => Promise<string[]>
    const asked = (origin: string) => trusted(new Request('http://localhost', { headers: { origin } }))
    expect(await asked('http://console.customer.com:8400')).toEqual(['http://console.customer.com:8400'])
    expect(await asked('http://console.evil.com:8400')).toEqual([])
  })
})

describe('letters', () => {
  test('come from whom the provider said, and lead to the host name of the tenant', async () => {
    await call('provider', 'PUT', '/api/provider/tenants/a/reach', {
      ...{ domain: 'console.customer.com', mailName: 'Customer SOC', mailAddress: 'soc@customer.com' },
    })
    await call('provider-admin', 'POST', '/api/tenants/a/invitations', { email: 'new@example.com', role: 'analyst' })
    const letter = letters.find(({ to }) => to === 'new@example.com')
    expect(letter).toMatchObject({ from: 'Customer SOC', address: 'soc@customer.com' })
    expect(letter?.text).toContain('http://console.customer.com:8400/invitation')
    expect(letter?.text).not.toContain(ORIGIN)
    const told = (await call('read-only', 'GET', '/api/tenants/a/reach')).json()
    expect(told.dns).toContain('SPF of customer.com')
  })

  test.each([
    [{ mailAddress: 'soc@customer.com\r\nBcc: x@evil.com' }, 'mailAddress'],
    [{ mailAddress: 'soc' }, 'mailAddress'],
    [{ mailAddress: 'soc@localhost' }, 'mailAddress'],
    [{ mailName: 'SOC\r\nBcc: x@evil.com' }, 'mailName'],
    [{ mailName: 'a\u2028b' }, 'mailName'],
    [{ mailName: ' ' }, 'mailName'],
  ])('%j would be another header', async (given, field) => {
    const answer = await call('provider', 'PUT', '/api/provider/tenants/a/reach', { ...reach, ...given })
    expect(answer.statusCode).toBe(400)
    expect(fieldsOf(answer)).toMatchObject({ fields: { [field]: expect.any(String) } })
  })

  test('the name of a customer does not stand before the address of the provider', async () => {
    await call('provider', 'PUT', '/api/provider/reach', {
      ...reach,
      mailName: 'Provider',
      mailAddress: 'mail@provider.com',
    })
    await call('provider', 'PUT', '/api/provider/tenants/a/reach', { ...reach, mailAddress: 'soc@customer.com' })
    const { used } = (await call('read-only', 'GET', '/api/tenants/a/reach')).json()
    expect(used).toMatchObject({ mailName: null, mailAddress: 'soc@customer.com' })
  })
})

test('an analyst of the provider changes no brand', async () => {
  const person = await personOfEmail(it.db, 'provider@example.com')
  await addProviderMember(it.db, person!.id, null, { role: 'analyst', customers: ['a'] })
  expect((await call('provider', 'GET', '/api/provider/brand')).statusCode).toBe(403)
  expect((await call('provider', 'GET', '/api/me')).json()).toMatchObject({ provider: false, queue: true })
})
