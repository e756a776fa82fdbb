// What `analyze` knows: several captures folded into one report. No clock, no disk.
import { Inventory, type VendorOf } from '@nautilus/inventory'
import type { Asset, Batch, Link, Party, Point } from '@nautilus/model'
import { ProtocolStatistics, Sensor } from '@nautilus/sensor'
import { ActivityLog, MAX_ROWS, type Row } from './activity-log.ts'
import { Changes, type Control } from './changes.ts'
import { ConnectionLog, type ConnectionRow, MAX_CONNECTIONS } from './connection-log.ts'
import { MAX_NOTICES, NoticeLog, type ReportNotice } from './notice-log.ts'
import { Services, type Unrecognised } from './services.ts'

/** Where a capture file had to be given up, and why. */
export type Damaged = { readonly file: string; readonly at: number; readonly why: string }

type Assets = { readonly clientAsset: string | null; readonly serverAsset: string | null }

export type ReportActivity = Row & Assets
export type ReportConnection = ConnectionRow & Assets

/** Everything that is known of the captures, for people and machines alike. */
export type Report = {
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
  readonly assets: readonly Asset[]
  readonly links: readonly Link[]
  readonly control: readonly Control[]
  /** Registers, tags and objects: what they held, who reads and writes them. */
  readonly points: readonly Point[]
  readonly activities: readonly ReportActivity[]
  /** Every TCP and UDP conversation, recognised or not. */
  readonly connections: readonly ReportConnection[]
  readonly notices: readonly ReportNotice[]
}

export type AnalysisOptions = {
  readonly vendorOf: VendorOf
  /** False sends every message down the clear path; the report must be the same. */
  readonly repeat?: boolean
}

/** Several captures, one after the other, as one: a sensor for each, one inventory over all. */
export class Analysis {
  readonly #inventory: Inventory
  readonly #repeat: boolean
  readonly #log = new ActivityLog()
  readonly #connections = new ConnectionLog()
  readonly #changes = new Changes()
  readonly #protocols = new Map<string, ProtocolStatistics>()
  readonly #unrecognised = new Services()
  readonly #told = new NoticeLog()
  readonly #notices: ReportNotice[] = []
  readonly #files: string[] = []
  readonly #damaged: Damaged[] = []
  #packets = 0
  #bytes = 0
  #first = Number.POSITIVE_INFINITY
  #last = Number.NEGATIVE_INFINITY
  #duplicates = 0

  constructor({ vendorOf, repeat = true }: AnalysisOptions) {
    this.#inventory = new Inventory({ vendorOf })
    this.#repeat = repeat
  }

  get packets(): number {
    return this.#packets
  }

  /** A sensor for the next file: feed it all records, then `add` it. */
  sensor(file: string): Sensor {
    return new Sensor({ onBatch: batch => this.#learn(batch, file), repeat: this.#repeat })
  }

  #learn(batch: Batch, file: string): void {
    this.#inventory.learn(batch)
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

  #damage(file: string, { at, why }: { readonly at: number; readonly why: string }): void {
    this.#damaged.push({ file, at, why })
    const message = `Reading stopped at byte ${at}: ${why}. Everything before it is in this report.`
    this.#notices.push({ code: 'capture.damaged', message, count: 1, at: 0, frame: 0, file })
  }

  report(): Report {
    const inventory = this.#inventory
    const assetIdOf = (party: Party) => inventory.assetIdOf(party)
    const named = <T extends { readonly client: Party; readonly server: Party }>(row: T): T & Assets => ({
      ...row,
      clientAsset: assetIdOf(row.client),
      serverAsset: assetIdOf(row.server),
    })
    const any = this.#packets > 0
    return {
      capture: {
        files: this.#files,
        packets: this.#packets,
        bytes: this.#bytes,
        first: any ? this.#first : null,
        last: any ? this.#last : null,
        damaged: this.#damaged,
        duplicates: this.#duplicates,
      },
      protocols: new Map([...this.#protocols].filter(wasSpoken).sort(([a], [b]) => (a < b ? -1 : 1))),
      unrecognised: this.#unrecognised.list(),
      assets: inventory.assets(),
      links: inventory.links(),
      control: this.#changes.detail(inventory.controlTable(), assetIdOf),
      points: inventory.points(),
      activities: this.#log.rows().map(named),
      connections: this.#connections.rows().map(named),
      notices: [
        ...this.#told.rows(),
        ...this.#notices,
        ...inventory.notices().map(n => ({ ...n, file: null })),
        ...this.#ownNotices(),
      ],
    }
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

/** A sensor also counts for protocols that it only looked for. */
const wasSpoken = ([, { packets, messages, malformed }]: readonly [string, ProtocolStatistics]): boolean =>
  packets + messages + malformed > 0
