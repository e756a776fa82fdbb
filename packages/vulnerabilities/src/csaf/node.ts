// A cursor over JSON of unknown origin: it gives what has the right type, and keeps a sentence for what has not.
import type { AdvisoryLimits } from '../limits.ts'

export class Faults {
  readonly list: string[] = []
  dropped = 0
  readonly #most: number

  constructor(most: number) {
    this.#most = most
  }

  add(path: string, problem: string): void {
    if (this.list.length < this.#most) this.list.push(`${path === '' ? 'the document' : path} ${problem}`)
    else this.dropped++
  }
}

type Fields = Readonly<Record<string, unknown>>

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const kindOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'a list' : isObject(value) ? 'an object' : `a ${typeof value}`

/** One object of the document, with its path for the faults: `product_tree.branches[0].name`. */
export class Node {
  readonly path: string
  readonly faults: Faults
  readonly limits: AdvisoryLimits
  readonly #fields: Fields

  constructor(fields: Fields, path: string, faults: Faults, limits: AdvisoryLimits) {
    this.#fields = fields
    this.path = path
    this.faults = faults
    this.limits = limits
  }

  static from(value: unknown, faults: Faults, limits: AdvisoryLimits): Node | null {
    return isObject(value) ? new Node(value, '', faults, limits) : null
  }

  has(key: string): boolean {
    return Object.hasOwn(this.#fields, key)
  }

  /** Null where it is absent or of another type. */
  object(key: string): Node | null {
    const value = this.#get(key)
    if (value === undefined) return null
    if (isObject(value)) return this.#child(value, this.at(key))
    this.#wrong(key, 'an object', value)
    return null
  }

  /** Text without control characters, cut at the limit; null where it is absent or of another type. */
  text(key: string, most = this.limits.name): string | null {
    const value = this.#get(key)
    if (value === undefined) return null
    if (typeof value === 'string') return this.#plain(value, this.at(key), most)
    this.#wrong(key, 'a text', value)
    return null
  }

  /** The same, with a fault where it is absent. */
  required(key: string): string | null {
    const found = this.text(key)
    if (!this.has(key)) this.faults.add(this.at(key), 'is missing')
    return found
  }

  number(key: string): number | null {
    const value = this.#get(key)
    if (value === undefined) return null
    if (typeof value === 'number' && Number.isFinite(value)) return value
    this.#wrong(key, 'a number', value)
    return null
  }

  objects(key: string, most = this.limits.listed): Node[] {
    return this.#items(key, most, 'an object', (value, path) => (isObject(value) ? this.#child(value, path) : null))
  }

  texts(key: string, most = this.limits.listed): string[] {
    return this.#items(key, most, 'a text', (value, path) =>
      typeof value === 'string' ? this.#plain(value, path, this.limits.name) : null,
    )
  }

  at(key: string): string {
    return this.path === '' ? key : `${this.path}.${key}`
  }

  fault(problem: string): void {
    this.faults.add(this.path, problem)
  }

  #get(key: string): unknown {
    return Object.hasOwn(this.#fields, key) ? this.#fields[key] : undefined
  }

  #child(fields: Fields, path: string): Node {
    return new Node(fields, path, this.faults, this.limits)
  }

  #wrong(key: string, wanted: string, value: unknown): void {
    this.faults.add(this.at(key), `must be ${wanted}, and is ${kindOf(value)}`)
  }

  #items<T>(key: string, most: number, wanted: string, make: (value: unknown, path: string) => T | null): T[] {
    const value = this.#get(key)
    if (value === undefined) return []
    if (!Array.isArray(value)) {
      this.#wrong(key, 'a list', value)
      return []
    }
    if (value.length > most) this.faults.add(this.at(key), `has ${value.length} entries; ${most} are read`)
    return value.slice(0, most).flatMap((entry, at) => {
      const path = `${this.at(key)}[${at}]`
      const made = make(entry, path)
      if (made === null) this.faults.add(path, `must be ${wanted}, and is ${kindOf(entry)}`)
      return made === null ? [] : [made]
    })
  }

  #plain(value: string, path: string, most: number): string {
    if (value.length > most && most < this.limits.text)
      this.faults.add(path, `has ${value.length} characters; ${most} are kept`)
    return value.slice(0, most).replace(control, ' ').trim()
  }
}
