// COTP class 0 over TPKT. ISO 8073 (ITU-T X.224) section 13, as RFC 1006 narrows it: CR, CC, DR, DC, DT, ER.
import { malformed, need, type Oddity } from '../dissector.ts'
import { TPKT_HEADER, TPKT_LONGEST, TPKT_SHORTEST, tpktLength } from './tpkt.ts'

export type TpduType = 'CR' | 'CC' | 'DR' | 'DC' | 'DT' | 'ER'

/** One transport message. The byte arrays are views, unless `at` says that the payload was joined. */
export type Tpdu = {
  readonly type: TpduType
  /** User data: of one DT, or of several joined up to the one that carries EOT. */
  readonly payload: Uint8Array
  /** Where the payload starts in the raw message; -1 when it was joined from several TPDUs. */
  readonly at: number
  /** False when something else came before the DT that carries EOT; the payload is what there was. */
  readonly complete: boolean
  /** Connection references of CR, CC, DR, DC and ER, as their sender numbers them; 0 in DT. ER has a destination only. */
  readonly destination: number
  readonly source: number
  /** Transport selectors of CR and CC; null where the parameter is absent. */
  readonly calling: Uint8Array | null
  readonly called: Uint8Array | null
  /** Largest TPDU proposed or agreed, in bytes; 0 where absent. */
  readonly tpduSize: number
  /** Reason of DR, cause of ER; 0 otherwise. */
  readonly reason: number
  readonly oddities: readonly Oddity[]
}

export type Framed =
  | { readonly kind: 'message'; readonly tpdu: Tpdu; readonly size: number }
  | { readonly kind: 'need'; readonly bytes: number }
  | { readonly kind: 'malformed'; readonly code: string; readonly at: number }

const TYPES: Readonly<Partial<Record<number, TpduType>>> = {
  0x7: 'ER', // 13.12
  0x8: 'DR', // 13.5
  0xc: 'DC', // 13.6
  0xd: 'CC', // 13.4
  0xe: 'CR', // 13.3
  0xf: 'DT', // 13.7
}
/** Least length indicator: the fixed part, without the indicator itself. */
const FIXED: Readonly<Record<TpduType, number>> = { ER: 4, DR: 6, DC: 5, CC: 6, CR: 6, DT: 2 }
const EOT = 0x80
const PARAMETER = { tpduSize: 0xc0, calling: 0xc1, called: 0xc2 } // 13.3.4
const NO_ODDITIES: readonly Oddity[] = []

type Header = { type: TpduType; end: number; payload: number; eot: boolean }

/**
 * The transport message at the front of a stream. `limit` bounds what is waited for: a longer packet is malformed, and
 * DT TPDUs are joined up to it.
 */
export function readTpdu(bytes: Uint8Array, limit: number = TPKT_LONGEST): Framed {
  if (bytes.length > 0 && bytes[0] !== 3) return malformed('tpkt.version', 0)
  if (bytes.length < TPKT_HEADER) return need(TPKT_SHORTEST)
  const length = tpktLength(bytes, 0)
  if (length === 0 || length > limit) return malformed('tpkt.length', 2)
  if (bytes.length < length) return need(length)
  const header = readHeader(bytes, 0, length)
  if (typeof header === 'string') return malformed(header, TPKT_HEADER)
  if (header.type !== 'DT') return { kind: 'message', tpdu: control(bytes, header), size: length }
  // An empty DT without EOT opens nothing: Siemens stations send it to keep the connection.
  if (!header.eot && header.payload < header.end) return join(bytes, header, limit)
  return {
    kind: 'message',
    tpdu: data(bytes.subarray(header.payload, header.end), header.payload, bytes),
    size: length,
  }
}

/** Size of a packet at `start` that is one whole DT with EOT, the user data at `start + 7`; 0 for all else. Allocates nothing. */
export function plainDataSize(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < TPKT_SHORTEST || bytes[start + 1] !== 0 || bytes[start + 4] !== 2) return 0
  if (bytes[start + 5] !== 0xf0 || bytes[start + 6] !== EOT) return 0
  const length = tpktLength(bytes, start)
  return length > end - start ? 0 : length
}

/** The header of the TPDU in the packet at `start`, which is whole and ends at `end`; or the code of what is wrong. */
function readHeader(bytes: Uint8Array, start: number, end: number): Header | string {
  const indicator = bytes[start + TPKT_HEADER]!
  const type = TYPES[bytes[start + TPKT_HEADER + 1]! >> 4]
  if (!type) return 'cotp.tpdu-type'
  const payload = start + TPKT_HEADER + 1 + indicator
  if (indicator < FIXED[type] || payload > end) return 'cotp.header-length'
  // Classes other than 0 put a destination reference before the EOT byte.
  const eot = (bytes[start + (indicator < 4 ? 6 : 8)]! & EOT) !== 0
  return { type, end, payload, eot }
}

const data = (payload: Uint8Array, at: number, bytes: Uint8Array, complete = true): Tpdu => ({
  type: 'DT',
  payload,
  at,
  complete,
  destination: 0,
  source: 0,
  calling: null,
  called: null,
  tpduSize: 0,
  reason: 0,
  oddities: reserved(bytes),
})

const reserved = (bytes: Uint8Array): readonly Oddity[] =>
  bytes[1] === 0 ? NO_ODDITIES : [{ code: 'tpkt.reserved', at: 1 }]

/** CR, CC, DR, DC and ER. `readHeader` made sure that the fixed part is there. */
function control(bytes: Uint8Array, { type, payload, end }: Header): Tpdu {
  const parameters = type === 'CR' || type === 'CC' ? readParameters(bytes.subarray(11, payload)) : { bad: false }
  const reason = type === 'DR' ? bytes[10]! : type === 'ER' ? bytes[8]! : 0
  const oddities = parameters.bad ? [...reserved(bytes), { code: 'cotp.parameter-length', at: 11 }] : reserved(bytes)
  return {
    type,
    payload: bytes.subarray(payload, end),
    at: payload,
    complete: true,
    destination: (bytes[6]! << 8) | bytes[7]!,
    source: type === 'ER' ? 0 : (bytes[8]! << 8) | bytes[9]!,
    calling: parameters.calling ?? null,
    called: parameters.called ?? null,
    tpduSize: parameters.tpduSize ?? 0,
    reason,
    oddities,
  }
}

type Parameters = { calling?: Uint8Array; called?: Uint8Array; tpduSize?: number; bad: boolean }

/** The variable part: code, length, value, until it ends. */
function readParameters(bytes: Uint8Array): Parameters {
  const found: Parameters = { bad: false }
  let at = 0
  while (at < bytes.length) {
    const next = at + 2 + (bytes[at + 1] ?? 0)
    if (next > bytes.length || at + 1 >= bytes.length) return { ...found, bad: true }
    const value = bytes.subarray(at + 2, next)
    if (bytes[at] === PARAMETER.calling) found.calling = value
    if (bytes[at] === PARAMETER.called) found.called = value
    if (bytes[at] === PARAMETER.tpduSize && value.length === 1) found.tpduSize = value[0]! > 15 ? 0 : 1 << value[0]!
    at = next
  }
  return found
}

/** Joins DT TPDUs up to the one with EOT, or up to where the stream turns to something else. */
function join(bytes: Uint8Array, first: Header, limit: number): Framed {
  const parts = [bytes.subarray(first.payload, first.end)]
  let at = first.end
  let eot = false
  while (!eot) {
    if (at + TPKT_SHORTEST > limit) break
    if (bytes.length > at && bytes[at] !== 3) break
    if (bytes.length < at + TPKT_SHORTEST) return need(at + TPKT_SHORTEST)
    const end = at + tpktLength(bytes, at)
    if (end === at || end > limit || bytes[at + 5]! >> 4 !== 0xf) break
    if (bytes.length < end) return need(end)
    const header = readHeader(bytes, at, end)
    if (typeof header === 'string') break
    parts.push(bytes.subarray(header.payload, end))
    eot = header.eot
    at = end
  }
  return { kind: 'message', tpdu: data(concatenate(parts), -1, bytes, eot), size: at }
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((total, part) => total + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
