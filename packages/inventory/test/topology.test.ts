import type { Asset } from '@nautilus/model'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  cidrOf,
  commonPrefix,
  holds,
  networkAt,
  networkFrom,
  numberOf,
  prefixOf,
  textOf,
} from '../src/topology/cidr.ts'
import { criticalityOf } from '../src/topology/criticality.ts'
import { cutsOf, type Graph, partsOf, undirected } from '../src/topology/graph.ts'
import { Hearsay } from '../src/topology/hearsay.ts'
import { neighboursOf } from '../src/topology/neighbours.ts'
import { MAX_STEPS, pathsOf } from '../src/topology/paths.ts'
import { reachOf } from '../src/topology/reach.ts'
import { outsideOf } from '../src/topology/standing.ts'
import { steppingOf } from '../src/topology/stepping.ts'
import { subnetsOf } from '../src/topology/subnets.ts'
import { activity, party } from './plant.ts'
import { asset, link, told } from './site.ts'

const bits = fc.nat({ max: 0xffffffff })
const prefixes = fc.integer({ min: 0, max: 32 })

describe('networks', () => {
  test('text and number are the same address', () => {
    fc.assert(fc.property(bits, ip => numberOf(textOf(ip)) === ip))
    for (const bad of ['', '1.2.3', '1.2.3.256', '1.2.3.4.5', 'a.b.c.d', '::1']) expect(numberOf(bad)).toBe(null)
  })

  test('a network holds its addresses, and the common prefix of two is the longest that holds both', () => {
    fc.assert(
      fc.property(bits, prefixes, bits, (ip, prefix, other) => {
        const network = networkAt(ip, prefix)
        expect(holds(network, ip)).toBe(true)
        expect(networkFrom(cidrOf(network))).toEqual(network)
        const common = commonPrefix(ip, other)
        expect(holds(networkAt(ip, common), other)).toBe(true)
        if (common < 32) expect(holds(networkAt(ip, common + 1), other)).toBe(false)
      }),
    )
  })

  test('masks', () => {
    expect(['255.255.255.0', '255.255.254.0', '0.0.0.0', '255.255.255.255'].map(prefixOf)).toEqual([24, 23, 0, 32])
    expect(['255.0.255.0', 'x'].map(prefixOf)).toEqual([null, null])
  })

  const plc = asset('plc', { ip: ['10.0.0.5'], mac: ['00:1b:1b:00:00:01'] })
  const far = asset('far', { ip: ['10.0.1.9'], mac: ['00:1b:1b:00:00:02'] })
  const of = (assets: readonly Asset[], hearsay: Hearsay) =>
    subnetsOf({
      assets,
      outside: new Set(),
      hearsay,
      assetAt: at => assets.find(({ ip, mac }) => ip.includes(at) || mac.includes(at))?.id ?? null,
    })

  test('the usual size where nothing was told', () => {
    expect(of([plc, far], new Hearsay()).map(({ cidr, told: by, heard }) => [cidr, by, heard])).toEqual([
      ['10.0.0.0/24', false, 'direct'],
      ['10.0.1.0/24', false, 'direct'],
    ])
  })

  test('an answered question by ARP joins two ranges, one without an answer does not', () => {
    const ask = (outcome: 'ok' | 'no-reply') => {
      const hearsay = new Hearsay()
      const asked = { protocol: 'arp', function: { code: '1', name: 'request' }, object: '10.0.1.9', outcome }
      hearsay.learn(activity(party('00:1b:1b:00:00:01'), party('ff:ff:ff:ff:ff:ff'), 'discover', asked))
      return of([plc, far], hearsay).map(({ cidr }) => cidr)
    }
    expect(ask('ok')).toEqual(['10.0.0.0/23'])
    expect(ask('no-reply')).toEqual(['10.0.0.0/24', '10.0.1.0/24'])
  })

  test('a mask that was told outranks what is inferred, and names the router', () => {
    const hearsay = new Hearsay()
    const detail = { mask: '255.255.0.0', router: '10.0.0.254' }
    hearsay.learn(
      activity(party('', ''), party('', '10.0.0.2'), 'connect', { protocol: 'dhcp', object: '10.0.0.5', detail }),
    )
    const [only, ...others] = of([plc, far], hearsay)
    expect(others).toEqual([])
    expect(only).toMatchObject({ cidr: '10.0.0.0/16', told: true, gateways: ['10.0.0.254'], assets: ['far', 'plc'] })
    expect(only?.reason).toBe('DHCP told the mask for one address')
  })

  test('broadcasts tell where a network ends', () => {
    const hearsay = new Hearsay()
    hearsay.learn(activity(party('', '10.0.0.5'), party('', '10.0.3.255'), 'report', { protocol: 'nbns' }))
    expect(of([plc, far], hearsay).map(({ cidr }) => cidr)).toEqual(['10.0.0.0/22'])
  })

  test('VLANs, and networks that are heard through a router only', () => {
    const behind = asset('behind', {
      ip: ['10.9.0.1'],
      sources: { binding: [told('10.9.0.1 behind 00:1b:1b:00:00:01', 'frames')], vlan: [told('30', 'frame tag')] },
    })
    expect(of([plc, behind], new Hearsay())[1]).toMatchObject({ heard: 'routed', vlans: [30], gateways: ['plc'] })
  })
})

test('outside is what is public and not of this wire', () => {
  const at = (ip: string, source?: string) =>
    asset(ip, { ip: [ip], sources: source ? { binding: [told(`${ip} at 00:00:00:00:00:01`, source)] } : {} })
  const ids = (...assets: Asset[]) => [...outsideOf(assets)]
  expect(ids(at('8.8.8.8'), at('10.0.0.1'), at('2a00::1'), at('fd00::1'))).toEqual(['8.8.8.8', '2a00::1'])
  // A plant on public addresses: ARP shows that one of them lives here.
  expect(ids(at('134.1.2.3', 'arp'), at('134.1.9.9'), at('8.8.8.8', 'frames'))).toEqual(['8.8.8.8'])
})

/** By trying: take the node away and count the parts of its own part. */
function cutsByHand(graph: Graph): number[] {
  const count = (without: number) =>
    new Set(partsOf(graph.map((list, node) => (node === without ? [] : list.filter(next => next !== without))))).size
  const whole = new Set(partsOf(graph)).size
  return graph.flatMap((list, node) => (list.length > 0 && count(node) - 1 > whole ? [node] : []))
}

const edgesOf = (size: number, most: number) =>
  fc.array(fc.tuple(fc.nat({ max: size - 1 }), fc.nat({ max: size - 1 })), { maxLength: most })

describe('graphs', () => {
  test('articulation points are the nodes whose loss leaves more parts', () => {
    fc.assert(
      fc.property(edgesOf(12, 16), edges => {
        const graph = undirected(12, edges)
        expect(cutsOf(graph, () => 1).map(({ node }) => node)).toEqual(cutsByHand(graph))
      }),
      { numRuns: 500 },
    )
  })

  test('a chain of 100,000 devices does not exhaust the stack', () => {
    const size = 100_000
    const chain = undirected(
      size,
      Array.from({ length: size - 1 }, (_, at) => [at, at + 1] as const),
    )
    expect(cutsOf(chain, () => 1).length).toBe(size - 2)
  })
})

describe('neighbours', () => {
  const sw = asset('sw', {
    mac: ['00:0e:8c:00:00:01'],
    sources: { name: [told('cab-7')], neighbour: [told('cab-7 port port-004')] },
  })
  const io = asset('io', {
    sources: {
      neighbour: [told('cab-7 port port-004', 'profinet-cm read'), told('lost port port-001', 'profinet-cm read')],
    },
  })

  test('a port that tells of itself, one that tells whom it is plugged into, and one that was never heard', () => {
    const short = neighboursOf([sw, io]).map(({ asset: of, port, peer, peerName, peerPort }) => [
      of,
      port,
      peer,
      peerName,
      peerPort,
    ])
    expect(short).toEqual([
      ['io', '', 'sw', 'cab-7', 'port-004'],
      ['io', '', null, 'lost', 'port-001'],
      ['sw', 'port-004', null, '', ''],
    ])
  })

  test('a name of two devices names none', () => {
    const twin = asset('twin', { sources: { name: [told('CAB-7')] } })
    expect(neighboursOf([sw, twin, io]).filter(({ peer }) => peer !== null)).toEqual([])
  })
})

describe('ways to the process', () => {
  const office = asset('office', { level: 4 })
  const jump = asset('jump', { level: 3 })
  const station = asset('station', { level: 2, role: 'engineering workstation' })
  const plc = asset('plc', { level: 1, role: 'controller' })
  const all = [office, jump, station, plc]
  const links = [
    link('office', 'jump', 'rdp', { connect: 1 }),
    link('jump', 'station', 'smb', { file: 1 }),
    link('station', 'plc', 's7comm', { download: 1 }),
    link('office', 'plc', 'dns', { read: 1 }),
  ]
  const said = (assets: readonly Asset[], of: typeof links, outside: string[] = []) =>
    pathsOf(steppingOf(assets, of), new Set(outside)).paths.map(
      ({ origin, shortest, steps }) =>
        `${origin}${shortest ? '' : ', longer'}: ${steps.map(s => `${s.client} ${s.protocol} (${s.kind})`).join(', ')}, ${steps.at(-1)!.server}`,
    )

  test('hop by hop, in the direction of the sessions; names and time carry nobody', () => {
    expect(said(all, links)).toEqual([
      'office: office rdp (login), jump smb (file share), station s7comm (engineering), plc',
    ])
    expect(
      said(
        all,
        links.map(({ client, server, ...rest }) => ({ ...rest, client: server, server: client })),
      ),
    ).toEqual([])
  })

  test('longer ways are told as such', () => {
    expect(said(all, [...links, link('office', 'station', 'ssh', { connect: 1 })])).toEqual([
      'office: office ssh (login), station s7comm (engineering), plc',
      'office, longer: office rdp (login), jump smb (file share), station s7comm (engineering), plc',
    ])
  })

  test('a tunnel to the outside makes its client an entrance', () => {
    const vendor = asset('vendor', { ip: ['8.8.8.8'] })
    expect(
      said([station, plc, vendor], [link('station', 'vendor', 'openvpn', { connect: 1 }), links[2]!], ['vendor']),
    ).toEqual(['remote access: station s7comm (engineering), plc'])
  })

  test('who can act on those who change a controller', () => {
    const control = [
      {
        controller: 'plc',
        client: 'station',
        protocol: 's7comm',
        verbs: { download: 1 },
        refused: {},
        objects: [],
        first: 0,
        last: 1,
      },
    ]
    expect(reachOf(steppingOf(all, links), control)).toEqual([
      {
        controller: 'plc',
        direct: [{ asset: 'station', protocols: ['s7comm'], verbs: ['download'] }],
        indirect: [
          { asset: 'jump', through: 'station', protocol: 'smb', kind: 'file share', steps: 2 },
          { asset: 'office', through: 'jump', protocol: 'rdp', kind: 'login', steps: 3 },
        ],
      },
    ])
    // Only refused: nothing was changed.
    expect(reachOf(steppingOf(all, links), [{ ...control[0]!, verbs: {}, refused: { download: 1 } }])).toEqual([])
  })

  test('every way is a chain of links without a repeated device, and the shortest is as short as can be', () => {
    const size = 12
    fc.assert(
      fc.property(edgesOf(size, 40), edges => {
        const assets = Array.from({ length: size }, (_, at) => asset(`${at}`, { level: at < 2 ? 4 : at > 9 ? 1 : 3 }))
        const stepping = steppingOf(
          assets,
          edges.map(([from, to]) => link(`${from}`, `${to}`)),
        )
        for (const { from, to, shortest, steps } of pathsOf(stepping, new Set()).paths) {
          const nodes = [from, ...steps.map(({ server }) => server)]
          expect(steps.map(({ client }) => client)).toEqual(nodes.slice(0, -1))
          expect([nodes.at(-1), new Set(nodes).size]).toEqual([to, nodes.length])
          expect(steps.length <= MAX_STEPS).toBe(true)
          const least = shortestByHand(edges, Number(from), Number(to))
          expect(shortest).toBe(steps.length === least)
        }
      }),
      { numRuns: 200 },
    )
  })
})

/** Bellman and Ford, over nodes that are no origin on the way. */
function shortestByHand(edges: readonly (readonly [number, number])[], from: number, to: number): number {
  const cost = new Map([[from, 0]])
  for (let round = 0; round < 12; round++) {
    for (const [a, b] of edges) {
      if (a === b || (a !== from && a < 2)) continue
      const next = (cost.get(a) ?? Number.POSITIVE_INFINITY) + 1
      if (next < (cost.get(b) ?? Number.POSITIVE_INFINITY)) cost.set(b, next)
    }
  }
  return cost.get(to) ?? Number.POSITIVE_INFINITY
}

describe('criticality', () => {
  const grade = (assets: readonly Asset[], links: ReturnType<typeof link>[], of: string) =>
    criticalityOf({ assets, links, subnets: [], neighbours: [], outside: new Set() }).get(of) ?? null
  const plc = asset('plc', { role: 'controller', level: 1 })
  const io = (count: number) =>
    Array.from({ length: count }, (_, at) => asset(`io${at}`, { role: 'I/O device', level: 0 }))

  test('grows with what is driven', () => {
    const driven = (count: number) => {
      const devices = io(count)
      return grade(
        [plc, ...devices],
        devices.map(({ id }) => link('plc', id, 'profinet', { report: 9 })),
        'plc',
      )
    }
    expect([driven(0)?.grade, driven(1)?.grade, driven(7)?.grade, driven(8)?.grade]).toEqual([
      'medium',
      'high',
      'high',
      'critical',
    ])
    expect(driven(8)?.reasons[0]).toBe('drives 8 I/O devices')
  })

  test('safety is critical; who only asks is low; who was never heard in a conversation is not graded', () => {
    const sis = asset('sis', { role: 'safety controller', level: 1 })
    const pc = asset('pc')
    expect(grade([sis], [], 'sis')?.grade).toBe('critical')
    expect(grade([sis, pc], [link('pc', 'sis')], 'pc')).toEqual({
      grade: 'low',
      reasons: ['nothing that was seen depends on it'],
    })
    expect(grade([pc], [], 'pc')).toBe(null)
  })

  test('the one cable to others', () => {
    const ids = ['a', 'sw', 'b', 'c']
    const neighbours = ['a', 'b', 'c'].map(one => ({
      asset: one,
      port: '',
      peer: 'sw',
      peerName: 'sw',
      peerPort: '',
      source: '',
      first: 0,
      last: 0,
    }))
    const found = criticalityOf({
      assets: ids.map(id => asset(id)),
      links: [],
      subnets: [],
      neighbours,
      outside: new Set(),
    })
    expect(found.get('sw')).toEqual({ grade: 'high', reasons: ['the only cable to 2 devices runs through it'] })
    expect(found.get('a')).toBe(undefined)
  })
})
