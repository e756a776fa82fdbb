// What of the network is drawn: links that pass the filters, one line for each pair and protocol.
import type { Conduit, ConduitVerdict } from '@nautilus/model'
import { isChange } from '../../shared/changes.ts'
import type { LinkRow } from '../../shared/wire.ts'

const HOUR = 3600e6
/** µs. */
export const DAY = 24 * HOUR
/** What networks say to work at all; drawn only when asked for. */
const housekeeping: ReadonlySet<string> = new Set([
  'arp',
  'icmp',
  'icmpv6',
  'lldp',
  'stp',
  'mdns',
  'igmp',
  'ssdp',
  'llmnr',
  'netbios-ns',
])
export const isHousekeeping = (protocol: string): boolean => housekeeping.has(protocol)

export type Filter = {
  /** µs */
  readonly now: number
  /** Hours; without it all time. */
  readonly within?: number
  readonly protocols?: readonly string[]
  readonly verbs?: readonly string[]
  readonly onlyChanges: boolean
  readonly withHousekeeping: boolean
}

export type Line = {
  /** `client>server>protocol` */
  readonly id: string
  readonly client: string
  readonly server: string
  readonly protocol: string
  readonly ports: readonly number[]
  readonly verbs: Readonly<Record<string, number>>
  readonly operations: number
  /** Something was written or changed over it. */
  readonly changes: boolean
  readonly isNew: boolean
  readonly first: number | null
  readonly last: number | null
}

/** `newSince`: what was first seen later is new; null where all of it would be. */
export function linesOf(links: readonly LinkRow[], filter: Filter, newSince: number | null): Line[] {
  const groups = Map.groupBy(
    links.filter(link => passes(link, filter)),
    ({ client, server, protocol }) => `${client}>${server}>${protocol}`,
  )
  return [...groups].map(([id, own]) => lineOf(id, own, newSince)).sort((a, b) => (a.id < b.id ? -1 : 1))
}

function passes({ protocol, last, data }: LinkRow, filter: Filter): boolean {
  const { now, within, protocols, verbs, onlyChanges, withHousekeeping } = filter
  if (within !== undefined && (last ?? 0) < now - within * HOUR) return false
  if (protocols ? !protocols.includes(protocol) : !withHousekeeping && isHousekeeping(protocol)) return false
  const done = Object.keys(data.verbs)
  if (verbs && !verbs.some(verb => done.includes(verb))) return false
  return !onlyChanges || done.some(isChange)
}

function lineOf(id: string, links: readonly LinkRow[], newSince: number | null): Line {
  const { client, server, protocol } = links[0]!
  const verbs: Record<string, number> = {}
  for (const { data } of links)
    for (const [verb, count] of Object.entries(data.verbs)) verbs[verb] = (verbs[verb] ?? 0) + count
  const first = least(links.map(link => link.first))
  return {
    id,
    client,
    server,
    protocol,
    ports: [...new Set(links.map(({ port }) => port))].filter(port => port > 0).sort((a, b) => a - b),
    verbs,
    operations: Object.values(verbs).reduce((sum, count) => sum + count, 0),
    changes: Object.keys(verbs).some(isChange),
    isNew: newSince !== null && first !== null && first >= newSince,
    first,
    last: most(links.map(link => link.last)),
  }
}

const known = (values: readonly (number | null)[]): number[] => values.filter(value => value !== null)
const least = (values: readonly (number | null)[]): number | null =>
  known(values).reduce<number | null>((a, b) => (a === null || b < a ? b : a), null)
const most = (values: readonly (number | null)[]): number | null =>
  known(values).reduce<number | null>((a, b) => (a === null || b > a ? b : a), null)

/** A day before now; null where the site is watched for less than a day, so that everything is new. */
export function newSinceOf(firsts: readonly (number | null)[], now: number): number | null {
  const begin = least(firsts)
  return begin !== null && begin < now - DAY ? now - DAY : null
}

/** How often each protocol occurs, the most frequent first. */
export function protocolsOf(links: readonly LinkRow[]): { readonly name: string; readonly links: number }[] {
  const groups = Map.groupBy(links, ({ protocol }) => protocol)
  return [...groups]
    .map(([name, own]) => ({ name, links: own.length }))
    .sort(
      (a, b) =>
        Number(isHousekeeping(a.name)) - Number(isHousekeeping(b.name)) ||
        b.links - a.links ||
        (a.name < b.name ? -1 : 1),
    )
}

export const verbsOf = (links: readonly LinkRow[]): string[] =>
  [...new Set(links.flatMap(({ data }) => Object.keys(data.verbs)))].sort()

/** The devices of a zone and those they talk with over these lines. */
export function around(zone: string, zoneOf: ReadonlyMap<string, string | null>, lines: readonly Line[]): Set<string> {
  const own = new Set([...zoneOf].filter(([, of]) => of === zone).map(([id]) => id))
  const near = lines.filter(({ client, server }) => own.has(client) || own.has(server))
  return new Set([...own, ...near.flatMap(({ client, server }) => [client, server])])
}

export const conduitId = ({ from, to }: Pick<Conduit, 'from' | 'to'>): string => `${from}>>${to}`

/** How a conduit is marked. */
export type Mark = ConduitVerdict | 'none'
export const markOf = ({ verdict }: Pick<Conduit, 'verdict'>): Mark => verdict ?? 'none'
