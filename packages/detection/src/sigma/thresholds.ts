// When a count is enough. Only what can be decided as events arrive: nobody knows that fewer will not become more.
import { clipped, type Faults } from './faults.ts'
import type { Tree } from './tree.ts'

export const bounds = ['gt', 'gte', 'lt', 'lte', 'eq'] as const
export type Bound = { readonly by: (typeof bounds)[number]; readonly than: number }

/** The least figure that fits, and the decision; null where there is no least one above 0. */
export function thresholdOf(
  list: readonly Bound[],
): { readonly least: number; readonly holds: (figure: number) => boolean } | null {
  const least = Math.max(
    0,
    ...list.map(({ by, than }) => (by === 'gt' ? than + 1 : by === 'gte' || by === 'eq' ? than : 0)),
  )
  if (least < 1) return null
  return { least, holds: figure => list.every(({ by, than }) => compare[by](figure, than)) }
}

const compare: Readonly<Record<Bound['by'], (a: number, b: number) => boolean>> = {
  gt: (a, b) => a > b,
  gte: (a, b) => a >= b,
  lt: (a, b) => a < b,
  lte: (a, b) => a <= b,
  eq: (a, b) => a === b,
}

export const fewer =
  'Only more can be counted, not fewer: give a number above 0 with `gt`, `gte` or `eq` (`>`, `>=`, `=`).'

/** `condition: { gte: 10 }` of a correlation. Wrong ones are told and left out. */
export function boundsOf(tree: Tree, faults: Faults): Bound[] {
  return faults.entries(tree, '`condition` of a correlation').flatMap(({ key, place, value }): Bound[] => {
    if (key === 'field') return []
    const by = bounds.find(own => own === key)
    if (!by) {
      faults.unknown(place, `A correlation has no condition \`${clipped(key)}\``, key, ['field', ...bounds])
      return []
    }
    const than = faults.whole(value, `\`${key}\``)
    return than === null ? [] : [{ by, than }]
  })
}
