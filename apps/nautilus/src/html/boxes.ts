// Which devices the map draws, and which stand together in one box because there are too many.
import type { Asset, Finding, Severity } from '@nautilus/model'
import type { Report } from '../analysis.ts'
import { sortable } from '../text/assets.ts'
import { MAX_BOXES, MAX_LINES } from './limits.ts'
import { gravestOf, type Site } from './site.ts'

export type Box = {
  /** Asset ids; several where the box stands for a group. */
  readonly assets: readonly string[]
  readonly level: number | null
  readonly zone: string
  readonly name: string
  readonly role: string
  /** The address; where that is the name already, the model or the maker. */
  readonly about: string
  readonly findings: number
  readonly severity: Severity | null
}

/** Everything between two boxes. */
export type Line = {
  readonly from: number
  readonly to: number
  readonly protocols: readonly string[]
  readonly operations: number
}

/** What holds a network together; without more between two devices there is no line. */
const plumbing: ReadonlySet<string> = new Set(['arp', 'icmp', 'lldp', 'ndp', 'icmpv6'])

const byZoneThenName = (a: Box, b: Box): number =>
  compare(a.zone, b.zone) ||
  compare(sortable(a.name), sortable(b.name)) ||
  compare(a.name, b.name) ||
  compare(a.assets[0]!, b.assets[0]!)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** The devices in boxes, by zone and then by name. */
export function boxesOf(site: Site): Box[] {
  const groups = groupsOf(site)
  return groups.map(group => (group.length === 1 ? single(site, group[0]!) : several(site, group))).sort(byZoneThenName)
}

type Key = (asset: Asset) => string
const keys: readonly Key[] = [
  ({ level, zone, role }) => `${level}|${zone}|${role}`,
  ({ level, zone }) => `${level}|${zone}`,
  ({ level }) => `${level}`,
]

/** The largest groups of like devices become one box until the rest has room; who has findings stays alone if it can. */
function groupsOf({ report, findings }: Site): Asset[][] {
  if (report.assets.length <= MAX_BOXES) return report.assets.map(asset => [asset])
  for (const key of keys) {
    const groups = collapsed(report.assets, key, ({ id }) => findings.has(id))
    if (groups.length <= MAX_BOXES) return groups
  }
  return collapsed(report.assets, keys.at(-1)!, () => false)
}

function collapsed(assets: readonly Asset[], key: Key, isMarked: (asset: Asset) => boolean): Asset[][] {
  const groups = [
    ...Map.groupBy(
      assets.filter(asset => !isMarked(asset)),
      key,
    ),
  ]
  groups.sort(([one, a], [other, b]) => b.length - a.length || compare(one, other))
  let boxes = assets.length
  const drawn = assets.filter(isMarked).map(asset => [asset])
  for (const [, members] of groups) {
    if (boxes > MAX_BOXES) {
      boxes -= members.length - 1
      drawn.push(members)
    } else drawn.push(...members.map(asset => [asset]))
  }
  return drawn
}

function single(site: Site, asset: Asset): Box {
  const found = site.findings.get(asset.id) ?? []
  const name = site.name(asset.id)
  const address = asset.ip[0] ?? asset.mac[0] ?? ''
  return {
    assets: [asset.id],
    level: asset.level,
    zone: zoneOf(site, asset),
    name,
    role: asset.role ?? 'role unknown',
    about: address === name ? (asset.model ?? asset.vendor ?? '') : address,
    ...marksOf(found),
  }
}

function several(site: Site, group: readonly Asset[]): Box {
  const roles = new Set(group.map(({ role }) => role))
  const zones = new Set(group.map(asset => zoneOf(site, asset)))
  const found = new Set(group.flatMap(({ id }) => site.findings.get(id) ?? []))
  return {
    assets: group.map(({ id }) => id),
    level: group[0]!.level,
    zone: zones.size === 1 ? [...zones][0]! : '',
    name: `${group.length} devices`,
    role: roles.size === 1 ? ([...roles][0] ?? 'role unknown') : `${roles.size} roles`,
    about: zones.size === 1 ? [...zones][0]! : `${zones.size} zones`,
    ...marksOf([...found]),
  }
}

const zoneOf = ({ zones }: Site, { zone }: Asset): string => (zone === null ? '' : (zones.get(zone) ?? ''))

const marksOf = (found: readonly Finding[]): Pick<Box, 'findings' | 'severity'> => ({
  findings: found.length,
  severity: gravestOf(found),
})

/** Links between boxes, one line for each pair, the busiest first; and how many there are. */
export function linesOf(links: Report['links'], boxes: readonly Box[]): { lines: Line[]; total: number } {
  const at = new Map(boxes.flatMap(({ assets }, index) => assets.map(id => [id, index] as const)))
  const pairs = new Map<string, { from: number; to: number; protocols: Set<string>; operations: number }>()
  for (const { client, server, protocol, verbs } of links) {
    const [a, b] = [at.get(client), at.get(server)]
    if (a === undefined || b === undefined || a === b || plumbing.has(protocol)) continue
    const [from, to] = a < b ? [a, b] : [b, a]
    const pair = pairs.get(`${from}|${to}`) ?? { from, to, protocols: new Set(), operations: 0 }
    pairs.set(`${from}|${to}`, pair)
    pair.protocols.add(protocol)
    pair.operations += Object.values(verbs).reduce((sum, count) => sum + count, 0)
  }
  const lines = [...pairs.values()].map(pair => ({ ...pair, protocols: [...pair.protocols].sort() }))
  lines.sort((a, b) => b.operations - a.operations || a.from - b.from || a.to - b.to)
  return { lines: lines.slice(0, MAX_LINES), total: lines.length }
}
