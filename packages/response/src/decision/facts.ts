import type { Run } from '../incident/incident.ts'
import type { Fact, Playbook } from './playbook.ts'

/** It is an answer, and it unblocks nothing: what nobody knows is not safe. */
export const UNKNOWN = 'unknown'

export const isAnswer = (answer: string): boolean => answer.trim() !== '' && answer.trim().toLowerCase() !== UNKNOWN

/** Blocking facts that nobody has answered, or only with *unknown*: those of safety first. */
export function unanswered({ facts }: Pick<Playbook, 'facts'>, { answers }: Pick<Run, 'answers'>): readonly Fact[] {
  const known = new Set(answers.filter(({ answer }) => isAnswer(answer)).map(({ fact }) => fact))
  const open = facts.filter(({ id, blocks }) => blocks && !known.has(id))
  return [...open.filter(({ safety }) => safety), ...open.filter(({ safety }) => !safety)]
}
