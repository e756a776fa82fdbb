// Routable GOOSE and sampled values: a connectionless session over UDP. IEC TR 61850-90-5, clause 8 and annex B.
import { Reader } from '../reader.ts'

const UD = 0x40 // connectionless transport, ISO 8602
const COMMON_HEADER = 0x80
const FIXED = 20 // lengths, number, version, times and id of the key
/** Least that a session with one empty payload takes. */
export const ROUTABLE_SHORTEST = 2 + 2 + 2 + FIXED + 1 + 4 + 6

/** Session identifiers: 8.2.2.2. */
export const SESSION = { tunnel: 0xa0, goose: 0xa1, samples: 0xa2, management: 0xa3 } as const

/** One session message; `payloads` are places of the payload elements. */
export type Routable = {
  readonly session: number
  readonly version: number
  readonly keyId: number
  /** Where the number of the message lies: four bytes that count. */
  readonly numberAt: number
  readonly payloads: readonly Payload[]
  /** A length points beyond the datagram. */
  readonly short: boolean
}

export type Payload = {
  readonly type: number
  readonly simulated: boolean
  readonly appid: number
  readonly start: number
  readonly stop: number
}

/** Payload elements of one session message that are read. */
const MOST = 16

export const isRoutable = (bytes: Uint8Array, session: number): boolean =>
  bytes.length >= 6 && bytes[0] === 1 && bytes[1] === UD && bytes[2] === session && bytes[4] === COMMON_HEADER

/** Reads a datagram that `isRoutable` has passed. */
export function readRoutable(bytes: Uint8Array): Routable {
  const reader = new Reader(bytes)
  reader.skip(2)
  const session = reader.u8()
  const header = reader.u8()
  const end = 4 + header
  reader.skip(6) // identifier and length of the common header, length of the whole
  const numberAt = reader.at
  reader.skip(4)
  const version = reader.u16()
  reader.skip(6)
  const keyId = reader.u32()
  const found: Payload[] = []
  reader.at = Math.min(end, bytes.length)
  const total = reader.u32()
  const promised = reader.at + total
  const stop = Math.min(promised, bytes.length)
  let short = reader.short || header < FIXED + 3 || promised > bytes.length
  while (reader.at + 6 <= stop && found.length < MOST) {
    const type = reader.u8()
    const simulated = reader.u8() !== 0
    const appid = reader.u16()
    const length = reader.u16()
    const start = reader.at
    const last = Math.min(start + length, stop)
    if (last < start + length) short = true
    found.push({ type, simulated, appid, start, stop: last })
    reader.at = last
  }
  return { session, version, keyId, numberAt: numberAt + 4 <= bytes.length ? numberAt : -1, payloads: found, short }
}
