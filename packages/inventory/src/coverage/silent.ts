// Networks that are known of, and of which no device was heard.
import type { Coverage, Subnet } from '@nautilus/model'
import { byAddress, cidrOf, holds, networkAt, networkFrom, numberOf } from '../topology/cidr.ts'
import type { Asked } from '../topology/hearsay.ts'

/** The usual size of a network in a plant; of one that was never heard there is nothing better to go by. */
const USUAL = 24
/** So many addresses of one network asked for by one device are a search, not knowledge of it. */
const SEARCH = 16

/** Asked for by ARP and never answered, outside of all networks that were heard; and heard only through a router. */
export function silentNetworks(asked: Iterable<Asked>, subnets: readonly Subnet[]): Coverage['silent'] {
  const routed = subnets
    .filter(({ heard, cidr }) => heard === 'routed' && !cidr.includes(':'))
    .map(({ cidr, assets }) => ({
      cidr,
      addresses: assets.length,
      reason: 'its devices were heard only through a router',
    }))
  const known = subnets.flatMap(({ cidr }) => networkFrom(cidr) ?? [])
  const wanted = new Map<string, { addresses: Set<string>; byAsker: Map<string, number> }>()
  for (const { asker, address, answered } of asked) {
    const ip = numberOf(address)
    if (answered || ip === null || known.some(network => holds(network, ip))) continue
    const cidr = cidrOf(networkAt(ip, USUAL))
    const of = wanted.get(cidr) ?? { addresses: new Set(), byAsker: new Map() }
    wanted.set(cidr, of)
    of.addresses.add(address)
    of.byAsker.set(asker, (of.byAsker.get(asker) ?? 0) + 1)
  }
  const missing = [...wanted].flatMap(([cidr, { addresses, byAsker }]) =>
    Math.max(...byAsker.values()) > SEARCH
      ? []
      : [{ cidr, addresses: addresses.size, reason: 'it was asked for by ARP, and nobody answered' }],
  )
  return [...routed, ...missing].sort((a, b) => byAddress(a.cidr, b.cidr))
}
