// LDAP: directories, and who logs on to them. RFC 4511; Active Directory's ping on UDP: [MS-ADTS] 6.3.
import type { Side } from '@nautilus/model'
import { extentOf, readTlv } from '../carriers/asn1.ts'
import { defineDissector, type Label } from '../dissector.ts'
import { openSession, resultOf } from './meaning.ts'
import { LONGEST, type Message, operationOf, parse } from './message.ts'
import { functions, isRefusal, PROTECTED, TLS } from './names.ts'

const never = -1
const REQUESTS: ReadonlySet<number> = new Set([0, 2, 3, 6, 8, 10, 12, 14, 16, 23])
const RESULTS: ReadonlySet<number> = new Set([1, 5, 7, 9, 11, 13, 15, 24])

/** SEQUENCE, a message id of one to four bytes, an operation of this side whose length fits, and how it begins. */
function recognize(bytes: Uint8Array, from: Side): number {
  if (bytes.length === 0) return 0
  if (bytes[0] !== 0x30) return never
  const outer = extentOf(bytes, 0)
  if (outer === 'need') return 0
  if (outer === null || outer.length < 5) return never
  if (bytes.length < outer.header + 8 && bytes.length < outer.header + outer.length) return 0
  const id = readTlv(bytes, outer.header)
  if (id?.tag !== 2 || id.content.length < 1 || id.content.length > 4 || id.content[0]! > 0x7f) return never
  const operation = operationOf(bytes[id.end] ?? 0)
  if (operation < 0 || REQUESTS.has(operation) !== (from === 'client')) return never
  return inside(bytes, id.end, operation, outer.header + outer.length)
}

function inside(bytes: Uint8Array, at: number, operation: number, end: number): number {
  const extent = extentOf(bytes, at)
  if (extent === 'need') return 0
  if (extent === null) return never
  const start = at + extent.header
  if (start + extent.length > end) return never
  const exact = start + extent.length === end ? 12 : bytes[start + extent.length] === 0xa0 ? 8 : 0
  const begins = beginning(bytes, start, operation)
  return begins < 0 || exact === 0 ? never : 20 + exact + begins
}

/** A bind has its version, a result its code, most others a name. */
function beginning(bytes: Uint8Array, start: number, operation: number): number {
  const [tag, length, value] = bytes.subarray(start, start + 3)
  if (operation === 0) return tag === 2 && length === 1 && value! >= 1 && value! <= 3 ? 22 : never
  if (RESULTS.has(operation)) return tag === 0x0a && length === 1 ? 16 : never
  if (operation === 2) return 0
  if (operation === 10 || operation === 16 || operation === 25) return 0
  if (operation === 23) return tag === 0x80 ? 8 : never
  return tag === 4 ? 8 : never
}

function label(message: Message): Label {
  if (message.kind !== 'ldap')
    return { role: 'notice', pair: 0, function: message.kind === 'tls' ? TLS : PROTECTED, error: false }
  const { operation, id } = message
  const ref = functions[operation]!
  if (RESULTS.has(operation)) return { role: 'reply', pair: id, function: ref, error: isRefusal(resultOf(message)) }
  const asks = REQUESTS.has(operation) && operation !== 2 && operation !== 16
  return { role: asks ? 'request' : 'notice', pair: id, function: ref, error: false }
}

export const ldap = defineDissector<Message>({
  name: 'ldap',
  title: 'LDAP',
  carriers: { tcp: [389, 3268], udp: [389] },
  recognize,
  parse,
  label,
  session: openSession,
  maxMessage: LONGEST,
})
