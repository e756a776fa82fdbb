// EtherNet/IP implicit messages: cyclic data of class 0 and 1 connections. CIP specification, Volume 2, 2-6 and 3-2.
//
// Whether the data begin with a 32-bit header (Volume 1, 3-6.1) is agreed when the connection is opened and not to be seen
// in them.
import type { Item } from '@nautilus/model'
import {
  defineDissector,
  type Label,
  type Meaning,
  malformed,
  need,
  type Oddity,
  type Parsed,
  type Stretch,
} from '../dissector.ts'
import { hexNumber, Reader } from '../reader.ts'

export type Implicit = {
  readonly connection: number
  /** Where the data begin and end, behind the sequence count of the connection. */
  readonly data: number
  readonly end: number
}

const SEQUENCED_ADDRESS = 0x8002
const CONNECTED_DATA = 0x00b1
const SEQUENCE_AT = 10
const COUNT_AT = 18
const DATA_AT = 20
const MAX = 65_535
const never = -1
const sound: readonly Oddity[] = []

const word = (bytes: Uint8Array, at: number): number => bytes[at]! | (bytes[at + 1]! << 8)

/** Two items, an address of eight bytes, data that fill the datagram: 16 bits each but for the last. */
function recognize(bytes: Uint8Array): number {
  if (bytes.length < COUNT_AT) return bytes.length > 1 && word(bytes, 0) !== 2 ? never : 0
  if (word(bytes, 0) !== 2 || word(bytes, 2) !== SEQUENCED_ADDRESS || word(bytes, 4) !== 8) return never
  if (word(bytes, 14) !== CONNECTED_DATA) return never
  const end = COUNT_AT + word(bytes, 16)
  return end === bytes.length ? 80 : end < bytes.length ? 64 : never
}

function parse(bytes: Uint8Array): Parsed<Implicit> {
  if (bytes.length < COUNT_AT) return need(COUNT_AT)
  const header = new Reader(bytes)
  if (header.u16le() !== 2) return malformed('enip-io.items', 0)
  if (header.u16le() !== SEQUENCED_ADDRESS || header.u16le() !== 8) return malformed('enip-io.address', 2)
  const connection = header.u32le()
  header.skip(4)
  if (header.u16le() !== CONNECTED_DATA) return malformed('enip-io.data', 14)
  const size = COUNT_AT + header.u16le()
  if (bytes.length < size) return need(size)
  const data = Math.min(DATA_AT, size)
  const oddities = size < DATA_AT ? [{ code: 'enip-io.no-sequence', at: COUNT_AT }] : sound
  return { kind: 'message', message: { connection, data, end: size }, size, oddities }
}

const cyclic = { code: 'implicit', name: 'cyclic data' }
const label = (): Label => ({ role: 'notice', pair: 0, function: cyclic, error: false })

/** The counts of the encapsulation and of the connection. */
const varies: readonly Stretch[] = [
  { at: SEQUENCE_AT, length: 4 },
  { at: COUNT_AT, length: DATA_AT - COUNT_AT },
]

function interpret(_: Implicit | null, notice: Implicit | null): Meaning {
  const { connection, data, end } = notice!
  const id = hexNumber(connection, 8)
  const native = { connection: id }
  const plain = { access: 'read', in: 'reply', native } as const
  const items: Item[] = []
  if (end > data) items.push({ ...plain, object: `${id}/data`, type: 'raw', count: end - data, at: data })
  return {
    operation: {
      verb: 'report',
      function: cyclic,
      object: id,
      items,
      outcome: 'ok',
    },
    claims: [],
    repeatable: end >= DATA_AT,
    varies: end >= DATA_AT ? varies : [],
  }
}

export const enipIo = defineDissector<Implicit>({
  name: 'enip-io',
  title: 'EtherNet/IP I/O',
  carriers: { udp: [2222] },
  recognize,
  parse,
  label,
  session: () => ({ interpret }),
  maxMessage: COUNT_AT + MAX,
})
