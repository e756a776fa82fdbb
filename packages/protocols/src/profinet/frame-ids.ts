// FrameIDs: IEC 61158-6-10, 4.2.2.4. What is not in the list is reserved.
import type { FunctionRef } from '@nautilus/model'
import { hexNumber } from '../reader.ts'

export const HELLO = 0xfefc
export const GET_SET = 0xfefd
export const IDENTIFY = 0xfefe
export const IDENTIFY_REPLY = 0xfeff
export const ALARM_HIGH = 0xfc01
export const ALARM_LOW = 0xfe01

export type FrameKind = 'dcp' | 'cyclic' | 'alarm' | 'ptcp' | 'fragment' | 'reserved'

const ptcp: Readonly<Partial<Record<number, FunctionRef>>> = {
  0x0020: { code: 'ptcp:sync', name: 'clock sync with follow-up' },
  0x0021: { code: 'ptcp:sync', name: 'time sync with follow-up' },
  0x0080: { code: 'ptcp:sync', name: 'clock sync' },
  0x0081: { code: 'ptcp:sync', name: 'time sync' },
  0xff00: { code: 'ptcp:announce', name: 'clock announce' },
  0xff01: { code: 'ptcp:announce', name: 'time announce' },
  0xff20: { code: 'ptcp:follow-up', name: 'clock follow-up' },
  0xff21: { code: 'ptcp:follow-up', name: 'time follow-up' },
  0xff40: { code: 'ptcp:delay-request', name: 'delay request' },
  0xff41: { code: 'ptcp:delay-response', name: 'delay response with follow-up' },
  0xff42: { code: 'ptcp:delay-follow-up', name: 'delay follow-up' },
  0xff43: { code: 'ptcp:delay-response', name: 'delay response' },
}
const cyclic: FunctionRef = { code: 'rt', name: 'cyclic data' }
const isochronous: FunctionRef = { code: 'rt', name: 'cyclic data (IRT)' }

export const ptcpFunction = (id: number): FunctionRef =>
  ptcp[id] ?? { code: `ptcp:${hexNumber(id, 4)}`, name: 'unknown' }

export const cyclicFunction = (id: number): FunctionRef => (id < 0x8000 ? isochronous : cyclic)

export function kindOf(id: number): FrameKind {
  if (id >= 0x8000 && id < 0xfc00) return 'cyclic'
  if (id >= 0x0100 && id < 0x1000) return 'cyclic'
  if (id >= HELLO && id <= IDENTIFY_REPLY) return 'dcp'
  if (id === ALARM_HIGH || id === ALARM_LOW) return 'alarm'
  if (ptcp[id]) return 'ptcp'
  return id >= 0xff80 && id < 0xff90 ? 'fragment' : 'reserved'
}
