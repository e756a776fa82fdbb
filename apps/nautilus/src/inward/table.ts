// A table of another system: its separator, its titles, which column is what, and its rows in batches.
import {
  CsvStream,
  guessedMapping,
  type ListKind,
  type ListMapping,
  type ListRow,
  missingFields,
  rowOf,
  separatorOf,
  titleRowOf,
} from '@nautilus/inventory'
import { textOf } from './text.ts'

/** Characters in which separator and titles are looked for, rows among which the titles are, and rows shown. */
const HEAD = 65_536
const TITLE_ROWS = 20
const SAMPLES = 5
/** Rows of a batch. */
const BATCH = 1000
/** Faults that are told; further ones are counted. */
const MOST_FAULTS = 100
/** Characters of a title and of a cell that is shown. */
const MOST_SHOWN = 200

type Cells = { readonly line: number; readonly cells: readonly string[] }

export type OpenTable = {
  readonly columns: readonly string[]
  readonly samples: readonly (readonly string[])[]
  readonly mapping: ListMapping
  readonly missing: readonly (readonly string[])[]
  /** Once. */
  rows(): AsyncGenerator<readonly ListRow[]>
  readonly faults: readonly { readonly line: number; readonly message: string }[]
  /** Faults beyond those. */
  more(): number
}

/** `mapping` null: as the titles say. */
export async function openTable(
  kind: ListKind,
  bytes: AsyncIterable<Uint8Array>,
  mapping: ListMapping | null,
): Promise<OpenTable> {
  const faults: { line: number; message: string }[] = []
  let more = 0
  const fault = (one: { line: number; message: string }) => {
    if (faults.length < MOST_FAULTS) faults.push(one)
    else more++
  }
  const text = textOf(bytes)
  let head = ''
  for (let next = await text.next(); !next.done; next = await text.next()) {
    head += next.value
    if (head.length >= HEAD) break
  }
  const stream = new CsvStream(separatorOf(head), fault)
  const first: Cells[] = [...stream.push(head)]
  if (head.length < HEAD) first.push(...stream.end())
  const at = titleRowOf(
    kind,
    first.slice(0, TITLE_ROWS).map(({ cells }) => cells),
  )
  const columns = (first[at]?.cells ?? []).map(shown)
  const body = first.slice(at + 1)
  const used = within(mapping ?? guessedMapping(kind, columns), columns.length)
  async function* rows(): AsyncGenerator<readonly ListRow[]> {
    let batch: ListRow[] = []
    for await (const cells of all(body, stream, text)) {
      const { row, faults: wrong } = rowOf(kind, used, cells)
      for (const message of sentences(wrong, row === null)) fault({ line: cells.line, message })
      if (row) batch.push(row)
      if (batch.length < BATCH) continue
      yield batch
      batch = []
    }
    yield batch
  }
  const samples = body.slice(0, SAMPLES).map(({ cells }) => cells.map(shown))
  return { columns, samples, mapping: used, missing: missingFields(kind, used), rows, faults, more: () => more }
}

function sentences(wrong: readonly string[], isLeftOut: boolean): string[] {
  if (isLeftOut && wrong.length === 0) return ['holds nothing of what is needed; the row is left out']
  return wrong.map(why => `${why}; ${isLeftOut ? 'the row is left out' : 'the rest of the row is used'}`)
}

async function* all(first: readonly Cells[], stream: CsvStream, text: AsyncGenerator<string>): AsyncGenerator<Cells> {
  yield* first
  for await (const piece of text) {
    yield* stream.push(piece)
    if (stream.isOver) return
  }
  yield* stream.end()
}

const shown = (cell: string): string =>
  cell.replaceAll('\0', '').toWellFormed().trim().slice(0, MOST_SHOWN).toWellFormed()

/** Columns that are there. */
const within = (mapping: ListMapping, width: number): ListMapping =>
  Object.fromEntries(Object.entries(mapping).filter(([, at]) => at >= 0 && at < width))
