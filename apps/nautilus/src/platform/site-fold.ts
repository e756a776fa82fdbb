// What a site knows: a fold over the batches of its sensors, in the order taken. No clock, no disk: replay gives the same.
import type { Baseline, Decision, IndicatorBook, Rule, Teller } from '@nautilus/detection'
import { Inventory, type VendorOf } from '@nautilus/inventory'
import type { Batch, Declaration, Expectation, ExpectedDocument, Notice, Party } from '@nautilus/model'
import type { Changes, Keyed, RuleSource, SiteEvent, WrittenIds } from '@nautilus/store'
import { type BaselineView, baselineOf, learnedOf } from '../baseline-view.ts'
import { compileSources, runningOf } from '../custom/sources.ts'
import { Detection, type DetectionOptions } from '../detection.ts'
import type { Names } from '../site/selectors.ts'
import { Differences } from './differences.ts'
import { liveFile } from './live-file.ts'
import { linkRows, pointRows, pointSum } from './row-ids.ts'
import { SensorsSeen } from './sensors-seen.ts'
import { SiteGiven } from './site-given.ts'
import { type Beyond, packSnapshot, type Restored } from './snapshot.ts'

export type SiteFoldOptions = {
  readonly vendorOf: VendorOf
  /** `rules`: those of Nautilus. What people wrote comes by `enter`, or is in what is restored. */
  readonly detection: DetectionOptions & { readonly memory: Baseline }
  /** What people said of zones, names, levels and criticality. */
  readonly declared?: Declaration
  /** Where it goes on from; without it, it knows nothing. `detection.memory` is then the baseline of it. */
  readonly restored?: Restored | undefined
  /** What site.yaml names; without one, nothing does. */
  readonly names?: Names
  /** Of the feeds that are in what is restored. */
  readonly indicators?: IndicatorBook | null
}

/** Where a batch is from. */
export type Origin = {
  readonly taught: boolean
  readonly file: string | null
  readonly teller?: Teller | null
}

const nothing: Changes = {
  assets: [],
  goneAssets: [],
  links: [],
  goneLinks: [],
  points: [],
  findings: [],
  goneFindings: [],
  notices: [],
  facts: {},
}

export class SiteFold {
  readonly #inventory: Inventory
  readonly #detection: Detection
  readonly #baseline: Baseline
  readonly #declared: Declaration | undefined
  #assets = new Differences()
  #links = new Differences()
  readonly #points = new Differences([], pointSum)
  #findings = new Differences()
  readonly #notices = new Differences()
  readonly #facts = new Differences()
  readonly #told: Map<string, Keyed<Notice>>
  #touched = true
  readonly #builtIn: readonly Rule[]
  readonly #sensors: SensorsSeen
  readonly given: SiteGiven
  #custom: readonly RuleSource[]
  /** Ids of the rules that hold. */
  #rules: readonly string[] = []
  #aside: number
  #beyond: Beyond

  constructor({ vendorOf, detection, declared, restored, names, indicators = null }: SiteFoldOptions) {
    const { inventory: known, engine } = restored ?? {}
    this.#declared = declared
    this.#inventory = new Inventory({ vendorOf, ...(known ? { saved: known.inventory } : {}) })
    this.#baseline = detection.memory
    this.#told = restored?.told ?? new Map()
    this.#aside = restored?.aside ?? 0
    this.#beyond = restored?.beyond ?? { inventory: false, findings: false }
    this.#builtIn = detection.rules
    this.#sensors = new SensorsSeen(restored?.sensors)
    this.#custom = restored?.rules ?? []
    this.given = new SiteGiven(names, restored?.given)
    this.#detection = new Detection(this.#inventory, {
      ...detection,
      rules: this.#compiled(),
      onMatch: () => this.#touch(),
      orders: this.given.orders,
      indicators,
      ...(known ? { savedPeople: known.people } : {}),
      ...(engine ? { saved: engine } : {}),
    })
  }

  /** It begins without a part of what was known. What the tables hold of that is not for it to take back, ever. */
  lacks({ inventory, findings }: Beyond): void {
    this.#beyond = {
      inventory: inventory || this.#beyond.inventory,
      findings: findings || this.#beyond.findings,
    }
  }

  /** What the tables hold already: what is there no more is told as gone. */
  written({ assets, links, findings }: WrittenIds): void {
    if (!this.#beyond.inventory) {
      this.#assets = new Differences(assets)
      this.#links = new Differences(links)
    }
    if (!this.#beyond.findings) this.#findings = new Differences(findings)
    this.#touch()
  }

  /** Ids of the rules that hold. */
  get rules(): readonly string[] {
    return this.#rules
  }

  /** What people wrote of them. */
  get custom(): readonly RuleSource[] {
    return this.#custom
  }

  /** Whether an event says something that is not known. */
  isNews(event: SiteEvent): boolean {
    if (event.kind === 'orders') return true
    if (event.kind === 'feeds') return !this.given.areFeeds(event.feeds)
    if (event.kind === 'rules') return JSON.stringify(event.rules) !== JSON.stringify(this.#custom)
    return this.#sensors.isNews(event.sensor, event.note)
  }

  /** What happened besides batches and decisions, in its place in the sequence. `book`: of the feeds that it names. */
  enter(event: SiteEvent, book: IndicatorBook | null = null): void {
    if (event.kind === 'rules') return this.#use(event.rules)
    if (event.kind === 'orders') return this.#detection.setOrders(this.given.putOrders(event))
    if (event.kind === 'feeds') {
      this.given.useFeeds(event.feeds)
      return this.setIndicators(book)
    }
    const { sensor, at, note } = event
    this.#sensors.hear(sensor, note)
    this.#detection.hear({ kind: 'health', at, frame: 0, sensor, told: note })
  }

  /** What a rule found that holds no longer stays as it was found. */
  #use(custom: readonly RuleSource[]): void {
    const before = this.#detection.result().findings
    this.#custom = custom
    this.#detection.use(this.#compiled())
    const hold = new Set(this.#rules)
    this.#findings.forget(before.filter(({ rule }) => !hold.has(rule)).map(({ id }) => id))
    this.#touch()
  }

  #compiled(): readonly Rule[] {
    const compiled = compileSources(this.#custom, this.#builtIn)
    for (const { faults } of compiled.values()) {
      const [fault] = faults
      if (!fault) continue
      const message = `A rule that people wrote cannot be used by this version of the program, line ${fault.place.line}: ${fault.message}`
      this.#set({ code: 'rule.unusable', message, count: 1, at: 0, frame: 0 })
    }
    const rules = [...this.#builtIn, ...runningOf(compiled)]
    this.#rules = rules.map(({ id }) => id)
    return rules
  }

  /** As everything is at this moment. Throws `Unusable` where there is too much. */
  snapshot(): Promise<Buffer> {
    return packSnapshot({
      inventory: this.#inventory.save(),
      ...this.#detection.save(),
      baseline: [...this.#baseline.pieces()],
      told: this.#told,
      rules: this.#custom,
      sensors: this.#sensors.save(),
      given: this.given.save(),
      aside: this.#aside,
      beyond: this.#beyond,
    })
  }

  #touch(): void {
    this.#touched = true
  }

  /** `taught`: a person gave the source of this batch as normal. `file`: the capture whose frames it numbers. */
  learn(batch: Batch, { taught, file, teller = null }: Origin): void {
    this.#inventory.learn(batch)
    if (taught) this.#detection.teach(batch)
    else this.#detection.watch(batch, file ?? (teller ? liveFile(teller) : ''), file === null ? teller : null)
    const view = batch.health?.view
    if (view && teller) this.#sensors.see(teller.sensor, { file, at: batch.to, view })
    for (const notice of batch.notices) this.note(notice)
  }

  /** A batch that cannot be taken is left out, and the rest goes on. */
  setAside(sensor: string, number: number, failure: string): void {
    this.#aside++
    const which = this.#aside <= MOST_ASIDE ? `Batch ${number}` : 'A batch'
    const message = `${which} of sensor ${sensor} could not be taken and is set aside; what it told is missing here: ${failure.slice(0, 300)}`
    this.note({ code: 'batch.set-aside', message, count: 1, at: 0, frame: 0 })
  }

  /** A notice that adds to those of its words. */
  note(notice: Notice): void {
    const id = `${notice.code} ${notice.message}`.slice(0, 512)
    const known = this.#told.get(id)
    if (!known && this.#told.size >= MOST_NOTICES) return
    this.#told.set(id, {
      id,
      row: { ...notice, count: notice.count + (known?.row.count ?? 0), at: known?.row.at ?? notice.at },
    })
  }

  /** Other threat indicators, from the next batch on; null: none. */
  setIndicators(book: IndicatorBook | null): void {
    this.#detection.setIndicators(book)
    this.#touch()
  }

  /** What a person decided about what is normal; false when there is no such fact. */
  decide(decision: Decision): boolean {
    return this.#baseline.apply(decision)
  }

  baseline(): BaselineView {
    return baselineOf(this.#baseline, this.#inventory.map(this.#declared).assets)
  }

  baselineOf(device: string): object | null {
    return learnedOf(this.#baseline, this.#inventory.map(this.#declared).assets, device)
  }

  compare(documents: readonly ExpectedDocument[]): Expectation {
    return this.#inventory.compare(documents, this.#inventory.map(this.#declared).assets)
  }

  /** The asset's id, or the address where there is none. */
  readonly idOf = (party: Party, at: number): string =>
    this.#inventory.assetIdSoFar(party, at) ?? (party.ip || party.mac)

  /** Findings that are new or came again since this was asked last: cheap, for every batch. */
  newFindings(): Changes {
    if (!this.#touched) return nothing
    this.#touched = false
    const { findings } = this.#detection.result()
    const { changed, gone } = this.#findings.of(findings.map(keyed))
    return { ...nothing, findings: changed, goneFindings: gone }
  }

  /** Everything that changed since this was asked last. It describes the whole site anew, so not for every batch. */
  changes(): Changes {
    const map = this.#inventory.map(this.#declared)
    const { assets, subnets, zones, conduits, neighbours, paths, external, reach } = map
    const { findings, goneFindings } = this.newFindings()
    const result = this.#detection.result()
    const changed = this.#assets.of(assets.map(keyed))
    const links = this.#links.of(linkRows(this.#inventory.links()))
    const points = this.#points.of(pointRows(this.#inventory.points()))
    for (const notice of [...this.#inventory.notices(), ...result.notices]) this.#set(notice)
    const facts = {
      subnets,
      zones,
      conduits,
      neighbours,
      paths,
      external,
      reach,
      control: this.#inventory.controlTable(),
      coverage: this.#sensors.coverage(this.#inventory, map),
    }
    const known = this.#baseline.known()
    const detection = { rules: result.rules, blind: result.blind, taught: known.taught, site: known.readiness('site') }
    return {
      assets: changed.changed,
      goneAssets: changed.gone,
      links: links.changed,
      goneLinks: links.gone,
      points: points.changed,
      findings,
      goneFindings,
      notices: this.#notices.of([...this.#told.values()].map(({ id, row }) => ({ id, value: { id, row } }))).changed,
      facts: this.#changedFacts({ ...facts, detection }),
    }
  }

  /** Notices that are told whole each time replace themselves. */
  #set(notice: Notice): void {
    const id = `${notice.code} ${notice.message}`.slice(0, 512)
    if (this.#told.has(id) || this.#told.size < MOST_NOTICES) this.#told.set(id, { id, row: notice })
  }

  #changedFacts(facts: Readonly<Record<string, object>>): Record<string, object> {
    const rows = Object.entries(facts).map(([id, value]) => ({ id, value: { id, value } }))
    return Object.fromEntries(this.#facts.of(rows).changed.map(({ id, value }) => [id, value]))
  }
}

/** Different sentences of one site. */
const MOST_NOTICES = 2000
/** Batches set aside that are told one by one. */
const MOST_ASIDE = 100

const keyed = <T extends { readonly id: string }>(value: T) => ({ id: value.id, value })
