import { expect, test } from 'vitest'
import { moneyText, oneIn, rangeText, readNumber, shareText } from './amounts.ts'

test('money has two significant figures, in the words of the language', () => {
  expect(moneyText(1_784_321, 'EUR', 'en')).toBe('€1.8M')
  expect(moneyText(216_708, 'EUR', 'en')).toBe('€220K')
  expect(moneyText(1_784_321, 'EUR', 'de').replaceAll(/\s/g, ' ')).toBe('1,8 Mio. €')
  expect(moneyText(5, 'nonsense', 'en')).toBe('5')
})

test('chances are one in so many years', () => {
  expect(oneIn(0.0594)).toBe(17)
  expect(oneIn(0.00123)).toBe(810)
  expect(oneIn(0)).toBe(0)
  expect(shareText(0.0456, 'en')).toBe('4.6%')
})

test('ranges are their three values', () => {
  expect(rangeText({ kind: 'pert', low: 0.3, mode: 0.4, high: 0.5 }, 'share', 'EUR', 'en')).toBe('30% · 40% · 50%')
  expect(rangeText({ kind: 'fixed', value: 0.333333 }, 'factor', 'EUR', 'en')).toBe('0.33')
})

test.each([
  ['26000', 26_000],
  [' 26 000,5 ', 26_000.5],
  ['0.25', 0.25],
  ['', null],
  ['-1', null],
  ['1e999', null],
  ['1.000,5', null],
])('%s is read as %s', (text, value) => {
  expect(readNumber(text)).toBe(value)
})
