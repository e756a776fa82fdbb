// What a site knows: a fold over the batches of its sensors, in the order taken. No clock, no disk: replay gives the same.
import type { Baseline, Decision, IndicatorBook } from '@nautilus/detection'
import { Inventory, type VendorOf } from '@nautilus/inventory'
import type { Batch, Declaration, Expectation, ExpectedDocument, Link, Notice, Party, Point } from '@nautilus/model'
import type { Changes, Keyed, WrittenIds } from '@nautilus/store'
import { type BaselineView, baselineOf, learnedOf } from '../baseline-view.ts'
import { Detection, type DetectionOptions } from '../detection.ts'
import { Differences } from './differences.ts'
import { type Beyond, packSnapshot, type Restored } from './snapshot.ts'

export type SiteFoldOptions = {
  readonly vendorOf: VendorOf
  readonly detection: DetectionOptions & { readonly memory: Baseline }
  /** What people said of zones, names, levels and criticality. */
  readonly declared?: Declaration
  /** Where it goes on from; without it, it knows nothing. `detection.memory` is then the baseline of it. */
  readonly restored?: Restored | undefined
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
  readonly #points = new Differences()
  #findings = new Differences()
  readonly #notices = new Differences()
  readonly #facts = new Differences()
  readonly #told: Map<string, Keyed<Notice>>
  #touched = true
  #aside: number
  #beyond: Beyond

  constructor({ vendorOf, detection, declared, restored }: SiteFoldOptions) {
    const { inventory: known, engine } = restored ?? {}
    this.#declared = declared
    this.#inventory = new Inventory({ vendorOf, ...(known ? { saved: known.inventory } : {}) })
    this.#baseline = detection.memory
    this.#told = restored?.told ?? new Map()
    this.#aside = restored?.aside ?? 0
    this.#beyond = restored?.beyond ?? { inventory: false, findings: false }
    this.#detection = new Detection(this.#inventory, {
      ...detection,
      onMatch: () => this.#touch(),
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

  /**
   * Begins a stretch of batches at which a snapshot may stand: who everybody is, is asked anew, as it is when a snapshot
   * is restored. To be called after the same batches whether or not one is made, so that all ways lead to the same state.
   */
  checkpoint(): void {
    this.#detection.renew()
  }

  /** To be asked right after `checkpoint`. Throws `Unusable` where there is too much. */
  snapshot(): Buffer {
    return packSnapshot({
      inventory: this.#inventory.save(),
      ...this.#detection.save(),
      baseline: [...this.#baseline.pieces()],
      told: this.#told,
      aside: this.#aside,
      beyond: this.#beyond,
    })
  }

  #touch(): void {
    this.#touched = true
  }

  /** `taught`: a person gave the source of this batch as normal. `file`: the capture whose frames it numbers. */
  learn(batch: Batch, { taught, file }: { readonly taught: boolean; readonly file: string | null }): void {
    this.#inventory.learn(batch)
    if (taught) this.#detection.teach(batch)
    else this.#detection.watch(batch, file ?? '')
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

  /** A new set of threat feeds, from the next batch on; null: none. */
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
  readonly idOf = (party: Party, at: number): string => this.#inventory.assetIdOf(party, at) ?? (party.ip || party.mac)

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
    const links = this.#links.of(this.#inventory.links().map(linkOf))
    const points = this.#points.of(this.#inventory.points().map(pointOf))
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
    }
    const known = this.#baseline.known()
    const detection = { rules: result.rules, blind: result.blind, taught: known.taught, site: known.readiness('site') }
    return {
      assets: changed.changed,
      goneAssets: changed.gone,
      links: links.changed.map(value => ({ id: linkId(value), row: value })),
      goneLinks: links.gone,
      points: points.changed.map(value => ({ id: pointId(value), row: value })),
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
const linkId = ({ client, server, protocol, port }: Link): string => `${client} ${server} ${protocol} ${port}`
const linkOf = (value: Link) => ({ id: linkId(value), value })
const pointId = ({ server, protocol, port, object }: Point): string =>
  `${server} ${protocol} ${port} ${object}`.slice(0, 1024)
const pointOf = (value: Point) => ({ id: pointId(value), value })
