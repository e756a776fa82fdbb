// Vulnerability intelligence of tenants: files that people bring or that are fetched, and the matching of every site.
import type { IntelligencePort, ReadIntelligence } from '@nautilus/api'
import { asTenant, type Database, putIntelligence, record, sitesToMatch } from '@nautilus/store'
import { JobThreads } from '../platform/job-threads.ts'
import type { ReadFiles } from './intelligence-files.ts'
import type { IntelligenceJob } from './intelligence-thread.ts'
import type { SiteMatched } from './match-site.ts'
import type { MatchJob } from './match-thread.ts'

/** Bytes of one file as it is brought. */
const MOST_FILE = 128_000_000
/** Sites that are matched in one round. */
const MOST_SITES = 50

export type IntelligenceOptions = {
  readonly db: Database
  readonly databaseUrl: string
  /** ms since 1970. */
  readonly now: () => number
  readonly onTrouble: (what: string, detail: object) => void
  /** There is something to match. */
  readonly onChanged: () => void
}
export type Brought = {
  readonly name: string
  readonly bytes: Uint8Array
  readonly by: string
  /** Where it was fetched from. */
  readonly source?: string
}

export class IntelligenceDesk implements IntelligencePort {
  readonly mostFile = MOST_FILE
  readonly #options: IntelligenceOptions
  readonly #reading = new JobThreads<IntelligenceJob, ReadFiles>({
    ...{ script: new URL('./intelligence-thread.ts', import.meta.url), what: 'reads a file of advisories' },
    ...{ most: Number.POSITIVE_INFINITY, deadline: 300_000 },
  })
  readonly #matching = new JobThreads<MatchJob, SiteMatched>({
    ...{ script: new URL('./match-thread.ts', import.meta.url), what: 'matches devices with advisories' },
    ...{ most: Number.POSITIVE_INFINITY, deadline: 900_000 },
  })

  constructor(options: IntelligenceOptions) {
    this.#options = options
  }

  async read(tenant: string, { name, bytes, by, source }: Brought): Promise<ReadIntelligence> {
    const { files, faults, more } = (await this.#reading.run({ name, bytes }))!
    const told = [...faults]
    const taken = await asTenant(this.#options.db, tenant, async scoped => {
      const taken: { kind: string; name: string; entries: number }[] = []
      for (const file of files) {
        const outcome = await putIntelligence(scoped, { tenant, source: source ?? null, by }, file)
        if (outcome === 'older')
          told.push({ file: file.name, message: 'is older than what is here, and was not taken' })
        if (outcome === 'new' || outcome === 'changed')
          taken.push({ kind: file.kind, name: file.name, entries: file.entries })
      }
      if (taken.length > 0) {
        const detail = { name, files: taken.length, kinds: [...new Set(taken.map(({ kind }) => kind))] }
        await record(scoped, tenant, { who: by, action: 'intelligence.put', object: name, detail })
      }
      return taken
    })
    if (taken.length > 0) this.#options.onChanged()
    return { taken, faults: told, more }
  }

  readonly changed = (): void => this.#options.onChanged()

  /** Every site whose matches are too old, one after the other. */
  async round(): Promise<void> {
    const { db, databaseUrl, now, onTrouble } = this.#options
    for (const place of await sitesToMatch(db, MOST_SITES)) {
      try {
        await this.#matching.run({ databaseUrl, ...place, now: now() })
      } catch (error) {
        onTrouble('the devices of a site could not be matched with advisories', { err: error, ...place })
      }
    }
  }

  async stop(): Promise<void> {
    await Promise.all([this.#reading.stop(), this.#matching.stop()])
  }
}
