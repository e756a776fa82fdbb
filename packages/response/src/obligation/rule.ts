// Rules over facts: a subset of JSON-logic (jsonlogic.com) with three values. What is not known is `null`, and a rule says
// so unless the rest of it decides.
import type { Faults } from '../reading/faults.ts'
import { MAX_RULE_DEPTH } from '../reading/limits.ts'
import { clipped } from '../reading/read.ts'
import type { Entry, Tree } from '../reading/tree.ts'

export type Value = boolean | number | string | readonly string[] | null
/** Facts by name. What is missing is not known. */
export type Facts = Readonly<Record<string, Value>>

const comparisons = ['==', '!=', '<', '<=', '>', '>='] as const
type Comparison = (typeof comparisons)[number]

export type Rule =
  | { readonly op: 'and'; readonly of: readonly Rule[] }
  | { readonly op: 'or'; readonly of: readonly Rule[] }
  | { readonly op: '!'; readonly of: Rule }
  | { readonly op: Comparison | 'in'; readonly left: Term; readonly right: Term }
  | { readonly op: 'is'; readonly of: Term }
export type Term =
  | { readonly kind: 'constant'; readonly value: string | number | boolean }
  | { readonly kind: 'fact'; readonly name: string }
  | { readonly kind: 'product'; readonly of: readonly [Term, Term] }

/** True, false, or null where it depends on what is not known. */
export function truthOf(rule: Rule, facts: Facts): boolean | null {
  switch (rule.op) {
    case 'and':
    case 'or': {
      const decides = rule.op === 'or'
      const truths = rule.of.map(one => truthOf(one, facts))
      if (truths.includes(decides)) return decides
      return truths.includes(null) ? null : !decides
    }
    case '!': {
      const truth = truthOf(rule.of, facts)
      return truth === null ? null : !truth
    }
    case 'is': {
      const value = valueIn(rule.of, facts)
      return typeof value === 'boolean' ? value : null
    }
    default:
      return compared(rule.op, valueIn(rule.left, facts), valueIn(rule.right, facts))
  }
}

function valueIn(term: Term, facts: Facts): Value {
  if (term.kind === 'constant') return term.value
  if (term.kind === 'fact') return Object.hasOwn(facts, term.name) ? (facts[term.name] ?? null) : null
  const [left, right] = term.of.map(one => valueIn(one, facts))
  return typeof left === 'number' && typeof right === 'number' ? left * right : null
}

function compared(op: Comparison | 'in', left: Value, right: Value): boolean | null {
  if (left === null || right === null) return null
  if (op === 'in') return typeof left === 'string' && Array.isArray(right) ? right.includes(left) : null
  if (op === '==') return left === right
  if (op === '!=') return left !== right
  if (typeof left !== 'number' || typeof right !== 'number') return null
  return { '<': left < right, '<=': left <= right, '>': left > right, '>=': left >= right }[op]
}

/** The facts that a rule looks at and that are not known, in order of their names. */
export function unknownOf(rule: Rule, facts: Facts): string[] {
  const names = termsOf(rule)
    .flatMap(namesOf)
    .filter(name => valueIn({ kind: 'fact', name }, facts) === null)
  return [...new Set(names)].sort()
}

/** Facts that a rule looks at, in order of their names. */
export const namesIn = (rule: Rule): string[] => [...new Set(termsOf(rule).flatMap(namesOf))].sort()

function termsOf(rule: Rule): readonly Term[] {
  if (rule.op === 'and' || rule.op === 'or') return rule.of.flatMap(termsOf)
  if (rule.op === '!') return termsOf(rule.of)
  return rule.op === 'is' ? [rule.of] : [rule.left, rule.right]
}

function namesOf(term: Term): readonly string[] {
  if (term.kind === 'product') return term.of.flatMap(namesOf)
  return term.kind === 'fact' ? [term.name] : []
}

export type RuleWords = { readonly faults: Faults /** Names that facts may have. */; readonly names: readonly string[] }

/** `{ and: [{ '>': [{ var: answer.lossEur }, 500000] }, { var: answer.malicious }] }` */
export function ruleOf(tree: Tree, words: RuleWords, depth = 0): Rule | null {
  const { faults } = words
  const [entry, second] = tree.kind === 'map' ? tree.entries : []
  if (depth > MAX_RULE_DEPTH || !entry || second) {
    const isDeep = depth > MAX_RULE_DEPTH
    const deep = `A rule may be ${MAX_RULE_DEPTH} deep; write it flatter.`
    faults.tell(tree.place, isDeep ? deep : 'A rule is one operator: `{ and: [ … ] }`, `{ var: entity.class }`.')
    return null
  }
  const { key, value } = entry
  if (key === 'var') {
    const of = termOf(tree, words)
    return of && { op: 'is', of }
  }
  if (key === 'and' || key === 'or') return partsOf(key, value, words, depth)
  if (key === '!') {
    const of = ruleOf(value, words, depth + 1)
    return of && { op: '!', of }
  }
  return comparisonOf(entry, words)
}

function partsOf(op: 'and' | 'or', value: Tree, words: RuleWords, depth: number): Rule | null {
  const parts = value.kind === 'list' ? value.items.map(item => ruleOf(item, words, depth + 1)) : []
  if (parts.length === 0) words.faults.tell(value.place, `\`${op}\` needs a list of rules.`)
  return parts.length === 0 || parts.includes(null) ? null : { op, of: parts as Rule[] }
}

function comparisonOf({ key, place, value }: Entry, words: RuleWords): Rule | null {
  const op = [...comparisons, 'in' as const].find(own => own === key)
  if (!op) {
    const known = ['and', 'or', '!', 'var', 'in', ...comparisons]
    words.faults.unknown(place, `There is no operator \`${clipped(key)}\``, key, known)
    return null
  }
  const sides = pairOf(value, `\`${op}\``, words)
  return sides && { op, left: sides[0], right: sides[1] }
}

function pairOf(tree: Tree, what: string, words: RuleWords): readonly [Term, Term] | null {
  if (tree.kind !== 'list' || tree.items.length !== 2) {
    words.faults.tell(tree.place, `${what} needs a list of two.`)
    return null
  }
  const [left, right] = [termOf(tree.items[0]!, words), termOf(tree.items[1]!, words)]
  return left && right && [left, right]
}

function termOf(tree: Tree, words: RuleWords): Term | null {
  const { faults, names } = words
  if (tree.kind === 'scalar' && tree.value !== null) return { kind: 'constant', value: tree.value }
  const [entry, second] = tree.kind === 'map' ? tree.entries : []
  if (entry && !second && entry.key === '*') {
    const of = pairOf(entry.value, '`*`', words)
    return of && { kind: 'product', of }
  }
  if (!entry || second || entry.key !== 'var' || entry.value.kind !== 'scalar') {
    faults.tell(tree.place, "It must be a value, `{ var: name }`, or `{ '*': [ … ] }`.")
    return null
  }
  const name = entry.value.text
  if (names.includes(name)) return { kind: 'fact', name }
  faults.unknown(entry.value.place, `There is no fact \`${clipped(name)}\``, name, names)
  return null
}
