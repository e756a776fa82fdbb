import { join, readU16, text, u16 } from '../wire/bytes.ts'
import { telegram } from './telegram.ts'

/** System status lists: what a controller tells about itself. */
export type Identity = { name: string; order: string; firmware: string; serial: string; cpu: string }

export const SZL = { modules: 0x0011, components: 0x001c } as const

const CALL = 0x44
const ANSWER = 0x84
const READ_SZL = 1

/** A first request. */
export const szlRequest = (reference: number, list: number): Uint8Array =>
  telegram('userdata', reference, head(0x11, CALL, 0), join([0xff, 9], u16(4), u16(list), u16(0)))

/** A request for what did not fit: the same sequence, no list. */
export const szlContinue = (reference: number, sequence: number, unit: number): Uint8Array =>
  telegram('userdata', reference, join(head(0x12, CALL, sequence), [unit, 0, 0, 0]), Uint8Array.of(0x0a, 0, 0, 0))

const head = (method: number, group: number, sequence: number): Uint8Array =>
  join([0, 1, 0x12], method === 0x11 ? 4 : 8, method, group, READ_SZL, sequence)

export type Part = { sequence: number; unit: number; more: boolean; data: Uint8Array }

export const szlAnswer = (reference: number, part: Part): Uint8Array =>
  telegram(
    'userdata',
    reference,
    join(head(0x12, ANSWER, part.sequence), [part.unit, part.more ? 1 : 0, 0, 0]),
    join([0xff, 9], u16(part.data.length), part.data),
  )

/** Whether an answer says that more follows, and which one it was. */
export const followUp = (parameter: Uint8Array): { sequence: number; unit: number; more: boolean } => ({
  sequence: parameter[7]!,
  unit: parameter[8]!,
  more: parameter[9] === 1,
})

/** The list a first request asks for; undefined when it asks for what follows. */
export const listOf = (data: Uint8Array): number | undefined => (data[0] === 0xff ? readU16(data, 4) : undefined)

/** The list with its head: number, index, length and count of records. */
export function szlData(list: number, identity: Identity): Uint8Array {
  const records = list === SZL.modules ? modules(identity) : components(identity)
  return join(u16(list), u16(0), u16(records[0]!.length), u16(records.length), ...records)
}

const moduleRecord = (index: number, order: string, kind: number, version: readonly number[]): Uint8Array =>
  join(u16(index), text(order, 20), u16(kind), version)

/** List 0x0011: order number, basic hardware, firmware (`V` and three numbers) and boot loader. */
function modules({ order, firmware }: Identity): Uint8Array[] {
  const numbers = firmware.replace(/^V/, '').split('.').map(Number)
  return [
    moduleRecord(1, order, 0x00c0, [0, 5, 0, 1]),
    moduleRecord(6, order, 0x00c0, [0, 5, 0, 1]),
    moduleRecord(7, '', 0x00c0, [0x56, ...numbers]),
    moduleRecord(0x81, 'Boot Loader', 0, [0x41, 0x20, 9, 9]),
  ]
}

/** List 0x001C: names and numbers, 32 characters each. */
function components({ name, serial, cpu }: Identity): Uint8Array[] {
  const values: [number, string][] = [
    [1, name],
    [2, cpu],
    [3, 'Water works'],
    [4, 'Original Siemens Equipment'],
    [5, serial],
    [7, cpu],
    [8, `MMC ${serial.slice(-8)}`],
    [11, 'Hall 2'],
  ]
  return values.map(([index, value]) => join(u16(index), text(value, 32, 0)))
}
