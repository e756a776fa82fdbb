import { expect, test } from 'vitest'
import { findingSearchOf } from './search.ts'

test('what the address says is read, in our order', () => {
  expect(
    findingSearchOf({ severity: 'high,critical', status: 'closed,open', rule: 'arp-spoofing', hours: '24' }),
  ).toEqual({ severity: ['critical', 'high'], status: ['open', 'closed'], rule: 'arp-spoofing', hours: 24 })
  expect(findingSearchOf({ status: 'all' })).toEqual({ status: 'all' })
  expect(findingSearchOf({ severity: ['low'] })).toEqual({ severity: ['low'] })
})

test('what is no filter is left out', () => {
  expect(findingSearchOf({ severity: 'grave', status: 'gone', hours: '-3', rule: '', asset: 'x'.repeat(300) })).toEqual(
    {},
  )
  expect(findingSearchOf({ hours: 'soon', other: 1 })).toEqual({})
})
