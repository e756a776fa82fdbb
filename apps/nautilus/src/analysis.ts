// What `analyze` knows: several captures folded into one report. No clock, no disk.
import { coverageOf, Inventory, type SiteMap, type VendorOf } from '@nautilus/inventory'
import type {
  Batch,
  Coverage,
  Declaration,
  Expectation,
  ExpectedDocument,
  Link,
  Notice,
  Party,
  Point,
} from '@nautilus/model'
import { ProtocolStatistics, Sensor } from '@nautilus/sensor'
import { ActivityLog, MAX_ROWS, type Row } from './activity-log.ts'
import { Changes, type Control } from './changes.ts'
import { ConnectionLog, type ConnectionRow, MAX_CONNECTIONS } from './connection-log.ts'
import { type Detected, Detection, type DetectionOptions, undetected } from './detection.ts'
import { MAX_NOTICES, NoticeLog, type ReportNotice } from './notice-log.ts'
import { Services, type Unrecognised } from './services.ts'
import { decodedOf, Sights } from './sights.ts'

/** Where a capture file had to be given up, and why. */
export type Damaged = { readonly file: string; readonly at: number; readonly why: string }

type Assets = { readonly clientAsset: string | null; readonly serverAsset: string | null }

export type ReportActivity = Row & Assets
export type ReportConnection = ConnectionRow & Assets

/** Everything that is known of the captures, for people and machines alike. */
export type Report = SiteMap & {
  readonly capture: {
    readonly files: readonly string[]
    readonly packets: number
    readonly bytes: number
    /** Null when there is no packet. */
    readonly first: number | null
    readonly last: number | null
    readonly damaged: readonly Damaged[]
    readonly duplicates: number
  }
  readonly protocols: ReadonlyMap<string, ProtocolStatistics>
  readonly unrecognised: readonly Unrecognised[]
  readonly links: readonly Link[]
  readonly control: readonly Control[]
  /** Registers, tags and objects: what they held, who reads and writes them. */
  readonly points: readonly Point[]
  readonly activities: readonly ReportActivity[]
  /** Every TCP and UDP conversation, recognised or not. */
  readonly connections: readonly ReportConnection[]
  /** What the rules found, and which of them could not see. */
  readonly detection: Omit<Detected, 'notices'>
  /** Captures that taught what is normal. Their devices are among the assets. */
  readonly learned: readonly string[]
  /** What these captures do not show. */
  readonly coverage: Coverage
  /** Null where no document said what to expect. */
  readonly expected: Expectation | null
  readonly notices: readonly ReportNotice[]
}

export type AnalysisOptions = {
  readonly vendorOf: VendorOf
  /** What documents say is there. */
  readonly expected?: readonly ExpectedDocument[]
  /** What the people of the site say of zones, conduits and devices. */
  readonly declared?: Declaration | undefined
  /** False sends every message down the clear path; the report must be the same. */
  readonly repeat?: boolean
  /** The rules, and what they compare with. Without it nothing is looked for. */
  readonly detection?: DetectionOptions
}

/** Several captures, one after the other, as one: a sensor for each, one inventory over all. */
export class Analysis {
  readonly #inventory: Inventory
  readonly #repeat: boolean
  readonly #detection: Detection | null
  readonly #log = new ActivityLog()
  readonly #connections = new ConnectionLog()
  readonly #changes = new Changes()
  readonly #protocols = new Map<string, ProtocolStatistics>()
  readonly #unrecognised = new Services()
  readonly #told = new NoticeLog()
  readonly #sights = new Sights()
  readonly #expected: readonly ExpectedDocument[]
  readonly #declared: Declaration | undefined
  readonly #notices: ReportNotice[] = []
  readonly #files: string[] = []
  readonly #learned: string[] = []
  readonly #damaged: Damaged[] = []
  #packets = 0
  #bytes = 0
  #first = Number.POSITIVE_INFINITY
  #last = Number.NEGATIVE_INFINITY
  #duplicates = 0

  constructor({ vendorOf, repeat = true, expected = [], declared, detection }: AnalysisOptions) {
    this.#declared = declared
    this.#expected = expected
    this.#inventory = new Inventory({ vendorOf })
    this.#repeat = repeat
    this.#detection = detection ? new Detection(this.#inventory, detection) : null
  }

  get packets(): number {
    return this.#packets
  }

  /** A sensor for the next file: feed it all records, then `add` it. */
  sensor(file: string): Sensor {
    return new Sensor({ onBatch: batch => this.#learn(batch, file), repeat: this.#repeat })
  }

  /** A sensor for a capture that teaches what is normal: feed it all records, then `taught`. */
  teacher(): Sensor {
    return new Sensor({
      onBatch: batch => {
        this.#inventory.learn(batch)
        this.#detection?.teach(batch)
      },
      repeat: this.#repeat,
    })
  }

  taught(sensor: Sensor, file: string, damage: { readonly at: number; readonly why: string } | null): void {
    sensor.finish()
    this.#learned.push(file)
    if (damage) this.#tellDamage(file, damage)
  }

  #learn(batch: Batch, file: string): void {
    this.#inventory.learn(batch)
    this.#detection?.watch(batch, file)
    for (const activity of batch.activities) {
      this.#log.learn(activity, file)
      this.#changes.learn(activity)
    }
    for (const connection of batch.connections) this.#connections.learn(connection, file)
    for (const notice of batch.notices) this.#told.learn(notice, file)
  }

  /** The file is read, as far as it could be. */
  add(sensor: Sensor, file: string, damage: { readonly at: number; readonly why: string } | null): void {
    sensor.finish()
    this.#files.push(file)
    this.#packets += sensor.packets
    this.#bytes += sensor.bytes
    this.#duplicates += sensor.duplicates.count
    if (sensor.packets > 0) {
      this.#first = Math.min(this.#first, sensor.first)
      this.#last = Math.max(this.#last, sensor.last)
    }
    for (const [name, statistics] of sensor.statistics.protocols) this.#sum(name, statistics)
    this.#unrecognised.add(sensor.unrecognised)
    this.#sights.add(sensor)
    if (damage) this.#damage(file, damage)
  }

  #sum(name: string, statistics: ProtocolStatistics): void {
    const sum = this.#protocols.get(name) ?? new ProtocolStatistics()
    this.#protocols.set(name, sum)
    sum.packets += statistics.packets
    sum.messages += statistics.messages
    sum.malformed += statistics.malformed
    for (const [code, { name: title, requests, replies, errors }] of statistics.functions) {
      const into = sum.function({ code, name: title })
      into.requests += requests
      into.replies += replies
      into.errors += errors
    }
    for (const [code, count] of statistics.faults) sum.faults.set(code, (sum.faults.get(code) ?? 0) + count)
  }

  #damage(file: string, damage: { readonly at: number; readonly why: string }): void {
    this.#damaged.push({ file, ...damage })
    this.#tellDamage(file, damage)
  }

  #tellDamage(file: string, { at, why }: { readonly at: number; readonly why: string }): void {
    const message = `Reading stopped at byte ${at}: ${why}. Everything before it is in this report.`
    this.#notices.push({ code: 'capture.damaged', message, count: 1, at: 0, frame: 0, file })
  }

  report(): Report {
    const inventory = this.#inventory
    const assetIdOf = (party: Party, at?: number) => inventory.assetIdOf(party, at)
    const named = <T extends { readonly client: Party; readonly server: Party; readonly first: number }>(
      row: T,
    ): T & Assets => ({
      ...row,
      clientAsset: assetIdOf(row.client, row.first),
      serverAsset: assetIdOf(row.server, row.first),
    })
    const { notices: told, ...detection } = this.#detection?.result() ?? undetected
    const map = inventory.map(this.#declared)
    const protocols = this.#spoken()
    const unrecognised = this.#unrecognised.list()
    return {
      ...map,
      capture: {
        files: this.#files,
        packets: this.#packets,
        bytes: this.#bytes,
        first: this.#packets > 0 ? this.#first : null,
        last: this.#packets > 0 ? this.#last : null,
        damaged: this.#damaged,
        duplicates: this.#duplicates,
      },
      protocols: new Map(protocols),
      unrecognised,
      links: inventory.links(),
      control: this.#changes.detail(inventory.controlTable(), assetIdOf),
      points: inventory.points(),
      activities: this.#log.rows().map(named),
      connections: this.#connections.rows().map(named),
      detection,
      learned: this.#learned,
      coverage: coverageOf({
        sight: this.#sights.all(),
        protocols: protocols.map(decodedOf),
        unrecognised,
        assets: map.assets,
        subnets: map.subnets,
        asked: inventory.hearsay.asked.values(),
      }),
      expected: this.#expected.length > 0 ? inventory.compare(this.#expected, map.assets) : null,
      notices: this.#allNotices(map, told),
    }
  }

  #spoken(): [string, ProtocolStatistics][] {
    return [...this.#protocols].filter(wasSpoken).sort(([a], [b]) => (a < b ? -1 : 1))
  }

  #allNotices(map: SiteMap, told: readonly Notice[]): ReportNotice[] {
    return [
      ...this.#told.rows(),
      ...this.#notices,
      ...[...this.#inventory.notices(), ...told].map(n => ({ ...n, file: null })),
      ...this.#ownNotices(),
      ...waysNotice(map),
      ...unheardNotice(map, this.#declared),
    ]
  }

  #ownNotices(): ReportNotice[] {
    const own = (code: string, count: number, message: string): ReportNotice[] =>
      count > 0 ? [{ code, message, count, at: 0, frame: 0, file: null }] : []
    const operations = this.#log.leftOut
    const connections = this.#connections.leftOut
    const troubles = this.#told.leftOut
    return [
      ...own(
        'activity.left-out',
        operations,
        `The report keeps ${MAX_ROWS} rows of activity; ${operations} operations beyond that are in the counts of assets, links and protocols, but have no row of their own. Analyze fewer captures at once to see them.`,
      ),
      ...own(
        'connection.left-out',
        connections,
        `The report keeps ${MAX_CONNECTIONS} rows of connections; ${connections} connections beyond that have none. Look for a scan, or analyze fewer captures at once.`,
      ),
      ...own(
        'notice.left-out',
        troubles,
        `The report keeps ${MAX_NOTICES} different notices; what ${troubles} further occurrences were is not told. Analyze fewer captures at once to see them.`,
      ),
    ]
  }
}

function waysNotice({ paths, pathsCut }: SiteMap): ReportNotice[] {
  if (!pathsCut) return []
  const message = `There are more ways to the process than are told; the report has ${paths.length} of them, the shortest first.`
  return [{ code: 'paths.left-out', message, count: 1, at: 0, frame: 0, file: null }]
}

const MOST_UNHEARD = 12

/** Devices that people declared and nobody heard. */
function unheardNotice({ assets }: SiteMap, { by = '', assets: declared = [] }: Declaration = none): ReportNotice[] {
  const heard = new Set(assets.flatMap(({ id, ip, mac }) => [id, ...ip, ...mac]))
  const silent = declared.filter(({ address }) => !heard.has(address))
  if (silent.length === 0) return []
  const names = silent.slice(0, MOST_UNHEARD).map(({ name, address }) => (name ? `${name} (${address})` : address))
  const more = silent.length > names.length ? ` and ${silent.length - names.length} more` : ''
  const message = `${by} names devices that were not heard: ${names.join(', ')}${more}. They are silent, elsewhere, or their traffic does not pass here.`
  return [{ code: 'site.unheard', message, count: silent.length, at: 0, frame: 0, file: null }]
}

const none: Declaration = { zones: [], conduits: [] }

/** A sensor also counts for protocols that it only looked for. */
const wasSpoken = ([, { packets, messages, malformed }]: readonly [string, ProtocolStatistics]): boolean =>
  packets + messages + malformed > 0
