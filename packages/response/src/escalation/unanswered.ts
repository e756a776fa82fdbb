// Questions that must be answered and wait too long: those whose questions they are, are reminded.
import { unanswered } from '../decision/facts.ts'
import type { FindPlaybook } from '../decision/playbook.ts'
import type { Duty } from '../duties.ts'
import type { Incident, Run } from '../incident/incident.ts'

/** µs after which a question that nobody answered, or only with *unknown*, is brought to mind; and again after as long. */
export const REMIND_AFTER = 12 * 3600e6

/** Whose question it is where the playbook names nobody: they know what the process does. */
const OTHERWISE: Duty = 'plant-engineer'

/** Once it is decided nobody waits for an answer any more. */
const over: readonly Incident['state'][] = ['decided', 'acting', 'recovered', 'documented', 'closed']

export type Waiting = {
  /** µs: since when they are asked. One that was answered and is open again counts from the beginning. */
  readonly since: number
  /** How often its time has come: 1 after the first twelve hours; 0: not yet. */
  readonly round: number
  /** How many wait, by duty. */
  readonly questions: ReadonlyMap<Duty, number>
}

type Asked = Pick<Incident, 'state' | 'mergedInto'> & {
  readonly run: Pick<Run, 'playbook' | 'version' | 'started' | 'answers'> | null
}

/** Blocking questions of the playbook that runs, without an answer at `now` (µs); null where none is open. */
export function waitingQuestions({ state, mergedInto, run }: Asked, find: FindPlaybook, now: number): Waiting | null {
  if (!run || mergedInto !== null || over.includes(state)) return null
  const playbook = find(run.playbook, run.version)
  const open = playbook ? unanswered(playbook, run) : []
  if (open.length === 0) return null
  const questions = new Map<Duty, number>()
  for (const { who = OTHERWISE } of open) questions.set(who, (questions.get(who) ?? 0) + 1)
  const since = run.started.at
  return { since, round: Math.max(0, Math.floor((now - since) / REMIND_AFTER)), questions }
}

/** How many questions wait too long: 0 where none does. */
export function overdueQuestions(asked: Asked, find: FindPlaybook, now: number): number {
  const waiting = waitingQuestions(asked, find, now)
  return waiting && waiting.round > 0 ? [...waiting.questions.values()].reduce((sum, count) => sum + count, 0) : 0
}
