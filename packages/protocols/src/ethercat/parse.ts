// Frames of EtherCAT: a head of two bytes and datagrams one after the other. IEC 61158-4-12, 5.3; network variables, 5.3.6.
import { malformed, need, type Oddity, type Parsed } from '../dissector.ts'
import { type Mailbox, readMailbox } from './mailbox.ts'

export const FRAME_HEAD = 2
const HEAD = 10
const COUNTER = 2
const MORE = 0x8000
/** Datagrams of one frame that are read: more do not fit into one. */
const MOST = 128
const LAST_COMMAND = 14
/** Memory behind the registers: mailboxes and process data. */
export const MEMORY = 0x1000
const sound: readonly Oddity[] = []

export type Datagram = {
  readonly command: number
  /** Where it starts: command, index. */
  readonly at: number
  /** Station and offset; of logical commands the low and the high half of the address. */
  readonly station: number
  readonly offset: number
  readonly data: number
  readonly length: number
  /** How many stations took part. */
  readonly counter: number
  readonly mailbox: Mailbox | null
}
export type Variable = { readonly id: number; readonly at: number; readonly length: number; readonly quality: number }
export type Frame = {
  readonly bytes: Uint8Array
  readonly type: number
  readonly datagrams: readonly Datagram[]
  readonly variables: readonly Variable[]
  readonly publisher: string
  readonly gateway: Mailbox | null
}

export const isLogical = (command: number): boolean => command >= 10 && command <= 12
const u16 = (bytes: Uint8Array, at: number): number => bytes[at]! | (bytes[at + 1]! << 8)

export function parse(bytes: Uint8Array): Parsed<Frame> {
  if (bytes.length < FRAME_HEAD) return need(FRAME_HEAD)
  const head = u16(bytes, 0)
  const type = head >> 12
  const length = head & 0x7ff
  const oddities: Oddity[] = []
  const end = Math.min(FRAME_HEAD + length, bytes.length)
  if (FRAME_HEAD + length > bytes.length) oddities.push({ code: 'ethercat.length', at: 0 })
  const frame = read(bytes, type, end, oddities)
  if (!frame) return malformed('ethercat.type', 1)
  return { kind: 'message', message: frame, size: bytes.length, oddities: oddities.length > 0 ? oddities : sound }
}

function read(bytes: Uint8Array, type: number, end: number, oddities: Oddity[]): Frame | null {
  const nothing = { bytes, type, datagrams: [], variables: [], publisher: '', gateway: null }
  if (type === 1) return { ...nothing, datagrams: readDatagrams(bytes, end, oddities) }
  if (type === 4) return { ...nothing, ...readVariables(bytes, end, oddities) }
  if (type === 5) return { ...nothing, gateway: readMailbox(bytes, FRAME_HEAD, end - FRAME_HEAD) }
  return null
}

function readDatagrams(bytes: Uint8Array, end: number, oddities: Oddity[]): Datagram[] {
  const found: Datagram[] = []
  let at = FRAME_HEAD
  let more = true
  while (more && found.length < MOST) {
    const length = at + HEAD <= end ? u16(bytes, at + 6) & 0x7ff : 0
    const next = at + HEAD + length + COUNTER
    if (at + HEAD > end || next > end) {
      oddities.push({ code: 'ethercat.cut-datagram', at: Math.min(at, bytes.length - 1) })
      return found
    }
    const datagram = readDatagram(bytes, at, length)
    if (datagram.command > LAST_COMMAND) oddities.push({ code: 'ethercat.command', at })
    found.push(datagram)
    more = (u16(bytes, at + 6) & MORE) !== 0
    at = next
  }
  return found
}

function readDatagram(bytes: Uint8Array, at: number, length: number): Datagram {
  const command = bytes[at]!
  const offset = u16(bytes, at + 4)
  const data = at + HEAD
  // Mailboxes are read and written station by station.
  const isMemory = offset >= MEMORY && command >= 1 && command <= 6
  const mailbox = isMemory ? readMailbox(bytes, data, length) : null
  return { command, at, station: u16(bytes, at + 2), offset, data, length, counter: u16(bytes, data + length), mailbox }
}

/** Publisher (a MAC address), number of variables, cycle; of each variable id, hash, length and quality. */
function readVariables(bytes: Uint8Array, end: number, oddities: Oddity[]): Pick<Frame, 'variables' | 'publisher'> {
  const variables: Variable[] = []
  if (end < FRAME_HEAD + 12) {
    oddities.push({ code: 'ethercat.cut-variable', at: 0 })
    return { variables, publisher: '' }
  }
  const publisher = [...bytes.subarray(2, 8)].map(byte => byte.toString(16).padStart(2, '0')).join(':')
  const count = u16(bytes, 8)
  let at = FRAME_HEAD + 12
  while (variables.length < count) {
    const length = at + 8 <= end ? u16(bytes, at + 4) : 0
    if (at + 8 + length > end) {
      oddities.push({ code: 'ethercat.cut-variable', at: Math.min(at, bytes.length - 1) })
      break
    }
    variables.push({ id: u16(bytes, at), at: at + 8, length, quality: u16(bytes, at + 6) })
    at += 8 + length
  }
  return { variables, publisher }
}
