// Standard Webhooks, with the library of its authors as the receiver.
import { generateKeyPairSync, verify } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { kindOf, publicOf } from '../src/index.ts'
import { messageOf } from '../src/webhook/index.ts'
import { secretFault, signatures } from '../src/webhook/sign.ts'
import { expectGolden, pretty } from './golden.ts'
import { event, everyEvent, finding, targetOf } from './samples.ts'
import { type Heard, type Reply, type Serving, serve } from './served.ts'

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const heard: Heard[] = []
let reply: (heard: Heard) => Reply = () => ({ status: 204 })
let serving: Serving
beforeAll(async () => {
  serving = await serve(one => {
    heard.push(one)
    return reply(one)
  })
})
afterAll(() => serving.end())
beforeEach(() => {
  heard.length = 0
  reply = () => ({ status: 204 })
})

const open = (more: Record<string, string> = {}) =>
  kindOf('webhook')!.open(targetOf({ url: `${serving.url}/hook?key=1`, secret: SECRET, ...more }))

test('the vector of the specification', () => {
  const signed = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', seconds: 1614265330, body: '{"test": 2432232314}' }
  expect(signatures([SECRET], signed)).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
})

test('what is sent is what a person can read', () => {
  expectGolden('webhook.json', pretty(everyEvent.map(each => messageOf(each, targetOf({})))))
})

test('the library of the standard takes it, and refuses what was changed', async () => {
  const { wire } = targetOf({})
  const sender = kindOf('webhook')!.open(
    targetOf({ url: serving.url, secret: SECRET }, { wire: { ...wire, now: () => Date.now() } }),
  )
  expect(await sender.send([event(1)])).toEqual({ delivered: [1], refused: [], rest: null })
  const [{ headers, body }] = heard as [Heard]
  const given = headers as Record<string, string>
  const receiver = new Webhook(SECRET)
  expect(receiver.verify(body.toString(), given)).toMatchObject({ type: 'ot.finding.opened' })
  expect(() => receiver.verify(body.toString().replace('high', 'low'), given)).toThrow()
  expect(given['webhook-id']).toBe(`msg_${event(1).id}`)
})

test('while a secret is changed, both are good; an Ed25519 key needs no secret there', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32)
  const key = `whsk_${seed.toString('base64')}`
  expect(secretFault(key)).toBe(null)
  await open({ oldSecret: key }).send([event(1)])
  const [{ headers, body }] = heard as [Heard]
  const [symmetric = '', asymmetric = ''] = String(headers['webhook-signature']).split(' ')
  expect(symmetric).toMatch(/^v1,/)
  const content = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
  expect(asymmetric).toMatch(/^v1a,/)
  expect(verify(null, Buffer.from(content), publicKey, Buffer.from(asymmetric.slice(4), 'base64'))).toBe(true)
  const spki = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)
  expect(publicOf(key)).toBe(`whpk_${spki.toString('base64')}`)
})

test.each([
  [500, {}, { kind: 'retry', isAnswered: true }],
  [503, { 'retry-after': '7' }, { kind: 'retry', after: 7000 }],
  [429, { 'retry-after': 'Sun, 22 Nov 2026 21:01:00 GMT' }, { kind: 'retry' }],
  [413, {}, { kind: 'smaller' }],
  [400, {}, { kind: 'smaller' }],
  [401, {}, { kind: 'fault' }],
  [404, {}, { kind: 'fault' }],
  [410, {}, { kind: 'fault' }],
  [302, { location: 'http://elsewhere/' }, { kind: 'fault' }],
])('%i is understood', async (status, headers, rest) => {
  reply = () => ({ status, headers: headers as Record<string, string>, body: 'because' })
  const answer = await open().send([event(1)])
  expect(answer).toMatchObject({ delivered: [], refused: [], rest })
  expect(answer.rest?.why).toContain(String(status))
  expect(answer.rest?.why).not.toContain('key=1')
})

test('a connection that breaks is tried again, and nobody learns the address', async () => {
  reply = () => ({ status: 0, breaks: true })
  const answer = await open().send([event(1)])
  expect(answer.rest?.kind).toBe('retry')
  expect(answer.rest?.why).not.toContain('key=1')
})

test('events of one object keep their order, and nothing of it follows one that was not taken', async () => {
  const of = (position: number, object: string) => event(position, { object, finding: { ...finding, id: object } })
  const events = Array.from({ length: 60 }, (_, index) => of(index + 1, `f-${index % 3}`))
  await open().send(events)
  const order = (object: string) =>
    heard
      .map(({ body }) => JSON.parse(body.toString()).data)
      .filter(data => data.finding.id === object)
      .map(data => data.id)
  for (const object of ['f-0', 'f-1', 'f-2'])
    expect(order(object)).toEqual(events.filter(each => each.object === object).map(({ id }) => id))
  heard.length = 0
  reply = ({ body }) => ({ status: body.toString().includes(events[3]!.id) ? 503 : 204 })
  const answer = await open().send(events)
  expect(answer.rest?.kind).toBe('retry')
  expect(answer.delivered).toContain(1)
  for (const position of [4, 7, 10, 58]) expect(answer.delivered).not.toContain(position)
})

test('fields are renamed and added', () => {
  const mapping = { rename: { site: 'location' }, add: { team: 'ot', kind: 'never' } }
  const { data } = messageOf(event(1), targetOf({}, { mapping }))
  expect(data).toMatchObject({ location: 'plant-7', team: 'ot', kind: 'finding.opened' })
  expect(data).not.toHaveProperty('site')
})
