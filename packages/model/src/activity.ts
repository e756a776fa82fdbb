import type { FunctionRef, Operation, Outcome, ValueType } from './operation.ts'
import type { Verb } from './verbs.ts'

/** One end of a link as the wire shows it; an empty text where that layer carries no address. */
export type Party = { readonly mac: string; readonly ip: string }

/** Microseconds. `jitter` is the standard deviation. */
export type Spread = { readonly min: number; readonly mean: number; readonly max: number; readonly jitter: number }

/** A value as decoded: numbers where the type is numeric, text (hex for raw bytes) otherwise. */
export type Values = readonly number[] | string

export type ItemValues = {
  readonly object: string
  readonly access: 'read' | 'write'
  readonly type: ValueType
  /** Engineering unit, where a message carried it. */
  readonly unit: string | null
  /** Null where no message carried values, or where the reply was not seen. */
  readonly last: Values | null
  readonly min: readonly number[] | null
  readonly max: readonly number[] | null
}

/**
 * Equal operations of one link over an interval. A significant verb appears at once with count 1; later operations equal
 * to it, values included, follow as a count at the end of the interval.
 */
export type Activity = {
  /** Microseconds since 1970-01-01 UTC of the first and the last operation. */
  readonly first: number
  readonly last: number
  readonly client: Party
  readonly server: Party
  readonly protocol: string
  /** Port of the server; 0 below the transport layer. */
  readonly port: number
  readonly verb: Verb
  readonly function: FunctionRef
  readonly object: string
  readonly outcome: Outcome
  readonly refusal: FunctionRef | null
  readonly detail: NonNullable<Operation['detail']> | null
  readonly items: readonly ItemValues[]
  readonly count: number
  /** Bytes of requests and replies, application layer. */
  readonly bytes: number
  /** Between one such operation and the next; null when there was one only. */
  readonly interval: Spread | null
  /** From request to reply; null when no reply was seen. */
  readonly latency: Spread | null
  /** Number of the first frame in the capture, from 1. */
  readonly frame: number
}
