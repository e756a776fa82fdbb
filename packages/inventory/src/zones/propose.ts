// Zones as IEC 62443-3-2 asks for them: business apart from control (ZCR 3.2), safety apart (3.3), devices that come
// and go apart (3.4), what outside networks reach apart (3.6); the rest by network, and in it by cell.
import type { Asset, Link, Role, Subnet, Zone, ZoneKind } from '@nautilus/model'
import { assetIdFrom } from '../asset-id.ts'
import { byText } from '../seen.ts'
import { hasRole, isField, labelOf } from '../topology/standing.ts'
import { vlansOf } from '../topology/subnets.ts'
import { homesOf } from './homes.ts'
import { commonName } from './naming.ts'
import { tiesOf } from './tie.ts'

export type ZoneSources = {
  readonly assets: readonly Asset[]
  readonly links: readonly Link[]
  readonly subnets: readonly Subnet[]
  readonly outside: ReadonlySet<string>
}

const OFFICE = 4
/** One cell in a network is the network; several are worth telling apart. */
const LEAST_CELLS = 2

const roleSet = (...roles: Role[]): ReadonlySet<Role> => new Set(roles)
const apart: readonly {
  readonly kind: ZoneKind
  readonly roles: ReadonlySet<Role>
  readonly name: string
  readonly reason: string
}[] = [
  {
    kind: 'safety',
    roles: roleSet('safety controller'),
    name: 'Safety',
    reason: 'safety controllers belong apart from control (IEC 62443-3-2, ZCR 3.3)',
  },
  {
    kind: 'remote access',
    roles: roleSet('remote-access gateway'),
    name: 'Remote access',
    reason: 'what networks outside reach belongs apart (IEC 62443-3-2, ZCR 3.6)',
  },
  {
    kind: 'temporary',
    roles: roleSet('vendor laptop'),
    name: 'Devices that come and go',
    reason: 'devices that are connected for a while belong apart (IEC 62443-3-2, ZCR 3.4)',
  },
]

export type ZoneDraft = Omit<Zone, 'id'> & { readonly key: string }

/** Each device in at most one zone; without a network and without company it is in none. */
export function proposeZones({ assets, links, subnets, outside }: ZoneSources): ZoneDraft[] {
  const home = homesOf(assets, links, subnets)
  const drafts: ZoneDraft[] = []
  const internet = assets.filter(({ id }) => outside.has(id))
  if (internet.length > 0) {
    drafts.push(
      draftOf('internet', 'internet', 'Internet', internet, [], ['public addresses that nobody here claims'], 5),
    )
  }
  const byHome = Map.groupBy(
    assets.filter(({ id }) => !outside.has(id) && home.has(id)),
    ({ id }) => home.get(id)!,
  )
  const within = linksWithin(links, home)
  for (const subnet of subnets) {
    const members = byHome.get(subnet.cidr)
    if (members) drafts.push(...zonesIn(subnet, members, within.get(subnet.cidr) ?? []))
  }
  return drafts
}

/** Links whose both ends are at home in one network, by network. */
function linksWithin(links: readonly Link[], home: ReadonlyMap<string, string>): Map<string, Link[]> {
  const within = new Map<string, Link[]>()
  for (const link of links) {
    const network = home.get(link.client)
    if (network === undefined || network !== home.get(link.server)) continue
    const list = within.get(network)
    if (list) list.push(link)
    else within.set(network, [link])
  }
  return within
}

export const zoneIdOf = (key: string): string => `z-${assetIdFrom(key).slice(2)}`

function zonesIn({ cidr, told, reason }: Subnet, members: readonly Asset[], links: readonly Link[]): ZoneDraft[] {
  const drafts: ZoneDraft[] = []
  let left = members
  const take = (chosen: (asset: Asset) => boolean, kind: ZoneKind, name: string, why: string) => {
    const taken = left.filter(chosen)
    if (taken.length === 0) return
    left = left.filter(asset => !chosen(asset))
    drafts.push(draftOf(`${kind} ${cidr}`, kind, `${name} in ${cidr}`, taken, [cidr], [why]))
  }
  for (const { kind, roles, name, reason: why } of apart) take(asset => hasRole(asset, roles), kind, name, why)
  const control = left.some(({ level }) => level !== null && level < OFFICE)
  const isOffice = ({ level }: Asset) => level !== null && level >= OFFICE
  if (control) take(isOffice, 'office', 'Office', 'business systems belong apart from control (IEC 62443-3-2, ZCR 3.2)')
  for (const cell of cellsIn(left, links)) {
    const ids = new Set(cell.map(({ id }) => id))
    left = left.filter(({ id }) => !ids.has(id))
    drafts.push(cellOf(cidr, cell))
  }
  if (left.length > 0) {
    const kind = control || left.some(({ level }) => level === null) || !left.some(isOffice) ? 'network' : 'office'
    const why = `they share the network ${cidr}${told ? `: ${reason}` : '; no mask was told'}`
    drafts.push(draftOf(`${kind} ${cidr}`, kind, networkName(cidr, left), left, [cidr], [why]))
  }
  return drafts
}

function cellsIn(members: readonly Asset[], links: readonly Link[]): Asset[][] {
  const byId = new Map(members.map(asset => [asset.id, asset]))
  const here = links.filter(({ client, server }) => byId.has(client) && byId.has(server))
  const ties = tiesOf(members, here)
  if (ties.length < LEAST_CELLS) return []
  return ties.map(ids => ids.map(id => byId.get(id)!)).sort((a, b) => byText(a[0]!.id, b[0]!.id))
}

/** Named for what its devices are called, else for the controller that most of them work with. */
function cellOf(cidr: string, cell: readonly Asset[]): ZoneDraft {
  const head = cell.filter(isField).sort((a, b) => (b.level ?? 0) - (a.level ?? 0) || byText(a.id, b.id))[0] ?? cell[0]!
  const common = commonName(cell.flatMap(({ name }) => name ?? []))
  const reasons = [
    `${listed([head, ...cell.filter(asset => asset !== head)])} work with each other, apart from the rest of ${cidr}`,
    ...(common ? [`their names begin with ${common}`] : []),
  ]
  return draftOf(`cell ${cell[0]!.id}`, 'cell', `Cell ${common ?? labelOf(head)}`, cell, [cidr], reasons, head.level)
}

/** Named in a sentence. */
const NAMED = 4

function listed(assets: readonly Asset[]): string {
  const names = assets.map(labelOf)
  const more = names.length - NAMED
  if (more > 1) return `${names.slice(0, NAMED).join(', ')} and ${more} more`
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

function networkName(cidr: string, members: readonly Asset[]): string {
  const level = levelOf(members)
  const what =
    level === null
      ? 'Network'
      : level < 2
        ? 'Control network'
        : level < 3
          ? 'Supervision network'
          : level < OFFICE
            ? 'Operations network'
            : 'Office network'
  const common = commonName(members.flatMap(({ name }) => name ?? []))
  return `${what} ${cidr}${common ? ` (${common})` : ''}`
}

/** The level that most of them are at; among equals the lower one, which needs more protection. */
export function levelOf(members: readonly Asset[]): number | null {
  const counts = new Map<number, number>()
  for (const { level } of members)
    if (level !== null) counts.set(Math.floor(level), (counts.get(Math.floor(level)) ?? 0) + 1)
  return [...counts].sort(([a, n], [b, m]) => m - n || a - b)[0]?.[0] ?? null
}

function draftOf(
  key: string,
  kind: ZoneKind,
  name: string,
  members: readonly Asset[],
  subnets: readonly string[],
  reasons: readonly string[],
  level: number | null = levelOf(members),
): ZoneDraft {
  const assets = members.map(({ id }) => id).sort(byText)
  return { key, name, kind, declared: false, level, subnets, vlans: vlansOf(members), assets, reasons }
}
