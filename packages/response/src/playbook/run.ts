// A run of a playbook in an incident: a fold over what people did. What follows from it is in status.ts.
import type { Duty } from '../duties.ts'
import { type Answer, nameOf, type Playbook } from './playbook.ts'

/** Times are µs since 1970-01-01 UTC; `by` is the id of a person, who held `duty` at that moment. */
type Deed = { readonly by: string; readonly at: number }
/** `text` answers a question that yes and no do not. */
export type FactAnswer =
  | { readonly answer: Answer; readonly text?: string }
  | { readonly answer: 'text'; readonly text: string }

export type RunEntry = Deed &
  (
    | { readonly kind: 'playbook-started'; readonly playbook: string }
    | { readonly kind: 'step-done'; readonly step: string }
    | ({ readonly kind: 'fact-answered'; readonly fact: string } & FactAnswer)
    | { readonly kind: 'decision-answered'; readonly decision: string; readonly outcome: string; readonly duty: Duty }
    | { readonly kind: 'option-chosen'; readonly option: string }
    | { readonly kind: 'option-approved'; readonly option: string; readonly duty: Duty }
  )

export type Approval = Deed & { readonly duty: Duty }

export type Run = {
  readonly startedAt: number | null
  readonly steps: ReadonlyMap<string, Deed>
  /** The last answer of a person to each fact. */
  readonly facts: ReadonlyMap<string, Deed & FactAnswer>
  readonly decisions: ReadonlyMap<string, Deed & { readonly outcome: string; readonly duty: Duty }>
  /** When each option was last chosen; approvals from before it count for nothing. */
  readonly chosen: ReadonlyMap<string, Deed>
  readonly approvals: ReadonlyMap<string, readonly Approval[]>
  /** Entries that say nothing to this playbook, and why. The record keeps them; the run does not count them. */
  readonly ignored: readonly { readonly entry: RunEntry; readonly why: string }[]
}

const nothingDone: Run = {
  startedAt: null,
  steps: new Map(),
  facts: new Map(),
  decisions: new Map(),
  chosen: new Map(),
  approvals: new Map(),
  ignored: [],
}

/** The run that these entries make, in the order of the record. */
export const runOf = (playbook: Playbook, entries: readonly RunEntry[]): Run =>
  entries.reduce((run, entry) => runAfter(playbook, run, entry), nothingDone)

/** The run after one more entry. */
export function runAfter(playbook: Playbook, run: Run, entry: RunEntry): Run {
  const why = whyIgnored(playbook, run, entry)
  if (why !== null) return { ...run, ignored: [...run.ignored, { entry, why }] }
  const { by, at } = entry
  switch (entry.kind) {
    case 'playbook-started':
      return { ...run, startedAt: at }
    case 'step-done':
      return run.steps.has(entry.step) ? run : { ...run, steps: added(run.steps, entry.step, { by, at }) }
    case 'fact-answered':
      return { ...run, facts: added(run.facts, entry.fact, { by, at, ...answerOf(entry) }) }
    case 'decision-answered': {
      const { decision, outcome, duty } = entry
      return { ...run, decisions: added(run.decisions, decision, { by, at, outcome, duty }) }
    }
    case 'option-chosen':
      return {
        ...run,
        chosen: added(run.chosen, entry.option, { by, at }),
        approvals: added(run.approvals, entry.option, []),
      }
    case 'option-approved': {
      const before = run.approvals.get(entry.option) ?? []
      return { ...run, approvals: added(run.approvals, entry.option, [...before, { by, at, duty: entry.duty }]) }
    }
  }
}

const added = <V>(map: ReadonlyMap<string, V>, key: string, value: V): ReadonlyMap<string, V> =>
  new Map(map).set(key, value)

function answerOf(entry: FactAnswer): FactAnswer {
  if (entry.answer === 'text') return { answer: 'text', text: entry.text }
  return entry.text === undefined ? { answer: entry.answer } : { answer: entry.answer, text: entry.text }
}

function whyIgnored(playbook: Playbook, run: Run, entry: RunEntry): string | null {
  if (entry.kind === 'playbook-started') {
    if (entry.playbook !== nameOf(playbook)) return `It starts ${entry.playbook}, and this is ${nameOf(playbook)}.`
    return run.startedAt === null ? null : 'The playbook was started before.'
  }
  if (run.startedAt === null) return 'The playbook was not started.'
  switch (entry.kind) {
    case 'step-done':
      return has(
        playbook.phases.flatMap(({ steps }) => steps),
        entry.step,
      )
        ? null
        : `There is no step ${entry.step}.`
    case 'fact-answered':
      return has(playbook.facts, entry.fact) ? null : `There is no fact ${entry.fact}.`
    case 'decision-answered':
      return whyNoDecision(playbook, entry)
    case 'option-chosen':
      return has(playbook.options, entry.option) ? null : `There is no option ${entry.option}.`
    case 'option-approved':
      return run.chosen.has(entry.option) ? null : `Option ${entry.option} was not chosen.`
  }
}

const has = (all: readonly { readonly id: string }[], id: string): boolean => all.some(one => one.id === id)

function whyNoDecision(
  { decisions }: Playbook,
  { decision, outcome, duty }: { readonly decision: string; readonly outcome: string; readonly duty: Duty },
): string | null {
  const found = decisions.find(({ id }) => id === decision)
  if (!found) return `There is no decision ${decision}.`
  if (!has(found.outcomes, outcome)) return `Decision ${decision} has no outcome ${outcome}.`
  return found.deciders.includes(duty)
    ? null
    : `A ${duty} does not answer ${decision}; ${found.deciders.join(', ')} do.`
}
