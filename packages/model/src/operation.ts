import type { Verb } from './verbs.ts'

/** Which end of a flow: the client asked, the server answered. */
export type Side = 'client' | 'server'

/** A function of the protocol: its native code (decimal or hex as the protocol's people write it) and its name. */
export type FunctionRef = { readonly code: string; readonly name: string }

/**
 * How an operation ended. `no-reply`: the other side was heard, but not on this. `unseen`: the capture does not show
 * that side, or ended too early to tell.
 */
export type Outcome = 'ok' | 'refused' | 'no-reply' | 'unseen'

/** How the values of an item lie in its message. Types of more than one byte are big-endian unless they end in `le`. */
export type ValueType =
  | 'bit' // count bits, least significant first, from the first byte on
  | 'msb' // count bits, most significant first, from the first byte on
  | 'switch' // 16 bits: 0xFF00 is 1, 0 is 0 (Modbus coil)
  | 'u8'
  | 'i8'
  | 'u16'
  | 'i16'
  | 'u32'
  | 'i32'
  | 'f32'
  | 'f64'
  | 'u16le'
  | 'i16le'
  | 'u32le'
  | 'i32le'
  | 'f32le'
  | 'f64le'
  | 'u24'
  | 'i24'
  | 'u24le'
  | 'i24le'
  | 'u64' // beyond 2^53 the nearest double, as with the three below
  | 'i64'
  | 'u64le'
  | 'i64le'
  | 'text' // count bytes of printable text
  | 'raw' // count bytes without a type

/**
 * A thing that an operation touched, as canonical address text and, where the message carries values, the place where
 * they lie: `count` values of `type` at byte `at` of the message `in`. Values are decoded from there by one shared
 * function, so that a repeated message needs no second decoder.
 */
export type Item = {
  readonly object: string
  readonly access: 'read' | 'write'
  readonly type: ValueType
  readonly count: number
  readonly in: 'request' | 'reply' | 'nowhere'
  /** Byte offset from the first byte of the message that `in` names; 0 when nowhere. */
  readonly at: number
  /** The address in the protocol's own parts, for example `{ unit: 1, table: 'coils', address: 4 }`. */
  readonly native: Readonly<Record<string, string | number>>
  /** Engineering unit, where a message carries it. */
  readonly unit?: string
}

/** What one message did, its reply included. */
export type Operation = {
  readonly verb: Verb
  readonly function: FunctionRef
  /** Canonical text of everything touched; empty when the function has no object. */
  readonly object: string
  readonly items: readonly Item[]
  readonly outcome: Outcome
  /** The native code and its name when refused. */
  readonly refusal?: FunctionRef
  /** Facts that matter to a reader and are no value: block type, session, sub-function, length. */
  readonly detail?: Readonly<Record<string, string | number>>
}
