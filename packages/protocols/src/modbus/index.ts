// Modbus/TCP. MBAP header: Modbus Messaging on TCP/IP Implementation Guide V1.0b, 3.1.3.
// PDUs: Modbus Application Protocol V1.1b3.
import type { Side } from '@nautilus/model'
import { functionOf } from '../carriers/modbus-pdu/functions.ts'
import { meaningOf } from '../carriers/modbus-pdu/meaning.ts'
import { parsePdu } from '../carriers/modbus-pdu/parse.ts'
import type { Fault, Unit } from '../carriers/modbus-pdu/pdu.ts'
import { defineDissector, type Label, malformed, need, type Oddity, type Parsed } from '../dissector.ts'
import { Reader } from '../reader.ts'
import { recognize } from './recognize.ts'
import { repeat } from './repeat.ts'

export type Adu = Unit & { readonly transaction: number }

const HEADER = 6 // transaction, protocol and length; `length` counts the bytes after itself
const MAX_LENGTH = 254 // unit identifier and a 253-byte PDU, section 4.1

const codes: Readonly<Record<Fault['what'], string>> = {
  'short-pdu': 'modbus.short-pdu',
  'trailing-bytes': 'modbus.trailing-bytes',
  quantity: 'modbus.quantity',
  'byte-count': 'modbus.byte-count',
  value: 'modbus.value',
  'reference-type': 'modbus.reference-type',
  function: 'modbus.function',
}
const sound: readonly Oddity[] = []

function parse(bytes: Uint8Array, from: Side): Parsed<Adu> {
  if (bytes.length < HEADER) return need(HEADER)
  const protocol = (bytes[2]! << 8) | bytes[3]!
  const length = (bytes[4]! << 8) | bytes[5]!
  if (protocol !== 0) return malformed('modbus.protocol-id', 2)
  if (length < 2 || length > MAX_LENGTH) return malformed('modbus.length', 4)
  const size = HEADER + length
  if (bytes.length < size) return need(size)

  const body = new Reader(bytes.subarray(0, size))
  body.at = HEADER
  const unit = body.u8()
  const { code, pdu, fault } = parsePdu(body, from)
  const transaction = (bytes[0]! << 8) | bytes[1]!
  const message: Adu = { transaction, unit, code, pdu, sound: fault === null }
  const oddities = fault === null ? sound : [{ code: codes[fault.what], at: fault.at }]
  return { kind: 'message', message, size, oddities }
}

// Some clients number every request 0, so the unit belongs to the pair.
const label = ({ transaction, unit, code, pdu }: Adu, from: Side): Label => ({
  role: from === 'client' ? 'request' : 'reply',
  pair: transaction * 256 + unit,
  function: functionOf(code),
  error: pdu.kind === 'exception',
})

export const modbus = defineDissector<Adu>({
  name: 'modbus',
  title: 'Modbus',
  carriers: { tcp: [502], udp: [502] },
  recognize,
  parse,
  label,
  session: () => ({ interpret: meaningOf }),
  repeat,
  maxMessage: HEADER + MAX_LENGTH,
})
