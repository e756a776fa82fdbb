// What of a list is new, different or gone since it was seen last. Kept as hashes: the list itself is nowhere held twice.
import { hash } from 'node:crypto'

export type Identified<T> = { readonly id: string; readonly value: T }

export class Differences {
  #known: Map<string, string>
  readonly #sumOf: (value: never) => string

  /**
   * `ids`: of rows that are there and may be no more; of what they hold nothing is known. `sumOf`: a text that is another
   * whenever the row is.
   */
  constructor(ids: readonly string[] = [], sumOf: (value: never) => string = hashOf) {
    this.#sumOf = sumOf
    this.#known = new Map(ids.map(id => [id, '']))
  }

  /** Rows that stay as they are, and are not told as gone. */
  forget(ids: Iterable<string>): void {
    for (const id of ids) this.#known.delete(id)
  }

  /** Of rows with one id the first counts: two in one statement are a fault of the store, and it would take none. */
  of<T>(rows: readonly Identified<T>[]): { readonly changed: T[]; readonly gone: string[] } {
    const next = new Map<string, string>()
    const changed: T[] = []
    for (const { id, value } of rows) {
      if (next.has(id)) continue
      const sum = this.#sumOf(value as never)
      if (this.#known.get(id) !== sum) changed.push(value)
      next.set(id, sum)
      this.#known.delete(id)
    }
    const gone = [...this.#known.keys()]
    this.#known = next
    return { changed, gone }
  }
}

const hashOf = (value: unknown): string => hash('sha1', JSON.stringify(value), 'base64')
