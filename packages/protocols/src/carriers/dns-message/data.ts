// The data of DNS records as text: RFC 1035, 3.3; AAAA: RFC 3596; SRV: RFC 2782; TXT pairs: RFC 6763, 6.
import { printable } from '../../reader.ts'
import { v4Text, v6Text } from '../addresses.ts'
import type { Dns, DnsRecord } from './message.ts'
import { readName } from './names.ts'

const A = 1
const AAAA = 28
const HINFO = 13
const MX = 15
const TXT = 16
const SRV = 33
/** Types whose data is one name: NS, CNAME, PTR, DNAME; of SOA the first name is the server. */
const named: ReadonlySet<number> = new Set([2, 5, 6, 12, 39])
/** More texts than this in one record are passed over. */
const MAX_TEXTS = 64

const word = (bytes: Uint8Array, at: number): number => (bytes[at]! << 8) | bytes[at + 1]!

/** The data as text; empty where it has none, or is too short for its type. */
export function dataText({ bytes }: Dns, { type, at, length }: DnsRecord): string {
  if (type === A) return length === 4 ? v4Text(bytes, at) : ''
  if (type === AAAA) return length === 16 ? v6Text(bytes.subarray(at, at + 16)) : ''
  if (named.has(type)) return readName(bytes, at).text
  if (type === MX) return length > 2 ? readName(bytes, at + 2).text : ''
  if (type === SRV) return length > 6 ? `${readName(bytes, at + 6).text}:${word(bytes, at + 4)}` : ''
  if (type === TXT || type === HINFO) return textsOf(bytes.subarray(at, at + length)).join(' ')
  return ''
}

/** Target and port of a service; null when there is none. */
export function serviceOf({ bytes }: Dns, { type, at, length }: DnsRecord): { target: string; port: number } | null {
  if (type !== SRV || length <= 6) return null
  return { target: readName(bytes, at + 6).text, port: word(bytes, at + 4) }
}

/** The texts of a TXT or HINFO record, each with its length in front. */
export function textsOf(data: Uint8Array): string[] {
  const texts: string[] = []
  let at = 0
  while (at < data.length && texts.length < MAX_TEXTS) {
    const end = at + 1 + data[at]!
    if (end > data.length) break
    if (end > at + 1) texts.push(printable(data.subarray(at + 1, end)))
    at = end
  }
  return texts
}
