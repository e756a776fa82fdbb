// What a Modbus PDU can say, as values that outlive the packet: places in the message, never views of it.
// Sections: Modbus Application Protocol V1.1b3.

export type Table = 'coils' | 'discrete-inputs' | 'input-registers' | 'holding-registers'

/** Consecutive cells of one table, from a 0-based address on. */
export type Span = { readonly table: Table; readonly address: number; readonly count: number }

/** Bytes of the message. */
export type Place = { readonly at: number; readonly bytes: number }

export type FilePart = Place & { readonly file: number; readonly record: number; readonly length: number }
export type IdentityObject = { readonly id: number; readonly at: number; readonly text: string }

export type Pdu =
  | { readonly kind: 'read'; readonly span: Span } // request 6.1-6.4
  | ({ readonly kind: 'values' } & Place) // reply 6.1-6.4, 6.17
  | ({ readonly kind: 'write'; readonly span: Span; readonly type: 'bit' | 'switch' | 'u16' } & Place) // request 6.5, 6.6, 6.11, 6.12
  | { readonly kind: 'written'; readonly span: Span; readonly type: 'switch' | 'u16'; readonly at: number } // reply 6.5, 6.6; `at` -1: 6.11, 6.12
  | { readonly kind: 'mask'; readonly span: Span; readonly at: number } // 6.16, both ways
  | ({ readonly kind: 'exchange'; readonly read: Span; readonly write: Span } & Place) // request 6.17
  | { readonly kind: 'plain' } // requests without data: 6.7, 6.9, 6.10, 6.13
  | { readonly kind: 'status'; readonly at: number } // reply 6.7
  | ({ readonly kind: 'diagnostic'; readonly sub: number } & Place) // 6.8, both ways
  | { readonly kind: 'events'; readonly busy: boolean; readonly events: number; readonly at: number } // reply 6.9
  | ({ readonly kind: 'log'; readonly busy: boolean; readonly events: number; readonly messages: number } & Place) // reply 6.10
  | ({
      readonly kind: 'server-id'
      readonly indicator: 'second' | 'last' | 'none'
      readonly run: boolean
      readonly text: string
    } & Place) // reply 6.13
  | { readonly kind: 'file'; readonly parts: readonly FilePart[] } // request 6.14, 6.15 and replies
  | { readonly kind: 'fifo'; readonly address: number } // request 6.18
  | { readonly kind: 'queue'; readonly count: number; readonly bytes: number; readonly at: number } // reply 6.18
  | ({ readonly kind: 'canopen' } & Place) // 6.20
  | { readonly kind: 'ask-identity'; readonly category: number; readonly object: number } // request 6.21
  | {
      readonly kind: 'identity' // reply 6.21
      readonly category: number
      readonly conformity: number
      readonly more: boolean
      readonly next: number
      readonly objects: readonly IdentityObject[]
    }
  | { readonly kind: 'exception'; readonly code: number } // 7
  | { readonly kind: 'opaque'; readonly data: Uint8Array }

/** What is wrong inside a frame that is right, and where. */
export type Fault = {
  readonly what: 'short-pdu' | 'trailing-bytes' | 'quantity' | 'byte-count' | 'value' | 'reference-type' | 'function'
  readonly at: number
}

/** A PDU with its function code (exceptions without their high bit) and the unit it is for. */
export type Unit = { readonly unit: number; readonly code: number; readonly pdu: Pdu; readonly sound: boolean }

export const tables: Readonly<Record<number, Table>> = {
  1: 'coils',
  2: 'discrete-inputs',
  3: 'holding-registers',
  4: 'input-registers',
}

export const isBits = (table: Table): boolean => table === 'coils' || table === 'discrete-inputs'

/** Bytes that the values of a span take on the wire. */
export const bytesOf = (span: Span): number => (isBits(span.table) ? (span.count + 7) >> 3 : 2 * span.count)
