// The first words of a statement of SQL. Never more: statements hold what is nobody's business.
import type { Verb } from '@nautilus/model'

const MAX_WORDS = 4
const MAX_LENGTH = 96

const verbs: Readonly<Record<string, Verb>> = {
  insert: 'write',
  update: 'write',
  merge: 'write',
  bulk: 'write',
  delete: 'delete',
  truncate: 'delete',
  drop: 'delete',
  create: 'configure',
  alter: 'configure',
  grant: 'configure',
  revoke: 'configure',
  deny: 'configure',
  backup: 'file',
  restore: 'file',
  shutdown: 'stop',
  exec: 'call',
  execute: 'call',
}

export type Statement = { readonly verb: Verb; readonly text: string }

/** Words up to the first that may hold a value: a bracket, a quote, a sign. */
export function statementOf(text: string): Statement {
  const words: string[] = []
  let word = ''
  for (const letter of `${text} `) {
    if (isOf(letter)) word += letter
    else {
      if (word !== '') words.push(word)
      word = ''
      if (words.length >= MAX_WORDS || (letter > ' ' && letter !== ',' && letter !== '*')) break
    }
  }
  return { verb: verbs[words[0]?.toLowerCase() ?? ''] ?? 'read', text: words.join(' ').slice(0, MAX_LENGTH) }
}

/** Letters, digits, and what stands in names. */
const isOf = (letter: string): boolean => /[\p{L}\p{N}_.@#[\]]/u.test(letter)
