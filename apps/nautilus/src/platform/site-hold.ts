// How a site is held while it is worked on: alone, or by a lease that may be lost to another worker at any moment.
import { asTenant, type Database, type Fence, holdLease, patiently, type Scoped } from '@nautilus/store'
import { textOf } from './site-entry.ts'
import type { ThreadTime } from './thread-time.ts'

/** `isAgain`: nobody knows whether what was tried before is stored. */
export type Write = <T>(use: (scoped: Scoped, isAgain: boolean) => Promise<T>) => Promise<T>

export type SiteHoldOptions = {
  readonly tenant: string
  readonly site: string
  readonly database: Database
  /** Of the sites of one thread. */
  readonly time?: ThreadTime | undefined
  /** Told what an operator should know. */
  readonly onTrouble?: (message: string) => void
}

export class SiteHold {
  readonly #options: SiteHoldOptions
  /** Null where there is one machine alone. */
  fence: Fence | null = null
  #isComing = false

  constructor(options: SiteHoldOptions) {
    this.#options = options
  }

  /** Others may take it over. */
  get #time(): ThreadTime | null {
    return (this.fence && this.#options.time) ?? null
  }

  /**
   * A transaction of this site; nothing of it is stored where another worker has the site. Where the database is away it
   * is waited for: what is in memory need not be thrown away.
   */
  readonly write: Write = use => {
    const { fence } = this
    const time = this.#time
    const { tenant, site, database, onTrouble } = this.#options
    const onAway = (error: unknown) =>
      onTrouble?.(`The database is away, and site ${site} waits for it: ${textOf(error)}`)
    return patiently(isAgain => {
      const held = () =>
        asTenant(database, tenant, async scoped => {
          if (fence) await holdLease(scoped, fence)
          return use(scoped, isAgain)
        })
      return time ? time.transact(held) : held()
    }, onAway)
  }

  /** Holds the thread: where others may take over, not while one of its transactions stands open. */
  readonly long = async <T>(work: () => T | Promise<T>): Promise<T> => {
    const time = this.#time
    return time ? time.long(work, this.#isComing) : work()
  }

  /** Reads what is known of it. */
  comeBack<T>(work: () => Promise<T>): Promise<T> {
    const time = this.#time
    const coming = async () => {
      this.#isComing = true
      try {
        return await work()
      } finally {
        this.#isComing = false
      }
    }
    return time ? time.comeBack(coming) : coming()
  }
}
