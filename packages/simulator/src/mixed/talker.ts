import type { Timed } from '../fleet/queue.ts'

/** Somebody who has a next frame at a known time. */
export type Talker = Timed & {
  /** Writes that frame into the buffer, says when the one after it is due, and returns its length. */
  send(frame: Uint8Array): number
}
