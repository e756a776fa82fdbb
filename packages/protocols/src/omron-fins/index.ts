// Omron FINS over UDP, and over TCP with the header of FINS/TCP. Omron W342, CS/CJ Series Communications Commands; W421,
// Ethernet Units, 7-4 (FINS/TCP).
import type { Side } from '@nautilus/model'
import { defineDissector, type Label, malformed, need, type Oddity, type Parsed } from '../dissector.ts'
import { endOf, FRAME, functionOf, isCommand, tcpCommands } from './commands.ts'
import { session } from './meaning.ts'
import type { Fins } from './message.ts'

const TCP_HEADER = 16
const HEADER = 10
const COMMAND = 12
const END = 14
const MAX = 4096
const REPLY = 0x40
const MAGIC = [0x46, 0x49, 0x4e, 0x53]
const never = -1
const magicBits = 32 + 16
const headerBits = 5 + 8 + 5 + 2 // fixed bits of ICF, RSV, gateways, networks
const commandBits = 9
const endBits = 5
const pairOfTcp = 65_536
const sound: readonly Oddity[] = []

const word = (bytes: Uint8Array, at: number): number => (bytes[at]! << 8) | bytes[at + 1]!
const long = (bytes: Uint8Array, at: number): number => word(bytes, at) * 65_536 + word(bytes, at + 2)

const isFramed = (bytes: Uint8Array): boolean =>
  MAGIC.every((byte, at) => bytes[at] === undefined || bytes[at] === byte)

function recognize(bytes: Uint8Array, from: Side): number {
  if (bytes.length === 0) return 0
  return isFramed(bytes) ? framedBits(bytes, from) : plainBits(bytes, 0, from)
}

/** W421, 7-4-2: length, command, error code. */
function framedBits(bytes: Uint8Array, from: Side): number {
  if (bytes.length < TCP_HEADER) return 0
  const command = long(bytes, 8)
  if (long(bytes, 4) < 8 || long(bytes, 4) > MAX || command > 6) return never
  if (command === FRAME)
    return bytes.length < TCP_HEADER + COMMAND
      ? magicBits
      : magicBits + Math.max(plainBits(bytes, TCP_HEADER, from), -8)
  return command === (from === 'client' ? 1 : 0) ? never : magicBits
}

/** W342, 2-2-1. What a bit of the first byte says is a response is not a client's. */
function plainBits(bytes: Uint8Array, at: number, from: Side): number {
  if (bytes.length - at < COMMAND) return isHeader(bytes, at) ? 0 : never
  if (!isHeader(bytes, at) || !isCommand(word(bytes, at + HEADER))) return never
  const reply = (bytes[at]! & REPLY) !== 0
  if (reply !== (from === 'server')) return never
  if (!reply) return headerBits + commandBits
  return bytes.length - at < END
    ? never
    : headerBits + commandBits + (endOf(word(bytes, at + COMMAND)) < 0x4100 ? endBits : -endBits)
}

/** Gateway use, command or response, response wanted; reserved; gateways; networks 0 to 127. */
const isHeader = (bytes: Uint8Array, at: number): boolean =>
  (bytes[at]! & 0xbe) === 0x80 &&
  (bytes[at + 1] ?? 0) === 0 &&
  (bytes[at + 2] ?? 0) <= 7 &&
  (bytes[at + 3] ?? 0) <= 0x7f &&
  (bytes[at + 6] ?? 0) <= 0x7f

function parse(bytes: Uint8Array): Parsed<Fins> {
  if (bytes.length > 0 && isFramed(bytes)) return parseFramed(bytes)
  if (bytes.length < COMMAND) return need(COMMAND)
  if (!isHeader(bytes, 0)) return malformed('omron-fins.header', 0)
  if (bytes.length > MAX) return malformed('omron-fins.length', MAX)
  return frame(bytes, 0, bytes.length)
}

function parseFramed(bytes: Uint8Array): Parsed<Fins> {
  if (bytes.length < TCP_HEADER) return need(TCP_HEADER)
  const size = 8 + long(bytes, 4)
  if (size < TCP_HEADER || size > MAX) return malformed('omron-fins.tcp-length', 4)
  if (bytes.length < size) return need(size)
  const tcp = long(bytes, 8)
  if (tcp === FRAME) return frame(bytes.subarray(0, size), TCP_HEADER, size)
  const plain = { bytes: bytes.subarray(0, size), tcp, tcpError: long(bytes, 12), pair: pairOfTcp, command: -1, end: 0 }
  const message = { ...plain, reply: tcp === 1, data: TCP_HEADER }
  return { kind: 'message', message, size, oddities: sound }
}

/** A reply is for the node that asked, under the number that it chose. */
function frame(bytes: Uint8Array, at: number, size: number): Parsed<Fins> {
  const reply = (bytes[at]! & REPLY) !== 0
  const head = reply ? END : COMMAND
  const short = size - at < head || !isHeader(bytes, at)
  const node = bytes[at + (reply ? 4 : 7)] ?? 0
  const message: Fins = {
    bytes,
    tcp: FRAME,
    tcpError: 0,
    reply,
    pair: node * 256 + (bytes[at + 9] ?? 0),
    command: short ? -1 : word(bytes, at + HEADER),
    end: reply && !short ? word(bytes, at + COMMAND) : 0,
    data: Math.min(at + head, size),
  }
  return { kind: 'message', message, size, oddities: short ? [{ code: 'omron-fins.short', at }] : sound }
}

const unknown = { code: 'tcp-unknown', name: 'unknown command' }
const cut = { code: 'cut', name: 'cut frame' }

function label({ tcp, tcpError, reply, pair, command, end }: Fins, from: Side): Label {
  if (tcp !== FRAME) {
    const ref = tcpCommands[tcp] ?? unknown
    const role = tcp === 0 ? 'request' : reply ? 'reply' : 'notice'
    return { role, pair, function: ref, error: tcpError !== 0 }
  }
  if (command < 0) return { role: from === 'client' ? 'request' : 'reply', pair, function: cut, error: false }
  return { role: reply ? 'reply' : 'request', pair, function: functionOf(command), error: endOf(end) !== 0 }
}

export const omronFins = defineDissector<Fins>({
  name: 'omron-fins',
  title: 'Omron FINS',
  carriers: { tcp: [9600], udp: [9600] },
  recognize,
  parse,
  label,
  session,
  maxMessage: MAX,
})
