import { viewOf } from './bytes.ts'
import { type Address, ETHERTYPE, frameWithRoom } from './ethernet.ts'

export const PROTOCOL = { icmp: 1, tcp: 6, udp: 17 } as const

const IP_AT = 14
const IP_HEADER = 20
/** Where what IPv4 carries starts in a frame of ours: no options, no VLAN tag. */
export const BODY_AT = IP_AT + IP_HEADER

/** RFC 1071: the one's complement sum of the 16-bit words, not yet folded. */
export function wordSum(bytes: Uint8Array, from: number, to: number, start = 0): number {
  let sum = start
  let at = from
  for (; at + 1 < to; at += 2) sum += (bytes[at]! << 8) | bytes[at + 1]!
  return at < to ? sum + (bytes[at]! << 8) : sum
}

export function folded(sum: number): number {
  let rest = sum
  while (rest > 0xffff) rest = (rest & 0xffff) + (rest >>> 16)
  return ~rest & 0xffff
}

export type Packet = { from: Address; to: Address; ttl: number; id: number; protocol: number; bodyLength: number }

/** A frame with a finished IPv4 header and a body of zeros for the caller to fill. */
export function packetWithRoom(packet: Packet): Uint8Array {
  const length = IP_HEADER + packet.bodyLength
  const frame = frameWithRoom(packet.to.mac, packet.from.mac, ETHERTYPE.ipv4, length)
  const view = viewOf(frame)
  view.setUint16(IP_AT, 0x4500)
  view.setUint16(IP_AT + 2, length)
  view.setUint16(IP_AT + 4, packet.id)
  view.setUint16(IP_AT + 6, 0x4000)
  view.setUint8(IP_AT + 8, packet.ttl)
  view.setUint8(IP_AT + 9, packet.protocol)
  frame.set(packet.from.ip, IP_AT + 12)
  frame.set(packet.to.ip, IP_AT + 16)
  view.setUint16(IP_AT + 10, folded(wordSum(frame, IP_AT, BODY_AT)))
  return frame
}

/** The sum of the pseudo-header of RFC 9293, 3.1, read from the packet's own addresses. */
export const pseudoHeaderSum = (frame: Uint8Array, protocol: number, length: number): number =>
  wordSum(frame, IP_AT + 12, BODY_AT, protocol + length)
