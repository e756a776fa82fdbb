// IGMP: RFC 1112, 2236 and 3376. Which groups hosts want to hear; the payload of one IP packet is one message.
import type { Claim, FunctionRef, Operation } from '@nautilus/model'
import { v4Text } from '../carriers/addresses.ts'
import { defineDissector, type Label, type Meaning, need, type Oddity, type Parsed } from '../dissector.ts'

export type Igmp = {
  readonly type: number
  readonly version: number
  readonly groups: readonly string[]
  readonly records: readonly number[]
}

const HEAD = 8
const QUERY = 0x11
const REPORT_3 = 0x22
const MAX = 65_535
const MAX_GROUPS = 64
const never = -1
const typeBits = 5
const checksumBits = 16
const sound: readonly Oddity[] = []

const names: Readonly<Record<number, string>> = {
  0x11: 'query',
  0x12: 'report v1',
  0x13: 'DVMRP',
  0x14: 'PIM v1',
  0x16: 'report v2',
  0x17: 'leave',
  0x22: 'report v3',
}
// RFC 3376, 4.2.12
const records = ['', 'include', 'exclude', 'change to include', 'change to exclude', 'allow', 'block']

function parse(bytes: Uint8Array): Parsed<Igmp> {
  if (bytes.length < HEAD) return need(HEAD)
  const type = bytes[0]!
  const groups: string[] = []
  const kinds: number[] = []
  const whole = type === REPORT_3 ? readRecords(bytes, groups, kinds) : true
  if (type !== REPORT_3) groups.push(v4Text(bytes, 4))
  const version = type === QUERY && bytes.length >= 12 ? 3 : type === REPORT_3 ? 3 : type === 0x12 ? 1 : 2
  return {
    kind: 'message',
    message: { type, version, groups, records: kinds },
    size: bytes.length,
    oddities: oddOf(bytes, whole),
  }
}

function oddOf(bytes: Uint8Array, whole: boolean): readonly Oddity[] {
  if (names[bytes[0]!] === undefined) return [{ code: 'igmp.type', at: 0 }]
  if (!whole) return [{ code: 'igmp.records', at: HEAD }]
  return checksum(bytes) === 0xffff ? sound : [{ code: 'igmp.checksum', at: 2 }]
}

/** RFC 3376, 4.2: kind, length of further data, sources, the group. False when one is cut. */
function readRecords(bytes: Uint8Array, groups: string[], kinds: number[]): boolean {
  let at = HEAD
  for (let left = Math.min((bytes[6]! << 8) | bytes[7]!, MAX_GROUPS); left > 0; left--) {
    if (at + 8 > bytes.length) return false
    kinds.push(bytes[at]!)
    groups.push(v4Text(bytes, at + 4))
    at += 8 + 4 * ((bytes[at + 2]! << 8) | bytes[at + 3]!) + 4 * bytes[at + 1]!
  }
  return at <= bytes.length
}

/** RFC 1071: the sum of all words is all ones. */
function checksum(bytes: Uint8Array): number {
  let sum = 0
  for (let at = 0; at < bytes.length; at += 2) sum += (bytes[at]! << 8) | (bytes[at + 1] ?? 0)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return sum
}

const functionOf = ({ type }: Igmp): FunctionRef => ({ code: String(type), name: names[type] ?? 'unknown type' })

/** A host subscribes, a router asks: who sends it is the client of all that hear it. */
function label(message: Igmp): Label {
  return { role: 'notice', pair: 0, function: functionOf(message), error: false, sender: 'client' }
}

function interpret(request: Igmp | null, reply: Igmp | null): Meaning {
  const message = reply ?? request!
  const { type, version, groups, records: kinds } = message
  const operation: Operation = {
    verb: type === QUERY ? 'discover' : 'subscribe',
    function: functionOf(message),
    object: groups.slice(0, 8).join(' '),
    items: [],
    outcome: 'ok',
    detail: { version, ...(kinds.length > 0 ? { record: records[kinds[0]!] || `kind ${kinds[0]}` } : {}) },
  }
  const claims: Claim[] =
    type === QUERY ? [{ about: 'client', attribute: 'capability', value: 'multicast querier', confidence: 0.8 }] : []
  return { operation, claims, repeatable: false }
}

function recognize(bytes: Uint8Array): number {
  if (bytes.length < HEAD) return 0
  const parsed = parse(bytes)
  return parsed.kind === 'message' && parsed.oddities.length === 0 ? typeBits + checksumBits : never
}

export const igmp = defineDissector<Igmp>({
  name: 'igmp',
  title: 'IGMP',
  carriers: { ip: [2] },
  recognize,
  parse,
  label,
  session: () => ({ interpret }),
  maxMessage: MAX,
})
