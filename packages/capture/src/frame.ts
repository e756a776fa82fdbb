import { Slab } from './slab.ts'

/** What a frame turned out to be. */
export const NOTHING = 0 // too short, or of a link type that is not read
export const LINK = 1 // a payload directly on Ethernet: `etherType`, `dataStart`
export const TCP = 2
export const UDP = 3
export const IP_OTHER = 4 // another IP protocol: `protocol`, `dataStart`
export const FRAGMENT = 5 // part of a packet of which more is to come

/** TCP flags, RFC 9293. */
export const FIN = 1
export const SYN = 2
export const RST = 4
export const PSH = 8
export const ACK = 16

/**
 * What the decoder found in one frame: one object, filled again for each. Offsets count in `slab`; addresses are IPv4
 * as a signed 32-bit number, or the number of an IPv6 address in `AddressTable`, told apart by `version`.
 */
export class Frame {
  slab: Slab = new Slab(0)
  kind = NOTHING
  /** Microseconds since 1970-01-01 UTC. */
  at = 0
  /** Position in the capture, from 1; set by whoever counts. */
  number = 0
  /** Destination and source MAC start here; -1 when the link layer has none. */
  macs = -1
  /** Source MAC of a cooked capture, which knows no destination; -1 otherwise. */
  sourceMac = -1
  etherType = 0
  /** The innermost VLAN, -1 without. */
  vlan = -1
  /** Tunnels that were opened. */
  tunnels = 0
  /** 4, 6, or 0 without IP. */
  version = 0
  source = 0
  destination = 0
  /** IPv4 identification with the protocol: tells copies of a packet from packets alike. */
  identification = 0
  protocol = 0
  /** The IP header starts here, for those who must look again. */
  network = 0
  sourcePort = 0
  destinationPort = 0
  sequence = 0
  acknowledged = 0
  flags = 0
  checksum = 0
  dataStart = 0
  dataEnd = 0
  /** Payload bytes on the wire; more than `dataEnd - dataStart` when the capture cut the packet. */
  dataLength = 0
}
