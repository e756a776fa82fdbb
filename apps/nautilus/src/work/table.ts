// Orders as a table: one row for each window, rows of one id are one order.
import { readCsv } from '@nautilus/inventory'
import type { PlannedWindow, PlannedWork, Verb } from '@nautilus/model'
import { likeOf } from '../site/yaml.ts'
import { type Finds, ORDER_ID } from './finds.ts'

export const columns = [
  ...([
    'id',
    'title',
    'assets',
    'verbs',
    'sources',
    'tools',
    'person',
    'company',
    'laptop',
    'contact',
    'note',
  ] as const),
  ...(['time_zone', 'from', 'to', 'repeat', 'except'] as const),
] as const
type Column = (typeof columns)[number]
type Row = { readonly line: number; readonly of: (column: Column) => string }

/** Of the first line. */
const separatorIn = (header: string): string => [';', '\t', ','].find(one => header.includes(one)) ?? ','

export function readTable(text: string, timeZone: string, into: Finds): void {
  const header = text.slice(0, 20_000).split(/\r?\n/, 1)[0] ?? ''
  const rows = readCsv(text, separatorIn(header), ({ line, message }) => into.fault(line, `${message}.`))
  const first = rows.next()
  if (first.done) return
  const places = placesOf(first.value.cells, first.value.line, into)
  if (!places) return
  const orders = new Map<string, Row[]>()
  let unnamed = 0
  for (const { line, cells } of rows) {
    const of = (column: Column) => (cells[places.get(column) ?? -1] ?? '').trim().replace(/^'(?=[=+\-@])/, '')
    const id = of('id')
    if (id !== '' && !ORDER_ID.test(id)) {
      into.fault(line, `\`${id.slice(0, 60)}\` is no id: letters, figures and . : @ + - _, at most 120.`)
      continue
    }
    // A name that no id can have.
    const key = id === '' ? ` ${++unnamed}` : id
    orders.set(key, [...(orders.get(key) ?? []), { line, of }])
  }
  for (const [key, own] of orders) {
    const work = workOf(own, timeZone)
    into.add({ line: own[0]!.line, id: key.startsWith(' ') ? null : key, cancelled: false, work })
  }
}

function placesOf(cells: readonly string[], line: number, into: Finds): Map<Column, number> | null {
  const places = new Map<Column, number>()
  let isRight = true
  for (const [at, cell] of cells.entries()) {
    const name = cell.trim().toLowerCase().replaceAll(' ', '_')
    const column = columns.find(one => one === name)
    if (column && !places.has(column)) {
      places.set(column, at)
      continue
    }
    isRight = false
    into.fault(
      line,
      column
        ? `There are two columns \`${name}\`.`
        : `A table of orders has no column \`${name.slice(0, 60)}\`; ${likeOf(name, columns)}`,
    )
  }
  for (const needed of ['title', 'assets', 'from', 'to'] as const) {
    if (places.has(needed)) continue
    isRight = false
    into.fault(line, `The table needs a column \`${needed}\`.`)
  }
  return isRight ? places : null
}

/** What an order says once is in its first row. */
function workOf(rows: readonly Row[], timeZone: string): PlannedWork {
  const { of } = rows[0]!
  const word = (column: Column) => of(column) || null
  const list = (column: Column) => listOf(of(column))
  const given = (column: Column) => (of(column) === '' ? null : list(column))
  return {
    ...{ title: of('title'), assets: list('assets'), sources: given('sources'), tools: given('tools') },
    verbs: given('verbs') as readonly Verb[] | null,
    ...{ person: word('person'), company: word('company'), laptop: word('laptop'), contact: word('contact') },
    note: word('note'),
    timeZone: of('time_zone') || timeZone,
    windows: rows.map(row => windowOf(row)),
  }
}

const windowOf = ({ of }: Row): PlannedWindow => ({
  from: of('from').replace(' ', 'T'),
  to: of('to').replace(' ', 'T'),
  repeat: of('repeat') || null,
  except: listOf(of('except')).map(text => text.replace(' ', 'T')),
})

const listOf = (text: string): string[] =>
  text
    .split(/[|;,\n]/)
    .map(part => part.trim())
    .filter(part => part !== '')
