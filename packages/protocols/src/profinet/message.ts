// What a frame of EtherType 0x8892 holds: the FrameID says which. IEC 61158-6-10, 4.2 (FrameID), 4.3 DCP, 4.4 PTCP, 4.7 RTC,
// 4.8 RTA.
import type { Fault } from './fault.ts'

/** One block of a DCP frame. `qualifier` is BlockInfo or BlockQualifier; -1 where the block has neither. */
export type Block = {
  readonly option: number
  readonly suboption: number
  readonly qualifier: number
  readonly value: Uint8Array
}

export type Dcp = {
  readonly kind: 'dcp'
  readonly frameId: number
  readonly service: number
  readonly type: number
  readonly xid: number
  readonly blocks: readonly Block[]
  readonly fault: Fault | null
}

/** Cyclic data: bytes whose layout only the connect request of the relation tells, and the state of their provider. */
export type Cyclic = {
  readonly kind: 'cyclic'
  readonly frameId: number
  /** Bytes between the FrameID and the status. */
  readonly length: number
  readonly cycle: number
  readonly status: number
  readonly transfer: number
  readonly fault: Fault | null
}

export type AlarmKind = 'data' | 'nack' | 'ack' | 'error' | 'unknown'

export type Alarm = {
  readonly kind: 'alarm'
  readonly frameId: number
  readonly pdu: AlarmKind
  readonly source: number
  readonly destination: number
  readonly content: Notification | Acknowledge | null
  /** Of an error. */
  readonly status: number
  readonly fault: Fault | null
}

export type Notification = {
  readonly kind: 'notification'
  readonly type: number
  readonly api: number
  readonly slot: number
  readonly subslot: number
  readonly module: number
  readonly submodule: number
  readonly specifier: number
  readonly item: Readonly<Record<string, string | number>>
}

export type Acknowledge = {
  readonly kind: 'acknowledge'
  readonly type: number
  readonly api: number
  readonly slot: number
  readonly subslot: number
  readonly specifier: number
  readonly status: number
}

export type Ptcp = {
  readonly kind: 'ptcp'
  readonly frameId: number
  readonly sequence: number
  readonly facts: Readonly<Record<string, string | number>>
  readonly fault: Fault | null
}

/** Fragments and frame identifiers that nobody assigned. */
export type Other = { readonly kind: 'other'; readonly frameId: number; readonly fault: Fault | null }

export type Profinet = Dcp | Cyclic | Alarm | Ptcp | Other
