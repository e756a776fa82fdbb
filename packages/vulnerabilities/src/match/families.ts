import { type Family, families } from './data/families.ts'
import { isNoise, wordsOf } from './names.ts'
import { fits, type Order } from './orders.ts'

type Phrase = { readonly family: Family; readonly words: readonly string[] }

const phrasesOf = (pick: (family: Family) => readonly string[] | undefined): ReadonlyMap<string, readonly Phrase[]> => {
  const byVendor = new Map<string, Phrase[]>()
  for (const family of families) {
    const list = byVendor.get(family.vendor) ?? []
    byVendor.set(family.vendor, list)
    for (const phrase of pick(family) ?? []) list.push({ family, words: wordsOf(phrase) })
  }
  return byVendor
}

const names = phrasesOf(family => family.names)
const models = phrasesOf(family => [...family.names, ...(family.models ?? [])])
const byVendor: ReadonlyMap<string, readonly Family[]> = Map.groupBy(families, family => family.vendor)

/** A family that a product name means, and the words of the name that say so. */
export type Named = { readonly family: string; readonly words: readonly string[] }

/** Of a product name in an advisory: the most specific families only. */
export function familiesNamed(vendor: string, name: string): Named[] {
  const words = wordsOf(name)
  const found = (names.get(vendor) ?? []).filter(
    ({ words: phrase, family }) => holds(words, phrase) && !family.not?.some(other => holds(words, wordsOf(other))),
  )
  const specific = found.filter(one => !found.some(other => other.family !== one.family && contains(other, one)))
  const longest = new Map<string, Named>()
  for (const { family, words } of specific) {
    if ((longest.get(family.id)?.words.length ?? 0) < words.length) longest.set(family.id, { family: family.id, words })
  }
  return [...longest.values()]
}

const contains = (larger: Phrase, smaller: Phrase): boolean => {
  const telling = smaller.words.filter(word => !isNoise(word))
  return (
    larger.words.filter(word => !isNoise(word)).length > telling.length &&
    telling.every(word => larger.words.includes(word))
  )
}

/** The phrase stands in the name, its words in a row. */
function holds(words: readonly string[], phrase: readonly string[]): boolean {
  return words.some((_, at) => phrase.every((word, offset) => words[at + offset] === word))
}

/** Of a device, with what shows it. */
export function familiesOf(
  vendor: string,
  orders: readonly Order[],
  told: readonly string[],
): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const family of byVendor.get(vendor) ?? []) {
    const order = orders.find(({ pattern }) => family.orders.some(rule => fits(pattern, rule)))
    if (order) found.set(family.id, order.text)
  }
  for (const name of told) {
    const words = wordsOf(name)
    for (const { family, words: phrase } of models.get(vendor) ?? []) {
      const isOther = family.not?.some(other => holds(words, wordsOf(other)))
      if (!found.has(family.id) && !isOther && holds(words, phrase)) found.set(family.id, name)
    }
  }
  return found
}
