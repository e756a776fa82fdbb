import type { Values } from './activity.ts'
import type { ValueType } from './operation.ts'

/** A register, tag or object of a device as the network shows it: what it held, and who reads and writes it. */
export type Point = {
  /** Asset id of the device that holds it. */
  readonly server: string
  readonly protocol: string
  readonly port: number
  /** Canonical address; of several in a row the first and the last. */
  readonly object: string
  readonly type: ValueType
  /** Engineering unit, where a message carried it. */
  readonly unit: string | null
  /** Null where no message carried a value. */
  readonly last: Values | null
  /** For each of the values, over the whole time; null where they are no numbers. */
  readonly min: readonly number[] | null
  readonly max: readonly number[] | null
  /** Asset ids. Who is told unasked reads. */
  readonly readers: readonly string[]
  readonly writers: readonly string[]
  /** Operations that touched it. */
  readonly count: number
  readonly first: number
  readonly at: number
}
