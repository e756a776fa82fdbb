// TDS: Microsoft SQL Server (and Sybase before it) on the wire. [MS-TDS].
import type { Claim, FunctionRef, Operation, Side } from '@nautilus/model'
import { account, ntlmClaims, readNtlm } from '../carriers/ntlmssp.ts'
import { defineDissector, type Label, type Meaning, type Session, silent } from '../dissector.ts'
import { readLogin, readPrelogin } from './login.ts'
import {
  ATTENTION,
  BATCH,
  BULK,
  HEADER,
  isTls,
  LOGIN7,
  LONGEST,
  type Message,
  PRELOGIN,
  parse,
  RESULT,
  RPC,
  SSPI,
  TYPES,
} from './message.ts'
import { batchOf, procedureOf } from './statement.ts'
import { isToken, readTokens, softwareOf, type Told } from './tokens.ts'

const ref = (code: string, name: string): FunctionRef => ({ code, name })
/** Packet types, 2.2.3.1.1. */
const refs: Readonly<Record<number, FunctionRef>> = {
  1: ref('1', 'SQL batch'),
  2: ref('2', 'login of old versions'),
  3: ref('3', 'RPC'),
  4: ref('4', 'result'),
  6: ref('6', 'attention'),
  7: ref('7', 'bulk load'),
  8: ref('8', 'federated authentication token'),
  14: ref('14', 'transaction manager request'),
  16: ref('16', 'login'),
  17: ref('17', 'SSPI token'),
  18: ref('18', 'pre-login'),
}
const TLS = ref('tls', 'TLS record')
const never = -1

/** A packet whose window is 0, with a type of this side, and what each type begins with. */
function recognize(bytes: Uint8Array, from: Side): number {
  if (bytes.length < HEADER) return bytes.length === 0 || TYPES.has(bytes[0]!) ? 0 : never
  const type = bytes[0]!
  const size = (bytes[2]! << 8) | bytes[3]!
  if (!TYPES.has(type) || bytes[1]! > 0x1f || bytes[7] !== 0 || size < HEADER || size > LONGEST) return never
  if ((type === RESULT) !== (from === 'server') && type !== PRELOGIN) return never
  if (size === HEADER) return type === ATTENTION ? 12 : never
  return bytes.length < HEADER + 8 ? 0 : bitsOf(bytes, type, size)
}

/** The last packet of a message mostly ends the segment. */
function bitsOf(bytes: Uint8Array, type: number, size: number): number {
  const last = size === bytes.length && (bytes[1]! & 1) === 1
  if (!last && size < bytes.length && bytes[6] !== 1) return never
  const begins = (beginnings[type] ?? (() => 0))(bytes.subarray(HEADER), size)
  return begins < 0 ? never : 13 + (last ? 16 : 4) + begins
}

const beginnings: Readonly<Record<number, (data: Uint8Array, size: number) => number>> = {
  [PRELOGIN]: data => (isTls(data, 0) ? 16 : preloginBits(data)),
  [RESULT]: data => (data[0] === 0 ? preloginBits(data) : isToken(data[0]!) ? 3 : never),
  [LOGIN7]: (data, size) => ((data[0]! | (data[1]! << 8)) === size - HEADER && (data[7]! & 0xf0) === 0x70 ? 20 : never),
  [BATCH]: data => (data[1] === 0 && data[3] === 0 ? 10 : never),
  [RPC]: data => (data[3] === 0 || data[0] === 0xff ? 4 : never),
}

/** The version option, of six bytes, comes first, 2.2.6.5. */
const preloginBits = (data: Uint8Array): number =>
  data[0] === 0 && data[1] === 0 && data[2]! >= 11 && data[2]! <= 86 && data[3] === 0 && data[4] === 6 ? 32 : never

/** One request at a time: a result belongs to the latest. */
function label(message: Message): Label {
  if (message.kind !== 'packet') {
    return { role: 'notice', pair: 0, function: message.kind === 'tls' ? TLS : null, error: false }
  }
  const { type, data } = message
  if (type === RESULT) return { role: 'reply', pair: 0, function: null, error: readTokens(data).error !== null }
  // TLS is set up inside of pre-login packets, to and fro.
  if (type === PRELOGIN && isTls(data, 0)) return { role: 'notice', pair: 0, function: TLS, error: false }
  const unasked = type === ATTENTION
  return { role: unasked ? 'notice' : 'request', pair: 0, function: refs[type]!, error: false }
}

type Packet = Extract<Message, { kind: 'packet' }>
type Sense = Pick<Operation, 'verb' | 'object'> & { detail: Record<string, string | number>; claims: Claim[] }

const claim = (about: Side, attribute: Claim['attribute'], value: string, confidence: number): Claim => ({
  about,
  attribute,
  value,
  confidence,
})

const session = (): Session<Message> => ({ interpret })

function interpret(request: Message | null, reply: Message | null): Meaning {
  const answer = reply?.kind === 'packet' && reply.type === RESULT ? reply : null
  const asked = request?.kind === 'packet' ? request : null
  if (!asked) return answer ? alone(readTokens(answer.data)) : silent
  const { verb, object, detail, claims } = sense(asked)
  const told = answer ? tellAnswer(answer, detail, claims) : null
  const refusal = told?.error ? ref(`${told.error.number}`, told.error.text) : null
  const operation: Operation = {
    verb,
    function: refs[asked.type]!,
    object,
    items: [],
    outcome: answer === null ? 'no-reply' : refusal ? 'refused' : 'ok',
    ...(refusal ? { refusal } : {}),
    ...(Object.keys(detail).length > 0 ? { detail } : {}),
  }
  return { operation, claims, repeatable: false }
}

const alone = ({ server, program }: Told): Meaning => {
  // An instance stands behind the name of the computer.
  const name = server.replace(/\\.*/, '')
  const claims = name === '' ? [] : [claim('server', 'name', name, 0.8)]
  if (program !== '') claims.push(claim('server', 'software', program, 0.9))
  return { operation: null, claims, repeatable: false }
}

function sense({ type, data }: Packet): Sense {
  const plain = (verb: Operation['verb'], object = '', detail = {}): Sense => ({ verb, object, detail, claims: [] })
  switch (type) {
    case PRELOGIN:
      return prelogin(data)
    case LOGIN7:
      return login(data)
    case SSPI:
      return token(data, '')
    case BATCH: {
      const { verb, text } = batchOf(data)
      return plain(verb, text)
    }
    case RPC: {
      const { name, statement } = procedureOf(data)
      return statement ? plain(statement.verb, statement.text, { procedure: name }) : plain('call', name)
    }
    case BULK:
      return plain('write')
    default:
      return plain(type === 14 ? 'connect' : 'authenticate')
  }
}

const ENCRYPTION: readonly string[] = ['login only', 'on', 'not supported', 'required']

function prelogin(data: Uint8Array): Sense {
  const asked = readPrelogin(data)
  const detail: Record<string, string> = {}
  if (asked && asked.encryption >= 0) detail['encryption asked'] = ENCRYPTION[asked.encryption] ?? `${asked.encryption}`
  return { verb: 'connect', object: asked?.instance ?? '', detail, claims: [] }
}

function token(data: Uint8Array, name: string): Sense {
  const ntlm = readNtlm(data)
  const user = ntlm ? account(ntlm.user, ntlm.domain) : ''
  const detail = ntlm ? { method: 'NTLM', step: ntlm.type } : {}
  return { verb: 'authenticate', object: name || user, detail, claims: ntlm ? ntlmClaims(ntlm) : [] }
}

function login(data: Uint8Array): Sense {
  const found = readLogin(data)
  if (!found) return { verb: 'authenticate', object: '', detail: {}, claims: [] }
  const { host, user, password, application, server, library, database } = found
  const { object, detail, claims } = token(found.token, user)
  const facts: Record<string, string> = { ...detail, application, server, library, database }
  const told = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== ''))
  if (host !== '') claims.push(claim('client', 'name', host, 0.9))
  if (application !== '') claims.push(claim('client', 'software', application, 0.7))
  if (user !== '') claims.push(claim('client', 'user', user, 0.9))
  if (password) claims.push(claim('client', 'credential', `SQL Server password of ${user}, only obscured`, 0.95))
  return { verb: 'authenticate', object, detail: told, claims }
}

function tellAnswer({ data }: Packet, detail: Record<string, string | number>, claims: Claim[]): Told | null {
  const answer = readPrelogin(data)
  if (!answer) return tellTokens(readTokens(data), detail, claims)
  const { version, encryption } = answer
  if (version !== '') claims.push(claim('server', 'software', softwareOf('Microsoft SQL Server', version), 0.9))
  if (encryption >= 0) detail.encryption = ENCRYPTION[encryption] ?? encryption
  return null
}

function tellTokens(told: Told, detail: Record<string, string | number>, claims: Claim[]): Told {
  claims.push(...alone(told).claims)
  const ntlm = told.challenge ? readNtlm(told.challenge) : null
  if (ntlm) claims.push(...ntlmClaims(ntlm))
  if (told.database !== '') detail.database = told.database
  return told
}

export const tds = defineDissector<Message>({
  name: 'tds',
  title: 'TDS (SQL Server)',
  carriers: { tcp: [1433] },
  recognize,
  parse,
  label,
  session,
  maxMessage: LONGEST,
})
