// The tables of a document for a spreadsheet (RFC 4180), one below the other, each under its name.
import { Notes } from '../notes.ts'
import type { Block, PdfDocument } from '../pdf/index.ts'

/** Spreadsheets run what begins so (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r]/

function quoted(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
const line = (cells: readonly string[]): string => `${cells.map(quoted).join(',')}\r\n`

/** With a byte order mark, by which spreadsheets know UTF-8. Figures and charts are tables, too; sources are the last. */
export function csvOf({ blocks, language }: PdfDocument): Uint8Array {
  const notes = new Notes()
  let heading = ''
  const parts: string[] = []
  for (const block of blocks) {
    if (block.kind === 'heading') heading = block.text
    const table = tableOf(block, notes)
    if (table) parts.push(line([table.name ?? heading]) + table.rows.map(line).join(''))
  }
  if (notes.all.length > 0) {
    const rows = notes.all.map((source, at) => [String(at + 1), source])
    parts.push(line([language === 'de' ? 'Quellen' : 'Sources']) + rows.map(line).join(''))
  }
  return Buffer.from(`\ufeff${parts.join('\r\n')}`)
}

type Table = { readonly name: string | undefined; readonly rows: readonly (readonly string[])[] }

function tableOf(block: Block, notes: Notes): Table | null {
  switch (block.kind) {
    case 'table': {
      const head = block.columns.map(({ title }) => title)
      const rows = block.rows.map(row =>
        row.map(cell => {
          if (cell === null) return ''
          return typeof cell === 'string' ? cell : cell.text + notes.cite(cell.sources)
        }),
      )
      return { name: block.name, rows: [head, ...rows] }
    }
    case 'figures':
      return {
        name: undefined,
        rows: block.items.map(({ label, value, note, sources }) => [label, value + notes.cite(sources), note]),
      }
    case 'chart': {
      const { title, x, y, series, sources } = block.chart
      const rows = series.flatMap(({ name, points }) => points.map(([at, to]) => [name, String(at), String(to)]))
      return { name: title + notes.cite(sources), rows: [['', x.label, y.label], ...rows] }
    }
    default:
      return null
  }
}
