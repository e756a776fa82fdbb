// The common external message interface: frames of the bus inside KNXnet/IP. KNX standard 03_06_03, 4; 03_03_02 (link
// layer), 03_03_04 (transport layer), 03_03_07 (application layer).
import type { FunctionRef, Verb } from '@nautilus/model'
import { hexNumber } from '../reader.ts'
import { type Cemi, word } from './message.ts'

const LINK = 8 // controls, source, target, length, transport layer

export const DATA_REQUEST = 0x11
export const DATA_CONFIRM = 0x2e
export const DATA_INDICATION = 0x29

// 03_06_03, 4.1.3 and 4.1.7
const codes: Readonly<Record<number, { name: string; verb: Verb }>> = Object.freeze({
  0x10: { name: 'L_Raw.req', verb: 'other' },
  [DATA_REQUEST]: { name: 'L_Data.req', verb: 'other' },
  0x13: { name: 'L_Poll_Data.req', verb: 'read' },
  0x25: { name: 'L_Poll_Data.con', verb: 'report' },
  [DATA_INDICATION]: { name: 'L_Data.ind', verb: 'report' },
  0x2b: { name: 'L_Busmon.ind', verb: 'report' },
  0x2d: { name: 'L_Raw.ind', verb: 'report' },
  [DATA_CONFIRM]: { name: 'L_Data.con', verb: 'report' },
  0x2f: { name: 'L_Raw.con', verb: 'report' },
  0x41: { name: 'T_Data_Connected.req', verb: 'other' },
  0x4a: { name: 'T_Data_Individual.req', verb: 'other' },
  0x89: { name: 'T_Data_Connected.ind', verb: 'report' },
  0x94: { name: 'T_Data_Individual.ind', verb: 'report' },
  0xf0: { name: 'M_Reset.ind', verb: 'report' },
  0xf1: { name: 'M_Reset.req', verb: 'reset' },
  0xf5: { name: 'M_PropWrite.con', verb: 'report' },
  0xf6: { name: 'M_PropWrite.req', verb: 'write' },
  0xf7: { name: 'M_PropInfo.ind', verb: 'report' },
  0xf8: { name: 'M_FuncPropCommand.req', verb: 'call' },
  0xf9: { name: 'M_FuncPropStateRead.req', verb: 'read' },
  0xfa: { name: 'M_FuncProp.con', verb: 'report' },
  0xfb: { name: 'M_PropRead.con', verb: 'report' },
  0xfc: { name: 'M_PropRead.req', verb: 'read' },
})

export const isCode = (code: number): boolean => codes[code] !== undefined
export const codeVerb = (code: number): Verb => codes[code]?.verb ?? 'other'
export const codeName = (code: number): string => codes[code]?.name ?? 'unknown message'

/** What the interface itself tells: of the bus, or of what became of a request. */
export const isTold = (code: number): boolean => codeVerb(code) === 'report'
export const isLink = (code: number): boolean =>
  code === DATA_REQUEST || code === DATA_INDICATION || code === DATA_CONFIRM
export const isTransport = (code: number): boolean => code === 0x41 || code === 0x4a || code === 0x89 || code === 0x94
export const isManagement = (code: number): boolean => code >= 0xf0

const none = { control: 0, hops: 0, group: false, source: 0, target: 0, tpci: -1, apci: -1 }

/** A link layer frame has fields of its own; of all others the message code tells how the contents go on. */
export function cemiAt(bytes: Uint8Array, at: number, end: number): Cemi | null {
  if (at >= end) return null
  const code = bytes[at]!
  if (isManagement(code)) return { code, whole: true, ...none, data: at + 1, end }
  if (at + 2 > end) return { code, whole: false, ...none, data: end, end }
  const start = at + 2 + bytes[at + 1]!
  if (start > end) return { code, whole: false, ...none, data: end, end }
  if (isLink(code)) return linkFrame(bytes, code, start, end)
  if (isTransport(code)) return transportFrame(bytes, code, start, end)
  return { code, whole: true, ...none, data: start, end }
}

/** 03_06_03, 4.1.5.3. The length counts the bytes behind the first of the transport layer. */
function linkFrame(bytes: Uint8Array, code: number, at: number, end: number): Cemi {
  if (at + LINK > end) return { code, whole: false, ...none, data: end, end }
  const second = bytes[at + 1]!
  const length = bytes[at + 6]!
  const tpci = bytes[at + 7]!
  const carries = tpci < 0x80 && length > 0 && at + LINK < end
  return {
    code,
    whole: at + LINK + length === end && (tpci >= 0x80 || length > 0),
    control: bytes[at]!,
    hops: (second >> 4) & 7,
    group: second >= 0x80,
    source: word(bytes, at + 2),
    target: word(bytes, at + 4),
    tpci,
    apci: carries ? word(bytes, at + 7) & 0x3ff : -1,
    data: Math.min(carries ? at + LINK + 1 : at + LINK, end),
    end: Math.min(end, at + LINK + length),
  }
}

/** 03_06_03, 4.1.6: six reserved bytes, length, transport layer. */
function transportFrame(bytes: Uint8Array, code: number, at: number, end: number): Cemi {
  if (at + LINK >= end) return { code, whole: false, ...none, data: end, end }
  const length = bytes[at + 6]!
  return {
    code,
    whole: at + LINK + length === end,
    ...none,
    tpci: bytes[at + 7]!,
    apci: word(bytes, at + 7) & 0x3ff,
    data: at + LINK + 1,
    end: Math.max(Math.min(end, at + LINK + length), at + LINK + 1),
  }
}

/** A confirmation that what was asked did not reach the bus. */
export const isNegative = ({ code, tpci, control }: Cemi): boolean =>
  code === DATA_CONFIRM && tpci >= 0 && (control & 1) === 1

const controls: readonly FunctionRef[] = Object.freeze([
  { code: 'tpci:0x80', name: 'transport connect' },
  { code: 'tpci:0x81', name: 'transport disconnect' },
  { code: 'tpci:0xc2', name: 'transport acknowledge' },
  { code: 'tpci:0xc3', name: 'transport refusal' },
])

/** 03_03_04, 2: the number of an acknowledgement is no part of its kind. */
export const controlOf = (tpci: number): FunctionRef => {
  if (tpci < 0xc0) return controls[tpci & 1]!
  return controls[2 + (tpci & 1)]!
}

export const codeRef = (code: number): FunctionRef => ({ code: `cemi:${hexNumber(code)}`, name: codeName(code) })
