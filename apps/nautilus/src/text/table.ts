import { cut, type Style, safe, widthOf } from './style.ts'

export type Column = {
  readonly title: string
  readonly right?: true
  /** Never narrower than this; a column without it is never cut. */
  readonly least?: number
  readonly paint?: (text: string, row: number) => string
}

const GAP = 2

/**
 * Rows under their titles, without boxes. Empty columns are left out. What is too wide for the terminal is taken from
 * the widest columns that may be cut.
 */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  { width, style, indent = 2, titles = true }: { width: number; style: Style; indent?: number; titles?: boolean },
): string[] {
  const cells = rows.map(row => row.map(safe))
  const shown = columns.flatMap((column, at) => (cells.some(row => row[at] !== '') ? [{ column, at }] : []))
  const wanted = shown.map(({ column, at }) =>
    cells.reduce((most, row) => Math.max(most, widthOf(row[at]!)), titles ? column.title.length : 0),
  )
  const widths = fit(
    wanted,
    shown.map(({ column }) => column.least ?? Number.POSITIVE_INFINITY),
    width - indent - GAP * (shown.length - 1),
  )
  const line = (texts: readonly string[], paint: (text: string, index: number) => string) => {
    const parts = texts.map((text, index) => paint(padded(text, widths[index]!, shown[index]!.column.right), index))
    return `${' '.repeat(indent)}${parts.join(' '.repeat(GAP))}`.trimEnd()
  }
  const head = line(
    shown.map(({ column }) => column.title),
    style.quiet,
  )
  const body = cells.map((row, number) =>
    line(
      shown.map(({ at }) => row[at]!),
      (text, index) => (shown[index]!.column.paint ?? same)(text, number),
    ),
  )
  return titles ? [head, ...body] : body
}

const same = (text: string): string => text

function padded(text: string, width: number, right?: true): string {
  const short = cut(text, width)
  const space = ' '.repeat(Math.max(0, width - widthOf(short)))
  return right ? space + short : short + space
}

/** Takes what does not fit from the widest, one character at a time, down to the least of each. */
function fit(wanted: readonly number[], least: readonly number[], room: number): number[] {
  const widths = [...wanted]
  let over = widths.reduce((sum, width) => sum + width, 0) - room
  while (over > 0) {
    let widest = -1
    for (let at = 0; at < widths.length; at++) {
      if (widths[at]! > least[at]! && (widest < 0 || widths[at]! > widths[widest]!)) widest = at
    }
    if (widest < 0) break
    widths[widest]!--
    over--
  }
  return widths
}
