// Tables of other systems on a real store: taken whole, compared with the edition before, matched, and shown.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ListOrder } from '@nautilus/api'
import {
  asTenant,
  claimsOfAsset,
  getAsset,
  knownNeverHeard,
  listAssets,
  listAudit,
  listLists,
  listRowsOf,
  notInLists,
  portCover,
  portsOfAsset,
  removeList,
  type Scoped,
} from '@nautilus/store'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ListDesk } from '../../apps/nautilus/src/inward/list-desk.ts'
import { textOf } from '../../apps/nautilus/src/inward/text.ts'
import { type TestState, testState } from '../../packages/store/test/state.ts'
import { addAsset, addLink } from './plant.ts'

const place = { tenant: 'a', site: 's' }
let state: TestState
let folder: string
let desk: ListDesk
const as = <T>(use: (scoped: Scoped) => Promise<T>) => asTenant(state.db, 'a', use)

beforeAll(async () => {
  state = await testState()
  folder = mkdtempSync(join(tmpdir(), 'nautilus-test-'))
  desk = new ListDesk({ db: state.db, folder })
})
afterAll(async () => {
  await state.end()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  for (const table of ['list_rows', 'lists', 'asset_claims', 'links', 'assets', 'audit'] as const)
    await state.db.deleteFrom(table).execute()
  await addAsset(state.db, {
    id: 'plc',
    name: 'plc-1',
    ip: ['10.0.1.1'],
    mac: ['00:00:00:00:00:01'],
    serial: 'SN-1',
    zone: 'cell',
  })
  await addAsset(state.db, {
    id: 'hmi',
    name: null,
    ip: ['10.0.2.1'],
    mac: ['00:00:00:00:00:02'],
    serial: null,
    zone: 'office',
  })
})

async function* pieces(bytes: Uint8Array | string, size = 7): AsyncGenerator<Uint8Array> {
  const all = Buffer.from(bytes as Uint8Array)
  for (let at = 0; at < all.length; at += size) yield all.subarray(at, at + size)
}
const put = async (kind: string, text: string | Uint8Array, more: Partial<ListOrder> = {}) =>
  (await desk.import(place, { kind, name: kind, mapping: null, dry: false, by: 'ada', ...more }, pieces(text)))!
const rows = async (which: string, name = 'assets') => {
  const { edition } = (await as(scoped => listLists(scoped, 's'))).find(list => list.name === name)!
  return (await as(scoped => listRowsOf(scoped, 's', { edition, which, text: undefined }, { limit: 100 })))!.items
}

const CMDB = `\ufeffName;IP-Adresse;Seriennummer;Verantwortlicher;Standort;Kritikalität
plc-1.plant.example;10.0.1.9;SN1;Instandhaltung;Halle 3;1 - most critical
Leitstand;10.0.2.1;;Betrieb;Warte;rot
pump-9;10.0.9.9;SN-9;Instandhaltung;Halle 9;low
;;;;;
only a remark`

describe('a list of assets', () => {
  test('is looked at first, with what would change and what is wrong at which line, and nothing is written', async () => {
    const looked = await put('assets', CMDB, { dry: true })
    expect(looked).toMatchObject({
      ...{ taken: false, columns: CMDB.slice(1).split('\n')[0]!.split(';'), missing: [] },
      mapping: { name: 0, ip: 1, serial: 2, owner: 3, location: 4, criticality: 5 },
      changes: { rows: 4, matched: 2, conflicting: 1, byRule: { serial: 1, ip: 1 }, added: 4, changed: 0, gone: 0 },
    })
    expect(looked.faults).toEqual([
      {
        line: 3,
        message: '"rot" is no criticality (low, medium, high, critical, or 1 to 4); the rest of the row is used',
      },
    ])
    expect(await as(scoped => listLists(scoped, 's'))).toEqual([])
    expect(readdirSync(folder)).toEqual([])
  })

  test('fills what nobody heard or wrote, overwrites nothing, and shows what it says differently', async () => {
    await put('assets', CMDB)
    const page = await as(scoped => listAssets(scoped, 's', {}, { limit: 10 }))
    expect(page!.items.map(({ id, name, owner }) => [id, name, owner]).sort()).toEqual([
      ['hmi', 'Leitstand', 'Betrieb'],
      ['plc', 'plc-1', 'Instandhaltung'],
    ])
    expect((await as(scoped => getAsset(scoped, 's', 'hmi')))!.asset).toMatchObject({ name: null })
    expect(await as(scoped => claimsOfAsset(scoped, 's', 'plc'))).toMatchObject([
      {
        ...{ name: 'assets', kind: 'assets', rule: 'serial', line: 2 },
        values: { criticality: 'critical', location: 'Halle 3' },
        conflicts: [{ attribute: 'ip', expected: '10.0.1.9', heard: '10.0.1.1' }],
      },
    ])
    expect((await rows('unheard')).map(({ values }) => values.name)).toEqual(['pump-9', 'only a remark'])
    expect((await rows('conflicts')).map(({ asset }) => asset)).toEqual(['plc'])
    const found = await as(scoped => listAssets(scoped, 's', { text: 'Leitst' }, { limit: 10 }))
    expect(found!.items.map(({ id }) => id)).toEqual(['hmi'])
  })

  test('is compared with the edition before, and matched anew when devices are heard', async () => {
    await put('assets', CMDB)
    const later = CMDB.replace('Halle 3', 'Halle 4')
      .replace(/pump-9.*\n/, '')
      .concat('\nnew;10.0.0.5;;;;')
    expect((await put('assets', later)).changes).toMatchObject({ added: 1, changed: 1, gone: 1 })
    await addAsset(state.db, { id: 'new', name: 'new', ip: ['10.0.0.5'], mac: [], serial: null, zone: 'cell' })
    expect((await as(scoped => notInLists(scoped, 's', { limit: 10 })))!.items.map(({ id }) => id)).toEqual(['new'])
    await desk.rematch(place)
    expect((await as(scoped => notInLists(scoped, 's', { limit: 10 })))!.items).toEqual([])
    const [list] = await as(scoped => listLists(scoped, 's'))
    expect(list).toMatchObject({ rows: 4, matched: 3 })
    expect(await as(scoped => removeList(scoped, place, list!.id))).toBe('assets')
    expect(await state.db.selectFrom('list_rows').selectAll().execute()).toEqual([])
    expect(await state.db.selectFrom('asset_claims').selectAll().execute()).toEqual([])
  })

  test('with columns that nobody knows waits for somebody who does', async () => {
    const text = 'Was,Wo\nplc-1,10.0.1.1'
    expect(await put('assets', text, { dry: true })).toMatchObject({
      ...{ taken: false, missing: [['name', 'ip', 'mac', 'serial']], changes: null, columns: ['Was', 'Wo'] },
      samples: [['plc-1', '10.0.1.1']],
    })
    await expect(put('assets', text)).rejects.toMatchObject({ status: 400, fields: { mapping: expect.any(String) } })
    expect((await put('assets', text, { mapping: { name: 0, ip: 1 } })).changes?.byRule).toEqual({ 'ip+name': 1 })
    await expect(put('macs', 'mac,port\n000000000001,3', { name: 'ASSETS' })).rejects.toMatchObject({ status: 409 })
    await expect(put('assets', '')).rejects.toMatchObject({ message: 'Nothing was taken. The file is empty.' })
    const page = await as(scoped => listAudit(scoped, { limit: 10 }))
    expect(page!.items.map(({ action }) => action)).toEqual(['list.put'])
  })

  test.each([
    ['UTF-8', Buffer.from('Gerät')],
    ['UTF-16 with a mark', Buffer.from('\ufeffGerät', 'utf16le')],
    ['Windows-1252', Buffer.from('Ger\xe4t', 'latin1')],
  ])('may be in %s, wherever it is cut', async (_, bytes) => {
    for (let size = 1; size <= bytes.length; size++) {
      let text = ''
      for await (const piece of textOf(pieces(bytes, size))) text += piece
      expect(text.replace('\ufeff', '')).toBe('Gerät')
    }
  })
})

describe('tables of switches, routers and firewalls', () => {
  const MACS = `Switch,Port,VLAN,MAC
sw1,Gi0/1,10,0000.0000.0001
sw1,Gi0/2,10,0000.0000.0099
sw1,Gi0/2,10,0000.0000.0002
sw1,Gi0/24,10,0000.0000.0003
sw1,Gi0/24,10,0000.0000.0004
sw2,Gi0/7,10,0000.0000.0003
sw2,Gi0/8,10,0000.0000.0004
sw2,Gi0/8,10,nonsense`

  test('say where a device is plugged in, who was never heard, and which ports are not covered', async () => {
    expect((await put('macs', MACS)).faults).toEqual([
      { line: 9, message: '"nonsense" is no MAC address; the row is left out' },
    ])
    await put('arp', 'Address,Hardware Addr,Interface\n10.0.7.7,0000.0000.0099,Vlan10\n10.0.1.8,0000.0000.0001,Vlan10')
    expect(await as(scoped => portsOfAsset(scoped, 's', 'plc'))).toMatchObject([
      { switch: 'sw1', port: 'Gi0/1', vlan: '10' },
    ])
    expect((await as(scoped => knownNeverHeard(scoped, 's', 10))).map(({ mac, ip, port }) => [mac, ip, port])).toEqual([
      ['00:00:00:00:00:99', ['10.0.7.7'], 'Gi0/2'],
      ['00:00:00:00:00:03', [], 'Gi0/7'],
      ['00:00:00:00:00:04', [], 'Gi0/8'],
    ])
    const cover = await as(scoped => portCover(scoped, 's', 10))
    expect(cover.map(({ port, devices, heard, uplink }) => [port, devices, heard, uplink])).toEqual([
      ['Gi0/1', 1, 1, false],
      ['Gi0/2', 2, 1, false],
      ['Gi0/24', 0, 0, true],
      ['Gi0/7', 1, 0, false],
      ['Gi0/8', 1, 0, false],
    ])
    expect((await rows('conflicts', 'arp')).map(({ asset }) => asset)).toEqual(['plc'])
  })

  test('say which rules are used, and what nobody allowed', async () => {
    await addLink(state.db, { client: 'hmi', server: 'plc', protocol: 'modbus', port: 502 })
    await addLink(state.db, { client: 'hmi', server: 'plc', protocol: 's7comm', port: 102 })
    const read = await put(
      'rules',
      'Rule,Source,Destination,Service,Action\n1,10.0.2.0/24,10.0.1.0/24,tcp/502,allow\n2,LAN,any,any,permit\n3,any,any,any,log\n4,any,any,any,deny',
    )
    expect(read.faults.map(({ line }) => line)).toEqual([3, 4])
    const { rules, unallowed } = await desk.firewall(place)
    expect(rules.map(({ name, seen, unknown }) => [name, seen, unknown])).toEqual([
      ['1', 1, []],
      ['2', 0, ['LAN']],
      ['4', 1, []],
    ])
    expect(unallowed).toMatchObject([{ client: 'hmi', server: 'plc', port: 102, line: 5 }])
  })
})

test('a table of 200,000 rows is taken without being held', async () => {
  async function* many() {
    yield Buffer.from('name,ip,serial\n')
    for (let at = 0; at < 200_000; at += 1000)
      yield Buffer.from(Array.from({ length: 1000 }, (_, n) => `device-${at + n},10.9.0.1,SER${at + n}\n`).join(''))
  }
  const before = process.memoryUsage().heapUsed
  const read = await desk.import(place, { kind: 'assets', name: 'big', mapping: null, dry: false, by: 'ada' }, many())
  expect(read!.changes).toMatchObject({ rows: 200_000, added: 200_000 })
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(200_000_000)
}, 120_000)
