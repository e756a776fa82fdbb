// IPsec as it travels: IKE (RFC 2408 3.1, RFC 7296 3.1), ESP (RFC 4303 2) and AH (RFC 4302 2), directly on IP or in UDP
// (RFC 3948 2), where four zeros in front of IKE tell it from ESP.
import type { Side } from '@nautilus/model'
import { malformed, need, type Oddity, type Parsed } from '../dissector.ts'
import { hex, printable, Reader } from '../reader.ts'

export type Ike = {
  readonly kind: 'ike'
  readonly from: Side
  readonly version: number
  readonly exchange: number
  readonly flags: number
  readonly id: number
  readonly vendors: readonly string[]
  /** Who the sender says it is, in clear in aggressive mode only. */
  readonly identity: string
}
export type Message = Ike | { readonly kind: 'esp' | 'ah' | 'keep-alive' }

const NO_ODDITIES: readonly Oddity[] = []
export const IKE_HEADER = 28
const MARKER = 4
const LEAST_ESP = 20
export const LONGEST = 0xffff
const KEEP_ALIVE = 0xff
const MAX_PAYLOADS = 32

/** Where IKE starts: behind the marker or at once; -1 where this is none. Version, exchange, and a length that fits. */
export function ikeAt(bytes: Uint8Array): number {
  for (const start of isZero(bytes) ? [MARKER] : [0]) {
    if (bytes.length < start + IKE_HEADER) return -1
    const [version, exchange] = [bytes[start + 17]!, bytes[start + 18]!]
    const reader = new Reader(bytes)
    reader.at = start + 24
    const length = reader.u32()
    const known =
      (version === 0x10 && exchange >= 1 && exchange <= 33) || (version === 0x20 && exchange >= 34 && exchange <= 44)
    if (known && length >= IKE_HEADER && length >= bytes.length - start) return start
  }
  return -1
}

export const isZero = (bytes: Uint8Array): boolean =>
  bytes.length >= MARKER && (bytes[0]! | bytes[1]! | bytes[2]! | bytes[3]!) === 0

/** Next header, length in words less two, two zeros. */
const isAh = (bytes: Uint8Array): boolean =>
  bytes[2] === 0 && bytes[3] === 0 && bytes[1]! >= 1 && 4 * (bytes[1]! + 2) <= bytes.length

export function parse(bytes: Uint8Array, from: Side): Parsed<Message> {
  if (bytes.length === 0) return need(1)
  const found = (message: Message, oddities = NO_ODDITIES): Parsed<Message> => ({
    kind: 'message',
    message,
    size: bytes.length,
    oddities,
  })
  if (bytes.length === 1 && bytes[0] === KEEP_ALIVE) return found({ kind: 'keep-alive' })
  const start = ikeAt(bytes)
  if (start >= 0) return readIke(bytes, start, from)
  if (isZero(bytes)) return malformed('ipsec.ike', MARKER)
  if (bytes.length < LEAST_ESP) return malformed('ipsec.short', 0)
  return found({ kind: isAh(bytes) ? 'ah' : 'esp' })
}

function readIke(bytes: Uint8Array, start: number, from: Side): Parsed<Message> {
  const reader = new Reader(bytes)
  reader.at = start + 16
  const next = reader.u8()
  const [version, exchange, flags] = [reader.u8() >> 4, reader.u8(), reader.u8()]
  const id = reader.u32()
  const short = reader.u32() > bytes.length - start
  // Version 1 says whether all of it is encrypted; version 2 has a payload for that.
  const clear = version === 2 || (flags & 1) === 0
  const told = clear ? payloads(bytes, start + IKE_HEADER, next, version) : { vendors: [], identity: '' }
  const message: Ike = { kind: 'ike', from, version, exchange, flags, id, ...told }
  const oddities = short ? [{ code: 'ipsec.length', at: start + 24 }] : NO_ODDITIES
  return { kind: 'message', message, size: bytes.length, oddities }
}

const VENDORS: Readonly<Record<number, number>> = { 1: 13, 2: 43 }
const [IDENTITY, ENCRYPTED] = [5, 46]

/** Each payload names the kind of the next one. */
function payloads(
  bytes: Uint8Array,
  first: number,
  kind: number,
  version: number,
): { vendors: string[]; identity: string } {
  const vendors: string[] = []
  let identity = ''
  let [at, next] = [first, kind]
  for (let i = 0; i < MAX_PAYLOADS && next !== 0 && next !== ENCRYPTED && at + 4 <= bytes.length; i++) {
    const length = (bytes[at + 2]! << 8) | bytes[at + 3]!
    if (length < 4 || at + length > bytes.length) break
    const body = bytes.subarray(at + 4, at + length)
    if (next === VENDORS[version]) vendors.push(hex(body, 20))
    // Type, protocol and port, then the name; addresses are told by the packets.
    if (version === 1 && next === IDENTITY && (body[0] === 2 || body[0] === 3))
      identity = printable(body.subarray(4), 128)
    next = bytes[at]!
    at += length
  }
  return { vendors, identity }
}
