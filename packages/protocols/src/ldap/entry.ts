// What an entry tells of the server: the root of Active Directory ([MS-ADTS] 3.1.1.3.2) and the answer to its ping
// (6.3.1.9), in which names are compressed as in the DNS.
import type { Claim } from '@nautilus/model'
import { children } from '../carriers/asn1.ts'
import { narrow } from '../carriers/unicode.ts'
import type { Ldap } from './message.ts'

const MAX_ATTRIBUTES = 64
const PING_EX = 23 // LOGON_SAM_LOGON_RESPONSE_EX

const claim = (attribute: Claim['attribute'], value: string, confidence = 0.95): Claim => ({
  about: 'server',
  attribute,
  value,
  confidence,
})

/** Only of the entry without a name: others tell of the directory. */
export function entryClaims({ parts }: Ldap): Claim[] {
  const [name, attributes] = parts
  if (!name || name.content.length > 0 || !attributes) return []
  const claims: Claim[] = []
  for (const attribute of children(attributes.content, MAX_ATTRIBUTES)) {
    const [type, values] = children(attribute.content, 2)
    const first = values && children(values.content, 1)[0]
    if (type && first) claims.push(...attributeClaims(narrow(type.content, 64).toLowerCase(), first.content))
  }
  return claims
}

function attributeClaims(name: string, value: Uint8Array): Claim[] {
  switch (name) {
    case 'dnshostname':
      return [claim('name', narrow(value))]
    case 'defaultnamingcontext':
      return [claim('domain', domainOf(narrow(value)))]
    case 'vendorversion':
      return [claim('software', narrow(value), 0.8)]
    case 'netlogon':
      return pingClaims(value)
    default:
      return []
  }
}

/** `DC=plant,DC=example` to `plant.example`. */
const domainOf = (name: string): string => name.replaceAll(/,?DC=/gi, '.').replace(/^\./, '').toLowerCase()

/** Operation code, flags and a GUID; forest, domain, host. */
function pingClaims(value: Uint8Array): Claim[] {
  if (value.length < 26 || (value[0]! | (value[1]! << 8)) !== PING_EX) return []
  const forest = nameAt(value, 24)
  const domain = nameAt(value, forest.next)
  const host = nameAt(value, domain.next)
  const claims = domain.text === '' ? [] : [claim('domain', domain.text)]
  if (host.text !== '') claims.push(claim('name', host.text))
  return [...claims, claim('capability', 'domain controller')]
}

const MAX_LABELS = 32

/** A name of labels, which may go on at an earlier place: RFC 1035 4.1.4. */
function nameAt(bytes: Uint8Array, start: number): { text: string; next: number } {
  const labels: string[] = []
  let at = start
  let next = -1
  for (let i = 0; i < MAX_LABELS; i++) {
    const length = bytes[at] ?? 0
    if (length >= 0xc0) {
      if (next < 0) next = at + 2
      at = ((length & 0x3f) << 8) | (bytes[at + 1] ?? 0)
      continue
    }
    if (length === 0 || at + 1 + length > bytes.length) break
    labels.push(narrow(bytes.subarray(at + 1, at + 1 + length), 63))
    at += 1 + length
  }
  return { text: labels.join('.'), next: next < 0 ? at + 1 : next }
}
