// What the ideas about a site ask of a device again and again.
import type { Asset, Role } from '@nautilus/model'
import { isPublic } from '../address.ts'

/** A weaker belief decides nothing. */
const BELIEVED = 0.5

export const hasRole = ({ roles }: Asset, wanted: ReadonlySet<Role>): boolean =>
  roles.some(({ role, confidence }) => confidence >= BELIEVED && wanted.has(role))

export const mainRole = ({ roles: [first] }: Asset): Role | null =>
  first && first.confidence >= BELIEVED ? first.role : null

export const isField = (asset: Asset): boolean => asset.level !== null && asset.level <= 1

/** What people call it. */
export const labelOf = ({ id, name, ip, mac }: Asset): string => name ?? ip[0] ?? mac[0] ?? id

const onWire = ({ sources }: Asset, ip: string): boolean =>
  (sources.binding ?? []).some(({ source, value }) => source === 'arp' && value.startsWith(`${ip} `))

const globalV6 = /^[23][0-9a-f]{0,3}:/i

/** Somewhere on the internet: every address is public, and none was claimed on the wire by ARP. */
function isOutside(asset: Asset): boolean {
  const routable = asset.ip.filter(ip => !/^fe80:/i.test(ip))
  if (routable.length === 0) return false
  return routable.every(ip =>
    ip.includes(':') ? globalV6.test(ip) && asset.mac.length === 0 : isPublic(ip) && !onWire(asset, ip),
  )
}

/** Public networks that live here, because ARP says so or a controller is in them: everything in them is inside. */
function insideNetworks(assets: readonly Asset[]): ReadonlySet<string> {
  const inside = new Set<string>()
  for (const asset of assets) {
    const here = (ip: string) => isField(asset) || onWire(asset, ip)
    for (const ip of asset.ip) if (!ip.includes(':') && isPublic(ip) && here(ip)) inside.add(sixteenBits(ip))
  }
  return inside
}

const sixteenBits = (ip: string): string => ip.split('.').slice(0, 2).join('.')

/** Asset ids of what is outside of the site. */
export function outsideOf(assets: readonly Asset[]): ReadonlySet<string> {
  const inside = insideNetworks(assets)
  const isOut = (asset: Asset) => isOutside(asset) && !asset.ip.some(ip => inside.has(sixteenBits(ip)))
  return new Set(assets.filter(isOut).map(({ id }) => id))
}
