import type { Decoded, Sight } from './coverage.ts'
import type { Hearing, MirrorSight } from './hearing.ts'

/** What a sensor says of itself with each batch. Counts are since its start. */
export type SensorHealth = {
  readonly packets: number
  readonly bytes: number
  /** Packets that the kernel or the ring let go of. */
  readonly dropped: number
  readonly duplicates: number
  /** Messages that no decoder could read. */
  readonly malformed: number
  /** Packets of conversations in no known protocol. */
  readonly unrecognised: number
  readonly flows: number
  readonly version: string
  /** How full its disk is, 0 to 1; absent where it keeps nothing. */
  readonly storage?: number
  /** SHA-256, in hex, of the settings that it runs with; absent where it has none. */
  readonly configuration?: string
  /** Its clock as it sent this, µs since 1970-01-01 UTC; absent where it is the platform's own. */
  readonly clock?: number
  /** The packets that it keeps on its disk; absent where it keeps none. */
  readonly ring?: RingHealth
  /** How it hears live traffic; absent where it reads files. */
  readonly hearing?: Hearing
  /** Why it listens to nothing, in a sentence; absent where it does. */
  readonly deaf?: string
  /** Why no plant can be heard on an interface of it, in a sentence. */
  readonly unfit?: string
  readonly mirror?: MirrorSight
  /** Share of the last moments in which the thread that listens worked, 0 to 1. */
  readonly load?: number
  /** µs by which its clock is ahead of the hub's, as it measured. */
  readonly ahead?: number
  /** What waits for the bus: batches, bytes and how many it may be, s that the oldest waits. */
  readonly spool?: { readonly batches: number; readonly bytes: number; readonly size: number; readonly oldest: number }
  /** Of its disk, bytes. */
  readonly disk?: { readonly free: number; readonly total: number }
  /** What it was told from afar, since when (µs), and why it does not take what came after. Version 0: nothing. */
  readonly settings?: { readonly version: number; readonly since: number | null; readonly refused: string | null }
  /** Why it cannot be asked for its packets, in a sentence; absent where it can. */
  readonly unasked?: string
  /** What is not as it should be, in sentences: its link, its clock, its spool. Absent where it cannot tell. */
  readonly problems?: readonly string[]
  /** What it sees at all; now and then, for it changes slowly. */
  readonly view?: SensorView
}

/** How the evidence ring of a sensor stands. Counts are since its start. */
export type RingHealth = {
  /** µs: the earliest and the latest frame that is held; null where there is none. */
  readonly from: number | null
  readonly to: number | null
  /** On the disk, and at the most. */
  readonly bytes: number
  readonly size: number
  /** Frames that could not be kept: the disk did not follow, had no room, or failed. */
  readonly dropped: number
  /** Flows of which only the beginning of each segment was kept, and the frames left out. */
  readonly cappedFlows: number
  readonly cappedFrames: number
  /** Blocks that could not be read when it started. */
  readonly damaged: number
  /** How often older packets went earlier than they should, for want of room. */
  readonly sheds: number
  /** Bytes of its disk that nobody uses. */
  readonly free: number
  readonly encrypted: boolean
  /** A sentence for people; null where all is well. */
  readonly trouble: string | null
}

/** What a sensor counted about its own sight: its part of `Coverage`. */
export type SensorView = {
  readonly sight: Sight
  readonly protocols: readonly Decoded[]
  /** Of services that no dissector recognised; `entropy` in bits per byte where enough was seen. */
  readonly unrecognised: readonly { readonly packets: number; readonly entropy: number | null }[]
}

/** What the platform noticed of a sensor, by its own clock. */
export type HealthNote =
  /** No frames come, or they come again. `since`: µs, of the last frame before, or of the first one again. */
  | { readonly what: 'silent' | 'heard'; readonly since: number }
  /** It is not heard at all, or it is again. */
  | { readonly what: 'offline' | 'online'; readonly since: number }
  /** Its clock is ahead of the platform's by so many µs (behind: negative); 0: it is right again. */
  | { readonly what: 'clock'; readonly off: number }
  | { readonly what: 'misuse'; readonly how: Misuse; readonly detail: string }

/**
 * `foreign-key`: its key was used for another sensor. `revoked-key`: its key, which was revoked, is still used. `replay`:
 * a number of its stream came twice with other contents.
 */
export type Misuse = 'foreign-key' | 'revoked-key' | 'replay'
