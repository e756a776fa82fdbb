import { compareParts, type Part, partsOf, rawPartsOf } from './compare.ts'
import type { Bound, Expression, Interval, Scheme } from './expression.ts'

/**
 * `coarse`: inside, but the device tells its version less precisely than the rule, or with a build that the rule leaves
 * open, so that a person must confirm it. `unknown`: the two cannot be compared.
 */
export type Place = 'inside' | 'coarse' | 'outside' | 'unknown'

/** Where a version lies to a condition. */
export function placeOf(expression: Expression, version: string): Place {
  if (expression.kind === 'all') return 'inside'
  if (expression.kind === 'review') return 'unknown'
  const parts = partsOf(version)
  const told = { parts, raw: rawPartsOf(version) }
  if (parts.length === 0 || schemeOf(version, parts) !== expression.scheme) return 'unknown'
  if (expression.except.some(except => compareParts(parts, partsOf(except)) === 0)) return 'outside'
  const places = expression.intervals.map(interval => inInterval(interval, told, expression.intervals))
  if (expression.intervals.length === 0) return 'inside'
  return (['inside', 'coarse', 'unknown'] as const).find(place => places.includes(place)) ?? 'outside'
}

function schemeOf(version: string, parts: readonly Part[]): Scheme {
  if (/^\s*(19|20)\d\d[-/.](0?[1-9]|1[0-2])([-/.]\d{1,2})?\s*$/.test(version)) return 'date'
  return parts.every(part => 'word' in part) ? 'letter' : 'number'
}

type Told = { readonly parts: readonly Part[]; readonly raw: readonly Part[] }

const inInterval = (interval: Interval, told: Told, all: readonly Interval[]): Place =>
  interval.train === null ? inBounds(interval, told) : inTrain(interval, told, all)

/**
 * Each train has its own corrected version. One above all trains came after the correction; of one that is not listed
 * the rule says nothing.
 */
function inTrain(interval: Interval, told: Told, all: readonly Interval[]): Place {
  const major = told.parts.slice(0, 1)
  const order = compareParts(major, partsOf(interval.train!))
  if (order === 0) return inBounds(interval, told)
  const trains = all.flatMap(({ train }) => (train === null ? [] : [partsOf(train)]))
  if (trains.some(train => compareParts(major, train) === 0)) return 'outside'
  return trains.every(train => compareParts(major, train) > 0) ? 'outside' : 'unknown'
}

function inBounds({ low, high }: Interval, { parts, raw }: Told): Place {
  const below = high ? side(parts, high) : 'beyond'
  const above = low ? side(parts, low) : 'beyond'
  const fromLow = low === null || above === 'after' || (low.inclusive && above === 'at') || above === 'build'
  const toHigh = high === null || below === 'before' || (high.inclusive && (below === 'at' || below === 'build'))
  if (!fromLow || !toHigh) return 'outside'
  const vague =
    (high && (isCut(raw, high) || below === 'build')) || (low?.version === high?.version && above === 'build')
  return vague ? 'coarse' : 'inside'
}

type Side = 'before' | 'at' | 'build' | 'after' | 'beyond'

/** `build`: the version is that of the bound with a word behind it, `2.3 build 55` against `2.3`. */
function side(parts: readonly Part[], bound: Bound): Side {
  const limit = partsOf(bound.version)
  const order = compareParts(bound.wild ? parts.slice(0, limit.length) : parts, limit)
  if (order < 0) return 'before'
  if (order === 0) return 'at'
  const next = parts[limit.length]
  const same = next !== undefined && 'word' in next && compareParts(parts.slice(0, limit.length), limit) === 0
  return same ? 'build' : 'after'
}

/** `V3.2` against `< V3.2.5`: the device may well run 3.2.9. */
function isCut(raw: readonly Part[], bound: Bound): boolean {
  const limit = rawPartsOf(bound.version)
  const shared = limit.slice(0, raw.length)
  return (
    raw.length < partsOf(bound.version).length && raw.every((part, at) => compareParts([part], [shared[at]!]) === 0)
  )
}
