import { type Catalogue, type Entry, type Shelf, STEM, stemOf } from './catalogue.ts'
import { familiesOf } from './families.ts'
import { type FamiliesOf, type Fit, fitOf } from './fit.ts'
import { isTelling } from './names.ts'
import { bodyOf, LEAST_BEGINNING } from './orders.ts'
import type { Subject } from './subjects.ts'

/**
 * `part`: of a combination (installed on, component of) the part of the asset that is its first product; null when it
 * was not seen.
 */
export type Candidate = { readonly entry: Entry; readonly fit: Fit; readonly part: Part | null }
export type Part = { readonly subject: Subject; readonly fit: Fit | null }

/** Products that are compared with one subject by name at most; beyond, the first ones count. */
const MAX_COMPARED = 20_000

/** The products that a subject may be, in the order of the catalogue. `all`: everything the asset is made of. */
export function candidatesOf(catalogue: Catalogue, subject: Subject, all: readonly Subject[]): Candidate[] {
  const found = new Set<Entry>()
  const own = ownFamilies(subject)
  if (subject.vendors.length === 0 && subject.kind !== 'software') addOrders(catalogue.open, subject, found)
  for (const vendor of vendorsFor(catalogue, subject)) {
    const shelf = catalogue.shelf(vendor)
    if (!shelf) continue
    addOrders(shelf, subject, found)
    addNames(shelf, own(vendor), subject, found)
  }
  const fits = new Map<string, Fit | null>()
  const fitFor = (entry: Entry): Fit | null => {
    let fit = fits.get(entry.kind)
    if (fit === undefined) {
      fit = fitOf(subject, entry, own)
      fits.set(entry.kind, fit)
    }
    return fit
  }
  return [...found]
    .sort((a, b) => a.at - b.at)
    .slice(0, MAX_COMPARED)
    .flatMap(entry => {
      const fit = fitFor(entry.on ?? entry)
      return fit ? [{ entry, fit, part: partOf(entry, subject, all) }] : []
    })
}

/** The firmware of a device is seen with the device. */
function partOf(entry: Entry, subject: Subject, all: readonly Subject[]): Part | null {
  if (!entry.on || isFirmware(entry)) return { subject, fit: null }
  for (const other of all) {
    const fit = other === subject ? null : fitOf(other, entry, ownFamilies(other))
    if (fit) return { subject: other, fit }
  }
  return null
}

/** A part of what it runs on by definition, or its firmware. */
const isFirmware = ({ product, name }: Entry): boolean =>
  product.relation?.kind === 'default_component_of' || /\b(?:firmware|operating system)\b/i.test(name)

/** A program may be of another maker than the machine: the maker that its name begins with. */
function vendorsFor(catalogue: Catalogue, { kind, vendors, names }: Subject): Iterable<string> {
  if (kind !== 'software') return vendors
  const words = names.flatMap(({ words }) => words)
  return new Set([...vendors, ...words.filter(word => catalogue.shelf(word) !== undefined)])
}

export function ownFamilies({ orders, names }: Subject): FamiliesOf {
  const known = new Map<string, ReadonlyMap<string, string>>()
  return vendor => {
    let found = known.get(vendor)
    if (!found) {
      found = familiesOf(
        vendor,
        orders.map(({ order }) => order),
        names.map(({ text }) => text),
      )
      known.set(vendor, found)
    }
    return found
  }
}

function addOrders(shelf: Shelf, { orders }: Subject, found: Set<Entry>): void {
  for (const { order } of orders) {
    const { pattern } = order
    const add = (entries: readonly Entry[] | undefined) => addTo(found, entries)
    add(shelf.byOrder.get(pattern))
    for (let length = LEAST_BEGINNING; length < pattern.length; length++)
      add(shelf.byOrder.get(pattern.slice(0, length)))
    for (let length = 0; length <= STEM; length++) add(shelf.byStem.get(stemOf(pattern).slice(0, length)))
    const body = bodyOf(pattern)
    if (body !== null) add(shelf.byBody.get(body))
  }
}

function addTo(found: Set<Entry>, entries: readonly Entry[] | undefined): void {
  for (const entry of entries ?? []) found.add(entry)
}

function addNames(shelf: Shelf, own: ReadonlyMap<string, string>, { names }: Subject, found: Set<Entry>): void {
  const add = (entries: readonly Entry[] | undefined) => addTo(found, entries)
  for (const family of own.keys()) add(shelf.byFamily.get(family))
  for (const word of new Set(names.flatMap(({ words }) => words))) if (isTelling(word)) add(shelf.byWord.get(word))
  for (const { gist, isProse } of names) if (!isProse) add(shelf.byDigits.get(gist.digits))
}
