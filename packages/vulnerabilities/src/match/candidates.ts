import type { Catalogue, Entry } from './catalogue.ts'
import { stemOf } from './catalogue.ts'
import { familiesOf } from './families.ts'
import { type Fit, fitOf } from './fit.ts'
import { isTelling, wordsOf } from './names.ts'
import type { Subject } from './subjects.ts'

export type Candidate = { readonly entry: Entry; readonly fit: Fit }

/** Products that are compared with one subject by name at most; beyond, the first ones count. */
const MAX_COMPARED = 20_000
/** Products of one maker up to which names are also compared letter by letter. */
const MAX_SIMILARITY = 2_000

/** The products that a subject may be, in the order of the catalogue. */
export function candidatesOf(catalogue: Catalogue, subject: Subject): Candidate[] {
  const found = new Set<Entry>()
  if (subject.vendors.length === 0 && subject.kind !== 'software') addOrders(catalogue.open, subject, found)
  for (const vendor of vendorsFor(catalogue, subject)) {
    const shelf = catalogue.shelf(vendor)
    if (!shelf) continue
    addOrders(shelf, subject, found)
    addNames(shelf, vendor, subject, found)
  }
  return [...found]
    .sort((a, b) => a.at - b.at)
    .slice(0, MAX_COMPARED)
    .flatMap(entry => {
      const fit = fitOf(subject, entry.on ?? entry)
      return fit ? [{ entry, fit }] : []
    })
}

/** A program may be of another maker than the machine: the maker that its name begins with. */
function vendorsFor(catalogue: Catalogue, { kind, vendors, names }: Subject): Iterable<string> {
  if (kind !== 'software') return vendors
  const words = names.flatMap(({ text }) => wordsOf(text))
  return new Set([...vendors, ...words.filter(word => catalogue.shelf(word) !== undefined)])
}

type Shelf = Catalogue['open']

function addOrders(shelf: Shelf, { orders }: Subject, found: Set<Entry>): void {
  for (const { order } of orders) {
    for (const entry of shelf.byOrder.get(order.pattern) ?? []) found.add(entry)
    for (const entry of shelf.byStem.get(stemOf(order.pattern)) ?? []) found.add(entry)
  }
}

function addNames(shelf: Shelf, vendor: string, subject: Subject, found: Set<Entry>): void {
  const texts = subject.names.map(({ text }) => text)
  const own = familiesOf(
    vendor,
    subject.orders.map(({ order }) => order),
    texts,
  )
  for (const family of own.keys()) for (const entry of shelf.byFamily.get(family) ?? []) found.add(entry)
  for (const word of new Set(texts.flatMap(wordsOf)))
    if (isTelling(word)) for (const entry of shelf.byWord.get(word) ?? []) found.add(entry)
  if (shelf.all.length <= MAX_SIMILARITY && texts.length > 0) for (const entry of shelf.all) found.add(entry)
}
