// Parameters and data of jobs (ROSCTR 1) and of their acknowledgements (2, 3). Wireshark `s7comm`, Snap7.
import type { Oddity } from '../dissector.ts'
import { printable, Reader } from '../reader.ts'
import { type ItemSpec, lengthOf, readSpecs } from './address.ts'
import { type BlockName, blockName } from './blocks.ts'
import { readData } from './data.ts'
import type { AckBody, DataItem, JobBody, Transfer } from './message.ts'
import { functions } from './names.ts'

/** The parameter and data parts of a message, and where each starts in it. */
export type Parts = {
  readonly parameter: Uint8Array
  readonly parameterAt: number
  readonly data: Uint8Array
  readonly dataAt: number
}

export function readJob(code: number, parts: Parts, oddities: Oddity[]): JobBody {
  const reader = new Reader(parts.parameter)
  reader.skip(1)
  const before = oddities.length
  const body = readKnownJob(code, reader, parts, oddities)
  if (reader.short && oddities.length === before)
    oddities.push({ code: 's7comm.short-parameter', at: parts.parameterAt })
  return body
}

function readKnownJob(code: number, reader: Reader, parts: Parts, oddities: Oddity[]): JobBody {
  switch (code) {
    case functions.setup:
      return readSetup(reader)
    case functions.read:
      return { kind: 'read', items: readSpecs(reader, reader.u8(), parts.parameterAt, oddities) }
    case functions.write:
      return readWrite(reader, parts, oddities)
    case functions.requestDownload:
    case functions.downloadBlock:
    case functions.downloadEnded:
    case functions.startUpload:
    case functions.upload:
    case functions.endUpload:
      return readTransfer(code, reader)
    case functions.service:
      return readService(reader)
    case functions.stop:
      reader.skip(5)
      return { kind: 'service', name: printable(reader.take(reader.u8())), blocks: [], text: '' }
    default:
      return { kind: 'opaque', length: parts.parameter.length + parts.data.length }
  }
}

function readSetup(reader: Reader): Extract<JobBody, { kind: 'setup' }> {
  reader.skip(1)
  return { kind: 'setup', calling: reader.u16(), called: reader.u16(), pdu: reader.u16() }
}

function readWrite(reader: Reader, parts: Parts, oddities: Oddity[]): JobBody {
  const items = readSpecs(reader, reader.u8(), parts.parameterAt, oddities)
  const values = readData(new Reader(parts.data), items.length, parts.dataAt, oddities)
  const wrong = values.find((value, index) => !agrees(items[index]!, value))
  if (wrong) oddities.push({ code: 's7comm.value-length', at: wrong.at })
  return { kind: 'write', items, values }
}

const agrees = (spec: ItemSpec, value: DataItem): boolean => lengthOf(spec) < 0 || lengthOf(spec) === value.length

/** Functions 0x1a to 0x1f: status, two bytes, the id of the transfer; then, for most, the file name and its lengths. */
function readTransfer(code: number, reader: Reader): Transfer {
  const status = reader.u8()
  reader.skip(2)
  const id = reader.u32()
  const named = code !== functions.upload && code !== functions.endUpload
  const block = named ? blockName(reader.take(reader.u8())) : null
  // The second part: a character, then the lengths in load memory and of the code, six digits each.
  const sizes = code === functions.requestDownload && reader.left > 0 ? printable(reader.take(reader.u8())) : ''
  return {
    kind: 'transfer',
    id,
    status,
    block,
    loadMemory: digits(sizes.slice(1, 7)),
    code: digits(sizes.slice(7, 13)),
  }
}

const digits = (text: string): number => (/^\d{1,9}$/.test(text) ? Number(text) : -1)

/** Function 0x28: seven bytes of no known meaning, a parameter block, the name of the service. */
function readService(reader: Reader): JobBody {
  reader.skip(7)
  const block = reader.take(reader.u16())
  const name = printable(reader.take(reader.u8()))
  const listed = name === '_INSE' || name === '_DELE'
  return { kind: 'service', name, blocks: listed ? readBlockList(block) : [], text: listed ? '' : argumentText(block) }
}

function readBlockList(bytes: Uint8Array): BlockName[] {
  const reader = new Reader(bytes)
  const promised = reader.u8()
  reader.skip(1)
  const blocks: BlockName[] = []
  while (blocks.length < promised && reader.left >= 8) blocks.push(blockName(reader.take(8)))
  return blocks
}

/** The arguments of other services: printable characters; lengths and fill bytes between them become blanks. */
const argumentText = (bytes: Uint8Array): string =>
  Array.from(bytes.subarray(0, 256), byte => (byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ' '))
    .join('')
    .replaceAll(/ +/g, ' ')
    .trim()

export function readAck(code: number, parts: Parts, oddities: Oddity[]): AckBody {
  const reader = new Reader(parts.parameter)
  reader.skip(1)
  const body = readKnownAck(code, reader, parts, oddities)
  if (reader.short && code >= 0) oddities.push({ code: 's7comm.short-parameter', at: parts.parameterAt })
  return body
}

function readKnownAck(code: number, reader: Reader, parts: Parts, oddities: Oddity[]): AckBody {
  const data = new Reader(parts.data)
  switch (code) {
    case functions.setup:
      return readSetup(reader)
    case functions.read:
      return { kind: 'values', values: readData(data, reader.u8(), parts.dataAt, oddities) }
    case functions.write:
      return { kind: 'codes', codes: readCodes(data, reader.u8(), parts.dataAt, oddities) }
    case functions.startUpload: {
      const status = reader.u8()
      reader.skip(2)
      const id = reader.u32()
      return { kind: 'transfer', id, status, length: digits(printable(reader.take(reader.u8()))) }
    }
    case functions.upload:
    case functions.downloadBlock: {
      const status = reader.u8()
      return { kind: 'transfer', id: 0, status, length: data.u16() }
    }
    default:
      return { kind: 'opaque', length: parts.parameter.length + parts.data.length }
  }
}

function readCodes(data: Reader, count: number, base: number, oddities: Oddity[]): number[] {
  const codes: number[] = []
  while (codes.length < count && data.left > 0) codes.push(data.u8())
  if (codes.length < count) oddities.push({ code: 's7comm.data-count', at: base + data.at })
  return codes
}
