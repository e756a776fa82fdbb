import { expect, test } from 'vitest'
import type { AssetRow } from '../../shared/wire.ts'
import { heldBy, seriesOf, shownOf, spanOf, viaOf } from './points.ts'

const format = new Intl.NumberFormat('en')
const row = (id: string, level: number | null): AssetRow => ({ id, level }) as unknown as AssetRow

test('devices that hold variables: the process first, then by name', () => {
  const assets = [row('b', 1), row('a10', 1), row('a9', 1), row('c', 0), row('idle', 0)]
  const holders = ['a10', 'a9', 'b', 'c', 'gone'].map((asset, points) => ({ asset, points }))
  const held = heldBy(holders, assets, ({ id }) => id)
  expect(held.map(({ row: { id }, points }) => `${id} ${points}`)).toEqual(['c 3', 'a9 1', 'a10 0', 'b 2'])
})

test('values, spans, and objects of the history', () => {
  expect(shownOf({ last: [1234.5], unit: 'bar' }, format)).toBe('1,234.5 bar')
  expect(shownOf({ last: [1, 2, 3, 4, 5, 6, 7], unit: null }, format)).toBe('1  2  3  4 …')
  expect([shownOf({ last: 'ab cd', unit: null }, format), shownOf({ last: null, unit: 'V' }, format)]).toEqual([
    'ab cd',
    '',
  ])
  expect([
    spanOf({ min: [1], max: [9] }, format),
    spanOf({ min: [2], max: [2] }, format),
    spanOf({ min: null, max: null }, format),
  ]).toEqual(['1 … 9', '2', ''])
  expect([
    seriesOf({ object: 'x', last: [1] }),
    seriesOf({ object: 'x', last: [1, 2] }),
    seriesOf({ object: 'x', last: 'text' }),
  ]).toEqual([['x'], ['x[0]', 'x[1]'], []])
  expect([viaOf({ protocol: 'modbus', port: 502 }), viaOf({ protocol: 'profinet', port: 0 })]).toEqual([
    'modbus/502',
    'profinet',
  ])
})
