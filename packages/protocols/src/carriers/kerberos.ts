// Names and tickets of Kerberos, as Kerberos itself and SPNEGO tokens in SMB or LDAP carry them: RFC 4120, 5.2 and 5.3.
import { children, field, integer, readTlv, type Tlv } from './asn1.ts'
import { narrow } from './unicode.ts'

const TICKET = 0x61 // [APPLICATION 1]
const AP_REQ = 0x6e // [APPLICATION 14]
/** 1.2.840.113554.1.2.2, the mechanism in front of a Kerberos token: RFC 4121, 4.1. */
const MECHANISM = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x12, 0x01, 0x02, 0x02]
const REACH = 1024
const MAX_PARTS = 8

export type Ticket = { readonly realm: string; readonly service: string; readonly encryption: number }

/** `HTTP/server` or `operator`: the parts of a PrincipalName, 5.2.2. */
export function principal(sequence: Tlv | null): string {
  if (!sequence) return ''
  const names = field(children(sequence.content), 1)
  if (!names) return ''
  let name = ''
  for (const part of children(names.content, MAX_PARTS)) name += `${name === '' ? '' : '/'}${narrow(part.content)}`
  return name
}

export const realm = (tlv: Tlv | null): string => (tlv ? narrow(tlv.content) : '')

/** The ticket in these bytes, 5.3; null when there is none. What it holds of the client is encrypted. */
export function readTicket(bytes: Uint8Array): Ticket | null {
  const outer = readTlv(bytes, 0)
  const sequence = outer?.tag === TICKET ? readTlv(outer.content, 0) : null
  if (!sequence) return null
  const fields = children(sequence.content)
  const encrypted = field(fields, 3)
  const etype = encrypted && field(children(encrypted.content), 0)
  return {
    realm: realm(field(fields, 1)),
    service: principal(field(fields, 2)),
    encryption: etype ? integer(etype.content) : 0,
  }
}

/** The ticket of an AP-REQ, 5.5.1. */
export function ticketOfApReq(content: Uint8Array): Ticket | null {
  const sequence = readTlv(content, 0)
  const outer = sequence && children(sequence.content).find(tlv => tlv.tag === 0xa3)
  return outer ? readTicket(outer.content) : null
}

/** Whether a token carries Kerberos, and the ticket in it where it is whole. */
export function findTicket(token: Uint8Array): { readonly ticket: Ticket | null } | null {
  const last = Math.min(token.length, REACH) - MECHANISM.length
  for (let at = 0; at <= last; at++) {
    if (token[at] !== 0x06 || !MECHANISM.every((byte, i) => token[at + i] === byte)) continue
    // Two bytes of token id, then the AP-REQ.
    const inner = readTlv(token, at + MECHANISM.length + 2)
    if (inner?.tag === AP_REQ) return { ticket: ticketOfApReq(inner.content) }
  }
  return null
}
