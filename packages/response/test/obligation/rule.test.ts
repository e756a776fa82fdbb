import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ObligationRule, type RuleFacts, truthOf, unknownOf } from '../../src/index.ts'
import { ruleOf } from '../../src/obligation/rule.ts'
import { Faults } from '../../src/reading/faults.ts'
import { likeOf, type Plain, treeFrom } from '../tree.ts'

const names = ['answer.a', 'answer.b', 'answer.loss', 'entity.class', 'entity.memberStates']
function read(plain: Plain) {
  const faults = new Faults(likeOf)
  return { rule: ruleOf(treeFrom(plain), { faults, names }), faults: faults.list.map(({ message }) => message) }
}
const truth = (plain: Plain, facts: RuleFacts) => truthOf(read(plain).rule!, facts)
const a = { var: 'answer.a' }
const b = { var: 'answer.b' }

describe('three values', () => {
  test.each<[Plain, RuleFacts, boolean | null]>([
    [a, {}, null],
    [a, { 'answer.a': null }, null],
    [{ and: [a, b] }, { 'answer.a': false }, false],
    [{ and: [a, b] }, { 'answer.a': true }, null],
    [{ or: [a, b] }, { 'answer.a': true }, true],
    [{ or: [a, b] }, { 'answer.a': false }, null],
    [{ '!': a }, {}, null],
    [{ '!': a }, { 'answer.a': false }, true],
    [{ '>': [{ var: 'answer.loss' }, 500] }, { 'answer.loss': 501 }, true],
    [{ '>': [{ var: 'answer.loss' }, 500] }, { 'answer.loss': 500 }, false],
    [{ '>': [{ var: 'answer.loss' }, 500] }, { 'answer.loss': 'much' }, null],
    [{ '<=': [{ '*': [{ var: 'answer.loss' }, 2] }, 500] }, { 'answer.loss': 250 }, true],
    [{ '<=': [{ '*': [{ var: 'answer.loss' }, 2] }, 500] }, {}, null],
    [{ '==': [{ var: 'entity.class' }, 'essential'] }, { 'entity.class': 'essential' }, true],
    [{ '!=': [{ var: 'entity.class' }, 'essential'] }, {}, null],
    [{ in: ['DE', { var: 'entity.memberStates' }] }, { 'entity.memberStates': ['NL', 'DE'] }, true],
    [{ in: ['DE', { var: 'entity.memberStates' }] }, {}, null],
  ])('%j with %j', (plain, facts, expected) => {
    expect(truth(plain, facts)).toBe(expected)
  })
  test('names of every object are no facts', () => {
    expect(truthOf({ op: 'is', of: { kind: 'fact', name: 'constructor' } }, {})).toBeNull()
  })
  test('what is not known is named', () => {
    expect(
      unknownOf(read({ or: [{ and: [b, a] }, { '>': [{ '*': [2, { var: 'answer.loss' }] }, 3] }] }).rule!, {
        'answer.b': true,
      }),
    ).toEqual(['answer.a', 'answer.loss'])
  })
})

test.each<[Plain, RegExp]>([
  [{ xor: [a, b] }, /no operator `xor`/],
  [{ var: 'answer.c' }, /no fact `answer.c`; did you mean `answer.a`/],
  [{ and: [] }, /needs a list of rules/],
  [{ and: [a], or: [b] }, /one operator/],
  ['true', /one operator/],
  [{ '>': [1] }, /a list of two/],
  [{ '>': [a, { '/': [1, 2] }] }, /must be a value/],
])('%j is refused', (plain, message) => {
  const { rule, faults } = read(plain)
  expect(rule).toBeNull()
  expect(faults.join()).toMatch(message)
})

test('a rule without end is refused', () => {
  let deep: Plain = a
  for (let at = 0; at < 20; at++) deep = { '!': deep }
  expect(read(deep).faults.join()).toMatch(/may be 12 deep/)
})

const anyRule: fc.Arbitrary<ObligationRule> = fc.letrec<{ rule: ObligationRule }>(tie => ({
  rule: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('answer.a', 'answer.b').map(name => ({ op: 'is' as const, of: { kind: 'fact' as const, name } })),
    fc.integer({ min: 0, max: 3 }).map(value => ({
      op: '>' as const,
      left: { kind: 'fact' as const, name: 'answer.loss' },
      right: { kind: 'constant' as const, value },
    })),
    tie('rule').map(of => ({ op: '!' as const, of })),
    fc
      .tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(tie('rule'), { minLength: 1, maxLength: 3 }))
      .map(([op, of]) => ({ op, of })),
  ),
})).rule
const anyFacts = fc.record({
  'answer.a': fc.constantFrom(true, false, null),
  'answer.b': fc.constantFrom(true, false, null),
  'answer.loss': fc.constantFrom(0, 2, 4, null),
})

test('to learn more never turns a decided answer round', () => {
  fc.assert(
    fc.property(anyRule, anyFacts, anyFacts, (rule, known, more) => {
      const before = truthOf(rule, known)
      if (before === null) return
      const filled = Object.fromEntries(
        Object.entries(known).map(([name, value]) => [name, value ?? more[name as keyof typeof more]]),
      )
      expect(truthOf(rule, filled)).toBe(before)
    }),
    { numRuns: 1000 },
  )
})
