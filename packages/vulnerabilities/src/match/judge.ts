// Product and version against one rule: the verdict, and what it rests on.
import type { MatchVerdict } from '@nautilus/model'
import type { CsafVulnerability, ProductStatus } from '../csaf/advisory.ts'
import { type Place, placeOf } from '../version/contains.ts'
import { sayExpression } from '../version/expression.ts'
import type { Candidate } from './candidates.ts'
import type { Entry } from './catalogue.ts'
import { hasCorrection } from './corrections.ts'
import { isNoise, wordsOf } from './names.ts'
import type { Fact, Subject } from './subjects.ts'
import { howToRead } from './verify.ts'

export type Judgement = {
  readonly verdict: MatchVerdict
  readonly facts: readonly Fact[]
  /** What was understood of the condition, and where the version lies. */
  readonly version: string
  readonly verify: readonly string[]
}

/** Conditions in a product's name that no version answers. */
const condition = /\b(with|without|using|running|HW|hardware (?:revision|version)|if|when|series [A-Z](?=\b))\b/i

/** Null where the rule says nothing about this device: a corrected version, and the device runs another one. */
export function judge({ entry, fit, part }: Candidate, vulnerability: CsafVulnerability): Judgement | null {
  const status = vulnerability.status.get(entry.product.id)
  if (status === undefined) return null
  const seen = part ? placesOf(part.subject, entry) : unseen
  const verdict = verdictOf(status, seen, entry, isVague({ entry, fit, part }))
  if (verdict === null) return null
  const outside = verdict === 'not affected' && status === 'affected'
  const isBetween = outside && hasCorrection(seen.version, entry, vulnerability)
  const doubts = [...fit.doubts, ...doubtsOf(entry, seen, part !== null)]
  const told = isBetween ? 'review' : soften(verdict, doubts.length > fit.doubts.length)
  return {
    verdict: told,
    facts: [fit.fact, ...(part?.fit ? [part.fit.fact] : []), ...(seen.fact ? [seen.fact] : [])],
    version: `${sayOf(entry, seen)}${isBetween ? '; not in the list, and older than the correction' : ''}`,
    verify: told === 'not affected' || told === 'fixed' ? [] : verifyOf(entry, seen, doubts, isBetween),
  }
}

/** What needs a person before it counts: a similar name, or a combination of which one half was not seen. */
export const isVague = ({ fit, part }: Candidate): boolean =>
  fit.tier === 'C' || part === null || part.fit?.tier === 'C'

const soften = (verdict: MatchVerdict, isDoubtful: boolean): MatchVerdict =>
  verdict === 'affected' && isDoubtful ? 'likely' : verdict

/** `told`: the firmware where it is known; `contradicts`: several are told, and they lie differently. */
type Seen = {
  readonly place: Place | 'not told' | 'contradicts'
  readonly version: string
  readonly others: readonly string[]
  readonly fact: Fact | null
}

const unseen: Seen = { place: 'not told', version: '', others: [], fact: null }

function placesOf(subject: Subject, entry: Entry): Seen {
  const [first, ...rest] = subject.versions
  if (!first) return unseen
  const place = placeIn(entry, first.version)
  const others = rest.filter(({ version }) => placeIn(entry, version) !== place).map(({ version }) => version)
  const contradicts = others.length > 0 && place !== 'unknown'
  return { place: contradicts ? 'contradicts' : place, version: first.version, others, fact: first.fact }
}

/** Versions remembered of one rule: a plant has many devices of few versions. */
const MAX_PLACES = 256

function placeIn({ rule, places }: Entry, version: string): Place {
  const known = places.get(version)
  if (known) return known
  const place = placeOf(rule, version)
  if (places.size < MAX_PLACES) places.set(version, place)
  return place
}

function verdictOf(status: ProductStatus, seen: Seen, entry: Entry, needsPerson: boolean): MatchVerdict | null {
  if (status === 'recommended') return null
  if (status === 'fixed' || status === 'not affected') return seen.place === 'inside' && !needsPerson ? status : null
  if (seen.place === 'outside') return needsPerson ? null : 'not affected'
  if (needsPerson) return 'possible'
  return status === 'affected' ? affectedOf(seen, entry) : 'review'
}

/** The product is named as affected, and the version is not outside of the rule. */
function affectedOf({ place }: Seen, { rule }: Entry): MatchVerdict {
  if (rule.kind === 'review' || place === 'unknown' || place === 'contradicts') return 'review'
  return place === 'inside' && rule.kind === 'set' ? 'affected' : 'likely'
}

/** What is to be made sure of although product and version fit. */
function doubtsOf({ rule, name, words }: Entry, { place }: Seen, isSeen: boolean): string[] {
  const doubts: string[] = []
  if (condition.test(name)) doubts.push(`the rule depends on how the device is equipped: ${name}`)
  if (rule.kind === 'set' && rule.about !== '') {
    const about = wordsOf(rule.about).filter(word => !isNoise(word) && !words.includes(word))
    if (about.length > 0) doubts.push(`the version meant is that of ${rule.about}`)
  }
  if (!isSeen) doubts.push(`the rule needs ${name} on this device, which was not seen on it`)
  if (place === 'coarse') doubts.push('the device tells its version less precisely than the rule')
  return doubts
}

function sayOf({ rule }: Entry, { place, version, others }: Seen): string {
  const meaning = sayExpression(rule)
  if (place === 'not told') return `${meaning}; no version was seen`
  if (place === 'contradicts') return `${meaning}; the device tells ${version} and ${others.join(', ')}`
  const lies = { inside: 'is in it', coarse: 'may be in it', outside: 'is not in it', unknown: 'cannot be compared' }
  return `${meaning}; ${version} ${lies[place]}`
}

function verifyOf(entry: Entry, { place }: Seen, doubts: readonly string[], isBetween: boolean): string[] {
  const { rule, vendor, product } = entry
  const asks: string[] = []
  const written = product.version ?? ''
  if (rule.kind === 'review') asks.push(`Read the rule and decide: “${written}” (${rule.why}).`)
  else if (isBetween) asks.push('Ask the maker whether this version is affected, or move to the corrected one.')
  else if (rule.kind === 'set' && place !== 'inside')
    asks.push(howToRead(vendor, `the version (affected if ${sayExpression(rule)})`))
  else if (rule.kind === 'all')
    asks.push('Every version is named: make sure that the device is the product of the advisory.')
  return [...asks, ...doubts.map(doubt => `${doubt[0]!.toUpperCase()}${doubt.slice(1)}.`)]
}
