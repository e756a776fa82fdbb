// APCI and ASDU header: IEC 60870-5-104:2006, 5 and 5.1; IEC 60870-5-101:2003, 7.2.
import type { Side } from '@nautilus/model'
import { malformed, need, type Oddity, type Parsed } from '../dissector.ts'
import { ADDRESS, type Asdu, type Message } from './message.ts'
import { typeOf } from './types.ts'

export const START = 0x68
export const HEADER = 2
export const APCI = 6
/** Type, variable structure, cause, originator, common address. */
const ASDU = 6
const SHORTEST = 4
const LONGEST = 253
export const MAX = HEADER + LONGEST
const none: readonly Oddity[] = []

/** STARTDT, STOPDT, TESTFR, each act and con: 5.1, figure 8. */
export const isControlCode = (code: number): boolean =>
  code === 0x07 || code === 0x0b || code === 0x13 || code === 0x23 || code === 0x43 || code === 0x83

export function parse(bytes: Uint8Array, from: Side): Parsed<Message> {
  if (bytes.length > 0 && bytes[0] !== START) return malformed('iec104.start', 0)
  if (bytes.length > 1 && (bytes[1]! < SHORTEST || bytes[1]! > LONGEST)) return malformed('iec104.length', 1)
  if (bytes.length < APCI) return need(APCI)
  const size = HEADER + bytes[1]!
  if (bytes.length < size) return need(size)
  const control = bytes[2]!
  if ((control & 1) === 0) return asdu(bytes.subarray(0, size), from)
  const bare = size === APCI
  if ((control & 3) === 1) {
    const sound = bare && control === 1 && bytes[3] === 0 && (bytes[4]! & 1) === 0
    return { kind: 'message', message: { kind: 'supervisory' }, size, oddities: sound ? none : controlFault }
  }
  const sound = bare && isControlCode(control) && (bytes[3]! | bytes[4]! | bytes[5]!) === 0
  return { kind: 'message', message: { kind: 'control', code: control }, size, oddities: sound ? none : controlFault }
}

const controlFault: readonly Oddity[] = [{ code: 'iec104.control', at: 2 }]

function asdu(bytes: Uint8Array, from: Side): Parsed<Message> {
  const size = bytes.length
  const short = size < APCI + ASDU
  const field = (at: number): number => (short ? 0 : bytes[APCI + at]!)
  const structure = field(1)
  const promised = structure & 0x7f
  const head = {
    kind: 'asdu',
    from,
    type: field(0),
    cause: field(2) & 0x3f,
    negative: (field(2) & 0x40) !== 0,
    test: (field(2) & 0x80) !== 0,
    originator: field(3),
    common: field(4) | (field(5) << 8),
    sequence: (structure & 0x80) !== 0,
    at: Math.min(APCI + ASDU, size),
    bytes,
  } as const
  if (short)
    return {
      kind: 'message',
      message: { ...head, count: 0 },
      size,
      oddities: [{ code: 'iec104.short-asdu', at: APCI }],
    }
  const { count, exact } = extent(head, promised)
  const message: Asdu = { ...head, count }
  return { kind: 'message', message, size, oddities: exact ? none : [{ code: 'iec104.object-count', at: APCI + 1 }] }
}

type Head = { type: number; sequence: boolean; at: number; bytes: Uint8Array }

/** How many elements are there, and whether they fill the frame. */
function extent({ type, sequence, at, bytes }: Head, promised: number): { count: number; exact: boolean } {
  const { size } = typeOf(type)
  const left = bytes.length - at
  if (size < 0) return { count: left >= ADDRESS ? Math.min(promised, 1) : 0, exact: true }
  if (!sequence) {
    const stride = ADDRESS + size
    const there = Math.min(promised, Math.floor(left / stride))
    return { count: there, exact: there * stride === left && there === promised }
  }
  if (left < ADDRESS) return { count: 0, exact: promised === 0 && left === 0 }
  const there = size === 0 ? 1 : Math.min(promised, Math.floor((left - ADDRESS) / size))
  return { count: there, exact: ADDRESS + there * size === left && there === promised }
}
