// MAC addresses that several devices take in turn.

type Pattern = { readonly starts: string; readonly what: string; readonly group: (bytes: readonly number[]) => number }

const last = (bytes: readonly number[]): number => bytes[5] ?? 0
/** Twelve bits. */
const lastThreeDigits = (bytes: readonly number[]): number => (((bytes[4] ?? 0) & 0x0f) << 8) | (bytes[5] ?? 0)

const patterns: readonly Pattern[] = [
  // RFC 9568, 7.3; CARP of the BSD systems uses the same block.
  { starts: '00:00:5e:00:01:', what: 'VRRP or CARP', group: last },
  { starts: '00:00:5e:00:02:', what: 'VRRP for IPv6', group: last },
  // RFC 2281, 5.6; version 2 and IPv6 as Cisco documents them.
  { starts: '00:00:0c:07:ac:', what: 'HSRP', group: last },
  { starts: '00:00:0c:9f:f', what: 'HSRP version 2', group: lastThreeDigits },
  { starts: '00:05:73:a0:0', what: 'HSRP for IPv6', group: lastThreeDigits },
  { starts: '00:07:b4:00:', what: 'GLBP', group: bytes => bytes[4] ?? 0 },
]

export type VirtualMac = { readonly what: string; readonly group: number | null }

/** What takes this address in turn; null for the address of one device. */
export function virtualMacOf(mac: string): VirtualMac | null {
  // Network load balancing, unicast: the address of the cluster in the last four bytes.
  if (mac.startsWith('02:bf:')) return { what: 'Microsoft network load balancing', group: null }
  if (!mac.startsWith('00:0')) return null
  const found = patterns.find(({ starts }) => mac.startsWith(starts))
  if (!found) return null
  return { what: found.what, group: found.group(mac.split(':').map(text => Number.parseInt(text, 16))) }
}

export const titleOf = ({ what, group }: VirtualMac): string => (group === null ? what : `${what} group ${group}`)
