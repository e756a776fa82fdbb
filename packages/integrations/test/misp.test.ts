// MISP: a UUID is one event, changes have to be newer, what is not valid is said so, and addresses stay at home.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { kindOf } from '../src/index.ts'
import { mispOf } from '../src/misp/event.ts'
import { expectGolden, pretty } from './golden.ts'
import { event, everyEvent, finding, targetOf } from './samples.ts'
import { type Heard, type Reply, type Serving, serve } from './served.ts'

const KEY = 'the-right-key-of-forty-characters-0123456'
type Attribute = { uuid: string; type: string; value: string; timestamp: string; to_ids?: boolean }
type Event = {
  uuid: string
  info: string
  timestamp: string
  threat_level_id: string
  analysis: string
  Attribute: Attribute[]
  Tag: { name: string }[]
  Object?: { Attribute: Attribute[] }[]
}
const events = new Map<string, Event>()
let forbidden: RegExp | null = null
let loses = false
let serving: Serving

const problem = (status: number, name: string, errors: unknown = name): Reply => ({
  status,
  body: { name, message: name, url: '/events', errors },
})
const uuid = /^[\da-f]{8}-[\da-f]{4}-5[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/

/** As its controllers answer. */
function answer({ path, headers, body }: Heard): Reply {
  if (headers.authorization !== KEY)
    return problem(
      403,
      'Authentication failed. Please make sure you pass the API key of an API enabled user along in the Authorization header.',
    )
  if (headers.accept !== 'application/json') return { status: 302, headers: { location: '/users/login' } }
  const { Event: said } = JSON.parse(body.toString()) as { Event: Event }
  if (!said.info) return problem(403, 'Could not add Event', { info: ['Info cannot be empty.'] })
  if (!uuid.test(said.uuid) || said.Attribute.some(each => !uuid.test(each.uuid) || !each.value))
    return problem(403, 'Could not add Event', { Attribute: ['Value is invalid.'] })
  if (forbidden?.test(said.info)) return problem(403, 'Could not add Event', { info: ['It is not allowed here.'] })
  if (path === '/events/add') {
    if (events.has(said.uuid))
      return problem(
        403,
        'Could not add Event',
        'Event already exists, if you would like to edit it, use the url in the location header.',
      )
    events.set(said.uuid, said)
    if (loses) return { status: 0, breaks: true }
    return { status: 200, body: { Event: { id: String(events.size), ...said } } }
  }
  const id = path.replace('/events/edit/', '')
  const known = events.get(id)
  if (!known) return problem(404, 'Invalid event')
  if (Number(said.timestamp) <= Number(known.timestamp))
    return problem(
      405,
      'Event could not be saved: No timestamp on the pushed edit or event in the request not newer than the local copy.',
    )
  const attributes = new Map(known.Attribute.map(each => [each.uuid, each]))
  for (const each of said.Attribute) attributes.set(each.uuid, each)
  events.set(id, { ...known, ...said, Attribute: [...attributes.values()] })
  return { status: 200, body: { Event: { id: '1', ...said } } }
}
beforeAll(async () => {
  serving = await serve(answer)
})
afterAll(() => serving.end())
beforeEach(() => {
  events.clear()
  forbidden = null
  loses = false
})

const settings = (more = {}) => ({
  url: serving.url,
  apiKey: KEY,
  distribution: '0',
  tlp: 'amber',
  addresses: 'false',
  ...more,
})
const open = (more = {}) => kindOf('misp')!.open(targetOf(settings(more)))
const told = everyEvent.filter(each => each.finding || each.incident)

test('events are what a person can read', () => {
  const look = targetOf(settings({ addresses: 'true' }))
  expectGolden('misp.json', pretty(told.map(each => mispOf(each, look, 1_795_394_870))))
})

test('addresses and names of devices stay at home unless somebody says otherwise', () => {
  const [bare, whole] = ['false', 'true'].map(addresses =>
    JSON.stringify(told.map(each => mispOf(each, targetOf(settings({ addresses })), 1))),
  )
  for (const word of ['10.20.3.12', '10.20.1.50', 'PLC-0312', 'EWS-07']) {
    expect(bare).not.toContain(word)
    expect(whole).toContain(word)
  }
  expect(whole).not.toContain('"to_ids":true')
})

test('a finding is one event, whatever happens to it, however fast', async () => {
  const sender = open()
  expect(await sender.send(told)).toMatchObject({ rest: null, refused: [] })
  expect(events.size).toBe(2)
  const changed = event(9, { kind: 'finding.changed', finding: { ...finding, severity: 'critical', count: 99 } })
  expect((await sender.send([changed])).delivered).toEqual([9])
  const own = [...events.values()].find(({ Tag }) =>
    Tag.some(({ name }) => name === 'nautilus:rule="program-download"'),
  )!
  expect(own).toMatchObject({ threat_level_id: '1' })
  expect(own.Attribute.map(({ value }) => value).join()).toContain('Seen 99 times')
  expect(own.Tag.map(({ name }) => name)).toContain('misp-galaxy:mitre-attack-pattern="Program Download - T0843"')
  // The same attributes, changed; none is there twice.
  expect(new Set(own.Attribute.map(each => each.uuid)).size).toBe(own.Attribute.length)
})

test('what is there from a try that was not heard of is changed; what somebody removed is made anew', async () => {
  loses = true
  expect((await open().send([event(1)])).rest?.kind).toBe('retry')
  loses = false
  const sender = open()
  // Whoever has nothing newer to say has said it.
  expect((await sender.send([event(1)])).delivered).toEqual([1])
  expect(events.size).toBe(1)
  const other = open()
  await other.send([event(1)])
  events.clear()
  await other.send([event(1, { at: event(1).at + 5_000_000 })])
  expect(events.size).toBe(1)
})

test('what is not valid is refused; a wrong key and another server wait for a person', async () => {
  forbidden = /./
  expect((await open().send([event(1)])).rest).toMatchObject({
    kind: 'smaller',
    why: expect.stringContaining('not allowed here'),
  })
  expect((await open({ apiKey: 'wrong-key-of-many-characters' }).send([event(1)])).rest).toMatchObject({
    kind: 'fault',
    about: 'credentials',
  })
  const other = await serve(() => ({ status: 200, body: 'hello' }))
  try {
    expect((await open({ url: other.url }).send([event(1)])).rest).toMatchObject({ kind: 'fault', about: 'address' })
  } finally {
    await other.end()
  }
})
