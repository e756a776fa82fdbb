// Is the incident significant? The answers give a suggestion with its reasons; the decision is a person's.
import type { Duty } from '../duties.ts'
import { leastSpan } from '../reading/duration.ts'
import { type Facts, truthOf, unknownOf } from './rule.ts'
import type { Criterion, ObligationTemplate } from './template.ts'

export type Suggestion = 'report' | 'do-not-report' | 'undecided'

export type Significance = {
  readonly suggests: Suggestion
  /** Criteria and exclusions that are met, those that bind first. */
  readonly met: readonly Criterion[]
  /** Criteria that depend on what is not known, while that keeps it undecided. */
  readonly open: readonly { readonly criterion: Criterion; readonly unknown: readonly string[] }[]
  readonly deciders: readonly Duty[]
  /** Still undecided too long after the questions were asked: the next duty is told. */
  readonly escalates: boolean
}

export type Asked = { /** µs; when the questions were put. */ readonly askedAt: number; readonly at: number }

/** Null where the template knows no significance. */
export function significanceOf(
  { significance, thresholds }: ObligationTemplate,
  answers: Facts,
  { askedAt, at }: Asked,
): Significance | null {
  if (!significance) return null
  const { criteria, exclusions, deciders, escalateAfter } = significance
  const facts = { ...answers }
  for (const { name, value } of thresholds) facts[`threshold.${name}`] = value
  const of = (all: readonly Criterion[], truth: boolean | null) =>
    all.filter(({ rule }) => truthOf(rule, facts) === truth)
  const excluded = of(exclusions, true)
  const met = of(criteria, true).sort((a, b) => Number(b.binding) - Number(a.binding))
  const open = of(criteria, null).map(criterion => ({
    criterion,
    unknown: unknownOf(criterion.rule, facts),
  }))
  const suggests = suggestion(excluded.length > 0, met.length > 0, open.length > 0)
  return {
    suggests,
    met: excluded.length > 0 ? excluded : met,
    open: suggests === 'undecided' ? open : [],
    deciders,
    escalates: suggests === 'undecided' && at - askedAt >= leastSpan(escalateAfter),
  }
}

/** What is not known about an exclusion does not hold back a report: a report too many can be corrected. */
function suggestion(excluded: boolean, met: boolean, open: boolean): Suggestion {
  if (excluded) return 'do-not-report'
  if (met) return 'report'
  return open ? 'undecided' : 'do-not-report'
}
