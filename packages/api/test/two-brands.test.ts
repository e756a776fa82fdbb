// Two customers under two brands of one provider: nothing that either is sent, or shown before anybody is known, has the
// name of the other, or ours. Pages are looked at in a browser (test/browser/brands.ts), reports in packages/reports.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LetterName, languages, smtpMailer } from '@nautilus/mail'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPost, type Post } from '../src/index.ts'
import { ORIGIN, PASSWORD, type Served, served } from './served.ts'

const brands = {
  a: { product: 'Edelweiss Guard', domain: 'console.edelweiss-guard.com', address: 'soc@edelweiss-guard.com' },
  b: { product: 'Lighthouse OT', domain: 'console.lighthouse-ot.com', address: 'soc@lighthouse-ot.com' },
} as const
const tenants = ['a', 'b'] as const
/** What is around it says where it comes from. */
/** Words of programs, the same for every customer: headers of sensors, and a cookie. */
const OF_PROGRAMS = /nautilus-(epoch|seq|health)|nautilus\.session_token/g
const foundIn = (whole: string, tenant: 'a' | 'b'): string[] => {
  const text = whole.replaceAll(OF_PROGRAMS, '')
  return [...text.matchAll(foreign(tenant))].map(({ index }) => text.slice(Math.max(0, index - 60), index + 40))
}

/** Of the other one, and ours: in any writing. */
const foreign = (tenant: 'a' | 'b') => {
  const other = brands[tenant === 'a' ? 'b' : 'a']
  return new RegExp(`nautilus|${other.product}|${other.domain.replace('console.', '')}`, 'gi')
}

/** All that there are: the types see to it. */
const letters: Readonly<Record<LetterName, true>> = {
  ...{ invitation: true, 'password-reset': true, 'password-changed': true, 'new-device': true },
  ...{ 'email-leaving': true, 'email-arriving': true, report: true, 'report-link': true, 'report-confirm': true },
}

const folder = mkdtempSync(join(tmpdir(), 'two-brands-'))
let it: Served
let post: Post
let smtp: SMTPServer
let sources: string[] = []

beforeAll(async () => {
  writeFileSync(
    join(folder, 'index.html'),
    readFileSync(new URL('../../../apps/console/index.html', import.meta.url), 'utf8'),
  )
  it = await served({ people: ['provider', 'provider-admin', 'outsider'], options: { console: folder } })
  for (const tenant of tenants) {
    const { product, domain, address } = brands[tenant]
    const who = tenant === 'a' ? 'provider-admin' : 'outsider'
    const branding = { product, colours: { accent: '#7a1f5c' } }
    await it.as(who, { method: 'PATCH', url: `/api/tenants/${tenant}`, payload: { branding } })
    const payload = { domain, mailName: null, mailAddress: address }
    await it.as('provider', { method: 'PUT', url: `/api/provider/tenants/${tenant}/reach`, payload })
  }
  smtp = new SMTPServer({
    ...{ authOptional: true, disableReverseLookup: true, disabledCommands: ['STARTTLS', 'AUTH'] },
    onData(stream, session, done) {
      const pieces: Buffer[] = [Buffer.from(`MAIL FROM ${JSON.stringify(session.envelope.mailFrom)}\n`)]
      stream.on('data', (piece: Buffer) => pieces.push(piece))
      stream.on('end', () => {
        sources.push(readable(Buffer.concat(pieces).toString('utf8')))
        done()
      })
    },
  })
  await new Promise<void>(resolve => smtp.listen(0, '127.0.0.1', resolve))
  const { port } = smtp.server.address() as AddressInfo
  const mailer = smtpMailer({ host: '127.0.0.1', port, tls: 'none', user: null, secret: null, from: 'p@nautilus.com' })
  post = openPost({ mailer, db: it.db, baseUrl: ORIGIN, log: () => {} })
}, 60_000)
afterAll(async () => {
  await new Promise<void>(resolve => smtp.close(resolve))
  await it.end()
  rmSync(folder, { recursive: true })
})

/** Quoted-printable and base64 parts as a reader sees them, and the source beside it. */
function readable(source: string): string {
  const plain = source
    .replaceAll(/=\r?\n/g, '')
    .replaceAll(/(?:=[0-9A-F]{2})+/g, bytes => Buffer.from(bytes.replaceAll('=', ''), 'hex').toString('utf8'))
  const packed = source.match(/(?:[A-Za-z0-9+/]{60,}=*\r?\n?)+/g) ?? []
  return [source, plain, ...packed.map(part => Buffer.from(part, 'base64').toString('utf8'))].join('\n')
}

describe.each(tenants)('%s', tenant => {
  const { product, domain, address } = brands[tenant]

  test('every letter in every language, with all its headers, has its brand and no other', async () => {
    sources = []
    for (const name of Object.keys(letters) as LetterName[])
      for (const language of languages)
        await post.send(name, {
          ...{ to: 'ada@example.com', language, path: '/somewhere', tenant },
          values: new Proxy({}, { ownKeys: () => [], get: () => 'x' }) as never,
        })
    expect(sources.length).toBe(Object.keys(letters).length * languages.length)
    for (const source of sources) {
      expect(foundIn(source, tenant)).toEqual([])
      expect(source).toContain(product)
      expect(source).toMatch(new RegExp(`Message-ID: <[^>]+@${address.split('@')[1]!.replace('.', '\\.')}>`, 'i'))
      expect(source).toContain(address)
    }
    expect(sources.join('\n')).toContain(`http://${domain}:8400/somewhere`)
  })

  test('the page before anybody is known, and the description of the API', async () => {
    const at = async (url: string) => (await it.app.inject({ url, headers: { host: domain } })).body
    const page = await at('/sign-in')
    expect(page).toContain(`<title>${product}</title>`)
    expect(page).not.toMatch(/icon\.svg/)
    for (const body of [page, await at('/docs/api'), await at('/api/brand')]) expect(foundIn(body, tenant)).toEqual([])
    const document = JSON.parse(await at('/api/openapi.json'))
    expect(foundIn(JSON.stringify(document), tenant)).toEqual([])
  })

  test('what a browser and an authenticator show on their own', async () => {
    const who = tenant === 'a' ? 'provider-admin' : 'outsider'
    const headers = { host: domain, origin: `http://${domain}` }
    const options = await it.as(who, { method: 'POST', url: '/api/me/passkeys/options', headers, payload: {} })
    expect(options.json().options.rp).toEqual({ name: product, id: domain })
    const enabled = await it.as(who, {
      ...{ method: 'POST', url: '/api/auth/two-factor/enable', headers, payload: { password: PASSWORD } },
    })
    const uri = decodeURIComponent(enabled.json().totpURI.replaceAll('+', ' '))
    expect(uri).toContain(`issuer=${product}`)
    expect(foundIn(uri, tenant)).toEqual([])
  })
})

test.each(['en', 'de', 'rules.de'])('no sentence of the console has our name (%s)', language => {
  const file = new URL(`../../../apps/console/src/messages/${language}.json`, import.meta.url)
  expect(readFileSync(file, 'utf8')).not.toMatch(/nautilus/i)
})

test.each(['playbooks', 'obligations'])('nothing that comes along in %s has our name', folder => {
  const files = new URL(`../../../${folder}/`, import.meta.url)
  const names = readdirSync(files).filter(name => name.endsWith('.yaml'))
  expect(names.length).toBeGreaterThan(5)
  for (const name of names) expect(readFileSync(new URL(name, files), 'utf8'), name).not.toMatch(/nautilus/i)
})
