// SMB: file sharing, printing and named pipes of Windows. [MS-SMB2], [MS-CIFS] with [MS-SMB], on TCP 445 or in the NetBIOS
// session service of RFC 1002 on TCP 139.
import type { FunctionRef, Side } from '@nautilus/model'
import { defineDissector, type Label } from '../dissector.ts'
import { refusalOf } from './meaning1.ts'
import {
  AS_NOTICE,
  HEADER1,
  HEADER2,
  isCommand2,
  LONGEST,
  type Message,
  magicAt,
  NETBIOS_HEADER,
  parse,
  REPLY1,
  SERVER_TO_REDIR,
  type Smb1,
  type Smb2,
} from './message.ts'
import { COMPRESSED, command1, command2, ENCRYPTED, isCommand1, netbiosRefs } from './names.ts'
import { openSession } from './session.ts'
import { isError, PENDING } from './status.ts'

const never = -1
/** Packet type and `SMB` with the byte in front. */
const MAGIC_BITS = 40

function recognize(bytes: Uint8Array, from: Side): number {
  const type = bytes[0] ?? 0
  if (type !== 0) return recognizeSession(bytes, from)
  if (bytes.length < 2 * NETBIOS_HEADER) return couldBe(bytes) ? 0 : never
  const magic = magicAt(bytes, NETBIOS_HEADER)
  const length = (bytes[1]! << 16) | (bytes[2]! << 8) | bytes[3]!
  if (magic === 0 || length < HEADER1) return never
  if (magic === 0xfd || magic === 0xfc) return MAGIC_BITS
  const least = magic === 0xff ? HEADER1 : HEADER2
  if (bytes.length < NETBIOS_HEADER + least) return 0
  return magic === 0xff ? evidence1(bytes, from) : evidence2(bytes, from)
}

/** The bytes that are there can begin a session message with SMB in it. */
function couldBe(bytes: Uint8Array): boolean {
  const wanted = [0x53, 0x4d, 0x42]
  for (let at = NETBIOS_HEADER; at < bytes.length; at++) {
    if (at === NETBIOS_HEADER ? bytes[at]! < 0xfc : bytes[at] !== wanted[at - NETBIOS_HEADER - 1]) return false
  }
  return true
}

/** The header says which side sent it. */
function evidence1(bytes: Uint8Array, from: Side): number {
  if (((bytes[13]! & REPLY1) !== 0) !== (from === 'server')) return never
  return MAGIC_BITS + (isCommand1(bytes[8]!) ? 1 : 0)
}

function evidence2(bytes: Uint8Array, from: Side): number {
  const size = bytes[8]! | (bytes[9]! << 8)
  const command = bytes[16]! | (bytes[17]! << 8)
  if (size !== HEADER2 || !isCommand2(command)) return never
  if (((bytes[20]! & SERVER_TO_REDIR) !== 0) !== (from === 'server')) return never
  return MAGIC_BITS + 16 + 11
}

const NAME_LENGTH = 0x20

/** Length that a packet of the session service has, by its type from 0x81 on. */
const SESSION_LENGTHS: readonly number[] = [68, 0, 1, 6, 0]
const SESSION_REQUEST = 0x81
const KEEP_ALIVE = 0x85

function recognizeSession(bytes: Uint8Array, from: Side): number {
  const type = bytes[0]!
  if (type < SESSION_REQUEST || type > KEEP_ALIVE) return never
  if (bytes.length < NETBIOS_HEADER) return 0
  if (bytes[1] !== 0 || bytes[2] !== 0 || bytes[3] !== SESSION_LENGTHS[type - SESSION_REQUEST]) return never
  // A keep-alive looks like many things, and says nothing.
  if (type === KEEP_ALIVE) return 1
  if (type === SESSION_REQUEST) return from === 'client' ? namesBits(bytes) : never
  return from === 'server' && (type !== 0x83 || (bytes[4] ?? 0x80) >= 0x80) ? 24 : never
}

function namesBits(bytes: Uint8Array): number {
  if (bytes.length < 39) return 0
  return bytes[4] === NAME_LENGTH && bytes[37] === 0 && bytes[38] === NAME_LENGTH && isName(bytes) ? 64 : never
}

function isName(bytes: Uint8Array): boolean {
  for (let at = 5; at < 37; at++) if (bytes[at]! < 0x41 || bytes[at]! > 0x50) return false
  return true
}

/** Pairs a session request with its response. */
const SESSION = -1
/** A negotiation begun with SMB 1 may be answered in SMB 2: both pair by this. */
const NEGOTIATION = -2
const NEGOTIATE1 = 0x72
const CANCEL1 = 0xa4
const LOCKING1 = 0x24

function label(message: Message, from: Side): Label {
  switch (message.kind) {
    case 'smb2':
      return label2(message)
    case 'smb1':
      return label1(message)
    case 'netbios':
      return labelSession(message.type)
    default:
      return notice(message.kind === 'encrypted' ? ENCRYPTED : COMPRESSED, from)
  }
}

const notice = (ref: FunctionRef | null, _from: Side): Label => ({
  role: 'notice',
  pair: 0,
  function: ref,
  error: false,
})

function labelSession(type: number): Label {
  const ref = netbiosRefs[type] ?? null
  if (type === 0x81) return { role: 'request', pair: SESSION, function: ref, error: false }
  if (type === 0x85) return { role: 'notice', pair: 0, function: ref, error: false }
  return { role: 'reply', pair: SESSION, function: null, error: type === 0x83 }
}

function label2({ pdus, reply }: Smb2): Label {
  const [first, ...others] = pdus
  if (!first) return { role: 'notice', pair: 0, function: null, error: false }
  const ref = command2(first.command)
  const inner = others.map(({ command, status }) => ({ ...command2(command), error: reply && isError(status) }))
  const carried = inner.length > 0 ? { inner } : {}
  const error = reply && isError(first.status)
  // Cancel is not answered, and what is pending will be answered once more.
  const unasked = first.command === 12 || first.id === AS_NOTICE || (reply && first.status === PENDING)
  if (unasked) return { role: 'notice', pair: 0, function: ref, error, ...carried }
  const opening = first.command === 0 && first.id === 0
  const pair = opening ? NEGOTIATION : first.id
  return { role: reply ? 'reply' : 'request', pair, function: opening && reply ? null : ref, error, ...carried }
}

function label1(message: Smb1): Label {
  const { blocks, reply, pair, from } = message
  const [first, ...others] = blocks
  if (!first) return { role: 'notice', pair: 0, function: null, error: false }
  const ref = command1(first.command)
  const inner = others.map(({ command }) => command1(command))
  const carried = inner.length > 0 ? { inner } : {}
  const error = refusalOf(message) !== null
  const breaks = first.command === LOCKING1 && from === 'server' && !reply
  if (first.command === CANCEL1 || breaks) return { role: 'notice', pair: 0, function: ref, error, ...carried }
  const number = first.command === NEGOTIATE1 ? NEGOTIATION : pair
  return { role: reply ? 'reply' : 'request', pair: number, function: ref, error, ...carried }
}

export const smb = defineDissector<Message>({
  name: 'smb',
  title: 'SMB',
  carriers: { tcp: [445, 139] },
  recognize,
  parse,
  label,
  session: openSession,
  maxMessage: LONGEST,
})
