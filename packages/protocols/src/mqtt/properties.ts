// Properties of MQTT 5.0, 2.2.2: a length, then identifiers with their values.
import { printable, type Reader } from '../reader.ts'

export type Properties = {
  topicAlias: number
  contentType: string
  responseTopic: string
  reason: string
  assignedId: string
  method: string
  /** User properties, the first few, as `name=value`. */
  user: string[]
}

type Kind = 'byte' | 'word' | 'long' | 'varint' | 'text' | 'pair'
const kinds: Readonly<Record<number, Kind>> = {
  0x01: 'byte',
  0x02: 'long',
  0x03: 'text',
  0x08: 'text',
  0x09: 'text',
  0x0b: 'varint',
  0x11: 'long',
  0x12: 'text',
  0x13: 'word',
  0x15: 'text',
  0x16: 'text',
  0x17: 'byte',
  0x18: 'long',
  0x19: 'byte',
  0x1a: 'text',
  0x1c: 'text',
  0x1f: 'text',
  0x21: 'word',
  0x22: 'word',
  0x23: 'word',
  0x24: 'byte',
  0x25: 'byte',
  0x26: 'pair',
  0x27: 'long',
  0x28: 'byte',
  0x29: 'byte',
  0x2a: 'byte',
}
const MOST_USER = 8

/** Variable byte integer: 1.5.5. -1 when it is not one. */
export function varint(reader: Reader): number {
  let value = 0
  let factor = 1
  for (let i = 0; i < 4; i++) {
    const byte = reader.u8()
    value += (byte & 0x7f) * factor
    if (byte < 0x80) return reader.short ? -1 : value
    factor *= 128
  }
  return -1
}

export const text = (reader: Reader): string => printable(reader.take(reader.u16()), 256)

/** The properties at the reader, which then stands behind them; null when they are none. */
export function readProperties(reader: Reader): Properties | null {
  const found: Properties = {
    topicAlias: 0,
    contentType: '',
    responseTopic: '',
    reason: '',
    assignedId: '',
    method: '',
    user: [],
  }
  const length = varint(reader)
  const end = reader.at + length
  if (length < 0 || end > reader.bytes.length) return null
  while (reader.at < end) {
    const id = reader.u8()
    const kind = kinds[id]
    if (!kind) return null
    readOne(reader, id, kind, found)
    if (reader.short || reader.at > end) return null
  }
  return found
}

function readOne(reader: Reader, id: number, kind: Kind, found: Properties): void {
  if (kind === 'byte') reader.skip(1)
  else if (kind === 'varint') varint(reader)
  else if (kind === 'long') reader.skip(4)
  else if (kind === 'word') {
    const value = reader.u16()
    if (id === 0x23) found.topicAlias = value
  } else if (kind === 'pair') {
    const pair = `${text(reader)}=${text(reader)}`
    if (found.user.length < MOST_USER) found.user.push(pair)
  } else keepText(id, text(reader), found)
}

function keepText(id: number, value: string, found: Properties): void {
  if (id === 0x03) found.contentType = value
  else if (id === 0x08) found.responseTopic = value
  else if (id === 0x12) found.assignedId = value
  else if (id === 0x15) found.method = value
  else if (id === 0x1f) found.reason = value
}
