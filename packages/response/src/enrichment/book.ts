// Statements as they are made, no more of a topic than a person reads.
import { type Sentence, sentence } from '../sentence.ts'
import type { Source, Statement, Topic, Unknown } from './enrichment.ts'

/** Statements of one topic; further ones are counted. */
export const MAX_PER_TOPIC = 20

export type Book = {
  readonly statements: readonly Statement[]
  readonly unknowns: readonly Unknown[]
  readonly leftOut: Readonly<Partial<Record<Topic, number>>>
  say(topic: Topic, key: string, values: Sentence['values'], ...sources: readonly Source[]): void
  ask(topic: Topic, key: string, values?: Sentence['values']): void
}

/** The same thing said twice is kept once. */
export function newBook(): Book {
  const statements: Statement[] = []
  const unknowns: Unknown[] = []
  const leftOut: Partial<Record<Topic, number>> = {}
  const said = new Set<string>()
  const room = new Map<string, number>()
  const admit = (kind: string, topic: Topic, what: Sentence): boolean => {
    const whole = JSON.stringify([kind, topic, what])
    if (said.has(whole)) return false
    said.add(whole)
    const used = room.get(kind + topic) ?? 0
    if (used >= MAX_PER_TOPIC) leftOut[topic] = (leftOut[topic] ?? 0) + 1
    else room.set(kind + topic, used + 1)
    return used < MAX_PER_TOPIC
  }
  return {
    statements,
    unknowns,
    leftOut,
    say: (topic, key, values, ...sources) => {
      const what = sentence(key, values)
      if (admit('said', topic, what)) statements.push({ topic, sentence: what, sources })
    },
    ask: (topic, key, values = {}) => {
      const what = sentence(key, values)
      if (admit('asked', topic, what)) unknowns.push({ topic, sentence: what })
    },
  }
}
