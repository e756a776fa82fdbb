import { expect, test } from 'vitest'
import type { AssetRow } from '../../shared/wire.ts'
import { newcomers } from './newcomers.ts'

const HOUR = 3600e6
const at = (id: string, first: number | null) => ({ id, first }) as AssetRow
const idsOf = (assets: readonly AssetRow[], since: number | null) =>
  newcomers(assets, since, 100 * HOUR).map(({ id }) => id)

test('first seen within a day, the latest first', () => {
  expect(idsOf([at('old', 10 * HOUR), at('a', 80 * HOUR), at('b', 99 * HOUR), at('?', null)], 0)).toEqual(['b', 'a'])
})

test('what was there when the watch began is not new', () => {
  expect(idsOf([at('a', 98.5 * HOUR), at('b', 99.5 * HOUR)], 98 * HOUR)).toEqual(['b'])
  expect(idsOf([at('a', 98.5 * HOUR)], null)).toEqual(['a'])
})
