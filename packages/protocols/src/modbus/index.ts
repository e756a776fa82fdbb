// Modbus/TCP. MBAP header: Modbus Messaging on TCP/IP Implementation Guide V1.0b, 3.1.3.
// PDUs: Modbus Application Protocol V1.1b3.
import type { Side } from '@nautilus/model'
import { exceptionOf, functionOf } from '../carriers/modbus-pdu/functions.ts'
import { meaningOf } from '../carriers/modbus-pdu/meaning.ts'
import { parsePdu } from '../carriers/modbus-pdu/parse.ts'
import type { Fault, Unit } from '../carriers/modbus-pdu/pdu.ts'
import {
  defineDissector,
  type Label,
  type Meaning,
  malformed,
  need,
  type Oddity,
  type Parsed,
  type Session,
} from '../dissector.ts'
import { Reader } from '../reader.ts'
import { HEADER, MAX_LENGTH, MAX_UMAS_LENGTH, recognize, UMAS } from './recognize.ts'
import { repeat } from './repeat.ts'
import { isRefusal, type Reservation, umasMeaning } from './umas.ts'

export type Adu = Unit & { readonly transaction: number }

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
  if (length < 2 || length > MAX_UMAS_LENGTH) return malformed('modbus.length', 4)
  if (length > MAX_LENGTH && bytes.length < HEADER + 2) return need(HEADER + 2)
  if (length > MAX_LENGTH && bytes[7] !== UMAS) return malformed('modbus.length', 4)
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

/** The bytes of a UMAS message; null when this is none, or one that is cut. */
const umasOf = (message: Adu | null): Uint8Array | null =>
  message?.code === UMAS && message.pdu.kind === 'opaque' && message.pdu.data.length >= 2 ? message.pdu.data : null

// Some clients number every request 0, so the unit belongs to the pair.
function label(message: Adu, from: Side): Label {
  const umas = from === 'server' ? umasOf(message) : null
  return {
    role: from === 'client' ? 'request' : 'reply',
    pair: message.transaction * 256 + message.unit,
    function: functionOf(message.code),
    error: message.pdu.kind === 'exception' || (umas !== null && isRefusal(umas)),
  }
}

function session(): Session<Adu> {
  const taken: { reservation: Reservation | null } = { reservation: null }
  return {
    interpret(request: Adu | null, reply: Adu | null): Meaning {
      const asked = umasOf(request)
      const answer = umasOf(reply)
      if (asked && reply?.code === UMAS && reply.pdu.kind === 'exception') {
        const meaning = umasMeaning(asked, null, taken)
        const refusal = exceptionOf(reply.pdu.code)
        return { ...meaning, operation: { ...meaning.operation!, outcome: 'refused', refusal } }
      }
      return asked || (answer && !request) ? umasMeaning(asked, answer, taken) : meaningOf(request, reply)
    },
  }
}

export const modbus = defineDissector<Adu>({
  name: 'modbus',
  title: 'Modbus',
  carriers: { tcp: [502], udp: [502] },
  recognize,
  parse,
  label,
  session,
  repeat,
  maxMessage: HEADER + MAX_UMAS_LENGTH,
})
