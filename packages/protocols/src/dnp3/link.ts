// DNP3 link frames and the transport function over them: IEEE 1815-2012, clauses 8 and 9.
import { holds } from './crc.ts'

export const START = 0x05
export const START2 = 0x64
/** The fixed part with its CRC. */
export const HEADER = 10
const BLOCK = 16
const CRC = 2
/** `length` counts control and addresses too. */
const COUNTED = 5
const FIN = 0x80
const FIR = 0x40
const PRIMARY = 0x40

export type Frame = {
  readonly size: number
  readonly control: number
  readonly destination: number
  readonly source: number
  /** Bytes of user data; they begin behind the header, with a CRC behind each 16. */
  readonly data: number
  readonly headerHolds: boolean
}
export type Read = Frame | { readonly need: number } | { readonly bad: string; readonly at: number }

/** Size of a frame whose length byte says `length`. */
const sizeOf = (length: number): number => {
  const data = length - COUNTED
  return HEADER + data + CRC * Math.ceil(data / BLOCK)
}

/** The frame at `at`. Asks for no more than it takes. */
export function readFrame(bytes: Uint8Array, at: number): Read {
  const left = bytes.length - at
  if (left > 0 && bytes[at] !== START) return { bad: 'dnp3.start', at }
  if (left > 1 && bytes[at + 1] !== START2) return { bad: 'dnp3.start', at: at + 1 }
  if (left > 2 && bytes[at + 2]! < COUNTED) return { bad: 'dnp3.length', at: at + 2 }
  if (left < HEADER) return { need: at + HEADER }
  const size = sizeOf(bytes[at + 2]!)
  if (left < size) return { need: at + size }
  return {
    size,
    control: bytes[at + 3]!,
    destination: bytes[at + 4]! | (bytes[at + 5]! << 8),
    source: bytes[at + 6]! | (bytes[at + 7]! << 8),
    data: bytes[at + 2]! - COUNTED,
    headerHolds: holds(bytes, at, at + HEADER - CRC),
  }
}

export const isPrimary = (control: number): boolean => (control & PRIMARY) !== 0
/** Confirmed and unconfirmed user data, 9.2.4.1.3. */
export const isUserData = (control: number): boolean => isPrimary(control) && isData(control & 0x0f)
const isData = (code: number): boolean => code === 3 || code === 4

/** The first wrong block CRC of a frame, -1 when all hold. */
export function wrongBlock(bytes: Uint8Array, at: number, { data }: Frame): number {
  let start = at + HEADER
  for (let left = data; left > 0; left -= BLOCK) {
    const end = start + Math.min(left, BLOCK)
    if (!holds(bytes, start, end)) return end
    start = end + CRC
  }
  return -1
}

/** Copies the user data behind the transport byte to `into`; where the copy ended. */
export function copyData(bytes: Uint8Array, at: number, { data }: Frame, into: Uint8Array, to: number): number {
  let start = at + HEADER
  let skip = 1
  let next = to
  for (let left = data; left > 0; left -= BLOCK) {
    const length = Math.min(left, BLOCK)
    for (let i = skip; i < length; i++) into[next++] = bytes[start + i]!
    skip = 0
    start += length + CRC
  }
  return next
}

/** The one block of a short frame needs no copy. */
export const isOneBlock = ({ data }: Frame): boolean => data <= BLOCK

/** 8.2: the transport byte. */
export const transportOf = (bytes: Uint8Array, at: number): number => bytes[at + HEADER]!
export const isFirst = (transport: number): boolean => (transport & FIR) !== 0
export const isFinal = (transport: number): boolean => (transport & FIN) !== 0
export const sequenceOf = (transport: number): number => transport & 0x3f
