// The watchman at work: which sensors there are, and where what it notices goes.
import type { HealthNote, Misuse, SensorHealth } from '@nautilus/model'
import { asTenant, type Database, listSensors } from '@nautilus/store'
import type { Logger } from 'pino'
import type { Place, Sites } from './site-calls.ts'
import { type Heard, type Watched, Watchman } from './watchman.ts'

export type SensorWatchOptions = {
  readonly db: Database
  readonly sites: Sites
  readonly log: Logger
  /** µs since 1970-01-01 UTC. */
  readonly now: () => number
}

/** ms between looks at the sensors. */
const WATCH_EVERY = 10_000

export class SensorWatch {
  readonly #options: SensorWatchOptions
  readonly #watchman: Watchman
  #timer: ReturnType<typeof setInterval> | null = null

  constructor(options: SensorWatchOptions) {
    this.#options = options
    const tell = (who: Watched, at: number, note: HealthNote) => void this.#noticed(who, at, note)
    this.#watchman = new Watchman({ now: options.now, tell })
  }

  start(): void {
    this.#timer = setInterval(() => this.look(), WATCH_EVERY)
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer)
  }

  look(): void {
    this.#watchman.tick()
  }

  /** A thread of ours. */
  expect(who: Watched): void {
    this.#watchman.expect(who, { isRemote: false })
  }

  /** Sensors of other machines that were heard once should be heard again. */
  async expectRemote(tenant: string, site: string): Promise<void> {
    const sensors = await asTenant(this.#options.db, tenant, scoped => listSensors(scoped, site))
    for (const { id: sensor, kind, last_seen, revoked_at } of sensors)
      if (kind === 'remote' && last_seen && !revoked_at)
        this.#watchman.expect({ tenant, site, sensor }, { isRemote: true })
  }

  /** Sensors of other machines at these sites are another worker's business. */
  forget(isOne: (place: Place) => boolean): void {
    this.#watchman.forgetRemote(isOne)
  }

  heard(who: Watched, health: SensorHealth, heard: Heard): void {
    this.#watchman.heard(who, health, heard)
  }

  ended(who: Watched): void {
    this.#watchman.ended(who)
  }

  misused(who: Watched, how: Misuse, detail: string): void {
    this.#watchman.misused(who, how, detail)
  }

  async #noticed(who: Watched, at: number, note: HealthNote): Promise<void> {
    const { tenant, site, sensor } = who
    const { sites, log } = this.#options
    try {
      if (note.what === 'offline' && (await this.#isRevoked(who))) this.#watchman.forget(who)
      else await sites.call({ tenant, site }, { kind: 'enter', event: { kind: 'health', sensor, at, note } })
    } catch (error) {
      log.error({ err: error, site, sensor }, 'what was noticed of a sensor could not be stored')
    }
  }

  /** Nobody misses what people took away. */
  async #isRevoked({ tenant, site, sensor }: Watched): Promise<boolean> {
    const sensors = await asTenant(this.#options.db, tenant, scoped => listSensors(scoped, site))
    return sensors.some(({ id, revoked_at }) => id === sensor && revoked_at !== null)
  }
}
