// A batch of a sensor of another machine, as it comes from the network.
import { decodeBatch, encodeBatch, faultInBatch, Undecodable } from '@nautilus/bus'
import type { SensorHealth } from '@nautilus/model'
import { healthFrom } from './health.ts'

export type RemoteBatch = {
  /** As the log of the site keeps it. */
  readonly packed: Uint8Array
  readonly told: SensorHealth
  /** µs, the end of its traffic. */
  readonly to: number
  /** There is traffic in it. */
  readonly isBusy: boolean
}

/** `header`: what the sensor says of itself beside the batch, as JSON. Throws `Undecodable` with what is wrong, and where. */
export function remoteBatch(body: Uint8Array, header: string | null): RemoteBatch {
  const batch = decodeBatch(body)
  const fault = faultInBatch(batch)
  if (fault) throw new Undecodable(fault)
  const { to, activities, connections, sightings } = batch
  const isBusy = activities.length + connections.length + sightings.length > 0
  // A clock inside is of the moment when the batch was packed, which may be long ago.
  const { clock: _, ...own } = batch.health ?? healthFrom('{}')
  if (header === null) return { packed: body, told: own, to, isBusy }
  const told = healthFrom(header)
  const { clock: __, ...said } = told
  // In the log it stands with its batch, so that replay meets it.
  return { packed: encodeBatch({ ...batch, health: { ...own, ...said } }), told: { ...own, ...told }, to, isBusy }
}

/** µs by which traffic may be ahead of the platform. What is further would make a site forget its past at once. */
const MOST_AHEAD = 86_400e6

/** Throws `Undecodable` where its traffic is of another time. */
export function refuseFuture(to: number, now: number): void {
  if (to - now <= MOST_AHEAD) return
  const hours = Math.round((to - now) / 3600e6)
  throw new Undecodable(`to is ${hours} hours ahead of the platform's clock; set the clock of the sensor`)
}
