// Values of a point as texts.
import type { Point } from '@nautilus/model'

/** Values of one row named; the others are counted. */
const SHOWN = 4

/** `230 °C`; of several the first ones; texts as they are. */
export function lastOf({ last, unit }: Pick<Point, 'last' | 'unit'>, number: Intl.NumberFormat): string {
  if (last === null) return ''
  const text = typeof last === 'string' ? last : listed(last, number)
  return unit ? `${text} ${unit}` : text
}

/** `220 … 260`; of several values the widest. */
export function rangeOf({ min, max }: Pick<Point, 'min' | 'max'>, number: Intl.NumberFormat): string {
  if (!min || !max || min.length === 0) return ''
  const [least, most] = [Math.min(...min), Math.max(...max)]
  return least === most ? number.format(least) : `${number.format(least)} … ${number.format(most)}`
}

const listed = (values: readonly number[], number: Intl.NumberFormat): string =>
  values
    .slice(0, SHOWN)
    .map(value => number.format(value))
    .join(', ') + (values.length > SHOWN ? ', …' : '')

/** It is a number, so that its course can be drawn. */
export const isNumeric = ({ last }: Pick<Point, 'last'>): boolean => last !== null && typeof last !== 'string'

/** Under which name the course of its value is kept: of several in a row each has its place, `40001[2]`. */
export const keptAs = ({ object, last }: Pick<Point, 'object' | 'last'>, place: number): string =>
  last !== null && last.length > 1 ? `${object}[${place}]` : object
