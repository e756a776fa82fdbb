import type { Event } from '../event.ts'
import { type Known, nothingKnown } from '../known.ts'

/** What the engine asks of a baseline. `baseline/` is one. */
export type Memory = {
  /** A live view: what is learned later shows in it. */
  known(): Known
  /** A person gives it as normal. */
  teach(event: Event): void
  /** Seen while watching, after the rules were asked. */
  observe(event: Event): void
  /** What this source does from `from` to `to` (µs) is not taken for normal. False where there is no room. */
  suspect(id: string, from: number, to: number): boolean
}

/** Learns nothing: every deviation rule is silent. */
export const forgetful: Memory = { known: () => nothingKnown, teach: () => {}, observe: () => {}, suspect: () => false }
