// EtherNet/IP implicit messages: cyclic data of class 0 and 1 connections. CIP specification, Volume 2, 2-6 and 3-2;
// Volume 1, 3-6.1 (32-bit header with the run or idle flag).
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
  /** The run or idle flag of a 32-bit header; -1 where the data do not begin with what could be one. */
  readonly run: number
}

const SEQUENCED_ADDRESS = 0x8002
const CONNECTED_DATA = 0x00b1
const SEQUENCE_AT = 10
const COUNT_AT = 18
const DATA_AT = 20
const RUN_SIZE = 4
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

/** 3-6.1.4: bit 0 says run, bits 2 and 3 who owns the redundant part, the rest is 0. */
function runAt(bytes: Uint8Array, at: number, end: number): number {
  if (end - at < RUN_SIZE || bytes[at]! > 1) return -1
  return bytes[at + 1] === 0 && bytes[at + 2] === 0 && bytes[at + 3] === 0 ? bytes[at]! : -1
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
  const message = { connection, data, end: size, run: runAt(bytes, data, size) }
  return { kind: 'message', message, size, oddities }
}

const cyclic = { code: 'implicit', name: 'cyclic data' }
const label = (): Label => ({ role: 'notice', pair: 0, function: cyclic, error: false })

/** The counts of the encapsulation and of the connection. */
const varies: readonly Stretch[] = [
  { at: SEQUENCE_AT, length: 4 },
  { at: COUNT_AT, length: DATA_AT - COUNT_AT },
]

function interpret(_: Implicit | null, notice: Implicit | null): Meaning {
  const { connection, data, end, run } = notice!
  const id = hexNumber(connection, 8)
  const native = { connection: id }
  const plain = { access: 'read', in: 'reply', native } as const
  const start = run < 0 ? data : data + RUN_SIZE
  const items: Item[] = []
  if (run >= 0) items.push({ ...plain, object: `${id}/run`, type: 'u32le', count: 1, at: data })
  if (end > start) items.push({ ...plain, object: `${id}/data`, type: 'raw', count: end - start, at: start })
  return {
    operation: { verb: 'report', function: cyclic, object: id, items, outcome: 'ok' },
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
