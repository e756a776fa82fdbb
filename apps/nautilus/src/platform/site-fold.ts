// What a site knows: a fold over the batches of its sensors, in the order taken. No clock, no disk: replay gives the same.
import type { Baseline, Decision } from '@nautilus/detection'
import { Inventory, type VendorOf } from '@nautilus/inventory'
import type { Batch, Expectation, ExpectedDocument, Link, Notice, Party, Point } from '@nautilus/model'
import type { Changes, Keyed } from '@nautilus/store'
import { type BaselineView, baselineOf, learnedOf } from '../baseline-view.ts'
import { Detection, type DetectionOptions } from '../detection.ts'
import { Differences } from './differences.ts'

export type SiteFoldOptions = {
  readonly vendorOf: VendorOf
  readonly detection: DetectionOptions & { readonly memory: Baseline }
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
  readonly #assets = new Differences()
  readonly #links = new Differences()
  readonly #points = new Differences()
  readonly #findings = new Differences()
  readonly #notices = new Differences()
  readonly #facts = new Differences()
  readonly #told = new Map<string, Keyed<Notice>>()
  #touched = false

  constructor({ vendorOf, detection }: SiteFoldOptions) {
    this.#inventory = new Inventory({ vendorOf })
    this.#baseline = detection.memory
    this.#detection = new Detection(this.#inventory, { ...detection, onMatch: () => this.#touch() })
  }

  #touch(): void {
    this.#touched = true
  }

  /** `taught`: a person gave the source of this batch as normal. `file`: the capture whose frames it numbers. */
  learn(batch: Batch, { taught, file }: { readonly taught: boolean; readonly file: string | null }): void {
    this.#inventory.learn(batch)
    if (taught) this.#detection.teach(batch)
    else this.#detection.watch(batch, file ?? '')
    for (const notice of batch.notices) this.#note(notice)
  }

  #note(notice: Notice): void {
    const id = `${notice.code} ${notice.message}`.slice(0, 512)
    const known = this.#told.get(id)
    if (!known && this.#told.size >= MOST_NOTICES) return
    this.#told.set(id, {
      id,
      row: { ...notice, count: notice.count + (known?.row.count ?? 0), at: known?.row.at ?? notice.at },
    })
  }

  /** What a person decided about what is normal; false when there is no such fact. */
  decide(decision: Decision): boolean {
    return this.#baseline.apply(decision)
  }

  baseline(): BaselineView {
    return baselineOf(this.#baseline, this.#inventory.map().assets)
  }

  baselineOf(device: string): object | null {
    return learnedOf(this.#baseline, this.#inventory.map().assets, device)
  }

  compare(documents: readonly ExpectedDocument[]): Expectation {
    return this.#inventory.compare(documents, this.#inventory.map().assets)
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
    const map = this.#inventory.map()
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

const keyed = <T extends { readonly id: string }>(value: T) => ({ id: value.id, value })
const linkId = ({ client, server, protocol, port }: Link): string => `${client} ${server} ${protocol} ${port}`
const linkOf = (value: Link) => ({ id: linkId(value), value })
const pointId = ({ server, protocol, port, object }: Point): string =>
  `${server} ${protocol} ${port} ${object}`.slice(0, 1024)
const pointOf = (value: Point) => ({ id: pointId(value), value })
