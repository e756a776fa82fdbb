// Which network a device is at home in.
import type { Asset, Link, Subnet } from '@nautilus/model'
import { isLinkLocal } from '../address.ts'

/** Of a router the first one; of a device without an address the one of whom it works with. By asset id. */
export function homesOf(
  assets: readonly Asset[],
  links: readonly Link[],
  subnets: readonly Subnet[],
): Map<string, string> {
  const home = new Map<string, string>()
  const four = subnets.filter(({ cidr }) => !cidr.includes(':'))
  for (const { cidr, assets: ids } of [...four, ...subnets]) {
    for (const id of ids) if (!home.has(id)) home.set(id, cidr)
  }
  const company = companyOf(links, home)
  const only = subnets.length === 1 ? subnets[0]!.cidr : null
  const found = new Map(home)
  for (const { id, ip } of assets) {
    if (home.has(id) || !ip.every(isLinkLocal)) continue
    const networks = company.get(id)
    const network = networks?.size === 1 ? [...networks][0]! : only
    if (network !== null) found.set(id, network)
  }
  return found
}

/** The networks of those whom a homeless device talks with. */
function companyOf(links: readonly Link[], home: ReadonlyMap<string, string>): Map<string, Set<string>> {
  const company = new Map<string, Set<string>>()
  const learn = (one: string, other: string) => {
    const network = home.get(other)
    if (network && !home.has(one)) company.set(one, (company.get(one) ?? new Set()).add(network))
  }
  for (const { client, server } of links) {
    learn(client, server)
    learn(server, client)
  }
  return company
}
