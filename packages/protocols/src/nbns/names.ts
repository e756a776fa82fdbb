// NetBIOS names and what they say: RFC 1002, 4.2.13 (NB data) and 4.2.18 (node status). Suffixes: custom of Microsoft.
import type { Attribute, Claim, Side } from '@nautilus/model'
import { macText, v4Text } from '../carriers/addresses.ts'
import type { Dns, DnsRecord } from '../carriers/dns-message/message.ts'
import { netbiosParts } from '../carriers/dns-message/names.ts'
import { printable } from '../reader.ts'

export const NB = 0x20
export const NBSTAT = 0x21
const GROUP = 0x80
const ENTRY = 18 // fifteen bytes of name, suffix, flags
const MAX_NAMES = 64
const QUERY = 0
const RELEASE = 6

type Listed = { readonly name: string; readonly suffix: number; readonly group: boolean }

/** The names of a node status reply. */
function listed({ bytes }: Dns, { at, length }: DnsRecord): Listed[] {
  const names: Listed[] = []
  const end = Math.min(at + length, at + 1 + ENTRY * (length > 0 ? bytes[at]! : 0))
  for (let i = at + 1; i + ENTRY <= end && names.length < MAX_NAMES; i += ENTRY) {
    names.push({ name: printable(bytes.subarray(i, i + 15)), suffix: bytes[i + 15]!, group: bytes[i + 16]! >= GROUP })
  }
  return names
}

const hexed = (suffix: number): string => suffix.toString(16).padStart(2, '0')

/** Addresses of a name, or names of a node. */
export function namesOf(reply: Dns): string {
  const record = reply.records[0]
  if (!record) return ''
  if (record.type === NBSTAT) {
    return listed(reply, record)
      .map(({ name, suffix }) => `${name}<${hexed(suffix)}>`)
      .join(', ')
  }
  const addresses: string[] = []
  const { at, length } = record
  for (let i = at; record.type === NB && i + 6 <= at + length && addresses.length < 8; i += 6) {
    addresses.push(v4Text(reply.bytes, i + 2))
  }
  return addresses.join(', ')
}

/** 00: a workstation's own name, or as a group its workgroup or domain; 1b to 1e: the domain that it serves. */
function attributeOf(suffix: number, group: boolean): Attribute | null {
  if (suffix === 0x00 || suffix === 0x20) return group ? 'domain' : 'name'
  return suffix >= 0x1b && suffix <= 0x1e ? 'domain' : null
}

/** Who registers a name, or answers to it, has it; who only asks says nothing of itself. */
export function claimsOf(message: Dns & { readonly from: Side }): Claim[] {
  const { from: about, response, opcode, rcode, records, bytes } = message
  const record = records[0]
  if (!record || opcode === RELEASE || (response && rcode !== 0) || (!response && opcode === QUERY)) return []
  if (record.type === NBSTAT) return statusClaims(message, record, about)
  // A server of names answers for others: only what a node says of itself counts.
  if (record.type !== NB || (response && opcode !== QUERY)) return []
  const parts = netbiosParts(record.name)
  const group = record.length > 0 && bytes[record.at]! >= GROUP
  const attribute = parts && attributeOf(parts.suffix, group)
  return attribute ? [{ about, attribute, value: parts.name, confidence: response ? 0.6 : 0.8 }] : []
}

function statusClaims(message: Dns, record: DnsRecord, about: Side): Claim[] {
  const claims: Claim[] = []
  const names = listed(message, record)
  for (const { name, suffix, group } of names) {
    const attribute = attributeOf(suffix, group)
    if (attribute && !claims.some(claim => claim.value === name && claim.attribute === attribute)) {
      claims.push({ about, attribute, value: name, confidence: 0.9 })
    }
  }
  const unit = record.at + 1 + ENTRY * names.length
  if (unit + 6 > record.at + record.length) return claims
  const mac = macText(message.bytes.subarray(unit, unit + 6))
  if (mac !== '00:00:00:00:00:00') claims.push({ about, attribute: 'address', value: mac, confidence: 0.9 })
  return claims
}
