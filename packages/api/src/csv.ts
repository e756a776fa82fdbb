// Tables for spreadsheets (RFC 4180).

/** Spreadsheets run what begins so; OWASP, CSV injection. Numbers stay as they are. */
const FORMULA = /^[=+\-@\t\r]/

export type Cell = string | number | boolean | null | readonly string[]

const textOf = (cell: Cell): string => (cell === null ? '' : Array.isArray(cell) ? cell.join(' ') : String(cell))

function quoted(cell: Cell): string {
  const text = textOf(cell)
  const safe = typeof cell !== 'number' && FORMULA.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export const csvLine = (cells: readonly Cell[]): string => `${cells.map(quoted).join(',')}\r\n`
