// NTLM messages as SMB, RDP, LDAP, HTTP and SQL Server carry them: [MS-NLMP] 2.2.1. Who logs on, from where, and what the
// server says of itself.
import type { Claim } from '@nautilus/model'
import { Reader } from '../reader.ts'
import { narrow, utf16 } from './unicode.ts'

const SIGNATURE = [0x4e, 0x54, 0x4c, 0x4d, 0x53, 0x53, 0x50, 0x00] // NTLMSSP and NUL
const UNICODE = 0x0000_0001 // 2.2.2.5
const ANONYMOUS = 0x0000_0800
const HAS_VERSION = 0x0200_0000
/** A response longer than this is of version 2, 2.2.2.8. */
const V1_RESPONSE = 24
/** What a message is looked for in. */
const REACH = 0x4000
const MAX_PAIRS = 16

/** Texts are empty where the message has none. */
export type Ntlm = {
  readonly type: 'negotiate' | 'challenge' | 'authenticate'
  readonly user: string
  readonly domain: string
  readonly workstation: string
  /** Of a challenge: what the server answers for, and its names. */
  readonly target: string
  readonly netbiosName: string
  readonly netbiosDomain: string
  readonly dnsName: string
  readonly dnsDomain: string
  /** `10.0.19041`; empty where it is not told. */
  readonly version: string
  /** Of an authentication: how the password was proven. */
  readonly proof: '' | 'anonymous' | 'NTLMv1' | 'NTLMv2'
}

const empty = {
  user: '',
  domain: '',
  workstation: '',
  target: '',
  netbiosName: '',
  netbiosDomain: '',
  dnsName: '',
  dnsDomain: '',
  version: '',
  proof: '',
} as const

/** Where an NTLM message starts inside a token (SPNEGO wraps it); -1 when there is none. */
export function findNtlm(bytes: Uint8Array): number {
  const last = Math.min(bytes.length, REACH) - SIGNATURE.length
  for (let at = 0; at <= last; at++) {
    if (bytes[at] === 0x4e && SIGNATURE.every((byte, i) => bytes[at + i] === byte)) return at
  }
  return -1
}

/** The NTLM message inside a token; null when there is none, or its fixed part is cut. */
export function readNtlm(token: Uint8Array): Ntlm | null {
  const at = findNtlm(token)
  if (at < 0) return null
  const bytes = token.subarray(at)
  const reader = new Reader(bytes)
  reader.at = SIGNATURE.length
  const type = reader.u32le()
  if (reader.short) return null
  if (type === 1) return negotiate(bytes)
  if (type === 2) return challenge(bytes)
  return type === 3 ? authenticate(bytes) : null
}

/** Length, room and offset of a field, 2.2.1; its bytes. */
function payload(bytes: Uint8Array, at: number): Uint8Array {
  const length = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)
  const reader = new Reader(bytes)
  reader.at = Math.min(at + 4, bytes.length)
  const offset = reader.u32le()
  return reader.short || offset + length > bytes.length ? bytes.subarray(0, 0) : bytes.subarray(offset, offset + length)
}

const word = (bytes: Uint8Array, at: number): number => {
  const reader = new Reader(bytes)
  reader.at = Math.min(at, bytes.length)
  return reader.u32le()
}

/** 2.2.2.10. Samba and others leave the build 0: then it tells nothing. */
function versionAt(bytes: Uint8Array, at: number, flags: number): string {
  if ((flags & HAS_VERSION) === 0 || at + 8 > bytes.length) return ''
  const build = bytes[at + 2]! | (bytes[at + 3]! << 8)
  return build === 0 || bytes[at]! === 0 ? '' : `${bytes[at]}.${bytes[at + 1]}.${build}`
}

/** 2.2.1.1. Names are in the code page of the client, whatever the flags say. */
function negotiate(bytes: Uint8Array): Ntlm | null {
  if (bytes.length < 16) return null
  const domain = narrow(payload(bytes, 16))
  const flags = word(bytes, 12)
  return {
    ...empty,
    type: 'negotiate',
    domain,
    workstation: narrow(payload(bytes, 24)),
    version: versionAt(bytes, 32, flags),
  }
}

type Names = { netbiosName: string; netbiosDomain: string; dnsName: string; dnsDomain: string }
const pairs: Readonly<Record<number, keyof Names>> = {
  1: 'netbiosName',
  2: 'netbiosDomain',
  3: 'dnsName',
  4: 'dnsDomain',
}

/** 2.2.1.2 and the pairs of 2.2.2.1. */
function challenge(bytes: Uint8Array): Ntlm | null {
  if (bytes.length < 32) return null
  const flags = word(bytes, 20)
  const target = payload(bytes, 12)
  const names: Names = { netbiosName: '', netbiosDomain: '', dnsName: '', dnsDomain: '' }
  const reader = new Reader(payload(bytes, 40))
  for (let i = 0; i < MAX_PAIRS && !reader.short; i++) {
    const id = reader.u16le()
    const value = reader.take(reader.u16le())
    if (id === 0) break
    const key = pairs[id]
    if (key) names[key] = utf16(value)
  }
  return {
    ...empty,
    ...names,
    type: 'challenge',
    target: (flags & UNICODE) !== 0 ? utf16(target) : narrow(target),
    version: versionAt(bytes, 48, flags),
  }
}

/** 2.2.1.3. */
function authenticate(bytes: Uint8Array): Ntlm | null {
  if (bytes.length < 52) return null
  const offset = word(bytes, 32)
  const flags = offset >= 64 || offset === 0 ? word(bytes, 60) : UNICODE
  const text = (flags & UNICODE) !== 0 ? utf16 : narrow
  const user = text(payload(bytes, 36))
  const response = payload(bytes, 20).length
  const none = (flags & ANONYMOUS) !== 0 || (user === '' && response === 0)
  const proof = none ? 'anonymous' : response > V1_RESPONSE ? 'NTLMv2' : 'NTLMv1'
  const [domain, workstation] = [text(payload(bytes, 28)), text(payload(bytes, 44))]
  const version = offset >= 72 ? versionAt(bytes, 64, flags) : ''
  return { ...empty, type: 'authenticate', user, domain, workstation, version, proof }
}

/** `PLANT\operator`, or the bare name. */
export const account = (user: string, domain: string): string =>
  domain === '' || user === '' ? user : `${domain}\\${user}`

/** What an NTLM message claims: the client of itself, or the server in its challenge. */
export function ntlmClaims(ntlm: Ntlm): Claim[] {
  const about = ntlm.type === 'challenge' ? 'server' : 'client'
  const claims: Claim[] = []
  const claim = (attribute: Claim['attribute'], value: string, confidence: number): void => {
    if (value !== '') claims.push({ about, attribute, value, confidence })
  }
  claim('os', ntlm.version && `Windows ${ntlm.version}`, 0.8)
  if (about === 'server') {
    claim('name', ntlm.dnsName || ntlm.netbiosName, 0.95)
    // A host in no domain names itself as its domain.
    const domain = ntlm.dnsDomain || ntlm.netbiosDomain
    const own = domain === ntlm.dnsName || domain === ntlm.netbiosName
    claim('domain', own ? '' : domain, 0.9)
    return claims
  }
  claim('name', ntlm.workstation, 0.8)
  // The domain of the account, not always that of the machine.
  claim('user', account(ntlm.user, ntlm.domain), 0.9)
  return claims
}
