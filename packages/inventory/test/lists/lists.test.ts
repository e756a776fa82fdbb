// Rows of other systems' tables: read, mapped, and found again among the devices that were heard.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { guessedMapping, listKinds, missingFields, titleRowOf } from '../../src/lists/fields.ts'
import { actionOf, endsOf, rangeOf, ruleFor, servicesOf } from '../../src/lists/firewall.ts'
import { type Comparable, rowMatcher } from '../../src/lists/matching.ts'
import { gradeOf, rowOf } from '../../src/lists/rows.ts'

const said = (...values: string[]) =>
  values.map(value => ({ value, source: 's7comm', confidence: 1, first: 0, last: 0, frame: 1 }))
const device = (id: string, part: Partial<Comparable>): Comparable => ({
  ...{ id, ip: [], mac: [], name: null, vendor: null, model: null, orderNumber: null, serial: null, firmware: null },
  sources: {},
  ...part,
})

describe('columns', () => {
  test.each([
    ['assets', 'Name;Asset tag;IP Address;MAC Address;Serial number;Owned by;Location;Business criticality;Model ID'],
    [
      'assets',
      'Gerätename;Inventar-Nr.;IP-Adresse;MAC-Adresse;Seriennummer;Verantwortlicher;Standort;Kritikalität;Typ',
    ],
    ['macs', 'Switch;Port;VLAN;Mac Address;Type'],
    ['macs', 'Hostname;Interface;Vlan ID;MAC;Status'],
    ['arp', 'Address;Hardware Addr;Interface;Age (min);Device'],
    ['rules', 'Rule;Source;Destination;Service;Action'],
    ['rules', 'Regel;Quelle;Ziel;Dienst;Aktion'],
  ] as const)('of %s are found by their titles: %s', (kind, titles) => {
    const columns = titles.split(';')
    const mapping = guessedMapping(kind, columns)
    expect(Object.values(mapping).sort()).toEqual(columns.map((_, at) => at).sort())
    expect(missingFields(kind, mapping)).toEqual([])
  })

  test('are found behind the lines that people write above them, and what lacks is named', () => {
    const rows = [['Werk Nord, Stand 12.1.'], [], ['MAC', 'Bemerkung'], ['00:11:22:33:44:55', 'x']]
    expect(titleRowOf('macs', rows)).toBe(2)
    expect(missingFields('macs', guessedMapping('macs', rows[2]!))).toEqual([['port']])
  })
})

describe('a row', () => {
  const mapping = { name: 0, ip: 1, mac: 2, criticality: 3 }
  test('has addresses in one spelling, and says what it could not use', () => {
    const cells = ["'=cmd", '010.1.2.3, 10.1.2.4', '001B.1B00.0001', 'sometimes']
    const { row, faults } = rowOf('assets', mapping, { line: 7, cells })
    expect(row).toMatchObject({ line: 7, ip: ['10.1.2.3', '10.1.2.4'], mac: ['00:1b:1b:00:00:01'] })
    expect(row?.values).toEqual({ name: '=cmd' })
    expect(faults).toEqual(['"sometimes" is no criticality (low, medium, high, critical, or 1 to 4)'])
  })

  test.each([
    ['1 - most critical', 'critical'],
    ['4 - not critical', 'low'],
    ['Hoch', 'high'],
    ['2', 'high'],
    ['red', null],
  ])('grades %s as %s', (text, grade) => expect(gradeOf(text)).toBe(grade))

  test('never breaks, whatever its cells hold', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...listKinds),
        fc.array(fc.string({ unit: 'binary' }), { maxLength: 12 }),
        (kind, cells) => {
          const mapping = Object.fromEntries(
            ['name', 'ip', 'mac', 'serial', 'port', 'source', 'destination', 'action'].map((field, at) => [field, at]),
          )
          const { row } = rowOf(kind, mapping, { line: 1, cells })
          expect(JSON.stringify(row) ?? '').not.toContain('\\u0000')
          if (row) expect(row.key).not.toBe('')
        },
      ),
    )
  })
})

describe('matching', () => {
  const assets = [
    device('a', {
      ip: ['10.0.0.1'],
      mac: ['00:00:00:00:00:01'],
      name: 'plc-1',
      serial: 'S C-123',
      sources: { serial: said('S C-123'), name: said('plc-1') },
    }),
    device('b', { ip: ['10.0.0.2'], mac: ['00:00:00:00:00:02'], name: 'hmi', sources: { name: said('hmi') } }),
    device('c', { ip: ['10.0.0.3'], name: 'hmi', sources: { name: said('hmi') } }),
  ]
  const match = rowMatcher('assets', assets)
  const of = (values: object, ip: string[] = [], mac: string[] = []) => match({ line: 1, key: 'k', ip, mac, values })

  test.each([
    ['serial', { serial: 'sc123', name: 'other' }, [], [], 'a'],
    ['mac', { name: 'other' }, [], ['00:00:00:00:00:02'], 'b'],
    ['ip+name', { name: 'HMI.plant.example' }, ['10.0.0.3'], [], 'c'],
    ['name', { name: 'plc-1' }, ['10.9.9.9'], [], 'a'],
    ['ip', { name: 'unknown name' }, ['10.0.0.2'], [], 'b'],
  ] as const)('by %s', (rule, values, ip, mac, asset) => {
    expect(of(values, [...ip], [...mac])).toMatchObject({ asset, rule })
  })

  test('takes nobody where two devices fit, and nobody where none does', () => {
    expect(of({ name: 'hmi' })).toBeNull()
    expect(of({ serial: 'x', name: 'y' }, ['10.0.0.9'])).toBeNull()
  })

  test('what people call a device here is its name too, and no other than the list has', () => {
    const named = rowMatcher('assets', [...assets, { ...device('d', { name: 'plc-9' }), label: 'Filter 3' }])
    const row = { line: 1, key: 'k', ip: [], mac: [], values: { name: 'filter 3' } }
    expect(named(row)).toEqual({ asset: 'd', rule: 'name', conflicts: [] })
  })

  test('tells what list and network say differently, and a domain is no other name', () => {
    expect(of({ serial: 'sc123', name: 'plc-1.plant.example' }, ['10.0.0.7'])?.conflicts).toEqual([
      { attribute: 'ip', expected: '10.0.0.7', heard: '10.0.0.1' },
    ])
  })

  test('of a switch table is by card, of an ARP table by card and then by address', () => {
    const row = { line: 1, key: 'k', values: { port: '3' }, ip: ['10.0.0.9'], mac: ['00:00:00:00:00:01'] }
    expect(rowMatcher('macs', assets)(row)).toEqual({ asset: 'a', rule: 'mac', conflicts: [] })
    expect(rowMatcher('arp', assets)(row)?.conflicts).toMatchObject([{ attribute: 'ip', heard: '10.0.0.1' }])
  })
})

describe('rules of a firewall', () => {
  test.each([
    ['10.0.0.0/24', 167772160, 167772415],
    ['10.0.0.0/255.255.255.0', 167772160, 167772415],
    ['10.0.0.1-10.0.0.9', 167772161, 167772169],
    ['host:10.0.0.1', 167772161, 167772161],
    ['0.0.0.0/0', 0, 2 ** 32 - 1],
  ])('reads %s', (text, from, to) => expect(rangeOf(text)).toEqual({ from, to }))
  test.each(['10.0.0', '10.0.0.9-10.0.0.1', '10.0.0.0/33', '10.0.0.0/255.0.255.0', 'LAN', '1-2-3'])(
    'refuses %s',
    text => expect(rangeOf(text)).toBeNull(),
  )

  test('a network holds its own addresses and no other', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 0, max: 32 }), (ip, bits) => {
        const range = rangeOf(`${ip}/${bits}`)!
        expect(range.to - range.from + 1).toBe(2 ** (32 - bits))
        expect(range.from % 2 ** (32 - bits)).toBe(0)
        const own = rangeOf(ip)!.from
        expect(own >= range.from && own <= range.to).toBe(true)
      }),
    )
  })

  test('services in the ways in which they are written', () => {
    expect(servicesOf('tcp/502, udp:47808 1000-2000 502/tcp https').list).toEqual([
      { protocol: 'tcp', from: 502, to: 502 },
      { protocol: 'udp', from: 47808, to: 47808 },
      { protocol: null, from: 1000, to: 2000 },
      { protocol: 'tcp', from: 502, to: 502 },
      { protocol: 'tcp', from: 443, to: 443 },
    ])
    expect(servicesOf('any').any).toBe(true)
    expect(servicesOf('SRV_GROUP 99999')).toMatchObject({ any: false, unknown: ['SRV_GROUP', '99999'] })
    expect([actionOf('Permit'), actionOf('DROP'), actionOf('log')]).toEqual(['allow', 'deny', null])
  })

  test('the first that speaks of it holds', () => {
    const rule = (line: number, action: 'allow' | 'deny', source: string, service: string) => ({
      ...{ line, action, source: endsOf(source), destination: endsOf('10.0.0.0/24'), service: servicesOf(service) },
    })
    const rules = [rule(1, 'deny', '10.1.0.5', 'any'), rule(2, 'allow', '10.1.0.0/16', 'tcp/502')]
    const of = (client: string, port: number) => ruleFor(rules, { client: [client], server: ['10.0.0.9'], port })?.line
    expect([of('10.1.0.5', 502), of('10.1.0.6', 502), of('10.1.0.6', 102), of('10.2.0.1', 502)]).toEqual([
      1,
      2,
      undefined,
      undefined,
    ])
  })
})
