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
}

/** Learns nothing: every deviation rule is silent. */
export const forgetful: Memory = { known: () => nothingKnown, teach: () => {}, observe: () => {} }
