// The packets of findings: kept as files when a finding comes, and found in the rings of the sensors as long as those reach,
// on this machine and on others.
import { join } from 'node:path'
import type { PacketPort, PlatformPort } from '@nautilus/api'
import type { NatsConnection } from '@nautilus/nats'
import type { Database } from '@nautilus/store'
import type { Logger } from 'pino'
import { packetsAround } from './around.ts'
import type { BucketConfig } from './config-bus.ts'
import { bucketFiles } from './evidence-bucket.ts'
import { EvidenceDesk } from './evidence-desk.ts'
import { folderFiles } from './evidence-files.ts'
import { FarPackets } from './far-packets.ts'
import { PolledPackets } from './polled-packets.ts'
import type { RingConfig } from './ring-config.ts'
import { type NearFrames, Rings } from './rings.ts'

export type PacketsOptions = {
  /** The data folder. */
  readonly folder: string
  /** Where files are kept; null: in the folder. */
  readonly bucket: BucketConfig | null
  readonly ring: RingConfig | null
  readonly db: Database
  readonly log: Logger
  /** By which sensors of other machines are asked; null where there is no bus. */
  readonly nc: NatsConnection | null
  /** The live sensors of a site. */
  readonly live: (tenant: string, site: string) => readonly NearFrames[]
}

export class Packets implements PacketPort {
  readonly desk: EvidenceDesk
  readonly rings: Rings
  readonly far: FarPackets
  readonly #polled: PolledPackets
  readonly #live: PacketsOptions['live']

  constructor({ folder, bucket, ring, db, log, nc, live }: PacketsOptions) {
    const own = join(folder, 'evidence')
    this.desk = new EvidenceDesk({ files: bucket ? bucketFiles(own, bucket) : folderFiles(own), db, log })
    this.rings = new Rings(folder, ring, db)
    this.far = new FarPackets({ db, desk: this.desk, nc, log })
    this.#polled = new PolledPackets(db, this.far)
    this.#live = live
  }

  /** Findings of this site changed. */
  look(tenant: string, site: string): void {
    const place = { tenant, site }
    this.desk.look(tenant, site, () => this.#live(tenant, site).map(near => this.rings.source(place, near)))
    this.far.look(place)
  }

  /** The platform starts: what was found just before it stopped. */
  lookBack(tenant: string, site: string): void {
    this.desk.look(tenant, site, () => this.rings.past({ tenant, site }), 'past')
    this.far.look({ tenant, site })
  }

  readonly around: PlatformPort['packetsAround'] = async asked => {
    await Promise.all(this.#live(asked.tenant, asked.site).map(near => near.settle()))
    return packetsAround(this.rings, this.far, asked, asked.kept && (await this.desk.path(asked.kept)))
  }

  readonly questions: PacketPort['questions'] = sensor => this.#polled.questions(sensor)
  readonly answered: PacketPort['answered'] = (...answer) => this.#polled.answered(...answer)

  async stop(): Promise<void> {
    await this.far.stop()
    await this.desk.stop()
  }
}
