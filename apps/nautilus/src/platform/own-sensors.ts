// The sensors of this machine: folders that are watched, and listening, each thread a stream of its own. What ends by
// itself is begun again.
import { setTimeout as pause } from 'node:timers/promises'
import { asTenant, type Database, ensureSensor, ensureSite, ensureTenant } from '@nautilus/store'
import type { Logger } from 'pino'
import type { SensorConfig } from './config-file.ts'
import type { LiveSource } from './config-sources.ts'
import type { Feed, Stream } from './feed.ts'
import type { LiveJob } from './live-thread.ts'
import type { SensorWatch } from './sensor-watch.ts'
import type { Place } from './site-calls.ts'

export type OwnSensorsOptions = {
  readonly db: Database
  readonly log: Logger
  readonly watch: SensorWatch
  /** Looks into a folder from now on. */
  readonly onFolder: (place: Place & { readonly sensor: string }, folder: string) => void
  /** Starts a thread that listens. */
  readonly feed: (job: Omit<LiveJob, 'credit' | 'ring'>, stream: Stream) => Feed
}

/** ms until a sensor that could not listen tries again, doubled up to the second figure. */
const RETRY = [5000, 60_000] as const
/** ms of listening after which an end is a new trouble, and not the same again. */
const WELL = 60_000
/** Groups of sockets are numbered with 16 bits, for the whole machine. */
const GROUPS = 0x1_0000

export class OwnSensors {
  readonly #options: OwnSensorsOptions
  readonly #stopping = new AbortController()
  #groups = process.pid

  constructor(options: OwnSensorsOptions) {
    this.#options = options
  }

  /** Threads of one sensor are sensors with numbers: `span-1`, `span-1-2`. */
  async begin({ tenant, site, id, source }: SensorConfig): Promise<void> {
    const { db, onFolder } = this.#options
    const names = source.kind === 'folder' ? [id] : namesOf(id, source)
    await ensureTenant(db, tenant, tenant)
    await asTenant(db, tenant, async scoped => {
      await ensureSite(scoped, tenant, { id: site, name: site })
      for (const name of names) await ensureSensor(scoped, { tenant, site, id: name, name, kind: source.kind })
    })
    if (source.kind === 'folder') return onFolder({ tenant, site, sensor: id }, source.folder)
    const group = names.length > 1 ? this.#groups++ % GROUPS : null
    for (const name of names) void this.#keep({ tenant, site, sensor: name }, source, group)
  }

  async #keep(place: Omit<Stream, 'epoch'>, source: LiveSource, group: number | null): Promise<void> {
    const { feed: start, watch, log } = this.#options
    let wait: number = RETRY[0]
    while (!this.#stopping.signal.aborted) {
      const stream = { ...place, epoch: new Date().toISOString() }
      const began = performance.now()
      const feed = start({ source, group }, stream)
      watch.expect(stream)
      const problem = await feed.done
      if (this.#stopping.signal.aborted) return
      if (performance.now() - began > WELL) wait = RETRY[0]
      watch.ended(stream)
      const { site, sensor } = place
      log.error({ site, sensor }, `${problem ?? 'The sensor ended by itself.'} It is tried again in ${wait / 1000} s.`)
      await feed.stop()
      await pause(wait, undefined, { signal: this.#stopping.signal }).catch(() => {})
      wait = Math.min(2 * wait, RETRY[1])
    }
  }

  /** What ends from now on is not begun again. */
  stop(): void {
    this.#stopping.abort()
  }
}

const namesOf = (sensor: string, source: LiveSource): string[] =>
  Array.from({ length: source.kind === 'interface' ? source.threads : 1 }, (_, i) =>
    i === 0 ? sensor : `${sensor}-${i + 1}`,
  )
