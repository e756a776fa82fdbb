/** A table as text, row by row: RFC 4180, one header line. */
export type Cell = string | number | null

export function* table<T>(header: string, rows: Iterable<T>, cells: (row: T) => readonly Cell[]): Iterable<string> {
  yield `${header}\r\n`
  for (const row of rows) yield `${cells(row).map(cell).join(',')}\r\n`
}

/** Spreadsheets run what starts so as a formula; text that came from the network must stay text. */
const formula = /^[=+\-@\t\r]/

function cell(value: Cell): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = formula.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export const list = (values: readonly string[]): string => values.join(' ')
