// Modbus RTU frames carried over TCP by serial device servers. Frame and CRC: Modbus over Serial Line V1.02, 2.5.1.
// PDUs: Modbus Application Protocol V1.1b3.
import type { Side } from '@nautilus/model'
import { functionOf, isNamed } from '../carriers/modbus-pdu/functions.ts'
import { meaningOf } from '../carriers/modbus-pdu/meaning.ts'
import { parsePdu } from '../carriers/modbus-pdu/parse.ts'
import type { Unit } from '../carriers/modbus-pdu/pdu.ts'
import { defineDissector, type Label, malformed, need, type Oddity, type Parsed } from '../dissector.ts'
import { Reader } from '../reader.ts'
import { crc16 } from './crc.ts'
import { frameLength, OPEN } from './length.ts'

const CRC = 2
const MIN = 4 // unit, function, CRC
const MAX = 256 // 2.5.1
const crcBits = 16
const functionBits = 3 // about thirty of 256 codes are named
const searchBits = 8 // what trying every length costs

const sound: readonly Oddity[] = []

const holds = (bytes: Uint8Array, size: number): boolean =>
  crc16(bytes, size - CRC) === (bytes[size - 2]! | (bytes[size - 1]! << 8))

/** Size of the frame in front, 0 if no length up to the end of the bytes has the right CRC. */
function search(bytes: Uint8Array): number {
  for (let size = MIN; size <= bytes.length && size <= MAX; size++) if (holds(bytes, size)) return size
  return 0
}

/** Size of a frame whose function says nothing of it. */
function openFrame(bytes: Uint8Array): number | Parsed<Unit> {
  const size = search(bytes)
  if (size > 0) return size
  return bytes.length < MAX ? need(bytes.length + 1) : malformed('modbus-rtu.crc', MAX - CRC)
}

function parse(bytes: Uint8Array, from: Side): Parsed<Unit> {
  if (bytes.length < MIN) return need(MIN)
  const length = frameLength(bytes, from)
  if (length > MAX) return malformed('modbus-rtu.length', 2)
  if (length > bytes.length) return need(length)
  const size = length === OPEN ? openFrame(bytes) : length
  if (typeof size !== 'number') return size
  if (!holds(bytes, size)) return malformed('modbus-rtu.crc', size - CRC)

  const body = new Reader(bytes.subarray(0, size - CRC))
  const unit = body.u8()
  const { code, pdu, fault } = parsePdu(body, from)
  const oddities = fault === null ? sound : [{ code: `modbus-rtu.${fault.what}`, at: fault.at }]
  return { kind: 'message', message: { unit, code, pdu, sound: fault === null }, size, oddities }
}

// There is no transaction on a serial line: one request is outstanding for each unit.
const label = ({ unit, code, pdu }: Unit, from: Side): Label => ({
  role: from === 'client' ? 'request' : 'reply',
  pair: (unit << 8) | code,
  function: functionOf(code),
  error: pdu.kind === 'exception',
})

/** The CRC of each whole frame is the evidence. */
function recognize(bytes: Uint8Array, from: Side): number {
  let bits = 0
  for (let rest = bytes; rest.length > 0; ) {
    const parsed = parse(rest, from)
    if (parsed.kind === 'malformed') return -1
    if (parsed.kind === 'need') return bits === 0 && isOpen(rest, from) ? -1 : bits
    const { code } = parsed.message
    const searched = isOpen(rest, from)
    bits += crcBits + (isNamed(code) ? functionBits : 0) - (searched ? searchBits : 0)
    rest = rest.subarray(parsed.size)
  }
  return bits
}

/** Frames whose end is found by their CRC alone are no evidence while they are cut. */
const isOpen = (bytes: Uint8Array, from: Side): boolean => bytes.length >= MIN && frameLength(bytes, from) === OPEN

export const modbusRtu = defineDissector<Unit>({
  name: 'modbus-rtu',
  title: 'Modbus RTU over TCP',
  carriers: { tcp: [950, 4001] },
  recognize,
  parse,
  label,
  session: () => ({ interpret: (request, reply) => ({ ...meaningOf(request, reply), repeatable: false }) }),
  maxMessage: MAX,
})
