// Tables for spreadsheets. RFC 4180; texts that a spreadsheet would run as formulas are made texts (OWASP: CSV injection).
const RUNS = /^[\s\u00a0]*[=+\-@\t\r|%]/
const NEEDS_QUOTES = /[",\r\n;]/

/** One cell. Numbers stay numbers; a text that begins like a formula gets an apostrophe in front. */
export function cellOf(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const safe = RUNS.test(value) ? `'${value}` : value
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** With a mark of UTF-8 in front, which Excel needs to read umlauts. */
export const csvOf = (rows: readonly (readonly (string | number | null)[])[]): string =>
  `\ufeff${rows.map(row => row.map(cellOf).join(',')).join('\r\n')}\r\n`
