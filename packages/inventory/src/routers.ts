import { isLinkLocal, isPublic, kindOf, networkOf } from './address.ts'
import type { SeenMac } from './addresses.ts'
import { byText } from './seen.ts'

/** More addresses than this behind one MAC are not one device's. */
export const mostAddresses = 8

export type Routing = { readonly confidence: number; readonly reason: string }
export type MacJudgement = {
  /** The addresses that may be the device's own, link-local ones left out. */
  readonly own: readonly string[]
  /** Why the rest is not; null when the device forwards for nobody. */
  readonly routing: Routing | null
}

/**
 * Is this MAC one device, or a router that packets of others come through? What ARP claims is the device's own; what it
 * sends beyond that decides.
 */
export function judgeMac(mac: SeenMac): MacJudgement {
  const all = [...mac.ips.keys()].filter(ip => !isLinkLocal(ip))
  if (all.length < 2) return { own: all, routing: null }
  const own = ownAddresses(mac, all)
  const routing = own.length < all.length ? routingOf(all, all.length - own.length) : null
  return { own: routing ? own : all, routing }
}

/** What ARP claims for the device; of a network that it answers for wholesale (proxy ARP) the first address only. */
function ownAddresses(mac: SeenMac, all: readonly string[]): string[] {
  const claimed = all.filter(ip => mac.ips.get(ip)?.arp)
  const networks = Map.groupBy(claimed, networkOf)
  const when = (ip: string) => mac.ips.get(ip)?.first ?? 0
  return [...networks.values()].flatMap(ips => {
    if (ips.length <= mostAddresses) return ips
    return ips.sort((a, b) => when(a) - when(b) || byText(a, b)).slice(0, 1)
  })
}

function routingOf(all: readonly string[], foreign: number): Routing | null {
  const networks = new Set(all.map(networkOf)).size
  if (all.some(isPublic) && all.some(ip => kindOf(ip) === 'v4' && !isPublic(ip))) {
    return { confidence: 0.9, reason: `sends packets of ${foreign} others, of the internet among them` }
  }
  if (hasTwoNetworks(all)) {
    const confidence = all.length > 3 ? 0.85 : 0.6
    return { confidence, reason: `sends packets as ${all.length} addresses of ${networks} networks` }
  }
  if (all.length <= mostAddresses) return null
  return { confidence: 0.7, reason: `sends packets as ${all.length} addresses of one network` }
}

/** Two networks of one kind: a host may have IPv4, a unique local and a global IPv6 network side by side. */
function hasTwoNetworks(ips: readonly string[]): boolean {
  const kinds = new Map<string, string>()
  return ips.some(ip => {
    const network = networkOf(ip)
    const known = kinds.get(kindOf(ip))
    kinds.set(kindOf(ip), network)
    return known !== undefined && known !== network
  })
}
