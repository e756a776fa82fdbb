// What an asset is made of, as advisories see it: the device itself, modules in its rack, programs that run on it.
import type { Asset, Provenance } from '@nautilus/model'
import { compareVersions } from '../version/compare.ts'
import { type Gist, gistOf, wordsOf } from './names.ts'
import { type Order, orderOf, patternsIn } from './orders.ts'
import { vendorKey } from './vendors.ts'

export type Fact = { readonly attribute: string; readonly claim: Provenance }

/** `isProse`: a description, in which a product may be named among other things. */
export type Name = {
  readonly text: string
  readonly words: readonly string[]
  readonly gist: Gist
  readonly fact: Fact
  readonly isProse: boolean
}

export type Subject = {
  readonly kind: 'device' | 'module' | 'software'
  /** Names of the maker as `vendorKey` gives them; empty when nothing tells. */
  readonly vendors: readonly string[]
  readonly orders: readonly { readonly order: Order; readonly fact: Fact }[]
  readonly names: readonly Name[]
  readonly versions: readonly { readonly version: string; readonly fact: Fact }[]
  /** The same for subjects that must be judged alike, versions aside. */
  readonly key: string
}

/** Claims that are believed less decide nothing. */
const BELIEVED = 0.5
/** Programs and modules of one asset that are looked at. */
const MAX_PARTS = 64

export function subjectsOf(asset: Asset): Subject[] {
  const facts = (attribute: string): Fact[] => (asset.sources[attribute] ?? []).map(claim => ({ attribute, claim }))
  const vendors = vendorsOf(facts('vendor'))
  return [
    deviceOf(facts, vendors),
    ...facts('module')
      .slice(0, MAX_PARTS)
      .flatMap(fact => moduleOf(fact, vendors)),
    ...[...facts('software'), ...facts('os')].slice(0, MAX_PARTS).flatMap(fact => softwareOf(fact, vendors)),
  ]
}

/** Who made the network card is asked only when nobody says who made the device. */
function vendorsOf(facts: readonly Fact[]): string[] {
  const said = facts.filter(({ claim }) => claim.source !== 'oui')
  const names = (said.length > 0 ? said : facts).map(({ claim }) => vendorKey(claim.value))
  return [...new Set(names)].filter(name => name !== '').sort()
}

function deviceOf(facts: (attribute: string) => Fact[], vendors: readonly string[]): Subject {
  const named = [...facts('model'), ...facts('orderNumber')].filter(({ claim }) => claim.confidence >= BELIEVED)
  const prose = facts('description').filter(({ claim }) => claim.confidence >= BELIEVED)
  const orders = [
    ...named.flatMap(fact =>
      [orderOf(fact.claim.value) ?? [], patternsIn(fact.claim.value)].flat().map(order => ({ order, fact })),
    ),
    ...prose.flatMap(fact => patternsIn(fact.claim.value).map(order => ({ order, fact }))),
  ]
  const firmware = facts('firmware').filter(({ claim }) => claim.confidence >= BELIEVED)
  const versions = firmware.map(fact => ({ version: fact.claim.value, fact }))
  return subject('device', vendors, {
    orders: orders.filter(({ order }) => !order.isWild),
    names: [
      ...named.map(fact => nameOf(fact.claim.value, fact)),
      ...prose.map(fact => nameOf(fact.claim.value, fact, true)),
    ],
    versions: versions.length > 0 ? versions : prose.flatMap(versionIn),
  })
}

function nameOf(text: string, fact: Fact, isProse = false): Name {
  const words = wordsOf(text)
  return { text, words, gist: gistOf(words), fact, isProse }
}

/** `SW: 09.1.00` within a description. */
function versionIn(fact: Fact): Subject['versions'] {
  const [, version] = /\b(?:SW|FW|firmware|version)[:= ]\s?[Vv]?(\d[\w.()]*)/i.exec(fact.claim.value) ?? []
  return version ? [{ version, fact }] : []
}

/** `slot 2 1756-EN2T/D 10.007 …`: an order number, and perhaps a revision behind it. */
function moduleOf(fact: Fact, vendors: readonly string[]): Subject[] {
  const text = fact.claim.value
  const orders = patternsIn(text).filter(({ isWild }) => !isWild)
  if (orders.length === 0) return []
  const behind = text.slice(text.indexOf(orders[0]!.text) + orders[0]!.text.length)
  const [, version] = /(?:^|[\s,:])(V?\d+\.\d+(?:\.\d+)*)(?=[\s,]|$)/i.exec(behind) ?? []
  return [
    subject('module', vendors, {
      orders: orders.map(order => ({ order, fact })),
      names: orders.map(order => nameOf(order.text, fact)),
      versions: version ? [{ version, fact }] : [],
    }),
  ]
}

/** `Apache/2.4.41`, `CODESYS V3 3.5.16.0`, `OpenSSH_7.4`: a name, then its version. */
function softwareOf(fact: Fact, vendors: readonly string[]): Subject[] {
  if (fact.claim.confidence < BELIEVED) return []
  const match = /^([A-Za-z].*?)[ /_-]+[vV]?(\d+(?:\.\d+)+\w*)/.exec(fact.claim.value)
  const name = (match?.[1] ?? fact.claim.value).trim()
  if (wordsOf(name).length === 0) return []
  const versions = match ? [{ version: match[2]!, fact }] : []
  return [subject('software', vendors, { orders: [], names: [nameOf(name, fact)], versions })]
}

function subject(
  kind: Subject['kind'],
  vendors: readonly string[],
  { orders, names, versions }: Pick<Subject, 'orders' | 'names' | 'versions'>,
): Subject {
  const key = [
    kind,
    ...vendors,
    '|',
    ...orders.map(({ order }) => `${order.pattern}/${order.series}`),
    '|',
    ...names.map(({ text, isProse }) => `${isProse}${text}`),
  ].join('\n')
  return { kind, vendors, orders, names, versions: distinct(versions), key }
}

/** The same version told twice is one; the most trusted telling stays. */
function distinct(versions: Subject['versions']): Subject['versions'] {
  const kept: Subject['versions'][number][] = []
  for (const told of versions) {
    if (!kept.some(other => compareVersions(other.version, told.version) === 0)) kept.push(told)
  }
  return kept
}
