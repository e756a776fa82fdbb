// Variable-length numbers of S7comm-plus: seven bits a byte, most significant first, the top bit of a byte says that more
// follow. A signed number carries its sign in bit 6 of its first byte; the ninth byte of a 64-bit one counts whole.
// No specification is published: after the public Wireshark plugin for S7comm-plus and "Rogue7" (Black Hat USA 2019).
import type { Reader } from '../reader.ts'

const LONGEST_32 = 5
const LONGEST_64 = 9

export function unsigned32(reader: Reader): number {
  let value = 0
  for (let i = 0; i < LONGEST_32; i++) {
    const byte = reader.u8()
    value = value * 128 + (byte & 0x7f)
    if (byte < 0x80) return value >>> 0
  }
  reader.skip(-1)
  return 0
}

export function signed32(reader: Reader): number {
  const first = reader.u8()
  let value = (first & 0x3f) - (first & 0x40)
  let byte = first
  for (let i = 1; byte >= 0x80 && i < LONGEST_32; i++) {
    byte = reader.u8()
    value = value * 128 + (byte & 0x7f)
  }
  if (byte >= 0x80) reader.skip(-1)
  return value | 0
}

export const unsigned64 = (reader: Reader): bigint => BigInt.asUintN(64, long(reader, reader.u8(), 0x7f))

export function signed64(reader: Reader): bigint {
  const start = reader.at
  const first = reader.u8()
  const magnitude = long(reader, first, 0x3f)
  const size = reader.at - start
  const bits = BigInt(size === LONGEST_64 ? 63 : 7 * size - 1)
  return first & 0x40 ? BigInt.asIntN(64, magnitude - (1n << bits)) : magnitude
}

function long(reader: Reader, first: number, mask: number): bigint {
  let value = BigInt(first & mask)
  let byte = first
  for (let i = 1; byte >= 0x80 && i < LONGEST_64; i++) {
    byte = reader.u8()
    if (i === LONGEST_64 - 1) return (value << 8n) | BigInt(byte)
    value = (value << 7n) | BigInt(byte & 0x7f)
  }
  return value
}
