// One message of the encapsulation. CIP specification, Volume 2, 2-3.
import type { Side } from '@nautilus/model'
import type { Cip } from '../carriers/cip/message.ts'
import type { CpfItem } from './items.ts'

export type Enip = {
  readonly from: Side
  readonly bytes: Uint8Array
  readonly command: number
  readonly session: number
  readonly status: number
  readonly context: number
  readonly items: readonly CpfItem[]
  /** The CIP message inside, if there is one. */
  readonly cip: Cip | null
  /** Of connected data: the connection and its sequence count; -1 elsewhere. */
  readonly connection: number
  readonly sequence: number
}
