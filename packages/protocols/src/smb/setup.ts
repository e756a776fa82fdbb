// Who logs on to whom: negotiation and session setup, of SMB 2 and 3 ([MS-SMB2] 2.2.3 to 2.2.6), and the tokens that both
// generations carry ([MS-NLMP], RFC 4121).
import type { Claim, Side } from '@nautilus/model'
import { findTicket } from '../carriers/kerberos.ts'
import { account, ntlmClaims, readNtlm } from '../carriers/ntlmssp.ts'
import { Reader } from '../reader.ts'
import type { Pdu2 } from './message.ts'
import { ciphers, dialects2 } from './names.ts'

export type Detail = Record<string, string | number>
/** What a token or a negotiation tells: the object of the operation, small facts, and claims. */
export type Told = { object: string; detail: Detail; claims: Claim[] }

export const claimOf = (about: Side, attribute: Claim['attribute'], value: string, confidence = 0.95): Claim => ({
  about,
  attribute,
  value,
  confidence,
})

export function readerAt(bytes: Uint8Array, at: number): Reader {
  const reader = new Reader(bytes)
  reader.at = Math.min(at, bytes.length)
  return reader
}

/** `length` bytes at `offset` of a message; none when they are not there. */
export const slice = (raw: Uint8Array, offset: number, length: number): Uint8Array =>
  offset + length > raw.length ? raw.subarray(0, 0) : raw.subarray(offset, offset + length)

/** The same of a message of which only the front is held: as much as is there. */
export const front = (raw: Uint8Array, offset: number, length: number): Uint8Array =>
  raw.subarray(Math.min(offset, raw.length), Math.min(offset + length, raw.length))

/** A security token of a session setup. */
export function toldByToken(token: Uint8Array): Told {
  const ntlm = readNtlm(token)
  if (ntlm) {
    const detail: Detail = { mechanism: 'NTLM', step: ntlm.type }
    if (ntlm.proof !== '') detail.proof = ntlm.proof
    if (ntlm.workstation !== '') detail.workstation = ntlm.workstation
    return { object: account(ntlm.user, ntlm.domain), detail, claims: ntlmClaims(ntlm) }
  }
  const kerberos = findTicket(token)
  if (!kerberos) return { object: '', detail: {}, claims: [] }
  const detail: Detail = { mechanism: 'Kerberos' }
  if (!kerberos.ticket) return { object: '', detail, claims: [] }
  const { service, realm } = kerberos.ticket
  const claims = realm === '' ? [] : [claimOf('server', 'domain', realm.toLowerCase(), 0.8)]
  return { object: '', detail: { ...detail, ticket: `${service}@${realm}` }, claims }
}

const SIGNING_REQUIRED = 2
const MAX_DIALECTS = 16
const CAN_ENCRYPT = 0x40
/** An answer to SMB 1 that settles no dialect yet, 2.2.4. */
const MULTI = 0x02ff

const dialect2 = (code: number): string => dialects2[code] ?? `0x${code.toString(16)}`

export function negotiateRequest({ raw }: Pdu2): Told {
  const reader = readerAt(raw, 66)
  const count = reader.u16le()
  const mode = reader.u16le()
  reader.at = Math.min(100, raw.length)
  const offered: string[] = []
  for (let i = 0; i < count && i < MAX_DIALECTS; i++) {
    const code = reader.u16le()
    if (reader.short) break
    offered.push(dialect2(code))
  }
  const claims = offered.length === 0 ? [] : [claimOf('client', 'capability', `SMB ${offered.at(-1)}`)]
  return { object: '', detail: { offered: offered.join(', '), ...signing(mode) }, claims }
}

const signing = (mode: number): Detail => ({ signing: (mode & SIGNING_REQUIRED) !== 0 ? 'required' : 'possible' })

export function negotiateReply({ raw }: Pdu2): Told {
  const reader = readerAt(raw, 66)
  const mode = reader.u16le()
  const code = reader.u16le()
  const contexts = reader.u16le()
  const capabilities = readerAt(raw, 88).u32le()
  const cipher = code === 0x0311 ? cipherOf(raw, contexts) : (capabilities & CAN_ENCRYPT) !== 0 ? 'AES-128-CCM' : ''
  const required = (mode & SIGNING_REQUIRED) !== 0
  const claims = [
    ...(code === MULTI ? [] : [claimOf('server', 'capability', `SMB ${dialect2(code)}`)]),
    claimOf('server', 'capability', `SMB signing ${required ? 'required' : 'not required'}`),
  ]
  const detail: Detail = { dialect: dialect2(code), ...signing(mode), ...(cipher === '' ? {} : { cipher }) }
  return { object: '', detail, claims }
}

/** The cipher that the server chose, from its negotiate contexts, 2.2.4.1.2. */
function cipherOf(raw: Uint8Array, count: number): string {
  let at = readerAt(raw, 124).u32le()
  for (let i = 0; i < count && i < 16 && at + 8 <= raw.length; i++) {
    const reader = readerAt(raw, at)
    const type = reader.u16le()
    const length = reader.u16le()
    reader.skip(4)
    if (type === 2 && length >= 4) {
      reader.skip(2)
      return ciphers[reader.u16le()] ?? ''
    }
    at += 8 + ((length + 7) & ~7)
  }
  return ''
}

export const setupRequest = ({ raw }: Pdu2): Told => {
  const reader = readerAt(raw, 76)
  const offset = reader.u16le()
  return toldByToken(slice(raw, offset, reader.u16le()))
}

const SESSION_FLAGS: readonly string[] = ['guest', 'anonymous', 'encrypted']

export function setupReply({ raw }: Pdu2): Told {
  const reader = readerAt(raw, 66)
  const flags = reader.u16le()
  const offset = reader.u16le()
  const told = toldByToken(slice(raw, offset, reader.u16le()))
  const as = SESSION_FLAGS.filter((_, bit) => (flags & (1 << bit)) !== 0).join(', ')
  return { ...told, detail: as === '' ? told.detail : { ...told.detail, session: as } }
}
