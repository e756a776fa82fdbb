import { afterEach, expect, test, vi } from 'vitest'
import { ApiError, call, errorOf, pathOf, withQuery } from './api.ts'

afterEach(() => vi.unstubAllGlobals())

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

test('a route is asked by its name: path, query and body are where it says', async () => {
  const asked: [string, RequestInit][] = []
  const answers = [
    new Response('{"items":[]}'),
    new Response(null, { status: 204 }),
    new Response('{}', { status: 404 }),
  ]
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    asked.push([url, init])
    return answers.shift()!
  })
  const path = { tenant: 'a/b', site: 's' }
  expect(await call('GET /api/tenants/{tenant}/sites/{site}/assets', { path, query: { text: 'x y' } })).toEqual({
    items: [],
  })
  expect(await call('DELETE /api/me/passkeys/{passkey}', { path: { passkey: 'a?b' } })).toBeUndefined()
  const rename = call('PATCH /api/me/passkeys/{passkey}', { path: { passkey: 'k' }, body: { name: 'n' } })
  await expect(rename).rejects.toBeInstanceOf(ApiError)
  expect(asked.map(([url, { method, body }]) => [method, url, body])).toEqual([
    ['GET', '/api/tenants/a%2Fb/sites/s/assets?text=x+y', undefined],
    ['DELETE', '/api/me/passkeys/a%3Fb', undefined],
    ['PATCH', '/api/me/passkeys/k', '{"name":"n"}'],
  ])
})
