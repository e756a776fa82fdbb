// Packets of TDS, [MS-TDS] 2.2.3. A message may take several: what it is stands in the first, and the others, numbered on
// (2.2.3.1.5), bring rows or the rest of a long text. In between, and in the end, there may be TLS records.
import { malformed, need, type Oddity, type Parsed } from '../dissector.ts'

export type Message =
  | { readonly kind: 'packet'; readonly type: number; readonly data: Uint8Array }
  | { readonly kind: 'continuation' }
  | { readonly kind: 'tls' }

export const HEADER = 8
export const LONGEST = 0x8000
export const [BATCH, OLD_LOGIN, RPC, RESULT, ATTENTION, BULK, FEDERATED, TRANSACTION, LOGIN7, SSPI, PRELOGIN] = [
  1, 2, 3, 4, 6, 7, 8, 14, 16, 17, 18,
]
export const TYPES: ReadonlySet<number> = new Set([1, 2, 3, 4, 6, 7, 8, 14, 16, 17, 18])
/** Rows beyond this are passed over. */
const FRONT = 1024
const NO_ODDITIES: readonly Oddity[] = []

export const isTls = (bytes: Uint8Array, at: number): boolean =>
  bytes[at]! >= 20 && bytes[at]! <= 23 && bytes[at + 1] === 3 && (bytes[at + 2] ?? 0) <= 4

export function parse(bytes: Uint8Array): Parsed<Message> {
  if (bytes.length === 0) return need(1)
  if (bytes[0]! >= 20 && bytes[0]! <= 23) return parseTls(bytes)
  const type = bytes[0]!
  if (!TYPES.has(type)) return malformed('tds.type', 0)
  if (bytes.length < HEADER) return need(HEADER)
  const size = (bytes[2]! << 8) | bytes[3]!
  if (size < HEADER || size > LONGEST) return malformed('tds.length', 2)
  if (bytes[6]! > 1) {
    const skip = size - HEADER
    return {
      kind: 'message',
      message: { kind: 'continuation' },
      size: HEADER,
      oddities: NO_ODDITIES,
      ...(skip > 0 ? { skip } : {}),
    }
  }
  const held = type === RESULT || type === BULK ? Math.min(size, FRONT) : size
  if (bytes.length < held) return need(held)
  const message: Message = { kind: 'packet', type, data: bytes.subarray(HEADER, held) }
  const found = { kind: 'message', message, size: held, oddities: NO_ODDITIES } as const
  return held < size ? { ...found, skip: size - held } : found
}

function parseTls(bytes: Uint8Array): Parsed<Message> {
  if (bytes.length < 5) return need(5)
  const skip = (bytes[3]! << 8) | bytes[4]!
  if (!isTls(bytes, 0) || skip === 0) return malformed('tds.tls', 0)
  return { kind: 'message', message: { kind: 'tls' }, size: 5, oddities: NO_ODDITIES, skip }
}
