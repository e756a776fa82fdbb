// A playbook in the form in which decisions of an incident take it: needs by duty and count, times in µs.
import type { Duty } from '../duties.ts'
import { leastSpan } from '../reading/duration.ts'
import type { Text } from '../reading/text.ts'
import type { Condition, Need, Option, Playbook, SafetyClass } from './playbook.ts'

type DecisionNeed = { readonly duty: readonly Duty[]; readonly count: number; readonly when?: Condition }
export type DecisionView = {
  readonly id: string
  readonly version: string
  readonly safetyClass: SafetyClass
  readonly facts: readonly {
    readonly id: string
    readonly question: Text
    readonly blocks: boolean
    readonly safety: boolean
    readonly who: Duty
  }[]
  readonly options: readonly {
    readonly id: string
    readonly title: Text
    readonly who: Duty
    readonly reversible: boolean
    readonly affectsProcess: boolean
    readonly keepRunning: boolean
    readonly approval: { readonly need: readonly DecisionNeed[]; readonly expires: number }
  }[]
}

export const decisionViewOf = ({ id, version, safetyClass, facts, options }: Playbook): DecisionView => ({
  id,
  version: String(version),
  safetyClass,
  facts: facts.map(({ id: fact, question, blocks, safety, who }) => ({ id: fact, question, blocks, safety, who })),
  options: options.map(option => ({
    id: option.id,
    title: option.title,
    who: option.who,
    reversible: option.reversible,
    affectsProcess: option.effect === 'process',
    keepRunning: option.effect === 'keep-running',
    approval: { need: needOf(option), expires: leastSpan(option.approval.expires) },
  })),
})

/** The same need is one person, whether it always holds or a fact brings it along as well. */
function needOf({ approval: { needs, extra } }: Option): DecisionNeed[] {
  const keyOf = ({ anyOf }: Need) => [...anyOf].sort().join(' ')
  const always = new Map(needs.map(need => [keyOf(need), need]))
  return [
    ...[...always.values()].map(({ anyOf }) => ({ duty: anyOf, count: 1 })),
    ...extra.flatMap(({ when, needs: own }) =>
      own.filter(need => !always.has(keyOf(need))).map(({ anyOf }) => ({ duty: anyOf, count: 1, when })),
    ),
  ]
}
