// Every way to reach people against receivers that keep to what is documented, and against those that do not.
import { ask, type Outgoing } from '@nautilus/api'
import type { Message } from '@nautilus/store'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Delivery, Sent, Settings, Tools } from '../../src/response/channels/adapter.ts'
import { adapterOf } from '../../src/response/channels/index.ts'
import { inSevenBits, partsOf, roomOf, septetsOf } from '../../src/response/channels/segments.ts'
import { gateway, pagerduty, serving, slack, standard, teams, textsIn } from './receivers.ts'

type Served = Awaited<ReturnType<typeof serving>>

const KEY = Buffer.alloc(32, 7)
const SECRET = `whsec_${KEY.toString('base64')}`
/** ms since 1970 */
const NOW = Date.UTC(2026, 0, 12, 2)
const LINK = `https://nautilus.works.example/acknowledge#${'a'.repeat(190)}.${'b'.repeat(43)}`

let there: Record<'slack' | 'pagerduty' | 'teams' | 'sms' | 'webhook', Served>
beforeAll(async () => {
  there = {
    slack: await serving(slack),
    pagerduty: await serving(pagerduty),
    teams: await serving(teams),
    sms: await serving(gateway),
    webhook: await serving(standard(KEY, () => NOW / 1000)),
  }
})
afterAll(() => Promise.all(Object.values(there).map(one => one.close())))

/** PagerDuty's address is a constant: whoever asks it, asks the one here. */
const local = (url: string) => url.replace(/^https:\/\/events(\.eu)?\.pagerduty\.com/, there.pagerduty.origin)
const tools: Tools = {
  ask: (url, outgoing) => ask(local(url), { allowPrivate: true }, outgoing),
  mail: null,
}

const message = (part: Partial<Message> = {}): Message => ({
  ...{ title: 'A program was loaded', severity: 'high', siteName: 'Works', duty: 'analyst', at: NOW * 1000 },
  ...{ exercise: false, test: false, ...part },
})
const delivery = (to: Settings, part: Partial<Message> = {}, link = LINK): Delivery => ({
  ...{ key: `page_${'0'.repeat(32)}`, message: message(part), to, link, now: NOW },
  head: { brand: { product: 'Harbour Watch', accent: '#ffe45c' }, sender: { from: 'Harbour Watch' } },
})

const kinds = {
  slack: { channel: 'chat', to: () => ({ url: `${there.slack.origin}/services/T0/B0/x` }) },
  pagerduty: { channel: 'pager', to: () => ({ key: 'R'.repeat(32) }) },
  teams: { channel: 'chat', to: () => ({ url: `${there.teams.origin}/workflows/1?sig=x` }) },
  sms: { channel: 'sms', to: () => smsTo('/send') },
  webhook: { channel: 'webhook', to: () => ({ url: `${there.webhook.origin}/page`, secret: SECRET }) },
} as const
type Kind = keyof typeof kinds
const names = Object.keys(kinds) as Kind[]

const smsTo = (path: string, more: Settings = {}): Settings => ({
  ...{ number: '+49 151 2345678', url: `${there.sms.origin}${path}`, form: 'json' },
  ...{ body: '{"to":"{to}","text":"{text}","ref":"{id}"}', header: 'X-Token', secret: 'right', ...more },
})

const send = (kind: Kind, one: Delivery, how: Tools = tools): Promise<Sent> =>
  adapterOf(kinds[kind].channel, kind)!.send(one, how)
const bodyOf = (kind: Kind) => JSON.parse(there[kind].good.at(-1)!.body)

const hostile: readonly string[] = [
  '<!channel> <@U1> <https://evil.example|click> & *bold* `x` :fire:',
  '"}],"text":"owned","x":[{"',
  'Störung an Straße 4 – „Überdruck“ ßÄÖÜ',
  '🔥'.repeat(400),
  'x'.repeat(5000),
  `a${'\u0000'}b\r\nSubject: owned\r\n\r\nc`,
  '\u202Eevil\u2066\u2028',
  'half \ud83d of one',
  '{to}{text}{id} {x} %0a&to=+1',
  '[click](https://evil.example) **bold** <script>alert(1)</script>',
  ' ',
]

describe.each(names)('%s', kind => {
  test('takes a page, and its trial', async () => {
    expect(await send(kind, delivery(kinds[kind].to()))).toMatchObject({ kind: 'ok' })
    expect(await send(kind, delivery(kinds[kind].to(), { test: true }))).toMatchObject({ kind: 'ok' })
    for (const language of ['en', 'de'])
      expect(await send(kind, delivery({ ...kinds[kind].to(), language }, { questions: 3 }))).toMatchObject({
        kind: 'ok',
      })
  })

  test.each(hostile)('takes what devices are called: %#', async title => {
    const done = await send(kind, delivery(kinds[kind].to(), { title, siteName: `Works ${title}` }))
    expect(done).toMatchObject({ kind: 'ok' })
    const sent = bodyOf(kind)
    expect(textsIn(sent).every(text => text.isWellFormed())).toBe(true)
    expect(sent).not.toHaveProperty('x')
  })

  test('takes whatever anything is called', async () => {
    const texts = fc.string({ unit: 'binary', maxLength: 400 })
    await fc.assert(
      fc.asyncProperty(texts, texts, async (title, siteName) => {
        const done = await send(kind, delivery(kinds[kind].to(), { title, siteName: `Works ${siteName}` }))
        expect(done).toMatchObject({ kind: 'ok' })
      }),
      { numRuns: 40 },
    )
  })
})

describe('what a refusal means', () => {
  const to = (origin: string, path: string) => ({ url: `${origin}${path}` })
  test.each<readonly [Kind, () => Settings, object]>([
    [
      'slack',
      () => to(there.slack.origin, '/services/none'),
      { kind: 'permanent', why: 'The receiver answered 404. no_service' },
    ],
    [
      'slack',
      () => to(there.slack.origin, '/services/archived'),
      { kind: 'permanent', why: 'The receiver answered 410. channel_is_archived' },
    ],
    [
      'slack',
      () => to(there.slack.origin, '/services/prohibited'),
      { kind: 'permanent', why: 'The receiver answered 403. action_prohibited' },
    ],
    [
      'slack',
      () => to(there.slack.origin, '/services/broken'),
      { kind: 'temporary', why: 'The receiver answered 500. rollup_error' },
    ],
    ['slack', () => to(there.slack.origin, '/services/often'), { kind: 'temporary', after: 30e6 }],
    [
      'pagerduty',
      () => ({ key: 'short' }),
      { kind: 'permanent', why: expect.stringContaining("'routing_key' is invalid") },
    ],
    ['teams', () => to(there.teams.origin, '/workflows/1'), { kind: 'permanent', why: expect.stringContaining('401') }],
    ['sms', () => smsTo('/busy'), { kind: 'temporary', after: 7e6 }],
    [
      'sms',
      () => smsTo('/send', { secret: 'wrong' }),
      { kind: 'permanent', why: 'The receiver answered 401. unauthorized' },
    ],
    [
      'sms',
      () => smsTo('/send', { number: '+999 151 2345678' }),
      { kind: 'permanent', why: 'The receiver answered 402. no credit' },
    ],
    ['webhook', () => ({ url: `${there.webhook.origin}/gone`, secret: SECRET }), { kind: 'permanent' }],
    [
      'webhook',
      () => ({ url: `${there.webhook.origin}/page`, secret: `whsec_${Buffer.alloc(32, 8).toString('base64')}` }),
      { kind: 'permanent', why: expect.stringContaining('wrong signature') },
    ],
  ])('%s %#', async (kind, settings, meant) => {
    expect(await send(kind, delivery(settings()))).toMatchObject(meant)
  })

  test('PagerDuty asks for patience', async () => {
    const often: Tools = { ...tools, ask: (_, outgoing) => tools.ask(`${there.pagerduty.origin}/v2/often`, outgoing) }
    expect(await send('pagerduty', delivery(kinds.pagerduty.to()), often)).toMatchObject({ kind: 'temporary' })
  })

  test('a payload that is no JSON, has no text or is too large is told as what it is', async () => {
    const changed = (body: string): Tools => ({
      ...tools,
      ask: (url, given: Outgoing) => tools.ask(url, { ...given, body }),
    })
    expect(await send('slack', delivery(kinds.slack.to()), changed('{'))).toMatchObject({
      why: 'The receiver answered 400. invalid_payload',
    })
    expect(await send('slack', delivery(kinds.slack.to()), changed('{}'))).toMatchObject({
      why: 'The receiver answered 400. no_text',
    })
    const large = JSON.stringify({ x: 'x'.repeat(30_000) })
    expect(await send('teams', delivery(kinds.teams.to()), changed(large))).toMatchObject({
      kind: 'permanent',
      why: expect.stringContaining('413'),
    })
    expect(await send('teams', delivery(kinds.teams.to()), changed('{}'))).toMatchObject({
      kind: 'permanent',
      why: expect.stringContaining('400'),
    })
  })
})

describe('receivers that do not answer as they should', () => {
  const URL_PATH = '/services/T0/secret'
  const broken = {
    'say nothing': () => null,
    'cut the line': (_: object, response: { destroy(): void }) => {
      response.destroy()
      return null
    },
    'cut their answer': (_: object, response: import('node:http').ServerResponse) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('ok')
      setImmediate(() => response.destroy())
      return null
    },
    'say too much': () => ({ status: 200, text: 'x'.repeat(2 << 20) }),
    'send elsewhere': () => ({ status: 302, headers: { location: 'http://127.0.0.1:1/' } }),
  } as const

  test.each(Object.entries(broken))('%s', async (name, serve) => {
    const one = await serving(serve)
    const hurried: Tools = { ...tools, ask: (url, given) => ask(url, { allowPrivate: true, patience: 300 }, given) }
    const done = await send('slack', delivery({ url: `${one.origin}${URL_PATH}` }), hurried)
    expect(done.kind).toBe(name === 'send elsewhere' ? 'permanent' : 'temporary')
    expect(JSON.stringify(done)).not.toContain('secret')
    expect(one.all).toHaveLength(1)
    await one.close()
  })

  test('nobody is there', async () => {
    const one = await serving(() => null)
    await one.close()
    const done = await send('slack', delivery({ url: `${one.origin}${URL_PATH}` }))
    expect(done).toMatchObject({ kind: 'temporary', why: expect.stringContaining('ECONNREFUSED') })
  })

  test('a page to sign in is no receipt of Slack or PagerDuty', async () => {
    const portal = await serving(() => ({ status: 200, text: '<html>Sign in</html>' }))
    const way: Tools = { ...tools, ask: (_, given) => ask(portal.origin, { allowPrivate: true }, given) }
    for (const kind of ['slack', 'pagerduty'] as const)
      expect(await send(kind, delivery(kinds[kind].to()), way)).toMatchObject({
        kind: 'temporary',
        why: expect.stringContaining('This is not how'),
      })
    await portal.close()
  })
})

describe('what arrives', () => {
  test('in Slack nobody is called and nothing is linked by a name', async () => {
    await send('slack', delivery(kinds.slack.to(), { title: hostile[0]! }))
    const { text, blocks } = bodyOf('slack')
    expect(text).not.toMatch(/[<>]/)
    for (const { type, text: said } of blocks)
      if (type !== 'actions') expect(said).toMatchObject({ type: 'plain_text', emoji: false })
  })

  test('in Teams text is text', async () => {
    await send('teams', delivery(kinds.teams.to(), { title: hostile[9]! }))
    const { body, actions } = bodyOf('teams').attachments[0].content
    expect(new Set(body.map(({ type }: { type: string }) => type))).toEqual(new Set(['RichTextBlock']))
    expect(actions).toMatchObject([{ type: 'Action.OpenUrl', url: LINK }])
  })

  test('at PagerDuty a repeated page is the same alert', async () => {
    const from = there.pagerduty.good.length
    for (let tries = 0; tries < 2; tries++)
      await send('pagerduty', delivery(kinds.pagerduty.to(), { severity: 'critical' }))
    const events = there.pagerduty.good.slice(from).map(({ body }) => JSON.parse(body))
    expect(new Set(events.map(({ dedup_key }) => dedup_key)).size).toBe(1)
    expect(events[0].payload).toMatchObject({ severity: 'critical', source: 'Works' })
  })
})

describe('a text message', () => {
  test.each([
    ['a'.repeat(160), 1],
    ['a'.repeat(161), 2],
    ['a'.repeat(306), 2],
    ['a'.repeat(307), 3],
    ['ä'.repeat(160), 1],
    ['ß'.repeat(161), 2],
    ['€'.repeat(80), 1],
    ['€'.repeat(81), 2],
  ])('%# is so many parts', (text, parts) => {
    expect(inSevenBits(text)).toBe(text)
    expect(partsOf(text)).toBe(parts)
  })

  test('keeps umlauts, and no quotation mark halves its parts', () => {
    expect(inSevenBits('Störung an Straße 4 – „Überdruck“, Ćevapčići, 5 µm, 🔥, ½')).toBe(
      'Störung an Straße 4 - "Überdruck", Cevapcici, 5 ?m, ?, ?',
    )
  })

  test('is in the alphabet of seven bits and three parts, whatever anything is called', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 500 }), async title => {
        await send('sms', delivery({ ...smsTo('/send'), language: 'de' }, { title }))
        const { text } = bodyOf('sms') as { text: string }
        expect(text.endsWith(` ${LINK}`)).toBe(true)
        expect(inSevenBits(text)).toBe(text)
        expect(septetsOf(text)).toBeLessThanOrEqual(roomOf(3))
        expect(text).toMatch(/^Vorfall \(hoch\)/)
      }),
      { numRuns: 60 },
    )
  })

  test.each([
    ['form', 'to={to}&text={text}', (body: string) => Object.fromEntries(new URLSearchParams(body))],
    ['text', '{to} {text}', (body: string) => ({ to: body.split(' ')[0], text: body.slice(body.indexOf(' ') + 1) })],
  ] as const)('has its values as the form %s wants them', async (form, body, read) => {
    const one = await serving(() => ({ status: 200 }))
    const to = smsTo('/', { url: one.origin, form, body })
    await send('sms', delivery(to, { title: 'A & B = C + {to} %20 "x"' }))
    expect(read(one.good[0]!.body)).toEqual({
      to: '+491512345678',
      text: `Incident (high): A & B = C + {to} %20 "x" ${LINK}`,
    })
    await one.close()
  })
})
