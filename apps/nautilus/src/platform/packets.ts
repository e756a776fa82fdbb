// The packets of findings: kept as files when a finding comes, and found in the rings of the sensors as long as those reach.
import { join } from 'node:path'
import type { PlatformPort } from '@nautilus/api'
import type { Database } from '@nautilus/store'
import type { Logger } from 'pino'
import { packetsAround } from './around.ts'
import type { BucketConfig } from './config-bus.ts'
import { bucketFiles } from './evidence-bucket.ts'
import { EvidenceDesk } from './evidence-desk.ts'
import { folderFiles } from './evidence-files.ts'
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
  /** The live sensors of a site. */
  readonly live: (tenant: string, site: string) => readonly NearFrames[]
}

export class Packets {
  readonly desk: EvidenceDesk
  readonly rings: Rings
  readonly #live: PacketsOptions['live']

  constructor({ folder, bucket, ring, db, log, live }: PacketsOptions) {
    const own = join(folder, 'evidence')
    this.desk = new EvidenceDesk({ files: bucket ? bucketFiles(own, bucket) : folderFiles(own), db, log })
    this.rings = new Rings(folder, ring, db)
    this.#live = live
  }

  /** Findings of this site changed. */
  look(tenant: string, site: string): void {
    const place = { tenant, site }
    this.desk.look(tenant, site, () => this.#live(tenant, site).map(near => this.rings.source(place, near)))
  }

  /** The platform starts: what was found just before it stopped. */
  lookBack(tenant: string, site: string): void {
    this.desk.look(tenant, site, () => this.rings.past({ tenant, site }), 'past')
  }

  readonly around: PlatformPort['packetsAround'] = async asked => {
    await Promise.all(this.#live(asked.tenant, asked.site).map(near => near.settle()))
    return packetsAround(this.rings, asked, asked.kept && (await this.desk.path(asked.kept)))
  }
}
