// Frames of TriStation. No specification is public: after the descriptions of FireEye (2018) and Nozomi Networks (2018).
// Type, channel, length, then of a command direction, connection, function, number, 0, sum, length, data; and a CRC-16.
import type { Side } from '@nautilus/model'
import { malformed, need, type Oddity, type Parsed } from '../dissector.ts'

export const TYPE = {
  connect: 1,
  connected: 2,
  disconnected: 3,
  disconnect: 4,
  command: 5,
  ping: 6,
  limit: 7,
  notConnected: 8,
  dead: 9,
  denied: 10,
  failed: 11,
} as const

export const HEAD = 4
export const COMMAND_HEAD = 10
export const DATA = HEAD + COMMAND_HEAD
export const CRC = 2
export const LONGEST = HEAD + 0xffff + CRC
const sound: readonly Oddity[] = []

export type Frame = {
  readonly from: Side
  readonly type: number
  readonly channel: number
  /** Of a command or its reply; -1 of other frames and of cut ones. */
  readonly function: number
  readonly number: number
  readonly data: Uint8Array
}

export const low = (bytes: Uint8Array, at: number): number => (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)

const table = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >> 1) ^ 0xa001 : crc >> 1
  return crc
})

/** Polynomial 0x8005, reflected, from 0, low byte first. */
export function holds(bytes: Uint8Array, size: number): boolean {
  let crc = 0
  for (let at = 0; at < size - CRC; at++) crc = (crc >> 8) ^ table[(crc ^ bytes[at]!) & 0xff]!
  return low(bytes, size - CRC) === crc
}

export const sizeOf = (bytes: Uint8Array): number => HEAD + low(bytes, 2) + CRC

export function parse(bytes: Uint8Array, from: Side): Parsed<Frame> {
  if (bytes.length < HEAD) return need(HEAD + CRC)
  const type = bytes[0]!
  if (type === 0 || type > TYPE.failed) return malformed('tristation.type', 0)
  const size = sizeOf(bytes)
  if (bytes.length < size) return need(size)
  const isCommand = type === TYPE.command
  const whole = isCommand && size >= DATA + CRC
  const message: Frame = {
    from,
    type,
    channel: bytes[1]!,
    function: whole ? bytes[6]! : -1,
    number: whole ? bytes[7]! : 0,
    data: whole ? bytes.subarray(DATA, size - CRC) : bytes.subarray(0, 0),
  }
  return { kind: 'message', message, size, oddities: odditiesOf(bytes, size, isCommand, whole) }
}

function odditiesOf(bytes: Uint8Array, size: number, isCommand: boolean, whole: boolean): readonly Oddity[] {
  const crc = holds(bytes, size) ? sound : [{ code: 'tristation.crc', at: size - CRC }]
  if (!isCommand) return crc
  if (!whole) return [...crc, { code: 'tristation.short', at: HEAD }]
  return low(bytes, 12) === low(bytes, 2) ? crc : [...crc, { code: 'tristation.length', at: 12 }]
}
