// Splunk's HTTP Event Collector, against one that behaves as documented.
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { kindOf } from '../src/index.ts'
import { envelopeOf } from '../src/splunk/envelope.ts'
import { expectGolden, pretty } from './golden.ts'
import { Hec, type HecOptions } from './hec.ts'
import { event, everyEvent, finding, targetOf, testWire } from './samples.ts'
import { type Serving, serve } from './served.ts'

let serving: Serving
let hec = new Hec({ token: 'x' })
beforeAll(async () => {
  serving = await serve(heard => hec.answer(heard))
})
afterAll(() => serving.end())

const TOKEN = '12345678-1234-1234-1234-1234567890ab'
const begin = (options: Partial<HecOptions> = {}) => {
  hec = new Hec({ token: TOKEN, ...options })
}
const open = (settings: Record<string, string> = {}, wire = testWire()) =>
  kindOf('splunk')!.open(targetOf({ url: serving.url, token: TOKEN, ...settings }, { wire }))
const many = (count: number) => Array.from({ length: count }, (_, index) => event(index + 1))
const positions = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)

test('what is sent is what a person can read', () => {
  expectGolden('splunk.json', pretty(everyEvent.map(each => envelopeOf(each, targetOf({ index: 'ot' })))))
})

test('what the Common Information Model asks of alerts is there, in its words', () => {
  const { event: said } = envelopeOf(event(1), targetOf({}))
  // Alerts, of Splunk's pytest-splunk-addon; `user` comes with the add-on: a network does not show it.
  for (const name of ['app', 'description', 'dest', 'id', 'signature', 'signature_id', 'severity', 'src', 'type'])
    expect(said, name).toHaveProperty(name)
  expect(['critical', 'high', 'medium', 'low', 'informational']).toContain(said.severity)
  expect(['alarm', 'alert', 'event', 'task', 'warning']).toContain(said.type)
})

test('at most a thousand events and 1 MiB to a request, packed', async () => {
  begin()
  const { delivered, rest } = await open().send(many(2500))
  expect(rest).toBe(null)
  expect(delivered).toEqual(positions(1, 2500))
  expect(hec.indexed).toHaveLength(2500)
  expect(hec.requests).toBe(4)
})

test.each([
  ['a wrong token', { token: 'another-token-of-somebody' }, {}, 'fault'],
  ['an index that the token may not write', { index: 'secret' }, { indexes: ['ot'] }, 'fault'],
])('%s waits for a person', async (_, settings, options, kind) => {
  begin(options)
  const answer = await open(settings).send(many(2))
  expect(answer).toMatchObject({ delivered: [], refused: [], rest: { kind } })
})

test.each([
  [503, { code: 9, text: 'Server is busy' }, { kind: 'retry' }],
  [503, { code: 23, text: 'Server is shutting down' }, { kind: 'retry' }],
  [429, { code: 26, text: 'Queue at capacity' }, { kind: 'retry' }],
  [500, { code: 8, text: 'Internal server error' }, { kind: 'retry', isAnswered: true }],
  [400, { code: 5, text: 'No data' }, { kind: 'fault' }],
  [400, { code: 28, text: 'Data channel is missing' }, { kind: 'fault' }],
])('%i with code %o', async (status, body, rest) => {
  begin()
  hec.trouble = { status, body }
  expect(await open().send(many(2))).toMatchObject({ delivered: [], rest })
})

test('Splunk Cloud calls what is too large malformed, and is given less', async () => {
  begin({ cloud: true })
  const large = event(1, { finding: { ...finding, why: 'x'.repeat(6_000_000) } })
  expect(await open().send([large])).toMatchObject({ delivered: [], rest: { kind: 'smaller' } })
})

test('with acknowledgement nothing is delivered before the indexers have it', async () => {
  begin({ ack: true })
  hec.polls = 2
  const wire = testWire()
  const answer = await open({ ack: 'true' }, wire).send(many(1500))
  expect(answer).toEqual({ delivered: positions(1, 1500), refused: [], rest: null })
  expect(wire.pauses).toEqual([1000, 1000, 1000])
})

test('what is not acknowledged within a minute is sent again', async () => {
  begin({ ack: true })
  hec.polls = 1e9
  const answer = await open({ ack: 'true' }).send(many(3))
  expect(answer).toMatchObject({ delivered: [], rest: { kind: 'retry' } })
})

test('a token without acknowledgement is not asked for any', async () => {
  begin()
  expect((await open({ ack: 'true' }).send(many(3))).delivered).toEqual([1, 2, 3])
})

test('an event that is refused is laid aside; those before it are not sent again, those behind it are', async () => {
  begin()
  const link = ({ position }: { position: number }) => (position === 4 ? 'BAD' : 'good')
  const sender = kindOf('splunk')!.open(targetOf({ url: serving.url, token: TOKEN }, { link }))
  const original = hec.answer.bind(hec)
  hec.answer = heard => original({ ...heard, ...spoilt(heard) })
  const answer = await sender.send(many(6))
  expect(answer.delivered).toEqual([1, 2, 3, 5, 6])
  expect(answer.refused).toEqual([{ position: 4, why: expect.stringContaining('Event field is required') }])
  expect(hec.indexed).toHaveLength(5)
})

test('whatever is bad, every event is delivered or refused, once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.nat(19), { maxLength: 6 }), fc.boolean(), async (bad, ack) => {
      begin({ ack })
      hec.polls = 0
      const wrong = new Set(bad.map(each => each + 1))
      const sender = kindOf('splunk')!.open(
        targetOf(
          { url: serving.url, token: TOKEN, ack: String(ack) },
          { link: ({ position }) => (wrong.has(position) ? `BAD` : 'good') },
        ),
      )
      const original = hec.answer.bind(hec)
      hec.answer = heard => original({ ...heard, ...spoilt(heard) })
      const answer = await sender.send(many(20))
      expect(answer.rest).toBe(null)
      expect(answer.refused.map(({ position }) => position).sort((a, b) => a - b)).toEqual(
        [...wrong].sort((a, b) => a - b),
      )
      expect(answer.delivered.toSorted((a, b) => a - b)).toEqual(positions(1, 20).filter(each => !wrong.has(each)))
      expect(hec.indexed).toHaveLength(20 - wrong.size)
    }),
    { numRuns: 40 },
  )
})

/** On the way, events that say so lose what makes them events. */
function spoilt({ body, headers, path }: Parameters<Hec['answer']>[0]) {
  if (path.endsWith('/ack')) return {}
  const text = (headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString()
  const lines = text.split('\n').map(line => (line.includes('"BAD"') ? line.replace('"event":', '"lost":') : line))
  return { body: Buffer.from(lines.join('\n')), headers: { ...headers, 'content-encoding': undefined } }
}
