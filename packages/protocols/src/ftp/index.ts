// FTP: RFC 959; extensions: RFC 2228 (AUTH), 2389 (FEAT), 2428 (EPRT), 3659 (MLSD). The control connection.
import type { Claim, FunctionRef, Operation, Side } from '@nautilus/model'
import { defineDissector, type Label, type Meaning, malformed, need, type Oddity, type Parsed } from '../dissector.ts'
import { printable } from '../reader.ts'
import { commands } from './names.ts'

export type Ftp =
  | { readonly kind: 'command'; readonly verb: string; readonly argument: string }
  | { readonly kind: 'reply'; readonly code: number; readonly text: string }

const MAX = 16_384
const LF = 0x0a
const SPACE = 0x20
const DASH = 0x2d
const MAX_USER = 64
const GREETING = 220
const never = -1
const commandBits = 30
const replyBits = 20
const greetingBits = 44
const sound: readonly Oddity[] = []

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39

function parse(bytes: Uint8Array, from: Side): Parsed<Ftp> {
  const end = bytes.indexOf(LF) + 1
  if (end === 0) return bytes.length >= MAX ? malformed('ftp.command', 0) : need(bytes.length + 1)
  return from === 'client' ? command(bytes, end) : reply(bytes, end)
}

/** 5.3.1: a word of letters, and what it is about. Secrets are not kept. */
function command(bytes: Uint8Array, end: number): Parsed<Ftp> {
  let stop = 0
  while (stop < end && isLetter(bytes[stop]!)) stop++
  const next = bytes[stop]!
  if (stop < 3 || stop > 8 || (next !== SPACE && next !== 0x0d && next !== LF)) return malformed('ftp.command', 0)
  const verb = printable(bytes.subarray(0, stop)).toUpperCase()
  const secret = verb === 'PASS' || verb === 'ACCT'
  const argument = secret ? '' : lineText(bytes, stop + 1, end)
  const oddities = commands[verb] ? sound : [{ code: 'ftp.unknown-command', at: 0 }]
  return { kind: 'message', message: { kind: 'command', verb, argument }, size: end, oddities }
}

const isLetter = (byte: number): boolean => (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a

const lineText = (bytes: Uint8Array, from: number, to: number): string => {
  let end = to
  while (end > from && bytes[end - 1]! <= SPACE) end--
  return printable(bytes.subarray(from, Math.max(from, end)))
}

/** 4.2: one line, or lines up to one that begins with the same number and a blank. */
function reply(bytes: Uint8Array, first: number): Parsed<Ftp> {
  if (!isDigit(bytes[0]) || !isDigit(bytes[1]) || !isDigit(bytes[2])) return malformed('ftp.reply', 0)
  let end = first
  if (bytes[3] === DASH) {
    let start = first
    for (;;) {
      end = bytes.indexOf(LF, start) + 1
      if (end === 0) return bytes.length >= MAX ? malformed('ftp.reply', 0) : need(bytes.length + 1)
      if (isLast(bytes, start)) break
      start = end
    }
  }
  const code = 100 * (bytes[0]! - 0x30) + 10 * (bytes[1]! - 0x30) + bytes[2]! - 0x30
  return {
    kind: 'message',
    message: { kind: 'reply', code, text: lineText(bytes, 4, first) },
    size: end,
    oddities: sound,
  }
}

const isLast = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === bytes[0] && bytes[at + 1] === bytes[1] && bytes[at + 2] === bytes[2] && bytes[at + 3] === SPACE

const functionOf = (verb: string): FunctionRef => ({ code: verb, name: commands[verb]?.[0] ?? 'unknown command' })

/** A first number of 1 says that more will come, and a greeting answers nothing. A reply does not say what it answers. */
function label(message: Ftp): Label {
  if (message.kind === 'command') return { role: 'request', pair: 0, function: functionOf(message.verb), error: false }
  const { code } = message
  return { role: code < 200 || code === GREETING ? 'notice' : 'reply', pair: 0, function: null, error: code >= 400 }
}

function session() {
  const state = { user: '' }
  return {
    interpret(request: Ftp | null, reply: Ftp | null): Meaning {
      const asked = request?.kind === 'command' ? request : null
      const answer = reply?.kind === 'reply' ? reply : null
      if (asked?.verb === 'USER') state.user = asked.argument.slice(0, MAX_USER)
      return meaningOf(asked, answer, state.user)
    },
  }
}

type Command = Extract<Ftp, { kind: 'command' }>
type Reply = Extract<Ftp, { kind: 'reply' }>

function meaningOf(asked: Command | null, answer: Reply | null, user: string): Meaning {
  const claims = [...(asked ? clientClaims(asked, user) : []), ...(answer ? serverClaims(asked, answer) : [])]
  if (!asked) return { operation: null, claims, repeatable: false }
  const refused = answer !== null && answer.code >= 400
  const operation: Operation = {
    verb: commands[asked.verb]?.[1] ?? 'other',
    function: functionOf(asked.verb),
    object: asked.verb === 'PASS' ? user : asked.argument,
    items: [],
    outcome: refused ? 'refused' : answer ? 'ok' : 'no-reply',
    ...(refused ? { refusal: { code: String(answer.code), name: answer.text.slice(0, 80) } } : {}),
    detail: answer ? { reply: answer.code } : {},
  }
  return { operation, claims, repeatable: false }
}

function clientClaims({ verb, argument }: Command, user: string): Claim[] {
  if (verb === 'USER')
    return [{ about: 'client', attribute: 'user', value: argument.slice(0, MAX_USER), confidence: 0.9 }]
  if (verb !== 'PASS') return []
  return [{ about: 'client', attribute: 'credential', value: user ? `ftp ${user}` : 'ftp', confidence: 0.9 }]
}

/** 220 greets, 215 names the system. */
function serverClaims(asked: Command | null, { code, text }: Reply): Claim[] {
  if (code === GREETING && !asked && text)
    return [{ about: 'server', attribute: 'software', value: text, confidence: 0.7 }]
  return code === 215 && text ? [{ about: 'server', attribute: 'os', value: text, confidence: 0.6 }] : []
}

function recognize(bytes: Uint8Array, from: Side): number {
  const end = bytes.indexOf(LF) + 1
  if (from === 'server') return replyEvidence(bytes, end)
  if (end === 0) return bytes.length < 8 && bytes.every(isLetter) ? 0 : never
  const parsed = command(bytes, end)
  if (parsed.kind !== 'message' || parsed.message.kind !== 'command') return never
  const { verb } = parsed.message
  return commands[verb] && parsed.oddities.length === 0 ? commandBits : never
}

function replyEvidence(bytes: Uint8Array, end: number): number {
  if (bytes.length < 4) return bytes.every(isDigit) ? 0 : never
  const first = bytes[0]!
  if (first < 0x31 || first > 0x36 || !isDigit(bytes[1]) || !isDigit(bytes[2]) || bytes[1]! > 0x36) return never
  if (bytes[3] !== SPACE && bytes[3] !== DASH) return never
  if (end === 0) return 0
  const greets = first === 0x32 && bytes[1] === 0x32 && printable(bytes.subarray(0, end)).includes('FTP')
  return greets ? greetingBits : replyBits
}

export const ftp = defineDissector<Ftp>({
  name: 'ftp',
  title: 'FTP',
  carriers: { tcp: [21] },
  recognize,
  parse,
  label,
  session,
  omits: ['data connections'],
  maxMessage: MAX,
})
