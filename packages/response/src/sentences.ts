import { dutySentences } from './duty-sentences.ts'
import { deviceSentences } from './enrichment/device-words.ts'
import { enrichmentSentences } from './enrichment/sentences.ts'
import { readinessSentences } from './escalation/sentences.ts'
import { incidentSentences } from './incident/sentences.ts'
import { type Catalogue, type Language, type Sentence, say as sayWith } from './sentence.ts'

/** Every sentence of this package, by key. */
export const sentences: Catalogue = {
  ...dutySentences,
  ...incidentSentences,
  ...deviceSentences,
  ...enrichmentSentences,
  ...readinessSentences,
}

/** A sentence of this package in a language. */
export const say = (sentence: Sentence, language: Language): string => sayWith(sentence, language, sentences)
