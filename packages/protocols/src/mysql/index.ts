// MySQL and MariaDB: who logs on to which server, and the first words of statements. MySQL Internals, client/server
// protocol: packets of a length of three bytes (little-endian), a number, and contents.
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
import { printable } from '../reader.ts'
import { type Greeting, type Login, readGreeting, readLogin } from './login.ts'

type Message =
  | { readonly kind: 'greeting'; readonly greeting: Greeting }
  | { readonly kind: 'login'; readonly login: Login }
  | { readonly kind: 'command'; readonly code: number; readonly text: string }
  | { readonly kind: 'result'; readonly error: number; readonly text: string }
  | { readonly kind: 'upgrade' | 'part' | 'tls' }

const HEADER = 4
export const LONGEST = 0x2_0000
/** Of longer packets, and of rows, only so much is held. */
const FRONT = 1024
const NO_ODDITIES: readonly Oddity[] = []
const [OK, ERROR, GREETING] = [0x00, 0xff, 0x0a]
const MAX_COMMAND = 0x20
const LEAST_LOGIN = 32

const ref = (code: string, name: string): FunctionRef => ({ code, name })
const LOGIN = ref('login', 'login')
const names: readonly string[] = [
  'sleep',
  'quit',
  'use database',
  'query',
  'field list',
  'create database',
  'drop database',
  'refresh',
  'shutdown',
  'statistics',
  'process info',
  'connect',
  'kill process',
  'debug',
  'ping',
  'time',
  'delayed insert',
  'change user',
  'binlog dump',
  'table dump',
  'connect out',
  'register replica',
  'prepare statement',
  'execute statement',
  'send long data',
  'close statement',
  'reset statement',
  'set option',
  'fetch',
  'daemon',
  'binlog dump by GTID',
  'reset connection',
]
const [QUIT, USE, QUERY, SHUTDOWN, KILL, PREPARE] = [1, 2, 3, 8, 12, 22]
const DROP = 6
const WITH_TEXT: readonly number[] = [USE, QUERY, 5, DROP, PREPARE]
/** These are not answered: quit, send long data, close statement. */
const UNANSWERED: readonly number[] = [QUIT, 24, 25]

const lengthOf = (bytes: Uint8Array): number => bytes[0]! | (bytes[1]! << 8) | (bytes[2]! << 16)
const isTls = (bytes: Uint8Array): boolean => bytes[0]! >= 20 && bytes[0]! <= 23 && bytes[1] === 3 && bytes[2]! <= 4

function parse(bytes: Uint8Array, from: Side): Parsed<Message> {
  if (bytes.length < HEADER + 1) return need(HEADER + 1)
  if (isTls(bytes)) {
    const skip = (bytes[3]! << 8) | bytes[4]!
    return {
      kind: 'message',
      message: { kind: 'tls' },
      size: HEADER + 1,
      oddities: NO_ODDITIES,
      ...(skip > 0 ? { skip } : {}),
    }
  }
  const length = lengthOf(bytes)
  if (length === 0) return malformed('mysql.length', 0)
  const size = HEADER + length
  const held = Math.min(size, FRONT)
  if (bytes.length < held) return need(held)
  const message = from === 'client' ? fromClient(bytes.subarray(0, held)) : fromServer(bytes.subarray(0, held))
  return { kind: 'message', message, size: held, oddities: NO_ODDITIES, ...(held < size ? { skip: size - held } : {}) }
}

function fromServer(packet: Uint8Array): Message {
  const [number, first] = [packet[3]!, packet[HEADER]!]
  if (first === ERROR && packet.length > HEADER + 3) {
    const text = packet.subarray(HEADER + 3)
    // A state of five letters stands behind a mark in newer versions.
    const said = printable(text[0] === 0x23 ? text.subarray(6) : text, 200)
    return { kind: 'result', error: packet[HEADER + 1]! | (packet[HEADER + 2]! << 8), text: said }
  }
  const greeting = number === 0 && first === GREETING ? readGreeting(packet.subarray(HEADER)) : null
  if (greeting) return { kind: 'greeting', greeting }
  // The answer to a command has number 1; to a login 2, or more when it took more rounds.
  const ends = number === 1 || (first === OK && (number === 2 || (number <= 6 && packet.length === HEADER + 7)))
  return ends ? { kind: 'result', error: 0, text: '' } : { kind: 'part' }
}

function fromClient(packet: Uint8Array): Message {
  const [number, code] = [packet[3]!, packet[HEADER]!]
  const contents = packet.subarray(HEADER)
  if (number === 0 && code < MAX_COMMAND) {
    return { kind: 'command', code, text: WITH_TEXT.includes(code) ? printable(contents.subarray(1), 400) : '' }
  }
  if (number === 0 || contents.length < LEAST_LOGIN) return { kind: 'part' }
  if (contents.length === LEAST_LOGIN) return { kind: 'upgrade' }
  const login = readLogin(contents)
  return login ? { kind: 'login', login } : { kind: 'part' }
}

/** A greeting: version 10, a version that begins with a digit, filler. Or a login with its 23 zeros. Each comes alone. */
function recognize(bytes: Uint8Array, from: Side): number {
  if (bytes.length <= HEADER) return bytes.length > 2 && bytes[2] !== 0 ? -1 : 0
  if (bytes.length > HEADER + lengthOf(bytes)) return -1
  const contents = bytes.subarray(HEADER)
  if (from === 'server') return bytes[3] === 0 && contents[0] === GREETING ? greetingBits(contents) : -1
  if (bytes[3] !== 1 && bytes[3] !== 2) return -1
  return contents.length < LEAST_LOGIN ? 0 : loginBits(contents)
}

/** The newer protocol and its authentication, and zeros. */
const loginBits = (contents: Uint8Array): number =>
  (contents[1]! & 0x82) === 0x82 && contents.subarray(13, LEAST_LOGIN).every(byte => byte === 0) ? 96 : -1

function greetingBits(contents: Uint8Array): number {
  const digit = contents[1]! >= 0x33 && contents[1]! <= 0x39
  const version = terminated(contents, 1, false)
  const filler = contents[version.next + 12]
  return digit && /^\d+\.\d+/.test(version.text) && filler === 0 ? 64 : -1
}

const notice = (named: FunctionRef | null): Label => ({ role: 'notice', pair: 0, function: named, error: false })

function label(message: Message): Label {
  switch (message.kind) {
    case 'greeting':
      return notice(ref('greeting', 'greeting'))
    case 'login':
      return { role: 'request', pair: 0, function: LOGIN, error: false }
    case 'command':
      if (UNANSWERED.includes(message.code)) return notice(commandRef(message.code))
      return { role: 'request', pair: 0, function: commandRef(message.code), error: false }
    case 'result':
      return { role: 'reply', pair: 0, function: null, error: message.error !== 0 }
    default:
      return notice(
        message.kind === 'tls'
          ? ref('tls', 'TLS record')
          : message.kind === 'upgrade'
            ? ref('tls', 'TLS record')
            : null,
      )
  }
}

const commandRef = (code: number): FunctionRef => ref(`${code}`, names[code] ?? `${code} unknown`)

const claim = (about: Side, attribute: Claim['attribute'], value: string, confidence: number): Claim => ({
  about,
  attribute,
  value,
  confidence,
})

const session = (): Session<Message> => ({ interpret })

function interpret(request: Message | null, reply: Message | null): Meaning {
  if (request?.kind === 'login') return login(request.login, reply)
  if (request?.kind === 'command') return command(request.code, request.text, reply)
  if (reply?.kind === 'greeting') return greeting(reply.greeting)
  return reply?.kind === 'command' ? command(reply.code, reply.text, reply) : silent
}

function endOf(reply: Message | null): Pick<Operation, 'outcome' | 'refusal'> {
  if (reply?.kind !== 'result') return { outcome: reply ? 'ok' : 'no-reply' }
  return reply.error === 0 ? { outcome: 'ok' } : { outcome: 'refused', refusal: ref(`${reply.error}`, reply.text) }
}

function greeting({ version }: Greeting): Meaning {
  // MariaDB puts a version of MySQL in front for old clients.
  const maria = /^(?:5\.5\.5-)?(.*?)-MariaDB/.exec(version)
  const software = maria ? `MariaDB ${maria[1]}` : `MySQL ${version}`
  return { operation: null, claims: [claim('server', 'software', software, 0.9)], repeatable: false }
}

function login({ user, database, plugin, attributes }: Login, reply: Message | null): Meaning {
  const detail: Record<string, string> = {}
  if (database !== '') detail.database = database
  if (plugin !== '') detail.method = plugin
  const claims = user === '' ? [] : [claim('client', 'user', user, 0.9)]
  const program = attributes.get('program_name') || attributes.get('_client_name') || ''
  if (program !== '')
    claims.push(claim('client', 'software', `${program} ${attributes.get('_client_version') ?? ''}`.trimEnd(), 0.7))
  const os = attributes.get('_os') ?? ''
  if (os !== '') claims.push(claim('client', 'os', os, 0.7))
  const facts = Object.keys(detail).length > 0 ? { detail } : {}
  const operation: Operation = {
    verb: 'authenticate',
    function: LOGIN,
    object: user,
    items: [],
    ...endOf(reply),
    ...facts,
  }
  return { operation, claims, repeatable: false }
}

const verbs: Readonly<Record<number, Operation['verb']>> = {
  5: 'configure',
  [DROP]: 'delete',
  [SHUTDOWN]: 'stop',
  [KILL]: 'configure',
}

function command(code: number, text: string, reply: Message | null): Meaning {
  const statement = code === QUERY || code === PREPARE ? statementOf(text) : null
  const quiet = code === QUERY || (code >= PREPARE && code !== 29) || code === 4 ? 'read' : 'connect'
  const verb = statement?.verb ?? verbs[code] ?? quiet
  const object = statement ? statement.text : WITH_TEXT.includes(code) ? text : ''
  const operation: Operation = { verb, function: commandRef(code), object, items: [], ...endOf(reply) }
  return { operation, claims: [], repeatable: false }
}

export const mysql = defineDissector<Message>({
  name: 'mysql',
  title: 'MySQL',
  carriers: { tcp: [3306] },
  recognize,
  parse,
  label,
  session,
  maxMessage: LONGEST,
})
