// From how far away a device can be reached, as the map of the site tells: who was seen to use it, and the ways over
// several devices that lead to it.
import type { SiteMap } from '@nautilus/inventory'
import type { Asset, Exposure, ExposurePath, Link, Role, ZoneKind } from '@nautilus/model'

/** Of no use to an attacker, or spoken by everything. */
const housekeeping: ReadonlySet<string> = new Set([
  'arp',
  'icmp',
  'igmp',
  'lldp',
  'stp',
  'dhcp',
  'dhcpv6',
  'mdns',
  'ntp',
])

/** Purdue level from which a network is the office's. */
const BUSINESS_LEVEL = 4

const office: ReadonlySet<Role> = new Set<Role>(['printer', 'phone', 'domain controller', 'workstation'])
const business: ReadonlySet<ZoneKind> = new Set<ZoneKind>(['office', 'remote access'])

/** Devices named in one reason. */
const MAX_NAMED = 3

/** The part of the map that it rests on. */
export type Surroundings = Pick<SiteMap, 'assets' | 'subnets' | 'zones' | 'paths'> & { readonly links: readonly Link[] }

type Seen = { readonly reach: Exposure['reach']; readonly protocol: string; readonly from: string }

const order = ['internet', 'business network', 'other cell', 'same cell'] as const

export function exposureFrom(map: Surroundings): (asset: Asset) => Exposure {
  const { assets, links, paths } = map
  const byId = new Map(assets.map(asset => [asset.id, asset]))
  const byServer = Map.groupBy(links, ({ server }) => server)
  const byGoal = Map.groupBy(paths, ({ to }) => to)
  const reachOf = reachIn(map)
  const nameOf = (id: string): string => {
    const asset = byId.get(id)
    return asset?.ip[0] ?? asset?.mac[0] ?? id
  }
  return asset => {
    const direct = (byServer.get(asset.id) ?? []).flatMap(({ client: id, protocol }): Seen[] => {
      const client = byId.get(id)
      if (!client || housekeeping.has(protocol)) return []
      return [{ reach: reachOf(client, asset), protocol, from: nameOf(id) }]
    })
    // A way of one step is a link.
    const ways = (byGoal.get(asset.id) ?? []).filter(({ steps }) => steps.length > 1).map(way => seenOver(way, nameOf))
    const reach = order.find(one => [...direct, ...ways].some(seen => seen.reach === one))
    if (!reach) return { reach: 'unknown', protocols: [], reasons: ['Nobody was seen to use it.'] }
    const near = direct.filter(seen => seen.reach === reach)
    const far = ways.filter(seen => seen.reach === reach)
    return {
      reach,
      protocols: namesOf([...near, ...far], ({ protocol }) => protocol),
      reasons: [
        ...(near.length > 0
          ? [`${fewOf(near)} (${reach}) used ${namesOf(near, ({ protocol }) => protocol).join(', ')} on it.`]
          : []),
        ...(far.length > 0 ? [`A way from the ${reach} leads to it: ${fewOf(far)}.`] : []),
      ],
    }
  }
}

const namesOf = (seen: readonly Seen[], name: (seen: Seen) => string): string[] => [...new Set(seen.map(name))].sort()
const fewOf = (seen: readonly Seen[]): string =>
  namesOf(seen, ({ from }) => from)
    .slice(0, MAX_NAMED)
    .join(', ')

function seenOver({ origin, from, steps }: ExposurePath, nameOf: (id: string) => string): Seen {
  return {
    reach: origin === 'outside' ? 'internet' : 'business network',
    protocol: steps.at(-1)!.protocol,
    from: [from, ...steps.map(({ server }) => server)].map(nameOf).join(' → '),
  }
}

/** How far one device is from another. Of one cell is who shares a zone or a network with it. */
function reachIn({ subnets, zones }: Surroundings): (client: Asset, server: Asset) => Exposure['reach'] {
  const kinds = new Map(zones.map(({ id, kind }) => [id, kind]))
  const networks = new Map<string, Set<string>>()
  for (const { cidr, assets } of subnets) {
    for (const id of assets) networks.set(id, (networks.get(id) ?? new Set()).add(cidr))
  }
  return (client, server) => {
    const kind = client.zone === null ? undefined : kinds.get(client.zone)
    if (kind === 'internet') return 'internet'
    if (client.ip.length === 0 || (client.zone !== null && client.zone === server.zone)) return 'same cell'
    const own = networks.get(server.id)
    if ([...(networks.get(client.id) ?? [])].some(cidr => own?.has(cidr))) return 'same cell'
    return isOffice(client, kind) ? 'business network' : 'other cell'
  }
}

const isOffice = ({ level, roles }: Asset, kind: ZoneKind | undefined): boolean =>
  (kind !== undefined && business.has(kind)) ||
  (level ?? 0) >= BUSINESS_LEVEL ||
  office.has(roles[0]?.role ?? 'controller')
