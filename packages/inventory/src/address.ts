// Special-purpose addresses: RFC 6890; multicast MAC addresses: IEEE 802, the lowest bit of the first byte.

/** A MAC address that can name one device: neither empty, nor zero, nor broadcast or multicast. */
export function isDeviceMac(mac: string): boolean {
  if (mac === '' || mac === '00:00:00:00:00:00') return false
  return (Number.parseInt(mac.slice(0, 2), 16) & 1) === 0
}

/** An IP address that can name one device. A directed broadcast cannot be told from its text alone. */
export function isDeviceIp(ip: string): boolean {
  if (ip === '') return false
  if (ip.includes(':')) return ip !== '::' && ip !== '::1' && !/^ff/i.test(ip)
  const first = firstOctet(ip)
  return first > 0 && first < 224 && first !== 127
}

/** Means something on one wire only: names a device there, and may name another elsewhere. */
export const isLinkLocal = (ip: string): boolean => /^fe[89ab]/i.test(ip) || ip.startsWith('169.254.')

/** Ends as directed broadcasts of most networks do. Such an address that never sends is no device. */
export const looksLikeBroadcast = (ip: string): boolean => ip.endsWith('.255')

/** The /24 or /64 of an address. */
export function networkOf(ip: string): string {
  if (!ip.includes(':')) return ip.slice(0, ip.lastIndexOf('.'))
  const [head = '', tail] = ip.toLowerCase().split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail ? tail.split(':') : []
  const groups =
    tail === undefined ? left : [...left, ...Array(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right]
  return groups.slice(0, 4).join(':')
}

/** `v4`, or the kind of IPv6: a host commonly has one network of each kind at a time. */
export function kindOf(ip: string): 'v4' | 'unique local' | 'global' {
  if (!ip.includes(':')) return 'v4'
  return /^f[cd]/i.test(ip) ? 'unique local' : 'global'
}

/** An IPv4 address of the internet. */
export function isPublic(ip: string): boolean {
  if (ip.includes(':')) return false
  const first = firstOctet(ip)
  const second = Number(ip.split('.')[1])
  if (first === 10 || (first === 192 && second === 168) || (first === 169 && second === 254)) return false
  if (first === 172 && second >= 16 && second < 32) return false
  return !(first === 100 && second >= 64 && second < 128)
}

const firstOctet = (ip: string): number => Number(ip.slice(0, ip.indexOf('.')))

/** A machine that talks to itself. */
export const isLoopback = (ip: string): boolean => ip.startsWith('127.') || ip === '::1'

/** Made up by software, at random or by a rule: no maker can be told from it. IEEE 802, second bit of the first byte. */
export const isLocallyAdministered = (mac: string): boolean => (Number.parseInt(mac.slice(0, 2), 16) & 2) !== 0

/** Blocks from which hypervisors number their guests: neighbours in them are strangers. */
const virtualMachines: ReadonlySet<string> = new Set([
  '00:05:69', // VMware
  '00:0c:29',
  '00:1c:14',
  '00:50:56',
  '00:15:5d', // Hyper-V
  '00:16:3e', // Xen
  '08:00:27', // VirtualBox
])
/** The ports of one device are numbered on from its first address. */
const MOST_PORTS = 16

/** Addresses of one block so close that they may be ports of one device. */
export function areNeighbours(mac: string, other: string): boolean {
  const block = mac.slice(0, 8)
  if (block !== other.slice(0, 8) || isLocallyAdministered(mac) || virtualMachines.has(block)) return false
  const distance = Math.abs(numberIn(mac) - numberIn(other))
  return distance > 0 && distance <= MOST_PORTS
}

/** Of one maker, commonly. */
export const areOfOneBlock = (mac: string, other: string): boolean => mac.slice(0, 8) === other.slice(0, 8)

/** What the maker counted up. */
const numberIn = (mac: string): number => Number.parseInt(mac.slice(9).replaceAll(':', ''), 16)
