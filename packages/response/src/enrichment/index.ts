export { MAX_PER_TOPIC } from './book.ts'
export { enrich, traitsOf } from './enrich.ts'
export {
  type Enrichment,
  type Money,
  type SimilarIncident,
  type Source,
  type Statement,
  type Topic,
  topics,
  type Unknown,
} from './enrichment.ts'
export type { AssetFacts, EnrichmentFacts, PastIncident, PeerFacts, ProcessFacts, WeaknessFacts } from './facts.ts'
export { MAX_SIMILAR, SIMILAR, similarity, similarTo } from './similar.ts'
