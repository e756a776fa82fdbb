// Frame and header: TPKT, COTP, then protocol id 0x32, ROSCTR, a reserved word, the PDU reference, the lengths of
// parameter and data, and in acknowledgements the error. Wireshark `s7comm`.
import type { Side } from '@nautilus/model'
import { readTpdu, type Tpdu } from '../carriers/cotp.ts'
import { malformed, type Oddity, type Parsed } from '../dissector.ts'
import { Reader } from '../reader.ts'
import { readTransport } from './connect.ts'
import { type Parts, readAck, readJob } from './job.ts'
import type { Message } from './message.ts'
import { readUserdata } from './userdata.ts'

export const PROTOCOL_ID = 0x32
export const ROSCTR = { job: 1, ack: 2, ackData: 3, userdata: 7 } as const
const HEADER = 10
/** A TPKT says up to 65535 bytes; real PDUs stay under a thousand. */
export const LONGEST = 0xffff

export function parse(bytes: Uint8Array, from: Side): Parsed<Message> {
  const framed = readTpdu(bytes, LONGEST)
  if (framed.kind !== 'message') return framed
  const { tpdu, size } = framed
  const oddities = [...tpdu.oddities]
  if (!tpdu.complete) oddities.push({ code: 's7comm.no-end', at: 0 })
  if (tpdu.type !== 'DT' || tpdu.payload.length === 0) {
    return { kind: 'message', message: readTransport(tpdu, from), size, oddities }
  }
  if (tpdu.payload[0] !== PROTOCOL_ID) return malformed('s7comm.protocol-id', Math.max(tpdu.at, 0))
  const message = readMessage(tpdu, from, oddities)
  return { kind: 'message', message, size, oddities, ...(tpdu.at < 0 ? { body: tpdu.payload } : {}) }
}

function readMessage(tpdu: Tpdu, from: Side, oddities: Oddity[]): Message {
  const base = Math.max(tpdu.at, 0)
  const reader = new Reader(tpdu.payload)
  reader.skip(1)
  const rosctr = reader.u8()
  reader.skip(2)
  const reference = reader.u16()
  const parameterLength = reader.u16()
  const dataLength = reader.u16()
  const acknowledges = rosctr === ROSCTR.ack || rosctr === ROSCTR.ackData
  const error = acknowledges ? reader.u16() : 0
  if (reader.short || (rosctr !== ROSCTR.job && rosctr !== ROSCTR.userdata && !acknowledges)) {
    oddities.push({ code: reader.short ? 's7comm.short-header' : 's7comm.rosctr', at: base + (reader.short ? 0 : 1) })
    return { kind: 'opaque', from, rosctr }
  }
  const parts = split(tpdu.payload, acknowledges ? HEADER + 2 : HEADER, parameterLength, dataLength, base, oddities)
  if (rosctr === ROSCTR.userdata) return readUserdata(reference, from, parts, oddities)
  const code = parts.parameter[0] ?? -1
  if (acknowledges) {
    const body = readAck(code, parts, oddities)
    return { kind: 'ack', from, reference, code, error, sound: oddities.length === 0 && tpdu.at >= 0, body }
  }
  const body = readJob(code, parts, oddities)
  return { kind: 'job', from, reference, code: Math.max(code, 0), sound: oddities.length === 0 && tpdu.at >= 0, body }
}

/** Cuts parameter and data out of the PDU; what the lengths promise and the PDU lacks is an oddity. */
function split(
  pdu: Uint8Array,
  header: number,
  first: number,
  second: number,
  base: number,
  oddities: Oddity[],
): Parts {
  const data = Math.min(header + first, pdu.length)
  const end = Math.min(data + second, pdu.length)
  if (header + first + second > pdu.length) oddities.push({ code: 's7comm.short-body', at: base + pdu.length })
  if (end < pdu.length) oddities.push({ code: 's7comm.trailing-bytes', at: base + end })
  return {
    parameter: pdu.subarray(header, data),
    parameterAt: base + header,
    data: pdu.subarray(data, end),
    dataAt: base + data,
  }
}
