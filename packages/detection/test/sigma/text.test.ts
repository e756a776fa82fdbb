// Wildcards and regular expressions against those of the language.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { matcherOf, patternOf } from '../../src/sigma/pattern.ts'
import { regexOf } from '../../src/sigma/regex.ts'

const whole = { start: true, end: true }
const fits = (pattern: string, text: string) => matcherOf(patternOf(pattern), whole, false)(text)

describe('wildcards', () => {
  test.each([
    ['prog?.exe', 'progA.exe', true],
    ['prog?.exe', 'prog.exe', false],
    ['antivirus_V*.exe', 'ANTIVIRUS_v21.2.exe', true],
    ['a*b*c', 'aXXbYYbc', true],
    ['*', '', true],
    ['?', '', false],
    ['\\*', '*', true],
    ['\\*', 'x', false],
    ['\\\\*', '\\anything', true],
    ['\\\\\\*', '\\*', true],
    ['\\\\\\*', '\\x', false],
    ['a\\b', 'a\\b', true],
    ['a\\\\b', 'a\\b', true],
    ['\\\\\\\\', '\\\\', true],
  ])('%s on %s: %s', (pattern, text, expected) => {
    expect(fits(pattern, text)).toBe(expected)
  })

  const piece = fc.constantFrom('a', 'b', '.', '*', '?')
  const pieces = fc.array(piece, { maxLength: 12 }).map(parts => parts.join(''))
  const oracle = (pattern: string) =>
    new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.')}$`, 's')

  test('agree with the same as a regular expression', () => {
    fc.assert(
      fc.property(pieces, fc.array(fc.constantFrom('a', 'b', '.'), { maxLength: 12 }), (pattern, letters) => {
        const text = letters.join('')
        expect(fits(pattern, text)).toBe(oracle(pattern).test(text))
      }),
      { numRuns: 800 },
    )
  })

  test('the worst pattern on a long text ends', () => {
    expect(fits('*a'.repeat(16), `${'a'.repeat(50_000)}b`)).toBe(false)
  })
})

const plain = { ignoreCase: false, multiline: false, dotAll: false }
const search = (expression: string, text: string, flags = plain) => {
  const regex = regexOf(expression, flags)
  return regex.ok ? regex.test(text) : regex.message
}

describe('regular expressions', () => {
  const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '\\w', '\\.', '1', '[0-9b]')
  const quantifier = fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,2}', '{0,}')
  const expression: fc.Memo<string> = fc.memo(depth =>
    depth <= 1
      ? fc.tuple(atom, quantifier).map(([a, q]) => a + q)
      : fc.oneof(
          expression(1),
          fc.tuple(expression(), expression()).map(([a, b]) => a + b),
          fc.tuple(expression(), expression(), quantifier).map(([a, b, q]) => `(${a}|${b})${q}`),
          expression().map(a => `^${a}`),
          expression().map(a => `${a}$`),
        ),
  )
  const subject = fc.array(fc.constantFrom('a', 'b', '1', '.', '\n', 'A'), { maxLength: 10 }).map(all => all.join(''))
  const flags = fc.record({ ignoreCase: fc.boolean(), multiline: fc.boolean(), dotAll: fc.boolean() })

  test('agree with those of the language', () => {
    fc.assert(
      fc.property(expression(4), subject, flags, (text, on, { ignoreCase, multiline, dotAll }) => {
        const oracle = new RegExp(text, `${ignoreCase ? 'i' : ''}${multiline ? 'm' : ''}${dotAll ? 's' : ''}`)
        expect(search(text, on, { ignoreCase, multiline, dotAll })).toBe(oracle.test(on))
      }),
      { numRuns: 1500 },
    )
  })

  test('any text is an expression or a sentence', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), subject, (text, on) => {
        expect(['boolean', 'string']).toContain(typeof search(text, on))
      }),
      { numRuns: 500 },
    )
  })

  test.each([
    ['(a+)+$', `${'a'.repeat(8000)}b`],
    ['^(a|aa)*$', `${'a'.repeat(8000)}b`],
    ['(.*)(.*)(.*)(.*)x', 'a'.repeat(8000)],
  ])('%s does not run away', (text, on) => {
    expect(search(text, on)).toBe(false)
  })

  test.each([
    ['(a)\\1', 'refers back to a group'],
    ['(?=a)', 'looks ahead or behind'],
    ['a*?', 'lazy quantifier'],
    ['a**', 'repeats a repetition'],
    ['*a', 'with nothing before it'],
    ['(a', 'does not close'],
    ['a)', 'did not open'],
    ['[a', 'does not close'],
    ['a{3,1}', 'the second number is smaller'],
    ['\\', 'ends with a backslash'],
    ['\\p', 'is not understood'],
    ['(a{99}){99}', 'too large'],
    ['('.repeat(50), 'deep'],
    ['a'.repeat(600), 'characters'],
  ])('refused: %s', (text, why) => {
    expect(search(text, '')).toContain(why)
  })
})
