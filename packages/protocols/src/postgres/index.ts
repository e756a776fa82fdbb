// PostgreSQL: who logs on to which database, and the first words of statements. PostgreSQL documentation, "Frontend/Backend
// Protocol", "Message Formats".
import type { Claim, FunctionRef, Operation, Side } from '@nautilus/model'
import { statementOf } from '../carriers/sql.ts'
import { terminated } from '../carriers/unicode.ts'
import {
  defineDissector,
  type Label,
  type Meaning,
  malformed,
  need,
  type Oddity,
  type Parsed,
  type Session,
  silent,
} from '../dissector.ts'
import { Reader } from '../reader.ts'

type Message =
  | { readonly kind: 'startup'; readonly parameters: ReadonlyMap<string, string> }
  | { readonly kind: 'request'; readonly code: number }
  | { readonly kind: 'answer'; readonly letter: string }
  | { readonly kind: 'message'; readonly from: Side; readonly letter: string; readonly data: Uint8Array }
  | { readonly kind: 'tls' }

const [VERSION_3, CANCEL, SSL, GSS] = [196_608, 80_877_102, 80_877_103, 80_877_104]
const HEADER = 5
const LONGEST = 0x1_0000
/** Of longer messages only so much is held; of rows nothing. */
const FRONT = 1024
const ROWS = 'Dd'
const MAX_PARAMETERS = 32
const NO_ODDITIES: readonly Oddity[] = []
/** Letters that each side sends. */
const LETTERS = { client: 'BCDEFHPQSXcdfp', server: '123ACDEGHIKNRSTVWZcdnstv' }

const isTls = (bytes: Uint8Array): boolean => bytes[0]! >= 20 && bytes[0]! <= 23 && bytes[1] === 3

function parse(bytes: Uint8Array, from: Side): Parsed<Message> {
  if (bytes.length === 0) return need(1)
  const first = bytes[0]!
  if (first >= 20 && first <= 23) return parseTls(bytes)
  if (first === 0) return from === 'client' ? parseStartup(bytes) : malformed('postgres.letter', 0)
  const letter = String.fromCharCode(first)
  if (!LETTERS[from].includes(letter)) return malformed('postgres.letter', 0)
  if (bytes.length < 2) return need(2)
  // One letter alone answers the wish for encryption; lengths begin with 0.
  if (bytes[1] !== 0 && from === 'server' && 'SNG'.includes(letter)) return found({ kind: 'answer', letter }, 1)
  return parseMessage(bytes, from, letter)
}

const found = (message: Message, size: number, skip = 0): Parsed<Message> => {
  const parsed = { kind: 'message', message, size, oddities: NO_ODDITIES } as const
  return skip > 0 ? { ...parsed, skip } : parsed
}

function parseMessage(bytes: Uint8Array, from: Side, letter: string): Parsed<Message> {
  if (bytes.length < HEADER) return need(HEADER)
  const reader = new Reader(bytes)
  reader.skip(1)
  const size = 1 + reader.u32()
  if (size < HEADER || size > 0x1000_0000) return malformed('postgres.length', 1)
  const held = ROWS.includes(letter) ? HEADER : Math.min(size, FRONT)
  if (bytes.length < held) return need(held)
  return found({ kind: 'message', from, letter, data: bytes.subarray(HEADER, held) }, held, size - held)
}

function parseTls(bytes: Uint8Array): Parsed<Message> {
  if (bytes.length < 5) return need(5)
  return isTls(bytes) ? found({ kind: 'tls' }, 5, (bytes[3]! << 8) | bytes[4]!) : malformed('postgres.tls', 1)
}

/** Length, a version or the code of a request, and pairs of texts. */
function parseStartup(bytes: Uint8Array): Parsed<Message> {
  if (bytes.length < 8) return need(8)
  const reader = new Reader(bytes)
  const [size, code] = [reader.u32(), reader.u32()]
  if (size < 8 || size > LONGEST) return malformed('postgres.startup-length', 0)
  if (bytes.length < size) return need(size)
  if (code === SSL || code === GSS || code === CANCEL) return found({ kind: 'request', code }, size)
  if (code >>> 16 !== 3) return malformed('postgres.version', 4)
  const parameters = new Map<string, string>()
  let at = 8
  for (let i = 0; i < MAX_PARAMETERS && at < size && bytes[at] !== 0; i++) {
    const name = terminated(bytes.subarray(0, size), at, false)
    const value = terminated(bytes.subarray(0, size), name.next, false)
    parameters.set(name.text, value.text)
    at = value.next
  }
  return found({ kind: 'startup', parameters }, size)
}

/** A startup is unmistakable. The first answers of the server are, too: authentication, or an error. */
function recognize(bytes: Uint8Array, from: Side): number {
  if (bytes.length === 0) return 0
  if (from === 'client') return startupBits(bytes)
  if (bytes[0] !== 0x52 || bytes.length < 9) return -1
  const reader = new Reader(bytes)
  reader.skip(1)
  const [length, kind] = [reader.u32(), reader.u32()]
  return length >= 8 && length <= 256 && kind <= 12 ? 60 : -1
}

function startupBits(bytes: Uint8Array): number {
  if (bytes[0] !== 0) return -1
  if (bytes.length < 8) return bytes.length > 1 && bytes[1] !== 0 ? -1 : 0
  const reader = new Reader(bytes)
  const [size, code] = [reader.u32(), reader.u32()]
  if (code === SSL || code === GSS) return size === 8 ? 64 : -1
  if (code === CANCEL) return size === 16 ? 64 : -1
  return code === VERSION_3 && size >= 9 && size <= 2048 && bytes[8]! >= 0x61 ? 60 : -1
}

const ref = (code: string, name: string): FunctionRef => ({ code, name })
const [STARTUP, ENCRYPTION, TLS] = [
  ref('startup', 'startup'),
  ref('encryption', 'request for encryption'),
  ref('tls', 'TLS record'),
]
const clients: Readonly<Record<string, FunctionRef>> = {
  B: ref('B', 'bind'),
  C: ref('C', 'close'),
  D: ref('D', 'describe'),
  E: ref('E', 'execute'),
  F: ref('F', 'function call'),
  H: ref('H', 'flush'),
  P: ref('P', 'parse'),
  Q: ref('Q', 'query'),
  S: ref('S', 'sync'),
  X: ref('X', 'terminate'),
  c: ref('c', 'copy done'),
  d: ref('d', 'copy data'),
  f: ref('f', 'copy fail'),
  p: ref('p', 'password'),
}
/** Asked for, and answered one after the other. */
const ASKS = 'QPF'
/** Ends of a statement: parsed, complete, empty, a function's result. */
const ENDS = '1CIV'

const notice = (named: FunctionRef | null): Label => ({ role: 'notice', pair: 0, function: named, error: false })
const reply = (error: boolean): Label => ({ role: 'reply', pair: 0, function: null, error })

function label(message: Message): Label {
  switch (message.kind) {
    case 'startup':
      return { role: 'request', pair: 0, function: STARTUP, error: false }
    case 'request':
      if (message.code === CANCEL) return notice(ref('cancel', 'cancel'))
      return { role: 'request', pair: 0, function: ENCRYPTION, error: false }
    case 'answer':
      return reply(message.letter === 'N')
    case 'tls':
      return notice(TLS)
    default:
      return message.from === 'client' ? labelClient(message.letter) : labelServer(message.letter, message.data)
  }
}

const labelClient = (letter: string): Label =>
  ASKS.includes(letter)
    ? { role: 'request', pair: 0, function: clients[letter]!, error: false }
    : notice(clients[letter] ?? null)

function labelServer(letter: string, data: Uint8Array): Label {
  if (letter === 'E') return reply(true)
  return ENDS.includes(letter) || (letter === 'R' && kindOf(data) === 0) ? reply(false) : notice(null)
}

const kindOf = (data: Uint8Array): number => new Reader(data).u32()

const methods: Readonly<Record<number, string>> = {
  3: 'password in clear',
  5: 'MD5',
  7: 'GSS-API',
  9: 'SSPI',
  10: 'SASL',
}
type State = { user: string; method: string }

const claim = (about: Side, attribute: Claim['attribute'], value: string, confidence: number): Claim => ({
  about,
  attribute,
  value,
  confidence,
})

function session(): Session<Message> {
  const state: State = { user: '', method: '' }
  return {
    interpret(request, answer): Meaning {
      if (request?.kind === 'startup') return startup(request.parameters, answer, state)
      if (request?.kind === 'request') return encryption(answer)
      if (request?.kind === 'message') return statement(request.letter, request.data, answer)
      if (answer?.kind === 'message')
        return answer.from === 'client' ? ending(answer.letter) : status(answer.letter, answer.data, state)
      return silent
    },
  }
}

/** Code and text of an error: fields behind a letter each. */
function errorOf(answer: Message | null): FunctionRef | null {
  if (answer?.kind !== 'message' || answer.letter !== 'E') return null
  const fields = new Map<string, string>()
  let at = 0
  for (let i = 0; i < MAX_PARAMETERS && at < answer.data.length && answer.data[at] !== 0; i++) {
    const field = terminated(answer.data, at + 1, false)
    fields.set(String.fromCharCode(answer.data[at]!), field.text)
    at = field.next
  }
  return ref(fields.get('C') ?? '', fields.get('M') ?? '')
}

function ended(answer: Message | null): Pick<Operation, 'outcome' | 'refusal'> {
  const refusal = errorOf(answer)
  return refusal ? { outcome: 'refused', refusal } : { outcome: answer ? 'ok' : 'no-reply' }
}

function startup(parameters: ReadonlyMap<string, string>, answer: Message | null, state: State): Meaning {
  const [user, database, application] = ['user', 'database', 'application_name'].map(name => parameters.get(name) ?? '')
  const detail: Record<string, string> = {}
  if (database) detail.database = database
  if (state.method !== '') detail.method = state.method
  const claims = user ? [claim('client', 'user', user, 0.9)] : []
  if (application) claims.push(claim('client', 'software', application, 0.7))
  if (state.method === methods[3])
    claims.push(claim('client', 'credential', `PostgreSQL password of ${user} in clear`, 0.95))
  const facts = Object.keys(detail).length > 0 ? { detail } : {}
  const operation: Operation = {
    verb: 'authenticate',
    function: STARTUP,
    object: user!,
    items: [],
    ...ended(answer),
    ...facts,
  }
  return { operation, claims, repeatable: false }
}

function encryption(answer: Message | null): Meaning {
  const letter = answer?.kind === 'answer' ? answer.letter : ''
  const outcome = letter === '' ? 'no-reply' : letter === 'N' ? 'refused' : 'ok'
  const refusal = letter === 'N' ? { refusal: ref('N', 'no encryption') } : {}
  const operation: Operation = { verb: 'connect', function: ENCRYPTION, object: '', items: [], outcome, ...refusal }
  return { operation, claims: [], repeatable: false }
}

function statement(letter: string, data: Uint8Array, answer: Message | null): Meaning {
  // A parse message has the name of the statement first.
  const start = letter === 'P' ? terminated(data, 0, false).next : 0
  const { verb, text } =
    letter === 'F' ? { verb: 'call' as const, text: '' } : statementOf(terminated(data, start, false).text)
  const operation: Operation = { verb, function: clients[letter]!, object: text, items: [], ...ended(answer) }
  return { operation, claims: [], repeatable: false }
}

/** How the server wants the password, and what it says of itself. */
function status(letter: string, data: Uint8Array, state: State): Meaning {
  if (letter === 'R') state.method = methods[kindOf(data)] ?? state.method
  if (letter !== 'S') return silent
  const name = terminated(data, 0, false)
  const value = terminated(data, name.next, false).text
  if (name.text !== 'server_version') return silent
  return { operation: null, claims: [claim('server', 'software', `PostgreSQL ${value}`, 0.95)], repeatable: false }
}

const ending = (letter: string): Meaning =>
  letter === 'X'
    ? {
        operation: { verb: 'connect', function: clients.X!, object: '', items: [], outcome: 'ok' },
        claims: [],
        repeatable: false,
      }
    : silent

export const postgres = defineDissector<Message>({
  name: 'postgres',
  title: 'PostgreSQL',
  carriers: { tcp: [5432] },
  recognize,
  parse,
  label,
  session,
  maxMessage: LONGEST,
})
