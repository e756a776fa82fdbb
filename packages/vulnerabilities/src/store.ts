import type { Advisory } from './csaf/advisory.ts'
import { compareVersions } from './version/compare.ts'

/** What a store holds at most; beyond it advisories are counted and left out. */
export type StoreLimits = {
  readonly advisories: number
  /** Products of all advisories together. */
  readonly products: number
}

export const storeLimits: StoreLimits = { advisories: 200_000, products: 5_000_000 }

export type Added = 'added' | 'replaced' | 'older' | 'same' | 'full' | 'draft'

/**
 * Advisories by publisher and id, of each the newest version. The order in which they come changes nothing, short of
 * the limits.
 */
export class AdvisoryStore {
  readonly #byKey = new Map<string, Advisory>()
  readonly #limits: StoreLimits
  readonly #counts = new Map<Added, number>()
  #products = 0
  #list: readonly Advisory[] | null = null

  constructor(limits: Partial<StoreLimits> = {}) {
    this.#limits = { ...storeLimits, ...limits }
  }

  add(advisory: Advisory): Added {
    const outcome = this.#add(advisory)
    this.#counts.set(outcome, (this.#counts.get(outcome) ?? 0) + 1)
    return outcome
  }

  /** How many were added with that outcome. */
  count(outcome: Added): number {
    return this.#counts.get(outcome) ?? 0
  }

  get size(): number {
    return this.#byKey.size
  }

  /** By id, then by publisher. */
  list(): readonly Advisory[] {
    this.#list ??= [...this.#byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, advisory]) => advisory)
    return this.#list
  }

  #add(advisory: Advisory): Added {
    if (advisory.status === 'draft') return 'draft'
    const key = `${advisory.id}\n${advisory.publisher.namespace || advisory.publisher.name}`
    const known = this.#byKey.get(key)
    const order = known ? compareAge(advisory, known) : 1
    if (order === 0) return 'same'
    if (order < 0) return 'older'
    const products = this.#products + advisory.products.size - (known?.products.size ?? 0)
    const isFull = products > this.#limits.products || (!known && this.#byKey.size >= this.#limits.advisories)
    if (isFull) return 'full'
    this.#products = products
    this.#byKey.set(key, advisory)
    this.#list = null
    return known ? 'replaced' : 'added'
  }
}

const compareAge = (a: Advisory, b: Advisory): number =>
  compareVersions(a.version, b.version) || (a.released < b.released ? -1 : a.released > b.released ? 1 : 0)
