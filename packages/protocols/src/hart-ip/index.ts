// HART-IP: FieldComm Group HCF_SPEC-085, IEC 62591. Frames of HART and sessions over UDP and TCP.
import type { FunctionRef, Side } from '@nautilus/model'
import { defineDissector, type Label } from '../dissector.ts'
import { messages, refuses } from './codes.ts'
import { commandOf } from './commands.ts'
import {
  AUDIT,
  CLOSE,
  checks,
  DIRECT,
  frameAt,
  HEADER,
  INITIATE,
  isType,
  isVersion,
  KEEP_ALIVE,
  LONGEST,
  type Message,
  NAK,
  PUBLISH,
  parse,
  REQUEST,
  startOf,
  TOKEN,
  word,
} from './frame.ts'
import { session } from './meaning.ts'

const never = -1
/** Version, type and number of the message; no status in a request; the length. */
const versionBits = 7
const typeBits = 6
const idBits = 5
const statusBits = 6
const lengthBits = 13
const frameBits = 12

const isFrom = (type: number, from: Side): boolean => (from === 'client') === (type === REQUEST)

function recognize(bytes: Uint8Array, from: Side): number {
  if (bytes.length > 0 && !isVersion(bytes[0]!)) return never
  if (bytes.length > 1 && !(isType(bytes[1]!) && isFrom(bytes[1]!, from))) return never
  if (bytes.length < HEADER) return 0
  const [type, id, status, size] = [bytes[1]!, bytes[2]!, bytes[3]!, word(bytes, 6)]
  if (id > AUDIT || size > LONGEST || status > 127 || (type === REQUEST && status !== 0)) return never
  if (!sizes(type, id, size)) return never
  const head = versionBits + typeBits + idBits + statusBits
  if (bytes.length < size) return head
  const inside = id === TOKEN && type !== NAK ? frameEvidence(bytes.subarray(0, size)) : 0
  return inside < 0 ? never : head + lengthBits + inside
}

/** Sessions are opened with five bytes and kept and closed with none; a frame has at least five. */
function sizes(type: number, id: number, size: number): boolean {
  if (type === NAK) return size === HEADER || size === HEADER + 1
  if (id === INITIATE) return type !== PUBLISH && size === HEADER + 5
  if (id === CLOSE || id === KEEP_ALIVE) return type !== PUBLISH && size === HEADER
  if (id === TOKEN) return size >= HEADER + 5
  return size >= HEADER + 2
}

function frameEvidence(bytes: Uint8Array): number {
  const at = startOf(bytes)
  const frame = frameAt(bytes, at)
  return frame && checks(bytes, at, frame.size) ? frameBits : never
}

const functionOf = (message: Message): FunctionRef | null => {
  const [command] = message.commands
  if (message.id === TOKEN && command) return commandOf(command.number).ref
  // A refusal does not say what was refused, only in which kind of message.
  if (message.id === TOKEN && message.type === NAK) return null
  return messages[message.id] ?? { code: `id:${message.id}`, name: 'unknown' }
}

function label(message: Message): Label {
  const { type, id, sequence, commands } = message
  const role = type === REQUEST ? 'request' : type === PUBLISH ? 'notice' : 'reply'
  const error = type === NAK || (id === TOKEN && commands.length > 0 && refuses(commands[0]!.response))
  const pair = id * 65_536 + sequence
  const all = { role, pair, function: functionOf(message), error } as const
  if (id !== DIRECT || commands.length === 0) return all
  return { ...all, inner: commands.map(c => ({ ...commandOf(c.number).ref, error: refuses(c.response) })) }
}

export const hartIp = defineDissector<Message>({
  name: 'hart-ip',
  title: 'HART-IP',
  carriers: { tcp: [5094], udp: [5094] },
  recognize,
  parse,
  label,
  session,
  maxMessage: LONGEST,
  omits: [
    'entries of the audit log',
    'device-specific and wireless commands',
    'data of commands sent to sub-devices (77)',
    'aggregated commands (78)',
  ],
})
