// What is wrong with a file, each fault with its place; and where each thing that was read stands.
import { MAX_TOLD } from './limits.ts'
import type { Fault, Place } from './tree.ts'

/** ``did you mean `legal`?``, or what there is: the end of a sentence. */
export type LikeOf = (typed: string, words: readonly string[]) => string

export class Faults {
  readonly list: Fault[] = []
  /** Faults beyond those that are told. */
  more = 0
  readonly #likeOf: LikeOf
  readonly #places = new WeakMap<object, Place>()

  constructor(likeOf: LikeOf) {
    this.#likeOf = likeOf
  }

  get count(): number {
    return this.list.length + this.more
  }

  tell(place: Place, message: string): void {
    if (this.list.length < MAX_TOLD) this.list.push({ place, message })
    else this.more++
  }

  unknown(place: Place, said: string, typed: string, words: readonly string[]): void {
    // Looking for the nearest word takes time, and nobody would be told it.
    this.tell(place, this.list.length < MAX_TOLD ? `${said}; ${this.#likeOf(typed, words)}` : said)
  }

  /** Remembers where something that was read stands, for checks that come later. */
  stands<T extends object>(read: T, place: Place): T {
    this.#places.set(read, place)
    return read
  }

  placeOf(read: object): Place {
    const place = this.#places.get(read)
    if (!place) throw new Error('This was not read with these faults.')
    return place
  }

  /** A fault of something that was read. */
  of(read: object, message: string): void {
    this.tell(this.placeOf(read), message)
  }
}
