import type { Batch, SensorHealth } from '@nautilus/model'

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
