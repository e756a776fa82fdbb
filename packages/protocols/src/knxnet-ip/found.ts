// What is gathered of one frame of the bus, and the values in it. KNX standard 03_06_03, 4.
import type { Claim, FunctionRef, Item, Side, ValueType } from '@nautilus/model'
import type { Detail } from './dib.ts'
import type { Cemi } from './message.ts'

/** What is gathered of one frame. */
export type Found = {
  readonly bytes: Uint8Array
  readonly cemi: Cemi
  readonly about: Side
  /** Whose values these are: of the message that asks, or of a notice. */
  readonly in: 'request' | 'reply'
  readonly items: Item[]
  readonly claims: Claim[]
  readonly detail: Detail
  object: string
  /** Where the contents themselves refuse. */
  refusal: FunctionRef | null
}

/** `count` values at `at`, if the frame holds them. */
export function addItem(
  found: Found,
  access: Item['access'],
  type: ValueType,
  at: number,
  count: number,
  native: Item['native'],
): void {
  if (count < 1) return
  found.items.push({ object: found.object, access, type, count, in: found.in, at, native })
}

const rawOr8 = (count: number): ValueType => (count === 1 ? 'u8' : 'raw')
/** One byte is a number; more have a type that the frame does not tell. */
export const addBytes = (found: Found, access: Item['access'], at: number, native: Item['native']): void =>
  addItem(found, access, rawOr8(found.cemi.end - at), at, found.cemi.end - at, native)
