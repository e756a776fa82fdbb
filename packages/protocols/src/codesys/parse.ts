// Layers of CODESYS V3: block driver (TCP only), datagram, channel, services. After "Security research: CODESYS Runtime, a
// PLC control framework" (Kaspersky ICS CERT, 2019) and captures. Little-endian.
import { malformed, need, type Oddity, type Parsed } from '../dissector.ts'
import { hex, Reader } from '../reader.ts'

/** Block driver on TCP: 0xe8170100 and the length of the whole. */
const BLOCK_MAGIC = [0x00, 0x01, 0x17, 0xe8] as const
export const BLOCK_HEADER = 8
export const DATAGRAM = 0xc5
const DATAGRAM_HEADER = 6
export const LONGEST = 0x8000
const SERVICE_MAGIC = 0xcd55
const SECURE_MAGIC = 0x7557
/** Of the service header, behind its own length. */
const SERVICE_HEADER = 16
const sound: readonly Oddity[] = []

export const SERVICE = {
  addressRequest: 1,
  addressResponse: 2,
  nameRequest: 3,
  nameResponse: 4,
  channel: 0x40,
} as const
export const CHANNEL = { block: 1, acknowledge: 2, keepAlive: 3, open: 0xc3, opened: 0x83, close: 0xc4 } as const

export type Identity = {
  readonly node: string
  readonly device: string
  readonly vendor: string
  readonly serial: string
  readonly type: number
  readonly id: number
  readonly version: string
}
export type Body =
  | { readonly kind: 'address' }
  | { readonly kind: 'name'; readonly request: boolean; readonly id: number; readonly identity: Identity | null }
  | { readonly kind: 'control'; readonly type: number; readonly channel: number }
  | {
      readonly kind: 'service'
      readonly channel: number
      readonly group: number
      readonly command: number
      readonly response: boolean
      readonly session: number
      readonly length: number
      readonly secure: boolean
      /** What was told: places of the content that is there. */
      readonly start: number
      readonly stop: number
    }
  | { readonly kind: 'rest' }
  | { readonly kind: 'opaque' }
export type Message = {
  readonly bytes: Uint8Array
  readonly service: number
  readonly sender: string
  readonly receiver: string
  readonly body: Body
}

export const isBlock = (bytes: Uint8Array): boolean =>
  BLOCK_MAGIC.every((byte, index) => bytes[index] === undefined || bytes[index] === byte)

export function parse(bytes: Uint8Array): Parsed<Message> {
  if (bytes[0] === DATAGRAM) return datagram(bytes, 0, bytes.length)
  if (!isBlock(bytes)) return malformed('codesys.magic', 0)
  if (bytes.length < BLOCK_HEADER) return need(BLOCK_HEADER)
  const length = (bytes[4]! | (bytes[5]! << 8) | (bytes[6]! << 16) | (bytes[7]! << 24)) >>> 0
  if (length < BLOCK_HEADER || length > LONGEST) return malformed('codesys.length', 4)
  if (bytes.length < length) return need(length)
  return datagram(bytes, BLOCK_HEADER, length)
}

/** Magic, hops and length of the head, priority, service, message id, lengths of the addresses in words; the addresses. */
function datagram(bytes: Uint8Array, start: number, size: number): Parsed<Message> {
  const oddities: Oddity[] = []
  const reader = new Reader(bytes.subarray(0, size))
  reader.at = start
  const magic = reader.u8()
  reader.skip(2)
  const service = reader.u8()
  reader.skip(1)
  const lengths = reader.u8()
  const receiver = hex(reader.take(2 * (lengths & 0xf)))
  const sender = hex(reader.take(2 * (lengths >> 4)))
  const used = reader.at - start
  reader.skip((4 - (used & 3)) & 3)
  const wrong = magic !== DATAGRAM || reader.short || used < DATAGRAM_HEADER
  if (wrong) oddities.push({ code: 'codesys.datagram', at: Math.min(start, size - 1) })
  const body: Body = wrong ? { kind: 'opaque' } : readBody(reader, service, oddities)
  const message: Message = { bytes: reader.bytes, service, sender, receiver, body }
  return { kind: 'message', message, size, oddities: oddities.length > 0 ? oddities : sound }
}

function readBody(reader: Reader, service: number, oddities: Oddity[]): Body {
  switch (service) {
    case SERVICE.addressRequest:
    case SERVICE.addressResponse:
      return { kind: 'address' }
    case SERVICE.nameRequest:
    case SERVICE.nameResponse:
      return name(reader, service === SERVICE.nameRequest, oddities)
    case SERVICE.channel:
      return channel(reader, oddities)
    default:
      return { kind: 'opaque' }
  }
}

const RESOLVED = 0xc280

/** Command, version, number; of an answer, who the node is. */
function name(reader: Reader, request: boolean, oddities: Oddity[]): Body {
  const command = reader.u16le()
  reader.skip(2)
  const id = reader.u32le()
  if (reader.short) {
    oddities.push({ code: 'codesys.name', at: reader.bytes.length - 1 })
    return { kind: 'name', request, id, identity: null }
  }
  const identity = !request && command === RESOLVED ? identityOf(reader) : null
  if (!request && !identity) oddities.push({ code: 'codesys.identity', at: reader.bytes.length - 1 })
  return { kind: 'name', request, id, identity }
}

/** UTF-16 text and the zero behind it. */
function wide(reader: Reader, length: number): string {
  const bytes = reader.take(2 * (length + 1))
  let text = ''
  for (let at = 0; at + 3 < bytes.length && text.length < 128; at += 2) {
    const code = bytes[at]! | (bytes[at + 1]! << 8)
    text += code >= 0x20 && code !== 0x7f ? String.fromCharCode(code) : '.'
  }
  return text
}

function identityOf(reader: Reader): Identity | null {
  reader.skip(4) // channels, byte order, difference of addresses
  const parent = reader.u16le()
  const lengths = [reader.u16le(), reader.u16le(), reader.u16le()] as const
  const type = reader.u32le()
  const id = reader.u32le()
  const version = [reader.u8(), reader.u8(), reader.u8(), reader.u8()].reverse().join('.')
  reader.skip(4) // flags
  const serialLength = reader.u8()
  reader.skip(11) // length of what the maker adds, driver, reserved
  reader.skip(2 * parent)
  const [node, device, vendor] = [wide(reader, lengths[0]), wide(reader, lengths[1]), wide(reader, lengths[2])]
  if (reader.short) return null
  const serial = serialText(reader.take(Math.min(serialLength, reader.left)))
  return { node, device, vendor, serial, type, id, version }
}

const serialText = (bytes: Uint8Array): string =>
  [...bytes].map(byte => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '')).join('')

const FIRST_BLOCK = 0x01

/** Type, flags, channel; of data, the number of the block, what is acknowledged, and of a first block size and checksum. */
function channel(reader: Reader, oddities: Oddity[]): Body {
  const type = reader.u8()
  const flags = reader.u8()
  if (type === CHANNEL.open || type === CHANNEL.opened || type === CHANNEL.close) {
    return { kind: 'control', type, channel: 0 }
  }
  const id = reader.u16le()
  if (type === CHANNEL.acknowledge || type === CHANNEL.keepAlive) return { kind: 'control', type, channel: id }
  if (type !== CHANNEL.block || reader.short) {
    oddities.push({ code: 'codesys.channel', at: Math.max(0, reader.at - 4) })
    return { kind: 'opaque' }
  }
  reader.skip(8)
  if ((flags & FIRST_BLOCK) === 0) return { kind: 'rest' }
  const length = reader.u32le()
  reader.skip(4)
  return service(reader, id, length, oddities)
}

function service(reader: Reader, channelId: number, length: number, oddities: Oddity[]): Body {
  const at = reader.at
  const magic = reader.u16le()
  const header = reader.u16le()
  const group = reader.u16le()
  const command = reader.u16le()
  const session = reader.u32le()
  const content = reader.u32le()
  reader.skip(4)
  const known = magic === SERVICE_MAGIC || magic === SECURE_MAGIC
  if (reader.short || !known || header < SERVICE_HEADER) {
    oddities.push({ code: 'codesys.service', at: Math.min(at, reader.bytes.length - 1) })
    return { kind: 'opaque' }
  }
  const start = Math.min(at + 4 + header, reader.bytes.length)
  return {
    kind: 'service',
    channel: channelId,
    group: group & 0x7f,
    command,
    response: (group & 0x80) !== 0,
    session,
    length: Math.max(length, content),
    secure: magic === SECURE_MAGIC,
    start,
    stop: Math.min(start + content, reader.bytes.length),
  }
}
