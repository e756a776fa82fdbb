import { expect, test } from 'vitest'
import { isNumeric, keptAs, lastOf, rangeOf } from './point-values.ts'

const number = new Intl.NumberFormat('en')

test('the last value, with its unit', () => {
  expect(lastOf({ last: [230.5], unit: '°C' }, number)).toBe('230.5 °C')
  expect(lastOf({ last: [1, 2, 3, 4, 5], unit: null }, number)).toBe('1, 2, 3, 4, …')
  expect(lastOf({ last: 'RUN', unit: null }, number)).toBe('RUN')
  expect(lastOf({ last: null, unit: 'V' }, number)).toBe('')
})

test('the range over all values', () => {
  expect(rangeOf({ min: [220, 1], max: [260, 9] }, number)).toBe('1 … 260')
  expect(rangeOf({ min: [5], max: [5] }, number)).toBe('5')
  expect(rangeOf({ min: null, max: null }, number)).toBe('')
})

test('only numbers are drawn', () => {
  expect([{ last: [1] }, { last: 'a' }, { last: null }].map(isNumeric)).toEqual([true, false, false])
})

test('of several values each has a course of its own', () => {
  expect(keptAs({ object: 'MB10', last: [7] }, 0)).toBe('MB10')
  expect(keptAs({ object: '40001-40003', last: [1, 2, 3] }, 2)).toBe('40001-40003[2]')
})
