// The desk that tells other systems, end to end: a real store, real HTTP, time as the test wants it.
import {
  asTenant,
  changeDestination,
  changeTenant,
  discardLetters,
  getDestination,
  listAudit,
  listDeadLetters,
  noReach,
  placeOutward,
  positionBefore,
  replayFrom,
  sendAgain,
  setReach,
  wakeDestination,
} from '@nautilus/store'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { OutwardDesk } from '../../apps/nautilus/src/outward/desk.ts'
import { Hec } from '../../packages/integrations/test/hec.ts'
import { type Heard, type Reply, type Serving, serve } from '../../packages/integrations/test/served.ts'
import { type TestState, testState } from '../../packages/store/test/state.ts'
import { addTo, deskOn, happen, START, stateIn, type TestClock, type Told, testClock } from './plant.ts'

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const TOKEN = '12345678-1234-1234-1234-1234567890ab'
let state: TestState
let serving: Serving
let reply: (heard: Heard) => Reply = () => ({ status: 204 })
let clock: TestClock
let desk: OutwardDesk
let told: Told[] = []
/** Numbers of events, in the order in which they came. */
let numbers: number[] = []

beforeAll(async () => {
  state = await testState()
  serving = await serve(heard => {
    const answer = reply(heard)
    if (answer.status < 300) numbers.push(JSON.parse(heard.body.toString()).data.finding?.count ?? -1)
    return answer
  })
})
afterAll(async () => {
  await serving.end()
  await state.end()
})
beforeEach(() => {
  clock = testClock()
  told = []
  numbers = []
  reply = () => ({ status: 204 })
  desk = deskOn(state.db, clock, told)
})
afterEach(async () => {
  await desk.stop()
  for (const table of [
    'dead_letters',
    'destination_states',
    'destinations',
    'outward_events',
    'outward_heads',
  ] as const)
    await state.db.deleteFrom(table).execute()
})

const hook = (filter: object = {}) =>
  addTo(state.db, {
    ...{ kind: 'webhook', settings: {}, secrets: { url: serving.url, secret: SECRET } },
    filter: { topics: ['finding'], ...filter },
  })
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index)
const letters = async (id: string) =>
  (await asTenant(state.db, 'a', scoped => listDeadLetters(scoped, id, { limit: 100 })))!.items
const sorted = () => [...numbers].sort((a, b) => a - b)

/** Rounds, each later than the last, until so much time is over. */
async function pass(ms: number, step = 10_000): Promise<void> {
  for (const end = clock.now() + ms; clock.now() < end; clock.forward(step)) await desk.settled()
  await desk.settled()
}

test('what happened arrives, once, at every destination that wants it', async () => {
  const one = await hook()
  const other = await hook({ severity: 'critical' })
  await happen(state.db, { count: 1200 })
  await desk.settled()
  expect(sorted()).toEqual(range(0, 1200))
  expect(await stateIn(state.db, one)).toMatchObject({ sent: 1200, position: 1200, state: 'ok', refused: 0 })
  expect(await stateIn(state.db, other)).toMatchObject({ sent: 0, position: 1200 })
})

test('tenants hear of their own alone', async () => {
  await hook()
  const theirs = await addTo(state.db, {
    kind: 'webhook',
    settings: {},
    secrets: { url: serving.url, secret: SECRET },
    tenant: 'b',
  })
  await happen(state.db, { count: 3 })
  await desk.settled()
  expect(sorted()).toEqual([0, 1, 2])
  expect(await stateIn(state.db, theirs, 'b')).toMatchObject({ sent: 0, position: 0 })
})

test('who tells, and where links lead, is of the brand of the tenant', async () => {
  const heard: Heard[] = []
  reply = each => {
    heard.push(each)
    return { status: 204 }
  }
  await asTenant(state.db, 'a', scoped => changeTenant(scoped, 'a', { branding: { product: 'Edelweiß Guard' } }))
  await setReach(state.db, 'a', { domain: 'guard.example', mailName: null, mailAddress: null }, 'x')
  await hook()
  await happen(state.db, { count: 1 })
  await desk.settled()
  expect(heard[0]!.headers['user-agent']).toBe('Edelwei-Guard/1.2.3')
  const text = heard[0]!.body.toString()
  expect(text).toContain('https://guard.example/a/')
  expect(text).not.toMatch(/nautilus/i)
  await asTenant(state.db, 'a', scoped => changeTenant(scoped, 'a', { branding: {} }))
  await setReach(state.db, 'a', noReach, 'x')
})

test('a receiver that is away is left alone more and more, and gets everything when it is back', async () => {
  const id = await hook()
  let asked = 0
  reply = () => {
    asked++
    return { status: 503 }
  }
  await happen(state.db, { count: 40 })
  await pass(3_600_000)
  // By one event at a time, every few minutes.
  expect(asked).toBeLessThan(90)
  expect(await stateIn(state.db, id)).toMatchObject({ state: 'broken', sent: 0, position: 0 })
  expect(told.filter(({ what }) => what.includes('takes nothing'))).toHaveLength(1)
  reply = () => ({ status: 204 })
  await pass(600_000)
  expect(sorted()).toEqual(range(0, 40))
  expect(await stateIn(state.db, id)).toMatchObject({ state: 'ok', sent: 40, tries: 0 })
  const audit = (await asTenant(state.db, 'a', scoped => listAudit(scoped, { limit: 5 })))!.items
  expect(audit.map(({ action }) => action)).toEqual(['destination.recovered', 'destination.trouble'])
})

test('a receiver is asked again no sooner than it says', async () => {
  const id = await hook()
  reply = () => ({ status: 429, headers: { 'retry-after': '120' } })
  await happen(state.db, { count: 1 })
  await desk.settled()
  expect((await stateIn(state.db, id)).next_at.getTime()).toBeGreaterThanOrEqual(START + 120_000)
})

test('one event that is refused is laid aside whole, and the others pass', async () => {
  const id = await hook()
  reply = ({ body }) => ({
    status: JSON.parse(body.toString()).data.finding.count === 7 ? 400 : 204,
    body: 'not that one',
  })
  await happen(state.db, { count: 30 })
  await desk.settled()
  expect(sorted()).toEqual(range(0, 30).filter(number => number !== 7))
  expect(await stateIn(state.db, id)).toMatchObject({ state: 'ok', sent: 29, refused: 1, position: 30 })
  const [letter, ...others] = await letters(id)
  expect(others).toEqual([])
  expect(letter).toMatchObject({ event: { finding: { count: 7 } }, reason: expect.stringContaining('not that one') })
  // Once more, after somebody set it right there.
  reply = () => ({ status: 204 })
  await asTenant(state.db, 'a', scoped => sendAgain(scoped, id, [letter!.id], new Date()))
  await desk.settled()
  expect(numbers.at(-1)).toBe(7)
  expect(await letters(id)).toEqual([])
})

test('a letter that is refused again stays; one that is thrown away is gone', async () => {
  const id = await hook()
  reply = () => ({ status: 422, body: 'never' })
  await happen(state.db, { count: 2 })
  await desk.settled()
  await asTenant(state.db, 'a', scoped => sendAgain(scoped, id, null, new Date()))
  await desk.settled()
  expect((await letters(id)).map(({ again_at }) => again_at)).toEqual([null, null])
  expect(await asTenant(state.db, 'a', scoped => discardLetters(scoped, id, null))).toBe(2)
  expect(await letters(id)).toEqual([])
})

test('an event on which the receiver fails for hours does not hold up the others for ever', async () => {
  const id = await hook()
  reply = ({ body }) => ({ status: JSON.parse(body.toString()).data.finding.count === 0 ? 500 : 204 })
  await happen(state.db, { count: 5, objects: 1 })
  await pass(6 * 3_600_000, 60_000)
  expect(numbers).toEqual([1, 2, 3, 4])
  expect(await letters(id)).toMatchObject([
    { event: { finding: { count: 0 } }, reason: expect.stringContaining('25 tries') },
  ])
})

test('a wrong setting waits for a person, and what they change is tried at once', async () => {
  const id = await hook()
  reply = () => ({ status: 401 })
  await happen(state.db, { count: 3 })
  await desk.settled()
  expect(await stateIn(state.db, id)).toMatchObject({ state: 'fault', sent: 0 })
  reply = () => ({ status: 204 })
  const before = (await asTenant(state.db, 'a', scoped => getDestination(scoped, id)))!
  const sealed = desk.seal('a', id, { url: serving.url, secret: SECRET })
  await asTenant(state.db, 'a', scoped => changeDestination(scoped, { id, by: 'Ana' }, { ...before, sealed }))
  await desk.settled()
  expect(sorted()).toEqual([0, 1, 2])
})

test('what is switched off waits, and loses nothing', async () => {
  const id = await hook()
  const before = (await asTenant(state.db, 'a', scoped => getDestination(scoped, id)))!
  const sealed = desk.seal('a', id, { url: serving.url, secret: SECRET })
  const turn = (enabled: boolean) =>
    asTenant(state.db, 'a', scoped => changeDestination(scoped, { id, by: 'Ana' }, { ...before, enabled, sealed }))
  await turn(false)
  await happen(state.db, { count: 5 })
  await pass(60_000)
  expect(numbers).toEqual([])
  await turn(true)
  await desk.settled()
  expect(sorted()).toEqual([0, 1, 2, 3, 4])
})

test('a period is sent again under the same ids, and then nothing is', async () => {
  const ids: string[] = []
  reply = ({ headers }) => {
    ids.push(String(headers['webhook-id']))
    return { status: 204 }
  }
  const id = await hook()
  await happen(state.db, { count: 20, objects: 1 })
  await desk.settled()
  await asTenant(state.db, 'a', scoped => replayFrom(scoped, id, 5, 10))
  await desk.settled()
  expect(numbers).toEqual([...range(0, 20), ...range(5, 10)])
  expect(ids.slice(20)).toEqual(ids.slice(5, 10))
  await happen(state.db, { count: 1, from: 20, objects: 1 })
  await desk.settled()
  expect(numbers.at(-1)).toBe(20)
  expect(numbers).toHaveLength(26)
})

test('Splunk takes thousands at once, and what it refuses is laid aside', async () => {
  const hec = new Hec({ token: TOKEN, indexes: ['ot'] })
  const receiver = await serve(heard => hec.answer(heard))
  try {
    const settings = { url: receiver.url, index: 'ot', ack: 'false' }
    const id = await addTo(state.db, { kind: 'splunk', settings, secrets: { token: TOKEN } })
    await happen(state.db, { count: 12_000 })
    await desk.settled()
    expect(hec.indexed).toHaveLength(12_000)
    expect(await stateIn(state.db, id)).toMatchObject({ sent: 12_000, position: 12_000 })
  } finally {
    await receiver.end()
  }
})

test('a trial says what happened, and that nothing did', async () => {
  const id = await hook()
  let body = ''
  reply = heard => {
    body = heard.body.toString()
    return { status: 204 }
  }
  expect(await desk.try('a', id)).toEqual({ kind: 'delivered', why: '', field: null })
  expect(JSON.parse(body)).toMatchObject({ type: 'ot.test', data: { test: true } })
  expect(body).toContain('TEST: nothing happened')
  reply = () => ({ status: 403, body: 'who are you' })
  expect(await desk.try('a', id)).toEqual({
    kind: 'fault',
    why: expect.stringContaining('who are you'),
    field: 'secret',
  })
  expect(await stateIn(state.db, id)).toMatchObject({ sent: 0, state: 'ok' })
})

test('what was sealed under another secret waits for a person', async () => {
  const id = await hook()
  await state.db
    .updateTable('destinations')
    .set({ sealed: Buffer.from('not ours at all, not ours') })
    .execute()
  await happen(state.db, { count: 1 })
  await desk.settled()
  expect(await stateIn(state.db, id)).toMatchObject({ state: 'fault', sent: 0 })
})

test('waking does not send sooner than anybody asked for, and a person may', async () => {
  const id = await hook()
  reply = () => ({ status: 503 })
  await happen(state.db, { count: 1 })
  await desk.settled()
  reply = () => ({ status: 204 })
  await asTenant(state.db, 'a', scoped => wakeDestination(scoped, id))
  await desk.settled()
  expect(numbers).toEqual([0])
  await placeOutward(state.db)
  expect(await asTenant(state.db, 'a', scoped => positionBefore(scoped, Date.now() * 1000 + 1e9))).toBe(1)
})
