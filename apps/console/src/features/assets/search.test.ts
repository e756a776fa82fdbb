import { expect, test } from 'vitest'
import { assetFilterOf, tabOf } from './search.ts'

test('filters of the address, and nothing else', () => {
  expect(
    assetFilterOf({ role: 'HMI', text: 'a b', vendor: '', zone: 7, other: 'x', protocol: 'p'.repeat(201) }),
  ).toEqual({
    role: 'HMI',
    text: 'a b',
  })
})

test('a tab that there is', () => {
  expect(tabOf({ tab: 'points' })).toEqual({ tab: 'points' })
  expect(tabOf({ tab: 'nothing' })).toEqual({})
})
