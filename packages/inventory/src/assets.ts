import type { Asset, Attribute, Provenance } from '@nautilus/model'
import type { Addresses } from './addresses.ts'
import { byTrust, type Claimed, type Claims, type ClaimsOf, mergeClaims, provenanceOf } from './claims.ts'
import type { Device, Identity } from './identity.ts'
import { levelOf } from './level.ts'
import type { Limits } from './limits.ts'
import { rolesOf } from './roles/index.ts'
import { type Exchange, inPlant, type Portrait } from './roles/portrait.ts'
import { byText } from './seen.ts'

export type VendorOf = (mac: string) => string | null

export type Sources = {
  readonly identity: Identity
  readonly addresses: Addresses
  readonly claims: Claims
  readonly exchanges: readonly Exchange[]
  readonly vendorOf: VendorOf
  readonly limits: Limits
}

/** A list of manufacturers says who made the network card, not who made the device. */
const ouiConfidence = 0.6
const bindingConfidence = { arp: 0.95, sent: 0.9 }

/** Every device with all that is known of it, the one seen first at the top. */
export function assetsOf(sources: Sources): Asset[] {
  const portraits = portraitsOf(sources)
  return portraits.map(portrait => assetOf(portrait, portraits, sources))
}

function portraitsOf({ identity, claims, exchanges, vendorOf, addresses, limits }: Sources): Portrait[] {
  const said: ClaimsOf[][] = identity.devices.map(() => [])
  for (const [address, parts] of claims.entries()) said[identity.indexOf(address)]?.push(parts)
  const served: Exchange[][] = identity.devices.map(() => [])
  const used: Exchange[][] = identity.devices.map(() => [])
  for (const exchange of exchanges) {
    served[exchange.server]?.push(exchange)
    used[exchange.client]?.push(exchange)
  }
  return identity.devices.map((device, index) => {
    const merged = mergeClaims(said[index]!, limits)
    addVendor(merged, device, addresses, vendorOf)
    return { device, claims: merged, served: served[index]!, used: used[index]! }
  })
}

function addVendor(claims: Map<Attribute, Claimed[]>, device: Device, { macs }: Addresses, vendorOf: VendorOf): void {
  for (const mac of device.macs) {
    const value = vendorOf(mac)
    const seen = macs.get(mac)
    if (value === null || !seen) continue
    const { first, last, frame } = seen
    const vendors = claims.get('vendor') ?? []
    if (vendors.some(v => v.source === 'oui' && v.value === value)) continue
    vendors.push({ value, source: 'oui', confidence: ouiConfidence, first, last, frame })
    claims.set('vendor', vendors.sort(byTrust))
  }
}

function assetOf(portrait: Portrait, all: readonly Portrait[], sources: Sources): Asset {
  const { device, claims } = portrait
  const value = (attribute: Attribute): string | null => claims.get(attribute)?.[0]?.value ?? null
  const roles = rolesOf(portrait)
  return {
    id: device.id,
    formerly: device.formerly,
    mac: device.macs,
    ip: device.ips,
    vendor: value('vendor'),
    model: value('model'),
    orderNumber: value('orderNumber'),
    firmware: value('firmware'),
    serial: value('serial'),
    name: value('name'),
    roles,
    level: levelOf(roles, device.ips, plantPeers(portrait, all)),
    zone: null,
    criticality: null,
    protocols: protocolsOf(portrait),
    ...spanOf(portrait, sources.addresses),
    joins: device.joins,
    addressNotes: device.notes,
    sources: sourcesOf(portrait, sources),
  }
}

const plantPeers = ({ used }: Portrait, all: readonly Portrait[]): (readonly string[])[] =>
  inPlant(used).flatMap(({ exchange }) => {
    const peer = all[exchange.server]
    return peer ? [peer.device.ips] : []
  })

function protocolsOf({ served, used }: Portrait): string[] {
  const spoken = new Set<string>()
  for (const { traffic } of served) spoken.add(`${traffic.protocol} server`)
  for (const { traffic } of used) spoken.add(`${traffic.protocol} client`)
  return [...spoken].sort(byText)
}

function spanOf(
  { device, served, used }: Portrait,
  { macs, ips, loopbacks }: Addresses,
): { first: number; last: number } {
  const own = device.macs.flatMap(mac => macs.get(mac) ?? [])
  // What is known of an IP address alone may have been another device's before.
  const at = own.length > 0 ? [] : device.ips.flatMap(ip => ips.get(ip) ?? loopbacks.get(ip) ?? [])
  const seen = [...own, ...at, ...[...served, ...used].map(e => e.traffic)]
  const first = seen.reduce((least, s) => Math.min(least, s.first), Number.POSITIVE_INFINITY)
  return { first, last: seen.reduce((most, s) => Math.max(most, s.last), first) }
}

function sourcesOf({ device, claims }: Portrait, { addresses, limits }: Sources): Record<string, Provenance[]> {
  const bindings = bindingsOf(device, addresses).slice(0, limits.listed)
  const told = [...claims].sort(([a], [b]) => byText(a, b))
  return {
    ...(bindings.length > 0 ? { binding: bindings } : {}),
    ...Object.fromEntries(told.map(([attribute, list]) => [attribute, list.map(provenanceOf)])),
  }
}

/** Who sent as which of its addresses, the earliest first: two MACs with one IP address are a conflict or a stand-in. */
function bindingsOf({ ips, macs, through, notes }: Device, addresses: Addresses): Provenance[] {
  const told: Provenance[] = []
  const others = notes.flatMap(note => (note.kind === 'contested' ? note.with : []))
  for (const mac of new Set([...macs, ...through, ...others])) {
    for (const ip of ips) {
      const binding = addresses.macs.get(mac)?.ips.get(ip)
      if (!binding) continue
      const { arp, first, last, frame } = binding
      told.push({
        value: `${ip} ${macs.length === 0 ? 'behind' : 'at'} ${mac}`,
        source: arp ? 'arp' : 'frames',
        confidence: arp ? bindingConfidence.arp : bindingConfidence.sent,
        first,
        last,
        frame,
      })
    }
  }
  return told.sort((a, b) => a.first - b.first || byText(a.value, b.value))
}
