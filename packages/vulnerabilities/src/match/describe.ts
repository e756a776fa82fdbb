import type {
  Asset,
  ExploitPrediction,
  KnownExploited,
  MatchedClaim,
  Remedy,
  Score,
  VulnerabilityMatch,
} from '@nautilus/model'
import type { CsafVulnerability } from '../csaf/advisory.ts'
import type { Found } from './matcher.ts'
import type { Fact } from './subjects.ts'

/** Remedies of one row. */
const MAX_REMEDIES = 16

/** A row without its decision. */
export function describe(
  asset: Asset,
  found: Found,
  known: KnownExploited | null,
  prediction: ExploitPrediction | null,
): Omit<VulnerabilityMatch, 'decision'> {
  const { advisory, vulnerability, entry, judgement } = found
  return {
    id: `${asset.id}/${found.id}`,
    asset: asset.id,
    vulnerability: found.id,
    title: vulnerability.title || advisory.title,
    cwe: vulnerability.cwe,
    advisory: {
      id: advisory.id,
      title: advisory.title,
      publisher: advisory.publisher.name,
      version: advisory.version,
      released: advisory.released,
      url: advisory.url,
    },
    also: found.also,
    product: entry.product.name,
    tier: found.tier,
    verdict: found.verdict,
    evidence: {
      claims: judgement.facts.map(claimOf),
      product: `${found.how}.`,
      rule: entry.product.version ?? '',
      version: `${judgement.version}.`,
      verify: judgement.verify,
    },
    score: scoreFor(vulnerability, entry.product.id),
    known,
    prediction,
    remedies: remediesFor(vulnerability, entry.product.id),
  }
}

const claimOf = ({ attribute, claim: { value, source, frame } }: Fact): MatchedClaim => ({
  attribute,
  value,
  source,
  frame,
})

const concerns = (products: readonly string[], id: string): boolean => products.length === 0 || products.includes(id)

/** The newest version of CVSS that is told for the product; one told for other products only is better than none. */
function scoreFor({ scores }: CsafVulnerability, product: string): Score | null {
  const own = scores.filter(({ products }) => concerns(products, product))
  // Version 4 has no field for what it costs to wait; both give the way in, and version 3 is told nearly always.
  const order = (score: Score) => (score.version.startsWith('3') ? 0 : score.version.startsWith('4') ? 1 : 2)
  const sorted = (own.length > 0 ? own : scores).map(({ score }) => score).sort((a, b) => order(a) - order(b))
  return sorted[0] ?? null
}

const remediesFor = ({ remedies }: CsafVulnerability, product: string): Remedy[] =>
  remedies
    .filter(({ products }) => concerns(products, product))
    .slice(0, MAX_REMEDIES)
    .map(({ category, text, url }) => ({ category, text, url }))
