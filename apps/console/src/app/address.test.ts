import { expect, test } from 'vitest'
import { backOf, parseSearch, stringifySearch } from './address.ts'

test('what is behind the question mark reads well, and comes back', () => {
  expect(stringifySearch({ severity: ['high', 'critical'], text: 'a&b', empty: '', none: undefined, list: [] })).toBe(
    '?severity=high,critical&text=a%26b',
  )
  expect(parseSearch('?severity=high,critical&text=a%26b')).toEqual({ severity: 'high,critical', text: 'a&b' })
  expect(stringifySearch({})).toBe('')
})

test('the way back stays inside', () => {
  expect(backOf('/main/works/findings?status=open')).toBe('/main/works/findings?status=open')
  for (const bad of ['https://example.com', '//example.com', '/\\example.com', 'javascript:alert(1)', '/sign-in', 7])
    expect(backOf(bad)).toBeUndefined()
})
