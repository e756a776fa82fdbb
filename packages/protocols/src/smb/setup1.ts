// Negotiation and session setup of SMB 1: [MS-CIFS] 2.2.4.52 and 2.2.4.53, [MS-SMB] 2.2.4.5 and 2.2.4.6.
import type { Claim } from '@nautilus/model'
import { account } from '../carriers/ntlmssp.ts'
import { narrow, terminated } from '../carriers/unicode.ts'
import type { Sense } from './meaning2.ts'
import type { Block1, Smb1 } from './message.ts'
import { claimOf, type Detail, readerAt, slice, toldByToken } from './setup.ts'

const UNICODE = 0x8000 // flags2
const EXTENDED = 0x8000_0000 // capability: extended security
const MAX_TEXTS = 8

export const isWide = ({ flags2 }: Smb1): boolean => (flags2 & UNICODE) !== 0

/** Texts of a data part from `at` on, each to its NUL; wide ones begin at an even byte of the message. */
export function textsOf(block: Block1, at: number, wide: boolean, most = MAX_TEXTS): string[] {
  const texts: string[] = []
  let next = wide ? at + ((block.dataAt + at) & 1) : at
  while (next < block.data.length && texts.length < most) {
    const found = terminated(block.data, next, wide)
    texts.push(found.text)
    next = found.next
  }
  return texts
}

/** Dialects, each behind a byte 2. */
function dialectsOf(data: Uint8Array): string[] {
  const names: string[] = []
  let at = 0
  while (at < data.length && data[at] === 2 && names.length < 16) {
    const found = terminated(data, at + 1, false)
    names.push(found.text)
    at = found.next
  }
  return names
}

export function negotiate1(asked: Block1 | null, answer: Block1 | null): Sense {
  const offered = asked ? dialectsOf(asked.data) : []
  const detail: Detail = offered.length > 0 ? { offered: offered.join(', ') } : {}
  const claims: Claim[] = asked ? [claimOf('client', 'capability', 'SMB 1')] : []
  if (answer && answer.words.length >= 2) {
    const index = readerAt(answer.words, 0).u16le()
    const dialect = offered[index] ?? (answer.words.length === 34 ? 'NT LM 0.12' : '')
    if (dialect !== '') detail.dialect = dialect
    if (answer.words.length === 34) claims.push(...toldByServer(answer, detail))
  }
  return { verb: 'connect', object: '', detail, claims }
}

/** The answer in NT LM 0.12: security, and the names where there is no extended security. */
function toldByServer({ words, data }: Block1, detail: Detail): Claim[] {
  const mode = words[2]!
  const signing = (mode & 8) !== 0 ? 'required' : (mode & 4) !== 0 ? 'possible' : 'off'
  detail.signing = signing
  if ((mode & 2) === 0) detail.passwords = 'in clear'
  const claims = [
    claimOf('server', 'capability', 'SMB 1'),
    claimOf('server', 'capability', `SMB signing ${signing === 'required' ? 'required' : 'not required'}`),
  ]
  const capabilities = readerAt(words, 19).u32le()
  if ((capabilities & EXTENDED) !== 0) return claims
  const domain = terminated(data, words[33]!, true)
  const name = terminated(data, domain.next, true).text
  if (domain.text !== '') claims.push(claimOf('server', 'domain', domain.text, 0.9))
  if (name !== '') claims.push(claimOf('server', 'name', name, 0.9))
  return claims
}

/** Wherein the kinds of session setup differ: by the words of the request. */
const EXTENDED_WORDS = 24
const NT_WORDS = 26
const OLD_WORDS = 20

export function setup1(request: Smb1 | null, asked: Block1 | null, reply: Smb1 | null, answer: Block1 | null): Sense {
  const claims: Claim[] = []
  const detail: Detail = {}
  const object = request && asked ? toldByClient(request, asked, claims, detail) : ''
  if (reply && answer) toldInReply(reply, answer, claims, detail)
  return { verb: 'authenticate', object, detail, claims }
}

function toldByClient(request: Smb1, asked: Block1, claims: Claim[], detail: Detail): string {
  const { words, data } = asked
  const first = readerAt(words, 14).u16le()
  const wide = isWide(request)
  if (words.length === EXTENDED_WORDS) {
    const told = toldByToken(slice(data, 0, first))
    Object.assign(detail, told.detail)
    claims.push(...told.claims)
    systemClaims('client', textsOf(asked, first, wide, 2), claims)
    return told.object
  }
  if (words.length !== NT_WORDS && words.length !== OLD_WORDS) return ''
  const second = words.length === NT_WORDS ? readerAt(words, 16).u16le() : 0
  const [user = '', domain = '', ...system] = textsOf(asked, first + second, wide, 4)
  detail.mechanism = 'password'
  const name = account(user, domain)
  if (name !== '') claims.push(claimOf('client', 'user', name, 0.9))
  systemClaims('client', system, claims)
  return name
}

function toldInReply(reply: Smb1, answer: Block1, claims: Claim[], detail: Detail): void {
  const { words, data } = answer
  if (words.length < 6) return
  if ((words[4]! & 1) !== 0) detail.session = 'guest'
  const extended = words.length >= 8
  const blob = extended ? readerAt(words, 6).u16le() : 0
  if (extended) {
    const told = toldByToken(slice(data, 0, blob))
    for (const [key, value] of Object.entries(told.detail)) detail[key] ??= value
    claims.push(...told.claims)
  }
  const texts = textsOf(answer, blob, isWide(reply), 3)
  systemClaims('server', texts, claims)
  if (texts[2]) claims.push(claimOf('server', 'domain', texts[2], 0.8))
}

/** Operating system and network software, as each side writes them. */
function systemClaims(about: 'client' | 'server', [os = '', software = '']: readonly string[], claims: Claim[]): void {
  if (os !== '') claims.push(claimOf(about, 'os', os, 0.85))
  if (software !== '' && software !== os) claims.push(claimOf(about, 'software', software, 0.7))
}

export function treeConnect1(request: Smb1, asked: Block1): { path: string; service: string } {
  const password = readerAt(asked.words, 6).u16le()
  const wide = isWide(request)
  const start = wide ? password + ((asked.dataAt + password) & 1) : password
  const path = terminated(asked.data, start, wide)
  return { path: path.text, service: narrow(asked.data.subarray(path.next), 16) }
}
