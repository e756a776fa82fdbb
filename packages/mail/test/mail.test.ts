// Letters through a real SMTP server, and what hostile names can do to them: nothing.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, describe, expect, test } from 'vitest'
import {
  type Letter,
  languageOf,
  languages,
  letterOf,
  type Mailer,
  ownBrand,
  type SmtpOptions,
  smtpMailer,
} from '../src/index.ts'
import { words } from '../src/words.ts'

const letter: Letter = { to: 'ada@example.com', subject: 'Hello', text: 'Hello.', html: '<p>Hello.</p>' }
/** Made for these tests, so that none is kept in the project. */
const tls = certificate()
const authority = tls.cert

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

function certificate(): { readonly key: string; readonly cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'nautilus-mail-'))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2']
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
  execFileSync('openssl', [...request, '-keyout', key, '-out', cert, ...subject], { stdio: 'ignore' })
  const made = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
  rmSync(folder, { recursive: true })
  return made
}

type Got = {
  readonly from: string
  readonly to: string[]
  readonly user: string | undefined
  readonly source: string
  readonly secure: boolean
}

/** A server that keeps what it is sent, and the options of a mailer for it. */
async function post(options: SMTPServerOptions = {}): Promise<{ got: Got[]; port: number }> {
  const got: Got[] = []
  const server = new SMTPServer({
    ...tls,
    authOptional: true,
    disableReverseLookup: true,
    onAuth: ({ username, password }, _session, done) =>
      password === 'right' ? done(null, { user: username! }) : done(new Error('no')),
    onData(stream, session, done) {
      let source = ''
      stream.on('data', piece => {
        source += piece
      })
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        const to = rcptTo.map(({ address }) => address)
        got.push({
          from: mailFrom ? mailFrom.address : '',
          to,
          user: session.user as string | undefined,
          source,
          secure: session.secure,
        })
        done()
      })
    },
    ...options,
  })
  server.on('error', () => {})
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  ends.push(() => new Promise<void>(resolve => server.close(resolve)))
  return { got, port: (server.server.address() as AddressInfo).port }
}

function mailer(port: number, more: Partial<SmtpOptions> = {}): Mailer {
  const made = smtpMailer({
    host: 'localhost',
    port,
    tls: 'none',
    user: null,
    secret: null,
    from: 'nautilus@example.com',
    ...more,
  })
  ends.unshift(() => made.close())
  return made
}

/** Headers by name in small letters, folded lines joined (RFC 5322, 2.2.3). */
function headersOf(source: string): Map<string, string[]> {
  const head = source.slice(0, source.indexOf('\r\n\r\n')).replaceAll(/\r\n[ \t]+/g, ' ')
  const found = new Map<string, string[]>()
  for (const line of head.split('\r\n')) {
    const name = line.slice(0, line.indexOf(':')).toLowerCase()
    found.set(name, [...(found.get(name) ?? []), line.slice(name.length + 1).trim()])
  }
  return found
}

describe('a letter', () => {
  test('arrives, with the name of the tenant before our address', async () => {
    const { got, port } = await post()
    const outcome = await mailer(port).send({ ...letter, from: 'Waterworks', headers: { 'List-Id': 'findings' } })
    expect(outcome.kind).toBe('ok')
    expect(got).toMatchObject([{ from: 'nautilus@example.com', to: ['ada@example.com'], secure: false }])
    const headers = headersOf(got[0]!.source)
    expect(headers.get('from')).toEqual(['Waterworks <nautilus@example.com>'])
    expect(headers.get('list-id')).toEqual(['findings'])
    expect(headers.get('auto-submitted')).toEqual(['auto-generated'])
    expect(headers.get('content-type')![0]).toMatch(/^multipart\/alternative/)
  })

  test('goes over TLS with credentials, and is not sent without where TLS is asked for', async () => {
    const account = { user: 'nautilus', secret: 'right', authority }
    const upgraded = await post({ authOptional: false })
    expect((await mailer(upgraded.port, { ...account, tls: 'starttls' }).send(letter)).kind).toBe('ok')
    const direct = await post({ secure: true, authOptional: false })
    expect((await mailer(direct.port, { ...account, tls: 'tls' }).send(letter)).kind).toBe('ok')
    expect([...upgraded.got, ...direct.got]).toMatchObject([1, 2].map(() => ({ secure: true, user: 'nautilus' })))
    // Of an authority that nobody knows; and a server that offers no TLS at all.
    expect((await mailer(upgraded.port, { ...account, authority: null, tls: 'starttls' }).send(letter)).kind).toBe(
      'temporary',
    )
    const plain = await post({ hideSTARTTLS: true, disabledCommands: ['STARTTLS'] })
    expect((await mailer(plain.port, { ...account, tls: 'starttls' }).send(letter)).kind).toBe('temporary')
    expect(plain.got).toEqual([])
  })

  const refusing = (code: number) =>
    post({ onRcptTo: (_address, _session, done) => done(Object.assign(new Error('no'), { responseCode: code })) })
  test.each([
    [450, 'temporary'],
    [421, 'temporary'],
    [550, 'permanent'],
    [552, 'permanent'],
  ])('that is refused with %i: %s', async (code, kind) => {
    expect(await mailer((await refusing(code)).port).send(letter)).toMatchObject({
      kind,
      why: expect.stringMatching(/\S/),
    })
  })

  test('that finds no server, or the wrong secret, may be sent again', async () => {
    const { port } = await post()
    expect((await mailer(1).send(letter)).kind).toBe('temporary')
    expect((await mailer(port, { user: 'nautilus', secret: 'wrong' }).send(letter)).kind).toBe('temporary')
  })

  test.each([
    { to: 'ada@example.com\r\nBcc: eve@example.com' },
    { to: 'ada@example.com, eve@example.com' },
    { to: 'Ada <ada@example.com>' },
    { to: 'nobody' },
    { headers: { Bcc: 'eve@example.com' } },
    { headers: { 'X-A\r\nBcc': 'eve@example.com' } },
    { headers: { 'Content-Type': 'text/html' } },
  ])('is none: %o', async part => {
    const { got, port } = await post()
    expect((await mailer(port).send({ ...letter, ...part })).kind).toBe('permanent')
    expect(got).toEqual([])
  })

  test('keeps its headers whatever people are called', async () => {
    const { got, port } = await post()
    const sender = mailer(port)
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom(
        'a\r\nBcc: eve@example.com',
        'x\n\n<script>',
        '" <eve@example.com>',
        '=?utf-8?q?=0d=0aBcc:_eve?=',
        '\u2028Bcc: e',
      ),
    )
    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (name, subject) => {
        got.length = 0
        expect((await sender.send({ ...letter, from: name, subject, headers: { 'X-Site': name } })).kind).toBe('ok')
        const headers = headersOf(got[0]!.source)
        const known = [
          'auto-submitted',
          'content-type',
          'date',
          'from',
          'message-id',
          'mime-version',
          'subject',
          'to',
          'x-site',
        ]
        // A header without a value is left out.
        expect(known).toEqual(expect.arrayContaining([...headers.keys()]))
        for (const [header, values] of headers) expect(values, header).toHaveLength(1)
        expect(headers.get('to')).toEqual(['ada@example.com'])
        expect(headers.get('from')![0]).toMatch(/nautilus@example\.com>?$/)
        expect(got[0]!.to).toEqual(['ada@example.com'])
      }),
      { numRuns: 30 },
    )
  })
})

describe('words', () => {
  test('are there in every language, with the same values', () => {
    const used = (text: object) => [...new Set(JSON.stringify(text).match(/\{\w+\}/g))].sort()
    for (const [name, of] of Object.entries(words))
      for (const language of languages) expect(used(of[language]), `${name} ${language}`).toEqual(used(of.en))
  })

  test('make a letter in the colours of the tenant', () => {
    const made = letterOf({
      name: 'invitation',
      language: 'de',
      to: 'ada@example.com',
      brand: { product: 'Leitwarte', accent: '#ffcc00' },
      values: { organisation: 'Wasserwerk', inviter: 'grace@example.com', role: 'analyst' },
      link: 'https://nautilus.example.com/invitation?token=a&b',
    })
    expect(made).toMatchObject({ from: 'Leitwarte', subject: 'Einladung zu Wasserwerk' })
    expect(made.text).toBe(
      [
        'grace@example.com lädt Sie ein, mit Leitwarte für Wasserwerk zu arbeiten.',
        'Ihre Rolle: analyst.',
        'Der Link gilt einmal und sieben Tage lang.',
        'Einladung annehmen:\nhttps://nautilus.example.com/invitation?token=a&b',
        '-- ',
        'Wenn Sie grace@example.com nicht kennen, tun Sie nichts: dann geschieht auch nichts.\n',
      ].join('\n\n'),
    )
    expect(made.html).toContain(
      'href="https://nautilus.example.com/invitation?token=a&amp;b" style="background:#ffcc00;color:#000',
    )
  })

  test('cannot be broken by names: no markup, no picture, no second link', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('<img src=https://evil.example>', '"><a href=//evil.example>', '{inviter}', "'+alert(1)+'"),
    )
    const calm = letterOf({ ...invitation('x'), link: 'https://n.example/' }).html
    fc.assert(
      fc.property(hostile, text => {
        const { html } = letterOf({ ...invitation(text), link: 'https://n.example/' })
        const tags = (of: string) => of.match(/<[^>]*>/g)
        expect(tags(html)).toEqual(tags(calm))
      }),
    )
    expect(calm).not.toMatch(/<img|src=|url\(/)
  })
  const invitation = (text: string) =>
    ({
      name: 'invitation',
      language: 'en',
      to: 'ada@example.com',
      brand: { ...ownBrand, accent: text },
      values: { organisation: text, inviter: text, role: text },
    }) as const
})

test.each([
  [undefined, 'en'],
  ['de-DE,de;q=0.9,en;q=0.8', 'de'],
  ['fr-FR, en-GB;q=0.5, de;q=0.7', 'de'],
  ['de;q=0, en', 'en'],
  ['*', 'en'],
  [',;q=;;', 'en'],
])('of %s the language is %s', (header, language) => {
  expect(languageOf(header)).toBe(language)
})
