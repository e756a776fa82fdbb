// Where a run stands: what is open, what blocks, which options there are and why not, who may approve, what is next.
import type { Duty } from '../duties.ts'
import { leastSpan } from '../reading/duration.ts'
import type { Text } from '../reading/text.ts'
import { type ApprovalState, approvalOf } from './approval.ts'
import { type Enrichment, factsOf, holds, type KnownFact } from './facts.ts'
import type { Decision, Notify, Option, PhaseName, Playbook, Step } from './playbook.ts'
import type { Run } from './run.ts'

/** Why something cannot be had yet: a fact that is open, or that nobody started the playbook. */
export type Reason = {
  readonly code: 'not-started' | 'fact-open' | 'safety-open'
  readonly fact: string | null
  readonly says: Text
}

export type OptionState = {
  readonly option: Option
  /** It may be chosen. */
  readonly isAvailable: boolean
  readonly whyNot: readonly Reason[]
  readonly isChosen: boolean
  readonly approval: ApprovalState
  /** What stands in the way of approval, whoever gives it. */
  readonly whyNotApproved: readonly Reason[]
  /** All that is needed is there, and nothing stands in the way. */
  readonly isApproved: boolean
  /** µs; when it must be looked at again. Null where it is not approved, or needs no review. */
  readonly reviewAt: number | null
}

export type Call = { readonly notify: Notify /** µs */; readonly dueAt: number }

export type Status = {
  readonly facts: readonly KnownFact[]
  readonly blocking: readonly KnownFact[]
  readonly options: readonly OptionState[]
  readonly decisions: readonly { readonly decision: Decision; readonly outcome: string | null }[]
  readonly calls: readonly Call[]
  readonly openSteps: readonly { readonly phase: PhaseName; readonly step: Step }[]
  /** Readiness is checked before anything happens, so the first is one of identification. */
  readonly nextStep: { readonly phase: PhaseName; readonly step: Step } | null
}

export type Now = { readonly enrichment: Enrichment /** µs */; readonly at: number }

export function statusOf(playbook: Playbook, run: Run, { enrichment, at }: Now): Status {
  const facts = factsOf(playbook, run, enrichment)
  const blocking = facts.filter(({ fact, isOpen }) => fact.blocks && isOpen)
  const openSteps = playbook.phases.flatMap(({ name, steps }) =>
    steps.filter(({ id }) => !run.steps.has(id)).map(step => ({ phase: name, step })),
  )
  return {
    facts,
    blocking,
    options: playbook.options.map(option => optionState(option, run, facts, at)),
    decisions: playbook.decisions.map(decision => ({
      decision,
      outcome: run.decisions.get(decision.id)?.outcome ?? null,
    })),
    calls: run.startedAt === null ? [] : callsOf(playbook, run.startedAt, facts),
    openSteps,
    nextStep: openSteps.find(({ phase }) => phase !== 'preparation') ?? null,
  }
}

function optionState(option: Option, run: Run, facts: readonly KnownFact[], at: number): OptionState {
  const open = facts.filter(({ fact, isOpen }) => fact.blocks && isOpen)
  const notStarted = run.startedAt === null ? [unstarted] : []
  // Looking, and running on as before, wait for nothing.
  const isFree = option.effect === 'none' || option.effect === 'keep-running'
  const whyNot = [...notStarted, ...(isFree ? [] : open.map(reasonOf))]
  const whyNotApproved = [
    ...notStarted,
    ...(option.effect === 'none' ? [] : open.filter(({ fact }) => fact.safety || !isFree).map(reasonOf)),
  ]
  const approval = approvalOf(option, run, facts, at)
  const isApproved = approval.isApproved && whyNotApproved.length === 0
  const last = Math.max(...approval.counting.map(given => given.at))
  return {
    option,
    isAvailable: whyNot.length === 0,
    whyNot,
    isChosen: run.chosen.has(option.id),
    approval,
    whyNotApproved,
    isApproved,
    reviewAt: isApproved && option.reviewEvery ? last + leastSpan(option.reviewEvery) : null,
  }
}

const unstarted: Reason = {
  code: 'not-started',
  fact: null,
  says: { en: 'Nobody started this playbook yet.', de: 'Dieses Playbook wurde noch nicht begonnen.' },
}

const reasonOf = ({ fact, answer }: KnownFact): Reason => ({
  code: fact.safety ? 'safety-open' : 'fact-open',
  fact: fact.id,
  says: {
    en: `${fact.id} is ${answer === 'unknown' ? 'answered with unknown' : 'not answered'}: ${fact.question.en}`,
    de: `${fact.id} ist ${answer === 'unknown' ? 'mit unbekannt' : 'nicht'} beantwortet: ${fact.question.de ?? fact.question.en}`,
  },
})

/** Who must be told and until when, the most urgent first. Conditional calls are there while their condition holds. */
export const callsOf = ({ notify }: Playbook, startedAt: number, facts: readonly KnownFact[]): Call[] =>
  notify
    .filter(({ if: condition }) => condition === null || holds(condition, facts))
    .map(one => ({ notify: one, dueAt: startedAt + leastSpan(one.within) }))
    .sort((a, b) => a.dueAt - b.dueAt)

/** How many people of a site hold a duty, and how many of them can be reached outside of office hours. */
export type Staffing = ReadonlyMap<Duty, { readonly people: number; readonly outOfHours: number }>

/** What a site lacks for this playbook: it is *not ready* while the list is not empty. */
export function unreadiness({ notify, options, decisions }: Playbook, staffing: Staffing): readonly string[] {
  const needed = new Set<Duty>([...notify.map(({ duty }) => duty), ...decisions.flatMap(({ deciders }) => deciders)])
  const people = (duty: Duty) => staffing.get(duty)?.people ?? 0
  const missing = [...needed].sort().flatMap(duty => {
    if (people(duty) === 0) return [`Nobody at this site is ${duty}.`]
    return people(duty) === 1 ? [`The ${duty} has no deputy.`] : []
  })
  const needs = options.flatMap(({ approval }) => approval.needs)
  const asleep = needs
    .filter(({ anyOf }) => !anyOf.some(duty => (staffing.get(duty)?.outOfHours ?? 0) > 0))
    .map(({ anyOf }) => `Outside of office hours nobody can approve as ${anyOf.join(' or ')}.`)
  return [...missing, ...new Set(asleep)]
}
