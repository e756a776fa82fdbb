// What an S7comm message can be. No specification is public; the layout is as the Wireshark dissector `s7comm` and the
// Snap7 and libnodave sources describe it, checked against captures.
import type { Side } from '@nautilus/model'
import type { Tpdu } from '../carriers/cotp.ts'
import type { ItemSpec } from './address.ts'
import type { BlockName } from './blocks.ts'
import type { UserdataBody } from './userdata.ts'

/** Transport messages: they open, close or keep the connection. `pair` is that of `Label`. */
export type Transport = {
  readonly kind: 'transport'
  readonly from: Side
  readonly type: Tpdu['type']
  readonly pair: number
  readonly refuses: boolean
  readonly reason: number
  /** Lower-case hex, or text where it is printable. Empty where absent. */
  readonly calling: string
  readonly called: string
  /** The two bytes of a Siemens called TSAP: connection type, then rack and slot. Null for any other. */
  readonly station: { readonly type: number; readonly rack: number; readonly slot: number } | null
}

/** One value of a read reply or a write request: return code, transport size and where its bytes lie. */
export type DataItem = { readonly code: number; readonly size: number; readonly at: number; readonly length: number }

export type JobBody =
  | { readonly kind: 'setup'; readonly calling: number; readonly called: number; readonly pdu: number }
  | { readonly kind: 'read'; readonly items: readonly ItemSpec[] }
  | { readonly kind: 'write'; readonly items: readonly ItemSpec[]; readonly values: readonly DataItem[] }
  | Transfer
  | { readonly kind: 'service'; readonly name: string; readonly blocks: readonly BlockName[]; readonly text: string }
  | { readonly kind: 'opaque'; readonly length: number }

/** Download and upload of a block. Lengths are the texts that the messages carry, in bytes; -1 where absent. */
export type Transfer = {
  readonly kind: 'transfer'
  readonly id: number
  readonly status: number
  readonly block: BlockName | null
  readonly loadMemory: number
  readonly code: number
}

export type AckBody =
  | { readonly kind: 'setup'; readonly calling: number; readonly called: number; readonly pdu: number }
  | { readonly kind: 'values'; readonly values: readonly DataItem[] }
  | { readonly kind: 'codes'; readonly codes: readonly number[] }
  | { readonly kind: 'transfer'; readonly id: number; readonly status: number; readonly length: number }
  | { readonly kind: 'opaque'; readonly length: number }

export type Job = {
  readonly kind: 'job'
  readonly from: Side
  readonly reference: number
  readonly code: number
  /** It came in one TPDU, and no oddity was found in it: what the repeat path asks for. */
  readonly sound: boolean
  readonly body: JobBody
}

/** ROSCTR 2 and 3. `code` is -1 where the message has no parameter, as after most errors. */
export type Ack = {
  readonly kind: 'ack'
  readonly from: Side
  readonly reference: number
  readonly code: number
  /** Error class in the high byte, error code in the low one. */
  readonly error: number
  readonly sound: boolean
  readonly body: AckBody
}

export type Userdata = {
  readonly kind: 'userdata'
  readonly from: Side
  readonly reference: number
  readonly role: 'request' | 'reply' | 'notice'
  readonly group: number
  readonly subfunction: number
  readonly sequence: number
  /** Data unit reference: equal in the parts of one answer; 0 where the answer is one part. */
  readonly unit: number
  /** False when more parts of the answer follow. */
  readonly last: boolean
  readonly error: number
  /** Return code of the data; 0xff success, 0x0a no data. -1 without data. */
  readonly code: number
  readonly body: UserdataBody
}

/** A message with our protocol id whose header says nothing that is known. */
export type Opaque = { readonly kind: 'opaque'; readonly from: Side; readonly rosctr: number }

export type Message = Transport | Job | Ack | Userdata | Opaque
