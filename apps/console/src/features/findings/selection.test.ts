import { expect, test } from 'vitest'
import { between } from './selection.ts'

const all = ['a', 'b', 'c', 'd']

test('from the last one to this one, in either direction', () => {
  expect(between(all, 'b', 'd')).toEqual(['b', 'c', 'd'])
  expect(between(all, 'd', 'b')).toEqual(['b', 'c', 'd'])
  expect(between(all, null, 'c')).toEqual(['c'])
  expect(between(all, 'gone', 'c')).toEqual(['c'])
  expect(between(all, 'a', 'gone')).toEqual([])
})
