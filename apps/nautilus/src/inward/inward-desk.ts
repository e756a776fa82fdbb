// What other systems know, in a running platform: tables, sources that are asked regularly, and vulnerabilities.
import { join } from 'node:path'
import type { InwardPort, WorkPort } from '@nautilus/api'
import { asTenant, type Database, listTenants, sealerOf, sitesWithLists } from '@nautilus/store'
import type { Logger } from 'pino'
import { ownClock } from '../outward/clock.ts'
import { Regularly } from '../platform/regularly.ts'
import type { Calls } from '../response/escalation.ts'
import { VERSION } from '../version.ts'
import { IntelligenceDesk } from './intelligence-desk.ts'
import { ListDesk } from './list-desk.ts'
import { SourceDesk } from './source-desk.ts'

/** ms between looks at what is due: sources, matches with advisories, lists that are matched anew. */
const ASK = 30_000
const MATCH = 60_000
const REMATCH = 15 * 60_000
/** ms from the start. */
const FIRST = 5000

export type InwardOptions = {
  readonly db: Database
  readonly databaseUrl: string
  readonly folder: string
  readonly calls: Calls
  readonly work: WorkPort
  readonly log: Logger
}

export class InwardDesk implements InwardPort {
  readonly lists: ListDesk
  readonly sources: SourceDesk
  readonly intelligence: IntelligenceDesk
  readonly #options: InwardOptions
  #regular: Regularly[] = []

  constructor(options: InwardOptions) {
    this.#options = options
    const { db, databaseUrl, folder, calls, work, log } = options
    const onTrouble = (what: string, detail: object) => log.error(detail, what)
    this.lists = new ListDesk({ db, folder: join(folder, 'uploads') })
    this.intelligence = new IntelligenceDesk({
      ...{ db, databaseUrl, now: () => Date.now(), onTrouble },
      onChanged: () => void this.#matched(),
    })
    this.sources = new SourceDesk({
      ...{ db, sealer: sealerOf(calls.secret), version: VERSION, allowPrivate: calls.allowPrivate, clock: ownClock },
      ...{ lists: this.lists, intelligence: this.intelligence, work, onTrouble },
    })
  }

  start(): void {
    const each = (every: number, work: () => Promise<void>, what: string) =>
      new Regularly({ first: FIRST, every, work, onTrouble: error => this.#options.log.error({ err: error }, what) })
    this.#regular = [
      each(ASK, () => this.sources.round(), 'sources could not be asked; they are asked again'),
      each(MATCH, () => this.#matched(), 'devices could not be matched with advisories; it is tried again'),
      each(REMATCH, () => this.#rematch(), 'lists could not be matched anew; it is tried again'),
    ]
  }

  #matching: Promise<void> = Promise.resolve()

  /** One round at a time. */
  #matched(): Promise<void> {
    this.#matching = this.#matching
      .then(() => this.intelligence.round())
      .catch(error => {
        this.#options.log.error({ err: error }, 'devices could not be matched with advisories; it is tried again')
      })
    return this.#matching
  }

  async #rematch(): Promise<void> {
    const { db } = this.#options
    for (const { id: tenant } of await listTenants(db))
      for (const site of await asTenant(db, tenant, sitesWithLists)) await this.lists.rematch({ tenant, site })
  }

  async stop(): Promise<void> {
    this.sources.stop()
    // Threads that are ended let rounds end.
    await this.intelligence.stop()
    await Promise.all(this.#regular.map(one => one.stop()))
    await this.#matching
  }
}
