import { join, type Part, readU16, u16 } from '../wire/bytes.ts'

/** RFC 1006, 6: version 3, reserved, length of the whole. */
const tpkt = (body: Uint8Array): Uint8Array => join([3, 0], u16(body.length + 4), body)

/** ISO 8073, 13.7: a data unit, the last of its message. */
const dataUnit = (s7: Uint8Array): Uint8Array => tpkt(join([2, 0xf0, 0x80], s7))

/** Where the S7 header starts in a telegram. */
const S7_AT = 7

/** Rack and slot are in the low byte; the high byte says what kind of connection it is, at both ends. */
export const TSAP = { programmer: 0x0100, panel: 0x0200, server: 0x0102, serverOfPanels: 0x0202 } as const

const parameters = (calling: number, called: number): Uint8Array =>
  join([0xc0, 1, 0x0a], [0xc1, 2], u16(calling), [0xc2, 2], u16(called))

const CONNECT_REQUEST = 0xe0
const CONNECT_CONFIRM = 0xd0

export function connectRequest(reference: number, calling: number, called: number): Uint8Array {
  return tpkt(join([0x11, CONNECT_REQUEST, 0, 0], u16(reference), 0, parameters(calling, called)))
}

/** The confirmation swaps the references and repeats the parameters. */
export function connectConfirm(request: Uint8Array, reference: number): Uint8Array {
  const asked = request.subarray(8, 10)
  return tpkt(join([0x11, CONNECT_CONFIRM], asked, u16(reference), 0, request.subarray(11)))
}

export const isConnectRequest = (telegram: Uint8Array): boolean => telegram[5] === CONNECT_REQUEST

const KIND = { job: 1, ackData: 3, userdata: 7 } as const
type Kind = keyof typeof KIND

/** What a telegram is made of. */
export type Message = { kind: Kind; reference: number; parameter: Uint8Array; data: Uint8Array }

const NOTHING = new Uint8Array(0)

/** The header of every S7 telegram; an answer has an error class and code more. */
export function telegram(kind: Kind, reference: number, parameter: Uint8Array, data: Uint8Array = NOTHING): Uint8Array {
  const lengths = [...u16(parameter.length), ...u16(data.length)]
  const noError: Part = kind === 'ackData' ? [0, 0] : []
  return dataUnit(join([0x32, KIND[kind], 0, 0], u16(reference), lengths, noError, parameter, data))
}

/** Takes apart a telegram of our own making. */
export function messageOf(bytes: Uint8Array): Message {
  const s7 = bytes.subarray(S7_AT)
  const kind = (Object.keys(KIND) as Kind[]).find(name => KIND[name] === s7[1])!
  const start = kind === 'ackData' ? 12 : 10
  const split = start + readU16(s7, 6)
  return { kind, reference: readU16(s7, 4), parameter: s7.subarray(start, split), data: s7.subarray(split) }
}

const SETUP = 0xf0

/** Setup communication: jobs in parallel each way, and the longest message. */
export const setupParameter = (jobs: number, longest: number): Uint8Array =>
  join([SETUP, 0], u16(jobs), u16(jobs), u16(longest))
