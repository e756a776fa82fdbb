// Does an obligation apply? Yes, no, or it depends on what is not known; and what was looked at.
import { type Facts, namesIn, truthOf, unknownOf, type Value } from './rule.ts'
import type { ObligationTemplate } from './template.ts'

export type Applies = {
  readonly applies: boolean | null
  /** Every fact that the rule looks at, and what is known of it. */
  readonly looked: readonly { readonly fact: string; readonly value: Value }[]
  /** Facts that would settle it; empty where it is settled. */
  readonly unknown: readonly string[]
}

/** `day`: `2026-01-31`, on which the incident began; before a law is in force it asks for nothing. */
export function appliesTo({ appliesIf, validFrom, validTo }: ObligationTemplate, facts: Facts, day: string): Applies {
  const inForce = (validFrom === null || validFrom <= day) && (validTo === null || day <= validTo)
  const applies = inForce ? truthOf(appliesIf, facts) : false
  return {
    applies,
    looked: namesIn(appliesIf).map(fact => ({
      fact,
      value: Object.hasOwn(facts, fact) ? (facts[fact] ?? null) : null,
    })),
    unknown: applies === null ? unknownOf(appliesIf, facts) : [],
  }
}
