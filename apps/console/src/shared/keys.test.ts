import { expect, test } from 'vitest'
import { completed } from './keys.ts'

const bindings = { 'g f': () => {}, '/': () => {}, j: () => {} }

test('one key, or two in a row', () => {
  expect(completed(bindings, null, '/')).toBe('/')
  expect(completed(bindings, 'g', 'f')).toBe('g f')
  expect(completed(bindings, 'x', 'f')).toBeNull()
  expect(completed(bindings, 'x', 'j')).toBe('j')
  expect(completed(bindings, null, 'g')).toBeNull()
})
