import type { Asset } from '@nautilus/model'
import { type MatchTier, type MatchVerdict, verdicts } from '@nautilus/model'
import type { Advisory, CsafVulnerability } from '../csaf/advisory.ts'
import { type Candidate, candidatesOf } from './candidates.ts'
import type { Catalogue, Entry } from './catalogue.ts'
import { isVague, type Judgement, judge } from './judge.ts'
import { type Subject, subjectsOf } from './subjects.ts'

/** A vulnerability that concerns an asset, by the rule that is most precise about it. */
export type Found = {
  /** Of the vulnerability. */
  readonly id: string
  readonly advisory: Advisory
  readonly vulnerability: CsafVulnerability
  readonly entry: Entry
  readonly tier: MatchTier
  readonly verdict: MatchVerdict
  readonly how: string
  readonly judgement: Judgement
  readonly also: readonly { readonly id: string; readonly verdict: MatchVerdict }[]
}

/** Kinds of device whose candidates are remembered. */
const MAX_REMEMBERED = 20_000

/** A plant has many devices of few kinds: what a kind may be is found once. */
export class Matcher {
  readonly #catalogue: Catalogue
  readonly #remembered = new Map<string, readonly Candidate[]>()

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue
  }

  /** Vulnerabilities of an asset, by id. */
  match(asset: Asset): Found[] {
    const byId = new Map<string, Found[]>()
    const subjects = subjectsOf(asset)
    const context = subjects.map(({ key }) => key).join('\n\n')
    for (const subject of subjects) {
      for (const candidate of this.#candidatesOf(subject, subjects, context))
        addAll(refreshed(candidate, subject, subjects), byId)
    }
    return [...byId].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, found]) => surest(found))
  }

  #candidatesOf(subject: Subject, all: readonly Subject[], context: string): readonly Candidate[] {
    const key = `${subject.key}\n\n\n${context}`
    const known = this.#remembered.get(key)
    if (known) return known
    const found = candidatesOf(this.#catalogue, subject, all)
    if (this.#remembered.size < MAX_REMEMBERED) this.#remembered.set(key, found)
    return found
  }
}

/** A remembered candidate, with the versions and claims of this asset in place of those of the first of its kind. */
function refreshed({ entry, fit, part }: Candidate, subject: Subject, all: readonly Subject[]): Candidate {
  const own = (key: string): Subject =>
    key === subject.key ? subject : (all.find(other => other.key === key) ?? subject)
  const factOf = (value: string, attribute: string, from: Subject) =>
    [...from.orders, ...from.names]
      .map(({ fact }) => fact)
      .find(fact => fact.claim.value === value && fact.attribute === attribute)
  const renew = (old: Candidate['fit'], from: Subject): Candidate['fit'] => ({
    ...old,
    fact: factOf(old.fact.claim.value, old.fact.attribute, from) ?? old.fact,
  })
  const partSubject = part && own(part.subject.key)
  return {
    entry,
    fit: renew(fit, subject),
    part: part && partSubject && { subject: partSubject, fit: part.fit && renew(part.fit, partSubject) },
  }
}

function addAll(candidate: Candidate, byId: Map<string, Found[]>): void {
  const { entry, fit } = candidate
  for (const vulnerability of entry.advisory.vulnerabilities) {
    const judgement = judge(candidate, vulnerability)
    if (!judgement) continue
    const list = byId.get(vulnerability.id) ?? []
    byId.set(vulnerability.id, list)
    list.push({
      id: vulnerability.id,
      advisory: entry.advisory,
      vulnerability,
      entry,
      tier: isVague(candidate) ? 'C' : fit.tier,
      verdict: judgement.verdict,
      how: fit.how,
      judgement,
      also: [],
    })
  }
}

/**
 * The surest tier counts; of one tier the maker's own advisory before a coordinator's, then the graver verdict. A rule
 * that clears the device clears it only of the same advisory's weaker rules: another advisory stays in sight.
 */
function surest(found: readonly Found[]): Found {
  if (found.length === 1) return found[0]!
  const byAdvisory = Map.groupBy(found, ({ advisory }) => advisory)
  const best = [...byAdvisory.values()].map(rules => rules.toSorted(byWeight)[0]!).sort(byAuthority)
  const [first, ...others] = best
  return { ...first!, also: others.map(({ advisory, verdict }) => ({ id: advisory.id, verdict })) }
}

const byTier = (a: Found, b: Found): number => (a.tier < b.tier ? -1 : a.tier > b.tier ? 1 : 0)
const byVerdict = (a: Found, b: Found): number => verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict)
const byWeight = (a: Found, b: Found): number => byTier(a, b) || byVerdict(a, b) || a.entry.at - b.entry.at

const isMaker = ({ advisory }: Found): number => (advisory.publisher.category === 'vendor' ? 0 : 1)

const byAuthority = (a: Found, b: Found): number =>
  byTier(a, b) || isMaker(a) - isMaker(b) || byVerdict(a, b) || a.entry.at - b.entry.at
