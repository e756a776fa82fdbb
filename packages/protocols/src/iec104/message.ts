// Frames of IEC 60870-5-104:2006, clause 5.
import type { Side } from '@nautilus/model'

/** An information object and where its elements lie: offsets from the first byte of the frame. */
export type Asdu = {
  readonly kind: 'asdu'
  readonly from: Side
  readonly type: number
  readonly cause: number
  readonly negative: boolean
  readonly test: boolean
  readonly originator: number
  readonly common: number
  /** Elements follow one address. */
  readonly sequence: boolean
  /** Elements that are there. */
  readonly count: number
  /** Where the first address lies. */
  readonly at: number
  readonly bytes: Uint8Array
}

export type Control = { readonly kind: 'control'; readonly code: number }
export type Supervisory = { readonly kind: 'supervisory' }
export type Message = Asdu | Control | Supervisory

export const ADDRESS = 3

export const addressAt = (bytes: Uint8Array, at: number): number =>
  bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16)

/** The first address of an ASDU; 0 where there is none. */
export const firstAddress = ({ bytes, at }: Asdu): number => (at + ADDRESS <= bytes.length ? addressAt(bytes, at) : 0)
