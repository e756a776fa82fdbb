// The playbooks of each tenant: what came along, and in its place or beside it what the tenant wrote.
import type { Playbook } from '@nautilus/response'
import {
  asTenant,
  countPlaybooks,
  type Database,
  type Edition,
  keepEditions,
  listEditions,
  type OwnBooks,
  ownPlaybooks,
} from '@nautilus/store'
import type { Logger } from 'pino'
import { type Books, booksOf } from './books.ts'

/** Versions of all tenants that are kept at hand; each is some tens of kB. */
const MOST_AT_HAND = 1000

type Cached = { readonly count: number; readonly books: Books }
type CameAlong = { readonly books: Books; readonly inForce: readonly Playbook[]; readonly all: readonly Playbook[] }

export class TenantBooks {
  readonly #db: Database
  readonly #shipped: readonly Edition[]
  readonly #log: Pick<Logger, 'warn'>
  readonly #cached = new Map<string, Cached>()
  #cameAlong: Promise<CameAlong> | null = null

  constructor({ db, shipped, log }: { db: Database; shipped: readonly Edition[]; log: Pick<Logger, 'warn'> }) {
    this.#db = db
    this.#shipped = shipped
    this.#log = log
  }

  /** As they are now: whoever wrote one, in whichever process, is asked how many there are. */
  async of(tenant: string): Promise<Books> {
    const cameAlong = await this.#editions()
    return asTenant(this.#db, tenant, async scoped => {
      const count = await countPlaybooks(scoped)
      if (count === 0) return cameAlong.books
      const cached = this.#cached.get(tenant)
      const books = cached?.count === count ? cached.books : withOwn(cameAlong, await ownPlaybooks(scoped))
      this.#remember(tenant, { count, books })
      return books
    })
  }

  /** The one that was asked for last is the last to go. */
  #remember(tenant: string, cached: Cached): void {
    this.#cached.delete(tenant)
    this.#cached.set(tenant, cached)
    let all = 0
    for (const { count } of this.#cached.values()) all += count
    for (const [other, { count }] of this.#cached) {
      if (all <= MOST_AT_HAND || other === tenant) return
      this.#cached.delete(other)
      all -= count
    }
  }

  #editions(): Promise<CameAlong> {
    this.#cameAlong ??= this.#keep().catch(error => {
      // The next who asks tries again.
      this.#cameAlong = null
      throw error
    })
    return this.#cameAlong
  }

  async #keep(): Promise<CameAlong> {
    for (const { playbook } of await keepEditions(this.#db, this.#shipped))
      this.#log.warn(
        `${playbook.id}@${playbook.version} is not what this installation keeps under that name, which holds; raise its version.`,
      )
    const all = (await listEditions(this.#db)).map(({ playbook }) => playbook)
    const names = new Set(this.#shipped.map(({ playbook: { id, version } }) => `${id} ${version}`))
    const inForce = all.filter(({ id, version }) => names.has(`${id} ${version}`))
    return { books: booksOf(inForce, all), inForce, all }
  }
}

/** The newest that a tenant wrote goes before what came along, unless it was withdrawn. */
function withOwn({ inForce, all }: CameAlong, own: readonly OwnBooks[]): Books {
  const written = new Map(own.flatMap(({ id, written, isWithdrawn }) => (isWithdrawn ? [] : [[id, written.at(-1)!]])))
  return booksOf(
    [...inForce.filter(({ id }) => !written.has(id)), ...written.values()],
    [...all, ...own.flatMap(one => one.written)],
  )
}
