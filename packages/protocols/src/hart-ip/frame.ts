// Messages of HART-IP: HCF_SPEC-085 (IEC 62591). Inside are frames of HART (HCF_SPEC-081), or commands by themselves.
import { malformed, need, type Oddity, type Parsed } from '../dissector.ts'
import { hex } from '../reader.ts'
import { EXTENDED } from './commands.ts'

export const HEADER = 8
export const LONGEST = 8192
export const INITIATE = 0
export const CLOSE = 1
export const KEEP_ALIVE = 2
export const TOKEN = 3
export const DIRECT = 4
export const AUDIT = 5
export const REQUEST = 0
export const RESPONSE = 1
export const PUBLISH = 2
export const NAK = 15
const MOST_COMMANDS = 32
const SESSION = 5

/** One command of HART. Its data lie in the message from `at` to `end`, without the codes that a response begins with. */
export type Command = {
  readonly number: number
  readonly at: number
  readonly end: number
  /** Of a response; -1 of a request. */
  readonly response: number
  readonly status: number
}

export type Message = {
  readonly version: number
  readonly type: number
  readonly id: number
  readonly status: number
  readonly sequence: number
  readonly bytes: Uint8Array
  /** `39fd95266f` or `poll 0`; empty where the server itself is meant. */
  readonly device: string
  readonly commands: readonly Command[]
  /** Where the check byte of a frame is, or 0. */
  readonly checkAt: number
}

export const word = (bytes: Uint8Array, at: number): number => (bytes[at]! << 8) | bytes[at + 1]!

const types: ReadonlySet<number> = new Set([REQUEST, RESPONSE, PUBLISH, NAK])
export const isType = (type: number): boolean => types.has(type)
export const isVersion = (version: number): boolean => version === 1 || version === 2

export function parse(bytes: Uint8Array): Parsed<Message> {
  if (bytes.length < HEADER) return need(HEADER)
  if (!isVersion(bytes[0]!)) return malformed('hart-ip.version', 0)
  if (!isType(bytes[1]!)) return malformed('hart-ip.type', 1)
  const size = word(bytes, 6)
  if (size < HEADER || size > LONGEST) return malformed('hart-ip.length', 6)
  if (bytes.length < size) return need(size)
  const oddities: Oddity[] = []
  const message = read(bytes.subarray(0, size), oddities)
  return { kind: 'message', message, size, oddities }
}

type Inside = Pick<Message, 'device' | 'commands' | 'checkAt'>
const nothing: Inside = { device: '', commands: [], checkAt: 0 }

function read(bytes: Uint8Array, oddities: Oddity[]): Message {
  const [version, type, id, status] = [bytes[0]!, bytes[1]!, bytes[2]!, bytes[3]!]
  const { device, commands, checkAt } = insideOf(bytes, type, id, oddities)
  return { version, type, id, status, sequence: word(bytes, 4), bytes, device, commands, checkAt }
}

function insideOf(bytes: Uint8Array, type: number, id: number, oddities: Oddity[]): Inside {
  if (type === NAK) return nothing
  if (id === TOKEN) return frameOf(bytes, type !== REQUEST, oddities)
  if (id === DIRECT) return directOf(bytes, type !== REQUEST, oddities)
  if (id === INITIATE && bytes.length < HEADER + SESSION) oddities.push({ code: 'hart-ip.session', at: HEADER })
  return nothing
}

/** The length of a frame that begins at `at`, or 0. Delimiter, address, expansion, command, count, data, check byte. */
export function frameAt(bytes: Uint8Array, at: number): { commandAt: number; size: number } | null {
  const delimiter = bytes[at] ?? 0
  const kind = delimiter & 7
  if (kind !== 1 && kind !== 2 && kind !== 6) return null
  const commandAt = at + 1 + ((delimiter & 0x80) !== 0 ? 5 : 1) + ((delimiter >> 5) & 3)
  const count = bytes[commandAt + 1]
  if (count === undefined) return null
  const end = commandAt + 2 + count + 1
  return end <= bytes.length ? { commandAt, size: end - at } : null
}

export function startOf(bytes: Uint8Array): number {
  let at = HEADER
  while (at < bytes.length && bytes[at] === 0xff) at++
  return at
}

export function checks(bytes: Uint8Array, at: number, size: number): boolean {
  let sum = 0
  for (let k = at; k < at + size; k++) sum ^= bytes[k]!
  return sum === 0
}

function frameOf(bytes: Uint8Array, answers: boolean, oddities: Oddity[]): Inside {
  const at = startOf(bytes)
  const frame = frameAt(bytes, at)
  if (!frame) {
    oddities.push({ code: 'hart-ip.frame', at })
    return nothing
  }
  const { commandAt, size } = frame
  const checkAt = at + size - 1
  if (!checks(bytes, at, size)) oddities.push({ code: 'hart-ip.checksum', at: checkAt })
  if (at + size < bytes.length) oddities.push({ code: 'hart-ip.trailing-bytes', at: at + size })
  const { device } = addressOf(bytes, at)
  const dataAt = commandAt + 2
  const command = answers
    ? answered(bytes, bytes[commandAt]!, dataAt, checkAt)
    : { number: bytes[commandAt]!, at: dataAt, end: checkAt, response: -1, status: 0 }
  return { device, commands: [expanded(bytes, command)], checkAt }
}

/** A response says first how it went and how the device is. */
function answered(bytes: Uint8Array, number: number, at: number, end: number): Command {
  const start = Math.min(at + 2, end)
  return { number, at: start, end, response: at < end ? bytes[at]! : 0, status: at + 1 < end ? bytes[at + 1]! : 0 }
}

/** Command 31 carries the number of another one. */
function expanded(bytes: Uint8Array, command: Command): Command {
  if (command.number !== EXTENDED || command.end - command.at < 2) return command
  return { ...command, number: word(bytes, command.at), at: command.at + 2 }
}

/** The upper two bits of an address say which master is meant and whether the device is in burst mode. */
export function addressOf(bytes: Uint8Array, at: number): { device: string } {
  const low = bytes[at + 1]! & 0x3f
  if ((bytes[at]! & 0x80) === 0) return { device: `poll ${low}` }
  return { device: low.toString(16).padStart(2, '0') + hex(bytes.subarray(at + 2, at + 6)) }
}

/** Two bytes of status, then commands: number, count of bytes, data. */
function directOf(bytes: Uint8Array, answers: boolean, oddities: Oddity[]): Inside {
  const commands: Command[] = []
  let at = HEADER + 2
  while (at + 3 <= bytes.length && commands.length < MOST_COMMANDS) {
    const end = at + 3 + bytes[at + 2]!
    if (end > bytes.length) break
    const number = word(bytes, at)
    const start = answers && at + 3 < end ? at + 4 : at + 3
    const response = answers ? (start > at + 3 ? bytes[at + 3]! : 0) : -1
    commands.push({ number, at: start, end, response, status: answers ? bytes[HEADER]! : 0 })
    at = end
  }
  if (at !== bytes.length) oddities.push({ code: 'hart-ip.direct', at: Math.min(at, bytes.length) })
  return { device: '', commands, checkAt: 0 }
}
