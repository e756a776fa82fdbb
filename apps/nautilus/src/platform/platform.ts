// The running platform: its sites with their workers, the sensors that feed them, and what pages are told.
import { EventEmitter } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { BusPort, Decision, Fault, Figures, LiveEvent, PlatformPort, RemoteBatch, Taken } from '@nautilus/api'
import type { Decision as BaselineDecision } from '@nautilus/detection'
import { MAX_DOCUMENT, readExpected } from '@nautilus/inventory'
import type { ExpectedDocument, Finding, Misuse } from '@nautilus/model'
import { partitionOf } from '@nautilus/nats'
import type { Incident } from '@nautilus/response'
import { asTenant, isUntold, listSites, listTenants, type RuleSource } from '@nautilus/store'
import { textFrom } from '../expected.ts'
import { InwardDesk } from '../inward/inward-desk.ts'
import type { OutwardDesk } from '../outward/desk.ts'
import { ownOutward } from '../outward/own.ts'
import { hourlyAnchors } from '../proof/anchors.ts'
import { bundleOf } from '../proof/bundle.ts'
import { sealIn } from '../proof/seal.ts'
import { scheduledDesk } from '../reports/scheduled-desk.ts'
import { copyOf } from '../response/copies.ts'
import { IncidentDesk } from '../response/desk.ts'
import { Escalation, ownCalls } from '../response/escalation.ts'
import { ownLaws } from '../response/laws.ts'
import { ownLibrary } from '../response/library.ts'
import { reportFileOf } from '../response/report-files.ts'
import { TenantBooks } from '../response/tenant-books.ts'
import { modelFaults } from '../site/load.ts'
import { VERSION } from '../version.ts'
import { attachmentsIn } from './attachments.ts'
import { type Capture, Captures } from './captures.ts'
import type { Owner } from './cluster/cluster.ts'
import type { Question } from './cluster/questions.ts'
import { routedSites } from './cluster/routed-sites.ts'
import type { SensorConfig } from './config-file.ts'
import { Counts } from './counts.ts'
import { demoStories } from './demo-stories.ts'
import { exerciseDesk } from './exercise-desk.ts'
import { FeedDesk } from './feed-desk.ts'
import { Housekeeping } from './housekeeping.ts'
import { Intake } from './intake.ts'
import { Packets } from './packets.ts'
import type { PlatformOptions } from './platform-options.ts'
import type { Regularly } from './regularly.ts'
import { riskDesk } from './risk-desk.ts'
import { RulesDesk } from './rules-desk.ts'
import { SensorWatch } from './sensor-watch.ts'
import type { Place, Sites, Told } from './site-calls.ts'
import { SitePool } from './site-pool.ts'
import { Sources } from './sources.ts'
import { healthOfStores } from './stores.ts'
import type { Watched } from './watchman.ts'
import { workDesk } from './work-desk.ts'

export type { PlatformOptions } from './platform-options.ts'

const NOT_STORED = 'what a sensor told could not be stored; it is tried again'
export class Platform implements PlatformPort {
  readonly version = VERSION
  readonly bus: BusPort | null
  readonly uploads: string
  readonly escalation: Escalation
  readonly attachments: PlatformPort['attachments']
  readonly #options: PlatformOptions
  /** Null where this process works on no sites. */
  readonly #pool: SitePool | null
  readonly #sites: Sites
  readonly #intake: Intake
  readonly #sources: Sources
  readonly #events = new EventEmitter().setMaxListeners(0)
  readonly #counts = new Counts()
  readonly #captures: Captures
  readonly #books: TenantBooks
  readonly #desk: IncidentDesk
  readonly packets: Packets
  readonly #anchors: Regularly
  readonly laws = ownLaws()
  readonly library = ownLibrary()
  readonly seal: PlatformPort['seal']
  readonly reportFile = reportFileOf
  readonly #retention: Housekeeping
  readonly #watch: SensorWatch
  readonly #rules: RulesDesk
  readonly work: PlatformPort['work']
  readonly feeds: FeedDesk
  readonly exercises = exerciseDesk()
  readonly outward: OutwardDesk
  readonly inward: InwardDesk
  readonly risk = riskDesk()
  readonly reports: ReturnType<typeof scheduledDesk>
  readonly #now: () => number
  #stopping = false
  #onDuty = false

  constructor(options: PlatformOptions) {
    this.#options = options
    this.bus = options.bus ?? null
    const { databaseUrl, state, telemetry } = options.stores
    this.#pool = options.works === false ? null : this.#newPool()
    this.#sites = routedSites(this.#pool, options.cluster ?? null)
    options.cluster?.hear(event => this.#heardOf(event))
    this.#now = options.now ?? (() => Date.now() * 1000)
    this.#watch = new SensorWatch({ db: options.stores.state.db, sites: this.#sites, log: options.log, now: this.#now })
    this.packets = this.#newPackets()
    this.#sources = this.#newSources()
    const { heard } = this.#sources
    this.#intake = new Intake({ sites: this.#sites, watch: this.#watch, heard, now: this.#now })
    this.#rules = new RulesDesk({ builtIn: options.rules, databaseUrl })
    const { risk, laws, playbooks } = this
    this.reports = scheduledDesk({ db: state.db, risk, laws, playbooks, now: this.#now }, options)
    this.work = workDesk({ db: state.db, rules: options.rules, sites: this.#sites })
    this.feeds = new FeedDesk({ db: state.db, sites: this.#sites, log: options.log })
    this.uploads = join(options.folder, 'uploads')
    this.seal = sealIn(options.folder)
    const isOn = () => this.#hasDuties
    mkdirSync(this.uploads, { recursive: true, mode: 0o700 })
    const { log, unpacked, calls = ownCalls(), folder, bucket = null } = options
    this.attachments = attachmentsIn(join(folder, 'attachments'), bucket, log)
    this.#books = new TenantBooks({ db: state.db, shipped: this.library.shipped, log })
    this.#anchors = hourlyAnchors({ db: state.db, seal: this.seal, log, isOn })
    this.#retention = new Housekeeping({ db: state.db, telemetry, packets: this.packets.desk, log, isOn })
    this.#captures = this.#newCaptures(unpacked)
    const onIncident = (tenant: string, incident: Incident) => this.#changed(tenant, incident)
    const shared = { db: state.db, calls, log, playbooks: this.playbooks, onIncident }
    this.escalation = new Escalation({ ...shared, now: this.#now })
    this.outward = ownOutward(shared)
    this.inward = new InwardDesk({ db: state.db, databaseUrl, folder, calls, work: this.work, log })
    this.#desk = this.#newDesk()
  }

  #newPackets(): Packets {
    const { stores, folder, bucket = null, ring = null, log, cluster } = this.#options
    const live = (tenant: string, site: string) => this.#sources.live(tenant, site)
    return new Packets({ ...{ folder, bucket, ring, log, live }, db: stores.state.db, nc: cluster?.nc ?? null })
  }

  #newPool(): SitePool {
    const { stores, traces = null, log } = this.#options
    const { databaseUrl, telemetryUrl } = stores
    return new SitePool({
      ...{ databaseUrl, telemetryUrl, traces },
      onTold: told => this.#told(told),
      onStrange: (place, sensor, detail) => this.misused({ ...place, sensor }, 'replay', detail),
      onWarning: message => log.warn(message),
      onTrouble: error => log.error({ err: error }, 'a thread of sites failed; another takes over'),
    })
  }

  #newSources(): Sources {
    const { stores, log, lesson } = this.#options
    return new Sources({
      ...{ db: stores.state.db, sites: this.#sites, watch: this.#watch, counts: this.#counts, log, lesson },
      ringFor: stream => this.packets.rings.optionsFor(stream),
      emit: event => this.#emit(event),
      onFolder: (place, folder) => this.#captures.watch(place, folder),
    })
  }

  #newCaptures(unpacked: number | undefined): Captures {
    const { stores, log } = this.#options
    return new Captures({
      folder: this.uploads,
      db: stores.state.db,
      log,
      feed: (...reading) => this.#sources.capture(...reading),
      settle: ({ tenant, site }) => this.#sites.call({ tenant, site }, { kind: 'settle' }),
      keep: ({ tenant, site, name, file }) => this.packets.desk.capture(tenant, site, name, file),
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

  /** Starts the sensors of this machine and the work on its sites, and brings the demonstration plants to life. */
  async start(sensors: readonly SensorConfig[]): Promise<void> {
    const { stores, cluster } = this.#options
    if (cluster && this.#pool) await cluster.work(this.#owner())
    for (const sensor of sensors) if (!this.#stopping) await this.#sources.sensor(sensor)
    if (!cluster) await this.#beginSites(() => true)
    for (const { id: tenant } of await listTenants(stores.state.db)) await this.#captures.resume(tenant, !cluster)
    if (this.#stopping) return
    this.#watch.start()
    if (!cluster) await this.#beginDuties()
  }

  /** What one process alone does. Should two do it for a moment, the store keeps them apart. */
  async #beginDuties(): Promise<void> {
    if (this.#onDuty) return
    this.#onDuty = true
    this.feeds.start()
    this.outward.start()
    this.inward.start()
    await this.escalation.start()
  }

  get #hasDuties(): boolean {
    return this.#options.cluster?.hasDuties ?? true
  }

  async #beginSites(isOurs: (place: Place) => boolean): Promise<void> {
    const { db } = this.#options.stores.state
    for (const { id: tenant } of await listTenants(db))
      for (const site of await asTenant(db, tenant, scoped => listSites(scoped))) {
        // What is begun after the stop nobody would stop.
        if (this.#stopping) return
        if (!isOurs({ tenant, site: site.id })) continue
        this.#desk.look(tenant, site.id)
        this.packets.lookBack(tenant, site.id)
        if (site.demo) await this.#sources.demo(site)
        await this.#watch.expectRemote(tenant, site.id)
        await this.#tellRest({ tenant, site: site.id })
      }
  }

  async #tellRest(place: Place): Promise<void> {
    const { stores, log } = this.#options
    const untold = await asTenant(stores.state.db, place.tenant, scoped => isUntold(scoped, place.site))
    if (untold)
      this.#sites.call(place, { kind: 'settle' }).catch(error => log.warn({ err: error, ...place }, NOT_STORED))
  }

  #owner(): Owner {
    const isOf = (partition: number) => (place: Place) => partitionOf(place) === partition
    return {
      begin: async partition => {
        await this.#beginSites(isOf(partition))
        if (this.#hasDuties) await this.#beginDuties()
      },
      end: async (partition, kept) => {
        const isOurs = isOf(partition)
        this.#watch.forget(isOurs)
        await this.#sources.endDemos(isOurs, kept)
        if (kept) await this.#pool?.letGo(isOurs)
      },
      answer: (place, question) => this.#answer(place, question),
      store: (delivered, lost) => this.#intake.bus(delivered, lost),
    }
  }

  async #answer(place: Place, question: Question): Promise<unknown> {
    if (question.kind === 'call') return this.#sites.call(place, question.call)
    if (question.kind === 'remote') return this.#intake.http(question.batch)
    if (question.kind === 'story') return this.tellStory(place.tenant, place.site, question.story)
    return this.#watch.misused({ ...place, sensor: question.sensor }, question.how, question.detail)
  }

  #isHere(place: Place): boolean {
    const { cluster } = this.#options
    return !cluster || (this.#pool !== null && cluster.fenceOf(place) !== null)
  }

  /** Looks at the sensors; once started, that happens by itself now and then. */
  readonly watch = (): void => this.#watch.look()

  misused(watched: Watched, how: Misuse, detail: string): void {
    if (this.#isHere(watched)) return this.#watch.misused(watched, how, detail)
    const { cluster, log } = this.#options
    const { tenant, site, sensor } = watched
    cluster
      ?.ask({ tenant, site }, { kind: 'misused', sensor, how, detail })
      .catch(error => log.warn({ err: error }, NOT_STORED))
  }

  readonly checkRules = (sources: readonly RuleSource[]) => this.#rules.check(sources)

  readonly tryRule: PlatformPort['tryRule'] = asked => this.#rules.try(asked)

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
    this.packets.look(tenant, site)
  }

  readonly evidence: PlatformPort['evidence'] = sha256 => this.packets.desk.path(sha256)
  readonly packetsAround: PlatformPort['packetsAround'] = asked => this.packets.around(asked)

  bundle(...asked: Parameters<PlatformPort['bundle']>): AsyncIterable<Uint8Array> {
    return bundleOf(...asked, this.seal)
  }

  readonly playbooks = (tenant: string) => this.#books.of(tenant)

  readonly findingCopy = (finding: object) => copyOf(finding as Finding)

  incident(tenant: string, incident: Incident): void {
    this.#changed(tenant, incident)
    if (this.#hasDuties) this.escalation.look(tenant, incident)
    if (incident.enrichment === null) this.#desk.look(tenant, incident.site, incident.id)
  }

  #heardOf(event: LiveEvent): void {
    this.#events.emit('event', event)
    if (event.kind === 'incident' && this.#hasDuties) this.escalation.look(event.tenant, event)
  }

  #changed(tenant: string, { site, id, title, severity, state }: Incident): void {
    this.#emit({ kind: 'incident', tenant, site, id, title, severity, state })
  }

  #emit(event: LiveEvent): void {
    if (event.kind === 'sensor') this.packets.far.heard(event)
    this.#events.emit('event', event)
    this.#options.cluster?.emit(event)
  }

  subscribe(listener: (event: LiveEvent) => void): () => void {
    this.#events.on('event', listener)
    return () => this.#events.off('event', listener)
  }

  stories(tenant: string, site: string) {
    return this.#options.cluster || this.#sources.demoOf(tenant, site) ? demoStories : null
  }

  async tellStory(tenant: string, site: string, story: string): Promise<boolean> {
    if (!demoStories.some(({ id }) => id === story)) return false
    if (!this.#isHere({ tenant, site })) return this.#options.cluster!.ask({ tenant, site }, { kind: 'story', story })
    const demo = this.#sources.demoOf(tenant, site)
    demo?.post({ tell: story })
    return demo !== null
  }

  readonly analyze = (capture: Capture): void => this.#captures.analyze(capture)

  readonly checkModel = (source: string): readonly Fault[] => modelFaults(source, this.#options.rules)

  take(batch: RemoteBatch): Promise<Taken> {
    const { tenant, site } = batch
    if (this.#isHere({ tenant, site })) return this.#intake.http(batch)
    return this.#options.cluster!.ask<Taken>({ tenant, site }, { kind: 'remote', batch })
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

  readonly readExpected = (file: string, bytes: Uint8Array) => readExpected(file, textFrom(bytes))

  compare(tenant: string, site: string, documents: readonly object[]): Promise<object> {
    return this.#sites.call({ tenant, site }, { kind: 'compare', documents: documents as ExpectedDocument[] })
  }

  figures(): Figures {
    const told = { removed: this.#retention.removed, outward: this.outward.figures() }
    return { ...this.#counts.figures(this.#pool?.queued ?? 0), ...told }
  }

  readonly hearings = () => this.#sources.heard.hearings()
  readonly log = (what: string, detail: object) => this.#options.log.warn(detail, what)

  async reload(tenant: string, site: string): Promise<void> {
    await this.#sites.call({ tenant, site }, { kind: 'renew' })
  }

  readonly health = () => healthOfStores(this.#options.stores)

  /** What is under way is stored; then nothing more is taken. */
  async stop(): Promise<void> {
    this.#stopping = true
    this.#watch.stop()
    this.#captures.stop()
    const { feeds, exercises, risk, reports, inward } = this
    const working = [this.#retention, this.#anchors, this.#rules, feeds, exercises, risk, reports, inward]
    await Promise.all(working.map(each => each.stop()))
    await this.#sources.stop()
    await this.#options.cluster?.rest()
    await this.#pool?.stop()
    for (const each of [this.#desk, this.packets, this.escalation, this.outward]) await each.stop()
  }
}
