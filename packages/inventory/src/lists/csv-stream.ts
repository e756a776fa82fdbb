// Comma-separated values (RFC 4180) as they come, piece by piece: nothing but the row that is not whole yet is held.
import { type CsvRow, MAX_COLUMNS, MAX_FIELD } from '../expected/csv.ts'

/** Rows of one file. */
export const MAX_STREAM_ROWS = 10_000_000
/** Characters of one row. */
export const MAX_ROW = 1_000_000

const [QUOTE, LF, CR] = [34, 10, 13]

export type RowFault = { readonly line: number; readonly message: string }

/** Rows that are empty are passed over. After `isOver` nothing more is read. */
export class CsvStream {
  isOver = false
  readonly #separator: number
  readonly #onFault: (fault: RowFault) => void
  /** What is not a whole row yet, and how much of it was looked at. */
  #rest = ''
  #at = 0
  #line = 1
  #rows = 0
  #isFirst = true
  /** A quote that was never closed: up to here quotes are plain text. */
  #plainUntil = -1

  constructor(separator: string, onFault: (fault: RowFault) => void) {
    this.#separator = separator.charCodeAt(0)
    this.#onFault = onFault
  }

  *push(text: string): Generator<CsvRow> {
    if (this.isOver) return
    this.#rest += this.#isFirst ? text.replace(/^\ufeff/, '') : text
    if (text !== '') this.#isFirst = false
    yield* this.#whole(false)
  }

  *end(): Generator<CsvRow> {
    if (!this.isOver) yield* this.#whole(true)
  }

  *#whole(isLast: boolean): Generator<CsvRow> {
    while (this.#at < this.#rest.length) {
      const row = this.#row(isLast)
      if (row === null) break
      if (row.cells.every(cell => cell === '')) continue
      if (++this.#rows > MAX_STREAM_ROWS) {
        this.#onFault({ line: row.line, message: `more than ${MAX_STREAM_ROWS} rows; the rest is not read` })
        this.isOver = true
        return
      }
      yield row
    }
    this.#rest = this.#rest.slice(this.#at)
    this.#plainUntil = Math.max(-1, this.#plainUntil - this.#at)
    this.#at = 0
  }

  /** Null while its end is not there yet. */
  #row(isLast: boolean): CsvRow | null {
    const line = this.#line
    const cells: string[] = []
    let at = this.#at
    let isWide = false
    for (;;) {
      const cell = this.#cell(at, isLast)
      if (cell === null) return null
      if (cells.length < MAX_COLUMNS) cells.push(cell.text)
      else isWide = true
      at = cell.end
      if (at < this.#rest.length && this.#rest.charCodeAt(at) === this.#separator) at++
      else break
    }
    const next = this.#afterLine(at, isLast)
    if (next === null) return null
    if (isWide) this.#onFault({ line, message: `more than ${MAX_COLUMNS} columns; the rest of the row is not read` })
    this.#line += linesIn(this.#rest, this.#at, next)
    this.#at = next
    return { line, cells }
  }

  #afterLine(at: number, isLast: boolean): number | null {
    if (this.#rest.charCodeAt(at) !== CR) return at + 1
    if (at + 1 >= this.#rest.length && !isLast) return null
    return this.#rest.charCodeAt(at + 1) === LF ? at + 2 : at + 1
  }

  #cell(from: number, isLast: boolean): { readonly text: string; readonly end: number } | null {
    if (this.#rest.charCodeAt(from) !== QUOTE || from < this.#plainUntil) return this.#plain(from, '', isLast)
    let text = ''
    let at = from + 1
    for (;;) {
      const end = this.#rest.indexOf('"', at)
      const most = from + MAX_FIELD
      if (end < 0 || end >= most) {
        if (!isLast && this.#rest.length < most) return null
        this.#onFault({ line: this.#line, message: 'a quote is opened and not closed; it is read as plain text' })
        this.#plainUntil = from + 1
        return this.#plain(from, '', isLast)
      }
      // Whether the quote is doubled is seen with the next character.
      if (end + 1 >= this.#rest.length && !isLast) return null
      text += this.#rest.slice(at, end)
      at = end + 1
      if (this.#rest.charCodeAt(at) !== QUOTE) return this.#plain(at, text, isLast)
      text += '"'
      at++
    }
  }

  #plain(from: number, before: string, isLast: boolean): { readonly text: string; readonly end: number } | null {
    let end = from
    while (end < this.#rest.length && !this.#ends(this.#rest.charCodeAt(end))) end++
    if (end >= this.#rest.length && !isLast && end - from <= MAX_ROW) return null
    const cut = Math.min(end, from + MAX_FIELD)
    if (cut < end)
      this.#onFault({ line: this.#line, message: `a field is longer than ${MAX_FIELD} characters and was cut` })
    return { text: before + this.#rest.slice(from, cut), end }
  }

  #ends(code: number): boolean {
    return code === LF || code === CR || code === this.#separator
  }
}

function linesIn(text: string, from: number, to: number): number {
  let count = 0
  for (let at = from; at < Math.min(to, text.length); at++) {
    const code = text.charCodeAt(at)
    if (code === LF || (code === CR && text.charCodeAt(at + 1) !== LF)) count++
  }
  return count
}
