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
    const parts = texts.map((text, index) =>
      padded(text, widths[index]!, shown[index]!.column.right, short => paint(short, index)),
    )
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

/** Paint is put on the text only, so that the spaces at the end of a line can go. */
function padded(text: string, width: number, right: true | undefined, paint: (text: string) => string): string {
  const short = cut(text, width)
  const space = ' '.repeat(Math.max(0, width - widthOf(short)))
  return right ? space + paint(short) : paint(short) + space
}

/** What a column that may be cut keeps even on the narrowest terminal. */
const FLOOR = 6

/** Down to the least of each column; where even that is too wide, further down. */
function fit(wanted: readonly number[], least: readonly number[], room: number): number[] {
  const floors = least.map(width => (Number.isFinite(width) ? Math.min(width, FLOOR) : width))
  return shrink(shrink([...wanted], least, room), floors, room)
}

/** Takes what does not fit from the widest, one character at a time. */
function shrink(widths: number[], least: readonly number[], room: number): number[] {
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
