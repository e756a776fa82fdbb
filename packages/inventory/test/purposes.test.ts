// What a device is for, beyond controllers and those who work on them.
import { describe, expect, test } from 'vitest'
import { activity, assetOf, binding, hmi, learned, modicon, party, plc, rolesOf, sighting } from './plant.ts'

const second = 1e6
const card = (vendor: string) => sighting(hmi, 'vendor', vendor, { source: 'oui', confidence: 0.6 })

describe('in one protocol the parts mean different devices', () => {
  test.each([
    ['dnp3', 20000, 'RTU', 1, 'SCADA server', 2],
    ['iec104', 2404, 'RTU', 1, 'SCADA server', 2],
    ['mms', 102, 'IED', 1, 'SCADA server', 2],
    ['bacnet', 47808, 'building controller', 1, null, null],
    ['hart-ip', 5094, 'gateway', 1, null, null],
  ] as const)('%s', (protocol, port, server, serverLevel, client, clientLevel) => {
    const inventory = learned(
      binding(plc.mac, plc.ip),
      binding(hmi.mac, hmi.ip),
      activity(hmi, plc, 'read', { protocol, port }),
    )
    expect(assetOf(inventory, plc)).toMatchObject({ role: server, level: serverLevel })
    expect(assetOf(inventory, hmi)).toMatchObject({ role: client, level: clientLevel })
  })

  test('who publishes need not be asked', () => {
    const group = party('01:0c:cd:01:00:01')
    const goose = activity(group, party(plc.mac), 'report', { protocol: 'goose', port: 0, outcome: 'unseen' })
    expect(assetOf(learned(binding(plc.mac, ''), goose), party(plc.mac))).toMatchObject({ role: 'IED', level: 1 })
    const egd = activity(plc, party('', '224.0.7.1'), 'report', { protocol: 'ge-egd', port: 18246, outcome: 'unseen' })
    expect(assetOf(learned(egd), plc).role).toBe('controller')
  })

  test('who opens PROFINET connections controls; who answers, and reports ready, is a device', () => {
    const cm = { protocol: 'profinet-cm', port: 34964 }
    const inventory = learned(
      activity(modicon, plc, 'connect', { ...cm, function: { code: '0', name: 'connect' } }),
      activity(modicon, plc, 'connect', { ...cm, function: { code: '4', name: 'control' } }),
      activity(plc, modicon, 'connect', { ...cm, function: { code: '4', name: 'control' } }),
      activity(modicon, plc, 'configure', { ...cm, function: { code: '3', name: 'write' } }),
    )
    expect(rolesOf(inventory, modicon)).toEqual({ controller: 0.75, 'I/O device': 0.6 })
    expect(rolesOf(inventory, plc)).toEqual({ 'I/O device': 0.6 })
  })
})

describe('what a device says it is', () => {
  test('leaves less room for what its protocols usually mean', () => {
    const told = [activity(hmi, plc, 'read', { protocol: 'bacnet', port: 47808 })]
    expect(rolesOf(learned(...told), plc)).toEqual({ 'building controller': 0.6 })
    const drive = sighting(plc, 'orderNumber', '6SL3 244-0BB12-1FA0')
    expect(rolesOf(learned(...told, drive), plc)).toEqual({ drive: 0.77, 'building controller': 0.24 })
    expect(assetOf(learned(...told, drive), plc).level).toBe(0)
  })

  test.each([
    ['AC drive', 'drive', 0],
    ['human-machine interface', 'HMI', 2],
    ['programmable logic controller', 'controller', 1],
    ['managed Ethernet switch', 'switch', null],
    ['general purpose discrete I/O', 'I/O device', 0],
  ] as const)('%s by its CIP profile', (profile, role, level) => {
    const told = sighting(plc, 'description', profile, { source: 'enip list identity', confidence: 0.95 })
    expect(assetOf(learned(told), plc)).toMatchObject({ role, level })
  })

  test('a panel that also serves values is a panel', () => {
    const panel = sighting(plc, 'model', 'TP 1200 Comfort')
    const served = activity(hmi, plc, 'read', { protocol: 'modbus', port: 502 })
    expect(assetOf(learned(panel, served), plc)).toMatchObject({ role: 'HMI', level: 2 })
  })
})

describe('who tries everything', () => {
  test('is no engineering workstation, whatever it sends', () => {
    const refused = Array.from({ length: 30 }, (_, i) =>
      activity(hmi, plc, 'stop', { outcome: 'refused', function: { code: `${i}`, name: 'stop' } }),
    )
    expect(rolesOf(learned(...refused), hmi)).toEqual({})
    const also = activity(hmi, plc, 'download', { outcome: 'refused' })
    expect(assetOf(learned(...refused, also), hmi).role).toBeNull()
  })

  test('is no panel: a sweep of addresses', () => {
    const swept = Array.from({ length: 20 }, (_, i) =>
      activity(hmi, party('', `10.0.1.${i + 1}`), 'read', {
        protocol: 'modbus',
        port: 502,
        outcome: 'unseen',
        every: second,
      }),
    )
    expect(assetOf(learned(...swept), hmi).role).toBeNull()
  })
})

describe('in the office and at its border', () => {
  test('a domain controller answers Kerberos and LDAP', () => {
    const told = ['kerberos', 'ldap', 'dns'].map(protocol => activity(plc, hmi, 'read', { protocol, port: 88 }))
    expect(assetOf(learned(...told), hmi)).toMatchObject({ role: 'domain controller', level: 4 })
  })

  test('beside plant devices it is at level 3', () => {
    const served = activity(modicon, plc, 'read')
    const office = activity(plc, hmi, 'read', { protocol: 'tds', port: 1433 })
    expect(assetOf(learned(served, office), hmi)).toMatchObject({ role: 'server', level: 3 })
  })

  test.each([
    ['Axis Communications AB', 'camera'],
    ['Lexmark International, Inc.', 'printer'],
    ['Polycom', 'phone'],
    ['Espressif Inc.', 'IoT device'],
    ['VMware, Inc.', null],
    ['Dell Inc.', null],
  ])('a network card by %s', (vendor, role) => {
    expect(assetOf(learned(card(vendor)), hmi).role).toBe(role)
  })

  test('a tunnel to the internet is remote access', () => {
    const out = activity(hmi, party('', '52.1.2.3'), 'connect', { protocol: 'openvpn', port: 1194 })
    expect(assetOf(learned(out), hmi)).toMatchObject({ role: 'remote-access gateway', level: 3.5 })
  })

  test('a laptop with a made-up address that downloads belongs to a visitor, perhaps', () => {
    const laptop = party('02:0c:29:00:00:07', '10.0.0.77')
    const inventory = learned(
      activity(laptop, plc, 'download'),
      sighting(laptop, 'name', 'LAPTOP-A1B2C3D'),
      activity(laptop, hmi, 'connect', { protocol: 'dhcp', port: 67 }),
    )
    expect(Object.keys(rolesOf(inventory, laptop))).toEqual(['engineering workstation', 'vendor laptop'])
    expect(rolesOf(learned(sighting(laptop, 'name', 'LAPTOP-A1B2C3D')), laptop)).not.toHaveProperty('vendor laptop')
  })
})
