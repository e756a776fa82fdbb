// The clocks of an obligation: what is due when, and why.
import { momentAfter } from './calendar.ts'
import type { Obligation, Request } from './obligation.ts'
import { type Facts, truthOf } from './rule.ts'
import type { Clock, Stage } from './template.ts'

/**
 * `waiting`: the moment it counts from is not known. `offered`: it may take the place of another. `not-needed`: it does
 * not apply, was replaced, or nobody asked for it. `late`: our own target has passed, the law's time has not.
 */
export type ClockState =
  | 'waiting'
  | 'offered'
  | 'not-needed'
  | 'running'
  | 'late'
  | 'overdue'
  | 'submitted'
  | 'submitted-late'

export type StageClock = {
  readonly stage: Stage
  readonly state: ClockState
  /** µs; what the law allows at the most. */
  readonly due: number | null
  /** µs; what we aim at. */
  readonly target: number | null
  /** What the limit counts from. */
  readonly from: { readonly clock: Clock; readonly moment: number } | null
  readonly submittedAt: number | null
  /** Of a stage on request. */
  readonly request: Request | null
}

/** Every stage, in the order of the template; one on request as often as it was asked for. `at` is µs. */
export function clocksOf(obligation: Obligation, facts: Facts, at: number): StageClock[] {
  return obligation.template.stages.flatMap(stage => {
    if (!stage.onRequest) return [stageClock(obligation, stage, facts, at)]
    const requests = obligation.requests.filter(request => request.stage === stage.key)
    if (requests.length === 0) return [idle(stage, 'not-needed')]
    return requests.map((request, nth) => requestClock(obligation, stage, request, nth, at))
  })
}

const idle = (stage: Stage, state: ClockState): StageClock => ({
  stage,
  state,
  due: null,
  target: null,
  from: null,
  submittedAt: null,
  request: null,
})

function stageClock(obligation: Obligation, stage: Stage, facts: Facts, at: number): StageClock {
  const submittedAt = submissionsOf(obligation, stage.key)[0] ?? null
  if (stage.when && truthOf(stage.when, facts) === false && submittedAt === null) return idle(stage, 'not-needed')
  const isChosen = obligation.alternatives.has(stage.key) || submittedAt !== null
  if (stage.instead && !isChosen) return idle(stage, 'offered')
  return running(obligation, stage, clocksFor(obligation, stage), submittedAt, at)
}

/** The clocks of a stage as things are: an alternative has those of the stage that it replaces, which gets others. */
function clocksFor(obligation: Obligation, stage: Stage): readonly Clock[] {
  const { stages } = obligation.template
  if (stage.instead) return stages.find(({ key }) => key === stage.instead!.of)?.clocks ?? stage.clocks
  const taken = stages.find(
    ({ key, instead }) =>
      instead?.of === stage.key && (obligation.alternatives.has(key) || submissionsOf(obligation, key).length > 0),
  )
  return taken?.instead ? [taken.instead.afterwards] : stage.clocks
}

function running(
  obligation: Obligation,
  stage: Stage,
  clocks: readonly Clock[],
  submittedAt: number | null,
  at: number,
): StageClock {
  const { timeZone } = obligation
  const dated = clocks.flatMap(clock => {
    const moment = momentOf(obligation, clock)
    return moment === null ? [] : [{ clock, moment, due: momentAfter(moment, clock.limit, timeZone) }]
  })
  const [first] = dated.toSorted((a, b) => a.due - b.due)
  const due = first?.due ?? null
  const aimed = first && stage.target ? momentAfter(first.moment, stage.target, timeZone) : null
  const target = due === null || aimed === null ? due : Math.min(aimed, due)
  const from = first ? { clock: first.clock, moment: first.moment } : null
  return { stage, state: stateOf(due, target, submittedAt, at), due, target, from, submittedAt, request: null }
}

function stateOf(due: number | null, target: number | null, submittedAt: number | null, at: number): ClockState {
  if (submittedAt !== null) return due !== null && submittedAt > due ? 'submitted-late' : 'submitted'
  if (due === null) return 'waiting'
  if (at > due) return 'overdue'
  return target !== null && at > target ? 'late' : 'running'
}

function requestClock(obligation: Obligation, stage: Stage, request: Request, nth: number, at: number): StageClock {
  const [clock] = stage.clocks
  const due = request.due ?? (clock ? momentAfter(request.moment, clock.limit, obligation.timeZone) : null)
  // The nth report answers the nth request.
  const submittedAt = submissionsOf(obligation, stage.key)[nth] ?? null
  const state = due === null && submittedAt === null ? 'running' : stateOf(due, due, submittedAt, at)
  const from = clock ? { clock, moment: request.moment } : null
  return { stage, state, due, target: due, from, submittedAt, request }
}

/** When reports of a stage were sent, corrections aside. */
const submissionsOf = ({ submissions }: Obligation, stage: string): number[] =>
  (submissions.get(stage) ?? [])
    .filter(({ correction }) => !correction)
    .map(({ moment }) => moment)
    .sort((a, b) => a - b)

function momentOf(obligation: Obligation, { from, submission }: Clock): number | null {
  if (!from.startsWith('submitted:')) {
    for (const [anchor, { moment }] of obligation.moments) if (anchor === from) return moment
    return null
  }
  const sent = submissionsOf(obligation, from.slice('submitted:'.length))
  return (submission === 'first' ? sent[0] : sent.at(-1)) ?? null
}
