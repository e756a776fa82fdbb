// The products of all advisories, findable by order number, family and word, maker by maker.
import type { Advisory, Product } from '../csaf/advisory.ts'
import type { Place } from '../version/contains.ts'
import type { Expression } from '../version/expression.ts'
import { parseExpression } from '../version/parse.ts'
import { familiesNamed, type Named } from './families.ts'
import { type Gist, gistOf, isTelling, wordsOf } from './names.ts'
import { bodyOf, literalOf, type Order, patternOf, patternsIn } from './orders.ts'
import { vendorKey } from './vendors.ts'

export type Entry = {
  readonly advisory: Advisory
  readonly product: Product
  /** Of a combination, what the first product runs on. */
  readonly on: Entry | null
  readonly vendor: string
  /** Without maker and version. */
  readonly name: string
  /** The same for entries that fit the same devices: one product is in many advisories. */
  readonly kind: string
  readonly words: readonly string[]
  readonly gist: Gist
  /** Words of the maker's names, which say nothing of the product. */
  readonly maker: readonly string[]
  readonly orders: readonly Order[]
  readonly families: readonly Named[]
  readonly rule: Expression
  /** Where versions lie to the rule, as far as it was asked. */
  readonly places: Map<string, Place>
  /** Where it stands in the catalogue. */
  readonly at: number
}

/** Characters of an order number by which patterns are looked up; patterns may begin with fewer before a wildcard. */
export const STEM = 5

export class Shelf {
  readonly byOrder = new Map<string, Entry[]>()
  /** By what SIPLUS and standard devices have in common. */
  readonly byBody = new Map<string, Entry[]>()
  /** Patterns with wildcards only, by how they begin. */
  readonly byStem = new Map<string, Entry[]>()
  readonly byFamily = new Map<string, Entry[]>()
  readonly byWord = new Map<string, Entry[]>()
  /** By the digits of the name: names with other digits are never similar. */
  readonly byDigits = new Map<string, Entry[]>()
}

export class Catalogue {
  readonly #shelves = new Map<string, Shelf>()
  /** Of every maker, for devices of which nobody says who made them. */
  readonly #open = new Shelf()

  constructor(advisories: readonly Advisory[]) {
    let at = 0
    for (const advisory of advisories) {
      const entries = new Map<string, Entry>()
      for (const product of advisory.products.values()) {
        const entry = entryOf(advisory, product, entries, at++)
        entries.set(product.id, entry)
      }
      const judged = new Set(advisory.vulnerabilities.flatMap(({ status }) => [...status.keys()]))
      for (const entry of entries.values()) if (judged.has(entry.product.id)) this.#file(entry)
    }
  }

  shelf(vendor: string): Shelf | undefined {
    return this.#shelves.get(vendor)
  }

  /** By order number alone. */
  get open(): Shelf {
    return this.#open
  }

  #file(entry: Entry): void {
    // What runs on something is found by what it runs on: that is what the network shows.
    const shown = entry.on ?? entry
    const shelf = this.#shelves.get(shown.vendor) ?? new Shelf()
    this.#shelves.set(shown.vendor, shelf)
    for (const order of shown.orders) {
      for (const into of [shelf, this.#open]) {
        if (order.isWild) push(into.byStem, stemOf(literalOf(order)), entry)
        else push(into.byOrder, order.pattern, entry)
        const body = bodyOf(order.pattern)
        if (body !== null) push(into.byBody, body, entry)
      }
    }
    for (const { family } of shown.families) push(shelf.byFamily, family, entry)
    push(shelf.byDigits, shown.gist.digits, entry)
    for (const word of new Set(shown.words)) if (isTelling(word)) push(shelf.byWord, word, entry)
  }
}

/** SIPLUS and standard devices have one stem. */
export const stemOf = (order: string): string => order.replace(/^6AG\d/, '6ES7').slice(0, STEM)

function push(map: Map<string, Entry[]>, key: string, entry: Entry): void {
  const list = map.get(key)
  if (!list) map.set(key, [entry])
  else if (list.at(-1) !== entry) list.push(entry)
}

function entryOf(advisory: Advisory, product: Product, entries: ReadonlyMap<string, Entry>, at: number): Entry {
  const vendor = vendorKey(product.vendor ?? (advisory.publisher.category === 'vendor' ? advisory.publisher.name : ''))
  const name = nameOf(product)
  const words = wordsOf(name)
  const told = [...product.modelNumbers, ...product.skus].flatMap(text => patternOf(text) ?? [])
  const orders = told.length > 0 ? told : patternsIn(`${name} ${product.name}`)
  return {
    advisory,
    product,
    on: (product.relation && entries.get(product.relation.on)) ?? null,
    vendor,
    name,
    words,
    gist: gistOf(words),
    maker: wordsOf(`${vendor} ${product.vendor ?? ''}`),
    orders,
    kind: JSON.stringify([vendor, product.vendor, name, ...orders.map(({ text }) => text)]),
    families: familiesNamed(vendor, name),
    rule: ruleOf(product),
    places: new Map(),
    at,
  }
}

function nameOf({ product, family, name, vendor }: Product): string {
  if (product !== null) return product
  if (family !== null) return family
  const start = vendor !== null && name.toLowerCase().startsWith(vendor.toLowerCase()) ? vendor.length : 0
  return name
    .slice(start)
    .replace(/[:,]?\s*(?:vers:\w+\/\S+|(?:all versions)?\s*[<>=≤≥].*)$/i, '')
    .trim()
}

/** Without a version branch the condition may stand at the end of the name, `… < V4.5`. */
function ruleOf({ version, name }: Product): Expression {
  if (version !== null) return parseExpression(version)
  const [condition] = /(?:vers:\w+\/\S+|(?:<=|>=|<|>|≤|≥)\s*\S.*)$/.exec(name) ?? []
  return condition ? parseExpression(condition) : { kind: 'all' }
}
