import { expect, test } from 'vitest'
import { choicesOf, chosen, wantedAt } from './complete.ts'
import type { Fields, FieldType } from './parse.ts'

const fields: Fields = new Map<string, FieldType>([
  ['server', 'text'],
  ['server.ip', 'text'],
  ['verb', 'text'],
  ['value', 'number'],
])

/** `|` is the caret. */
function at(marked: string) {
  const caret = marked.indexOf('|')
  const text = marked.replace('|', '')
  const wanted = wantedAt(text, caret, fields)
  return { text, wanted }
}

test('field, operator, value, and round again', () => {
  const kinds = [
    '|',
    'se|',
    'server |',
    'server i|',
    'server is |',
    'server is a|',
    'server is a |',
    'server is a and |',
    'server is not |',
  ]
  expect(kinds.map(text => at(text).wanted?.kind)).toEqual([
    'field',
    'field',
    'operator',
    'operator',
    'value',
    'value',
    'field',
    'field',
    'value',
  ])
})

test('what is before narrows the values', () => {
  const { wanted } = at('verb is write server.ip is 10.|')
  expect(wanted).toMatchObject({
    kind: 'value',
    field: 'server.ip',
    typed: '10.',
    before: [{ field: 'verb', value: 'write' }],
  })
})

test('after a fault nothing is offered', () => {
  expect(at('nonsense is x |').wanted).toBeNull()
})

test('choices: those that begin so, then those that hold it', () => {
  expect(choicesOf(at('v|').wanted!, fields, [])).toEqual(['verb', 'value', 'server', 'server.ip'])
  expect(choicesOf(at('value |').wanted!, fields, [])).toEqual(['is', 'not', '>', '<'])
  expect(choicesOf(at('verb is w|').wanted!, fields, ['read', 'write'])).toEqual(['write'])
})

test('a choice replaces the word it completes, and is quoted where it has to be', () => {
  const pick = (marked: string, choice: string) => {
    const { text, wanted } = at(marked)
    const { text: next, caret } = chosen(text, wanted!, choice)
    return `${next.slice(0, caret)}|${next.slice(caret)}`
  }
  expect(pick('se|', 'server.ip')).toBe('server.ip |')
  expect(pick('ser|ver is a', 'server.ip')).toBe('server.ip |is a')
  expect(pick('verb is |', 'a b')).toBe('verb is "a b" |')
  expect(pick('verb is "a|', 'a "b"')).toBe('verb is "a \\"b\\"" |')
})
