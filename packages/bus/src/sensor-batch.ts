import type { Batch } from '@nautilus/model'

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
}

/**
 * A batch on its way from a sensor to the platform. `seq` counts from 1 without gaps within an `epoch`, which is one run
 * of the sensor. Delivered at least once; whoever takes it drops what it has.
 */
export type SensorBatch = {
  readonly tenant: string
  readonly site: string
  readonly sensor: string
  readonly epoch: string
  readonly seq: number
  /** The capture file that its frames are of; null on a live interface. */
  readonly file: string | null
  readonly batch: Batch
  readonly health: SensorHealth
}
