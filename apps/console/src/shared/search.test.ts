import { expect, test } from 'vitest'
import { listOf, oneOf, positiveOf, textOf, told } from './search.ts'

test('what is no value of ours is none', () => {
  expect([textOf('a'), textOf(''), textOf(7), textOf('abc', 2)]).toEqual(['a', undefined, undefined, undefined])
  expect([listOf('a,b,,a'), listOf(['a', 'b']), listOf('')]).toEqual([['a', 'b'], ['a', 'b'], undefined])
  expect([oneOf('x', ['x', 'y']), oneOf('z', ['x', 'y'])]).toEqual(['x', undefined])
  expect([positiveOf('1.5'), positiveOf(2), positiveOf('-1'), positiveOf('x'), positiveOf('')]).toEqual([
    1.5,
    2,
    undefined,
    undefined,
    undefined,
  ])
  expect(told({ a: 1, b: undefined })).toEqual({ a: 1 })
})
