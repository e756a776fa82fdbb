import type { Run } from '../incident/incident.ts'
import type { Fact, Need, Option, Playbook } from './playbook.ts'

/** It is an answer, and it unblocks nothing: what nobody knows is not safe. */
export const UNKNOWN = 'unknown'

/** A question of safety is closed by a plain yes or no: no story says that people are safe. */
export function isAnswer(answer: string, { safety }: Pick<Fact, 'safety'>): boolean {
  const said = answer.trim().toLowerCase()
  return safety ? said === 'yes' || said === 'no' : said !== '' && said !== UNKNOWN
}

const answerTo = ({ answers }: Pick<Run, 'answers'>, id: string): string =>
  answers.find(({ fact }) => fact === id)?.answer ?? UNKNOWN

/** Blocking facts that nobody has answered, or only with *unknown*: those of safety first. */
export function unanswered({ facts }: Pick<Playbook, 'facts'>, run: Pick<Run, 'answers'>): readonly Fact[] {
  const open = facts.filter(fact => fact.blocks && !isAnswer(answerTo(run, fact.id), fact))
  return [...open.filter(({ safety }) => safety), ...open.filter(({ safety }) => !safety)]
}

/** The needs that count, as the facts are answered. */
export const needsOf = ({ approval }: Option, run: Pick<Run, 'answers'>): readonly Need[] =>
  approval.need.filter(({ when }) => !when || when.is.includes(answerTo(run, when.fact).trim().toLowerCase()))
