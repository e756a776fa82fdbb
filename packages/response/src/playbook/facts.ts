// What is known of the facts of a playbook: what people answered, and what Nautilus saw.
import type { Answer, Condition, Fact, Playbook } from './playbook.ts'
import type { Run } from './run.ts'

/** What Nautilus knows of an incident by itself: by key, with the id of the artefact it is from. */
export type Enrichment = ReadonlyMap<string, { readonly value: boolean | string; readonly source: string }>

export type KnownFact = {
  readonly fact: Fact
  /** `text` where words answer it; null while nothing does. */
  readonly answer: Answer | 'text' | null
  readonly text: string | null
  /** The person, or the artefact. */
  readonly by: { readonly person: string; readonly at: number } | { readonly artefact: string } | null
  /** What Nautilus saw, where a person said something else or must still say it. */
  readonly seen: { readonly value: boolean | string; readonly source: string } | null
  readonly isOpen: boolean
}

/** Every fact, in the order of the playbook. */
export const factsOf = ({ facts }: Playbook, run: Run, enrichment: Enrichment): KnownFact[] =>
  facts.map(fact => known(fact, run, enrichment))

function known(fact: Fact, run: Run, enrichment: Enrichment): KnownFact {
  const seen = (fact.key === null ? null : enrichment.get(fact.key)) ?? null
  const said = run.facts.get(fact.id)
  if (said) {
    const { by: person, at, answer, text = null } = said
    // A safety fact is closed by a yes or a no: neither `unknown` nor a story says that people are safe.
    const isOpen = fact.safety && answer !== 'yes' && answer !== 'no'
    return { fact, answer, text, by: { person, at }, seen, isOpen }
  }
  // That nothing was seen on the network does not prove that nobody is in danger: people say it.
  if (seen === null || fact.safety) return { fact, answer: null, text: null, by: null, seen, isOpen: true }
  const { value, source } = seen
  const answer = value === true ? 'yes' : value === false ? 'no' : 'text'
  return {
    fact,
    answer,
    text: typeof value === 'string' ? value : null,
    by: { artefact: source },
    seen: null,
    isOpen: false,
  }
}

/** A fact that nobody answered counts as `unknown`. */
export function holds({ fact, is }: Condition, facts: readonly KnownFact[]): boolean {
  const found = facts.find(one => one.fact.id === fact)
  const answer = found?.answer ?? 'unknown'
  return answer !== 'text' && is.includes(answer)
}
