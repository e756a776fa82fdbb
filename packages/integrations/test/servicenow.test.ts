// ServiceNow: one record for an incident, one alert for a finding, one configuration item for a device.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { kindOf } from '../src/index.ts'
import { classOf, itemFor } from '../src/servicenow/cmdb.ts'
import { eventOf } from '../src/servicenow/events.ts'
import { changeOf, recordOf } from '../src/servicenow/incidents.ts'
import { expectGolden, pretty } from './golden.ts'
import { asset, event, everyEvent, finding, incident, targetOf } from './samples.ts'
import { type Serving, serve } from './served.ts'
import { ServiceNow } from './snow.ts'

let snow: ServiceNow
let serving: Serving
beforeAll(async () => {
  serving = await serve(heard => snow.answer(heard))
})
afterAll(() => serving.end())
beforeEach(() => {
  snow = new ServiceNow()
})

const settings = (more: Record<string, string> = {}) => ({
  ...{ url: serving.url, clientId: 'id', clientSecret: 'right', table: 'sn_si_incident', ...more },
})
const open = (kind: string, more?: Record<string, string>, part = {}) =>
  kindOf(kind)!.open(targetOf(settings(more), part))
const [opened, closed] = everyEvent.filter(each => each.incident)
const changed = {
  ...opened!,
  position: 8,
  kind: 'incident.changed' as const,
  incident: { ...incident, severity: 'critical' as const },
}
const assets = everyEvent.filter(each => each.asset)

test('what is sent is what a person can read', () => {
  const target = targetOf(settings())
  const said = [
    recordOf(opened!, incident, target),
    changeOf(changed, changed.incident, target, null),
    changeOf(closed!, closed!.incident!, target, '16'),
    ...everyEvent.filter(each => each.finding || each.sensor).map(each => eventOf(each, target)),
    itemFor(assets[0]!, asset),
  ]
  expectGolden('servicenow.json', pretty(said))
})

describe('incidents', () => {
  test('one record, changed and closed', async () => {
    const answer = await open('servicenow').send([opened!, changed, closed!])
    expect(answer).toEqual({ delivered: [3, 8, 4], refused: [], rest: null })
    const [record, ...others] = snow.records
    expect(others).toEqual([])
    expect(record).toMatchObject({ correlation_id: 'nautilus:acme:plant-7:i-77', impact: '1', state: '3' })
    expect(record?.work_notes?.trimEnd().split('\n')).toHaveLength(2)
    expect(snow.tokens).toBe(1)
  })

  test('one that was made by a try that was not heard of is found again', async () => {
    await open('servicenow').send([opened!])
    await open('servicenow').send([opened!])
    expect(snow.records).toHaveLength(1)
  })

  test('one that somebody removed is made anew', async () => {
    const sender = open('servicenow')
    await sender.send([opened!])
    snow.records.length = 0
    await sender.send([changed])
    expect(snow.records).toHaveLength(1)
  })

  test('what people do there is told, once, and what we did is not', async () => {
    const target = targetOf(settings())
    const sender = kindOf('servicenow')!.open(target)
    await sender.send([opened!, changed])
    expect(await sender.poll?.(0)).toEqual([])
    Object.assign(snow.records[0]!, { state: '3', close_code: 'Done', sys_updated_by: 'kim', number: 'SIR001' })
    const [told, ...others] = (await sender.poll?.(0)) ?? []
    expect(others).toEqual([])
    expect(told).toMatchObject({ site: 'plant-7', object: 'i-77', ref: { state: '3' } })
    expect(told?.text).toContain('SIR001 was closed (Done) by kim. Here it stays open')
    await target.refs.set('plant-7/i-77', told!.ref)
    expect(await sender.poll?.(0)).toEqual([])
  })

  test('a record that people closed stays as they closed it, whatever happens here', async () => {
    const target = targetOf(settings())
    const sender = kindOf('servicenow')!.open(target)
    await sender.send([opened!])
    Object.assign(snow.records[0]!, { state: '7', close_code: 'Cancelled by kim', sys_updated_by: 'kim' })
    const [told] = (await sender.poll?.(0)) ?? []
    await target.refs.set('plant-7/i-77', told!.ref)
    expect((await sender.send([changed, closed!])).delivered).toEqual([8, 4])
    expect(snow.records[0]).toMatchObject({ state: '7', close_code: 'Cancelled by kim' })
    expect(snow.records[0]?.work_notes).toContain('Nautilus: closed, resolved')
  })

  test('a record that is closed and nobody may write to any more holds nothing up', async () => {
    const target = targetOf(settings())
    const sender = kindOf('servicenow')!.open(target)
    await sender.send([opened!])
    await target.refs.set('plant-7/i-77', { remote: snow.records[0]!.sys_id!, state: '7' })
    snow.roles.delete('itil')
    const answer = await sender.send([closed!])
    expect(answer).toMatchObject({ delivered: [4], rest: null, note: expect.stringContaining('403') })
  })

  test('one that people opened again there is closed when it closes here', async () => {
    const target = targetOf(settings())
    const sender = kindOf('servicenow')!.open(target)
    await sender.send([opened!])
    for (const state of ['3', '16']) {
      Object.assign(snow.records[0]!, { state })
      const [told] = (await sender.poll?.(0)) ?? []
      await target.refs.set('plant-7/i-77', told!.ref)
    }
    await sender.send([closed!])
    expect(snow.records[0]).toMatchObject({ state: '3' })
  })

  test('a table that is not there waits for a person, and nothing counts as delivered', async () => {
    const answer = await open('servicenow', { table: 'sn_ot_incident' }).send([opened!])
    expect(answer).toMatchObject({
      delivered: [],
      rest: { kind: 'fault', why: expect.stringContaining('sn_ot_incident') },
    })
  })
})

test('a user with a password is good too', async () => {
  await open('servicenow', { clientId: '', user: 'robot', password: 'right' }).send([opened!])
  expect(snow.records).toHaveLength(1)
})

test('a token that was withdrawn is fetched anew', async () => {
  const sender = open('servicenow')
  await sender.send([opened!])
  snow.token = 'another'
  expect((await sender.send([changed])).delivered).toEqual([8])
})

test.each(['servicenow', 'servicenow-events', 'servicenow-cmdb'])('%s waits as long as it is told', async kind => {
  snow.limited = true
  const [first] = everyEvent.filter(each => kindOf(kind)!.topics.includes(each.kind.split('.')[0] as 'asset'))
  expect((await open(kind).send([first!])).rest).toMatchObject({ kind: 'retry', after: 17_000 })
})

test.each([
  ['servicenow', 'itil'],
  ['servicenow-events', 'evt_mgmt_integration'],
  ['servicenow-cmdb', 'cmdb_ot_editor'],
])('%s says which role is missing', async (kind, role) => {
  snow.roles.delete(role)
  const [first] = everyEvent.filter(each => kindOf(kind)!.topics.includes(each.kind.split('.')[0] as 'asset'))
  expect((await open(kind).send([first!])).rest).toMatchObject({ kind: 'fault', why: expect.stringContaining(role) })
})

test('a wrong secret waits for a person; settings that lack one are told', async () => {
  expect((await open('servicenow', { clientSecret: 'wrong' }).send([opened!])).rest?.kind).toBe('fault')
  expect(kindOf('servicenow')!.check?.({ url: 'x' })).toHaveProperty('clientId')
})

describe('events', () => {
  test('all of a finding are one alert, and its end closes it', async () => {
    const events = [event(1), event(2, { kind: 'finding.closed', finding: { ...finding, status: 'closed' } })]
    expect((await open('servicenow-events').send(events)).delivered).toEqual([1, 2])
    expect([...snow.alerts.values()]).toMatchObject([
      { resolution_state: 'Closing', severity: '2', node: '10.20.3.12' },
    ])
  })
})

describe('devices', () => {
  test('a device is one item, however often and under whatever name', async () => {
    const [first] = assets
    const named = { ...first!, position: 9, asset: { ...asset, name: 'PLC-NEW' } }
    expect((await open('servicenow-cmdb').send([first!, named])).delivered).toEqual([5, 9])
    expect(snow.devices).toHaveLength(1)
    expect(snow.devices[0]).toMatchObject({ name: 'PLC-NEW', className: 'cmdb_ci_ot_plc' })
  })

  test('duplicates there are a matter for people', async () => {
    for (const sys_id of ['1', '2']) snow.devices.push({ sys_id, serial: asset.serial!, mac: '', name: sys_id })
    const answer = await open('servicenow-cmdb').send([assets[0]!])
    expect(answer).toMatchObject({ delivered: [], refused: [{ position: 5, why: expect.stringContaining('merge') }] })
  })

  test('roles have the classes of the OT extension', () => {
    expect(classOf('controller')).toBe('cmdb_ci_ot_plc')
    expect(classOf('historian')).toBe('cmdb_ci_ot_historian')
    expect(classOf(null)).toBe('cmdb_ci_ot')
  })
})
