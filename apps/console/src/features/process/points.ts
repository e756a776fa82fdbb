// What a variable is and holds, as people read it.
import type { Point } from '@nautilus/model'
import type { AssetRow } from '../../shared/wire.ts'

/** A device that holds variables, and how many. */
export type Held = { readonly row: AssetRow; readonly points: number }

/** By level from the process up, then by name. */
export function heldBy(
  holders: readonly { readonly asset: string; readonly points: number }[],
  assets: readonly AssetRow[],
  nameOf: (row: AssetRow) => string,
): Held[] {
  const byId = new Map(assets.map(row => [row.id, row]))
  const rank = ({ level }: AssetRow) => level ?? 9
  return holders
    .flatMap(({ asset, points }) => {
      const row = byId.get(asset)
      return row ? [{ row, points }] : []
    })
    .sort((a, b) => rank(a.row) - rank(b.row) || nameOf(a.row).localeCompare(nameOf(b.row), 'en', { numeric: true }))
}

export const viaOf = ({ protocol, port }: Pick<Point, 'protocol' | 'port'>): string =>
  port > 0 ? `${protocol}/${port}` : protocol

/** Numbers of one value that a table shows. */
const MOST_SHOWN = 4

/** `12.3 bar`, `1 0 1 …`; empty where no message carried a value. */
export function shownOf({ last, unit }: Pick<Point, 'last' | 'unit'>, format: Intl.NumberFormat): string {
  if (last === null) return ''
  const text =
    typeof last === 'string'
      ? last
      : last.length > MOST_SHOWN
        ? `${last
            .slice(0, MOST_SHOWN)
            .map(value => format.format(value))
            .join('  ')} …`
        : last.map(value => format.format(value)).join('  ')
  return unit ? `${text} ${unit}` : text
}

/** From the least to the most that was seen, of the first number. */
export function spanOf({ min, max }: Pick<Point, 'min' | 'max'>, format: Intl.NumberFormat): string {
  if (min?.[0] === undefined || max?.[0] === undefined) return ''
  return min[0] === max[0] ? format.format(min[0]) : `${format.format(min[0])} … ${format.format(max[0])}`
}

/** Objects of the history: several numbers in a row are told apart by their place, `40001[2]`. */
export function seriesOf({ object, last }: Pick<Point, 'object' | 'last'>): string[] {
  if (last === null || typeof last === 'string') return []
  return last.length === 1 ? [object] : last.map((_, index) => `${object}[${index}]`)
}
