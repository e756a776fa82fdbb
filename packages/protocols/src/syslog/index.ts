// Syslog: RFC 5424 and, as most devices still do, RFC 3164. Over TCP: RFC 6587.
import type { Claim, FunctionRef, Operation, Side } from '@nautilus/model'
import { defineDissector, type Label, type Meaning, malformed, need, type Oddity, type Parsed } from '../dissector.ts'
import { printable } from '../reader.ts'

export type Syslog = {
  readonly from: Side
  readonly facility: number
  readonly severity: number
  readonly host: string
  readonly program: string
  readonly text: string
}

const LESS = 0x3c
const MORE = 0x3e
const SPACE = 0x20
const LF = 0x0a
const MAX = 65_507
const MAX_PRIORITY = 191
const never = -1
const priorityBits = 20
const versionBits = 20
const dateBits = 28
const sound: readonly Oddity[] = []

const severities = ['emergency', 'alert', 'critical', 'error', 'warning', 'notice', 'informational', 'debug']
const months: ReadonlySet<string> = new Set('Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' '))
const facilities = [
  'kernel',
  'user',
  'mail',
  'daemon',
  'auth',
  'syslog',
  'printer',
  'news',
  'uucp',
  'clock',
  'authpriv',
  'ftp',
  'ntp',
  'audit',
  'alert',
  'clock 2',
]

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39

/** RFC 6587, 3.4.1: a length in front; otherwise a line, or all there is of a datagram. */
function parse(bytes: Uint8Array, from: Side): Parsed<Syslog> {
  if (bytes.length === 0) return need(1)
  if (bytes[0] === LESS) {
    const end = lineEnd(bytes)
    return message(bytes.subarray(0, end), from, end)
  }
  const blank = bytes.indexOf(SPACE)
  if (!isDigit(bytes[0]) || blank > 5) return malformed('syslog.start', 0)
  if (blank < 0) return bytes.length > 5 ? malformed('syslog.start', 0) : need(bytes.length + 1)
  const length = Number(printable(bytes.subarray(0, blank)))
  if (!(length >= 3 && length <= MAX - 6)) return malformed('syslog.length', 0)
  const size = blank + 1 + length
  return bytes.length < size ? need(size) : message(bytes.subarray(blank + 1, size), from, size)
}

/** Behind a line feed that another message follows. */
function lineEnd(bytes: Uint8Array): number {
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) {
    if (bytes[at + 1] === LESS && isDigit(bytes[at + 2])) return at + 1
  }
  return bytes.length
}

function message(bytes: Uint8Array, from: Side, size: number): Parsed<Syslog> {
  const end = bytes.indexOf(MORE)
  const priority = end > 1 && end < 5 ? Number(printable(bytes.subarray(1, end))) : Number.NaN
  if (bytes[0] !== LESS || !(priority <= MAX_PRIORITY)) return malformed('syslog.priority', 0)
  const text = printable(bytes.subarray(end + 1), 1024).replace(/\.+$/, '')
  const { host, program, rest } = partsOf(text)
  const read: Syslog = { from, facility: priority >> 3, severity: priority & 7, host, program, text: rest }
  return { kind: 'message', message: read, size, oddities: sound }
}

type Parts = { readonly host: string; readonly program: string; readonly rest: string }

/** RFC 5424, 6: version, time, host, program, … RFC 3164, 4.1: month, day, time, host, program and a colon. */
function partsOf(text: string): Parts {
  const words = text.split(' ', 8).filter(word => word !== '')
  if (words[0] === '1' && words.length >= 5) return { host: nil(words[2]), program: nil(words[3]), rest: text }
  if (!months.has(words[0] ?? '') || words.length < 5) return { host: '', program: '', rest: text }
  const tag = words[4]!.split(/[[:]/, 1)[0]!
  return { host: words[3]!, program: words[4]!.includes(':') || words[4]!.includes('[') ? tag : '', rest: text }
}

const nil = (word: string | undefined): string => (word === undefined || word === '-' ? '' : word)

const functionOf = ({ severity }: Syslog): FunctionRef => ({ code: String(severity), name: severities[severity]! })

const label = (told: Syslog): Label => ({ role: 'notice', pair: 0, function: functionOf(told), error: false })

function interpret(request: Syslog | null, reply: Syslog | null): Meaning {
  const told = reply ?? request!
  const { facility, severity, host, program, text, from: about } = told
  const operation: Operation = {
    verb: severity <= 3 ? 'alarm' : 'report',
    function: functionOf(told),
    object: program || (facilities[facility] ?? `local${facility - 16}`),
    items: [],
    outcome: 'ok',
    detail: {
      facility: facilities[facility] ?? `local${facility - 16}`,
      ...(host ? { host } : {}),
      text: text.slice(0, 200),
    },
  }
  // A relay tells for others: the name may be of a host behind it.
  const claims: Claim[] = host ? [{ about, attribute: 'name', value: host, confidence: 0.5 }] : []
  return { operation, claims, repeatable: false }
}

/** A priority in brackets, then the version of the new form, or a month of the old one. */
function recognize(bytes: Uint8Array, from: Side): number {
  if (from === 'server') return never
  const start = bytes[0] === LESS ? 0 : bytes.indexOf(SPACE) + 1
  if (start > 6 || (start === 0 && bytes[0] !== LESS)) return never
  const counted = start > 0
  const parsed = message(bytes.subarray(start), from, bytes.length)
  if (parsed.kind !== 'message') return never
  const end = bytes.indexOf(MORE, start)
  if (bytes[end + 1] === 0x31 && bytes[end + 2] === SPACE) return priorityBits + versionBits
  const month = months.has(printable(bytes.subarray(end + 1, end + 4)))
  return counted ? never : month ? priorityBits + dateBits : priorityBits
}

export const syslog = defineDissector<Syslog>({
  name: 'syslog',
  title: 'Syslog',
  carriers: { udp: [514], tcp: [514, 601] },
  recognize,
  parse,
  label,
  session: () => ({ interpret }),
  maxMessage: MAX,
})
