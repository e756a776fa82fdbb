// What can be wrong inside a frame of EtherType 0x8892.
import type { Oddity } from '../dissector.ts'

export type Fault = { readonly what: keyof typeof codes; readonly at: number }

const codes = {
  frame: 'profinet.frame-id',
  transfer: 'profinet.transfer-status',
  service: 'profinet.dcp-service',
  length: 'profinet.dcp-length',
  block: 'profinet.dcp-block',
  alarm: 'profinet.alarm',
  ptcp: 'profinet.ptcp',
} as const

const sound: readonly Oddity[] = []

export const odditiesOf = (fault: Fault | null): readonly Oddity[] =>
  fault ? [{ code: codes[fault.what], at: fault.at }] : sound
