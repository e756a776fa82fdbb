// Test and installation functions (group 1): a parameter block and a data block, each with its length in front. Variables
// are six bytes: area and width, repetitions or bit, DB number, start. Wireshark `s7comm` (TIS), checked against captures.
import type { Oddity } from '../dissector.ts'
import type { Reader } from '../reader.ts'
import type { ItemSpec } from './address.ts'
import { readData } from './data.ts'
import type { Userdata } from './message.ts'
import type { UserdataBody } from './userdata.ts'

const VARIABLE_TABLE = 0x02
const MODIFY = 0x08
const FORCE = 0x09
/** Disable, enable, delete, read and replace another job. */
const ON_JOBS: readonly number[] = [0x0d, 0x0e, 0x0f, 0x11, 0x12]

/** The areas by the high half of the first byte, as area codes of item specifications. */
const AREAS: Readonly<Partial<Record<number, number>>> = { 0: 0x83, 1: 0x81, 2: 0x82, 3: 0x80, 7: 0x84 }
/** The widths by the low half, as transport sizes: bit, byte, word, double word. */
const WIDTHS = [0x01, 0x02, 0x04, 0x06] as const
const TIMER = 0x54
const COUNTER = 0x64

/** Null where the layout is none that is known: the bytes are kept then. */
export function readTest(
  role: Userdata['role'],
  subfunction: number,
  body: Reader,
  at: number,
  oddities: Oddity[],
): UserdataBody | null {
  const parameters = body.u16()
  body.skip(2 + parameters)
  if (body.short) return null
  if (role === 'request' && ON_JOBS.includes(subfunction) && body.left >= 2) {
    return { kind: 'test-job', subfunction: body.u8(), job: body.u8() }
  }
  const changes = subfunction === MODIFY || subfunction === FORCE
  if (!changes && subfunction !== VARIABLE_TABLE) return null
  const count = body.u16()
  if (role !== 'request' && changes) return { kind: 'codes', codes: readCodes(body, count) }
  if (role !== 'request') return { kind: 'values', values: readData(body, count, at, oddities) }
  const items = readVariables(body, count)
  if (items.length < count) oddities.push({ code: 's7comm.item-count', at: at + body.at })
  return { kind: 'variables', items, values: changes ? readData(body, items.length, at, oddities) : [] }
}

function readCodes(body: Reader, count: number): { code: number }[] {
  const codes: { code: number }[] = []
  while (codes.length < count && body.left > 0) codes.push({ code: body.u8() })
  return codes
}

function readVariables(body: Reader, count: number): ItemSpec[] {
  const items: ItemSpec[] = []
  while (items.length < count && body.left >= 6) {
    const code = body.u8()
    const second = body.u8()
    items.push(variable(code, second, body.u16(), body.u16()))
  }
  return items
}

function variable(code: number, second: number, db: number, start: number): ItemSpec {
  if (code === TIMER || code === COUNTER) {
    const kind = code === TIMER ? 0x1d : 0x1c
    return { kind: 'any', type: kind, count: Math.max(second, 1), db: 0, area: kind, address: start }
  }
  const type = WIDTHS[code & 0xf] ?? 0
  const area = AREAS[code >> 4] ?? code
  const bit = type === 0x01 ? second & 7 : 0
  return { kind: 'any', type, count: type === 0x01 ? 1 : Math.max(second, 1), db, area, address: start * 8 + bit }
}
