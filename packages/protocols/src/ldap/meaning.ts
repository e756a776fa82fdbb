// What LDAP operations mean: RFC 4511 4.2 to 4.12.
import type { Claim, FunctionRef, Operation, Side, Verb } from '@nautilus/model'
import { children, integer } from '../carriers/asn1.ts'
import { findTicket } from '../carriers/kerberos.ts'
import { account, ntlmClaims, readNtlm } from '../carriers/ntlmssp.ts'
import { narrow } from '../carriers/unicode.ts'
import { type Meaning, type Session, silent } from '../dissector.ts'
import { entryClaims } from './entry.ts'
import { filterText } from './filter.ts'
import type { Ldap, Message } from './message.ts'
import { changes, extensions, functions, isRefusal, results, scopes } from './names.ts'

type Detail = Record<string, string | number>
type Sense = { verb: Verb; object: string; detail: Detail; claims: Claim[] }

export const openSession = (): Session<Message> => ({ interpret })

const ENTRY = 4
/** References and intermediate responses. */
const SILENT: readonly number[] = [19, 25]
type End = Pick<Operation, 'outcome' | 'refusal'>

function interpret(request: Message | null, reply: Message | null): Meaning {
  if (request?.kind === 'ldap') return exchange(request, reply?.kind === 'ldap' ? reply : null)
  return reply?.kind === 'ldap' ? notice(reply) : silent
}

/** What comes alone: an unbind or abandon, an entry, a result whose request was not seen. */
function notice(message: Ldap): Meaning {
  if (isAsked(message)) return meaning(message, sense(message), { outcome: 'ok' })
  if (message.operation === ENTRY) return { operation: null, claims: entryClaims(message), repeatable: false }
  return SILENT.includes(message.operation) ? silent : meaning(message, plain('other', ''), endOf(message))
}

function exchange(request: Ldap, reply: Ldap | null): Meaning {
  const told = sense(request)
  if (reply) tellReply(request, reply, told.detail, told.claims)
  return meaning(request, told, endOf(reply))
}

function meaning(message: Ldap, { verb, object, detail, claims }: Sense, ended: End): Meaning {
  const facts = Object.keys(detail).length > 0 ? { detail } : {}
  const operation: Operation = { verb, function: functions[message.operation]!, object, items: [], ...ended, ...facts }
  return { operation, claims, repeatable: false }
}

const isAsked = ({ operation }: Ldap): boolean => readers[operation] !== undefined

/** The code of an LDAPResult, 4.1.9. */
export const resultOf = ({ parts }: Ldap): number => (parts[0] ? integer(parts[0].content) : 0)

function endOf(reply: Ldap | null): End {
  if (!reply) return { outcome: 'no-reply' }
  const code = resultOf(reply)
  return isRefusal(code) ? { outcome: 'refused', refusal: refusalOf(code) } : { outcome: 'ok' }
}

const refusalOf = (code: number): FunctionRef => ({ code: `${code}`, name: results[code] ?? 'unknown result' })

const text = ({ parts }: Ldap, index: number): string => narrow(parts[index]?.content ?? new Uint8Array(), 256)
const plain = (verb: Verb, object: string, detail: Detail = {}): Sense => ({ verb, object, detail, claims: [] })
const claim = (about: Side, attribute: Claim['attribute'], value: string, confidence: number): Claim => ({
  about,
  attribute,
  value,
  confidence,
})

const [SIMPLE, SASL] = [0x80, 0xa3]

/** 4.2: who, and how: a password in clear, or a token of SASL. */
function bind(message: Ldap): Sense {
  const name = text(message, 1)
  const proof = message.parts[2]
  if (!proof) return plain('authenticate', name)
  if (proof.tag === SIMPLE) return simple(name, proof.content.length > 0)
  const [mechanism, credentials] = proof.tag === SASL ? children(proof.content, 2) : []
  // Microsoft's own kinds (0x89 to 0x8b) have the token without a mechanism.
  const token = credentials?.content ?? (proof.tag === SASL ? new Uint8Array() : proof.content)
  const method = mechanism ? narrow(mechanism.content, 32) : 'NTLM'
  return withToken(name, method, token)
}

function simple(name: string, password: boolean): Sense {
  if (!password) return plain('authenticate', name, { method: 'anonymous' })
  const claims = [
    claim('client', 'user', name, 0.9),
    claim('client', 'credential', `LDAP password of ${name} in clear`, 0.95),
  ]
  return { verb: 'authenticate', object: name, detail: { method: 'simple' }, claims }
}

function withToken(name: string, method: string, token: Uint8Array): Sense {
  const ntlm = readNtlm(token)
  const kerberos = ntlm ? null : findTicket(token)
  const detail: Detail = { method }
  if (ntlm) detail.step = ntlm.type
  if (kerberos?.ticket) detail.ticket = `${kerberos.ticket.service}@${kerberos.ticket.realm}`
  const user = ntlm ? account(ntlm.user, ntlm.domain) : ''
  return { verb: 'authenticate', object: name || user, detail, claims: ntlm ? ntlmClaims(ntlm) : [] }
}

/** 4.5.1. A base search of the empty name asks the server what it is. */
function search(message: Ldap): Sense {
  const base = text(message, 0)
  const scope = integer(message.parts[1]?.content ?? new Uint8Array())
  const filter = message.parts[6]
  const attributes = children(message.parts[7]?.content ?? new Uint8Array(), 8).map(tlv => narrow(tlv.content, 40))
  const detail: Detail = { scope: scopes[scope] ?? scope }
  if (filter) detail.filter = filterText(filter)
  if (attributes.length > 0) detail.attributes = attributes.join(', ')
  return plain(base === '' && scope === 0 ? 'discover' : 'read', base, detail)
}

/** 4.6: which attributes are changed. */
function modify(message: Ldap): Sense {
  const list = children(message.parts[1]?.content ?? new Uint8Array(), 8).map(change => {
    const [kind, attribute] = children(change.content, 2)
    const name = attribute && children(attribute.content, 1)[0]
    return `${changes[integer(kind?.content ?? new Uint8Array())] ?? '?'} ${narrow(name?.content ?? new Uint8Array(), 40)}`
  })
  return plain('configure', text(message, 0), { changes: list.join(', ') })
}

function extended(message: Ldap): Sense {
  const identifier = text(message, 0)
  const name = extensions[identifier] ?? identifier
  const verb = name === 'password modify' ? 'configure' : name === 'StartTLS' ? 'connect' : 'other'
  return plain(verb, name)
}

const readers: Readonly<Record<number, (message: Ldap) => Sense>> = {
  0: bind,
  2: () => plain('connect', ''),
  3: search,
  6: modify,
  8: message => plain('configure', text(message, 0)),
  10: message => plain('delete', narrow(message.content, 256)),
  12: message => plain('configure', text(message, 0), { to: text(message, 1) }),
  14: message => plain('read', text(message, 0)),
  16: () => plain('connect', ''),
  23: extended,
}

const sense = (message: Ldap): Sense => readers[message.operation]!(message)

const SERVER_TOKEN = 0x87 // serverSaslCreds, 4.2.2

function tellReply(request: Ldap, reply: Ldap, detail: Detail, claims: Claim[]): void {
  const token = request.operation === 0 ? reply.parts.find(({ tag }) => tag === SERVER_TOKEN) : undefined
  // Microsoft's own kinds answer with the challenge where the name of the entry would stand.
  const ntlm = readNtlm((token ?? reply.parts[1])?.content ?? new Uint8Array())
  if (ntlm) claims.push(...ntlmClaims(ntlm))
  const said = text(reply, 2)
  if (isRefusal(resultOf(reply)) && said !== '') detail.text = said
}
