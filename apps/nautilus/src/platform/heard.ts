// What sensors say of themselves, in their rows: now and then, for they say it with every batch.
import type { SensorHearing } from '@nautilus/api'
import type { SensorHealth } from '@nautilus/model'
import { asTenant, type Database, seenSensor } from '@nautilus/store'
import type { Logger } from 'pino'
import type { Counts } from './counts.ts'

export type HeardOptions = {
  readonly counts: Counts
  readonly db: Database
  readonly log: Logger
  readonly onSensor: (sensor: {
    readonly tenant: string
    readonly site: string
    readonly sensor: string
    readonly health: object
  }) => void
}

/** ms between what a sensor's row says of it. */
const EVERY = 5000
/** ms after which nothing is known of a sensor's interfaces: it says how it stands every minute at least. */
const FORGOTTEN = 180_000

export class HeardSensors {
  readonly #options: HeardOptions
  readonly #seen = new Map<string, number>()
  readonly #hearings = new Map<string, SensorHearing & { readonly at: number }>()

  constructor(options: HeardOptions) {
    this.#options = options
  }

  /** Of those that were heard lately. */
  hearings(): SensorHearing[] {
    const now = Date.now()
    for (const [key, { at }] of this.#hearings) if (now - at > FORGOTTEN) this.#hearings.delete(key)
    return Array.from(this.#hearings.values(), ({ at: _, ...heard }) => heard)
  }

  async hear(tenant: string, site: string, sensor: string, told: SensorHealth): Promise<void> {
    // What it sees is a document of the site, and too much for every list of sensors.
    const { view: _, ...health } = told
    this.#options.counts.heard({ tenant, site, sensor }, told)
    const key = JSON.stringify([tenant, site, sensor])
    const now = Date.now()
    if (told.hearing) this.#hearings.set(key, { tenant, site, sensor, hearing: told.hearing, at: now })
    if (now - (this.#seen.get(key) ?? 0) < EVERY) return
    this.#seen.set(key, now)
    const { db, log, onSensor } = this.#options
    onSensor({ tenant, site, sensor, health })
    await asTenant(db, tenant, scoped => seenSensor(scoped, site, sensor, health)).catch(error =>
      log.warn({ err: error, sensor }, 'the health of a sensor could not be stored'),
    )
  }
}
