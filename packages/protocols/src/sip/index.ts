// SIP: calls of telephones and intercoms. RFC 3261.
import type { Claim, FunctionRef, Operation, Side } from '@nautilus/model'
import { beginsWithAny, type Head, LONGEST_HEAD, readHead } from '../carriers/text-message.ts'
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

type Message = {
  readonly from: Side
  readonly head: Head
  readonly method: string
  readonly sequence: number
  readonly asks: boolean
}

const METHODS = [
  'INVITE',
  'ACK',
  'BYE',
  'CANCEL',
  'REGISTER',
  'OPTIONS',
  'PRACK',
  'SUBSCRIBE',
  'NOTIFY',
  'PUBLISH',
  'INFO',
  'REFER',
  'MESSAGE',
  'UPDATE',
] as const
const VERSION = 'SIP/2.0'
const STARTS: readonly string[] = [...METHODS.map(method => `${method} `), `${VERSION} `]
const SHORT_BODY = 4096
const LONGEST = LONGEST_HEAD + SHORT_BODY
const NO_ODDITIES: readonly Oddity[] = []

function parse(bytes: Uint8Array, from: Side): Parsed<Message> {
  if (bytes.length === 0) return need(1)
  if (beginsWithAny(bytes, STARTS) === 'no') return malformed('sip.start', 0)
  const head = readHead(bytes)
  if (head === null) return malformed('sip.head', 0)
  if ('kind' in head) return head
  const { bodyAt, bodyLength, words, headers } = head
  const held = bodyLength <= SHORT_BODY ? bodyAt + bodyLength : bodyAt
  if (bytes.length < held) return need(held)
  const [number = '', method = ''] = (headers.get('cseq') ?? '').split(' ')
  const asks = words[0] !== VERSION
  const message = { from, head, method: asks ? words[0] : method, sequence: Number.parseInt(number, 10) || 0, asks }
  const skip = bodyAt + bodyLength - held
  return { kind: 'message', message, size: held, oddities: NO_ODDITIES, ...(skip > 0 ? { skip } : {}) }
}

/** Both sides ask; a status line or a method with the version behind the address. */
function recognize(bytes: Uint8Array, _from: Side): number {
  const start = beginsWithAny(bytes, STARTS)
  if (start !== 'yes') return start === 'cut' ? 0 : -1
  if (bytes[0] === 0x53 && bytes[1] === 0x49) return 64
  const line = printable(bytes.subarray(0, 400), 400)
  const version = line.indexOf(` ${VERSION}`)
  return version > 0 && version < line.indexOf('..') ? 96 : line.includes('..') ? -1 : 0
}

const refOf = (method: string): FunctionRef => ({ code: method, name: method.toLowerCase() })
const statusOf = ({ words }: Head): number => Number.parseInt(words[1], 10) || 0

/** Provisional answers are not the last; an acknowledgement is answered by none. */
function label({ head, method, sequence, asks }: Message): Label {
  const named = refOf(method)
  if (asks) return { role: method === 'ACK' ? 'notice' : 'request', pair: sequence, function: named, error: false }
  const status = statusOf(head)
  return { role: status < 200 ? 'notice' : 'reply', pair: sequence, function: named, error: status >= 400 }
}

const session = (): Session<Message> => ({ interpret })

const verbs: Readonly<Record<string, Operation['verb']>> = {
  REGISTER: 'authenticate',
  OPTIONS: 'discover',
  SUBSCRIBE: 'subscribe',
  NOTIFY: 'report',
  PUBLISH: 'report',
  MESSAGE: 'call',
  INVITE: 'call',
}

function interpret(request: Message | null, reply: Message | null): Meaning {
  if (!request) return { ...silent, claims: reply ? claimsOf(reply) : [] }
  const status = reply ? statusOf(reply.head) : 0
  const refused = status >= 400
  const caller = party(request.head.headers, 'from', 'f')
  const operation: Operation = {
    verb: verbs[request.method] ?? 'connect',
    function: refOf(request.method),
    object: party(request.head.headers, 'to', 't') || request.head.words[1],
    items: [],
    outcome: reply === null ? 'no-reply' : refused ? 'refused' : 'ok',
    ...(refused ? { refusal: { code: `${status}`, name: reply!.head.words[2] } } : {}),
    ...(caller === '' ? {} : { detail: { from: caller } }),
  }
  return { operation, claims: [...claimsOf(request), ...(reply ? claimsOf(reply) : [])], repeatable: false }
}

/** The address in a header: between its brackets, or up to its parameters. */
function party(headers: ReadonlyMap<string, string>, name: string, short: string): string {
  const value = headers.get(name) ?? headers.get(short) ?? ''
  const open = value.indexOf('<')
  return open >= 0 ? value.slice(open + 1, value.indexOf('>', open)) : (value.split(';')[0] ?? '')
}

function claimsOf({ from, head, asks, method }: Message): Claim[] {
  const claims: Claim[] = []
  const software = head.headers.get('user-agent') ?? head.headers.get('server') ?? ''
  if (software !== '') claims.push({ about: from, attribute: 'software', value: software, confidence: 0.8 })
  if (asks && method === 'REGISTER') {
    claims.push({ about: from, attribute: 'user', value: party(head.headers, 'from', 'f'), confidence: 0.8 })
  }
  return claims
}

export const sip = defineDissector<Message>({
  name: 'sip',
  title: 'SIP',
  carriers: { udp: [5060], tcp: [5060] },
  recognize,
  parse,
  label,
  session,
  maxMessage: LONGEST,
})
