// ServiceNow, asked by the platform: the CMDB as a list of assets, changes as work orders.
import {
  asTenant,
  claimsOfAsset,
  getOrder,
  listAssets,
  listAudit,
  listLists,
  orderHistory,
  ordersInForce,
  putOrder,
  type Scoped,
} from '@nautilus/store'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Serving, serve } from '../../packages/integrations/test/served.ts'
import { type TestState, testState } from '../../packages/store/test/state.ts'
import { START, type TestClock, testClock } from '../outward/plant.ts'
import { addAsset } from './plant.ts'
import { addTo, type Desks, desksOn, sourceIn } from './sources.ts'
import { type Row, TableApi } from './table-api.ts'
import { work } from './work.ts'

let state: TestState
let serving: Serving
let snow: TableApi
let clock: TestClock
let desks: Desks
const as = <T>(use: (scoped: Scoped) => Promise<T>) => asTenant(state.db, 'a', use)
const user = { user: 'robot' }
const [PLC, HMI] = ['a-0123456789ab', 'a-0123456789ac'] as const

beforeAll(async () => {
  state = await testState()
  serving = await serve(heard => snow.answer(heard))
})
afterAll(async () => {
  await serving.end()
  await state.end()
})
beforeEach(async () => {
  snow = new TableApi()
  clock = testClock()
  desks = desksOn(state, clock)
  for (const table of [
    'inward_sources',
    'list_rows',
    'lists',
    'asset_claims',
    'assets',
    'work_order_steps',
    'work_orders',
    'audit',
  ] as const)
    await state.db.deleteFrom(table).execute()
  await addAsset(state.db, {
    id: PLC,
    name: 'plc-1',
    ip: ['10.0.1.1'],
    mac: ['00:00:00:00:00:01'],
    serial: 'SN-1',
    zone: 'cell',
  })
  await addAsset(state.db, {
    id: HMI,
    name: 'hmi',
    ip: ['10.0.2.1'],
    mac: ['00:00:00:00:00:02'],
    serial: null,
    zone: 'office',
  })
})

const id = (n: number) => n.toString(16).padStart(32, '0')
const ref = (value: string, display_value: string) => ({ value, display_value })
const device = (n: number, part: Row = {}): Row => ({ sys_id: id(n), name: `ci-${n}`, ...part })

describe('the CMDB', () => {
  const cmdb = (more: object = {}) =>
    addTo(state.db, desks.sources, {
      ...{
        kind: 'servicenow-cmdb',
        site: 's',
        settings: { url: serving.url, ...user },
        secrets: { password: 'right' },
      },
      ...more,
    })

  test('is read page by page, also where access rules take rows out of one, and becomes claims', async () => {
    const many = Array.from({ length: 1200 }, (_, n) => device(n + 10))
    snow.tables.set('cmdb_ci', [
      ...many,
      device(1, {
        ...{ name: 'PLC Pumping', serial_number: 'SN-1', busines_criticality: ref('1', '1 - most critical') },
        ...{ location: ref('x', 'Hall 3'), managed_by: ref('y', 'Grace Hopper'), manufacturer: ref('z', 'Siemens') },
      }),
    ])
    snow.tables.set('cmdb_ci_network_adapter', [
      { sys_id: id(5000), cmdb_ci: ref(id(12), 'ci-12'), mac_address: '00:00:00:00:00:02', ip_address: '10.0.2.9' },
    ])
    snow.hidden.add(id(20))
    const source = await cmdb()
    expect(await desks.sources.pull('a', source)).toMatchObject({ ok: true })
    const row = await sourceIn(state.db, source)
    expect(row).toMatchObject({ last_error: null, last_result: { records: 1200, rows: 1200, matched: 2 } })
    expect(row.next_at.getTime()).toBe(START + 24 * 3600_000)
    expect(await as(scoped => claimsOfAsset(scoped, 's', PLC))).toMatchObject([
      {
        ...{ name: 'servicenow-cmdb', rule: 'serial' },
        values: { name: 'PLC Pumping', owner: 'Grace Hopper', location: 'Hall 3', criticality: 'critical', ref: id(1) },
        conflicts: [{ attribute: 'name', expected: 'PLC Pumping', heard: 'plc-1' }],
      },
    ])
    expect(await as(scoped => claimsOfAsset(scoped, 's', HMI))).toMatchObject([
      { rule: 'mac', values: { ref: id(12) } },
    ])
    const page = await as(scoped => listAssets(scoped, 's', {}, { limit: 5 }))
    expect(page!.items.find(({ id }) => id === PLC)).toMatchObject({ name: 'plc-1', owner: 'Grace Hopper' })
    expect(snow.asked[0]!.get('sysparm_query')).toBe('ORDERBYsys_id')
    expect(desks.troubles).toEqual([])
  })

  test('is asked again when it says so, and keeps what is there when it fails', async () => {
    snow.tables.set('cmdb_ci_ot', [device(1, { serial_number: 'SN-1' })])
    const settings = { url: serving.url, clientId: 'x', cmdbTable: 'cmdb_ci_ot', adapters: 'false', query: 'name=ci-1' }
    const source = await cmdb({ settings, secrets: { clientSecret: 'right' } })
    snow.first.push({ status: 429, headers: { 'retry-after': '7' }, body: { error: {} } }, { status: 503, body: '' })
    expect(await desks.sources.pull('a', source)).toMatchObject({ ok: true })
    expect(clock.now() - START).toBe(7000 + 4000)
    snow.tables.set('cmdb_ci_ot', [])
    expect(await desks.sources.pull('a', source)).toMatchObject({
      ok: false,
      why: expect.stringContaining('no record'),
    })
    expect(await as(scoped => listLists(scoped, 's'))).toMatchObject([{ rows: 1, matched: 1 }])
    expect(await sourceIn(state.db, source)).toMatchObject({
      last_result: { records: 1 },
      last_ok_at: expect.any(Date),
    })
  })

  test.each([
    ['a wrong password', { secrets: { password: 'wrong' } }, 'does not know this user'],
    [
      'a wrong secret of a client',
      { settings: { url: 'URL', clientId: 'x' }, secrets: { clientSecret: 'no' } },
      'gave no token',
    ],
    ['a table that is none', { settings: { url: 'URL', ...user, cmdbTable: 'cmdb_no' } }, 'has no table cmdb_no'],
    ['nobody there', { settings: { url: 'http://127.0.0.1:1', ...user } }, 'Nobody answered'],
  ])('says what is wrong: %s', async (_, given, why) => {
    const { settings = { url: 'URL', ...user }, ...more } = given as { settings?: Record<string, string> }
    const source = await cmdb({ settings: { ...settings, url: settings.url!.replace('URL', serving.url) }, ...more })
    const done = await desks.sources.pull('a', source)
    expect(done).toMatchObject({ ok: false, why: expect.stringContaining(why) })
    expect(await sourceIn(state.db, source)).toMatchObject({ last_error: done!.why, last_ok_at: null })
    await desks.sources.pull('a', source)
    const { items } = (await as(scoped => listAudit(scoped, { limit: 10 })))!
    expect(items.map(({ action }) => action)).toEqual(['source.failed'])
  })

  test('of a user without the role, and at an address that is not allowed, says so', async () => {
    snow.tables.set('cmdb_ci', [])
    snow.forbidden = true
    const source = await cmdb()
    expect((await desks.sources.pull('a', source))!.why).toContain('The user lacks a role')
    const strict = desksOn(state, clock, false)
    expect((await strict.sources.pull('a', source))!.why).toContain('does not begin with https://')
  })

  test('is asked when its time has come, by one process', async () => {
    snow.tables.set('cmdb_ci', [device(1)])
    snow.tables.set('cmdb_ci_network_adapter', [])
    const source = await cmdb()
    await Promise.all([desks.sources.round(), desksOn(state, clock).sources.round()])
    expect(snow.asked).toHaveLength(2)
    clock.forward(3600_000)
    await desks.sources.round()
    expect(snow.asked).toHaveLength(2)
    clock.forward(24 * 3600_000)
    await desks.sources.round()
    expect(snow.asked).toHaveLength(4)
    expect((await sourceIn(state.db, source)).last_error).toBeNull()
  })
})

describe('changes', () => {
  const at = (hours: number) => new Date(START + hours * 3600_000).toISOString().slice(0, 19).replace('T', ' ')
  const change = (part: Row = {}): Row => ({
    ...{
      sys_id: id(100),
      number: 'CHG0030001',
      short_description: 'Replace the pump',
      approval: ref('approved', 'Approved'),
    },
    ...{ state: ref('-2', 'Scheduled'), start_date: at(2), end_date: at(4), cmdb_ci: ref(id(1), 'plc-1') },
    ...{ assigned_to: ref('u', 'Grace Hopper'), on_hold: 'false' },
    ...part,
  })
  let source: string
  const pull = async (rows: Row[], affected: Row[] = []) => {
    snow.tables.set('change_request', rows)
    snow.tables.set('task_ci', affected)
    return desks.sources.pull('a', source)
  }
  const order = () => as(scoped => getOrder(scoped, 's', 'CHG0030001'))
  const held = async () => (await as(scoped => ordersInForce(scoped, 's'))).map(({ id, version }) => [id, version])
  beforeEach(async () => {
    source = await addTo(state.db, desks.sources, {
      ...{
        kind: 'servicenow-changes',
        site: 's',
        settings: { url: serving.url, ...user },
        secrets: { password: 'right' },
      },
    })
  })

  test('that are approved hold at once, on the devices that they name', async () => {
    expect(
      await pull([change()], [{ sys_id: id(7), task: ref(id(100), 'CHG'), ci_item: ref(id(2), 'HMI') }]),
    ).toMatchObject({ ok: true })
    expect(await order()).toMatchObject({
      ...{ state: 'approved', version: 1 },
      work: { title: 'Replace the pump', assets: [PLC, HMI], person: 'Grace Hopper', timeZone: 'UTC' },
    })
    expect(desks.spread).toEqual(['s orders'])
    expect(await held()).toEqual([['CHG0030001', 1]])
    await pull([change()], [{ sys_id: id(7), task: ref(id(100), 'CHG'), ci_item: ref(id(2), 'HMI') }])
    expect(desks.spread).toEqual(['s orders'])
    expect(snow.asked.map(query => query.get('sysparm_query')).find(text => text?.startsWith('end_date>'))).toBe(
      `end_date>${at(-168)}^ORDERBYsys_id`,
    )
  })

  test('that are not approved wait, and hold no longer when approval is taken back; the history stays', async () => {
    await pull([change({ approval: 'requested', state: '-4' })])
    expect(await order()).toMatchObject({ state: 'waiting', force_version: null })
    await pull([change()])
    expect(await held()).toEqual([['CHG0030001', 2]])
    await pull([change({ end_date: at(6) })])
    expect(await held()).toEqual([['CHG0030001', 3]])
    await pull([change({ on_hold: 'true', end_date: at(6) })])
    expect(await order()).toMatchObject({ state: 'waiting', version: 4 })
    expect(await held()).toEqual([])
    const steps = await as(scoped => orderHistory(scoped, 's', 'CHG0030001'))
    expect(steps.map(({ step, reason, version }) => [version, step, reason])).toEqual([
      [4, 'imported', null],
      [3, 'cancelled', 'put on hold in ServiceNow'],
      [3, 'imported', null],
      [2, 'imported', null],
      [1, 'imported', null],
    ])
  })

  test.each([
    ['cancelled', { state: '4' }, 'cancelled in ServiceNow'],
    ['rejected', { approval: 'rejected' }, 'rejected in ServiceNow'],
    ['closed', { state: '3' }, 'closed in ServiceNow'],
    ['gone', null, 'no longer in ServiceNow'],
  ])('that are %s hold no longer', async (_, part, reason) => {
    await pull([change()])
    await pull(part === null ? [] : [change(part)])
    expect(await order()).toMatchObject({ state: 'cancelled' })
    expect(await held()).toEqual([])
    const [last] = await as(scoped => orderHistory(scoped, 's', 'CHG0030001'))
    expect(last).toMatchObject({ step: 'cancelled', reason })
    await pull([change()])
    expect(await held()).toEqual([['CHG0030001', 2]])
  })

  test('whose devices or times are not known are told, and nothing that people made is touched', async () => {
    const mine = { ...work, title: 'Mine' }
    await as(scoped =>
      putOrder(
        scoped,
        { tenant: 'a', site: 's' },
        { id: 'CHG0030001', work: mine, by: 'ada', step: 'created', approved: true },
      ),
    )
    await pull([
      change(),
      change({ sys_id: id(101), number: 'CHG0030002', cmdb_ci: ref(id(77), 'pump-77') }),
      change({ sys_id: id(102), number: 'CHG0030003', end_date: '' }),
    ])
    expect(await order()).toMatchObject({ work: { title: 'Mine' }, version: 1 })
    const { last_result } = await sourceIn(state.db, source)
    expect(last_result).toMatchObject({ changes: 3 - 1, taken: 0, cancelled: 0 })
    const { faults } = last_result as { faults: string[] }
    expect(faults.join('\n')).toMatch(/CHG0030002: There is no asset `pump-77`/)
    expect(faults.join('\n')).toMatch(/CHG0030001: there is an order of this number that somebody else made/)
    expect(desks.spread).toEqual([])
  })

  test('name devices by what the CMDB calls them', async () => {
    snow.tables.set('cmdb_ci', [device(9, { name: 'Pumping controller', serial_number: 'SN-1' })])
    snow.tables.set('cmdb_ci_network_adapter', [])
    const cmdb = await addTo(state.db, desks.sources, {
      ...{
        kind: 'servicenow-cmdb',
        site: 's',
        settings: { url: serving.url, ...user },
        secrets: { password: 'right' },
      },
    })
    await desks.sources.pull('a', cmdb)
    await pull([change({ cmdb_ci: ref(id(9), 'Pumping controller') })])
    expect((await order())!.work.assets).toEqual([PLC])
  })
})
