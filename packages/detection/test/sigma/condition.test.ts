import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseCondition } from '../../src/index.ts'
import type { Aggregation, Condition } from '../../src/sigma/condition.ts'

/** With brackets around everything, so that what binds what can be seen. */
function shown(condition: Condition): string {
  if (condition.kind === 'name') return condition.name
  if (condition.kind === 'of') return `${condition.all ? 'all' : '1'} of ${condition.pattern}`
  if (condition.kind === 'not') return `(not ${shown(condition.part)})`
  return `(${condition.parts.map(shown).join(` ${condition.kind} `)})`
}

function read(text: string): string {
  const parsed = parseCondition(text)
  return parsed.ok ? shown(parsed.condition) : `${parsed.at}: ${parsed.message}`
}

function counts(text: string): Aggregation | null {
  const parsed = parseCondition(text)
  return parsed.ok ? parsed.aggregation : null
}

describe('conditions', () => {
  test.each([
    ['a', 'a'],
    ['a and not b', '(a and (not b))'],
    ['a or b and c or not d and e', '(a or (b and c) or ((not d) and e))'],
    ['(a or b) and c', '((a or b) and c)'],
    ['not not a', '(not (not a))'],
    ['1 of sel_* and not 1 of filter*', '(1 of sel_* and (not 1 of filter*))'],
    ['ALL OF them OR any of x*', '(all of them or 1 of x*)'],
    ['  ((a))  ', 'a'],
  ])('%s', (text, expected) => {
    expect(read(text)).toBe(expected)
  })

  test.each([
    ['', '0: The condition needs the name of a selection at its end.'],
    ['a and', '5: The condition needs the name of a selection at its end.'],
    ['a b', '2: The condition needs `and` or `or` before `b`.'],
    ['(a', '2: The condition needs a closing bracket at its end.'],
    ['a)', '1: The condition closes a bracket that it did not open.'],
    ['2 of them', '0: `2 of` is not understood; write `1 of` or `all of`.'],
    ['1 of (', '5: The condition needs a name, a name with `*`, or `them` before `(`.'],
    ['a | count(', '10: The condition needs the name of a field at its end.'],
    ['a | count() by x', '16: The condition needs one of `>`, `>=`, `<`, `<=`, `=`, `==` at its end.'],
    ['a | count() > many', '14: A count is compared with a whole number, 0 or more.'],
    ['a | sum(x) > 1', '4: `sum` is not supported; only `count` is, or a correlation (docs/custom-rules.md).'],
    [`${'('.repeat(100)}a`, '33: A condition may be nested 32 deep.'],
  ])('wrong: %s', (text, expected) => {
    expect(read(text)).toBe(expected)
  })

  test('the old way to count', () => {
    expect(counts('a | count() > 5')).toMatchObject({ field: null, by: [], operator: '>', than: 5 })
    expect(counts('a | count(object) by client, server >= 5')).toMatchObject({
      field: { name: 'object' },
      by: [{ name: 'client' }, { name: 'server' }],
      operator: '>=',
    })
  })

  const text = fc.oneof(
    fc.string({ maxLength: 200 }),
    fc
      .array(
        fc.constantFrom('a', 'and', 'or', 'not', '(', ')', '1', 'all', 'of', 'them', '|', 'count', 'by', '>', '5', ','),
        {
          maxLength: 40,
        },
      )
      .map(words => words.join(' ')),
  )

  test('any text is a condition or is wrong at a place in it', () => {
    fc.assert(
      fc.property(text, any => {
        const parsed = parseCondition(any)
        if (!parsed.ok) expect(parsed.at >= 0 && parsed.at <= any.length).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  const tree: fc.Memo<Condition> = fc.memo(depth =>
    depth <= 1
      ? fc.constantFrom('a', 'b', 'c').map((name): Condition => ({ kind: 'name', name, at: 0 }))
      : fc.oneof(
          tree(1),
          tree().map((part): Condition => ({ kind: 'not', part })),
          fc
            .tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(tree(), { minLength: 2, maxLength: 3 }))
            .map(([kind, parts]): Condition => ({ kind, parts })),
        ),
  )

  test('what is written is read as it was meant', () => {
    fc.assert(
      fc.property(tree(4), condition => {
        expect(read(shown(condition))).toBe(shown(condition))
      }),
    )
  })
})
