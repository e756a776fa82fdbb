// Messages of ADS on TCP: six bytes of AMS/TCP header, 32 of AMS header, data. Little-endian. Beckhoff Information System,
// "AMS/TCP Packet" and "AMS Header". On UDP: discovery, after captures of TwinCAT and public descriptions of its router.
import type { Side } from '@nautilus/model'
import { malformed, need, type Oddity, type Parsed } from '../dissector.ts'
import { Reader } from '../reader.ts'

export const TCP_HEADER = 6
const AMS_HEADER = 32
export const DATA = TCP_HEADER + AMS_HEADER
export const LONGEST = 0x40000
const RESPONSE = 0x0001
const NO_RETURN = 0x0002
/** First four bytes of discovery: 0x71146603. */
const MAGIC = [0x03, 0x66, 0x14, 0x71] as const
const sound: readonly Oddity[] = []

export type Ams = {
  readonly kind: 'ams'
  readonly from: Side
  readonly bytes: Uint8Array
  readonly target: string
  readonly targetPort: number
  readonly source: string
  readonly sourcePort: number
  readonly command: number
  readonly response: boolean
  readonly unanswered: boolean
  readonly error: number
  readonly invoke: number
  /** Result of a response; 0 elsewhere. */
  readonly result: number
}
/** Port connect and the like between a program and its router. */
export type Router = { readonly kind: 'router'; readonly command: number }
export type Discovery = {
  readonly kind: 'discovery'
  readonly service: number
  readonly response: boolean
  readonly invoke: number
  readonly netId: string
  readonly tags: readonly { readonly id: number; readonly data: Uint8Array }[]
}
export type Message = Ams | Router | Discovery

const MOST_TAGS = 32

export const isDiscovery = (bytes: Uint8Array): boolean =>
  bytes.length >= 4 && MAGIC.every((byte, index) => bytes[index] === byte)

export function parse(bytes: Uint8Array, from: Side): Parsed<Message> {
  if (isDiscovery(bytes)) return parseDiscovery(bytes)
  const header = new Reader(bytes)
  const command = header.u16le()
  const length = header.u32le()
  if (header.short) return need(TCP_HEADER)
  if (command !== 0 && command !== 1 && (command < 0x1000 || command > 0x1002)) return malformed('ads.header', 0)
  if (length > LONGEST - TCP_HEADER || (command === 0 && length < AMS_HEADER)) return malformed('ads.length', 2)
  const size = TCP_HEADER + length
  if (bytes.length < size) return need(size)
  if (command !== 0) return { kind: 'message', message: { kind: 'router', command }, size, oddities: sound }
  const oddities: Oddity[] = []
  const message = readAms(bytes.subarray(0, size), from, oddities)
  return { kind: 'message', message, size, oddities: oddities.length > 0 ? oddities : sound }
}

const netId = (bytes: Uint8Array): string => bytes.join('.')

function readAms(bytes: Uint8Array, from: Side, oddities: Oddity[]): Ams {
  const reader = new Reader(bytes)
  reader.skip(TCP_HEADER)
  const target = netId(reader.take(6))
  const targetPort = reader.u16le()
  const source = netId(reader.take(6))
  const sourcePort = reader.u16le()
  const command = reader.u16le()
  const flags = reader.u16le()
  const length = reader.u32le()
  const error = reader.u32le()
  const invoke = reader.u32le()
  if (length !== bytes.length - DATA) oddities.push({ code: 'ads.data-length', at: 26 })
  const response = (flags & RESPONSE) !== 0
  const result = response && reader.left >= 4 ? reader.u32le() : 0
  const short = isShort(command, response, bytes.length - DATA, error)
  if (short) oddities.push({ code: 'ads.short', at: DATA })
  return {
    kind: 'ams',
    from,
    bytes,
    target,
    targetPort,
    source,
    sourcePort,
    command,
    response,
    unanswered: (flags & NO_RETURN) !== 0,
    error,
    invoke,
    result,
  }
}

/** Least data of requests and of positive responses, by command. */
const REQUESTS = [0, 0, 12, 12, 0, 8, 40, 4, 8, 16] as const
const RESPONSES = [0, 24, 8, 4, 8, 4, 8, 4, 0, 8] as const

const isShort = (command: number, response: boolean, length: number, error: number): boolean =>
  response ? error === 0 && length < Math.min(4, RESPONSES[command] ?? 0) : length < (REQUESTS[command] ?? 0)

function parseDiscovery(bytes: Uint8Array): Parsed<Message> {
  const reader = new Reader(bytes)
  reader.skip(MAGIC.length)
  const invoke = reader.u32le()
  const service = reader.u32le()
  const address = netId(reader.take(6))
  reader.skip(2)
  const count = reader.u32le()
  if (reader.short) return malformed('ads.discovery', 4)
  const tags: { id: number; data: Uint8Array }[] = []
  const oddities: Oddity[] = []
  while (tags.length < Math.min(count, MOST_TAGS)) {
    const id = reader.u16le()
    const data = reader.take(reader.u16le())
    if (reader.short) {
      oddities.push({ code: 'ads.tag', at: bytes.length - 1 })
      break
    }
    tags.push({ id, data })
  }
  const message: Discovery = {
    kind: 'discovery',
    service: service & 0x7fffffff,
    response: service >= 0x80000000,
    invoke,
    netId: address,
    tags,
  }
  return { kind: 'message', message, size: bytes.length, oddities }
}
