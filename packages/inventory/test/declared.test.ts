import type { Asset, Declaration, DeclaredAsset, Link } from '@nautilus/model'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mapOf } from '../src/map.ts'
import { ExternalLog } from '../src/topology/external.ts'
import { Hearsay } from '../src/topology/hearsay.ts'
import { withinOf } from '../src/topology/within.ts'
import { asset, link } from './site.ts'

const mapped = (assets: readonly Asset[], links: readonly Link[], declared: Partial<Declaration>) =>
  mapOf({
    assets,
    links,
    control: [],
    hearsay: new Hearsay(),
    external: new ExternalLog(),
    assetIdOf: ({ ip }) => assets.find(one => one.ip.includes(ip))?.id ?? null,
    declared: { by: 'site.yaml', zones: [], conduits: [], ...declared },
  })

const entry = (address: string, more: Partial<DeclaredAsset> = {}): DeclaredAsset => ({
  address,
  name: null,
  level: null,
  criticality: null,
  safety: false,
  ...more,
})

const plc = asset('a', { ip: ['10.0.0.1'], name: 'plc_1', role: 'controller', level: 1 })
const panel = asset('b', { ip: ['10.0.1.1'], role: 'HMI', level: 2 })

describe('what people declare of a device', () => {
  test('outranks what was heard, and says who said it', () => {
    const heard = { name: [{ value: 'plc_1', source: 'lldp', confidence: 0.9, first: 0, last: 0, frame: 1 }] }
    const map = mapped([{ ...plc, sources: heard }, panel], [], {
      assets: [
        entry('10.0.0.1', {
          name: 'Pump controller',
          level: 0,
          criticality: { grade: 'critical', reasons: ['declared in site.yaml'] },
        }),
      ],
    })
    const [pump] = map.assets
    expect(pump).toMatchObject({ name: 'Pump controller', level: 0, criticality: { grade: 'critical' } })
    expect(pump!.sources.name!.map(({ value, source }) => `${value}: ${source}`)).toEqual([
      'Pump controller: declared in site.yaml',
      'plc_1: lldp',
    ])
    expect(map.assets[1]).toMatchObject({ name: null, level: 2 })
  })

  test('a controller of the safety system is a safety controller; a panel of it stays a panel', () => {
    const map = mapped([plc, panel], [], {
      assets: [entry('10.0.0.1', { safety: true }), entry('10.0.1.1', { safety: true })],
    })
    expect(map.assets.map(({ role }) => role)).toEqual(['safety controller', 'HMI'])
    expect(map.assets[0]!.roles[0]).toEqual({
      role: 'safety controller',
      confidence: 1,
      reasons: ['declared in site.yaml'],
    })
  })

  test('a zone gives its level to devices without one of their own, and is shown as declared', () => {
    const zones = [{ name: 'Pumping', level: 3, match: { cidr: ['10.0.0.0/16'] } }]
    const map = mapped([plc, panel], [], { zones, assets: [entry('10.0.1.1', { level: 2.5 })] })
    expect(map.assets.map(({ level }) => level)).toEqual([3, 2.5])
    expect(map.zones).toHaveLength(1)
    expect(map.zones[0]).toMatchObject({ name: 'Pumping', kind: 'declared', declared: true, assets: ['a', 'b'] })
    expect(map.zones[0]!.reasons).toEqual(['declared in site.yaml', 'address in a declared network'])
    expect(map.assets[0]!.sources.level![0]).toMatchObject({ value: '3', source: 'declared in site.yaml' })
  })

  test('of several zones the one that names it, then the smaller network', () => {
    const zones = [
      { name: 'all', level: null, match: { cidr: ['10.0.0.0/8'] } },
      { name: 'cell', level: null, match: { cidr: ['10.0.0.0/24'] } },
      { name: 'by hand', level: null, match: { asset: ['10.0.1.1'] } },
    ]
    const map = mapped([plc, panel], [], { zones })
    const names = new Map(map.zones.map(({ id, name }) => [id, name]))
    expect(map.assets.map(({ zone }) => names.get(zone!))).toEqual(['cell', 'by hand'])
  })
})

describe('conduits observed against declared', () => {
  const zones = [
    { name: 'Office', level: 4, match: { cidr: ['10.0.1.0/24'] } },
    { name: 'Pumping', level: 1, match: { cidr: ['10.0.0.0/24'] } },
  ]
  const allow = (from: string, to: string, ...protocols: string[]) => ({ from, to, protocols, allowed: true })

  test('allowed, not declared and unused', () => {
    const links = [link('b', 'a', 'opcua'), link('b', 'a', 's7comm')]
    const declared = { zones, conduits: [allow('Office', 'Pumping', 'opcua', 'http'), allow('Pumping', 'Office')] }
    const map = mapped([plc, panel], links, declared)
    const names = new Map(map.zones.map(({ id, name }) => [id, name]))
    expect(
      map.conduits.map(({ from, to, verdict, uses }) => [
        `${names.get(from)} → ${names.get(to)}: ${verdict}`,
        ...uses.map(use => `${use.protocol} ${use.verdict}`),
      ]),
    ).toEqual([
      ['Office → Pumping: undeclared', 'opcua declared', 's7comm undeclared'],
      ['Office → Pumping: unused', 'http unused'],
      ['Pumping → Office: unused'],
    ])
  })

  test('nothing is measured where no conduit was declared', () => {
    const map = mapped([plc, panel], [link('b', 'a')], { zones })
    expect(map.conduits.map(({ verdict }) => verdict)).toEqual([null])
  })
})

describe('networks that people wrote down', () => {
  test.each([
    ['10.0.0.0/24', '10.0.0.255', true],
    ['10.0.0.0/24', '10.0.1.0', false],
    ['10.0.0.7', '10.0.0.7', true],
    ['fd00:1::/32', 'fd00:1:2::9', true],
    ['fd00:1::/32', 'fd00:2::9', false],
    ['::/0', '10.0.0.1', false],
    ['0.0.0.0/0', 'fd00::1', false],
    ['fd00::1/128', 'fd00:0:0:0:0:0:0:1', true],
  ])('%s holds %s: %s', (cidr, ip, held) => {
    expect(withinOf(cidr)!.holds(ip)).toBe(held)
  })

  test('what is no network is none', () => {
    for (const text of ['', 'x', '10.0.0/8', '10.0.0.0/33', 'fd00::/129', '1::2::3', 'fd00:1:2:3:4:5:6:7:8', ':::'])
      expect([text, withinOf(text)]).toEqual([text, null])
  })

  test('an address is in every network of its own beginning', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), fc.nat(128), (ip, bits) => {
        const cidr = `${ip}/${ip.includes(':') ? bits : bits % 33}`
        const within = withinOf(cidr)
        // An IPv4 address inside an IPv6 address is written in no capture of ours.
        if (ip.includes(':') && ip.includes('.')) expect(within).toBe(null)
        else expect(within?.holds(ip)).toBe(true)
      }),
    )
  })
})
