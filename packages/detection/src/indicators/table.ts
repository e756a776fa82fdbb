// Indicators as tables: the CSV that MISP exports (columns by title), and plain lists with one value in a line.
import type { Indicator, Reading } from './indicator.ts'
import { timeOf } from './stix.ts'
import { addressOf, domainOf, pageOf, readValue } from './value.ts'

/** Types of MISP attributes that a network shows; of two values that are joined the one that it shows. */
const types: Readonly<Record<string, (text: string) => Pick<Indicator, 'kind' | 'value'> | null>> = {
  'ip-src': addressOf,
  'ip-dst': addressOf,
  'ip-src|port': text => addressOf(text.split('|')[0] ?? ''),
  'ip-dst|port': text => addressOf(text.split('|')[0] ?? ''),
  domain: domainOf,
  hostname: domainOf,
  'hostname|port': text => domainOf(text.split('|')[0] ?? ''),
  'domain|ip': text => domainOf(text.split('|')[0] ?? ''),
  url: pageOf,
}

/** Does its first line name the columns of MISP? */
export const isMispTable = (text: string): boolean => {
  const titles = cellsOf(text.slice(0, 2000).split('\n', 1)[0] ?? '').map(title => title.toLowerCase())
  return titles.includes('value') && titles.includes('type')
}

/** The cell of a column by its title; empty where there is none. */
type Row = (title: string) => string

export function readMisp(text: string, feed: string, into: Reading): void {
  const [head = '', ...lines] = text.split('\n')
  const columns = new Map(cellsOf(head).map((title, at) => [title.toLowerCase(), at]))
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue
    const cells = cellsOf(line)
    readRow(title => cells[columns.get(title) ?? -1] ?? '', { feed, line: index + 2, into })
  }
}

type Where = { readonly feed: string; readonly line: number; readonly into: Reading }

function readRow(row: Row, { feed, line, into }: Where): void {
  const read = types[row('type').toLowerCase()]
  // MISP marks what is context and no sign of an attack.
  if (!read || /^(0|false|no)$/i.test(row('to_ids'))) return into.other()
  const found = read(row('value'))
  if (!found) return into.fault(line, `\`${row('value').slice(0, 60)}\` is no ${row('type')}; it is left out.`)
  const [from, until] = [stampOf(row('first_seen') || row('date')), stampOf(row('valid_until'))]
  if (from === undefined || until === undefined)
    return into.fault(line, 'has a time that is none; write it as 2026-01-31. It is left out.')
  into.add(line, { ...found, feed, name: row('comment'), from, until, confidence: shareOf(row('confidence')) })
}

/** Of a confidence from 0 to 100; null where there is none. */
function shareOf(text: string): number | null {
  const sure = text === '' ? Number.NaN : Number(text)
  return sure >= 0 && sure <= 100 ? sure / 100 : null
}

/** A date, or seconds since 1970 as MISP writes it. */
const stampOf = (text: string): number | null | undefined =>
  /^\d{9,11}$/.test(text) ? Number(text) * 1e6 : timeOf(text.trim())

export function readList(text: string, feed: string, into: Reading): void {
  for (const [index, line] of text.split('\n').entries()) {
    const [written = '', ...comment] = line.split(/[\s,;]*#|[\t,;]/)
    if (written.trim() === '') continue
    const found = readValue(written)
    const name = comment.join(' ').trim()
    if (found) into.add(index + 1, { ...found, feed, name, from: null, until: null, confidence: null })
    else
      into.fault(index + 1, `\`${written.trim().slice(0, 60)}\` is neither an address, a network, a domain nor a URL.`)
  }
}

/** The cells of one line, RFC 4180; a quoted one may hold commas and `""`. */
function cellsOf(line: string): string[] {
  const cells: string[] = []
  for (const found of line.replace(/\r$/, '').matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g))
    cells.push((found[1]?.replaceAll('""', '"') ?? found[2] ?? '').trim())
  return cells
}
