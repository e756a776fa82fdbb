// Does a subject fit a product of an advisory, and how surely? Tiers: see MatchTier in model.
import type { MatchTier } from '@nautilus/model'
import type { Entry } from './catalogue.ts'
import { hasDigit, isBrand, isTelling, similarity } from './names.ts'
import { fitOrder, type Order, type OrderMatch } from './orders.ts'
import type { Fact, Subject } from './subjects.ts'

export type Fit = {
  readonly tier: MatchTier
  /** One sentence: what was compared. */
  readonly how: string
  readonly fact: Fact
  /** What a person must make sure of beyond the version. */
  readonly doubts: readonly string[]
}

/** Least similarity of names for tier C. */
export const SIMILAR = 0.9

/** Families of a subject, if that maker made it, with what shows each. */
export type FamiliesOf = (vendor: string) => ReadonlyMap<string, string>

/** The surest fit, or null. */
export function fitOf(subject: Subject, entry: Entry, own: FamiliesOf): Fit | null {
  const order = byOrder(subject, entry)
  if (order) return order
  // Both sides name order numbers, and none fits: another product, whatever the names.
  if (entry.orders.length > 0 && subject.orders.length > 0 && sharesMake(subject, entry)) return null
  return byName(subject, entry) ?? byFamily(subject, entry, own(entry.vendor)) ?? bySimilarity(subject, entry)
}

/** Order numbers of one catalogue can be compared: they begin alike. */
const sharesMake = (subject: Subject, entry: Entry): boolean =>
  subject.orders.some(({ order }) =>
    entry.orders.some(({ pattern }) => pattern.slice(0, 2) === order.pattern.slice(0, 2)),
  )

const said: Readonly<Record<NonNullable<OrderMatch>, string>> = {
  same: 'is the order number',
  pattern: 'fits the order number',
  siplus: 'is a SIPLUS variant of the order number',
  begins: 'begins with the order number',
}

function byOrder(subject: Subject, entry: Entry): Fit | null {
  for (const { order, fact } of subject.orders) {
    for (const rule of entry.orders) {
      const match = fitOrder(order, rule)
      if (match !== null) return orderFit(match, order, rule, fact, entry)
    }
  }
  return null
}

function orderFit(match: NonNullable<OrderMatch>, order: Order, rule: Order, fact: Fact, { name }: Entry): Fit {
  const doubts: string[] = []
  if (match === 'begins') doubts.push(`the advisory names ${rule.text}; make sure that ${order.text} is meant too`)
  if (rule.series !== null && order.series === null) doubts.push(`only series ${rule.series} is meant`)
  return {
    tier: match === 'begins' ? 'B' : 'A',
    how: `${order.text} ${said[match]} ${rule.text} of ${name}`,
    fact,
    doubts,
  }
}

/** Words of one name that are all in the other, with one among them that tells the product. */
function byName(subject: Subject, entry: Entry): Fit | null {
  const { words: product, isTelling: isTold } = entry.gist
  if (!isTold) return null
  for (const { text, gist, fact, isProse } of subject.names) {
    const device = gist.words
    const shared = product.filter(word => device.includes(word))
    if (!shared.some(isTelling)) continue
    const within = product.every(word => device.includes(word))
    const around = !isProse && device.every(word => product.includes(word))
    if (!within && !around) continue
    // The product's name says more than the device's: only makers' words and order numbers may be more.
    const more = product.filter(word => !device.includes(word))
    if (!within && !more.every(word => isBrand(word) || isOfFamily(word, entry) || isOrderWord(word, entry))) {
      if (more.some(hasDigit)) continue
      const doubts = [`the advisory is about ${entry.name}, and the device only calls itself ${text}`]
      return { tier: 'C', how: `${text} is part of the name ${entry.name}`, fact, doubts }
    }
    return { tier: 'B', how: `${text} is named ${entry.name}`, fact, doubts: [] }
  }
  return null
}

const isOfFamily = (word: string, { families }: Entry): boolean => families.some(({ words }) => words.includes(word))

const isOrderWord = (word: string, { orders }: Entry): boolean =>
  orders.some(({ pattern }) => pattern.includes(word.toUpperCase()) || word.toUpperCase().includes(pattern))

/** The product is a whole family, or a part of one of which the device says nothing. */
function byFamily(subject: Subject, entry: Entry, own: ReadonlyMap<string, string>): Fit | null {
  if (entry.families.length === 0 || subject.kind === 'software') return null
  const named = entry.families.find(({ family }) => own.has(family))
  if (!named) return null
  const evidence = own.get(named.family)!
  const fact =
    subject.names.find(({ text }) => text === evidence)?.fact ??
    subject.orders.find(({ order }) => order.text === evidence)!.fact
  const more = entry.gist.words.filter(
    word => !isBrand(word) && !named.words.includes(word) && !entry.maker.includes(word) && !isOrderWord(word, entry),
  )
  const how = `${evidence} is of the family ${entry.name}`
  if (more.length === 0) return { tier: 'B', how, fact, doubts: [] }
  const device = subject.names.flatMap(({ words }) => words)
  const tellsWhich =
    subject.orders.length > 0 || device.some(word => hasDigit(word) && isTelling(word) && !named.words.includes(word))
  return tellsWhich && more.some(hasDigit) ? null : maybe(more, how, fact, entry)
}

const maybe = (more: readonly string[], how: string, fact: Fact, { name }: Entry): Fit => ({
  tier: 'C',
  how,
  fact,
  doubts: [`${name} says more than the family (${more.join(' ')}); make sure that it is this device`],
})

/** Names that differ in a letter or two. Other digits are another product. */
function bySimilarity(subject: Subject, entry: Entry): Fit | null {
  const product = entry.gist
  if (!product.isTelling) return null
  for (const { text, gist, fact, isProse } of subject.names) {
    if (isProse || !gist.isTelling || gist.digits !== product.digits) continue
    const alike = similarity(gist.text, product.text)
    if (alike < SIMILAR) continue
    const how = `${text} is similar to ${entry.name} (${Math.round(100 * alike)} %)`
    return { tier: 'C', how, fact, doubts: [`make sure that ${text} is ${entry.name}`] }
  }
  return null
}
