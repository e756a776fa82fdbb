// TheHive 5: (type, source, sourceRef) is one alert, and a duplicate is refused.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { kindOf } from '../src/index.ts'
import { alertOf } from '../src/thehive/index.ts'
import { expectGolden, pretty } from './golden.ts'
import { event, everyEvent, finding, targetOf } from './samples.ts'
import { type Heard, type Reply, type Serving, serve } from './served.ts'

type Alert = Record<string, unknown>
const alerts = new Map<string, Alert>()
let serving: Serving
function hive({ method, path, headers, body }: Heard): Reply {
  if (headers.authorization !== 'Bearer the-right-key')
    return { status: 401, body: { type: 'AuthenticationError', message: 'x' } }
  const said = JSON.parse(body.toString()) as Alert
  if (method === 'POST') {
    for (const name of ['type', 'source', 'sourceRef', 'title', 'description'])
      if (!said[name]) return { status: 400, body: { type: 'BadRequest', message: `${name} is missing` } }
    const isThere = [...alerts.values()].some(
      each => each.type === said.type && each.source === said.source && each.sourceRef === said.sourceRef,
    )
    if (isThere) return { status: 400, body: { type: 'CreateError', message: 'Alert already exists' } }
    const _id = `~${alerts.size + 1}`
    alerts.set(_id, said)
    return { status: 201, body: { _id, ...said } }
  }
  const id = decodeURIComponent(path.split('/').at(-1) ?? '')
  const known = alerts.get(id)
  if (!known) return { status: 404, body: { type: 'NotFoundError', message: 'x' } }
  alerts.set(id, { ...known, ...said })
  return { status: 204 }
}
beforeAll(async () => {
  serving = await serve(hive)
})
afterAll(() => serving.end())
beforeEach(() => alerts.clear())

const target = (apiKey = 'the-right-key') => targetOf({ url: serving.url, apiKey })
const told = everyEvent.filter(each => each.finding || each.incident)

test('alerts are what a person can read', () => {
  expectGolden('thehive.json', pretty(told.map(each => alertOf(each, target()))))
})

test('a finding is one alert, whatever happens to it', async () => {
  const sender = kindOf('thehive')!.open(target())
  expect((await sender.send(told)).delivered.toSorted()).toEqual([1, 2, 3, 4])
  expect(alerts.size).toBe(2)
  const changed = event(9, { kind: 'finding.changed', finding: { ...finding, severity: 'critical' } })
  await sender.send([changed])
  expect([...alerts.values()].find(({ type }) => type === 'ot-finding')).toMatchObject({
    severity: 4,
    status: 'Ignored',
  })
})

test('what is there from a try that was not heard of is delivered', async () => {
  await kindOf('thehive')!
    .open(target())
    .send([event(1)])
  const answer = await kindOf('thehive')!
    .open(target())
    .send([event(1)])
  expect(answer.delivered).toEqual([1])
  expect(alerts.size).toBe(1)
})

test('an alert that somebody removed is let go of', async () => {
  const sender = kindOf('thehive')!.open(target())
  await sender.send([event(1)])
  alerts.clear()
  expect((await sender.send([event(2, { kind: 'finding.changed' })])).delivered).toEqual([2])
})

test('a wrong key waits for a person', async () => {
  expect(
    (
      await kindOf('thehive')!
        .open(target('wrong-key'))
        .send([event(1)])
    ).rest?.kind,
  ).toBe('fault')
})
