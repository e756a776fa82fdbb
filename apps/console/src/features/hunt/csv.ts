// Rows for spreadsheets (RFC 4180).

export type Cell = string | number | null

/** A cell that a spreadsheet would take for a formula is shown as text: names come from the network. */
function cellOf(value: Cell): string {
  if (typeof value === 'number') return String(value)
  const text = value ?? ''
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export const csvOf = (head: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  [head, ...rows]
    .map(cells => cells.map(cellOf).join(','))
    .join('\r\n')
    .concat('\r\n')
