// From a frame to its transport payload, in one pass and without building anything. Sources: IEEE 802.3 and 802.1Q,
// RFC 791, 8200, 9293, 768, 2784 and 2890 (GRE), 7348 (VXLAN), 3032 (MPLS), 2516 (PPPoE), IEC 62439-3 (PRP, HSR),
// draft-foschiano-erspan (ERSPAN I to III), the LINKTYPE registry for cooked captures.
import { AddressTable } from './addresses.ts'
import { Fragments } from './fragments.ts'
import { FRAGMENT, Frame, IP_OTHER, LINK, NOTHING, TCP, UDP } from './frame.ts'
import { extensionSize, IPV4, IPV6, isExtension, isUsual, prpTrailer, tagSize } from './headers.ts'
import { ETHERNET, LINUX_COOKED, LINUX_COOKED_2, LOOP, NULL_LOOPBACK, RAW_IP } from './link-types.ts'
import type { Slab } from './slab.ts'

/** Tunnels within tunnels beyond this are a loop or an attack. */
const MAX_TUNNELS = 8
/** Labels, tags and extension headers in a row. */
const MAX_HEADERS = 16
const VXLAN_PORT = 4789
const TRANSPARENT_ETHERNET = 0x6558
/** LLC frames have a length where others have a type; this is what we call them. */
export const LLC = 1

export class Decoder {
  readonly frame = new Frame()
  readonly addresses = new AddressTable()
  readonly fragments = new Fragments()
  /** Frames whose headers contradict their length. */
  broken = 0
  /** Where the frame ended on the wire; 0 when that is not known. */
  #wireEnd = 0

  /**
   * Fills `frame`; what it says is valid until the next call.
   * @param original length on the wire, 0 when not known
   */
  decode(slab: Slab, start: number, captured: number, at: number, link: number, original = 0): Frame {
    const { frame } = this
    this.#wireEnd = original > 0 ? start + original : 0
    frame.slab = slab
    frame.kind = NOTHING
    frame.at = at
    frame.macs = -1
    frame.sourceMac = -1
    frame.vlan = -1
    frame.tunnels = 0
    frame.version = 0
    const end = start + captured
    if (link === ETHERNET) this.#ethernet(start, end)
    else this.#other(link, start, end)
    return frame
  }

  #other(link: number, start: number, end: number): void {
    if (link === RAW_IP) this.#ip(start, end)
    else if (link === LINUX_COOKED) this.#cooked(start, end, 16, 14, 4, 6)
    else if (link === LINUX_COOKED_2) this.#cooked(start, end, 20, 0, 11, 12)
    else if (link === NULL_LOOPBACK || link === LOOP) this.#loopback(start, end)
  }

  #broke(): void {
    this.broken++
    this.frame.kind = NOTHING
  }

  #ethernet(start: number, end: number): void {
    if (end - start < 14) return this.#broke()
    const { frame } = this
    frame.macs = start
    frame.sourceMac = start + 6
    this.#typed(frame.slab.view.getUint16(start + 12), start + 14, end)
  }

  /** Linux cooked: where the type stands, where the length of the address, where the address. */
  #cooked(start: number, end: number, header: number, type: number, lengthAt: number, address: number): void {
    if (end - start < header) return this.#broke()
    const { view } = this.frame.slab
    // Version 1 holds the length in two bytes, version 2 in one.
    const length = header === 16 ? view.getUint16(start + lengthAt) : view.getUint8(start + lengthAt)
    if (length === 6) this.frame.sourceMac = start + address
    const at = start + header
    const kind = view.getUint16(start + type)
    // Small numbers are Linux's own, not lengths; 4 is an LLC frame.
    if (kind >= 0x0600) this.#typed(kind, at, end)
    else if (kind === 4) this.#llc(end - at, at, end)
  }

  /** BSD loopback: a family in the byte order of the capturing machine, which may not be ours. */
  #loopback(start: number, end: number): void {
    if (end - start < 4) return this.#broke()
    this.#ip(start + 4, end)
  }

  /** Follows tags and labels to the payload. */
  #typed(firstType: number, firstAt: number, end: number): void {
    const { frame } = this
    const { view } = frame.slab
    let type = firstType
    let at = firstAt
    for (let headers = 0; headers < MAX_HEADERS; headers++) {
      if (type === IPV4) return this.#ipv4(at, end)
      if (type === IPV6) return this.#ipv6(at, end)
      const size = tagSize(type)
      if (size === 0) return this.#rare(type, at, end)
      if (end - at < size) return this.#broke()
      // HSR's tag has the shape of two VLAN tags, without a VLAN in it.
      if (size === 4) frame.vlan = view.getUint16(at) & 0x0fff
      type = view.getUint16(at + size - 2)
      at += size
    }
    this.#broke()
  }

  #rare(type: number, at: number, end: number): void {
    if (type === 0x8847 || type === 0x8848) return this.#mpls(at, end)
    if (type === 0x8864) return this.#pppoe(at, end)
    if (type < 0x0600) return this.#llc(type, at, end)
    this.#link(type, at, end)
  }

  #link(type: number, at: number, end: number): void {
    const { frame } = this
    frame.kind = LINK
    frame.version = 0
    frame.etherType = type
    frame.dataStart = at
    frame.dataEnd = end - prpTrailer(frame.slab.view, at, end)
    frame.dataLength = frame.dataEnd - at
  }

  /** IEEE 802.3 with a length; SNAP carries a type after all. */
  #llc(length: number, at: number, end: number): void {
    const { view } = this.frame.slab
    const stop = Math.min(end, at + length)
    if (stop - at < 3) return this.#broke()
    const snap = stop - at >= 8 && view.getUint16(at) === 0xaaaa && view.getUint32(at + 2) === 0x0300_0000
    const type = snap ? view.getUint16(at + 6) : 0
    if (type >= 0x0600) return this.#typed(type, at + 8, stop)
    this.#link(LLC, at, stop)
  }

  /** Labels up to the bottom of the stack; then the first nibble tells IP from a pseudowire. */
  #mpls(start: number, end: number): void {
    const { view, bytes } = this.frame.slab
    let at = start
    for (let labels = 0; labels < MAX_HEADERS && end - at >= 5; labels++) {
      const bottom = (view.getUint8(at + 2) & 1) === 1
      at += 4
      if (!bottom) continue
      const nibble = bytes[at]! >> 4
      if (nibble === 4 || nibble === 6) return this.#ip(at, end)
      if (!this.#enter()) return this.#link(0x8847, start, end)
      return this.#ethernet(this.#controlWord(at, end) ? at + 4 : at, end)
    }
    this.#broke()
  }

  /** RFC 4448: four bytes may precede the frame, the first four bits 0. So may those of a MAC: the types decide. */
  #controlWord(at: number, end: number): boolean {
    const { view, bytes } = this.frame.slab
    if (bytes[at]! >> 4 !== 0 || end - at < 18) return false
    return isUsual(view.getUint16(at + 16)) || !isUsual(view.getUint16(at + 12))
  }

  #pppoe(at: number, end: number): void {
    if (end - at < 8) return this.#broke()
    const protocol = this.frame.slab.view.getUint16(at + 6)
    if (protocol === 0x0021) return this.#ipv4(at + 8, end)
    if (protocol === 0x0057) return this.#ipv6(at + 8, end)
    this.#link(0x8864, at, end)
  }

  #ip(at: number, end: number): void {
    if (end - at < 1) return this.#broke()
    const version = this.frame.slab.bytes[at]! >> 4
    if (version === 4) this.#ipv4(at, end)
    else if (version === 6) this.#ipv6(at, end)
    else this.#broke()
  }

  #ipv4(at: number, end: number): void {
    if (end - at < 20) return this.#broke()
    const { frame } = this
    const { view } = frame.slab
    const first = view.getUint8(at)
    const header = (first & 15) * 4
    // 0 is what hosts write that leave cutting to the card (TSO).
    let total = view.getUint16(at + 2) || end - at
    if (total > end - at) total = this.#believed(total, at, end)
    if (first >> 4 !== 4 || header < 20 || total < header || end - at < header) return this.#broke()
    frame.version = 4
    frame.network = at
    frame.source = view.getInt32(at + 12)
    frame.destination = view.getInt32(at + 16)
    frame.identification = view.getUint16(at + 4)
    frame.protocol = view.getUint8(at + 9)
    const fragment = view.getUint16(at + 6)
    const wire = total - header
    if ((fragment & 0x3fff) !== 0) {
      const more = (fragment & 0x2000) !== 0
      return this.#fragment(at + header, end, wire, (fragment & 0x1fff) * 8, more, frame.identification)
    }
    this.#transport(at + header, end, wire)
  }

  /**
   * A length that goes beyond the capture: cut by it, or a lie, by which somebody could make us skip what follows. In
   * a tunnel a mirror may have cut the packet.
   */
  #believed(length: number, at: number, end: number): number {
    if (this.#wireEnd === 0 || this.frame.tunnels > 0) return length
    return Math.min(length, Math.max(end, this.#wireEnd) - at)
  }

  #ipv6(at: number, end: number): void {
    if (end - at < 40) return this.#broke()
    const { frame } = this
    const { view } = frame.slab
    if (view.getUint8(at) >> 4 !== 6) return this.#broke()
    frame.version = 6
    frame.network = at
    frame.source = this.addresses.number(view, at + 8)
    frame.destination = this.addresses.number(view, at + 24)
    frame.identification = 0
    let length = view.getUint16(at + 4) || end - at - 40
    if (length > end - at - 40) length = this.#believed(length, at + 40, end)
    this.#extensions(view.getUint8(at + 6), at + 40, end, length)
  }

  /** RFC 8200 section 4: headers before the transport. `wire` counts down what the packet says it has left. */
  #extensions(firstHeader: number, firstAt: number, end: number, firstWire: number): void {
    const { view } = this.frame.slab
    let next = firstHeader
    let at = firstAt
    let wire = firstWire
    for (let headers = 0; headers < MAX_HEADERS && isExtension(next); headers++) {
      if (end - at < 8 || wire < 8) return this.#broke()
      const size = extensionSize(next, view.getUint8(at + 1))
      if (next === 44 && this.#partial(at, end, wire)) return
      if (end - at < size || wire < size) return this.#broke()
      next = view.getUint8(at)
      at += size
      wire -= size
    }
    if (isExtension(next)) return this.#broke()
    this.frame.protocol = next
    this.#transport(at, end, wire)
  }

  /** Section 4.5: a fragment header, unless the whole packet is in this one. */
  #partial(at: number, end: number, wire: number): boolean {
    const { view } = this.frame.slab
    const field = view.getUint16(at + 2)
    if ((field & 0xfff9) === 0) return false
    this.frame.protocol = view.getUint8(at)
    this.frame.identification = view.getInt32(at + 4)
    this.#fragment(at + 8, end, wire - 8, field & 0xfff8, (field & 1) === 1, this.frame.identification)
    return true
  }

  #fragment(at: number, end: number, wire: number, offset: number, more: boolean, id: number): void {
    const { frame } = this
    frame.kind = FRAGMENT
    const whole = this.fragments.add(frame, at, Math.min(wire, end - at), wire, offset, more, id)
    if (!whole) return
    const { length } = whole
    frame.slab = whole.slab
    // The MAC and IP headers stayed behind in the other slab.
    frame.macs = -1
    frame.sourceMac = -1
    frame.network = -1
    if (frame.version === 6) this.#extensions(frame.protocol, 0, length, length)
    else this.#transport(0, length, length)
  }

  #transport(at: number, end: number, wire: number): void {
    const stop = Math.min(end, at + wire)
    const { protocol } = this.frame
    if (protocol === 6) this.#tcp(at, stop, wire)
    else if (protocol === 17) this.#udp(at, stop, wire)
    else this.#upper(protocol, at, stop, wire)
  }

  #tcp(at: number, end: number, wire: number): void {
    if (wire < 20) return this.#broke()
    if (end - at < 20) return this.#other4(at, end, wire)
    const { frame } = this
    const { view } = frame.slab
    const header = (view.getUint8(at + 12) >> 4) * 4
    if (header < 20 || header > wire) return this.#broke()
    frame.kind = TCP
    frame.sourcePort = view.getUint16(at)
    frame.destinationPort = view.getUint16(at + 2)
    frame.sequence = view.getInt32(at + 4)
    frame.acknowledged = view.getInt32(at + 8)
    frame.flags = view.getUint8(at + 13)
    frame.checksum = view.getUint16(at + 16)
    frame.dataStart = Math.min(at + header, end)
    frame.dataEnd = end
    frame.dataLength = wire - header
  }

  #udp(at: number, end: number, wire: number): void {
    if (wire < 8) return this.#broke()
    if (end - at < 8) return this.#other4(at, end, wire)
    const { frame } = this
    const { view } = frame.slab
    // 0 stands for a length that does not fit (RFC 2675); no datagram is longer than its packet.
    const length = Math.min(view.getUint16(at + 4) || wire, wire)
    if (length < 8) return this.#broke()
    frame.sourcePort = view.getUint16(at)
    frame.destinationPort = view.getUint16(at + 2)
    const stop = Math.min(end, at + length)
    if (frame.destinationPort === VXLAN_PORT && this.#vxlan(at + 8, stop)) return
    frame.kind = UDP
    frame.checksum = view.getUint16(at + 6)
    frame.sequence = 0
    frame.acknowledged = 0
    frame.flags = 0
    frame.dataStart = at + 8
    frame.dataEnd = stop
    frame.dataLength = length - 8
  }

  /** Cut before its ports: known to be there, not whose. */
  #other4(at: number, end: number, wire: number): void {
    const { frame } = this
    frame.kind = IP_OTHER
    frame.dataStart = at
    frame.dataEnd = end
    frame.dataLength = wire
    frame.checksum = 0
  }

  #upper(protocol: number, at: number, end: number, wire: number): void {
    if (protocol === 47 && this.#gre(at, end)) return
    if ((protocol === 4 || protocol === 41) && end > at && this.#enter()) return this.#routed(at, end)
    this.#other4(at, end, wire)
  }

  /** Another tunnel, unless there have been too many. The VLAN outside says nothing of what is inside. */
  #enter(): boolean {
    if (this.frame.tunnels >= MAX_TUNNELS) return false
    this.frame.tunnels++
    this.frame.vlan = -1
    return true
  }

  /** IP right inside a tunnel: the MACs are those of the tunnel's ends, not of who speaks. */
  #routed(at: number, end: number): void {
    this.frame.macs = -1
    this.frame.sourceMac = -1
    this.#ip(at, end)
  }

  #vxlan(at: number, end: number): boolean {
    const { view } = this.frame.slab
    if (end - at < 22 || (view.getUint8(at) & 8) === 0 || view.getUint8(at + 7) !== 0) return false
    if (!this.#enter()) return false
    this.#ethernet(at + 8, end)
    return true
  }

  #gre(at: number, end: number): boolean {
    if (end - at < 4) return false
    const { view } = this.frame.slab
    const flags = view.getUint16(at)
    const type = view.getUint16(at + 2)
    // Version 1 is PPTP; source routes (RFC 1701) are of the past.
    if ((flags & 0x4007) !== 0) return false
    const sequenced = (flags & 0x1000) !== 0
    const header = 4 + ((flags & 0x8000) !== 0 ? 4 : 0) + ((flags & 0x2000) !== 0 ? 4 : 0) + (sequenced ? 4 : 0)
    const inner = at + header
    if (end - inner < 1 || !this.#enter()) return false
    if (type === IPV4 || type === IPV6) this.#routed(inner, end)
    else if (type === TRANSPARENT_ETHERNET) this.#ethernet(inner, end)
    // ERSPAN type I has no header of its own and no sequence number; type II has eight bytes and one.
    else if (type === 0x88be) this.#ethernet(sequenced ? inner + 8 : inner, end)
    else if (type === 0x22eb) this.#erspan3(inner, end)
    else this.#typed(type, inner, end)
    return true
  }

  #erspan3(at: number, end: number): void {
    if (end - at < 12) return this.#broke()
    const { view } = this.frame.slab
    const inner = at + ((view.getUint8(at + 11) & 1) === 1 ? 20 : 12)
    const frameType = (view.getUint8(at + 10) >> 2) & 31
    if (frameType === 2) this.#routed(inner, end)
    else this.#ethernet(inner, end)
  }
}
