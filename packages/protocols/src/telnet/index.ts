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
  | { readonly kind: 'line'; readonly text: string }
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

const whole = (message: Telnet, size: number, oddities = sound): Parsed<Telnet> => ({
  kind: 'message',
  message,
  size,
  oddities,
})

function parse(bytes: Uint8Array, from: Side): Parsed<Telnet> {
  if (bytes.length === 0) return need(1)
  if (bytes[0] !== IAC) return line(bytes, from)
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

/** To the end of the line, or to the next command. */
function line(bytes: Uint8Array, from: Side): Parsed<Telnet> {
  for (let at = 0; at < bytes.length && at < MAX; at++) {
    const byte = bytes[at]!
    if (byte === IAC) return whole({ kind: 'line', text: lineText(bytes, at), from }, at)
    // A client ends its lines with CR and NUL or LF.
    if (byte === LF) return whole({ kind: 'line', text: lineText(bytes, at), from }, at + 1)
  }
  if (bytes.length < MAX) return need(bytes.length + 1)
  return whole({ kind: 'line', text: lineText(bytes, MAX), from }, MAX)
}

const lineText = (bytes: Uint8Array, end: number): string => printable(bytes.subarray(0, end), MAX).replace(/\.+$/, '')

function negotiation(bytes: Uint8Array, from: Side): Parsed<Telnet> {
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
  if (message.kind === 'line') return null
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
    if (at >= 0) return text.slice(at + prompt.length).trim()
  }
  return null
}

/** The server echoes what is typed at its prompt for a name; for a password it does not, and that is not read. */
function session() {
  const state = { user: '' }
  const lineMeaning = ({ text, from }: Extract<Telnet, { kind: 'line' }>): Meaning => {
    if (from !== 'server') return silent
    if (behind(text, secretPrompts) !== null) return loginMeaning(state.user)
    const user = behind(text, userPrompts)
    if (user) state.user = user.slice(0, MAX_USER)
    return silent
  }
  return {
    interpret(request: Telnet | null, reply: Telnet | null): Meaning {
      const message = reply ?? request!
      return message.kind === 'line' ? lineMeaning(message) : commandMeaning(message)
    },
  }
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

function commandMeaning(message: Exclude<Telnet, { kind: 'line' }>): Meaning {
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
  maxMessage: MAX + 2,
})
