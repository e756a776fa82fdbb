// Frames built by hand, layer by layer, from the inside out.
import { bytes, type Part, u16, u32 } from './bytes.ts'

export const MAC_A = [0x02, 0, 0, 0, 0, 0x0a]
export const MAC_B = [0x02, 0, 0, 0, 0, 0x0b]
export const V4_A = '10.1.0.1'
export const V4_B = '10.1.0.2'
export const V6_A = 'fd00::1'
export const V6_B = 'fd00::2'

export const IPV4 = 0x0800
export const IPV6 = 0x86dd

export const ethernet = (type: number, payload: Part, from: Part = MAC_A, to: Part = MAC_B): Uint8Array =>
  bytes(to, from, u16(type), payload)

/** A tag and the type behind it: the payload of a frame of type `tpid`. */
export const tag = (vlan: number, type: number, payload: Part): Uint8Array => bytes(u16(vlan), u16(type), payload)

const v4 = (text: string): number[] => text.split('.').map(Number)

export function v6(text: string): number[] {
  const [before = '', behind] = text.split('::')
  const groups = (part: string): number[] => (part ? part.split(':').flatMap(g => u16(Number.parseInt(g, 16))) : [])
  const front = groups(before)
  const back = behind === undefined ? [] : groups(behind)
  return [...front, ...new Array(16 - front.length - back.length).fill(0), ...back]
}

function checksum(...parts: Part[]): number {
  let content = bytes(...parts)
  if (content.length % 2) content = bytes(content, [0])
  let sum = 0
  for (let i = 0; i < content.length; i += 2) sum += (content[i]! << 8) | content[i + 1]!
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return ~sum & 0xffff
}

export type V4 = {
  from?: string
  to?: string
  id?: number
  ttl?: number
  /** In bytes. */
  offset?: number
  more?: boolean
  options?: Part
  total?: number
}

export function ipv4(protocol: number, payload: Part, o: V4 = {}): Uint8Array {
  const options = o.options ?? []
  const header = 20 + options.length
  const fragment = ((o.offset ?? 0) >> 3) | (o.more ? 0x2000 : 0)
  const front = bytes([0x40 | (header / 4), 0], u16(o.total ?? header + payload.length), u16(o.id ?? 1), u16(fragment))
  const addresses = bytes(v4(o.from ?? V4_A), v4(o.to ?? V4_B), options)
  const head = (sum: number) => bytes(front, [o.ttl ?? 64, protocol], u16(sum), addresses)
  return bytes(head(checksum(head(0))), payload)
}

export type V6 = { from?: string; to?: string; length?: number }

export const ipv6 = (next: number, payload: Part, o: V6 = {}): Uint8Array =>
  bytes([0x60, 0, 0, 0], u16(o.length ?? payload.length), [next, 64], v6(o.from ?? V6_A), v6(o.to ?? V6_B), payload)

/** An IPv6 extension header of options, padded to a multiple of eight. */
export const extension = (next: number, payload: Part, eights = 0): Uint8Array =>
  bytes([next, eights, 1, 4 + eights * 8, ...new Array(4 + eights * 8).fill(0)], payload)

export const fragmentHeader = (next: number, id: number, offset: number, more: boolean, payload: Part): Uint8Array =>
  bytes([next, 0], u16(offset | (more ? 1 : 0)), u32(id), payload)

const pseudo = (from: string, to: string, protocol: number, size: number): Part =>
  from.includes(':')
    ? bytes(v6(from), v6(to), u32(size), u32(protocol))
    : bytes(v4(from), v4(to), [0, protocol], u16(size))

export type Ends = { from?: string; to?: string; sourcePort?: number; destinationPort?: number }

export function udp(payload: Part, o: Ends & { length?: number; noChecksum?: boolean } = {}): Uint8Array {
  const head = (sum: number) =>
    bytes(u16(o.sourcePort ?? 40_000), u16(o.destinationPort ?? 30_001), u16(o.length ?? 8 + payload.length), u16(sum))
  if (o.noChecksum) return bytes(head(0), payload)
  const sum = checksum(pseudo(o.from ?? V4_A, o.to ?? V4_B, 17, 8 + payload.length), head(0), payload)
  return bytes(head(sum || 0xffff), payload)
}

export type Tcp = Ends & { sequence?: number; acknowledged?: number; flags?: number; options?: Part }

export function tcp(payload: Part, o: Tcp = {}): Uint8Array {
  const options = o.options ?? []
  const size = (20 + options.length) / 4
  const ports = bytes(u16(o.sourcePort ?? 40_000), u16(o.destinationPort ?? 502))
  const numbers = bytes(u32(o.sequence ?? 1000), u32(o.acknowledged ?? 1), [size << 4, o.flags ?? 0x18])
  const head = (sum: number) => bytes(ports, numbers, u16(0x2000), u16(sum), [0, 0], options)
  const all = 20 + options.length + payload.length
  return bytes(head(checksum(pseudo(o.from ?? V4_A, o.to ?? V4_B, 6, all), head(0), payload)), payload)
}

export type Gre = { key?: number; sequence?: number; withChecksum?: boolean }

export function gre(type: number, payload: Part, o: Gre = {}): Uint8Array {
  const flags =
    (o.withChecksum ? 0x8000 : 0) | (o.key === undefined ? 0 : 0x2000) | (o.sequence === undefined ? 0 : 0x1000)
  const behind = bytes(o.key === undefined ? [] : u32(o.key), o.sequence === undefined ? [] : u32(o.sequence))
  const head = (sum: number) => bytes(u16(flags), u16(type), o.withChecksum ? bytes(u16(sum), u16(0)) : [], behind)
  return bytes(head(o.withChecksum ? checksum(head(0), payload) : 0), payload)
}

export const vxlan = (payload: Part, network = 5): Uint8Array => bytes([8, 0, 0, 0], u32(network << 8), payload)

export const erspan2 = (payload: Part): Uint8Array => bytes(u16(0x1000 | 7), u16(100), u32(3), payload)

export const erspan3 = (payload: Part, platform = false): Uint8Array =>
  bytes(
    u16(0x2000 | 7),
    u16(100),
    u32(12_345),
    u16(0),
    u16(platform ? 1 : 0),
    platform ? bytes([0, 0, 0, 0, 0, 0, 0, 0]) : [],
    payload,
  )

export const label = (value: number, bottom: boolean): number[] =>
  u32(((value << 12) | (bottom ? 0x100 : 0) | 64) >>> 0)

export const pppoe = (protocol: number, payload: Part): Uint8Array =>
  bytes([0x11, 0], u16(7), u16(payload.length + 2), u16(protocol), payload)

/** The payload of a frame with a redundancy trailer of PRP. */
export const withPrp = (payload: Part): Uint8Array =>
  bytes(payload, u16(77), u16(0xa000 | (payload.length + 6)), u16(0x88fb))

export const cooked = (type: number, payload: Part): Uint8Array =>
  bytes(u16(0), u16(1), u16(6), MAC_A, [0, 0], u16(type), payload)

export const cooked2 = (type: number, payload: Part): Uint8Array =>
  bytes(u16(type), u16(0), u32(2), u16(1), [0, 6], MAC_A, [0, 0], payload)
