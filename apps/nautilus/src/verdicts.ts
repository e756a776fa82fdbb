// Conduits between zones observed against declared, in words.
import type { Conduit, ConduitVerdict } from '@nautilus/model'

const words: Readonly<Record<ConduitVerdict, string>> = {
  declared: 'allowed',
  undeclared: 'not declared',
  forbidden: 'forbidden',
  unused: 'allowed, unused',
}

/** Empty where nothing was declared to measure against. */
export const verdictOf = (verdict: ConduitVerdict | null): string => (verdict === null ? '' : words[verdict])

/** One sentence for all; empty where nothing was declared. */
export function measured(conduits: readonly Conduit[]): string {
  const all = conduits.flatMap(({ uses, verdict }) => (uses.length > 0 ? uses.map(use => use.verdict) : [verdict]))
  const count = (wanted: ConduitVerdict) => all.filter(verdict => verdict === wanted).length
  const counted = (Object.keys(words) as ConduitVerdict[]).map(verdict => [count(verdict), words[verdict]] as const)
  const told = counted.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`)
  return told.length === 0 ? '' : `Between declared zones, by protocol: ${told.join('; ')}.`
}
