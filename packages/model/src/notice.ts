import type { Party } from './activity.ts'
import type { Side } from './operation.ts'

/** Something the sensor must tell a person about its own sight: damage, loss, a limit reached. */
export type Notice = {
  /** `noun.problem` */
  readonly code: string
  /** One sentence: what, where, and what to do if anything. */
  readonly message: string
  readonly count: number
  /** Microseconds since 1970-01-01 UTC of the first one; 0 when not tied to a packet. */
  readonly at: number
  /** Frame number of the first one, from 1; 0 when not tied to a frame. */
  readonly frame: number
  /** The ends of the conversation that it is about, and what is spoken there; absent when it is about no one of them. */
  readonly client?: Party
  readonly server?: Party
  readonly protocol?: string
  /** Who sent what the notice is about, where one side did. */
  readonly sender?: Side
  /** The fault in the decoder's words, where the notice is about one: `goose.missing-field`. */
  readonly fault?: string
}
