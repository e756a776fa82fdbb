// The log of what other systems are told: nothing that was committed is passed over, and nothing that was not is told.
import type { Asset, Finding } from '@nautilus/model'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  addAcceptance,
  addDestination,
  asTenant,
  type Changes,
  getDestination,
  headOf,
  lagOf,
  newDestinationId,
  outwardAfter,
  placeOutward,
  positionBefore,
  record,
  removeDestination,
  replayFrom,
  type Scoped,
  type Settlement,
  settleDestination,
  stateOf,
  tellInventory,
  tellOutward,
  trimOutward,
  workFinding,
  writeChanges,
} from '../src/index.ts'
import { type TestState, testState } from './state.ts'

let state: TestState
let id = ''
beforeAll(async () => {
  state = await testState()
})
afterAll(() => state.end())

const inA = <T>(use: (scoped: Scoped) => Promise<T>) => asTenant(state.db, 'a', use)
const place = { tenant: 'a', site: 's' }
const filter = { topics: ['finding', 'asset', 'audit'] as const, severity: 'low', sites: [], exercises: false }

async function destination(tenant = 'a'): Promise<string> {
  const made = newDestinationId()
  const rest = { settings: {}, sealed: Buffer.from('x'), mapping: { rename: {}, add: {} }, enabled: true }
  await asTenant(state.db, tenant, scoped =>
    addDestination(scoped, { tenant, id: made, by: 'Ana' }, { kind: 'webhook', name: made, filter, ...rest }),
  )
  return made
}

beforeEach(async () => {
  for (const table of ['outward_events', 'destination_states', 'destinations', 'findings', 'assets'] as const)
    await state.db.deleteFrom(table).execute()
  await state.db.deleteFrom('outward_heads').execute()
  id = await destination()
})

const finding = (part: Partial<Finding> = {}): Finding => ({
  ...{ id: 'f-1', rule: 'port-scan', title: 'A scan', severity: 'medium', terms: [], techniques: ['T0846'] },
  ...{ consequences: [], playbook: 'PB-07', confidence: 1, first: 1e6, last: 2e6, count: 1, source: '10.0.0.9' },
  ...{ target: 'a-1', assets: [], protocol: null, verb: null, why: 'It asked.', baseline: null, changes: [] },
  ...{ evidence: { file: null, frames: [] }, explains: [] },
  window: { kind: 'none', order: null, dimensions: { asset: null, verb: null, source: null, tool: null, time: null } },
  ...part,
})
const asset = (part: Partial<Asset> = {}): Asset => ({
  ...{
    id: 'a-1',
    formerly: [],
    mac: [],
    ip: ['10.0.0.7'],
    vendor: null,
    model: null,
    orderNumber: null,
    hardware: null,
  },
  ...{
    firmware: '1',
    serial: null,
    name: 'PLC',
    os: null,
    domain: null,
    description: null,
    location: null,
    modules: [],
  },
  ...{ mode: null, software: [], services: [], certificates: [], credentials: [], role: null, roles: [], level: 1 },
  ...{ zone: null, criticality: null, protocols: [], first: 1, last: 2, joins: [], addressNotes: [], sources: {} },
  ...part,
})
const changes = (part: Partial<Changes>): Changes => ({
  ...{ assets: [], goneAssets: [], links: [], goneLinks: [], points: [], findings: [], goneFindings: [] },
  ...{ notices: [], facts: {} },
  ...part,
})
const write = (part: Partial<Changes>) => inA(scoped => writeChanges(scoped, place, changes(part)))
async function told(tenant = 'a') {
  await placeOutward(state.db)
  return asTenant(state.db, tenant, scoped => outwardAfter(scoped, 0, 1000))
}
const kindsTold = async () => (await told()).map(({ kind, object }) => `${kind} ${object}`)

test('a transaction that ends late is told late, and never passed over', async () => {
  const audit = (action: string) => ({ kind: 'audit', object: action, site: null, body: {} }) as const
  const hold = Promise.withResolvers<void>()
  const began = Promise.withResolvers<void>()
  const slow = inA(async scoped => {
    await tellOutward(scoped, 'a', [audit('slow')])
    began.resolve()
    await hold.promise
  })
  await began.promise
  await inA(scoped => tellOutward(scoped, 'a', [audit('quick')]))
  const first = await told().finally(hold.resolve)
  await slow
  expect(first.map(({ object }) => object)).toEqual(['quick'])
  await placeOutward(state.db)
  const behind = await inA(scoped => outwardAfter(scoped, first.at(-1)!.position, 10))
  expect(behind.map(({ object }) => object)).toEqual(['slow'])
})

test('what is undone is not told', async () => {
  await inA(async scoped => {
    await record(scoped, 'a', { who: 'Ana', action: 'x' })
    throw new Error('undone')
  }).catch(() => {})
  expect(await told()).toEqual([])
})

test('several that give places at once give each one', async () => {
  for (let round = 0; round < 5; round++) {
    await inA(scoped => record(scoped, 'a', { who: 'Ana', action: `x${round}` }))
    await Promise.all([placeOutward(state.db), placeOutward(state.db), placeOutward(state.db)])
  }
  expect((await told()).map(({ position }) => position)).toEqual([1, 2, 3, 4, 5])
})

test('a tenant without a destination has no log, and one sees nothing of another', async () => {
  await asTenant(state.db, 'b', scoped => record(scoped, 'b', { who: 'Bo', action: 'x' }))
  expect(await told('b')).toEqual([])
  await inA(scoped => record(scoped, 'a', { who: 'Ana', action: 'x' }))
  expect(await told('b')).toEqual([])
  expect(await told('a')).toHaveLength(1)
})

test('a finding is told when it comes, gets graver, doubles, ends, and when people settle it', async () => {
  await write({ assets: [asset()] })
  await write({ findings: [finding()] })
  await write({ findings: [finding({ last: 3e6 })] })
  await write({ findings: [finding({ count: 2 })] })
  await write({ findings: [finding({ count: 3 })] })
  await write({ findings: [finding({ count: 3, severity: 'high' })] })
  await write({ findings: [finding({ count: 3, severity: 'high', ended: 9e6 })] })
  await inA(scoped => workFinding(scoped, { ...place, finding: 'f-1', by: 'Ana' }, { status: 'closed', reason: 'x' }))
  const findings = (await told()).filter(({ finding }) => finding)
  expect(
    findings.map(({ kind, finding }) => `${kind} ${finding?.severity} ${finding?.count} ${finding?.status}`),
  ).toEqual([
    'finding.opened medium 1 open',
    'finding.changed medium 2 open',
    'finding.changed high 3 open',
    'finding.changed high 3 open',
    'finding.closed high 3 closed',
  ])
  const [{ finding: first }] = findings as [(typeof findings)[0]]
  expect(first?.target).toMatchObject({ id: 'a-1', name: 'PLC', ip: '10.0.0.7' })
  expect(first?.source).toMatchObject({ id: '10.0.0.9', name: null, ip: '10.0.0.9' })
})

test('what people accept closes every finding that it covers; what is suppressed is not told anew', async () => {
  await write({ findings: [finding(), finding({ id: 'f-2' })] })
  const acceptance = { ...place, kind: 'suppress', rule: 'port-scan', source: null, target: null, verb: null } as const
  await inA(scoped => addAcceptance(scoped, { ...acceptance, reason: 'x', expires: null, by: 'Ana' }))
  await write({ findings: [finding({ id: 'f-3' })] })
  expect((await kindsTold()).filter(text => text.startsWith('finding'))).toEqual([
    'finding.opened f-1',
    'finding.opened f-2',
    'finding.closed f-1',
    'finding.closed f-2',
  ])
})

test('a finding that others account for is told as closed', async () => {
  await write({ findings: [finding()] })
  await write({ goneFindings: ['f-1'] })
  const last = (await told()).at(-1)
  expect(last).toMatchObject({ kind: 'finding.closed', finding: { status: 'explained' } })
})

test('an asset is told when it is another than before, not when it was heard again', async () => {
  await write({ assets: [asset()] })
  await write({ assets: [asset({ last: 99 })] })
  await write({ assets: [asset({ firmware: '2' })] })
  await write({ goneAssets: ['a-1'] })
  expect(await kindsTold()).toEqual(['asset.new a-1', 'asset.changed a-1', 'asset.gone a-1'])
})

test('an inventory is told as if each asset were new, in the same shape', async () => {
  await write({ assets: [asset()] })
  await inA(scoped => tellInventory(scoped, 'a'))
  const [one, again] = await told()
  expect(again).toMatchObject({ kind: 'asset.new', asset: one!.asset! })
})

test('names from the wire that PostgreSQL cannot keep cost nothing', async () => {
  await write({ assets: [asset({ name: 'a\u0000b' })] })
  expect((await told()).length).toBe(1)
})

test('the log goes when everybody has it, and a destination that is too far behind is told what it lost', async () => {
  for (let count = 0; count < 10; count++) await inA(scoped => record(scoped, 'a', { who: 'Ana', action: `x${count}` }))
  await placeOutward(state.db)
  expect(await trimOutward(state.db, { most: 100, days: 0 })).toEqual([])
  expect(await told()).toHaveLength(10)
  const [cut] = await trimOutward(state.db, { most: 4, days: 7 })
  expect(cut).toMatchObject({ tenant: 'a', destination: id, lost: 6 })
  expect((await told()).map(({ position }) => position)).toEqual([7, 8, 9, 10])
  expect(await inA(scoped => stateOf(scoped, id))).toMatchObject({ position: 6, dropped: 6 })
  expect((await inA(scoped => lagOf(scoped, id))).waiting).toBe(4)
})

const settlement = (position: number): Settlement => ({
  ...{ position, ahead: [], state: 'ok', tries: 0, next: 0, sent: position, refused: 0, failures: 0 },
  error: null,
})

test('two who send do not undo each other', async () => {
  const before = (await inA(scoped => stateOf(scoped, id)))!
  const settled = settlement(5)
  expect(await inA(scoped => settleDestination(scoped, id, before, settled, 0))).toBe(true)
  expect(await inA(scoped => settleDestination(scoped, id, before, settled, 0))).toBe(false)
  expect((await inA(scoped => stateOf(scoped, id)))?.sent).toBe(5)
})

test('a period is sent again, and then it goes on where it was', async () => {
  for (let count = 0; count < 6; count++) await inA(scoped => record(scoped, 'a', { who: 'Ana', action: `x${count}` }))
  const all = await told()
  const before = (await inA(scoped => stateOf(scoped, id)))!
  const settled = settlement(6)
  await inA(scoped => settleDestination(scoped, id, before, settled, 0))
  expect(await inA(scoped => positionBefore(scoped, all[2]!.at))).toBe(2)
  await inA(scoped => replayFrom(scoped, id, 2, 4))
  expect(await inA(scoped => stateOf(scoped, id))).toMatchObject({ position: 2, replay_until: 4, resume_at: 6 })
  expect(await inA(scoped => headOf(scoped))).toBe(6)
})

test('a destination goes with everything of it', async () => {
  expect(await inA(scoped => removeDestination(scoped, id))).toBe(id)
  expect(await inA(scoped => stateOf(scoped, id))).toBe(null)
  expect(await inA(scoped => getDestination(scoped, id))).toBe(null)
})
