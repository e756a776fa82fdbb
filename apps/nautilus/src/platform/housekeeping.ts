// What is done now and then for everybody: what was kept long enough goes, and what was used is counted before it does.
import { countUsage } from '@nautilus/store'
import { Regularly } from './regularly.ts'
import { type DailyOptions, DailyRetention } from './retention.ts'

/** ms */
const FIRST = 60_000
const EVERY = 3_600_000

export class Housekeeping {
  readonly #retention: DailyRetention
  readonly #usage: Regularly

  constructor(options: DailyOptions) {
    const { db, telemetry, log, timer, isOn = () => true } = options
    this.#retention = new DailyRetention(options)
    this.#usage = new Regularly({
      ...{ first: FIRST, every: EVERY, timer },
      work: async now => {
        if (isOn()) await countUsage(db, telemetry.client, now)
      },
      onTrouble: error => log.error({ err: error }, 'what customers use could not be counted; it is again in an hour'),
    })
  }

  /** Rows that went since the start. */
  get removed(): number {
    return this.#retention.removed
  }

  /** Waits for what is under way. */
  async stop(): Promise<void> {
    await Promise.all([this.#retention.stop(), this.#usage.stop()])
  }
}
