import { expect, test } from 'vitest'
import { chartOf } from './point-option.ts'

const values = [
  { at: 1_000_000, last: 5, min: 4, max: 6, written: false },
  { at: 2_000_000, last: 7, min: 7, max: 7, written: true },
]
const option = chartOf(values, { unit: '°C', written: 'written', timeOf: at => `${at} µs` })
const series = option.series as readonly { readonly data: unknown }[]

test('the band goes from the least to the largest, and writes are marked', () => {
  expect(series.map(({ data }) => data)).toEqual([
    [
      [1000, 4],
      [2000, 7],
    ],
    [
      [1000, 2],
      [2000, 0],
    ],
    [
      [1000, 5],
      [2000, 7],
    ],
    [[2000, 7]],
  ])
})

test('times are told in the zone of the plant', () => {
  expect(option.xAxis).toMatchObject({ axisLabel: { formatter: expect.any(Function) } })
  const { axisLabel } = option.xAxis as { axisLabel: { formatter: (ms: number) => string } }
  expect(axisLabel.formatter(3)).toBe('3000 µs')
})
