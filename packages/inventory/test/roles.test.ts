import { describe, expect, test } from 'vitest'
import { activity, assetOf, binding, hmi, learned, modicon, party, plc, rolesOf, sighting } from './plant.ts'

const second = 1e6
const modbus = { protocol: 'modbus', port: 502 }
const controllers = Array.from({ length: 6 }, (_, i) => party(`00:1b:1b:00:01:0${i}`, `10.0.0.${10 + i}`))

describe('controller', () => {
  test('answers S7comm', () => {
    const asset = assetOf(learned(activity(hmi, plc, 'read')), plc)
    expect(asset.roles).toEqual([{ role: 'controller', confidence: 0.9, reasons: ['answers S7comm to 1 client'] }])
    expect(asset.level).toBe(1)
  })

  test('is certain when its order number says so too', () => {
    const told = [activity(hmi, plc, 'read'), sighting(plc, 'orderNumber', '6ES7 515-2AM01-0AB0')]
    expect(rolesOf(learned(...told), plc)).toEqual({ controller: 0.98 })
  })

  test('is doubted when nobody saw it answer, or when it is a computer', () => {
    expect(rolesOf(learned(activity(hmi, modicon, 'read', modbus)), modicon)).toEqual({ controller: 0.7 })
    const silent = learned(activity(hmi, modicon, 'read', { ...modbus, outcome: 'unseen' }))
    expect(rolesOf(silent, modicon)).toEqual({ controller: 0.6 })
    const unconnected = activity(hmi, modicon, 'read', { protocol: 'omron-fins', port: 9600, outcome: 'no-reply' })
    const nobody = learned(binding(modicon.mac, modicon.ip), unconnected)
    expect(assetOf(nobody, modicon)).toMatchObject({ role: null, level: null, roles: [{ confidence: 0.3 }] })
    const virtual = learned(activity(plc, hmi, 'read', modbus))
    expect(assetOf(virtual, hmi).roles).toMatchObject([
      {
        role: 'controller',
        confidence: 0.56,
        reasons: ['answers Modbus to 1 client, with a network card by VMware, Inc.'],
      },
    ])
  })

  test('is not who serves files or answers ARP only', () => {
    const files = learned(activity(plc, hmi, 'file', { protocol: 'smb' }))
    expect(rolesOf(files, hmi)).toEqual({ server: 0.4 })
    expect(assetOf(files, hmi).role).toBeNull()
    expect(rolesOf(learned(binding(plc.mac, plc.ip)), plc)).toEqual({})
  })
})

test.each([
  ['orderNumber', '6ES7 315-2FJ14-0AB0', 'safety controller'],
  ['orderNumber', '6ES7 214-1AF40-0XB0', 'safety controller'],
  ['orderNumber', '6ES7214-1AG40-0XB0', 'controller'],
  ['orderNumber', '6ES7 155-6AU01-0BN0', 'I/O device'],
  ['orderNumber', '6ES7 154-8AB01-0AB0', 'controller'],
  ['orderNumber', '6AV2 124-0GC01-0AX0', 'HMI'],
  ['orderNumber', '6GK5 208-0BA10-2AA3', 'switch'],
  ['orderNumber', '1756-L71S', 'safety controller'],
  ['orderNumber', '1756-L71', 'controller'],
  ['model', '1734-AENT/B', 'I/O device'],
  ['model', 'BMX P34 2020', 'controller'],
  ['model', 'TM221CE16R', 'controller'],
  ['os', 'Windows Server 2019', 'server'],
  ['os', 'Windows 10', 'workstation'],
  ['mode', 'run', 'controller'],
  ['capability', 'IO-Controller', 'controller'],
] as const)('%s %s names a %s', (attribute, value, role) => {
  expect(Object.keys(rolesOf(learned(sighting(plc, attribute, value)), plc))).toEqual([role])
})

test('a name no catalogue knows names nothing', () => {
  expect(rolesOf(learned(sighting(plc, 'orderNumber', 'XYZ 6'), sighting(plc, 'model', 'Printer 1756')), plc)).toEqual(
    {},
  )
})

describe('HMI', () => {
  const polls = activity(hmi, plc, 'read', { every: second })

  test('polls, the more so when it writes', () => {
    expect(rolesOf(learned(polls), hmi)).toEqual({ HMI: 0.5 })
    const asset = assetOf(learned(polls, activity(hmi, plc, 'write')), hmi)
    expect(asset.roles).toMatchObject([{ role: 'HMI', confidence: 0.75 }])
    expect(asset.roles[0]?.reasons).toContain('polls 1 device about every 1 s')
    expect(asset.level).toBe(2)
  })

  test('is not who reads once, or without rhythm', () => {
    expect(rolesOf(learned(activity(hmi, plc, 'read')), hmi)).toEqual({})
    const interval = { min: 1, mean: 10, max: 1000, jitter: 40 }
    expect(rolesOf(learned(activity(hmi, plc, 'read', { count: 50, interval })), hmi)).toEqual({})
  })

  test('is hardly a controller that polls another', () => {
    const peer = learned(activity(hmi, plc, 'read'), activity(plc, controllers[0]!, 'read', { every: second }))
    expect(rolesOf(peer, plc)).toEqual({ controller: 0.9, gateway: 0.3, HMI: 0.2 })
  })
})

test('a historian reads slowly from several and never writes', () => {
  const slow = controllers.slice(0, 3).map(c => activity(hmi, c, 'read', { every: 10 * second }))
  expect(rolesOf(learned(...slow), hmi)).toEqual({ historian: 0.5 })
  expect(assetOf(learned(...slow), hmi).level).toBe(3)
  expect(rolesOf(learned(...slow, activity(hmi, controllers[0]!, 'write')), hmi)).toEqual({ HMI: 0.75 })
  expect(rolesOf(learned(...slow.slice(0, 1)), hmi)).toEqual({ HMI: 0.5 })
  const fast = controllers.map(c => activity(hmi, c, 'read', { every: second }))
  expect(rolesOf(learned(...fast), hmi)).toEqual({ 'SCADA server': 0.6, HMI: 0.5 })
})

test('a SCADA server polls many and writes', () => {
  const fast = controllers.map(c => activity(hmi, c, 'read', { every: second }))
  const inventory = learned(...fast, activity(hmi, controllers[0]!, 'write'))
  expect(rolesOf(inventory, hmi)).toEqual({ 'SCADA server': 0.8, HMI: 0.5 })
  const master = learned(activity(hmi, plc, 'read', { protocol: 'dnp3', port: 20000 }))
  expect(rolesOf(master, hmi)).toEqual({ 'SCADA server': 0.6 })
})

describe('engineering workstation', () => {
  test('downloads and stops', () => {
    const asset = assetOf(learned(activity(hmi, plc, 'download'), activity(hmi, plc, 'stop')), hmi)
    expect(asset.roles).toEqual([
      {
        role: 'engineering workstation',
        confidence: 0.9,
        reasons: ['downloads programs or configuration (1 operation)', 'stops controllers (1 operation)'],
      },
    ])
  })

  test('is less likely who is refused', () => {
    const refused = learned(activity(hmi, plc, 'stop', { outcome: 'refused' }))
    expect(rolesOf(refused, hmi)).toEqual({ 'engineering workstation': 0.2 })
  })

  test('opens programming connections, reserves, reads system status lists', () => {
    const szl = { function: { code: 'userdata:4.1', name: 'read SZL' } }
    const pg = sighting(hmi, 'session', 'engineering tool (PG connection)', { confidence: 0.4 })
    const looked = learned(pg, activity(hmi, plc, 'diagnose', szl))
    expect(rolesOf(looked, hmi)).toEqual({ 'engineering workstation': 0.48 })
    expect(assetOf(looked, hmi).role).toBeNull()
    const atLength = learned(pg, activity(hmi, plc, 'diagnose', { ...szl, count: 12 }))
    expect(assetOf(atLength, hmi).role).toBe('engineering workstation')
    const table = { function: { code: 'userdata:1.2', name: 'variable table' } }
    expect(assetOf(learned(activity(hmi, plc, 'subscribe', table)), hmi).role).toBe('engineering workstation')
    const reserve = { ...modbus, function: { code: '90:10', name: 'take PLC reservation' } }
    expect(rolesOf(learned(activity(hmi, modicon, 'connect', reserve)), hmi)).toEqual({
      'engineering workstation': 0.7,
    })
    const es = sighting(hmi, 'session', 'engineering station (SIMATIC-ROOT-ES)')
    expect(rolesOf(learned(es), hmi)).toEqual({ 'engineering workstation': 0.68 })
  })

  test('is not who opens an operating connection or reserves under any name', () => {
    expect(rolesOf(learned(sighting(hmi, 'session', 'HMI (OP connection)')), hmi)).toEqual({ HMI: 0.45 })
    expect(rolesOf(learned(sighting(hmi, 'session', 'OFFICE-7')), hmi)).toEqual({})
  })

  test('is not who uploads a file to an office server, or writes a value', () => {
    const office = learned(activity(hmi, plc, 'upload', { protocol: 'ftp', port: 21 }), activity(hmi, plc, 'write'))
    expect(rolesOf(office, hmi)).toEqual({})
  })

  test('lives at level 2 next to its controllers, at 3 elsewhere', () => {
    expect(assetOf(learned(activity(hmi, plc, 'download')), hmi).level).toBe(2)
    const far = party(hmi.mac, '172.16.0.3')
    expect(assetOf(learned(activity(far, plc, 'download')), far).level).toBe(3)
  })
})

describe('gateway', () => {
  const unit = (n: number) => activity(hmi, modicon, 'read', { ...modbus, object: `${n}/holding-registers/0` })

  test('answers for several Modbus units', () => {
    expect(rolesOf(learned(unit(1), unit(2), unit(3)), modicon)).toEqual({ controller: 0.7, gateway: 0.6 })
    expect(rolesOf(learned(unit(0), unit(1), unit(2), unit(255)), modicon)).toEqual({ controller: 0.7 })
  })

  test('is not who refuses a scan of units', () => {
    const scan = Array.from({ length: 20 }, (_, i) => ({ ...unit(i + 1), outcome: 'refused' as const }))
    expect(rolesOf(learned(...scan), modicon)).toEqual({ controller: 0.7 })
  })

  test('serves one protocol and polls in another', () => {
    const polled = activity(modicon, plc, 'read', { every: second })
    expect(rolesOf(learned(unit(1), polled), modicon)).toMatchObject({ gateway: 0.5, controller: 0.7 })
  })
})

test('a switch says that it bridges; a controller that bridges is a controller', () => {
  const bridge = sighting(party(plc.mac), 'capability', 'bridge', { source: 'lldp' })
  expect(rolesOf(learned(bridge), plc)).toEqual({ switch: 0.85 })
  expect(assetOf(learned(bridge), plc).level).toBeNull()
  const inventory = learned(bridge, binding(plc.mac, plc.ip), activity(hmi, plc, 'read'))
  expect(rolesOf(inventory, plc)).toEqual({ controller: 0.9, switch: 0.3 })
  expect(rolesOf(learned(sighting(party(plc.mac), 'capability', 'station only')), plc)).toEqual({})
})

test('no role is certain', () => {
  const told = ['download', 'edit', 'firmware', 'upload', 'stop'] as const
  const inventory = learned(...told.map(verb => activity(hmi, plc, verb)))
  expect(rolesOf(inventory, hmi)).toEqual({ 'engineering workstation': 0.99 })
})
