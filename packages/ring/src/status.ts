/** How a ring stands. Counts are since its start. */
export type RingStatus = {
  /** µs: the earliest and the latest frame that is held; null where there is none. */
  readonly from: number | null
  readonly to: number | null
  /** On the disk, and at the most. */
  readonly bytes: number
  readonly size: number
  /** Frames that were written, and the bytes that they took. */
  readonly kept: number
  readonly packed: number
  /** Frames that were not: the disk did not follow, had no room, or failed. */
  readonly dropped: number
  /** Flows of which only the beginning of each segment was kept, and the frames left out. */
  readonly cappedFlows: number
  readonly cappedFrames: number
  /** Blocks that could not be read at the start. */
  readonly damaged: number
  /** How often older packets went earlier than they should, for want of room. */
  readonly sheds: number
  /** Bytes of the disk. */
  readonly free: number
  readonly total: number
  readonly encrypted: boolean
  /** A sentence for people; null where all is well. */
  readonly trouble: string | null
}
