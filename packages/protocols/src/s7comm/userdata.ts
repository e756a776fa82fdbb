// Userdata (ROSCTR 7): parameter head, length, method, type and function group in one byte, subfunction, sequence; then,
// in answers, data unit reference, last data unit, error. The data: return code, transport size, length. Wireshark `s7comm`.
import type { Side } from '@nautilus/model'
import type { Oddity } from '../dissector.ts'
import { Reader } from '../reader.ts'
import type { Parts } from './job.ts'
import type { Userdata } from './message.ts'

export type UserdataBody = { readonly kind: 'opaque'; readonly length: number }

const HEAD = 0x000112
/** The high two bits of the type; the low two mark NC services. */
const ROLES = ['notice', 'request', 'reply', 'notice'] as const

export function readUserdata(reference: number, from: Side, parts: Parts, oddities: Oddity[]): Userdata {
  const reader = new Reader(parts.parameter)
  if (reader.u24() !== HEAD) oddities.push({ code: 's7comm.userdata-head', at: parts.parameterAt })
  const length = reader.u8()
  reader.skip(1)
  const type = reader.u8()
  const subfunction = reader.u8()
  const sequence = reader.u8()
  const long = length >= 8
  const unit = long ? reader.u8() : 0
  const last = long ? reader.u8() === 0 : true
  const error = long ? reader.u16() : 0
  if (reader.short) oddities.push({ code: 's7comm.short-parameter', at: parts.parameterAt })
  const group = type & 0xf
  const role = ROLES[type >> 6]!
  const data = new Reader(parts.data)
  const code = parts.data.length > 0 ? data.u8() : -1
  data.skip(1)
  const size = data.u16()
  const head = {
    kind: 'userdata',
    from,
    reference,
    role,
    group,
    subfunction,
    sequence,
    unit,
    last,
    error,
    code,
  } as const
  return { ...head, body: { kind: 'opaque', length: size } }
}
