// Every number of a site's risk, by name, and which scenario uses which. Nothing else goes into a run.
import { type Range, rangeFault } from './range.ts'
import type { Frequency, Portfolio, Scenario, Severity } from './scenario.ts'

/** `share`: 0 to 1. `factor`: how many times. `money`: in the currency of the book. */
export const units = ['per year', 'share', 'factor', 'hours', 'money', 'money per hour'] as const
export type Unit = (typeof units)[number]

export const sourceKinds = ['published', 'judgment', 'declared', 'observed', 'measured', 'law', 'person'] as const
/**
 * Where a number comes from. `judgment`: a starting value that nobody measured; replace it. `key` names a sentence,
 * `values` go into it.
 */
export type InputSource = {
  readonly kind: (typeof sourceKinds)[number]
  readonly key: string
  readonly values: Readonly<Record<string, string | number>>
}

export const confidences = ['low', 'medium', 'high'] as const
export type Confidence = (typeof confidences)[number]

export type Input = {
  readonly id: string
  /** `key` of a sentence that says what it is, and what goes into it. */
  readonly key: string
  readonly values: Readonly<Record<string, string | number>>
  readonly unit: Unit
  readonly range: Range
  readonly source: InputSource
  /** Who answers for it; null: nobody yet. */
  readonly owner: string | null
  /** Of what it rests on: `2025`, or `2026-03-01`; null where it has no date. */
  readonly date: string | null
  readonly confidence: Confidence
  /** What it was before a person replaced it. */
  readonly before: Range | null
}

export const scenarioKinds = [
  'ransomware',
  'engineering-workstation',
  'vendor-access',
  'safety-write',
  'wiper',
  'insider',
  'denial',
  'worm',
] as const
export type ScenarioKind = (typeof scenarioKinds)[number]

/** Names of inputs, where a scenario has ranges. */
export type Plan = {
  readonly id: string
  readonly kind: ScenarioKind
  readonly process: string
  /** Sentences: what of the plant makes it likely, and how far it goes. */
  readonly because: readonly { readonly key: string; readonly values: Readonly<Record<string, string | number>> }[]
  readonly attempts: readonly string[]
  readonly vulnerability: readonly string[]
  readonly detect: string
  readonly decide: string
  readonly recover: string
  readonly buffer: string
  readonly costPerHour: string
  readonly share: string
  readonly restart: string
  readonly response: string
  readonly replacement: string
  readonly secondary: {
    readonly probability: string
    readonly penalties: string
    readonly competitive: string
    readonly reputation: string
  }
  readonly fine: { readonly probability: string; readonly amount: string } | null
  readonly safety: { readonly class: string | null; readonly probability: string } | null
}

export type ShockPlan = {
  readonly id: string
  readonly chance: string
  readonly factor: string
  readonly scenarios: readonly string[]
}

export type Book = {
  /** ISO 4217; `EUR` where nobody said. */
  readonly currency: string
  readonly inputs: readonly Input[]
  readonly plans: readonly Plan[]
  readonly shocks: readonly ShockPlan[]
}

/** Nothing that is a share or a part of a year is above 1; the rest has bounds against slips of the hand. */
export const mostOfUnit: Readonly<Record<Unit, number>> = {
  'per year': 500,
  share: 1,
  factor: 100,
  hours: 87_600,
  money: 1e12,
  'money per hour': 1e10,
}

/** What is wrong with a range of this unit; null when it is good. */
export function inputFault(unit: Unit, range: Range): string | null {
  if (range.kind === 'percentiles' && (unit === 'share' || unit === 'factor'))
    return 'A share or a factor has bounds: give its lowest, likeliest and highest value.'
  return rangeFault(range, mostOfUnit[unit])
}

/** Throws where a plan names an input that is not there. */
export function portfolioOf({ inputs, plans, shocks }: Pick<Book, 'inputs' | 'plans' | 'shocks'>): Portfolio {
  const ranges = new Map(inputs.map(({ id, range }) => [id, range]))
  const of = (id: string): Range => {
    const range = ranges.get(id)
    if (!range) throw new Error(`there is no input ${id}`)
    return range
  }
  return {
    scenarios: plans.map(
      (plan): Scenario => ({
        id: plan.id,
        frequency: frequencyOf(plan, of),
        severity: severityOf(plan, of),
        safety: plan.safety && { class: plan.safety.class, probability: of(plan.safety.probability) },
      }),
    ),
    shocks: shocks.map(({ id, chance, factor, scenarios }) => ({
      ...{ id, scenarios },
      chance: of(chance),
      factor: of(factor),
    })),
  }
}

const frequencyOf = (plan: Plan, of: (id: string) => Range): Frequency => ({
  kind: 'threat',
  attempts: plan.attempts.map(of),
  vulnerability: { kind: 'factors', factors: plan.vulnerability.map(of) },
})

function severityOf(plan: Plan, of: (id: string) => Range): Severity {
  const { secondary, fine } = plan
  return {
    detect: of(plan.detect),
    decide: of(plan.decide),
    recover: of(plan.recover),
    buffer: of(plan.buffer),
    costPerHour: of(plan.costPerHour),
    share: of(plan.share),
    restart: of(plan.restart),
    response: of(plan.response),
    replacement: of(plan.replacement),
    secondary: {
      probability: of(secondary.probability),
      penalties: of(secondary.penalties),
      competitive: of(secondary.competitive),
      reputation: of(secondary.reputation),
    },
    fine: fine && { probability: of(fine.probability), amount: of(fine.amount) },
  }
}

/** Names of all inputs that a scenario uses. */
export function inputsOf(plan: Plan): string[] {
  const { secondary, fine, safety } = plan
  return [
    ...plan.attempts,
    ...plan.vulnerability,
    ...[plan.detect, plan.decide, plan.recover, plan.buffer, plan.costPerHour, plan.share, plan.restart],
    ...[plan.response, plan.replacement],
    ...Object.values(secondary),
    ...(fine ? Object.values(fine) : []),
    ...(safety ? [safety.probability] : []),
  ]
}
