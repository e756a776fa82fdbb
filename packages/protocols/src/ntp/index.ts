// NTP: RFC 5905, 7.3. Control messages: RFC 9327. Private messages (mode 7) of ntpd, which others misuse, are named.
import type { Claim, FunctionRef, Operation, Side } from '@nautilus/model'
import { v4Text } from '../carriers/addresses.ts'
import { defineDissector, type Label, type Meaning, malformed, need, type Oddity, type Parsed } from '../dissector.ts'
import { printable } from '../reader.ts'

export type Ntp = {
  readonly from: Side
  readonly mode: number
  readonly version: number
  readonly leap: number
  readonly stratum: number
  readonly reference: string
  /** Operation of a control message, request code of a private one. */
  readonly code: number
  readonly response: boolean
  readonly error: number
  /** What a reply repeats of its request. */
  readonly pair: number
}

const SIZE = 48
const CONTROL_HEAD = 12
const PRIVATE_HEAD = 8
const MAX = 65_507
const never = -1
const CLIENT = 3
const SERVER = 4
const CONTROL = 6
const PRIVATE = 7
const modeBits = 6
const sound: readonly Oddity[] = []

const modes = [
  'reserved',
  'symmetric active',
  'symmetric passive',
  'client',
  'server',
  'broadcast',
  'control',
  'private',
]
// RFC 9327, 2
const controls: Readonly<Record<number, string>> = {
  1: 'read status',
  2: 'read variables',
  3: 'write variables',
  4: 'read clock variables',
  5: 'write clock variables',
  6: 'set trap',
  7: 'trap',
  8: 'configure',
  9: 'save configuration',
  10: 'read most recently used',
  11: 'read ordered list',
  12: 'request nonce',
  31: 'unset trap',
}
const writing: ReadonlySet<number> = new Set([3, 5, 8, 9])

const dword = (bytes: Uint8Array, at: number): number =>
  ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0

function parse(bytes: Uint8Array, from: Side): Parsed<Ntp> {
  if (bytes.length < PRIVATE_HEAD) return need(PRIVATE_HEAD)
  const mode = bytes[0]! & 7
  if (mode === PRIVATE) return whole(bytes, privateOf(bytes, from))
  if (mode === CONTROL) return bytes.length < CONTROL_HEAD ? need(CONTROL_HEAD) : whole(bytes, controlOf(bytes, from))
  if (mode === 0) return malformed('ntp.mode', 0)
  if (bytes.length < SIZE) return need(SIZE)
  const message: Ntp = {
    ...base(bytes, from),
    stratum: bytes[1]!,
    reference: referenceOf(bytes),
    response: mode === SERVER || mode === 2,
    pair: mode === SERVER ? dword(bytes, 28) : dword(bytes, 44),
  }
  return whole(bytes, message, bytes[1]! > 16 ? [{ code: 'ntp.stratum', at: 1 }] : sound)
}

const whole = (bytes: Uint8Array, message: Ntp, oddities = sound): Parsed<Ntp> => ({
  kind: 'message',
  message,
  size: bytes.length,
  oddities,
})

const base = (bytes: Uint8Array, from: Side): Ntp => ({
  from,
  mode: bytes[0]! & 7,
  version: (bytes[0]! >> 3) & 7,
  leap: bytes[0]! >> 6,
  stratum: 0,
  reference: '',
  code: 0,
  response: false,
  error: 0,
  pair: 0,
})

/** 7.3: a name at stratum 0 and 1, an address below. */
function referenceOf(bytes: Uint8Array): string {
  if (bytes[1]! <= 1) return printable(bytes.subarray(12, 16))
  const text = v4Text(bytes, 12)
  return text === '0.0.0.0' ? '' : text
}

/** RFC 9327, 2: response, error, more, operation; a sequence that pairs. */
function controlOf(bytes: Uint8Array, from: Side): Ntp {
  const response = bytes[1]! >= 0x80
  const error = response && (bytes[1]! & 0x40) !== 0 ? bytes[4]! || 1 : 0
  return { ...base(bytes, from), code: bytes[1]! & 31, response, error, pair: (bytes[2]! << 8) | bytes[3]! }
}

function privateOf(bytes: Uint8Array, from: Side): Ntp {
  const response = bytes[0]! >= 0x80
  return { ...base(bytes, from), code: bytes[3]!, response, error: response ? bytes[4]! >> 4 : 0 }
}

/** A server's reply counts as its client's mode. */
function functionOf({ mode, code }: Ntp): FunctionRef {
  if (mode === CONTROL) return { code: `6:${code}`, name: controls[code] ?? 'unknown control' }
  if (mode === PRIVATE) return { code: `7:${code}`, name: code === 42 ? 'list of clients' : 'private' }
  const asked = mode === SERVER ? CLIENT : mode
  return { code: String(asked), name: modes[asked]! }
}

function label(message: Ntp): Label {
  const { mode, response, pair, error } = message
  const asks = mode === CLIENT || mode === CONTROL || mode === PRIVATE
  const answers = mode === SERVER || (mode >= CONTROL && response)
  return {
    role: answers ? 'reply' : asks ? 'request' : 'notice',
    pair,
    function: functionOf(message),
    error: error !== 0,
  }
}

function verbOf({ mode, code }: Ntp): Operation['verb'] {
  if (mode === CONTROL) return writing.has(code) ? 'configure' : 'diagnose'
  return mode === PRIVATE ? 'diagnose' : 'read'
}

function interpret(request: Ntp | null, reply: Ntp | null): Meaning {
  const asked = request ?? reply!
  const told = reply ?? asked
  const refused = told.error !== 0
  const kiss = reply?.mode === SERVER && reply.stratum === 0
  const operation: Operation = {
    verb: verbOf(asked),
    function: functionOf(asked),
    object: '',
    items: [],
    outcome: refused || kiss ? 'refused' : reply ? 'ok' : 'no-reply',
    ...(refused ? { refusal: { code: String(told.error), name: 'error' } } : {}),
    ...(kiss ? { refusal: { code: reply.reference, name: 'kiss of death' } } : {}),
    detail: {
      version: asked.version,
      ...(reply && reply.mode < CONTROL ? { stratum: reply.stratum, reference: reply.reference } : {}),
      ...(told.leap === 3 && reply ? { unsynchronized: 1 } : {}),
    },
  }
  return { operation, claims: claimsOf(reply), repeatable: false }
}

function claimsOf(reply: Ntp | null): Claim[] {
  if (!reply || (reply.mode !== SERVER && reply.mode !== 5) || reply.stratum === 0 || reply.stratum > 15) return []
  return [
    { about: reply.from, attribute: 'capability', value: `time server, stratum ${reply.stratum}`, confidence: 0.8 },
  ]
}

/** Small numbers where only such make sense; each field by itself is weak. */
function recognize(bytes: Uint8Array, from: Side): number {
  if (bytes.length < PRIVATE_HEAD) return never
  const mode = bytes[0]! & 7
  const version = (bytes[0]! >> 3) & 7
  if (version < 1 || version > 4 || mode === 0) return never
  if (mode === CONTROL) return controlBits(bytes, from)
  if (mode === PRIVATE) return privateBits(bytes, from)
  if ((mode === CLIENT && from === 'server') || (mode === SERVER && from === 'client')) return never
  return timeBits(bytes)
}

/** RFC 5905, 7.3: stratum, poll, precision, and delays of less than 256 seconds; then perhaps a MAC or extensions. */
function timeBits(bytes: Uint8Array): number {
  const precise = bytes[3] === 0 || bytes[3]! >= 0xd0 || bytes[3]! <= 4
  if (bytes.length < SIZE || bytes[1]! > 16 || bytes[2]! > 17 || !precise) return never
  const rest = bytes.length - SIZE
  if (rest % 4 !== 0 || (rest > 0 && rest < 4)) return never
  return bytes[4] === 0 && bytes[8] === 0 ? modeBits + 10 + 14 + (rest === 0 ? 6 : 0) : modeBits + 4
}

function controlBits(bytes: Uint8Array, from: Side): number {
  if (bytes.length < CONTROL_HEAD || bytes[0]! >> 6 !== 0) return never
  if (bytes[1]! >= 0x80 !== (from === 'server') || controls[bytes[1]! & 31] === undefined) return never
  const count = (bytes[10]! << 8) | bytes[11]!
  return CONTROL_HEAD + count <= bytes.length && bytes.length < CONTROL_HEAD + count + 24 ? modeBits + 16 : never
}

const privateBits = (bytes: Uint8Array, from: Side): number =>
  bytes[0]! >= 0x80 === (from === 'server') && (bytes[2] === 0 || bytes[2] === 2 || bytes[2] === 3) && bytes[3]! <= 45
    ? modeBits + 8
    : never

export const ntp = defineDissector<Ntp>({
  name: 'ntp',
  title: 'NTP',
  carriers: { udp: [123] },
  recognize,
  parse,
  label,
  session: () => ({ interpret }),
  maxMessage: MAX,
})
