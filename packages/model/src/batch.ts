import type { Activity } from './activity.ts'
import type { Connection } from './connection.ts'
import type { SensorHealth } from './health.ts'
import type { Notice } from './notice.ts'
import type { Sighting } from './sighting.ts'

/** What a sensor tells at the end of an interval. Everything after the sensor is a fold over these, in order. */
export type Batch = {
  /** Microseconds since 1970-01-01 UTC, capture time, of what the batch covers. */
  readonly from: number
  readonly to: number
  readonly activities: readonly Activity[]
  readonly connections: readonly Connection[]
  readonly sightings: readonly Sighting[]
  readonly notices: readonly Notice[]
  /** Of the sensor at the end of it; added by whoever sends it. */
  readonly health?: SensorHealth
}
