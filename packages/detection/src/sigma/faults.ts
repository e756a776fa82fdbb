// Reads trees strictly: every word that is not understood is a fault with its place, and reading goes on.
import { MAX_FAULTS } from './limits.ts'
import type { Entry, Fault, Place, Scalar, Tree } from './tree.ts'

/** ``did you mean `verb`?``, or what there is: the end of a sentence. */
export type LikeOf = (typed: string, words: readonly string[]) => string

export type Fields = ReadonlyMap<string, Entry>

export class Faults {
  readonly #faults: Fault[] = []
  readonly #likeOf: LikeOf
  /** Faults beyond those that are told. */
  more = 0

  constructor(likeOf: LikeOf) {
    this.#likeOf = likeOf
  }

  get list(): readonly Fault[] {
    return this.#faults
  }

  get count(): number {
    return this.#faults.length + this.more
  }

  tell(place: Place, message: string): void {
    if (this.#faults.length < MAX_FAULTS) this.#faults.push({ place, message })
    else this.more++
  }

  /** `said` names what the word was meant to be: ``There is no field `x` in activity``. */
  unknown(place: Place, said: string, word: string, words: readonly string[]): void {
    // Looking for the nearest word takes time, and nobody would be told it.
    const isTold = this.#faults.length < MAX_FAULTS
    this.tell(place, isTold ? `${said}; ${this.#likeOf(word, words)}` : said)
  }

  /** The entries of a map where only these keys are known. */
  fields(tree: Tree, what: string, known: readonly string[]): Fields {
    const fields = new Map<string, Entry>()
    for (const entry of this.entries(tree, what)) {
      const { key, place } = entry
      if (known.includes(key)) fields.set(key, entry)
      else this.unknown(place, `${what} has no \`${key}\``, key, known)
    }
    return fields
  }

  entries(tree: Tree, what: string): readonly Entry[] {
    if (tree.kind === 'map') return tree.entries
    this.tell(tree.place, `${what} must be a list of \`name: value\`.`)
    return []
  }

  text(entry: Entry | undefined, what: string): string | null {
    return entry ? this.textOf(entry.value, what) : null
  }

  textOf(tree: Tree, what: string): string | null {
    if (tree.kind === 'scalar' && tree.value !== null && typeof tree.value !== 'boolean')
      return typeof tree.value === 'string' ? tree.value : tree.text
    this.tell(tree.place, `${what} must be text.`)
    return null
  }

  /** One of a closed list of words. */
  word<T extends string>(entry: Entry | undefined, what: string, words: readonly T[]): T | null {
    const text = this.text(entry, what)
    const found = words.find(word => word === text)
    if (entry && text !== null && !found)
      this.unknown(entry.value.place, `${what} is \`${clipped(text)}\``, text, words)
    return found ?? null
  }

  flag(entry: Entry | undefined, what: string): boolean | null {
    if (!entry) return null
    const { value } = entry
    if (value.kind === 'scalar' && typeof value.value === 'boolean') return value.value
    this.tell(value.place, `${what} must be \`true\` or \`false\`.`)
    return null
  }

  /** A list of texts; one text alone is a list of one. */
  texts(entry: Entry | undefined, what: string): { readonly text: string; readonly place: Place }[] {
    if (!entry) return []
    const { value } = entry
    const items: readonly Tree[] = value.kind === 'list' ? value.items : [value]
    return items.flatMap(item => {
      const text = this.textOf(item, `An entry of ${what}`)
      return text === null ? [] : [{ text, place: item.place }]
    })
  }

  /** A whole number, 0 or more. */
  whole(tree: Tree, what: string): number | null {
    if (tree.kind === 'scalar' && Number.isSafeInteger(tree.value) && Number(tree.value) >= 0) return Number(tree.value)
    this.tell(tree.place, `${what} must be a whole number, 0 or more.`)
    return null
  }
}

const MOST = 60

/** Text of a file as a sentence shows it. */
export const clipped = (text: string): string => {
  const line = text.replaceAll(/\s+/g, ' ')
  return line.length > MOST ? `${line.slice(0, MOST - 1)}…` : line
}

export const isScalar = (tree: Tree): tree is Scalar => tree.kind === 'scalar'
