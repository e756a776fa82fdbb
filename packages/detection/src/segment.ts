// Which part of the network a device belongs to: its declared zone, else its network.
import type { Who } from './event.ts'

/** Everything with a public address. */
export const OUTSIDE = 'outside'

/** The segment of a device; null for what has no place of its own: groups, and who has no IP address. */
export type SegmentOf = (who: Who) => string | null

/** Zones count where people declared them; zones that were only proposed change as more is seen. */
export function segmentsBy(zones: readonly string[]): SegmentOf {
  const declared = new Set(zones)
  const networks = new WeakMap<Who, string | null>()
  return who => {
    if (who.zone !== null && declared.has(who.zone) && isPlaced(who)) return who.zone
    let network = networks.get(who)
    if (network === undefined) {
      network = networkNameOf(who)
      networks.set(who, network)
    }
    return network
  }
}

const isPlaced = ({ kind }: Who): boolean => kind === 'device' || kind === 'public'

/** /24 of IPv4, /64 of IPv6: the sizes that plants and standards (RFC 4291 2.5.4) give to one network. */
function networkNameOf({ ip, kind }: Who): string | null {
  if (kind === 'public') return OUTSIDE
  if (kind !== 'device' || ip === '') return null
  if (!ip.includes(':')) return `${ip.slice(0, ip.lastIndexOf('.'))}.0/24`
  const [left = '', right] = ip.split('::')
  const groups = left === '' ? [] : left.split(':')
  const rest = right === undefined || right === '' ? [] : right.split(':')
  while (right !== undefined && groups.length + rest.length < 8) groups.push('0')
  const upper = [...groups, ...rest].slice(0, 4).map(group => Number.parseInt(group, 16).toString(16))
  return `${upper.join(':')}::/64`
}
