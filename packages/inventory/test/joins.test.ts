import type { Party, Sighting } from '@nautilus/model'
import { describe, expect, test } from 'vitest'
import { type IdentityRule, Inventory } from '../src/index.ts'
import {
  activity,
  arp,
  assetOf,
  at,
  batch,
  binding,
  hmi,
  learned,
  party,
  plc,
  router,
  sighting,
  vendorOf,
} from './plant.ts'

const minute = 60e6
const mac = (last: number, block = '00:1b:1b:00:00') => `${block}:${last.toString(16).padStart(2, '0')}`
const [one, other] = [party(mac(0x10), '10.0.0.10'), party(mac(0x90), '10.0.9.90')]
const met = (of: Party, from = 0) => binding(of.mac, of.ip, from)
const says = (of: Party, attribute: Sighting['attribute'], value: string, source: string, seconds = 0) =>
  sighting(of, attribute, value, { source, ...at(seconds) })
const both = (attribute: Sighting['attribute'], value: string, source: string) => [
  says(one, attribute, value, source),
  says(other, attribute, value, source, 1),
]
const verdicts = (inventory: Inventory, of = one) =>
  assetOf(inventory, of).joins.map(({ verdict, rule }) => `${verdict}: ${rule}`)

describe('what devices say of themselves', () => {
  test('one serial number and one maker are one device, with the reasons', () => {
    const inventory = learned(
      met(one),
      met(other, 1e6),
      ...both('serial', 'S V-L8BT7803', 's7comm read SZL'),
      ...both('vendor', 'Siemens', 's7comm read SZL'),
    )
    const [asset, ...more] = inventory.assets()
    expect(more).toEqual([])
    expect(asset).toMatchObject({
      mac: [one.mac, other.mac],
      ip: [one.ip, other.ip],
      formerly: [expect.stringMatching(/^a-/)],
    })
    expect(asset!.joins).toMatchObject([
      {
        id: expect.stringMatching(/^j-[\da-f]{12}$/),
        verdict: 'same',
        addresses: [one.ip, other.ip],
        rule: 'serial number',
        reasons: [
          'both give the serial number S V-L8BT7803 (s7comm)',
          'both are siemens',
          'one was there before the other came',
        ],
        by: null,
      },
    ])
    expect(inventory.assetIdOf(one)).toBe(learned(met(one)).assetIdOf(one))
  })

  test('are two devices when they talk to each other, whatever they say', () => {
    const told = [
      met(one),
      met(other, 1e6),
      ...both('serial', 'S V-L8BT7803', 's7comm'),
      ...both('vendor', 'Siemens', 's7comm'),
    ]
    const inventory = learned(...told, activity(one, other, 'read', at(2)))
    expect(inventory.assets()).toHaveLength(2)
    expect(assetOf(inventory, other).joins).toEqual(assetOf(inventory, one).joins)
    expect(assetOf(inventory, one).joins).toMatchObject([
      {
        verdict: 'different',
        reasons: [expect.any(String), expect.any(String), 'but 10.0.0.10 and 10.0.9.90 talk to each other'],
      },
    ])
  })

  test.each([
    ['a certificate', both('certificate', 'CN=default; issued by itself', 'tls certificate')],
    ['a host key', both('fingerprint', 'host key SHA256:abc', 'ssh key exchange')],
    ['a host name', both('name', 'LINE4-HMI', 'dhcp request')],
    ['an SNMP engine', both('fingerprint', 'snmp engine 8000001f', 'snmp connection')],
  ])('%s alone joins nothing, and the doubt is told', (_, told) => {
    const inventory = learned(met(one), met(other, 1e6), ...told)
    expect(inventory.assets()).toHaveLength(2)
    expect(assetOf(inventory, one).joins).toMatchObject([{ verdict: 'different' }])
  })

  test('copies of one disk in one network are two devices', () => {
    const copy = party(mac(0x90), '10.0.0.90')
    const told = [one, copy].flatMap(of => [
      met(of),
      says(of, 'fingerprint', 'host key SHA256:abc', 'ssh key exchange'),
      says(of, 'certificate', 'CN=default', 'tls certificate'),
      says(of, 'name', 'LINE4-HMI', 'dhcp request'),
      says(of, 'domain', 'PLANT', 'netbios-datagram'),
    ])
    const inventory = learned(...told)
    expect(inventory.assets()).toHaveLength(2)
    expect(verdicts(inventory)).toEqual(['different: host key'])
  })

  test('a default that many have joins nobody', () => {
    const many = Array.from({ length: 12 }, (_, i) => party(mac(16 * i, '00:80:f4:00:01'), `10.0.${i}.1`))
    const inventory = learned(
      ...many.flatMap(of => [met(of), says(of, 'certificate', 'CN=default', 'tls certificate')]),
    )
    expect(inventory.assets()).toHaveLength(12)
    expect(assetOf(inventory, many[3]!).joins[0]!.reasons).toEqual([
      '12 devices give the certificate CN=default: a default of the maker, or copies',
    ])
  })

  test('a station name at neighbouring addresses is one controller with several ports', () => {
    const port = party(mac(0x11))
    const told = [
      met(one),
      sighting(port, 'binding', ''),
      ...[one, port].map(of => says(of, 'name', 'plc-4', 'profinet')),
    ]
    expect(learned(...told).assets()).toMatchObject([{ mac: [one.mac, port.mac], ip: [one.ip] }])
  })

  test.each(['cdp', 'stp', 'lldp'])('%s: two ports that name one address as theirs are one switch', source => {
    const ports = [party(mac(0xc7)), party(mac(0xc8))]
    const told = ports.flatMap(of => [sighting(of, 'binding', ''), says(of, 'address', mac(0xc0), source)])
    expect(learned(...told).assets()).toMatchObject([{ mac: [mac(0xc7), mac(0xc8)] }])
  })

  test('a laptop comes back with another made-up address', () => {
    const was = party('02:00:00:00:00:01', '10.0.0.50')
    const is = party('06:00:00:00:00:02', '10.0.0.51')
    const told = [was, is].flatMap((of, turn) => [
      binding(of.mac, of.ip, turn * 600e6),
      says(of, 'name', 'ME-RENTAL3', 'dhcp request', turn * 600),
      says(of, 'fingerprint', 'dhcp 1,3,6,15', 'dhcp request', turn * 600),
    ])
    const asset = assetOf(learned(...told), is)
    expect(asset).toMatchObject({ mac: [was.mac, is.mac], ip: [was.ip, is.ip] })
    expect(asset.joins[0]!.reasons).toContain('a MAC address made up by software may change')
    expect(asset.addressNotes.map(({ kind, address }) => `${kind} ${address}`)).toEqual([
      `locally administered ${was.mac}`,
      `locally administered ${is.mac}`,
    ])
  })

  test('two names told by one protocol keep two apart', () => {
    const told = [
      met(one),
      met(other, 1e6),
      ...both('fingerprint', 'host key SHA256:a', 'ssh'),
      says(one, 'serial', 'AAAA1', 'snmp'),
      says(other, 'serial', 'BBBB2', 'snmp', 1),
      ...both('address', '10.7.0.1', 'lldp'),
    ]
    const inventory = learned(...told)
    expect(inventory.assets()).toHaveLength(2)
    expect(assetOf(inventory, one).joins[0]!.reasons.at(-1)).toBe(
      'but snmp tells different serial numbers: AAAA1 and BBBB2',
    )
  })
})

describe('virtual addresses', () => {
  const [a, b] = [party(mac(0xa0), '10.0.0.5'), party(mac(0xb0), '10.0.0.6')]

  test.each([
    ['00:00:5e:00:01:05', 'VRRP or CARP group 5'],
    ['00:00:5e:00:02:05', 'VRRP for IPv6 group 5'],
    ['00:00:0c:07:ac:0a', 'HSRP group 10'],
    ['00:00:0c:9f:f1:02', 'HSRP version 2 group 258'],
    ['00:07:b4:00:03:01', 'GLBP group 3'],
    ['02:bf:0a:00:00:01', 'Microsoft network load balancing'],
  ])('%s is both routers’ and no third device', (virtual, title) => {
    const told = [
      met(a),
      met(b),
      arp(virtual, '10.0.0.1'),
      binding(virtual, a.ip, 1),
      binding(virtual, b.ip, 5 * minute),
    ]
    const inventory = learned(...told, activity(hmi, party(virtual, '10.0.0.1'), 'read', at(400)))
    expect(
      inventory
        .assets()
        .map(asset => asset.ip)
        .sort(),
    ).toEqual([[a.ip], [b.ip], [hmi.ip]].sort())
    for (const [own, with_] of [
      [a, b],
      [b, a],
    ] as const) {
      const notes = assetOf(inventory, own).addressNotes
      expect(notes).toMatchObject(
        [
          { kind: 'virtual', address: virtual, with: [with_.mac], reason: `${title}: 2 members were seen` },
          { kind: 'virtual', address: '10.0.0.1', with: [with_.mac] },
        ].sort((x, y) => (x.address < y.address ? -1 : 1)),
      )
    }
    expect(inventory.links()).toMatchObject([{ server: expect.stringMatching(/^a-/) }])
    expect([inventory.assetIdOf(a), inventory.assetIdOf(b)]).toContain(inventory.assetIdOf(party(virtual, '10.0.0.1')))
    expect(inventory.macs().find(account => account.mac === virtual)).toMatchObject({ as: 'virtual', listed: false })
  })

  test('of a router never seen itself is the device that is known', () => {
    const inventory = learned(arp('00:00:5e:00:01:05', '10.0.0.1'))
    expect(inventory.assets()).toMatchObject([
      { mac: ['00:00:5e:00:01:05'], ip: ['10.0.0.1'], addressNotes: [{ kind: 'virtual' }] },
    ])
  })

  test('an address that two answer for, each with one of its own, is both’s', () => {
    const inventory = learned(
      met(a),
      met(b),
      arp(a.mac, a.ip),
      arp(b.mac, b.ip),
      arp(a.mac, '10.0.0.9'),
      arp(b.mac, '10.0.0.9', minute),
    )
    expect(inventory.assets()).toMatchObject([{ ip: [a.ip] }, { ip: [b.ip] }])
    expect(inventory.assetIdOf(party(a.mac, '10.0.0.9'))).toBe(inventory.assetIdOf(a))
    expect(inventory.assetIdOf(party(b.mac, '10.0.0.9'))).toBe(inventory.assetIdOf(b))
  })
})

describe('an address that changes hands', () => {
  const stranger = party('00:80:f4:00:00:77', plc.ip)
  const moved = () => {
    const { mac: before, ip } = plc
    const told = [
      met(plc),
      activity(hmi, plc, 'read'),
      binding(stranger.mac, ip, 10 * minute),
      activity(hmi, stranger, 'write', at(600)),
    ]
    return { inventory: learned(...told, sighting(stranger, 'firmware', 'V2', at(600))), before }
  }

  test('is the former device’s before and the new one’s after', () => {
    const { inventory, before } = moved()
    const [former, present] = [inventory.assetIdOf(party(before)), inventory.assetIdOf(party(stranger.mac))]
    expect(former).not.toBe(present)
    const bare = party('', plc.ip)
    expect([
      inventory.assetIdOf(bare, at(1).first),
      inventory.assetIdOf(bare, at(700).first),
      inventory.assetIdOf(bare),
    ]).toEqual([former, present, present])
    const links = inventory.links().map(({ server, verbs }) => ({ server, verbs }))
    expect(links).toEqual([
      { server: former, verbs: { read: 1 } },
      { server: present, verbs: { write: 1 } },
    ])
    expect(assetOf(inventory, party(stranger.mac))).toMatchObject({ ip: [plc.ip], firmware: 'V2' })
    expect(assetOf(inventory, party(before))).toMatchObject({
      ip: [],
      firmware: null,
      addressNotes: [{ kind: 'moved', with: [stranger.mac] }],
    })
    expect(verdicts(inventory, party(before))).toEqual(['different: address changed hands'])
  })

  test('keeps the id of the former device', () => {
    const { inventory, before } = moved()
    expect(inventory.assetIdOf(party(before))).toBe(learned(met(plc)).assetIdOf(plc))
  })

  test('who only passes packets on is no second interface', () => {
    const inventory = learned(arp(plc.mac, plc.ip), binding(router, plc.ip, 1))
    expect(inventory.assets()).toMatchObject([
      { mac: [plc.mac], ip: [plc.ip] },
      { mac: [router], ip: [], roles: [{ role: 'router' }] },
    ])
  })
})

describe('rules of people', () => {
  const rule = (kind: IdentityRule['kind'], addresses: string[], seconds = 0): IdentityRule => ({
    kind,
    addresses,
    by: 'ada',
    at: at(seconds).first,
    why: 'seen in the cabinet',
  })
  const plain = [met(one), met(other, 1e6), binding(one.mac, '10.0.0.11', 7)]

  test('join what nothing else joins, and taking them back restores all', () => {
    const inventory = learned(...plain)
    const before = inventory.assets()
    inventory.setRules([rule('same', [one.ip, other.mac])])
    expect(inventory.assets()).toMatchObject([
      { mac: [one.mac, other.mac], joins: [{ rule: 'rule of a person', by: 'ada', confidence: 1 }] },
    ])
    expect(inventory.assetIdOf(other)).toBe(before[0]!.id)
    inventory.setRules([])
    expect(inventory.assets()).toEqual(before)
  })

  test('part what evidence joins: addresses at one MAC, and devices of one serial number', () => {
    const inventory = learned(
      ...plain,
      ...both('serial', 'S V-L8BT7803', 's7comm'),
      ...both('vendor', 'Siemens', 's7comm'),
    )
    expect(inventory.assets()).toHaveLength(1)
    inventory.setRules([rule('different', [one.ip, other.ip]), rule('different', [one.ip, '10.0.0.11'])])
    expect(inventory.assets().map(asset => asset.ip)).toEqual([[one.ip], ['10.0.0.11'], [other.ip]])
    expect(assetOf(inventory, one).joins[0]).toMatchObject({ verdict: 'different', by: 'ada' })
  })

  test('the newer of two that contradict each other holds', () => {
    const of = [one.ip, other.ip]
    const inventory = new Inventory({ vendorOf, rules: [rule('different', of, 5), rule('same', of)] })
    inventory.learn(batch(...plain))
    expect(inventory.assets()).toHaveLength(2)
    inventory.setRules([rule('different', of), rule('same', of, 5)])
    expect(inventory.assets()).toHaveLength(1)
  })

  test('that name nothing seen are told', () => {
    const inventory = new Inventory({ vendorOf, rules: [rule('same', ['10.0.0.10', '10.99.0.1'])] })
    inventory.learn(batch(...plain))
    expect(inventory.notices().map(({ code }) => code)).toEqual(['inventory.rule-idle'])
  })
})

describe('loopback', () => {
  const local = (ip: string) => party('00:00:00:00:00:00', ip)
  const talk = activity(local('127.0.0.1'), local('127.0.0.2'), 'read')

  test('is a device where nothing else was seen', () => {
    const inventory = learned(talk)
    expect(
      inventory
        .assets()
        .flatMap(asset => asset.ip)
        .sort(),
    ).toEqual(['127.0.0.1', '127.0.0.2'])
    expect(inventory.links()).toHaveLength(1)
  })

  test('is none beside others', () => {
    expect(learned(talk, met(plc)).assets()).toMatchObject([{ ip: [plc.ip] }])
  })
})

test('every MAC is accounted for, also those of a device with more than are listed', () => {
  const ports = Array.from({ length: 20 }, (_, i) => party(mac(i, '00:80:63:00:01')))
  const inventory = learned(
    ...ports.flatMap(of => [sighting(of, 'binding', ''), says(of, 'address', '10.0.0.3', 'lldp')]),
  )
  const [asset] = inventory.assets()
  expect(asset!.mac).toHaveLength(16)
  expect(asset!.addressNotes).toMatchObject([{ kind: 'shown in part', reason: expect.stringContaining('4 further') }])
  const accounts = inventory.macs()
  expect(accounts.map(account => account.mac)).toEqual(ports.map(port => port.mac))
  expect(accounts.filter(account => !account.listed)).toHaveLength(4)
  expect(new Set(accounts.map(account => account.asset))).toEqual(new Set([asset!.id]))
})
