import fc from 'fast-check'
import { expect, test } from 'vitest'
import { huntText } from '../../shared/hunt-link.tsx'
import { type Fields, type FieldType, nearest, operatorsOf, parse, type Term, wordOf } from './parse.ts'

const fields: Fields = new Map<string, FieldType>([
  ['protocol', 'text'],
  ['verb', 'text'],
  ['server.ip', 'text'],
  ['object', 'text'],
  ['value', 'number'],
])

test('conditions hold together, with or without `and`', () => {
  const wanted = [
    { field: 'protocol', op: 'is', value: 'modbus' },
    { field: 'server.ip', op: 'not', value: '10.0.0.1' },
    { field: 'value', op: 'gt', value: '100' },
  ]
  for (const text of [
    'protocol is modbus server.ip is not 10.0.0.1 value > 100',
    'Protocol = modbus and server.ip != 10.0.0.1 AND value>100',
    'protocol is "modbus" server.ip not 10.0.0.1 value gt 100',
  ])
    expect(parse(text, fields)).toEqual({ terms: wanted, fault: null })
  expect(parse('', fields)).toEqual({ terms: [], fault: null })
})

test('a value in quotes is taken as it is', () => {
  const { terms } = parse('object is "a \\"b\\" \\\\ c" verb is not', fields)
  expect(terms).toEqual([
    { field: 'object', op: 'is', value: 'a "b" \\ c' },
    { field: 'verb', op: 'is', value: 'not' },
  ])
})

test('a fault names the word where it is', () => {
  const cases: [string, string, string, number, number, string | null][] = [
    ['protocl is modbus', 'field', 'protocl', 0, 7, 'protocol'],
    ['protocol ist modbus', 'operator', 'ist', 9, 12, 'is'],
    ['protocol', 'operator', '', 8, 8, null],
    ['verb is', 'value', '', 7, 7, null],
    ['value > many', 'number', 'many', 8, 12, null],
    ['verb > 3', 'operator-type', '>', 5, 6, 'is'],
    ['object is "abc', 'quote', 'abc', 10, 14, null],
    ['verb is write ', 'none', '', 0, 0, null],
    ['verb is write and', 'field', '', 17, 17, null],
  ]
  for (const [text, code, word, from, to, near] of cases) {
    const { fault } = parse(text, fields)
    expect(fault ?? 'none').toEqual(code === 'none' ? 'none' : { code, word, from, to, near })
  }
})

test('what stands before a fault is kept', () => {
  expect(parse('verb is write colour is red', fields).terms).toEqual([{ field: 'verb', op: 'is', value: 'write' }])
  expect(parse('verb is write '.repeat(21), fields).fault?.code).toBe('many')
})

const texts = fc.string({ minLength: 1, unit: 'binary' })
const numbers = fc.integer().map(String)
const anyTerm: fc.Arbitrary<Term> = fc.oneof(
  fc.record({ field: fc.constantFrom('verb', 'object'), op: fc.constantFrom('is', 'not', 'contains'), value: texts }),
  fc.record({ field: fc.constant('value'), op: fc.constantFrom('is', 'not', 'gt', 'lt'), value: numbers }),
)

test('what is written out is read again as it was', () => {
  fc.assert(
    fc.property(fc.array(anyTerm, { maxLength: 20 }), terms => {
      const text = huntText(terms.map(({ field, op, value }) => [field, wordOf(op), value] as const))
      expect(parse(text, fields)).toEqual({ terms, fault: null })
    }),
  )
})

test('any text is read, or has a fault inside of it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), text => {
      const { fault } = parse(text, fields)
      if (fault) expect(fault.from >= 0 && fault.from <= fault.to && fault.to <= text.length).toBe(true)
    }),
  )
})

test('near words, and operators by type', () => {
  expect([nearest('vrb', ['verb', 'value']), nearest('zzz', ['verb'])]).toEqual(['verb', null])
  expect(operatorsOf('number')).toEqual(['is', 'not', '>', '<'])
})
