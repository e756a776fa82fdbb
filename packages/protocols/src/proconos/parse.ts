// Two ways to a ProConOS runtime. Frames of the runtime (TCP 20547): 0xcc, 1, function, flags, number, length, data, CRC.
// Remoting of Phoenix Contact (TCP 41100): eight words, then names, arguments or results. No specification is public: after
// Redpoint (2014), T. Deneut (2015) and captures.
import type { Side } from '@nautilus/model'
import { malformed, need, type Oddity, type Parsed } from '../dissector.ts'
import { printable } from '../reader.ts'
import { checksum } from './checksum.ts'

const START = 0xcc
const FRAME_HEADER = 8
const FRAME_TRAILER = 2
const REMOTING_HEADER = 16
export const LONGEST = 0x4000
const sound: readonly Oddity[] = []

export const REMOTING = { open: 0, opened: 1, call: 2, result: 3 } as const

export type Frame = {
  readonly kind: 'frame'
  readonly from: Side
  readonly function: number
  readonly sequence: number
  readonly data: Uint8Array
}
export type Remoting = {
  readonly kind: 'remoting'
  readonly from: Side
  readonly type: number
  /** Number of the service; of an answer to an opening 0 when it is refused. */
  readonly handle: number
  readonly method: number
  readonly name: string
  readonly data: Uint8Array
}
export type Message = Frame | Remoting

const low = (bytes: Uint8Array, at: number): number => bytes[at]! | (bytes[at + 1]! << 8)

export function parse(bytes: Uint8Array, from: Side): Parsed<Message> {
  if (bytes.length === 0) return need(FRAME_HEADER)
  if (bytes[0] === START) return parseFrame(bytes, from)
  if (bytes[0] === 1 && (bytes[1] ?? 0) === 0) return parseRemoting(bytes, from)
  return malformed('proconos.start', 0)
}

function parseFrame(bytes: Uint8Array, from: Side): Parsed<Message> {
  if (bytes.length < FRAME_HEADER) return need(FRAME_HEADER)
  const length = low(bytes, 6)
  const size = FRAME_HEADER + length + FRAME_TRAILER
  if (size > LONGEST) return malformed('proconos.length', 6)
  if (bytes.length < size) return need(size)
  const end = size - FRAME_TRAILER
  const wrong = checksum(bytes, end) !== low(bytes, end)
  const message: Frame = {
    kind: 'frame',
    from,
    function: (bytes[2]! << 8) | bytes[3]!,
    sequence: bytes[5]!,
    data: bytes.subarray(FRAME_HEADER, end),
  }
  return { kind: 'message', message, size, oddities: wrong ? [{ code: 'proconos.checksum', at: end }] : sound }
}

/** Version, type, 0, length, handle, method, 0, and a sum that some leave out. */
function parseRemoting(bytes: Uint8Array, from: Side): Parsed<Message> {
  if (bytes.length < REMOTING_HEADER) return need(REMOTING_HEADER)
  const type = low(bytes, 2)
  const size = REMOTING_HEADER + low(bytes, 6)
  if (type > REMOTING.result || low(bytes, 4) !== 0) return malformed('proconos.type', 2)
  if (size > LONGEST) return malformed('proconos.length', 6)
  if (bytes.length < size) return need(size)
  const data = bytes.subarray(REMOTING_HEADER, size)
  const message: Remoting = {
    kind: 'remoting',
    from,
    type,
    handle: low(bytes, 8),
    method: low(bytes, 10),
    name: type === REMOTING.open ? printable(data, 128) : '',
    data,
  }
  const sum = (0x10000 - 1 - (1 + type + data.length + message.handle + message.method)) & 0xffff
  const told = low(bytes, 14)
  return {
    kind: 'message',
    message,
    size,
    oddities: told !== 0 && told !== sum ? [{ code: 'proconos.sum', at: 14 }] : sound,
  }
}
