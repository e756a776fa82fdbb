// A rule of a template as a line that people can read.
import type { ObligationRule } from '@nautilus/response'

type Words = {
  /** What a fact is called. */
  readonly fact: (name: string) => string
  readonly and: string
  readonly or: string
  readonly not: string
  readonly isIn: string
}
type Term = Extract<ObligationRule, { readonly left: unknown }>['left']

/** `nested`: inside of another rule, where parts stand in brackets. */
export function ruleText(rule: ObligationRule, words: Words, nested = false): string {
  switch (rule.op) {
    case 'and':
    case 'or': {
      const text = rule.of.map(one => ruleText(one, words, true)).join(` ${words[rule.op]} `)
      return nested && rule.of.length > 1 ? `(${text})` : text
    }
    case '!':
      return `${words.not} ${ruleText(rule.of, words, true)}`
    case 'is':
      return termText(rule.of, words)
    default:
      return `${termText(rule.left, words)} ${signs[rule.op] ?? words.isIn} ${termText(rule.right, words)}`
  }
}

const signs: Readonly<Record<string, string>> = { '==': '=', '!=': '≠', '<': '<', '<=': '≤', '>': '>', '>=': '≥' }

function termText(term: Term, words: Words): string {
  if (term.kind === 'constant') return String(term.value)
  if (term.kind === 'product') return term.of.map(one => termText(one, words)).join(' × ')
  return words.fact(term.name)
}
