// A second, independent reading of frames: none of the simulator's own code for sums.
import type { Frame } from '../src/index.ts'

/** The one's complement sum by division, as a big number; right checksums make it 0xffff. */
function onesComplement(bytes: Uint8Array): bigint {
  let number = 0n
  for (let i = 0; i < bytes.length; i++) number += BigInt(bytes[i]!) << (i % 2 ? 0n : 8n)
  const rest = number % 0xffffn
  return rest === 0n && number > 0n ? 0xffffn : rest
}

const ETHERTYPES = [0x0800, 0x0806, 0x88cc, 0x8100]

/** What is wrong with a frame by itself; nothing, one hopes. */
export function faultOf({ bytes }: Frame): string | undefined {
  if (bytes.length < 60 || bytes.length > 1514) return `length ${bytes.length}`
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const ethertype = view.getUint16(12)
  if (!ETHERTYPES.includes(ethertype)) return `ethertype ${ethertype}`
  if (ethertype !== 0x0800) return undefined
  const total = view.getUint16(16)
  if (14 + total > bytes.length) return 'packet longer than its frame'
  if (bytes.subarray(14 + total).some(byte => byte !== 0)) return 'padding is not zero'
  if (onesComplement(bytes.subarray(14, 34)) !== 0xffffn) return 'IP checksum'
  const body = bytes.subarray(34, 14 + total)
  if (bytes[23] === 1) return onesComplement(body) === 0xffffn ? undefined : 'ICMP checksum'
  if (bytes[23] !== 6 && bytes[23] !== 17) return `protocol ${bytes[23]}`
  const pseudo = Uint8Array.of(...bytes.subarray(26, 34), 0, bytes[23], body.length >> 8, body.length & 0xff)
  return onesComplement(Uint8Array.of(...pseudo, ...body)) === 0xffffn ? undefined : 'TCP or UDP checksum'
}

/** Follows every direction of every connection; says where a sequence number is not the expected one. */
export class SequenceCheck {
  readonly #next = new Map<string, number>()

  fault({ bytes }: Frame): string | undefined {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    if (view.getUint16(12) !== 0x0800 || bytes[23] !== 6) return undefined
    const key = `${bytes.subarray(26, 34)} ${bytes.subarray(34, 38)}`
    const flags = bytes[47]!
    const sequence = view.getUint32(38)
    const payload = view.getUint16(16) - 20 - (bytes[46]! >> 4) * 4
    const expected = this.#next.get(key)
    const isProbe = payload === 0 && (flags & 0x07) === 0 && sequence === ((expected ?? 0) - 1) >>> 0
    if (isProbe || flags & 0x04) return undefined
    this.#next.set(key, (sequence + payload + (flags & 0x03 ? 1 : 0)) >>> 0)
    if (flags & 0x02 || sequence === expected) return undefined
    return `${key}: sequence ${sequence}, not ${expected}`
  }
}

/** Copies a frame whose bytes the generator will use again. */
export const kept = ({ at, bytes }: Frame): Frame => ({ at, bytes: bytes.slice() })

export function hashOf(frames: Iterable<Frame>): string {
  let hash = 0x811c9dc5
  let count = 0
  for (const { at, bytes } of frames) {
    hash = Math.imul(hash ^ (at % 0x1_0000_0000), 0x01000193)
    for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193)
    count++
  }
  return `${count} ${hash >>> 0}`
}
