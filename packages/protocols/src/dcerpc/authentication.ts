// The security trailer: who logs on, and how well the calls are protected. C706, 13.1.2 and 13.2; [MS-RPCE] 2.2.1.1.7 and
// 2.2.1.1.8.
import type { Claim } from '@nautilus/model'
import { findTicket } from '../carriers/kerberos.ts'
import { account, ntlmClaims, readNtlm } from '../carriers/ntlmssp.ts'
import type { Verifier } from './message.ts'

type Facts = Record<string, string | number>
export type Told = { readonly user: string; readonly detail: Facts; readonly claims: Claim[] }

const types: Readonly<Record<number, string>> = Object.freeze({
  1: 'Kerberos of DCE',
  9: 'SPNEGO',
  10: 'NTLM',
  14: 'Schannel',
  16: 'Kerberos',
  68: 'Netlogon',
  255: 'default',
})

const levels: readonly string[] = [
  'default',
  'none',
  'connect',
  'call',
  'packet',
  'packet integrity',
  'packet privacy, encrypted',
]

export const typeName = (type: number): string => types[type] ?? `type ${type}`
export const levelName = (level: number): string => levels[level] ?? `level ${level}`

/** What the tokens of a bind tell. */
export function toldBy(verifier: Verifier | null): Told {
  if (!verifier) return { user: '', detail: {}, claims: [] }
  const detail: Facts = { authentication: typeName(verifier.type), level: levelName(verifier.level) }
  const ntlm = readNtlm(verifier.token)
  if (ntlm) {
    detail.step = ntlm.type
    if (ntlm.proof !== '') detail.proof = ntlm.proof
    if (ntlm.workstation !== '') detail.workstation = ntlm.workstation
    return { user: account(ntlm.user, ntlm.domain), detail, claims: ntlmClaims(ntlm) }
  }
  const ticket = findTicket(verifier.token)?.ticket
  if (!ticket) return { user: '', detail, claims: [] }
  detail.ticket = `${ticket.service}@${ticket.realm}`
  const claims: Claim[] = []
  if (ticket.realm !== '') {
    claims.push({ about: 'server', attribute: 'domain', value: ticket.realm.toLowerCase(), confidence: 0.8 })
  }
  return { user: '', detail, claims }
}
