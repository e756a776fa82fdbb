// Threat feeds, as the platform serves them: read apart, told to every site, and let go of when their time is over.
import type { FeedPort, ReadFeed } from '@nautilus/api'
import {
  asTenant,
  type Database,
  listSites,
  listTenants,
  ownersOfEnded,
  PROVIDER,
  removeReleased,
} from '@nautilus/store'
import type { Logger } from 'pino'
import type { FeedJob } from './feed-thread.ts'
import { JobThreads } from './job-threads.ts'
import type { Sites } from './site-calls.ts'

/** Bytes of one feed. The API takes it whole. */
const MOST_FILE = 16_000_000
/** ms between looks at what is over. */
const LOOK = 600_000
/** Days for which the contents of a feed that was replaced or removed are kept. */
const KEPT_DAYS = 30

type FeedDeskOptions = { readonly db: Database; readonly sites: Sites; readonly log: Logger }

export class FeedDesk implements FeedPort {
  readonly mostFile = MOST_FILE
  readonly #options: FeedDeskOptions
  readonly #reading = new JobThreads<FeedJob, ReadFeed>({
    script: new URL('./feed-thread.ts', import.meta.url),
    what: 'reads a feed',
    // Few may write feeds, and each of theirs is read.
    most: Number.POSITIVE_INFINITY,
    deadline: 120_000,
  })
  #timer: NodeJS.Timeout | null = null
  #looked = new Date()

  constructor(options: FeedDeskOptions) {
    this.#options = options
  }

  async read(name: string, bytes: Uint8Array): Promise<ReadFeed> {
    return (await this.#reading.run({ name, bytes }))!
  }

  async changed(tenant: string | null): Promise<void> {
    const { db, sites } = this.#options
    const tenants = tenant === null ? (await listTenants(db)).map(({ id }) => id) : [tenant]
    for (const one of tenants) {
      const own = await asTenant(db, one, scoped => listSites(scoped))
      await Promise.all(own.map(({ id: site }) => sites.call({ tenant: one, site }, { kind: 'feeds' })))
    }
  }

  /** Looks now and then for feeds whose time is over. */
  start(): void {
    this.#timer = setInterval(() => void this.look(new Date()), LOOK)
    this.#timer.unref()
  }

  async look(now: Date): Promise<void> {
    const { db, log } = this.#options
    try {
      for (const owner of await ownersOfEnded(db, this.#looked, now))
        await this.changed(owner === PROVIDER ? null : owner)
      await removeReleased(db, KEPT_DAYS)
      this.#looked = now
    } catch (error) {
      log.error({ err: error }, 'threat feeds that are over could not be taken from the sites; it is tried again')
    }
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer)
    await this.#reading.stop()
  }
}
