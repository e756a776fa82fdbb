// GE Ethernet Global Data: what controllers tell each other cyclically. GE Fanuc publication GFK-1541, TCP/IP Ethernet
// Communications, chapter 4, and GEH-6721 (EGD protocol of Mark VIe). Little-endian.
import type { Claim, Side } from '@nautilus/model'
import {
  defineDissector,
  type Label,
  type Meaning,
  malformed,
  need,
  type Oddity,
  type Parsed,
  type Session,
  type Stretch,
} from '../dissector.ts'
import { hexNumber, Reader } from '../reader.ts'

export type Egd = {
  readonly from: Side
  readonly producer: string
  readonly exchange: number
  readonly status: number
  readonly signature: number
  readonly size: number
}

const HEADER = 32
const DATA = 13
const VERSION = 1
const MAX_DATA = 1400
const NANOSECONDS = 1_000_000_000
const never = -1
const sound: readonly Oddity[] = []

const zeros = (bytes: Uint8Array, at: number, end: number): boolean => {
  for (let k = at; k < end; k++) if (bytes[k] !== undefined && bytes[k] !== 0) return false
  return true
}

/** Type and version, a time whose nanoseconds are fewer than a second, a status of 16 bits, reserved zeros. */
function recognize(bytes: Uint8Array): number {
  if (bytes[0] !== DATA || (bytes.length > 1 && bytes[1] !== VERSION)) return never
  if (bytes.length < HEADER) return 0
  const header = new Reader(bytes)
  header.skip(16)
  if (header.u32le() >= NANOSECONDS || !zeros(bytes, 22, 24) || !zeros(bytes, 28, HEADER)) return never
  return bytes.length <= HEADER + MAX_DATA ? 16 + 2 + 16 + 32 : never
}

function parse(bytes: Uint8Array, from: Side): Parsed<Egd> {
  if (bytes.length < HEADER) return need(HEADER)
  if (bytes[0] !== DATA || bytes[1] !== VERSION) return malformed('ge-egd.type', 0)
  if (bytes.length > HEADER + MAX_DATA) return malformed('ge-egd.length', HEADER)
  const header = new Reader(bytes)
  header.skip(4)
  const producer = `${header.u8()}.${header.u8()}.${header.u8()}.${header.u8()}`
  const exchange = header.u32le()
  header.skip(8)
  const status = header.u32le()
  const message = { from, producer, exchange, status, signature: header.u32le(), size: bytes.length }
  return { kind: 'message', message, size: bytes.length, oddities: sound }
}

const cyclic = { code: 'data', name: 'produced data' }
const label = (): Label => ({ role: 'notice', pair: 0, function: cyclic, error: false })

/** Number of the message, time it was made. */
const varies: readonly Stretch[] = [
  { at: 2, length: 2 },
  { at: 12, length: 8 },
]

function operationOf({ producer, exchange, status, signature, size }: Egd): Meaning {
  const object = `${producer}/${exchange}`
  const native = { producer, exchange }
  const count = size - HEADER
  return {
    operation: {
      verb: 'report',
      function: cyclic,
      object,
      items: count > 0 ? [{ object, access: 'read', type: 'raw', count, in: 'reply', at: HEADER, native }] : [],
      outcome: 'ok',
      detail: { status, ...(signature === 0 ? {} : { signature: hexNumber(signature, 4) }) },
    },
    claims: [],
    repeatable: true,
    varies,
  }
}

/** Producers of one flow that are claimed. */
const MAX_CLAIMED = 16

/** The producer's id is mostly one of its addresses; each is claimed once. */
function session(): Session<Egd> {
  const claimed = new Set<string>()
  return {
    interpret(_, notice) {
      const meaning = operationOf(notice!)
      const { producer, from } = notice!
      if (producer === '0.0.0.0' || claimed.has(producer) || claimed.size >= MAX_CLAIMED) return meaning
      claimed.add(producer)
      const claim: Claim = { about: from, attribute: 'address', value: producer, confidence: 0.6 }
      return { ...meaning, claims: [claim] }
    },
  }
}

export const geEgd = defineDissector<Egd>({
  name: 'ge-egd',
  title: 'GE Ethernet Global Data',
  carriers: { udp: [18246] },
  recognize,
  parse,
  label,
  session,
  maxMessage: HEADER + MAX_DATA,
})
