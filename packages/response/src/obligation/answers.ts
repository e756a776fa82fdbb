// What people answered about an incident, as facts of rules. Each answer is an entry of its record.
import type { Entry } from '../incident/entry.ts'
import { entityFacts, type LegalEntity } from './entity.ts'
import type { Source } from './fields.ts'
import { nameOf } from './from-record.ts'
import type { Facts, Value } from './rule.ts'
import type { Common } from './schema.ts'

export type Answer = { readonly value: Value; readonly note: string; readonly source: Source }

/** `unknown` is an answer. */
const UNKNOWN = 'unknown'

/** The newest answer to each fact, by its name. Answers to what is no fact, or that it cannot take, are none. */
export function answersIn(entries: readonly Entry[], { facts }: Pick<Common, 'facts'>): ReadonlyMap<string, Answer> {
  const answers = new Map<string, Answer>()
  for (const { by, at, act } of entries) {
    if (act.kind !== 'significance-answered') continue
    const fact = facts.get(act.question)
    const value = fact ? answerValue(act.answer, fact.kind) : undefined
    if (value === undefined) continue
    answers.set(act.question, { value, note: act.note, source: { kind: 'author', by: nameOf(by), at } })
  }
  return answers
}

/** Undefined where a fact of this kind has no such answer. */
export function answerValue(answer: string, kind: 'flag' | 'number' | 'word' | 'words'): Value | undefined {
  if (answer === UNKNOWN) return null
  switch (kind) {
    case 'flag':
      return answer === 'yes' ? true : answer === 'no' ? false : undefined
    case 'number':
      return /^\d{1,15}(\.\d{1,6})?$/.test(answer) ? Number(answer) : undefined
    case 'word':
      return answer
    case 'words':
      return answer.split(',').flatMap(word => word.trim() || [])
  }
}

/** Everything that rules may look at. */
export function ruleFactsOf(entity: LegalEntity | null, answers: ReadonlyMap<string, Answer>): Facts {
  const facts: Record<string, Value> = { ...entityFacts(entity) }
  for (const [name, { value }] of answers) facts[name] = value
  return facts
}
