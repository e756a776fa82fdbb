// How much depends on a device, with why: a proposal, which the people of the plant correct.
import {
  type Asset,
  type Criticality,
  criticalities,
  type Link,
  type Neighbour,
  type Role,
  type Subnet,
} from '@nautilus/model'
import { plural } from '../roles/portrait.ts'
import { speechOf } from '../roles/speech.ts'
import { driving } from '../zones/tie.ts'
import { cutsOf, undirected } from './graph.ts'
import { hasRole, isField, mainRole } from './standing.ts'

/** I/O devices of one controller: from here on its loss stops a cell, not a machine part. */
export const MANY_DRIVEN = 8
/** Controllers under one view: from here on operators lose a plant, not a panel. */
export const MANY_VIEWED = 5
/** Clients of a service, such as names or time: from here on its loss is felt everywhere. */
export const MANY_CLIENTS = 20
export const SOME_CLIENTS = 5
/** Operators' views of one controller: from here on its loss is seen in more than one place. */
export const SEVERAL_VIEWS = 2
/** Devices that a single point must hold apart from the rest: fewer are its own leaves. */
export const HELD_APART = 3

type Grade = Criticality['grade']
type Evidence = { readonly grade: Grade; readonly reason: string }

export type Dependence = {
  readonly assets: readonly Asset[]
  readonly links: readonly Link[]
  readonly subnets: readonly Subnet[]
  readonly neighbours: readonly Neighbour[]
  readonly outside: ReadonlySet<string>
}

/** By asset id; a device of which nothing tells is not in it. */
export function criticalityOf(sources: Dependence): Map<string, Criticality> {
  const { assets, links, outside } = sources
  const served = Map.groupBy(links, ({ server }) => server)
  const used = Map.groupBy(links, ({ client }) => client)
  const byId = new Map(assets.map(asset => [asset.id, asset]))
  const single = singlePoints(sources)
  const gateways = gatewaysOf(sources, byId)
  const graded = new Map<string, Criticality>()
  for (const asset of assets) {
    if (outside.has(asset.id)) continue
    const site = { byId, served: served.get(asset.id) ?? [], used: used.get(asset.id) ?? [] }
    const found = [
      ...ideas.flatMap(idea => idea(asset, site)),
      ...(single.get(asset.id) ?? []),
      ...(gateways.get(asset.id) ?? []),
    ]
    const verdict = verdictOf(found, site.served.length + site.used.length > 0)
    if (verdict) graded.set(asset.id, verdict)
  }
  return graded
}

function verdictOf(found: readonly Evidence[], spoke: boolean): Criticality | null {
  if (found.length === 0) return spoke ? { grade: 'low', reasons: ['nothing that was seen depends on it'] } : null
  const sorted = found.toSorted((a, b) => rank(b) - rank(a))
  return { grade: sorted[0]!.grade, reasons: sorted.map(({ reason }) => reason) }
}

const rank = ({ grade }: Evidence): number => criticalities.indexOf(grade)

type Site = {
  readonly byId: ReadonlyMap<string, Asset>
  readonly served: readonly Link[]
  readonly used: readonly Link[]
}
type Idea = (asset: Asset, site: Site) => Evidence[]

const roleSet = (...roles: Role[]): ReadonlySet<Role> => new Set(roles)
const safetyRoles = roleSet('safety controller')
const control = roleSet('controller', 'safety controller', 'RTU', 'IED', 'building controller')
const views = roleSet('HMI', 'SCADA server')
const ends = roleSet('I/O device', 'drive', 'robot')

const safety: Idea = asset =>
  hasRole(asset, safetyRoles) ? [{ grade: 'critical', reason: 'keeps the process safe' }] : []

const drives: Idea = (asset, { used, byId }) => {
  const driven = distinct(used.filter(isDriving).map(({ server }) => server)).filter(id => isEnd(byId.get(id)))
  if (!isMainly(asset, control) || driven.length === 0) return []
  const many = driven.length >= MANY_DRIVEN
  return [{ grade: many ? 'critical' : 'high', reason: `drives ${plural(driven.length, 'I/O device')}` }]
}

const isDriving = ({ protocol }: Link): boolean => driving.has(protocol)
const isEnd = (asset: Asset | undefined): boolean => asset !== undefined && isMainly(asset, ends)

const controls: Idea = (asset, { served, byId }) => {
  if (!isMainly(asset, control)) return []
  const watching = distinct(served.filter(inPlant).map(({ client }) => client)).flatMap(id => byId.get(id) ?? [])
  const count = watching.filter(peer => hasRole(peer, views)).length
  if (count >= SEVERAL_VIEWS) {
    return [{ grade: 'high', reason: `controls a part of the process that is worked from ${count} places` }]
  }
  return [{ grade: 'medium', reason: 'controls a part of the process' }]
}

const inPlant = ({ protocol }: Link): boolean => speechOf(protocol)?.plant ?? false

const carries: Idea = (asset, { served }) =>
  isMainly(asset, ends)
    ? [
        {
          grade: 'medium',
          reason: served.some(isDriving)
            ? 'a controller drives it: signals of the process pass through it'
            : 'signals of the process pass through it',
        },
      ]
    : []

const shows: Idea = (asset, { used, byId }) => {
  const watched = distinct(used.filter(inPlant).map(({ server }) => server)).filter(id => {
    const peer = byId.get(id)
    return peer !== undefined && isField(peer)
  })
  if (!hasRole(asset, views) || watched.length === 0) return []
  const reason = `operators see and work ${plural(watched.length, 'controller')} through it`
  return [{ grade: watched.length >= MANY_VIEWED ? 'high' : 'medium', reason }]
}

const services: Readonly<Record<string, string>> = {
  dns: 'names',
  dhcp: 'addresses',
  ntp: 'time',
  ptp: 'time',
  kerberos: 'logins',
  ldap: 'accounts',
  radius: 'logins',
}

const serves: Idea = (_, { served }) =>
  Object.keys(services).flatMap(protocol => {
    const clients = distinct(served.filter(link => link.protocol === protocol).map(({ client }) => client)).length
    if (clients < SOME_CLIENTS) return []
    const grade: Grade = clients >= MANY_CLIENTS ? 'high' : 'medium'
    return [{ grade, reason: `${clients} devices get their ${services[protocol]} from it` }]
  })

const ring: Idea = ({ sources }) =>
  (sources.capability ?? []).some(({ value }) => value === 'media redundancy manager')
    ? [{ grade: 'high', reason: 'manages the redundancy of a ring' }]
    : []

const ideas: readonly Idea[] = [safety, drives, controls, carries, shows, serves, ring]

/** PROFINET devices look like controllers too, as both sides send: what it is most likely decides. */
const isMainly = (asset: Asset, wanted: ReadonlySet<Role>): boolean => {
  const main = mainRole(asset)
  return main !== null && wanted.has(main)
}

const distinct = (ids: readonly string[]): string[] => [...new Set(ids)]

/** Whose loss parts the network, as far as conversations and cables show it. */
function singlePoints({ assets, links, neighbours, outside }: Dependence): Map<string, Evidence[]> {
  const indexOf = new Map(assets.map(({ id }, index) => [id, index]))
  const inside = (id: string): number | undefined => (outside.has(id) ? undefined : indexOf.get(id))
  const edge = (a: string, b: string | null): [number, number][] => {
    const [from, to] = [inside(a), b === null ? undefined : inside(b)]
    return from === undefined || to === undefined ? [] : [[from, to]]
  }
  const cables = undirected(
    assets.length,
    neighbours.flatMap(({ asset, peer }) => edge(asset, peer)),
  )
  const talk = undirected(
    assets.length,
    links.filter(inPlant).flatMap(({ client, server }) => edge(client, server)),
  )
  const found = new Map<string, Evidence[]>()
  const tell = (node: number, evidence: Evidence) => {
    const { id } = assets[node]!
    found.set(id, [...(found.get(id) ?? []), evidence])
  }
  for (const { node, branches } of cutsOf(cables, () => 1)) {
    const held = sum(branches)
    tell(node, { grade: 'high', reason: `the only cable to ${plural(held, 'device')} runs through it` })
  }
  const isDeviceOfProcess = (node: number) => (isField(assets[node]!) ? 1 : 0)
  for (const { node, branches } of cutsOf(talk, isDeviceOfProcess)) {
    const held = sum(branches)
    if (held < HELD_APART || isField(assets[node]!)) continue
    tell(node, {
      grade: 'medium',
      reason: `nobody else was seen to talk with ${plural(held, 'device')} of the process behind it`,
    })
  }
  return found
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)

function gatewaysOf({ subnets }: Dependence, byId: ReadonlyMap<string, Asset>): Map<string, Evidence[]> {
  const found = new Map<string, Evidence[]>()
  for (const { cidr, gateways, assets } of subnets) {
    for (const id of gateways) {
      if (!byId.has(id)) continue
      const process = assets.some(member => member !== id && isField(byId.get(member)!))
      const reason = `the way out of ${cidr}${process ? ', where controllers are' : ''}`
      found.set(id, [...(found.get(id) ?? []), { grade: process ? 'high' : 'medium', reason }])
    }
  }
  return found
}
