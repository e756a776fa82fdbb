// The running platform: its sites with their workers, the sensors that feed them, and what pages are told.
import { EventEmitter } from 'node:events'
import { mkdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { LiveEvent, PlatformPort } from '@nautilus/api'
import type { SensorHealth } from '@nautilus/bus'
import type { Rule } from '@nautilus/detection'
import { attacks, lookAlikes } from '@nautilus/simulator'
import {
  addUpload,
  asTenant,
  ensureSensor,
  ensureSite,
  ensureTenant,
  findUpload,
  listSites,
  listTenants,
  type Site,
  seenSensor,
  updateUpload,
} from '@nautilus/store'
import type { Logger } from 'pino'
import { tellings } from '../commands/simulate.ts'
import { modelFaults } from '../site/load.ts'
import { VERSION } from '../version.ts'
import type { SensorConfig } from './config-file.ts'
import { Feed } from './feed.ts'
import { captures } from './folder.ts'
import type { Told } from './site-calls.ts'
import { SitePool } from './site-pool.ts'
import type { Stores } from './stores.ts'

export type PlatformOptions = {
  readonly stores: Stores
  readonly rules: readonly Rule[]
  readonly folder: string
  readonly log: Logger
  /** ms of normal operation that the demonstration plant teaches at its first start. */
  readonly lesson: number
}

const FILE_THREAD = new URL('./file-thread.ts', import.meta.url)
const DEMO_THREAD = new URL('./demo-thread.ts', import.meta.url)
const LIVE_THREAD = new URL('./live-thread.ts', import.meta.url)
const DEMO_SEED = 7
/** ms between looks into a folder, and for how long a capture must not have changed. */
const LOOK_EVERY = 2000
const SETTLED = 3000
/** ms between what a sensor's row says of it. */
const SEEN_EVERY = 5000

export class Platform implements PlatformPort {
  readonly version = VERSION
  readonly uploads: string
  readonly #options: PlatformOptions
  readonly #sites: SitePool
  readonly #feeds = new Map<string, Feed>()
  readonly #events = new EventEmitter().setMaxListeners(0)
  readonly #seen = new Map<string, number>()
  readonly #timers: NodeJS.Timeout[] = []
  #stopping = false

  constructor(options: PlatformOptions) {
    this.#options = options
    const { databaseUrl, telemetryUrl } = options.stores
    this.#sites = new SitePool({
      databaseUrl,
      telemetryUrl,
      onTold: told => this.#told(told),
      onWarning: message => options.log.warn(message),
      onTrouble: error => options.log.error({ err: error }, 'a thread of sites failed; another takes over'),
    })
    this.uploads = join(options.folder, 'uploads')
    mkdirSync(this.uploads, { recursive: true, mode: 0o700 })
  }

  /** Starts the sensors of this machine, and brings the demonstration plants to life. */
  async start(sensors: readonly SensorConfig[]): Promise<void> {
    const { db } = this.#options.stores.state
    for (const sensor of sensors) await this.#sensor(sensor)
    for (const { id: tenant } of await listTenants(db)) {
      for (const site of await asTenant(db, tenant, listSites)) if (site.demo) await this.#demo(site)
    }
  }

  #told({ tenant, site, activities, assets, findings }: Told): void {
    const place = { tenant, site }
    this.#emit({ kind: 'commit', ...place, activities, assets })
    for (const finding of findings) this.#emit({ kind: 'finding', ...place, ...finding })
  }

  #emit(event: LiveEvent): void {
    this.#events.emit('event', event)
  }

  subscribe(listener: (event: LiveEvent) => void): () => void {
    this.#events.on('event', listener)
    return () => this.#events.off('event', listener)
  }

  async #sensor({ tenant, site, id, source }: SensorConfig): Promise<void> {
    const { db } = this.#options.stores.state
    await ensureTenant(db, tenant, tenant)
    await asTenant(db, tenant, async scoped => {
      await ensureSite(scoped, tenant, { id: site, name: site })
      await ensureSensor(scoped, { tenant, site, id, name: id, kind: source.kind })
    })
    if (source.kind === 'folder') return this.#watch(tenant, site, id, source.folder)
    const stream = { tenant, site, sensor: id, epoch: new Date().toISOString() }
    const feed = this.#feed(LIVE_THREAD, { interface: source.interface }, stream, null)
    void feed.done.then(problem => {
      if (problem && !this.#stopping) this.#options.log.error({ sensor: id }, problem)
    })
  }

  /** Looks for new captures again and again. */
  #watch(tenant: string, site: string, sensor: string, folder: string): void {
    const { state } = this.#options.stores
    let busy = false
    const look = async () => {
      for (const { path, name, bytes, id } of captures(folder, Date.now(), SETTLED)) {
        const known = await asTenant(state.db, tenant, scoped => findUpload(scoped, site, id))
        if (known && known.state !== 'reading') continue
        if (!known)
          await asTenant(state.db, tenant, scoped => addUpload(scoped, { tenant, site, id, name, bytes, by: sensor }))
        await this.#read({ tenant, site, sensor, id, file: path, name })
      }
    }
    this.#timers.push(
      setInterval(() => {
        if (busy) return
        busy = true
        look()
          .catch(error => this.#options.log.error({ err: error, folder }, 'a folder of captures could not be read'))
          .finally(() => {
            busy = false
          })
      }, LOOK_EVERY),
    )
  }

  async #demo({ tenant, id: site }: Site): Promise<void> {
    const { stores, lesson } = this.#options
    const sensor = 'demo'
    const known = await asTenant(stores.state.db, tenant, async scoped => {
      await ensureSensor(scoped, { tenant, site, id: sensor, name: 'Demonstration plant', kind: 'simulator' })
      return (
        (await scoped.selectFrom('positions').select('seq').where('site', '=', site).executeTakeFirst()) !== undefined
      )
    })
    const stream = { tenant, site, sensor, epoch: new Date().toISOString() }
    const job = { seed: DEMO_SEED, learn: known ? 0 : lesson }
    this.#feed(DEMO_THREAD, job, stream, null)
  }

  #feed(
    script: URL,
    job: object,
    stream: { tenant: string; site: string; sensor: string; epoch: string },
    file: string | null,
    onProgress?: (read: number, total: number) => void,
  ): Feed {
    const { tenant, site, sensor } = stream
    const feed = new Feed(script, job, {
      sites: this.#sites,
      stream,
      file,
      onHealth: health => void this.#healthy(tenant, site, sensor, health),
      onTrouble: error =>
        this.#options.log.error(
          { err: error, site, sensor },
          'what a sensor told could not be stored; it is tried again',
        ),
      ...(onProgress ? { onProgress } : {}),
    })
    this.#feeds.set(`${keyOf(tenant, site)} ${stream.epoch}`, feed)
    return feed
  }

  async #healthy(tenant: string, site: string, sensor: string, health: SensorHealth): Promise<void> {
    const key = `${keyOf(tenant, site)} ${sensor}`
    const now = Date.now()
    if (now - (this.#seen.get(key) ?? 0) < SEEN_EVERY) return
    this.#seen.set(key, now)
    this.#emit({ kind: 'sensor', tenant, site, sensor, health })
    const { state } = this.#options.stores
    await asTenant(state.db, tenant, scoped => seenSensor(scoped, site, sensor, health)).catch(error =>
      this.#options.log.warn({ err: error, sensor }, 'the health of a sensor could not be stored'),
    )
  }

  stories(tenant: string, site: string) {
    if (!this.#demoOf(tenant, site)) return null
    return [
      ...attacks.map(id => ({ id, title: tellings[id], kind: 'attack' as const })),
      ...lookAlikes.map(id => ({ id, title: tellings[id], kind: 'look-alike' as const })),
    ]
  }

  tellStory(tenant: string, site: string, story: string): boolean {
    const demo = this.#demoOf(tenant, site)
    const known: readonly string[] = [...attacks, ...lookAlikes]
    if (!demo || !known.includes(story)) return false
    demo.post({ tell: story })
    return true
  }

  #demoOf(tenant: string, site: string): Feed | null {
    const prefix = `${keyOf(tenant, site)} `
    for (const [key, feed] of this.#feeds) if (key.startsWith(prefix) && feed.isLive) return feed
    return null
  }

  analyze({ tenant, site, id, file, name }: Upload): void {
    const { state } = this.#options.stores
    const run = async () => {
      const sensor = 'captures'
      const row = { tenant, site, id: sensor, name: 'Capture files', kind: 'file' }
      await asTenant(state.db, tenant, scoped => ensureSensor(scoped, row))
      await this.#read({ tenant, site, sensor, id, file, name })
      await rm(file, { force: true })
    }
    run().catch(error => this.#options.log.error({ err: error, name }, 'an uploaded capture could not be analysed'))
  }

  /** Reads a capture to its end and says how far it is. Begun again after a crash, it adds only what is missing. */
  async #read({ tenant, site, sensor, id, file, name }: Upload & { readonly sensor: string }): Promise<void> {
    const { state } = this.#options.stores
    const tell = async (stage: string, progress: number, message: string | null) => {
      this.#emit({ kind: 'upload', tenant, site, id, state: stage, progress, message })
      await asTenant(state.db, tenant, scoped => updateUpload(scoped, site, id, { state: stage, progress, message }))
    }
    await tell('reading', 0, null)
    let shown = 0
    const stream = { tenant, site, sensor, epoch: id }
    const feed = this.#feed(FILE_THREAD, { file, taught: false }, stream, name, (read, total) => {
      if (total === 0 || read / total < shown + 0.05) return
      shown = read / total
      this.#emit({ kind: 'upload', tenant, site, id, state: 'reading', progress: shown, message: null })
    })
    const problem = await feed.done
    this.#feeds.delete(`${keyOf(tenant, site)} ${id}`)
    if (this.#stopping) return
    await this.#sites.call({ tenant, site }, { kind: 'settle' })
    await tell(problem ? 'damaged' : 'done', 1, problem?.replaceAll(file, name) ?? null)
  }

  checkModel(source: string): readonly string[] {
    return modelFaults(source, this.#options.rules)
  }

  async reload(tenant: string, site: string): Promise<void> {
    await this.#sites.call({ tenant, site }, { kind: 'renew' })
  }

  async health(): Promise<{ ok: boolean; parts: Record<string, string> }> {
    const { state, telemetry } = this.#options.stores
    const ask = (work: Promise<unknown>) =>
      work.then(
        () => 'up',
        (error: Error) => `down: ${error.message}`,
      )
    const parts = {
      state: await ask(state.pool.query('select 1')),
      telemetry: await ask(telemetry.client.command({ query: 'SELECT 1' })),
    }
    return { ok: Object.values(parts).every(part => part === 'up'), parts }
  }

  /** What is under way is stored; then nothing more is taken. */
  async stop(): Promise<void> {
    this.#stopping = true
    for (const timer of this.#timers) clearInterval(timer)
    await Promise.all([...this.#feeds.values()].map(feed => feed.stop()))
    await this.#sites.stop()
  }
}

type Upload = {
  readonly tenant: string
  readonly site: string
  readonly id: string
  readonly file: string
  readonly name: string
}

const keyOf = (tenant: string, site: string): string => `${tenant}/${site}`
