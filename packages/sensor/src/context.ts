import type { Claim, Party } from '@nautilus/model'
import type { Echoes } from './echoes.ts'
import type { Links } from './link.ts'
import type { Rollup } from './rollup.ts'
import type { Statistics } from './statistics.ts'
import type { Troubles } from './troubles.ts'
import type { Unrecognised } from './unrecognised.ts'

/** What every conversation of a sensor shares. */
export type Context = {
  readonly statistics: Statistics
  readonly rollup: Rollup
  readonly links: Links
  /** Notices below transport that repeat. */
  readonly echoes: Echoes
  /** False sends every message down the clear path: for tests and to measure what the repeat path gains. */
  readonly repeat: boolean
  claim(party: Party, claim: Claim, source: string, at: number, frame: number): void
  readonly unrecognised: Unrecognised
  readonly troubles: Troubles
  /** Conversations begun so far. */
  conversations: number
  /** Bytes of requests held for their replies, all conversations together. */
  held: number
}

/** Bytes of outstanding requests that took the clear path, all flows together; beyond it they are not waited for. */
export const MAX_HELD_REQUESTS = 32 * 1024 * 1024
