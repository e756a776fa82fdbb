// Userdata (ROSCTR 7): parameter head, length, method, type and function group in one byte, subfunction, sequence; then,
// in answers, data unit reference, last data unit, error. The data: return code, transport size, length. Wireshark `s7comm`.
import type { Side } from '@nautilus/model'
import type { Oddity } from '../dissector.ts'
import { Reader } from '../reader.ts'
import { type ItemSpec, readSpecs } from './address.ts'
import { readData, SUCCESS } from './data.ts'
import type { Parts } from './job.ts'
import type { DataItem, Userdata } from './message.ts'
import { readTest } from './test-jobs.ts'
import { groups } from './userdata-names.ts'

export type UserdataBody =
  | { readonly kind: 'none' }
  /** A copy of the data after its header: meaning is found once all parts of an answer are there. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** A subscription: what to send, and every how many units of 100 ms, 1 s or 10 s. */
  | { readonly kind: 'subscribe'; readonly items: readonly ItemSpec[]; readonly milliseconds: number }
  | { readonly kind: 'unsubscribe'; readonly subfunction: number; readonly job: number }
  /** Values of a subscription or of a variable table. */
  | { readonly kind: 'values'; readonly values: readonly DataItem[] }
  /** Variables that a test function watches; with values when it changes them. */
  | { readonly kind: 'variables'; readonly items: readonly ItemSpec[]; readonly values: readonly DataItem[] }
  /** How a change of variables ended, variable by variable. */
  | { readonly kind: 'codes'; readonly codes: readonly { readonly code: number }[] }
  /** A test function that acts on another one: enable, disable, delete, read, replace. */
  | { readonly kind: 'test-job'; readonly subfunction: number; readonly job: number }

/** The second is that of mode transitions. */
const HEADS: readonly number[] = [0x000112, 0x010010]
const SHORT_HEAD = 8
const LONG_HEAD = 12
/** The high two bits of the type; the low two mark NC services. */
const ROLES = ['notice', 'request', 'reply', 'notice'] as const
const NONE: UserdataBody = { kind: 'none' }

export function readUserdata(reference: number, from: Side, parts: Parts, oddities: Oddity[]): Userdata {
  const reader = new Reader(parts.parameter)
  if (!HEADS.includes(reader.u24())) oddities.push({ code: 's7comm.userdata-head', at: parts.parameterAt })
  // Not the length field: messages on mode transitions have 16 there, and 8 bytes.
  const long = parts.parameter.length >= LONG_HEAD
  reader.skip(2)
  const type = reader.u8()
  const subfunction = reader.u8()
  const sequence = reader.u8()
  const unit = long ? reader.u8() : 0
  const last = long ? reader.u8() === 0 : true
  const error = long ? reader.u16() : 0
  if (parts.parameter.length < SHORT_HEAD) oddities.push({ code: 's7comm.short-parameter', at: parts.parameterAt })
  const head = { reference, role: ROLES[type >> 6]!, group: type & 0xf, subfunction, sequence, unit, last, error }
  const code = parts.data[0] ?? -1
  return { kind: 'userdata', from, ...head, code, body: readBody(head, parts, oddities) }
}

type Head = Pick<Userdata, 'role' | 'group' | 'subfunction'>

function readBody({ role, group, subfunction }: Head, parts: Parts, oddities: Oddity[]): UserdataBody {
  const data = new Reader(parts.data)
  const code = data.u8()
  data.skip(1)
  const length = data.u16()
  if (data.short || code !== SUCCESS) return NONE
  if (length > data.left) oddities.push({ code: 's7comm.data-count', at: parts.dataAt })
  const at = parts.dataAt + data.at
  const bytes = data.take(Math.min(length, data.left))
  const body = new Reader(bytes)
  if (group === groups.cyclic) return readCyclic(role, subfunction, body, at, oddities)
  const test = group === groups.programmer ? readTest(role, subfunction, body, at, oddities) : null
  return test ?? { kind: 'bytes', bytes: bytes.slice() }
}

const TIME_BASES = [100, 1000, 10_000] as const

function readCyclic(
  role: Head['role'],
  subfunction: number,
  body: Reader,
  at: number,
  oddities: Oddity[],
): UserdataBody {
  const transfers = subfunction === 1 || subfunction === 5 || subfunction === 7
  if (subfunction === 4 && role === 'request') {
    return { kind: 'unsubscribe', subfunction: body.u8(), job: body.u8() }
  }
  if (!transfers) return { kind: 'bytes', bytes: body.rest().slice() }
  const count = body.u16()
  if (role !== 'request') return { kind: 'values', values: readData(body, count, at, oddities) }
  const milliseconds = (TIME_BASES[body.u8()] ?? 0) * body.u8()
  return { kind: 'subscribe', items: readSpecs(body, count, at, oddities), milliseconds }
}
