// What the tags of frames (IEEE 802.1Q) tell of who is who. Untagged frames tell nothing: a mirror may tag one direction
// only, and a trunk may show both.
import { isLinkLocal } from '../address.ts'
import type { Addresses, Binding } from '../addresses.ts'
import { judgeMac } from '../routers.ts'
import { virtualMacOf } from './virtual.ts'

/** So long (µs) the new tag must be heard without the old one before a device counts as moved. */
export const SETTLED = 60e6

/** From one VLAN to the next: silent in the first one until `left`, heard in the second from `first` to `last`. */
export type Move = {
  readonly from: number
  readonly to: number
  readonly left: number
  readonly first: number
  readonly last: number
}

/**
 * The changes of VLAN of one MAC, in order. None where any two of its VLANs were heard at one time: a trunk, a host with
 * several interfaces on one card, or a device that went there and back.
 */
export function movesOf({ vlans }: Addresses, mac: string): Move[] {
  const spans = [...(vlans.get(mac) ?? [])]
    .map(([vlan, { first, last }]) => ({ vlan, first, last }))
    .sort((a, b) => a.first - b.first || a.last - b.last || a.vlan - b.vlan)
  const pairs = spans.slice(1).map((to, at) => ({ from: spans[at]!, to }))
  const isMoved = pairs.every(({ from, to }) => from.last < to.first && to.last - to.first >= SETTLED)
  if (!isMoved) return []
  return pairs.map(({ from, to }) => ({
    from: from.vlan,
    to: to.vlan,
    left: from.last,
    first: to.first,
    last: to.last,
  }))
}

/** The only VLAN that this MAC was heard in; null where there is none, or more than one. */
const onlyVlanOf = ({ vlans }: Addresses, mac: string): number | null => {
  const [vlan = null, ...more] = vlans.get(mac)?.keys() ?? []
  return more.length === 0 ? vlan : null
}

/**
 * An IP address that several devices have, each in a VLAN of its own, as in cells of machines that were built alike: its
 * senders by VLAN, the lowest first. Null where they are one device, or follow each other, for all that is known.
 *
 * They are several when every sender was heard in one VLAN only, answers ARP for the address there, sends as no other IPv4
 * address, and senders of two VLANs were there at one time. A router that passes packets on from another VLAN does not
 * answer for their address; one that does (proxy ARP) sends as an address of its own too, or for more than one; the leg of
 * one device in two VLANs (a trunk) has one MAC. `areAlike`: two that say the same of themselves are one device.
 */
export function sendersByVlan(
  addresses: Addresses,
  ip: string,
  senders: readonly string[],
  areAlike: (one: string, other: string) => boolean,
): string[][] | null {
  const byVlan = new Map<number, string[]>()
  for (const mac of senders) {
    const vlan = onlyVlanOf(addresses, mac)
    if (vlan === null || !livesAt(addresses, mac, ip)) return null
    byVlan.set(vlan, [...(byVlan.get(vlan) ?? []), mac])
  }
  const groups = [...byVlan].sort(([a], [b]) => a - b).map(([, macs]) => macs)
  const pairs = groups.flatMap((macs, at) => groups.slice(at + 1).map(others => [macs, others] as const))
  const bindingOf = (mac: string) => addresses.macs.get(mac)!.ips.get(ip)!
  const meet = (ones: readonly string[], others: readonly string[]) =>
    ones.some(one => others.some(other => overlap(bindingOf(one), bindingOf(other))))
  if (!pairs.some(([ones, others]) => meet(ones, others))) return null
  const isOne = pairs.some(([ones, others]) => ones.some(one => others.some(other => areAlike(one, other))))
  return isOne ? null : groups
}

const overlap = (a: Binding, b: Binding): boolean => a.first <= b.last && b.first <= a.last

function livesAt({ macs }: Addresses, mac: string, ip: string): boolean {
  const seen = macs.get(mac)!
  if (virtualMacOf(mac) || !seen.ips.get(ip)?.arp || judgeMac(seen).routing) return false
  return [...seen.ips.keys()].every(other => other === ip || other.includes(':') || isLinkLocal(other))
}
