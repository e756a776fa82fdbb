import { expect, test } from 'vitest'
import type { AssetRow } from '../../shared/wire.ts'
import { holdersOf, seriesOf, shownOf, spanOf, viaOf } from './points.ts'

const format = new Intl.NumberFormat('en')
const row = (id: string, role: string | null, level: number | null, protocols: readonly string[]): AssetRow =>
  ({ id, role, level, protocols }) as unknown as AssetRow

test('who may hold variables: what serves more than names and pages', () => {
  const assets = [
    row('b', 'controller', 1, ['modbus server', 'arp server']),
    row('a', 'controller', 1, ['s7comm server']),
    row('c', 'switch', 1, ['lldp server']),
    row('d', null, null, ['opcua server']),
    row('e', 'HMI', 2, ['modbus client']),
    row('f', 'controller', 0, ['arp server']),
  ]
  expect(holdersOf(assets, ({ id }) => id).map(({ id }) => id)).toEqual(['a', 'b', 'd'])
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
