// A datagram: the head of DCE/RPC, five words of NDR (IEC 61158-6-10, 4.10.3), then blocks or records.
import type { Side } from '@nautilus/model'
import { DATAGRAM_HEAD, type Datagram, PTYPE } from '../carriers/dcerpc/connectionless.ts'
import { uuidOf } from '../carriers/dcerpc/uuid.ts'
import { Reader } from '../reader.ts'
import { readBlock } from './blocks.ts'
import { readEndpoints } from './endpoints.ts'
import type { Cm, Content, Endpoint, Entry } from './message.ts'
import { BLOCK, ENDPOINT_MAPPER, MULTIPLE_WRITE } from './names.ts'

const NDR = 20
const HEADER = 64 // of a record, its block head included
const MAX_BLOCKS = 128
const MAX_ENTRIES = 128

const noEndpoints: readonly Endpoint[] = []

const word = (bytes: Uint8Array, at: number, little: boolean): number =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at, little)

/** The message of a whole datagram, or of several whose stubs were joined behind the first head. */
export function readCm(bytes: Uint8Array, head: Datagram, from: Side): Cm {
  const { type, little } = head
  const stub = bytes.length - DATAGRAM_HEAD
  const plain: Cm = { head, from, status: 0, content: null, endpoints: noEndpoints, part: null, bytes }
  if (type === PTYPE.fault || type === PTYPE.reject) {
    return { ...plain, status: stub >= 4 ? word(bytes, DATAGRAM_HEAD, little) : 0 }
  }
  if (type !== PTYPE.request && type !== PTYPE.response) return plain
  if (head.interface === ENDPOINT_MAPPER) {
    return type === PTYPE.response ? { ...plain, endpoints: readEndpoints(bytes, little) } : plain
  }
  if (stub < NDR) return { ...plain, content: { ...empty(), wrong: bytes.length } }
  const status = type === PTYPE.response ? word(bytes, DATAGRAM_HEAD, little) : 0
  return { ...plain, status, content: readContent(bytes, little) }
}

const empty = (): Content => ({
  relation: null,
  streams: [],
  expected: [],
  differences: [],
  server: '',
  entries: [],
  multiple: false,
  control: null,
  wrong: -1,
})

function readContent(bytes: Uint8Array, little: boolean): Content {
  const content = empty()
  const length = word(bytes, DATAGRAM_HEAD + 16, little) // ActualCount
  const start = DATAGRAM_HEAD + NDR
  const end = Math.min(bytes.length, start + length)
  if (start + length > bytes.length) content.wrong = start
  const reader = new Reader(bytes.subarray(0, end))
  reader.at = start
  for (let count = 0; count < MAX_BLOCKS && reader.left >= 6; count++) {
    const at = reader.at
    if (!readOne(reader, content)) {
      content.wrong = content.wrong < 0 ? at : content.wrong
      break
    }
  }
  return content
}

/** One block at the reader; records take their data with them. False when it does not fit. */
function readOne(reader: Reader, content: Content): boolean {
  const start = reader.at
  const type = reader.u16()
  const length = reader.u16()
  if (length < 2 || start + 4 + length > reader.bytes.length) return false
  if (isRecord(type)) return readRecord(reader, type, content)
  const inside = new Reader(reader.bytes.subarray(0, start + 4 + length))
  inside.at = start + 6
  reader.at = start + 4 + length
  return readBlock(type, inside, content)
}

const isRecord = (type: number): boolean =>
  type === BLOCK.writeRequest || type === BLOCK.writeReply || type === BLOCK.readRequest || type === BLOCK.readReply

function readRecord(reader: Reader, block: number, content: Content): boolean {
  const start = reader.at - 4
  if (start + HEADER > reader.bytes.length) return false
  reader.skip(4) // version, sequence
  const ar = uuidOf(reader.take(16), false)
  const [api, slot, subslot] = [reader.u32(), reader.u16(), reader.u16()]
  reader.skip(2)
  const [index, length] = [reader.u16(), reader.u32()]
  reader.skip(4) // additional values
  const status = block === BLOCK.writeReply ? reader.u32() : 0
  reader.at = start + HEADER
  if (index === MULTIPLE_WRITE) {
    content.multiple = true
    return true
  }
  const carries = block === BLOCK.writeRequest || block === BLOCK.readReply
  const size = carries ? length : 0
  const at = reader.at
  if (size > reader.left) return false
  reader.at = Math.min(reader.bytes.length, at + size + (content.multiple ? -size & 3 : 0))
  const entry: Entry = { block, api, slot, subslot, index, length, ar, status, at, size }
  if (content.entries.length < MAX_ENTRIES) content.entries.push(entry)
  return true
}
