// The running platform: its sites with their workers, the sensors that feed them, and what pages are told.
import { EventEmitter } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Decision, Fault, Figures, LiveEvent, PlatformPort, RemoteBatch, Taken } from '@nautilus/api'
import { Undecodable } from '@nautilus/bus'
import type { Decision as BaselineDecision, Rule } from '@nautilus/detection'
import { MAX_DOCUMENT, readExpected } from '@nautilus/inventory'
import type { ExpectedDocument, Finding, Misuse } from '@nautilus/model'
import type { Incident } from '@nautilus/response'
import { asTenant, listSites, listTenants, type RuleSource, type Site } from '@nautilus/store'
import type { Logger } from 'pino'
import { textFrom } from '../expected.ts'
import { hourlyAnchors } from '../proof/anchors.ts'
import { bundleOf } from '../proof/bundle.ts'
import { sealIn } from '../proof/seal.ts'
import { type ReportDesk, reportDesk } from '../reports/report-desk.ts'
import { copyOf } from '../response/copies.ts'
import { IncidentDesk } from '../response/desk.ts'
import { type Calls, Escalation, ownCalls } from '../response/escalation.ts'
import { ownLaws } from '../response/laws.ts'
import { ownLibrary } from '../response/library.ts'
import { reportFileOf } from '../response/report-files.ts'
import { TenantBooks } from '../response/tenant-books.ts'
import { modelFaults } from '../site/load.ts'
import { VERSION } from '../version.ts'
import { type Capture, Captures } from './captures.ts'
import type { SensorConfig } from './config-file.ts'
import { Counts } from './counts.ts'
import { demoJob, demoStories } from './demo-stories.ts'
import { EvidenceDesk } from './evidence-desk.ts'
import { exerciseDesk } from './exercise-desk.ts'
import { Feed, type Stream } from './feed.ts'
import { FeedDesk } from './feed-desk.ts'
import { type HeardOptions, HeardSensors } from './heard.ts'
import { OwnSensors } from './own-sensors.ts'
import type { Regularly } from './regularly.ts'
import { refuseFuture, remoteBatch } from './remote-batch.ts'
import { DailyRetention } from './retention.ts'
import { riskDesk } from './risk-desk.ts'
import { RulesDesk } from './rules-desk.ts'
import { SensorWatch } from './sensor-watch.ts'
import type { Told, Traces } from './site-calls.ts'
import { NotTaken, SitePool } from './site-pool.ts'
import { healthOfStores, type Stores } from './stores.ts'
import type { Watched } from './watchman.ts'
import { workDesk } from './work-desk.ts'

export type PlatformOptions = {
  readonly stores: Stores
  readonly rules: readonly Rule[]
  readonly folder: string
  readonly log: Logger
  /** ms of normal operation that the demonstration plant teaches at its first start. */
  readonly lesson: number
  /** Bytes that any packed capture may unpack into, however small it is. */
  readonly unpacked?: number
  /** Where spans of the threads go. */
  readonly traces?: Traces | null
  /** µs since 1970-01-01 UTC. */
  readonly now?: () => number
  /** Not given: contacts are good until the platform ends, and no mail leaves. */
  readonly calls?: Calls
}

const NOT_STORED = 'what a sensor told could not be stored; it is tried again'
const FILE_THREAD = new URL('./file-thread.ts', import.meta.url)
const DEMO_THREAD = new URL('./demo-thread.ts', import.meta.url)
const LIVE_THREAD = new URL('./live-thread.ts', import.meta.url)

export class Platform implements PlatformPort {
  readonly version = VERSION
  readonly uploads: string
  readonly escalation: Escalation
  readonly attachments: string
  readonly #options: PlatformOptions
  readonly #sites: SitePool
  readonly #feeds = new Map<string, Feed>()
  readonly #events = new EventEmitter().setMaxListeners(0)
  readonly #heard: HeardSensors
  readonly #counts = new Counts()
  readonly #captures: Captures
  readonly #books: TenantBooks
  readonly #own: OwnSensors
  readonly #desk: IncidentDesk
  readonly #evidence: EvidenceDesk
  readonly #anchors: Regularly
  readonly laws = ownLaws()
  readonly library = ownLibrary()
  readonly seal: PlatformPort['seal']
  readonly reportFile = reportFileOf
  readonly #retention: DailyRetention
  readonly #watch: SensorWatch
  readonly #rules: RulesDesk
  readonly work: PlatformPort['work']
  readonly feeds: FeedDesk
  readonly exercises = exerciseDesk()
  readonly risk = riskDesk()
  readonly reports: ReportDesk
  readonly #now: () => number
  #stopping = false

  constructor(options: PlatformOptions) {
    this.#options = options
    const { databaseUrl, telemetryUrl } = options.stores
    this.#sites = new SitePool({
      databaseUrl,
      telemetryUrl,
      traces: options.traces ?? null,
      onTold: told => this.#told(told),
      onStrange: (place, sensor, detail) => this.misused({ ...place, sensor }, 'replay', detail),
      onWarning: message => options.log.warn(message),
      onTrouble: error => options.log.error({ err: error }, 'a thread of sites failed; another takes over'),
    })
    const { state, telemetry } = options.stores
    const onSensor: HeardOptions['onSensor'] = told => this.#emit({ kind: 'sensor', ...told })
    this.#heard = new HeardSensors({ db: state.db, log: options.log, onSensor })
    this.#now = options.now ?? (() => Date.now() * 1000)
    this.#watch = new SensorWatch({ db: options.stores.state.db, sites: this.#sites, log: options.log, now: this.#now })
    this.#rules = new RulesDesk({ builtIn: options.rules, databaseUrl })
    this.reports = reportDesk({ db: state.db, risk: this.risk, now: this.#now })
    this.work = workDesk({ db: state.db, rules: options.rules, sites: this.#sites })
    this.feeds = new FeedDesk({ db: state.db, sites: this.#sites, log: options.log })
    this.attachments = join(options.folder, 'attachments')
    this.uploads = join(options.folder, 'uploads')
    this.seal = sealIn(options.folder)
    this.#books = new TenantBooks({ db: state.db, shipped: this.library.shipped, log: options.log })
    this.#anchors = hourlyAnchors({ db: state.db, seal: this.seal, log: options.log })
    mkdirSync(this.uploads, { recursive: true, mode: 0o700 })
    const { stores, log, unpacked } = options
    this.#evidence = new EvidenceDesk({ folder: join(options.folder, 'evidence'), db: stores.state.db, log })
    this.#retention = new DailyRetention({ db: state.db, telemetry, packets: this.#evidence, log })
    this.#captures = this.#newCaptures(unpacked)
    const feed = (job: object, stream: Stream) => this.#feed(LIVE_THREAD, job, stream, null, undefined, true)
    this.#own = new OwnSensors({ db: state.db, log, watch: this.#watch, captures: this.#captures, feed })
    this.escalation = new Escalation({
      db: stores.state.db,
      calls: options.calls ?? ownCalls(),
      playbooks: this.playbooks,
      now: this.#now,
      log,
      onIncident: (tenant, incident) => this.#changed(tenant, incident),
    })
    this.#desk = this.#newDesk()
  }

  #newCaptures(unpacked: number | undefined): Captures {
    const { stores, log } = this.#options
    return new Captures({
      folder: this.uploads,
      db: stores.state.db,
      log,
      feed: (job, stream, name, onProgress) => this.#feed(FILE_THREAD, job, stream, name, onProgress),
      settle: ({ tenant, site }) => this.#sites.call({ tenant, site }, { kind: 'settle' }),
      keep: ({ tenant, site, name, file }) => this.#evidence.capture(tenant, site, name, file),
      emit: event => this.#emit(event),
      ...(unpacked === undefined ? {} : { unpacked }),
    })
  }

  #newDesk(): IncidentDesk {
    const { stores, log } = this.#options
    return new IncidentDesk({
      db: stores.state.db,
      playbooks: this.playbooks,
      now: () => Date.now() * 1000,
      onIncident: (tenant, incident) => this.incident(tenant, incident),
      onTrouble: (error, tenant, site) =>
        log.error({ err: error, tenant, site }, 'findings could not be put into incidents; they are looked at again'),
    })
  }

  /** Starts the sensors of this machine, and brings the demonstration plants to life. */
  async start(sensors: readonly SensorConfig[]): Promise<void> {
    const { db } = this.#options.stores.state
    for (const sensor of sensors) if (!this.#stopping) await this.#own.begin(sensor)
    for (const { id: tenant } of await listTenants(db)) {
      for (const site of await asTenant(db, tenant, scoped => listSites(scoped))) {
        // What is begun after the stop nobody would stop.
        if (this.#stopping) return
        this.#desk.look(tenant, site.id)
        if (site.demo) await this.#demo(site)
        await this.#watch.expectRemote(tenant, site.id)
      }
      await this.#captures.resume(tenant)
    }
    if (this.#stopping) return
    this.#watch.start()
    this.feeds.start()
    await this.escalation.start()
  }

  /** Looks at the sensors; once started, that happens by itself now and then. */
  readonly watch = (): void => this.#watch.look()

  misused(sensor: Watched, how: Misuse, detail: string): void {
    this.#watch.misused(sensor, how, detail)
  }

  readonly checkRules = (sources: readonly RuleSource[]) => this.#rules.check(sources)

  tryRule(asked: Parameters<PlatformPort['tryRule']>[0]) {
    return this.#rules.try(asked)
  }

  async rulesChanged(tenant: string): Promise<void> {
    const sites = await asTenant(this.#options.stores.state.db, tenant, scoped => listSites(scoped))
    await Promise.all(sites.map(({ id: site }) => this.#sites.call({ tenant, site }, { kind: 'rules' })))
  }

  #told(told: Told): void {
    const { tenant, site, activities, assets, findings } = told
    this.#counts.committed(told, Date.now() * 1000)
    const place = { tenant, site }
    this.#emit({ kind: 'commit', ...place, activities, assets })
    for (const finding of findings) this.#emit({ kind: 'finding', ...place, ...finding })
    if (findings.length === 0) return
    this.#desk.look(tenant, site)
    this.#evidence.look(tenant, site, () => this.#liveFeeds(tenant, site))
  }

  #liveFeeds(tenant: string, site: string): Feed[] {
    return [...this.#feeds.values()].filter(feed => feed.isLive && feed.isOf(tenant, site))
  }

  readonly evidence = (sha256: string): Promise<string | null> => this.#evidence.path(sha256)

  bundle(...asked: Parameters<PlatformPort['bundle']>): AsyncIterable<Uint8Array> {
    return bundleOf(...asked, this.seal)
  }

  readonly playbooks = (tenant: string) => this.#books.of(tenant)

  readonly findingCopy = (finding: object) => copyOf(finding as Finding)

  incident(tenant: string, incident: Incident): void {
    this.#changed(tenant, incident)
    this.escalation.look(tenant, incident)
    if (incident.enrichment === null) this.#desk.look(tenant, incident.site, incident.id)
  }

  #changed(tenant: string, { site, id, title, severity, state }: Incident): void {
    this.#emit({ kind: 'incident', tenant, site, id, title, severity, state })
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
    const stream = { tenant, site, sensor: 'demo', epoch: new Date().toISOString() }
    const job = await demoJob(stores.state.db, stream, lesson)
    this.#watch.expect(stream)
    this.#feed(DEMO_THREAD, job, stream, null)
  }

  #feed(
    script: URL,
    job: object,
    stream: Stream,
    file: string | null,
    onProgress?: (read: number, total: number) => void,
    endsWhenAsked = false,
  ): Feed {
    const { tenant, site, sensor } = stream
    const feed = new Feed(script, job, {
      sites: this.#sites,
      stream,
      file,
      onHealth: health => {
        if (file === null) this.#watch.heard(stream, health, { to: 0, isBusy: false })
        void this.#heard.hear(tenant, site, sensor, health)
      },
      onTrouble: error => this.#options.log.error({ err: error, site, sensor }, NOT_STORED),
      onWord: sentence => this.#options.log.warn({ site, sensor }, sentence),
      endsWhenAsked,
      ...(onProgress ? { onProgress } : {}),
    })
    const key = `${keyOf(tenant, site)} ${sensor} ${stream.epoch}`
    this.#feeds.set(key, feed)
    void feed.done.then(() => this.#feeds.delete(key))
    return feed
  }

  stories(tenant: string, site: string) {
    return this.#demoOf(tenant, site) ? demoStories : null
  }

  tellStory(tenant: string, site: string, story: string): boolean {
    const demo = this.#demoOf(tenant, site)
    if (!demo || !demoStories.some(({ id }) => id === story)) return false
    demo.post({ tell: story })
    return true
  }

  #demoOf(tenant: string, site: string): Feed | null {
    return this.#liveFeeds(tenant, site)[0] ?? null
  }

  analyze(capture: Capture): void {
    this.#captures.analyze(capture)
  }

  checkModel(source: string): readonly Fault[] {
    return modelFaults(source, this.#options.rules)
  }

  async take({ tenant, site, sensor, epoch, seq, body, health }: RemoteBatch): Promise<Taken> {
    try {
      // Opened here too: whoever sends what cannot be read is told, and nobody else waits for it.
      const { packed, told, to, isBusy } = remoteBatch(body, health)
      this.#watch.heard({ tenant, site, sensor }, told, { to, isBusy })
      refuseFuture(to, this.#now())
      const batch = { sensor, epoch, seq, file: null, taught: false, body: packed }
      await this.#sites.call({ tenant, site }, { kind: 'take', batch })
      await this.#heard.hear(tenant, site, sensor, told)
      return { kind: 'stored' }
    } catch (error) {
      if (error instanceof Undecodable) return { kind: 'unreadable', why: `This is no batch: ${error.message}.` }
      if (error instanceof NotTaken && error.expected !== null) return { kind: 'gap', expected: error.expected }
      throw error
    }
  }

  baseline(tenant: string, site: string): Promise<object> {
    return this.#sites.call({ tenant, site }, { kind: 'baseline', device: null })
  }

  baselineOf(tenant: string, site: string, device: string): Promise<object | null> {
    return this.#sites.call({ tenant, site }, { kind: 'baseline', device })
  }

  decide(tenant: string, site: string, decision: Decision): Promise<number | null> {
    return this.#sites.call({ tenant, site }, { kind: 'decide', decision: decision as BaselineDecision })
  }

  readonly mostExpected = 2 * MAX_DOCUMENT

  readExpected(file: string, bytes: Uint8Array): ExpectedDocument {
    return readExpected(file, textFrom(bytes))
  }

  compare(tenant: string, site: string, documents: readonly object[]): Promise<object> {
    return this.#sites.call({ tenant, site }, { kind: 'compare', documents: documents as ExpectedDocument[] })
  }

  figures(): Figures {
    return { ...this.#counts.figures(this.#sites.queued), removed: this.#retention.removed }
  }

  readonly hearings = () => this.#heard.hearings()

  log(what: string, detail: object): void {
    this.#options.log.warn(detail, what)
  }

  async reload(tenant: string, site: string): Promise<void> {
    await this.#sites.call({ tenant, site }, { kind: 'renew' })
  }

  readonly health = () => healthOfStores(this.#options.stores)

  /** What is under way is stored; then nothing more is taken. */
  async stop(): Promise<void> {
    this.#stopping = true
    this.#own.stop()
    this.#watch.stop()
    this.#captures.stop()
    await this.#retention.stop()
    await this.#anchors.stop()
    await this.#rules.stop()
    await Promise.all([this.feeds.stop(), this.exercises.stop(), this.risk.stop(), this.reports.stop()])
    await Promise.all([...this.#feeds.values()].map(feed => feed.stop()))
    await this.#sites.stop()
    await this.#desk.stop()
    await this.#evidence.stop()
    await this.escalation.stop()
  }
}

const keyOf = (tenant: string, site: string): string => `${tenant}/${site}`
