// Frames of ROC Plus: A6127, chapter 2. Destination, source, opcode, length, data, CRC-16 (low byte first).
import type { Side } from '@nautilus/model'
import { need, type Parsed } from '../dissector.ts'

export const HEADER = 6
const CRC = 2
export const LONGEST = HEADER + 255 + CRC

export type Frame = {
  readonly from: Side
  /** Unit and group of the device, whoever sends. */
  readonly unit: number
  readonly group: number
  /** The two addresses added, equal in both directions. */
  readonly ends: number
  readonly opcode: number
  readonly data: Uint8Array
  readonly sound: boolean
}

const table = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >> 1) ^ 0xa001 : crc >> 1
  return crc
})

export function holds(bytes: Uint8Array, size: number): boolean {
  let crc = 0xffff
  for (let i = 0; i < size - CRC; i++) crc = (crc >> 8) ^ table[(crc ^ bytes[i]!) & 0xff]!
  return bytes[size - 2] === (crc & 0xff) && bytes[size - 1] === crc >> 8
}

export const sizeOf = (bytes: Uint8Array): number => HEADER + bytes[5]! + CRC

export function parse(bytes: Uint8Array, from: Side): Parsed<Frame> {
  if (bytes.length < HEADER) return need(HEADER + CRC)
  const size = sizeOf(bytes)
  if (bytes.length < size) return need(size)
  const sound = holds(bytes, size)
  const device = from === 'client' ? 0 : 2
  const message: Frame = {
    from,
    unit: bytes[device]!,
    group: bytes[device + 1]!,
    ends: ((bytes[0]! + bytes[2]!) << 8) + bytes[1]! + bytes[3]!,
    opcode: bytes[4]!,
    data: bytes.subarray(HEADER, size - CRC),
    sound,
  }
  return { kind: 'message', message, size, oddities: sound ? [] : [{ code: 'roc-plus.crc', at: size - CRC }] }
}
