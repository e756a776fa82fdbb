// What lists say of devices and findings, and work on many findings at once.
import { assetsOfZones, asTenant, type Scoped } from '@nautilus/store'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { amongOf } from '../src/routes/hunt-zones.ts'
import { sql } from './database.ts'
import { assetOf, findingOf, write } from './rows.ts'
import { type Served, served } from './served.ts'

let it: Served
beforeAll(async () => {
  it = await served({ people: ['provider-admin', 'analyst', 'operations-manager', 'read-only'] })
  await write(it.db, 'a', {
    assets: [assetOf('ews', 9), { ...assetOf('plc', 8), zone: 'z-1', criticality: null }],
    findings: [findingOf('one'), findingOf('two', { source: '192.0.2.9' }), findingOf('three')],
  })
})
afterAll(() => it.end())

const admin = 'provider-admin'
const site = '/api/tenants/a/sites/s'
const get = async (path: string) => (await it.as(admin, { url: `${site}${path}` })).json()
const patch = (who: string, path: string, payload: object) =>
  it.as(who, { method: 'PATCH', url: `${site}${path}`, payload })
const inTenant = <T>(ask: (scoped: Scoped) => Promise<T>) => asTenant(it.db, 'a', ask)

test('what people write of a device is what lists, filters, names and findings say', async () => {
  await patch(admin, '/assets/plc', { label: 'Pump 4', zone: 'Pumps', criticality: 'high', owner: 'Team water' })
  const { items, total } = await get('/assets?zone=Pumps')
  expect(items).toMatchObject([{ id: 'plc', name: 'Pump 4', zone: 'Pumps', criticality: 'high', owner: 'Team water' }])
  expect(total).toEqual({ count: 1, exact: true })
  expect((await get('/assets?text=pump')).items).toHaveLength(1)
  expect((await get('/assets?zone=z-1')).items).toEqual([])
  expect((await get('/assets-facets')).zone).toEqual([
    { value: 'Pumps', count: 1 },
    { value: 'unknown', count: 1 },
  ])
  expect((await get('/asset-names')).names).toEqual({ plc: 'Pump 4', ews: 'Name, "quoted" ews' })
  const named = (await get('/findings?rule=first-write')).items.find(({ id }: { id: string }) => id === 'two')
  expect([named.source_name, named.target_name]).toEqual([null, 'Pump 4'])
})

test('a zone is found by its id, its name and a part of it, and as people wrote it', async () => {
  const zones = [{ id: 'z-1', name: 'Control network' }]
  await sql`insert into site_facts (tenant, site, name, data) values ('a', 's', 'zones', ${JSON.stringify(zones)})`.execute(
    it.db,
  )
  await patch(admin, '/assets/ews', { zone: 'z-1' })
  const ask = (op: string, value: string) => inTenant(scoped => amongOf(scoped, 's', [{ field: 'zone', op, value }]))
  for (const [op, value] of [
    ['is', 'z-1'],
    ['is', 'control NETWORK'],
    ['contains', 'control'],
  ] as const)
    expect(await ask(op, value)).toEqual([{ ends: ['client', 'server'], devices: ['ews'], not: false }])
  expect(await ask('not', 'Pumps')).toEqual([{ ends: ['client', 'server'], devices: ['plc'], not: true }])
  expect(await inTenant(scoped => assetsOfZones(scoped, 's', []))).toEqual([])
})

test('many findings are worked on at once, and each says what became of it', async () => {
  const body = { ids: ['two', 'one', 'gone'], status: 'closed', reason: 'A drill' }
  const answer = await patch('analyst', '/findings', body)
  expect(answer.json().items).toEqual([
    { id: 'two', done: true, why: null },
    { id: 'one', done: true, why: null },
    { id: 'gone', done: false, why: 'There is no finding of this id.' },
  ])
  expect((await get('/findings/one')).work).toMatchObject({ status: 'closed', reason: 'A drill' })
  expect((await get('/findings/three')).work.status).toBe('open')
  const { items } = (await it.as(admin, { url: '/api/tenants/a/audit' })).json()
  const told = items.filter(({ action }: { action: string }) => action === 'finding.work')
  expect(told.map(({ object }: { object: string }) => object).sort()).toEqual(['one', 'two'])
})

test('only who may accept accepts, of one or of many', async () => {
  const work = { status: 'accepted', reason: 'Fine' }
  const who = 'operations-manager'
  expect((await patch(who, '/findings/three', work)).statusCode).toBe(403)
  expect((await patch(who, '/findings', { ids: ['three'], ...work })).statusCode).toBe(403)
  expect((await patch(who, '/findings', { ids: ['three'], status: 'confirmed' })).statusCode).toBe(200)
  expect((await patch('analyst', '/findings/three', work)).statusCode).toBe(200)
  expect((await patch('read-only', '/findings', { ids: ['three'], status: 'open' })).statusCode).toBe(403)
  expect((await patch('analyst', '/findings', { ids: ['three'], status: 'closed' })).statusCode).toBe(400)
  expect((await patch('analyst', '/findings', { ids: [] })).statusCode).toBe(400)
})

test('devices that hold variables are listed with how many', async () => {
  const point = (id: string, writers: string[]) =>
    sql`insert into points (tenant, site, id, asset, object, data)
      values ('a', 's', ${id}, 'plc', ${id}, ${JSON.stringify({ writers })})`.execute(it.db)
  await point('p1', [])
  await point('p2', ['ews'])
  expect((await get('/point-holders')).items).toEqual([{ asset: 'plc', points: 2, written: 1 }])
})
