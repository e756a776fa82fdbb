// Frames of synchrophasors: IEEE C37.118.2-2011, 6.2. Big-endian.
import type { FunctionRef, Side, Verb } from '@nautilus/model'
import { malformed, need, type Oddity, type Parsed } from '../dissector.ts'

export const SYNC = 0xaa
export const HEADER = 14
export const CRC = 2
const SHORTEST = 16
export const LONGEST = 65_535
const none: readonly Oddity[] = []

export const FRAME = { data: 0, header: 1, config1: 2, config2: 3, command: 4, config3: 5 } as const

export type Frame = {
  readonly from: Side
  readonly type: number
  readonly version: number
  readonly id: number
  /** Of a command; 0 otherwise. */
  readonly command: number
  readonly sound: boolean
  readonly bytes: Uint8Array
}

const names: readonly FunctionRef[] = [
  { code: '0', name: 'data' },
  { code: '1', name: 'header' },
  { code: '2', name: 'configuration 1' },
  { code: '3', name: 'configuration 2' },
  { code: '4', name: 'command' },
  { code: '5', name: 'configuration 3' },
]
export const frameNamed = (type: number): FunctionRef => names[type] ?? { code: String(type), name: 'unknown frame' }

type Command = { readonly function: FunctionRef; readonly verb: Verb; readonly answer: number }
const command = (code: number, name: string, verb: Verb, answer: number): Command => ({
  function: { code: `4:${code}`, name },
  verb,
  answer,
})
/** 6.6, table 15; the frame that answers, -1 where none does. */
const commands: Readonly<Record<number, Command>> = {
  1: command(1, 'turn off data', 'configure', -1),
  2: command(2, 'turn on data', 'subscribe', -1),
  3: command(3, 'send header', 'discover', FRAME.header),
  4: command(4, 'send configuration 1', 'discover', FRAME.config1),
  5: command(5, 'send configuration 2', 'discover', FRAME.config2),
  6: command(6, 'send configuration 3', 'discover', FRAME.config3),
  8: command(8, 'extended frame', 'other', -1),
}
export const commandNamed = (code: number): Command => commands[code] ?? command(code, 'unknown command', 'other', -1)

const table = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 8
  for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000) !== 0 ? ((crc << 1) ^ 0x1021) & 0xffff : crc << 1
  return crc
})

/** Annex B: CRC-CCITT, start 0xFFFF, over all but itself. */
export function holds(bytes: Uint8Array, size: number): boolean {
  let crc = 0xffff
  for (let i = 0; i < size - CRC; i++) crc = ((crc << 8) & 0xffff) ^ table[(crc >> 8) ^ bytes[i]!]!
  return bytes[size - 2] === crc >> 8 && bytes[size - 1] === (crc & 0xff)
}

const word = (bytes: Uint8Array, at: number): number => (bytes[at]! << 8) | bytes[at + 1]!

/** The type and version byte: bit 7 is reserved, six types, two versions. */
export const isType = (byte: number): boolean =>
  byte >> 4 <= FRAME.config3 && ((byte & 0x0f) === 1 || (byte & 0x0f) === 2)

export function parse(bytes: Uint8Array, from: Side): Parsed<Frame> {
  if (bytes.length > 0 && bytes[0] !== SYNC) return malformed('synchrophasor.sync', 0)
  if (bytes.length > 1 && !isType(bytes[1]!)) return malformed('synchrophasor.type', 1)
  if (bytes.length < 4) return need(4)
  const size = word(bytes, 2)
  if (size < SHORTEST) return malformed('synchrophasor.size', 2)
  if (bytes.length < size) return need(size)
  const type = bytes[1]! >> 4
  const sound = holds(bytes, size)
  const short = type === FRAME.command && size < HEADER + 2 + CRC
  const message: Frame = {
    from,
    type,
    version: bytes[1]! & 0x0f,
    id: word(bytes, 4),
    command: type === FRAME.command && !short ? word(bytes, HEADER) : 0,
    sound,
    bytes: bytes.subarray(0, size),
  }
  if (!sound) return { kind: 'message', message, size, oddities: [{ code: 'synchrophasor.crc', at: size - CRC }] }
  return {
    kind: 'message',
    message,
    size,
    oddities: short ? [{ code: 'synchrophasor.short-command', at: HEADER }] : none,
  }
}
