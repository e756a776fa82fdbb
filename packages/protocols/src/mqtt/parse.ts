// Packets of MQTT: a type with flags, the length of what remains, and that. MQTT 3.1.1, 2; MQTT 5.0, 2.
import type { Side } from '@nautilus/model'
import { malformed, need, type Oddity, type Parsed } from '../dissector.ts'
import { printable, Reader } from '../reader.ts'
import { TYPE } from './names.ts'
import { readProperties } from './properties.ts'
import { readSparkplug, type Sparkplug } from './sparkplug.ts'

/** The longest packet that is held whole. Of a longer publication the front is kept, and the rest passed over. */
export const LONGEST = 0x20000
const FRONT = 0x400

export type Packet = {
  readonly type: number
  readonly from: Side
  readonly flags: number
  readonly bytes: Uint8Array
  /** Where the variable header starts, behind the length. */
  readonly start: number
  /** Packet identifier; 0 where there is none. */
  readonly id: number
  readonly topic: string
  /** Where the payload of a publication starts, the properties of version 5 before it. */
  readonly payload: number
  /** Bytes that follow and are not held. */
  readonly missing: number
  readonly sparkplug: Sparkplug | null
}

/** Flags that each type must have: 2.2.2. Of publications they say quality and retain. */
const FLAGS = [0, 0, 0, -1, 0, 0, 2, 0, 2, 0, 2, 0, 0, 0, 0, 0] as const
const NO_ODDITIES: readonly Oddity[] = []

export type Head = { readonly start: number; readonly size: number }

/** The length of a packet; bytes that are needed to know it, or 0 when it is none, as a negative size. */
export function headOf(bytes: Uint8Array): Head {
  let value = 0
  let factor = 1
  for (let at = 1; at <= 4; at++) {
    if (at >= bytes.length) return { start: 0, size: -(at + 1) }
    value += (bytes[at]! & 0x7f) * factor
    if (bytes[at]! < 0x80) return { start: at + 1, size: at + 1 + value }
    factor *= 128
  }
  return { start: 0, size: 0 }
}

export function parse(bytes: Uint8Array, from: Side): Parsed<Packet> {
  if (bytes.length === 0) return need(2)
  const type = bytes[0]! >> 4
  if (type === 0) return malformed('mqtt.type', 0)
  const { start, size } = headOf(bytes)
  if (size === 0) return malformed('mqtt.length', 1)
  if (size < 0) return need(-size)
  const isLong = size > LONGEST
  if (isLong && type !== TYPE.publish) return malformed('mqtt.length', 1)
  const held = isLong ? FRONT : size
  if (bytes.length < held) return need(held)
  const oddities: Oddity[] = []
  const packet = read(bytes.subarray(0, held), type, from, { start, size }, oddities)
  const body = packet.sparkplug && packet.sparkplug.body !== packet.bytes ? { body: packet.sparkplug.body } : {}
  return {
    kind: 'message',
    message: packet,
    size: held,
    oddities: oddities.length > 0 ? oddities : NO_ODDITIES,
    ...(isLong ? { skip: size - held } : {}),
    ...body,
  }
}

function read(bytes: Uint8Array, type: number, from: Side, { start, size }: Head, oddities: Oddity[]): Packet {
  const flags = bytes[0]! & 0xf
  const reader = new Reader(bytes)
  reader.at = start
  const isPublish = type === TYPE.publish
  if (FLAGS[type] !== -1 ? flags !== FLAGS[type] : (flags & 6) === 6) oddities.push({ code: 'mqtt.flags', at: 0 })
  const topic = isPublish ? printable(reader.take(reader.u16()), 512) : ''
  const numbered = isPublish ? (flags & 6) !== 0 : type >= TYPE.puback && type <= TYPE.unsuback
  const id = numbered ? reader.u16() : 0
  if (reader.short || isTooShort(type, size - start)) oddities.push({ code: 'mqtt.short', at: start })
  const payload = reader.at
  const missing = size - bytes.length
  const sparkplug = isPublish && missing === 0 && topic.startsWith('spBv1.0/') ? sparkplugOf(topic, reader) : null
  return { type, from, flags, bytes, start, id, topic, payload, missing, sparkplug }
}

/** Bytes that must follow the length: protocol and version; two of an answer; a filter. */
const LEAST = [0, 10, 2, 2, 2, 2, 2, 2, 5, 3, 4, 2, 0, 0, 0, 0] as const
const isTooShort = (type: number, length: number): boolean => length < LEAST[type]!

/** The version is not known here: the payload follows at once, or behind properties. */
function sparkplugOf(topic: string, reader: Reader): Sparkplug | null {
  const { bytes, at } = reader
  const plain = readSparkplug(topic, bytes, at, bytes.length)
  if (plain) return plain
  return readProperties(reader) ? readSparkplug(topic, bytes, reader.at, bytes.length) : null
}
