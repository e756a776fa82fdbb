// Capture files built by hand, in every dialect.
import { bytes, type Part } from './bytes.ts'

type Order = { little?: boolean }

export const word = (value: number, little: boolean): Uint8Array => {
  const made = new Uint8Array(4)
  new DataView(made.buffer).setUint32(0, value, little)
  return made
}
export const half = (value: number, little: boolean): Uint8Array => {
  const made = new Uint8Array(2)
  new DataView(made.buffer).setUint16(0, value, little)
  return made
}

export type Packet = { data: Uint8Array; seconds?: number; fraction?: number; original?: number }

export const MICRO = 0xa1b2c3d4
export const NANO = 0xa1b23c4d
export const MODIFIED = 0xa1b2cd34

export function pcap(packets: readonly Packet[], o: Order & { magic?: number; link?: number; snap?: number } = {}) {
  const { little = true, magic = MICRO, link = 1, snap = 65_535 } = o
  const head = bytes(word(magic, little), half(2, little), half(4, little), word(0, little), word(0, little))
  const records = packets.map(({ data, seconds = 1, fraction = 0, original = data.length }) => {
    const extra = magic === MODIFIED ? bytes(word(0, little), word(0, little)) : []
    const times = bytes(word(seconds, little), word(fraction, little))
    return bytes(times, word(data.length, little), word(original, little), extra, data)
  })
  return bytes(head, word(snap, little), word(link, little), ...records)
}

const padding = (size: number): number[] => new Array((4 - (size & 3)) & 3).fill(0)

export function block(type: number, body: Part, little = true): Uint8Array {
  const padded = bytes(body, padding(body.length))
  const size = word(12 + padded.length, little)
  return bytes(word(type, little), size, padded, size)
}

export const option = (code: number, value: Part, little = true): Uint8Array =>
  bytes(half(code, little), half(value.length, little), value, padding(value.length))

export const section = (little = true, options: Part = []): Uint8Array =>
  block(
    0x0a0d0d0a,
    bytes(
      word(0x1a2b3c4d, little),
      half(1, little),
      half(0, little),
      word(0xffffffff, little),
      word(0xffffffff, little),
      options,
    ),
    little,
  )

export const describe = (link: number, o: Order & { snap?: number; options?: Part } = {}): Uint8Array => {
  const { little = true, snap = 0, options = [] } = o
  return block(1, bytes(half(link, little), half(0, little), word(snap, little), options), little)
}

export type Stamped = Order & { port?: number; stamp?: bigint; original?: number; options?: Part }

export const enhanced = (data: Uint8Array, o: Stamped = {}): Uint8Array => {
  const { little = true, port = 0, stamp = 1_000_000n, original = data.length, options = [] } = o
  const times = bytes(word(Number(stamp >> 32n), little), word(Number(stamp & 0xffffffffn), little))
  const sizes = bytes(word(data.length, little), word(original, little))
  return block(6, bytes(word(port, little), times, sizes, data, padding(data.length), options), little)
}

export const obsolete = (data: Uint8Array, o: Stamped = {}): Uint8Array => {
  const { little = true, port = 0, stamp = 1_000_000n, original = data.length } = o
  const times = bytes(word(Number(stamp >> 32n), little), word(Number(stamp & 0xffffffffn), little))
  const ports = bytes(half(port, little), half(0xffff, little))
  return block(2, bytes(ports, times, word(data.length, little), word(original, little), data), little)
}

export const simple = (data: Uint8Array, original = data.length, little = true): Uint8Array =>
  block(3, bytes(word(original, little), data), little)
