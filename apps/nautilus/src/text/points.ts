import type { Point, Values } from '@nautilus/model'
import { grouped } from './numbers.ts'
import { type Page, rest } from './page.ts'
import { table } from './table.ts'

const MOST = 15
/** Columns from which the range has room. */
const WIDE = 96
/** Values of one point that are shown. */
const SHOWN = 4

/** What somebody writes comes first, then numbers, then bytes without a meaning. */
const rankOf = ({ writers, min }: Point): number => (writers.length > 0 ? 0 : min !== null ? 1 : 2)

/** Of one rank the busiest. */
export const busiestFirst = (points: readonly Point[]): Point[] =>
  [...points].sort((a, b) => rankOf(a) - rankOf(b) || b.count - a.count)

/** What the devices hold. */
export function pointsPart(page: Page): string[] {
  const { report, style, width, names } = page
  const sorted = busiestFirst(report.points)
  const shown = sorted.slice(0, MOST)
  const named = (ids: readonly string[]): string => ids.map(id => names.get(id) ?? id).join(', ')
  const rows = shown.map(point => [
    named([point.server]),
    point.object,
    valuesOf(point.last, point.unit),
    ...(width >= WIDE ? [rangeOf(point)] : []),
    named(point.readers),
    named(point.writers),
    grouped(point.count),
  ])
  const columns = [
    { title: 'Device', least: 12 },
    { title: 'Point', least: 24 },
    { title: 'Last', least: 7 },
    ...(width >= WIDE ? [{ title: 'Range', least: 6, paint: style.quiet }] : []),
    { title: 'Read by', least: 9 },
    { title: 'Written by', least: 10, paint: style.grave },
    { title: 'Times', right: true as const },
  ]
  return [...table(columns, rows, { width, style }), ...rest(page, sorted.length, shown.length, 'points')]
}

const shortOf = (value: number): string =>
  Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(5)))

export function valuesOf(values: Values | null, unit: string | null): string {
  if (values === null) return ''
  if (typeof values === 'string') return values.slice(0, 24)
  const text = values.slice(0, SHOWN).map(shortOf).join(' ')
  return `${text}${values.length > SHOWN ? ' …' : ''}${unit ? ` ${unit}` : ''}`
}

/** Of a single number, where it moved. */
export function rangeOf({ min, max }: Point): string {
  if (min?.length !== 1 || max?.length !== 1 || min[0] === max[0]) return ''
  return `${shortOf(min[0]!)} to ${shortOf(max[0]!)}`
}
