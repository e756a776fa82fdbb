// LDAP messages: RFC 4511 4.1.1; wrapped ones of RFC 4513 5.2 (a length in front), TLS after StartTLS.
import { children, extentOf, integer, readTlv, type Tlv } from '../carriers/asn1.ts'
import { malformed, need, type Oddity, type Parsed } from '../dissector.ts'

export type Ldap = {
  readonly kind: 'ldap'
  readonly id: number
  /** Number of the application tag. */
  readonly operation: number
  readonly content: Uint8Array
  readonly parts: readonly Tlv[]
}
export type Message = Ldap | { readonly kind: 'protected' } | { readonly kind: 'tls' }

export const LONGEST = 0x1_0000
/** Of longer messages only so much is held. */
const FRONT = 512
/** Longest that is believed at all. */
const MOST = 0x100_0000
const NO_ODDITIES: readonly Oddity[] = []
export const OPERATIONS: ReadonlySet<number> = new Set([
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 19, 23, 24, 25,
])
const SEQUENCE = 0x30
const MAX_PARTS = 16

/** The number of an application tag; -1 for others. Unbind, delete and abandon are primitive. */
export function operationOf(tag: number): number {
  const number = tag & 0x1f
  const primitive = number === 2 || number === 10 || number === 16
  return (tag & 0xe0) === (primitive ? 0x40 : 0x60) && OPERATIONS.has(number) ? number : -1
}

export const isTls = (bytes: Uint8Array): boolean => bytes[0]! >= 20 && bytes[0]! <= 23 && bytes[1] === 3

export function parse(bytes: Uint8Array): Parsed<Message> {
  if (bytes.length === 0) return need(1)
  if (bytes[0] === 0) return parseProtected(bytes)
  if (bytes[0] !== SEQUENCE) return parseTls(bytes)
  const extent = extentOf(bytes, 0)
  if (extent === 'need') return need(bytes.length + 1)
  const size = extent ? extent.header + extent.length : 0
  if (!extent || extent.length < 5 || size > MOST) return malformed('ldap.length', 1)
  const held = size > LONGEST ? FRONT : size
  return bytes.length < held ? need(held) : parseMessage(bytes.subarray(0, held), extent.header, size)
}

function parseMessage(body: Uint8Array, start: number, size: number): Parsed<Message> {
  const id = readTlv(body, start)
  if (id?.tag !== 2 || id.content.length > 4) return malformed('ldap.message-id', start)
  const operation = operationOf(body[id.end] ?? 0)
  if (operation < 0) return malformed('ldap.operation', id.end)
  const message = read(body, id.end, integer(id.content), operation)
  const whole = body.length === size
  const fault = whole && message.content.length === 0 && (body[id.end + 1] ?? 0) !== 0
  const oddities = fault ? [{ code: 'ldap.operation-length', at: id.end }] : NO_ODDITIES
  return { kind: 'message', message, size: body.length, oddities, ...(whole ? {} : { skip: size - body.length }) }
}

function read(body: Uint8Array, at: number, id: number, operation: number): Ldap {
  const extent = extentOf(body, at)
  const start = extent === null || extent === 'need' ? body.length : at + extent.header
  const end = extent === null || extent === 'need' ? body.length : start + extent.length
  const whole = end <= body.length || body.length === FRONT
  const content = whole ? body.subarray(start, Math.min(end, body.length)) : body.subarray(0, 0)
  return { kind: 'ldap', id, operation, content, parts: content.length > 0 ? children(content, MAX_PARTS) : [] }
}

/** Four bytes of length, then a token of GSS-API or NTLM. */
function parseProtected(bytes: Uint8Array): Parsed<Message> {
  if (bytes.length < 6) return need(6)
  const length = (bytes[1]! << 16) | (bytes[2]! << 8) | bytes[3]!
  const [first, second] = [bytes[4]!, bytes[5]!]
  const token = first === 0x60 || (first === 5 && second === 4) || (first === 1 && second === 0)
  if (length < 16 || !token) return malformed('ldap.protected', 4)
  return { kind: 'message', message: { kind: 'protected' }, size: 6, oddities: NO_ODDITIES, skip: length - 2 }
}

function parseTls(bytes: Uint8Array): Parsed<Message> {
  if (bytes[0]! < 20 || bytes[0]! > 23) return malformed('ldap.tag', 0)
  if (bytes.length < 5) return need(5)
  const length = (bytes[3]! << 8) | bytes[4]!
  if (!isTls(bytes) || length === 0) return malformed('ldap.tls', 1)
  return { kind: 'message', message: { kind: 'tls' }, size: 5, oddities: NO_ODDITIES, skip: length }
}
