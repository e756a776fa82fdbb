// Networks: what messages tell of masks first, then what the use of addresses gives away.
import type { Asset, Role, Subnet } from '@nautilus/model'
import { isDeviceIp, isLinkLocal, networkOf } from '../address.ts'
import { byText } from '../seen.ts'
import {
  baseOf,
  byAddress,
  cidrOf,
  commonPrefix,
  holds,
  type Network,
  networkAt,
  networkFrom,
  numberOf,
} from './cidr.ts'
import type { Hearsay } from './hearsay.ts'
import { hasRole } from './standing.ts'

/** The size that most plants use, and that nothing contradicts. */
const USUAL = 24
/** An answered question across a larger distance is rather a router that answers for others. */
const WIDEST = 16

type Draft = { readonly network: Network; readonly told: boolean; readonly reason: string }

export type SubnetSources = {
  readonly assets: readonly Asset[]
  readonly outside: ReadonlySet<string>
  readonly hearsay: Hearsay
  /** The device at a filed address, null when there is none. */
  readonly assetAt: (address: string) => string | null
}

export function subnetsOf(sources: SubnetSources): Subnet[] {
  const { assets, outside } = sources
  const inside = assets.filter(({ id }) => !outside.has(id))
  const draftAt = draftsOf(inside, sources)
  const members = new Map<string, { draft: Draft; assets: Set<Asset> }>()
  const sixes = new Map<string, Set<Asset>>()
  for (const asset of inside) {
    for (const ip of asset.ip) {
      if (isLinkLocal(ip) || !isDeviceIp(ip)) continue
      const number = numberOf(ip)
      if (number === null) {
        const cidr = `${networkOf(ip)}::/64`
        sixes.set(cidr, (sixes.get(cidr) ?? new Set()).add(asset))
        continue
      }
      const draft = draftAt(number)
      const cidr = cidrOf(draft.network)
      const known = members.get(cidr) ?? { draft, assets: new Set() }
      members.set(cidr, known)
      known.assets.add(asset)
    }
  }
  const fours = [...members].map(([cidr, { draft, assets: of }]) => subnetOf(cidr, draft, [...of], sources))
  const six = { told: false, reason: 'networks of IPv6 have 64 bits' }
  return [...fours, ...[...sixes].map(([cidr, of]) => subnetOf(cidr, six, [...of], sources))].sort((a, b) =>
    byAddress(a.cidr, b.cidr),
  )
}

const routers: ReadonlySet<Role> = new Set<Role>(['router', 'firewall', 'remote-access gateway'])

function subnetOf(
  cidr: string,
  { told, reason }: Pick<Draft, 'told' | 'reason'>,
  members: readonly Asset[],
  { hearsay, assetAt }: SubnetSources,
): Subnet {
  const network = networkFrom(cidr)
  const gateways = new Set<string>()
  for (const { router, member } of hearsay.routers.values()) {
    const at = numberOf(member)
    if (network && at !== null && holds(network, at)) gateways.add(assetAt(router) ?? router)
  }
  for (const asset of members) {
    if (hasRole(asset, routers)) gateways.add(asset.id)
    for (const mac of throughOf(asset)) {
      const router = assetAt(mac)
      if (router !== null) gateways.add(router)
    }
  }
  return {
    cidr,
    told,
    reason,
    vlans: vlansOf(members),
    gateways: [...gateways].sort(byText),
    assets: members.map(({ id }) => id).sort(byText),
    heard: members.some(({ mac }) => mac.length > 0) ? 'direct' : 'routed',
  }
}

/** The routers that packets of a device without a MAC of its own came through: `10.0.2.5 behind 00:00:0c:00:00:fe`. */
const throughOf = ({ sources }: Asset): string[] =>
  (sources.binding ?? []).flatMap(({ value }) => {
    const [, mac] = value.split(' behind ')
    return mac ? [mac] : []
  })

export const vlansOf = (assets: readonly Asset[]): number[] =>
  [...new Set(assets.flatMap(({ sources }) => (sources.vlan ?? []).map(({ value }) => Number(value))))].sort(
    (a, b) => a - b,
  )

/** Networks that do not overlap, found by address in as many steps as there are lengths of prefixes. */
class Networks {
  readonly #drafts = new Map<string, Draft>()
  /** Of what is in, everything around it. */
  readonly #around = new Set<string>()

  /** False when it would overlap one that is in already. */
  add(draft: Draft): boolean {
    const { base, prefix } = draft.network
    if (this.#around.has(keyOf(base, prefix)) || this.at(base)) return false
    this.#drafts.set(keyOf(base, prefix), draft)
    for (let size = 0; size <= prefix; size++) this.#around.add(keyOf(base, size))
    return true
  }

  at(ip: number): Draft | null {
    for (let prefix = 30; prefix >= 8; prefix--) {
      const draft = this.#drafts.get(keyOf(ip, prefix))
      if (draft) return draft
    }
    return null
  }
}

const keyOf = (ip: number, prefix: number): string => `${baseOf(ip, prefix)}/${prefix}`

const usual = (ip: number): Draft => ({
  network: networkAt(ip, USUAL),
  told: false,
  reason: 'no mask was told; the usual size is assumed',
})

function draftsOf(assets: readonly Asset[], { hearsay, assetAt }: SubnetSources): (ip: number) => Draft {
  const byId = new Map(assets.map(asset => [asset.id, asset]))
  const widened = new Map<string, Draft>()
  const widen = (network: Network, reason: string) => {
    if (network.prefix < WIDEST || network.prefix >= USUAL) return
    const cidr = cidrOf(network)
    if (byText(reason, widened.get(cidr)?.reason ?? '\uffff') < 0) widened.set(cidr, { network, told: false, reason })
  }
  for (const { asker, address, answered } of hearsay.asked.values()) {
    const to = numberOf(address)
    if (!answered || to === null) continue
    for (const from of nearest(byId.get(assetAt(asker) ?? ''), to)) {
      widen(networkAt(to, commonPrefix(from, to)), 'devices ask each other by ARP across this range')
    }
  }
  for (const { sender, to } of hearsay.broadcasts.values()) {
    const network = networkOfBroadcast(numberOf(sender), numberOf(to))
    if (network && assetAt(to) === null) widen(network, 'devices send broadcasts to the end of this range')
  }
  const told = toldBy(hearsay)
  const inferred = new Networks()
  // The widest first: networks inside a wider one are part of it.
  for (const draft of [...widened.values()].sort(byPrefix).reverse()) inferred.add(draft)
  return ip => told.at(ip) ?? inferred.at(ip) ?? usual(ip)
}

/** A router has an address in each network: the one nearest to what it asks for is where it asks. */
function nearest(asset: Asset | undefined, to: number): number[] {
  const own = (asset?.ip ?? []).flatMap(ip => numberOf(ip) ?? [])
  return own.sort((a, b) => commonPrefix(b, to) - commonPrefix(a, to) || a - b).slice(0, 1)
}

/** The smallest network that ends with this address and holds the sender; null where none does. */
function networkOfBroadcast(sender: number | null, to: number | null): Network | null {
  if (sender === null || to === null) return null
  const ones = trailingOnes(to)
  for (let bits = 8; bits <= ones && bits <= 32 - WIDEST; bits++) {
    if (baseOf(sender, 32 - bits) === baseOf(to, 32 - bits)) return networkAt(to, 32 - bits)
  }
  return null
}

function trailingOnes(bits: number): number {
  let count = 0
  while (count < 32 && ((bits >>> count) & 1) === 1) count++
  return count
}

/** One network for each address: the most tellers win, then the smaller network. */
function toldBy(hearsay: Hearsay): Networks {
  const tellers = new Map<string, { network: Network; ips: Set<string>; by: Set<string> }>()
  for (const { ip, prefix, by } of hearsay.masks.values()) {
    const network = networkAt(numberOf(ip)!, prefix)
    const cidr = cidrOf(network)
    const known = tellers.get(cidr) ?? { network, ips: new Set(), by: new Set() }
    tellers.set(cidr, known)
    known.ips.add(ip)
    known.by.add(by)
  }
  const networks = new Networks()
  for (const { network, ips, by } of [...tellers.values()].sort((a, b) => b.ips.size - a.ips.size || byPrefix(a, b))) {
    const many = ips.size === 1 ? 'one address' : `${ips.size} addresses`
    networks.add({ network, told: true, reason: `${[...by].sort(byText).join(' and ')} told the mask for ${many}` })
  }
  return networks
}

type Placed = { readonly network: Network }
const byPrefix = (a: Placed, b: Placed): number =>
  b.network.prefix - a.network.prefix || a.network.base - b.network.base
