// What this process reads traffic from: interfaces and folders of this machine, captures that people brought, demonstration
// plants. Each is a feed with a sensor of its own.
import type { LiveEvent } from '@nautilus/api'
import type { RingOptions } from '@nautilus/ring'
import type { Database, Site } from '@nautilus/store'
import type { Logger } from 'pino'
import type { SensorConfig } from './config-file.ts'
import type { Counts } from './counts.ts'
import { demoJob } from './demo-stories.ts'
import { Feed, type Stream } from './feed.ts'
import { HeardSensors } from './heard.ts'
import { OwnSensors } from './own-sensors.ts'
import type { SensorWatch } from './sensor-watch.ts'
import type { Place, Sites } from './site-calls.ts'

export type SourcesOptions = {
  readonly db: Database
  readonly sites: Sites
  readonly watch: SensorWatch
  readonly log: Logger
  readonly counts: Counts
  /** How a live sensor keeps its packets on the disk; null: not at all. */
  readonly ringFor: (stream: Stream) => RingOptions | null
  /** ms of normal operation that a demonstration plant teaches at its first start. */
  readonly lesson: number
  readonly emit: (event: LiveEvent) => void
  /** Looks into a folder from now on. */
  readonly onFolder: (place: Place & { readonly sensor: string }, folder: string) => void
}

const NOT_STORED = 'what a sensor told could not be stored; it is tried again'
const FILE_THREAD = new URL('./file-thread.ts', import.meta.url)
const DEMO_THREAD = new URL('./demo-thread.ts', import.meta.url)
const LIVE_THREAD = new URL('./live-thread.ts', import.meta.url)

type Reading = {
  readonly script: URL
  readonly job: object
  readonly stream: Stream
  readonly file: string | null
  readonly endsWhenAsked?: boolean
}
type Progress = (read: number, total: number) => void

export class Sources {
  /** What sensors say of themselves, those of other machines too. */
  readonly heard: HeardSensors
  readonly #options: SourcesOptions
  readonly #feeds = new Map<string, Feed>()
  readonly #demos = new Map<string, Feed>()
  readonly #own: OwnSensors

  constructor(options: SourcesOptions) {
    this.#options = options
    const { db, log, counts, emit, ringFor } = options
    this.heard = new HeardSensors({ db, log, counts, onSensor: told => emit({ kind: 'sensor', ...told }) })
    const feed = (job: object, stream: Stream) =>
      this.#feed({
        script: LIVE_THREAD,
        job: { ...job, ring: ringFor(stream) },
        stream,
        file: null,
        endsWhenAsked: true,
      })
    this.#own = new OwnSensors({ ...{ db, log, feed }, watch: options.watch, onFolder: options.onFolder })
  }

  /** Those that read live traffic of this site. */
  live(tenant: string, site: string): Feed[] {
    return [...this.#feeds.values()].filter(feed => feed.isLive && feed.isOf(tenant, site))
  }

  readonly sensor = (config: SensorConfig) => this.#own.begin(config)

  async demo({ tenant, id: site }: Site): Promise<void> {
    const { db, watch, lesson, ringFor } = this.#options
    const stream = { tenant, site, sensor: 'demo', epoch: new Date().toISOString() }
    const job = { ...(await demoJob(db, stream, lesson)), ring: ringFor(stream) }
    watch.expect(stream)
    this.#demos.set(keyOf(tenant, site), this.#feed({ script: DEMO_THREAD, job, stream, file: null }))
  }

  /** A demonstration plant that runs here; null where there is none. */
  demoOf(tenant: string, site: string): Feed | null {
    return this.#demos.get(keyOf(tenant, site)) ?? null
  }

  /** `kept`: what is under way can still be stored. */
  async endDemos(isOne: (place: Place) => boolean, kept: boolean): Promise<void> {
    for (const [key, demo] of this.#demos) {
      if (!demo.isIn(isOne)) continue
      this.#demos.delete(key)
      for (const [name, feed] of this.#feeds) if (feed === demo) this.#feeds.delete(name)
      await demo.stop(kept ? undefined : 0)
    }
  }

  /** `name`: the capture that frames are numbered in. */
  capture(job: object, stream: Stream, name: string, onProgress: Progress): Feed {
    return this.#feed({ script: FILE_THREAD, job, stream, file: name }, onProgress)
  }

  #feed({ script, job, stream, file, endsWhenAsked = false }: Reading, onProgress?: Progress): Feed {
    const { tenant, site, sensor } = stream
    const { sites, watch, log } = this.#options
    const feed = new Feed(script, job, {
      ...{ sites, stream, file, endsWhenAsked },
      onHealth: health => {
        if (file === null) watch.heard(stream, health, { to: 0, isBusy: false })
        void this.heard.hear(tenant, site, sensor, health)
      },
      onTrouble: error => log.error({ err: error, site, sensor }, NOT_STORED),
      onWord: sentence => log.warn({ site, sensor }, sentence),
      ...(onProgress ? { onProgress } : {}),
    })
    const key = `${keyOf(tenant, site)} ${sensor} ${stream.epoch}`
    this.#feeds.set(key, feed)
    void feed.done.then(() => this.#feeds.delete(key))
    return feed
  }

  /** What was read is stored; nothing more is read. */
  async stop(): Promise<void> {
    this.#own.stop()
    await Promise.all([...this.#feeds.values()].map(feed => feed.stop()))
  }
}

const keyOf = (tenant: string, site: string): string => `${tenant}/${site}`
