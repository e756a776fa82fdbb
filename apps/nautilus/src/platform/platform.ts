// The running platform: its sites with their workers, the sensors that feed them, and what pages are told.
import { EventEmitter } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Decision, Fault, Figures, LiveEvent, PlatformPort, RemoteBatch, Taken } from '@nautilus/api'
import { decodeBatch, type SensorHealth, Undecodable } from '@nautilus/bus'
import { Baseline, type Decision as BaselineDecision, type Rule } from '@nautilus/detection'
import { MAX_DOCUMENT, readExpected } from '@nautilus/inventory'
import type { ExpectedDocument } from '@nautilus/model'
import { attacks, lookAlikes } from '@nautilus/simulator'
import { asTenant, ensureSensor, listSites, listTenants, type Site, seenSensor, siteModel } from '@nautilus/store'
import type { Logger } from 'pino'
import { tellings } from '../commands/simulate.ts'
import { textFrom } from '../expected.ts'
import { loadModel, modelFaults } from '../site/load.ts'
import { vendorLookup } from '../vendors.ts'
import { VERSION } from '../version.ts'
import { type Capture, Captures } from './captures.ts'
import { Counts } from './counts.ts'
import { Feed } from './feed.ts'
import { healthFrom } from './health.ts'
import { SiteFold } from './site-fold.ts'
import { type Commit, Gap, SiteWorker } from './site-worker.ts'
import type { Stores } from './stores.ts'

export type PlatformOptions = {
  readonly stores: Stores
  readonly rules: readonly Rule[]
  readonly folder: string
  readonly log: Logger
  /** ms of normal operation that the demonstration plant teaches at its first start. */
  readonly lesson: number
  /** Bytes that any packed capture may unpack into, however small it is. */
  readonly unpacked?: number
}

const FILE_THREAD = new URL('./file-thread.ts', import.meta.url)
const DEMO_THREAD = new URL('./demo-thread.ts', import.meta.url)
const DEMO_SEED = 7
/** ms between what a sensor's row says of it. */
const SEEN_EVERY = 5000

export class Platform implements PlatformPort {
  readonly version = VERSION
  readonly uploads: string
  readonly #options: PlatformOptions
  readonly #workers = new Map<string, SiteWorker>()
  readonly #feeds = new Map<string, Feed>()
  readonly #events = new EventEmitter().setMaxListeners(0)
  readonly #seen = new Map<string, number>()
  readonly #counts = new Counts()
  readonly #captures: Captures
  readonly #vendorOf = vendorLookup()

  constructor(options: PlatformOptions) {
    this.#options = options
    this.uploads = join(options.folder, 'uploads')
    mkdirSync(this.uploads, { recursive: true, mode: 0o700 })
    const { stores, log, unpacked } = options
    this.#captures = new Captures({
      folder: this.uploads,
      db: stores.state.db,
      log,
      feed: (job, stream, name, onProgress) => this.#feed(FILE_THREAD, job, stream, name, onProgress),
      settle: ({ tenant, site }) => this.worker(tenant, site).settle(),
      emit: event => this.#emit(event),
      ...(unpacked === undefined ? {} : { unpacked }),
    })
  }

  /** Brings every site up, and the demonstration plants to life. */
  async start(): Promise<void> {
    const { db } = this.#options.stores.state
    for (const { id: tenant } of await listTenants(db)) {
      for (const site of await asTenant(db, tenant, scoped => listSites(scoped))) if (site.demo) await this.#demo(site)
      await this.#captures.resume(tenant)
    }
  }

  worker(tenant: string, site: string): SiteWorker {
    const key = keyOf(tenant, site)
    let worker = this.#workers.get(key)
    if (!worker) {
      const { stores } = this.#options
      worker = new SiteWorker({
        tenant,
        site,
        database: stores.state.db,
        telemetry: stores.telemetry,
        fold: () => this.#fold(tenant, site),
        now: () => performance.now(),
        onCommit: commit => this.#committed(commit),
      })
      this.#workers.set(key, worker)
    }
    return worker
  }

  async #fold(tenant: string, site: string): Promise<SiteFold> {
    const { stores, rules } = this.#options
    const model = await asTenant(stores.state.db, tenant, scoped => siteModel(scoped, site))
    const detection = { rules, ...(model ? loadModel(model.source, rules) : {}), memory: new Baseline() }
    return new SiteFold({ vendorOf: this.#vendorOf, detection })
  }

  #committed(commit: Commit): void {
    const { tenant, site, activities, changes } = commit
    this.#counts.committed(commit, Date.now() * 1000)
    const place = { tenant, site }
    this.#emit({ kind: 'commit', ...place, activities, assets: changes.assets.length })
    for (const { id, title, severity } of changes.findings)
      this.#emit({ kind: 'finding', ...place, id, title, severity })
  }

  #emit(event: LiveEvent): void {
    this.#events.emit('event', event)
  }

  subscribe(listener: (event: LiveEvent) => void): () => void {
    this.#events.on('event', listener)
    return () => this.#events.off('event', listener)
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
      worker: this.worker(tenant, site),
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
    const key = `${keyOf(tenant, site)} ${stream.epoch}`
    this.#feeds.set(key, feed)
    if (file !== null) void feed.done.then(() => this.#feeds.delete(key))
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

  analyze(capture: Capture): void {
    this.#captures.analyze(capture)
  }

  checkModel(source: string): readonly Fault[] {
    return modelFaults(source, this.#options.rules)
  }

  async take({ tenant, site, sensor, epoch, seq, body, health }: RemoteBatch): Promise<Taken> {
    try {
      const batch = decodeBatch(body)
      const told = healthFrom(health)
      const stream = { tenant, site, sensor, epoch, seq, file: null }
      await this.worker(tenant, site).take({ ...stream, batch, taught: false, health: told })
      await this.#healthy(tenant, site, sensor, told)
      return { kind: 'stored' }
    } catch (error) {
      if (error instanceof Undecodable) return { kind: 'unreadable', why: `This is no batch: ${error.message}.` }
      if (error instanceof Gap) return { kind: 'gap', expected: error.expected }
      throw error
    }
  }

  baseline(tenant: string, site: string): Promise<object> {
    return this.worker(tenant, site).ask(fold => fold.baseline())
  }

  baselineOf(tenant: string, site: string, device: string): Promise<object | null> {
    return this.worker(tenant, site).ask(fold => fold.baselineOf(device))
  }

  decide(tenant: string, site: string, decision: Decision): Promise<number | null> {
    return this.worker(tenant, site).decide(decision as BaselineDecision)
  }

  readonly mostExpected = 2 * MAX_DOCUMENT

  readExpected(file: string, bytes: Uint8Array): ExpectedDocument {
    return readExpected(file, textFrom(bytes))
  }

  compare(tenant: string, site: string, documents: readonly object[]): Promise<object> {
    return this.worker(tenant, site).ask(fold => fold.compare(documents as ExpectedDocument[]))
  }

  figures(): Figures {
    let queued = 0
    for (const worker of this.#workers.values()) queued += worker.queued
    return this.#counts.figures(queued)
  }

  log(what: string, detail: object): void {
    this.#options.log.warn(detail, what)
  }

  async reload(tenant: string, site: string): Promise<void> {
    await this.worker(tenant, site).renew()
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
    await Promise.all([...this.#feeds.values()].map(feed => feed.stop()))
    await Promise.all([...this.#workers.values()].map(worker => worker.settle()))
  }
}

const keyOf = (tenant: string, site: string): string => `${tenant}/${site}`
