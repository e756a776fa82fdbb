import { expect, test } from 'vitest'
import { dayAt, daysOf } from './period.ts'

test.each([
  ['last-month', '2026-03-15', '2026-02-01', '2026-02-28'],
  ['last-month', '2026-01-02', '2025-12-01', '2025-12-31'],
  ['this-month', '2026-03-15', '2026-03-01', '2026-03-15'],
  ['last-quarter', '2026-03-15', '2025-10-01', '2025-12-31'],
  ['last-quarter', '2026-04-01', '2026-01-01', '2026-03-31'],
  ['last-year', '2026-04-01', '2025-01-01', '2025-12-31'],
] as const)('%s on %s', (period, today, from, to) => {
  expect(daysOf(period, today)).toEqual({ from, to })
})

test('the day is that of the site', () => {
  const late = Date.UTC(2026, 2, 1, 23, 30)
  expect([dayAt(late, 'UTC'), dayAt(late, 'Europe/Berlin')]).toEqual(['2026-03-01', '2026-03-02'])
})
