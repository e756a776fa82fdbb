// Telnet: RFC 854 and 855. Commands and options, and the lines between them: logins go over the wire in clear.
import type { Claim, FunctionRef, Operation, Side } from '@nautilus/model'
import {
  defineDissector,
  type Label,
  type Meaning,
  malformed,
  need,
  type Oddity,
  type Parsed,
  silent,
} from '../dissector.ts'
import { printable } from '../reader.ts'
import { commands, options } from './names.ts'

export type Telnet = { readonly from: Side } & (
  | {
      readonly kind: 'line'
      readonly text: string
      /** The command that ends it, where no end of a line does. */
      readonly end: Command | null
    }
  | Command
)

type Command = { readonly from: Side } & (
  | { readonly kind: 'option'; readonly command: number; readonly option: number; readonly text: string }
  | { readonly kind: 'command'; readonly command: number }
)

const IAC = 255
const DONT = 254
const WILL = 251
const SB = 250
const SE = 240
const LF = 0x0a
const TERMINAL = 24
/** Longer lines and sub-negotiations are taken in pieces. */
const MAX = 1024
const MAX_USER = 64
const never = -1
const commandBits = 16
const sound: readonly Oddity[] = []

const whole = <M extends Telnet>(message: M, size: number, oddities = sound): Parsed<M> => ({
  kind: 'message',
  message,
  size,
  oddities,
})

function parse(bytes: Uint8Array, from: Side): Parsed<Telnet> {
  if (bytes.length === 0) return need(1)
  return bytes[0] === IAC ? parseCommand(bytes, from) : line(bytes, from)
}

function parseCommand(bytes: Uint8Array, from: Side): Parsed<Command> {
  if (bytes.length < 2) return need(2)
  const command = bytes[1]!
  if (command === SB) return negotiation(bytes, from)
  if (command < WILL || command > DONT) {
    const oddities = command < 236 ? [{ code: 'telnet.command', at: 1 }] : sound
    return whole({ kind: 'command', command, from }, 2, oddities)
  }
  if (bytes.length < 3) return need(3)
  return whole({ kind: 'option', command, option: bytes[2]!, text: '', from }, 3)
}

/** To the end of the line, or through the next command: a prompt has no other end. */
function line(bytes: Uint8Array, from: Side): Parsed<Telnet> {
  for (let at = 0; at < bytes.length && at < MAX; at++) {
    const byte = bytes[at]!
    if (byte === IAC) return ended(bytes, at, from)
    // A client ends its lines with CR and NUL or LF.
    if (byte === LF) return whole({ kind: 'line', text: lineText(bytes, at), end: null, from }, at + 1)
  }
  if (bytes.length < MAX) return need(bytes.length + 1)
  return whole({ kind: 'line', text: lineText(bytes, MAX), end: null, from }, MAX)
}

function ended(bytes: Uint8Array, at: number, from: Side): Parsed<Telnet> {
  const parsed = parseCommand(bytes.subarray(at), from)
  if (parsed.kind === 'need') return need(at + parsed.bytes)
  if (parsed.kind === 'malformed') return malformed(parsed.code, at + parsed.at)
  const message: Telnet = { kind: 'line', text: lineText(bytes, at), end: parsed.message, from }
  return whole(message, at + parsed.size, parsed.oddities)
}

const lineText = (bytes: Uint8Array, end: number): string => printable(bytes.subarray(0, end), MAX).replace(/\.+$/, '')

function negotiation(bytes: Uint8Array, from: Side): Parsed<Command> {
  for (let at = 2; at + 1 < bytes.length && at < MAX; at++) {
    if (bytes[at] !== IAC) continue
    if (bytes[at + 1] !== SE) {
      at++
      continue
    }
    const text = bytes[2] === TERMINAL && at > 4 ? printable(bytes.subarray(4, at)) : ''
    return whole({ kind: 'option', command: SB, option: bytes[2]!, text, from }, at + 2)
  }
  if (bytes.length <= MAX) return need(bytes.length + 1)
  return malformed('telnet.no-end', 0)
}

function functionOf(message: Telnet): FunctionRef | null {
  if (message.kind === 'line') return message.end ? functionOf(message.end) : null
  return { code: String(message.command), name: commands[message.command] ?? 'unknown command' }
}

const label = (message: Telnet): Label => ({ role: 'notice', pair: 0, function: functionOf(message), error: false })

const logins: FunctionRef = { code: 'login', name: 'login' }
const userPrompts = ['login:', 'username:', 'user:', 'user name:', 'benutzer:']
const secretPrompts = ['password:', 'passwd:', 'passwort:', 'pass:']

/** What stands behind a prompt that ends a text; null without one. */
function behind(text: string, prompts: readonly string[]): string | null {
  const lower = text.toLowerCase()
  for (const prompt of prompts) {
    const at = lower.lastIndexOf(prompt)
    // `Last login: …` is no prompt.
    if (at >= 0 && !lower.includes('last login')) return text.slice(at + prompt.length).trim()
  }
  return null
}

/**
 * Who types letter by letter has the name echoed behind the prompt; who sends whole lines has sent it when the prompt is
 * over. `last` is that line, and never the one that answers a prompt for a password: that is not kept.
 */
function session() {
  const state = { user: '', last: '', secret: false }
  const typed = (text: string): Meaning => {
    state.last = state.secret ? '' : text.trim().slice(0, MAX_USER)
    state.secret = false
    return silent
  }
  const shown = (text: string): Meaning => {
    if (behind(text, secretPrompts) !== null) {
      // What was typed since the name is the password; if nothing was, it is yet to come.
      state.secret = state.last === ''
      state.last = ''
      return loginMeaning(state.user)
    }
    const user = behind(text, userPrompts)
    if (user === null) return silent
    state.user = (user || state.last).slice(0, MAX_USER)
    state.last = ''
    return silent
  }
  return {
    interpret(request: Telnet | null, reply: Telnet | null): Meaning {
      const message = reply ?? request!
      if (message.kind !== 'line') return commandMeaning(message)
      const meaning = message.from === 'client' ? typed(message.text) : shown(message.text)
      return message.end ? joined(meaning, commandMeaning(message.end)) : meaning
    },
  }
}

function joined(first: Meaning, second: Meaning): Meaning {
  if (first.operation === null) return second
  const more = second.operation ? [second.operation] : []
  return { operation: first.operation, more, claims: [...first.claims, ...second.claims], repeatable: false }
}

function loginMeaning(user: string): Meaning {
  const value = user ? `telnet ${user}` : 'telnet'
  const claims: Claim[] = [{ about: 'client', attribute: 'credential', value, confidence: 0.8 }]
  if (user) claims.push({ about: 'client', attribute: 'user', value: user, confidence: 0.8 })
  return { operation: operationOf('authenticate', logins, user), claims, repeatable: false }
}

const operationOf = (verb: Operation['verb'], ref: FunctionRef, object: string): Operation => ({
  verb,
  function: ref,
  object,
  items: [],
  outcome: 'ok',
})

function commandMeaning(message: Command): Meaning {
  const ref = functionOf(message)!
  if (message.kind === 'command') return { operation: operationOf('connect', ref, ''), claims: [], repeatable: false }
  const { option, text, from: about } = message
  const object = options[option] ?? `option ${option}`
  const claims: Claim[] = text ? [{ about, attribute: 'fingerprint', value: `terminal ${text}`, confidence: 0.5 }] : []
  return { operation: operationOf('connect', ref, object), claims, repeatable: false }
}

/** Options follow each other, each with a number that is known. */
function recognize(bytes: Uint8Array): number {
  if (bytes[0] !== IAC) return never
  let bits = 0
  for (let at = 0; bytes[at] === IAC && at + 1 < bytes.length && bits < 64; at += 3) {
    if (!isOption(bytes[at + 1]!, bytes[at + 2])) return never
    if (bytes[at + 1] === SB) return bits + 12
    bits += commandBits
  }
  return bits
}

const isOption = (command: number, option: number | undefined): boolean =>
  command >= SB && command <= DONT && (option === undefined || options[option] !== undefined)

export const telnet = defineDissector<Telnet>({
  name: 'telnet',
  title: 'Telnet',
  carriers: { tcp: [23] },
  recognize,
  parse,
  label,
  session,
  omits: ['what is typed and shown, but for user names at a prompt'],
  maxMessage: 2 * MAX + 4,
})
