// Elasticsearch's _bulk: ids that are there already, and documents that have ends of their own.
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { documentOf } from '../src/elastic/document.ts'
import { kindOf } from '../src/index.ts'
import { expectGolden, pretty } from './golden.ts'
import { event, everyEvent, targetOf } from './samples.ts'
import { type Heard, type Reply, type Serving, serve } from './served.ts'

type Item = { status: number; error?: object }
const documents = new Map<string, object>()
let fault: (id: string) => Item | null = () => null
let whole: Reply | null = null
let serving: Serving

function bulk({ path, headers, body }: Heard): Reply {
  if (headers.authorization !== 'ApiKey aWQ6YV9sb25nX2tleV8x')
    return { status: 401, body: { error: { type: 'security_exception' } } }
  if (path !== '/_bulk' || headers['content-type'] !== 'application/x-ndjson') return { status: 406 }
  if (whole) return whole
  const text = gunzipSync(body).toString()
  // The final newline is required.
  if (!text.endsWith('\n')) return { status: 400, body: { error: { type: 'illegal_argument_exception' } } }
  const lines = text
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))
  const items: { create: Item }[] = []
  for (let at = 0; at < lines.length; at += 2) {
    const { _index, _id } = lines[at].create
    const known = documents.has(`${_index} ${_id}`)
    const item =
      fault(_id) ?? (known ? { status: 409, error: { type: 'version_conflict_engine_exception' } } : { status: 201 })
    if (item.status === 201) documents.set(`${_index} ${_id}`, lines[at + 1])
    items.push({ create: item })
  }
  return { status: 200, body: { errors: items.some(({ create }) => create.status > 299), items } }
}

beforeAll(async () => {
  serving = await serve(bulk)
})
afterAll(() => serving.end())
beforeEach(() => {
  documents.clear()
  fault = () => null
  whole = null
})

const settings = (apiKey = 'aWQ6YV9sb25nX2tleV8x') => ({
  url: serving.url,
  apiKey,
  dataset: 'nautilus',
  namespace: 'default',
})
const open = (apiKey?: string) => kindOf('elastic')!.open(targetOf(settings(apiKey)))

test('documents are what a person can read', () => {
  expectGolden('elastic.json', pretty(everyEvent.map(each => documentOf(each, targetOf({})))))
})

test('words are of the lists that ECS allows', () => {
  const kinds = ['alert', 'asset', 'enrichment', 'event', 'metric', 'state', 'pipeline_error', 'signal']
  const categories =
    'authentication configuration database driver email file host iam intrusion_detection malware network package process registry session threat vulnerability web api library'.split(
      ' ',
    )
  const types =
    'access admin allowed change connection creation deletion denied device end error group indicator info installation protocol start user'.split(
      ' ',
    )
  for (const each of everyEvent) {
    const { event: of } = documentOf(each, targetOf({})) as {
      event: { kind: string; category: string[]; type: string[] }
    }
    expect(kinds).toContain(of.kind)
    for (const category of of.category) expect(categories).toContain(category)
    for (const type of of.type) expect(types).toContain(type)
  }
})

test('what is sent twice is there once', async () => {
  const all = everyEvent.map(({ position }) => position)
  expect(await open().send(everyEvent)).toEqual({ delivered: all, refused: [], rest: null })
  expect(await open().send(everyEvent)).toEqual({ delivered: all, refused: [], rest: null })
  expect(documents.size).toBe(everyEvent.length)
  expect([...documents.keys()][0]).toMatch(/^logs-nautilus\.finding-default /)
})

test('each document has its own end', async () => {
  const events = [1, 2, 3, 4].map(position => event(position))
  fault = id => {
    if (id === events[1]!.id) return { status: 400, error: { type: 'document_parsing_exception', reason: 'no date' } }
    return id === events[2]!.id ? { status: 429, error: { type: 'es_rejected_execution_exception' } } : null
  }
  expect(await open().send(events)).toEqual({
    delivered: [1, 4],
    refused: [{ position: 2, why: expect.stringContaining('no date') }],
    rest: { kind: 'retry', why: expect.stringContaining('429') },
  })
})

test.each([
  [{ status: 413 }, 'smaller'],
  [{ status: 429 }, 'retry'],
  [{ status: 503 }, 'retry'],
  [{ status: 200, body: 'a page of a proxy' }, 'fault'],
])('%o', async (reply, kind) => {
  whole = reply
  expect(await open().send([event(1)])).toMatchObject({ delivered: [], rest: { kind } })
})

test('a wrong key waits for a person', async () => {
  expect(await open('d3Jvbmc6a2V5X2tleV9rZXk=').send([event(1)])).toMatchObject({ rest: { kind: 'fault' } })
})
