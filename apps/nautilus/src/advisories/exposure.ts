// From how far away a device can be reached, as observed traffic, addresses and levels tell. Direct paths only.
import type { Asset, Exposure, Link, Role } from '@nautilus/model'

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

type Seen = { readonly reach: Exposure['reach']; readonly protocol: string; readonly from: string }

const order = ['internet', 'business network', 'other cell', 'same cell'] as const

export function exposureFrom(assets: readonly Asset[], links: readonly Link[]): (asset: Asset) => Exposure {
  const byId = new Map(assets.map(asset => [asset.id, asset]))
  const byServer = Map.groupBy(links, ({ server }) => server)
  return asset => {
    const seen = (byServer.get(asset.id) ?? []).flatMap(link => {
      const client = byId.get(link.client)
      return client && !housekeeping.has(link.protocol) ? [seenFrom(client, asset, link.protocol)] : []
    })
    const reach = order.find(one => seen.some(other => other.reach === one))
    if (!reach) return { reach: 'unknown', protocols: [], reasons: ['Nobody was seen to use it.'] }
    const far = seen.filter(other => other.reach === reach)
    const protocols = [...new Set(far.map(({ protocol }) => protocol))].sort()
    const from = [...new Set(far.map(({ from }) => from))].sort().slice(0, 3)
    return { reach, protocols, reasons: [`${from.join(', ')} (${reach}) used ${protocols.join(', ')} on it.`] }
  }
}

function seenFrom(client: Asset, server: Asset, protocol: string): Seen {
  return { reach: reachOf(client, server), protocol, from: client.ip[0] ?? client.mac[0] ?? client.id }
}

function reachOf(client: Asset, server: Asset): Exposure['reach'] {
  const networks = new Set(server.ip.map(networkOf))
  const isNear = client.ip.length === 0 || client.ip.some(ip => networks.has(networkOf(ip)))
  if (isNear) return 'same cell'
  if (client.ip.some(isPublic)) return 'internet'
  const isOffice = (client.level ?? 0) >= BUSINESS_LEVEL || office.has(client.roles[0]?.role ?? 'controller')
  return isOffice ? 'business network' : 'other cell'
}

/** The /24 of IPv4, the first four groups of IPv6. */
const networkOf = (ip: string): string =>
  ip.includes(':') ? ip.toLowerCase().split(':').slice(0, 4).join(':') : ip.slice(0, ip.lastIndexOf('.'))

/** RFC 1918, 3927, 6598, 1122, 5771; IPv6 global unicast, RFC 4291. */
export function isPublic(ip: string): boolean {
  if (ip.includes(':')) return /^[23]/.test(ip)
  const [first = 0, second = 0] = ip.split('.').map(Number)
  if (first === 0 || first === 10 || first === 127 || first >= 224) return false
  if (first === 172) return second < 16 || second > 31
  if (first === 192) return second !== 168
  if (first === 169) return second !== 254
  return !(first === 100 && second >= 64 && second < 128)
}
