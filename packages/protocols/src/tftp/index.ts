// TFTP: RFC 1350; options: RFC 2347. The server answers from a port of its own, so what was asked and the contents are
// on different flows.
import type { FunctionRef, Operation, Side, Verb } from '@nautilus/model'
import { kindOfFile } from '../carriers/content.ts'
import {
  defineDissector,
  FRONT_OF_FILE,
  type Label,
  type Meaning,
  malformed,
  need,
  type Oddity,
  type Parsed,
  silent,
} from '../dissector.ts'
import { printable } from '../reader.ts'

export type Tftp = {
  readonly code: number
  /** File of a request, text of an error. */
  readonly text: string
  readonly mode: string
  readonly options: string
  /** Block, or number of an error. */
  readonly number: number
  readonly length: number
  /** What the first block is by its first bytes. */
  readonly content: string | null
}

const HEAD = 4
const MAX = 65_507
const MAX_BLOCK = 65_464 // RFC 2348
const READ = 1
const WRITE = 2
const DATA = 3
const ACKNOWLEDGE = 4
const ERROR = 5
const OPTIONS = 6
const never = -1
const requestBits = 56
const likely = 32
const lessLikely = 24
const sound: readonly Oddity[] = []

const names: Readonly<Record<number, string>> = {
  1: 'read',
  2: 'write',
  3: 'data',
  4: 'acknowledge',
  5: 'error',
  6: 'options',
}
const errors: Readonly<Record<number, string>> = {
  0: 'not defined',
  1: 'file not found',
  2: 'access violation',
  3: 'disk full',
  4: 'illegal operation',
  5: 'unknown transfer',
  6: 'file exists',
  7: 'no such user',
  8: 'option refused',
}
const modes: ReadonlySet<string> = new Set(['octet', 'netascii', 'mail'])

/** Texts that each end with a NUL; null when the last does not, or there are too many. */
function textsIn(bytes: Uint8Array, from: number): string[] | null {
  const texts: string[] = []
  for (let at = from; at < bytes.length; ) {
    const end = bytes.indexOf(0, at)
    if (end < 0 || texts.length >= 32) return null
    texts.push(printable(bytes.subarray(at, end)))
    at = end + 1
  }
  return texts
}

const pairsOf = (texts: readonly string[]): string =>
  texts.map((text, at) => (at === 0 ? text : at % 2 === 1 ? `=${text}` : `, ${text}`)).join('')

function parse(bytes: Uint8Array): Parsed<Tftp> {
  if (bytes.length < HEAD) return need(HEAD)
  const code = (bytes[0]! << 8) | bytes[1]!
  if (names[code] === undefined) return malformed('tftp.operation', 0)
  const { message, fault } = read(bytes, code)
  return { kind: 'message', message, size: bytes.length, oddities: fault ? [{ code: 'tftp.text', at: 2 }] : sound }
}

function read(bytes: Uint8Array, code: number): { message: Tftp; fault: boolean } {
  const number = (bytes[2]! << 8) | bytes[3]!
  const bare: Tftp = { code, text: '', mode: '', options: '', number, length: bytes.length - HEAD, content: null }
  if (code === DATA && number === 1)
    return { message: { ...bare, content: kindOfFile(bytes.subarray(HEAD, HEAD + FRONT_OF_FILE)) }, fault: false }
  if (code === DATA || code === ACKNOWLEDGE) return { message: bare, fault: false }
  const texts = textsIn(bytes, code === ERROR ? HEAD : 2)
  const [first = '', second = '', ...rest] = texts ?? []
  if (code === ERROR) return { message: { ...bare, text: first }, fault: texts === null }
  if (code === OPTIONS) return { message: { ...bare, number: 0, options: pairsOf(texts ?? []) }, fault: texts === null }
  const message = { ...bare, number: 0, text: first, mode: second.toLowerCase(), options: pairsOf(rest) }
  return { message, fault: texts === null || !modes.has(message.mode) }
}

const functionOf = ({ code }: Tftp): FunctionRef => ({ code: String(code), name: names[code] ?? 'unknown operation' })

/** Data and acknowledgements follow each other on a flow where nothing was asked. */
const label = (message: Tftp): Label => ({
  role: message.code <= WRITE ? 'request' : 'notice',
  pair: 0,
  function: functionOf(message),
  error: message.code === ERROR,
})

const verbs: Readonly<Record<number, Verb>> = { [READ]: 'file', [WRITE]: 'file', [OPTIONS]: 'connect' }

function endOf({ code, number, text }: Tftp, answered: boolean): Pick<Operation, 'outcome' | 'refusal'> {
  if (code !== ERROR) return { outcome: answered ? 'ok' : 'no-reply' }
  return { outcome: 'refused', refusal: { code: String(number), name: errors[number] ?? text } }
}

function interpret(request: Tftp | null, reply: Tftp | null): Meaning {
  const message = request ?? reply!
  const { code, text, mode, options, number, content } = message
  // Every block an operation of its own would tell nothing: the first stands for all, the file was named before.
  if (code === ACKNOWLEDGE || (code === DATA && number !== 1)) return silent
  const refused = code === ERROR
  const operation: Operation = {
    verb: verbs[code] ?? (code === DATA ? 'file' : 'other'),
    function: functionOf(message),
    object: refused ? '' : text,
    items: [],
    ...endOf(message, reply !== null),
    detail: {
      ...(content ? { content } : {}),
      ...(mode ? { mode } : {}),
      ...(options ? { options } : {}),
      ...(refused && text ? { text } : {}),
    },
  }
  return { operation, claims: [], repeatable: false }
}

/**
 * A file and a mode say enough. On the flow of the contents the server speaks first: a first block or options when
 * something is read, and an acknowledgement of nothing when something is written.
 */
function recognize(bytes: Uint8Array, from: Side): number {
  if (bytes.length < HEAD || bytes[0] !== 0 || names[bytes[1]!] === undefined) return never
  const { message, fault } = read(bytes, bytes[1]!)
  if (fault) return never
  const { code, length, number, text, options } = message
  if (code <= WRITE) return from === 'client' && text !== '' ? requestBits : never
  if (code === ACKNOWLEDGE) return acknowledgeBits(message, from)
  if (code === DATA) return length > MAX_BLOCK ? never : dataBits(number, from)
  return from === 'server' && (code === OPTIONS ? options !== '' : number <= 8) ? lessLikely : never
}

const dataBits = (block: number, from: Side): number => (block !== 1 ? 0 : from === 'server' ? likely : lessLikely)

function acknowledgeBits({ length, number }: Tftp, from: Side): number {
  if (length !== 0) return never
  if (number === 0) return from === 'server' ? likely : lessLikely / 2
  return number === 1 ? (from === 'client' ? likely : lessLikely) : 0
}

export const tftp = defineDissector<Tftp>({
  name: 'tftp',
  title: 'TFTP',
  carriers: { udp: [69] },
  recognize,
  parse,
  label,
  session: () => ({ interpret }),
  omits: ['contents of files, but for what kind they are'],
  maxMessage: MAX,
})
