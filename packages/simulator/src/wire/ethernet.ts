import { join, u16 } from './bytes.ts'

export const ETHERTYPE = { ipv4: 0x0800, arp: 0x0806, lldp: 0x88cc } as const

const SHORTEST = 60

export const BROADCAST = new Uint8Array(6).fill(0xff)

export const macBytes = (mac: string): Uint8Array => Uint8Array.from(mac.split(':'), part => Number.parseInt(part, 16))

export const ipBytes = (ip: string): Uint8Array => Uint8Array.from(ip.split('.'), Number)

/** An Ethernet II frame with room for a payload, padded with zeros to the shortest length. */
export function frameWithRoom(to: Uint8Array, from: Uint8Array, ethertype: number, payloadLength: number): Uint8Array {
  const frame = new Uint8Array(Math.max(SHORTEST, 14 + payloadLength))
  frame.set(to, 0)
  frame.set(from, 6)
  frame[12] = ethertype >>> 8
  frame[13] = ethertype & 0xff
  return frame
}

export function frameOf(to: Uint8Array, from: Uint8Array, ethertype: number, payload: Uint8Array): Uint8Array {
  const frame = frameWithRoom(to, from, ethertype, payload.length)
  frame.set(payload, 14)
  return frame
}

export type Address = { mac: Uint8Array; ip: Uint8Array }

const ARP_ETHERNET_IPV4 = [...u16(1), ...u16(ETHERTYPE.ipv4), 6, 4]
const UNKNOWN_MAC = new Uint8Array(6)

/** RFC 826: who has `ip`? To everyone, or to the address believed to be right when an entry is only refreshed. */
export function arpRequest(from: Address, ip: Uint8Array, believed?: Uint8Array): Uint8Array {
  const payload = join(ARP_ETHERNET_IPV4, u16(1), from.mac, from.ip, believed ?? UNKNOWN_MAC, ip)
  return frameOf(believed ?? BROADCAST, from.mac, ETHERTYPE.arp, payload)
}

export function arpReply(from: Address, to: Address): Uint8Array {
  return frameOf(to.mac, from.mac, ETHERTYPE.arp, join(ARP_ETHERNET_IPV4, u16(2), from.mac, from.ip, to.mac, to.ip))
}
