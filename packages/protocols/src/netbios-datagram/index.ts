// NetBIOS datagrams on UDP 138: RFC 1002 4.4. In them travel the announcements of the Windows browser, [MS-BRWS] 2.2, as an
// SMB transaction to a mail slot ([MS-CIFS] 2.2.4.33).
import type { Claim, FunctionRef, Operation, Side } from '@nautilus/model'
import { narrow } from '../carriers/unicode.ts'
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
import { type Announcement, commands, readAnnouncement, roles } from './browser.ts'

type Message = {
  readonly type: number
  readonly from: Side
  readonly source: string
  readonly destination: string
  /** Name of the mail slot; empty where there is none. */
  readonly slot: string
  /** The browser's command; 0 in other mail slots. */
  readonly command: number
  readonly announcement: Announcement | null
}

/** Types of datagram, 4.4.1. */
const ERROR = 0x13
const TYPES: Readonly<Record<number, FunctionRef>> = {
  0x10: { code: 'datagram:10', name: 'direct unique datagram' },
  0x11: { code: 'datagram:11', name: 'direct group datagram' },
  0x12: { code: 'datagram:12', name: 'broadcast datagram' },
  0x13: { code: 'datagram:13', name: 'datagram error' },
  0x14: { code: 'datagram:14', name: 'query request' },
  0x15: { code: 'datagram:15', name: 'positive query response' },
  0x16: { code: 'datagram:16', name: 'negative query response' },
}
const LEAST = 10
const HEADER = 14
/** Header and two names of 34 bytes. */
const DATA_AT = 82
const NAME = 34
const PORT = 138
const LONGEST = 0xffff
const NO_ODDITIES: readonly Oddity[] = []

function parse(bytes: Uint8Array, from: Side): Parsed<Message> {
  if (bytes.length < LEAST) return need(LEAST)
  const type = bytes[0]!
  if (!TYPES[type]) return malformed('netbios-datagram.type', 0)
  const whole = { kind: 'message', size: bytes.length } as const
  const message = { type, from, source: '', destination: '', slot: '', command: 0, announcement: null }
  if (type >= ERROR) return { ...whole, message, oddities: NO_ODDITIES }
  if (bytes.length < DATA_AT) return need(DATA_AT)
  if (bytes[HEADER] !== 0x20 || bytes[HEADER + NAME] !== 0x20) return malformed('netbios-datagram.name', HEADER)
  const names = { source: nameAt(bytes, HEADER + 1), destination: nameAt(bytes, HEADER + NAME + 1) }
  const length = (bytes[10]! << 8) | bytes[11]!
  const oddities = length === bytes.length - HEADER ? NO_ODDITIES : [{ code: 'netbios-datagram.length', at: 10 }]
  return { ...whole, message: { ...message, ...names, ...mailSlot(bytes.subarray(DATA_AT)) }, oddities }
}

/** Sixteen characters as two letters each, RFC 1001 14.1; the last is the kind of service, and left out. */
function nameAt(bytes: Uint8Array, at: number): string {
  let name = ''
  for (let i = 0; i < 30; i += 2) {
    const code = ((bytes[at + i]! - 0x41) << 4) | (bytes[at + i + 1]! - 0x41)
    name += code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : code <= 2 ? '' : '.'
  }
  return name.trimEnd()
}

const TRANSACTION = [0xff, 0x53, 0x4d, 0x42, 0x25]
const WORDS = 33
const BROWSE = '\\MAILSLOT\\BROWSE'

function mailSlot(smb: Uint8Array): { slot: string; command: number; announcement: Announcement | null } {
  const none = { slot: '', command: 0, announcement: null }
  if (!TRANSACTION.every((byte, i) => smb[i] === byte)) return none
  const reader = new Reader(smb)
  reader.at = Math.min(smb.length, WORDS - 1)
  const words = reader.u8()
  reader.at = Math.min(smb.length, WORDS + 22)
  const [count, offset] = [reader.u16le(), reader.u16le()]
  if (reader.short || offset + count > smb.length) return none
  const text = smb.subarray(WORDS + 2 * words + 2)
  const end = text.indexOf(0)
  const slot = narrow(text.subarray(0, Math.max(end, 0)), 64)
  if (slot.toUpperCase() !== BROWSE) return { ...none, slot }
  const data = smb.subarray(offset, offset + count)
  return { slot, command: data[0] ?? 0, announcement: readAnnouncement(data) }
}

/** Type, the port of the service in the header, names whose lengths are 32, with letters from A to P. */
function recognize(bytes: Uint8Array, _from: Side): number {
  const type = bytes[0] ?? 0x10
  if (!TYPES[type] || type >= ERROR) return -1
  if (bytes.length < DATA_AT) return -1
  const port = (bytes[8]! << 8) | bytes[9]!
  if (bytes[HEADER] !== 0x20 || bytes[HEADER + NAME] !== 0x20) return -1
  for (let at = HEADER + 1; at < HEADER + 33; at++) if (bytes[at]! < 0x41 || bytes[at]! > 0x50) return -1
  return port === PORT ? 96 : 80
}

const refOf = ({ type, command }: Message): FunctionRef =>
  command === 0 ? TYPES[type]! : { code: `browser:${command}`, name: commands[command] ?? `${command} unknown` }

const label = (message: Message): Label => ({
  role: 'notice',
  pair: 0,
  function: refOf(message),
  error: message.type === ERROR,
})

const session = (): Session<Message> => ({ interpret: (_, message) => (message ? interpret(message) : silent) })

function interpret(message: Message): Meaning {
  const { announcement, slot, destination } = message
  const operation: Operation = {
    verb: announcement ? 'report' : 'discover',
    function: refOf(message),
    object: announcement?.name ?? destination,
    items: [],
    outcome: 'ok',
    ...(slot === '' ? {} : { detail: { slot } }),
  }
  return { operation, claims: claimsOf(message), repeatable: false }
}

const [HOST, DOMAIN] = [1, 12]

/** Of a host's announcement. That of a domain names the domain, and the computer that announces it. */
function claimsOf({ from, source, destination, command, announcement }: Message): Claim[] {
  const claims: Claim[] = []
  const claim = (attribute: Claim['attribute'], value: string, confidence: number): void => {
    if (value !== '') claims.push({ about: from, attribute, value, confidence })
  }
  if (source !== '') claim('name', source, 0.8)
  if (!announcement) return claims
  const { name, major, minor, types, comment } = announcement
  if (command === DOMAIN) claim('domain', name, 0.8)
  else {
    claim('os', major > 0 ? `Windows ${major}.${minor}` : '', 0.6)
    claim('description', comment, 0.6)
    if (command === HOST) claim('domain', destination, 0.6)
    for (const [bit, role] of roles) if ((types & bit) !== 0) claim('capability', role, 0.8)
  }
  return claims
}

export const netbiosDatagram = defineDissector<Message>({
  name: 'netbios-datagram',
  title: 'NetBIOS datagram',
  carriers: { udp: [138] },
  recognize,
  parse,
  label,
  session,
  maxMessage: LONGEST,
})
