// Incidents that are over and were like this one: shared rules, devices and techniques.
import type { SimilarIncident } from './enrichment.ts'
import type { PastIncident } from './facts.ts'

/** Told at most. */
export const MAX_SIMILAR = 5
/** Below it two incidents have little in common. */
export const SIMILAR = 0.25

/** What happened says most, then where, then how it is called in ATT&CK, which many rules share. */
const weights = { rules: 0.5, assets: 0.3, techniques: 0.2 } as const

type Traits = Pick<PastIncident, keyof typeof weights>

/** Weighted Jaccard index, 0 to 1: of each trait, the share of what both have in what either has. */
export function similarity(a: Traits, b: Traits): number {
  const parts = Object.entries(weights) as [keyof typeof weights, number][]
  return parts.reduce((sum, [trait, weight]) => sum + weight * jaccard(a[trait], b[trait]), 0)
}

const bothOf = (a: readonly string[], b: readonly string[]): readonly string[] => {
  const other = new Set(b)
  return [...new Set(a)].filter(each => other.has(each)).sort()
}

function jaccard(a: readonly string[], b: readonly string[]): number {
  const either = new Set([...a, ...b]).size
  return either === 0 ? 0 : bothOf(a, b).length / either
}

/** The likest first; of equal ones, by id. */
export function similarTo(incident: Traits, past: readonly PastIncident[]): readonly SimilarIncident[] {
  return past
    .map(other => ({ incident: other.id, similarity: similarity(incident, other), shared: sharedBy(incident, other) }))
    .filter(({ similarity }) => similarity >= SIMILAR)
    .sort((a, b) => b.similarity - a.similarity || (a.incident < b.incident ? -1 : 1))
    .slice(0, MAX_SIMILAR)
}

function sharedBy(a: Traits, b: Traits): SimilarIncident['shared'] {
  return {
    rules: bothOf(a.rules, b.rules),
    assets: bothOf(a.assets, b.assets),
    techniques: bothOf(a.techniques, b.techniques),
  }
}
