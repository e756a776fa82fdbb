import type { Asset, Declaration, Link, Subnet, Zone } from '@nautilus/model'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mapOf } from '../src/map.ts'
import { ExternalLog } from '../src/topology/external.ts'
import { Hearsay } from '../src/topology/hearsay.ts'
import { conduitsOf } from '../src/zones/conduits.ts'
import { patternOf, zonesOf } from '../src/zones/declared.ts'
import { commonName } from '../src/zones/naming.ts'
import { proposeZones } from '../src/zones/propose.ts'
import { asset, link } from './site.ts'

const subnet = (assets: readonly Asset[]): Subnet => ({
  cidr: '10.0.0.0/24',
  told: false,
  reason: '',
  vlans: [],
  gateways: [],
  assets: assets.map(({ id }) => id),
  heard: 'direct',
})
const propose = (assets: readonly Asset[], links: readonly Link[] = []) =>
  proposeZones({ assets, links, subnets: [subnet(assets)], outside: new Set() }).map(({ name, kind, assets: of }) => [
    name,
    kind,
    of.join(' '),
  ])

const plc = (id: string, more: Partial<Asset> = {}) => asset(id, { role: 'controller', level: 1, ...more })
const io = (id: string, more: Partial<Asset> = {}) => asset(id, { role: 'I/O device', level: 0, ...more })

describe('proposed zones', () => {
  test('one network, one zone', () => {
    expect(propose([plc('a'), io('b')], [link('a', 'b', 'profinet', { report: 1 })])).toEqual([
      ['Control network 10.0.0.0/24', 'network', 'a b'],
    ])
  })

  test('two controllers with their own I/O are two cells, each named for its devices; a panel joins its cell', () => {
    const cells = [plc('a', { name: 'press-plc' }), io('b', { name: 'press-io1' }), plc('c'), io('d')]
    const panel = asset('e', { role: 'HMI', level: 2 })
    const server = asset('f', { role: 'SCADA server', level: 2 })
    const links = [
      link('a', 'b', 'profinet', { report: 1 }),
      link('c', 'd', 'profinet', { report: 1 }),
      link('e', 'c', 's7comm'),
      ...['a', 'c'].map(id => link('f', id, 's7comm')),
    ]
    expect(propose([...cells, panel, server], links)).toEqual([
      ['Cell press', 'cell', 'a b'],
      ['Cell c', 'cell', 'c d e'],
      ['Supervision network 10.0.0.0/24', 'network', 'f'],
    ])
  })

  test('safety, visitors and office stand apart from control', () => {
    const kinds = propose([
      plc('a'),
      asset('b', { role: 'safety controller', level: 1 }),
      asset('c', { role: 'vendor laptop' }),
      asset('d', { level: 4 }),
    ]).map(([, kind, of]) => [kind, of])
    expect(kinds).toEqual([
      ['safety', 'b'],
      ['temporary', 'c'],
      ['office', 'd'],
      ['network', 'a'],
    ])
  })

  test('names of a part of the plant', () => {
    expect(commonName(['line1-plc', 'line1-io3', 'line1-hmi'])).toBe('line1')
    expect(commonName(['pump1', 'pump2'])).toBe('pump')
    expect(commonName(['cicswitch', 'cicswitch'])).toBe(null)
    expect(commonName(['a-1', 'b-2', 'c-3'])).toBe(null)
  })
})

describe('declared zones', () => {
  const a = asset('a', { ip: ['10.0.0.5'], name: 'plc-1' })
  const b = asset('b', { ip: ['10.0.0.6'], name: 'hmi-1' })
  const declare = (...zones: Declaration['zones']) =>
    zonesOf([a, b], proposeZones({ assets: [a, b], links: [], subnets: [subnet([a, b])], outside: new Set() }), zones)
  const short = (zones: readonly Zone[]) => zones.map(({ name, assets }) => `${name}: ${assets.join(' ')}`)

  test('outrank what was proposed; the most precise one wins', () => {
    expect(
      short(
        declare(
          { name: 'Hall', level: 1, match: { cidr: ['10.0.0.0/16'] } },
          { name: 'Panels', level: 2, match: { name: ['HMI-*'] } },
          { name: 'Far', level: 1, match: { cidr: ['10.9.0.0/16'] } },
        ),
      ),
    ).toEqual(['Hall: a', 'Panels: b', 'Far: '])
    expect(short(declare({ name: 'One', level: null, match: { asset: ['10.0.0.5'] } }))).toEqual([
      'One: a',
      'Network 10.0.0.0/24: b',
    ])
  })

  test('patterns', () => {
    const fits = (pattern: string, text: string) => patternOf(pattern)(text)
    expect(fits('plc-*', 'PLC-7')).toBe(true)
    expect(fits('*-io-*', 'line-io-3')).toBe(true)
    expect(fits('ab*ba', 'aba')).toBe(false)
    expect(fits('plc', 'plc-7')).toBe(false)
    // As a regular expression, anchored.
    const text = fc.array(fc.constantFrom('a', 'b'), { maxLength: 8 }).map(parts => parts.join(''))
    const pattern = fc.array(fc.constantFrom('a', 'b', '*'), { maxLength: 6 }).map(parts => parts.join(''))
    fc.assert(
      fc.property(pattern, text, (p, t) => fits(p, t) === new RegExp(`^${p.replaceAll('*', '.*')}$`).test(t)),
      { numRuns: 1000 },
    )
  })

  test('conduits: declared, undeclared, forbidden, unused', () => {
    const zones = declare(
      { name: 'Left', level: 1, match: { asset: ['a'] } },
      { name: 'Right', level: 2, match: { asset: ['b'] } },
    )
    const [left, right] = zones.map(({ id }) => id)
    const rules = [
      { from: 'Right', to: 'Left', protocols: ['s7comm', 'opcua'], allowed: true },
      { from: 'Right', to: 'Left', protocols: ['smb'], allowed: false },
    ]
    const links = ['s7comm', 'smb', 'http', 'arp'].map(protocol => link('b', 'a', protocol))
    const found = conduitsOf(links, zones, rules).map(({ from, to, verdict, uses }) => [
      from === right && to === left,
      verdict,
      uses.map(use => `${use.protocol} ${use.verdict}`),
    ])
    expect(found).toEqual([
      [true, 'forbidden', ['http undeclared', 's7comm declared', 'smb forbidden']],
      [true, 'unused', ['opcua unused']],
    ])
    expect(conduitsOf(links, zones, []).map(({ verdict }) => verdict)).toEqual([null])
  })
})

const roles = ['controller', 'I/O device', 'HMI', 'router', 'safety controller', 'vendor laptop'] as const
const sites = fc
  .record({
    assets: fc.array(
      fc.record({
        ip: fc.constantFrom('10.0.0.', '10.0.1.', '8.8.4.', ''),
        role: fc.option(fc.constantFrom(...roles), { nil: undefined }),
        level: fc.constantFrom(null, 0, 1, 2, 3, 3.5, 4),
        name: fc.constantFrom(null, 'line1-a', 'line1-b', 'x'),
      }),
      { maxLength: 30 },
    ),
    links: fc.array(
      fc.tuple(fc.nat({ max: 29 }), fc.nat({ max: 29 }), fc.constantFrom('modbus', 'profinet', 'rdp', 'smb', 'dns')),
      { maxLength: 60 },
    ),
  })
  .map(({ assets, links }) => ({
    assets: assets.map(({ ip, role, ...rest }, at) =>
      asset(`a-${at}`, { ...rest, ip: ip ? [`${ip}${at + 1}`] : [], ...(role ? { role } : {}) }),
    ),
    links: links.map(([from, to, protocol]) => link(`a-${from}`, `a-${to}`, protocol, { read: 1, write: 1 })),
  }))

const placed = (assets: readonly Asset[], links: readonly Link[]) =>
  mapOf({
    assets,
    links,
    control: [],
    hearsay: new Hearsay(),
    external: new ExternalLog(),
    assetIdOf: ({ ip }) => assets.find(one => one.ip.includes(ip))?.id ?? null,
  })

describe('the map of a site', () => {
  test('each device is in one zone at most, and zones know their own', () => {
    fc.assert(
      fc.property(sites, ({ assets, links }) => {
        const map = placed(assets, links)
        const members = map.zones.flatMap(zone => zone.assets)
        expect(new Set(members).size).toBe(members.length)
        for (const { id, zone } of map.assets) {
          expect(map.zones.find(one => one.id === zone)?.assets.includes(id) ?? false).toBe(zone !== null)
        }
        expect(new Set(map.zones.map(({ id }) => id)).size).toBe(map.zones.length)
      }),
      { numRuns: 60 },
    )
  })

  test('the order of devices and links changes no zone, conduit or grade', () => {
    const sorted = ({ zones, conduits, assets, subnets }: ReturnType<typeof placed>) => ({
      zones: zones.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
      conduits,
      subnets,
      assets: assets.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    })
    fc.assert(
      fc.property(sites, ({ assets, links }) => {
        const other = placed(assets.toReversed(), links.toReversed())
        expect(sorted(other)).toEqual(sorted(placed(assets, links)))
      }),
      { numRuns: 60 },
    )
  })

  test('2,000 devices that all talk are done in bounded work', () => {
    const size = 2000
    const assets = Array.from({ length: size }, (_, at) =>
      asset(`a-${at}`, {
        ip: [`10.0.${at >> 8}.${at & 255}`],
        level: at % 5,
        ...(at % 5 === 1 ? { role: 'controller' as const } : {}),
      }),
    )
    const next = (at: number) => (at * 1103515245 + 12345) % 2147483648
    const links: Link[] = []
    for (let at = 1; links.length < 20_000; at = next(at))
      links.push(link(`a-${at % size}`, `a-${next(at) % size}`, 'rdp'))
    const map = placed(assets, links)
    expect(map.paths.length).toBeGreaterThan(0)
    expect(map.pathsCut).toBe(true)
  })
})
