import { expect, test } from 'vitest'
import { errorOf, pathOf, withQuery } from './api.ts'

test('a query leaves out what is not asked, and repeats lists', () => {
  expect(withQuery('/a')).toBe('/a')
  expect(withQuery('/a', { b: undefined, c: '', d: 0, e: ['x y', 'z'] })).toBe('/a?d=0&e=x+y&e=z')
})

test('problem documents become errors with their fields', () => {
  const error = errorOf(
    400,
    '{"title":"Bad Request","detail":"The request is not valid.","fields":{"name":"is required"}}',
  )
  expect([error.status, error.message, error.fields]).toEqual([
    400,
    'The request is not valid.',
    { name: 'is required' },
  ])
})

test('so does what others answer', () => {
  expect(errorOf(401, '{"message":"Invalid email or password"}').message).toBe('Invalid email or password')
  expect(errorOf(502, '<html>Bad Gateway</html>').message).toBe('HTTP 502')
  expect(errorOf(500, '{"fields":{"a":1}}').fields).toEqual({})
})

test('names are part of a path, and nothing else', () => {
  expect(pathOf({ tenant: 'a/../b', site: 's' }, '/x')).toBe('/api/tenants/a%2F..%2Fb/sites/s/x')
})
