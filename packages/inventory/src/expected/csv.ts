// Comma-separated values: RFC 4180, and what spreadsheets make of it: semicolons, tabs, quotes, line ends of any kind.

export const MAX_ROWS = 1_000_000
export const MAX_COLUMNS = 1000
/** Characters of one field; a quote that is never closed must not swallow the rest of the file. */
export const MAX_FIELD = 65_536
/** Faults told of one file; further ones are counted in the last. */
export const MAX_FAULTS = 100

/** `line` is that of the row's first character, from 1. */
export type CsvRow = { readonly line: number; readonly cells: readonly string[] }
export type CsvFault = { readonly line: number; readonly message: string }

const separators = [';', ',', '\t', '|'] as const
/** Lines looked at to find the separator. */
const LOOKED_AT = 20

/** The one that parts the first lines most often into the same number of fields. */
export function separatorOf(text: string): string {
  const lines = linesOf(text)
  const scores = separators.map(separator => {
    const counts = lines.map(line => fieldsIn(line, separator)).filter(count => count > 1)
    const most = [...Map.groupBy(counts, count => count)].sort(([a, n], [b, m]) => m.length - n.length || b - a)[0]
    return { separator, score: most ? most[1].length * 1000 + Math.min(most[0], 999) : 0 }
  })
  return scores.reduce((best, one) => (one.score > best.score ? one : best)).separator
}

const linesOf = (text: string): string[] =>
  text
    .slice(0, 4 * MAX_FIELD)
    .split(/\r\n|\r|\n/, LOOKED_AT)
    .filter(line => line.trim() !== '')

function fieldsIn(line: string, separator: string): number {
  let count = 1
  let quoted = false
  for (const character of line) {
    if (character === '"') quoted = !quoted
    else if (character === separator && !quoted) count++
  }
  return count
}

/** Every row that is not empty, and what could not be read. The byte order mark is passed over. */
export function* readCsv(text: string, separator: string, onFault: (fault: CsvFault) => void): Generator<CsvRow> {
  const reader = new CsvReader(text, separator, onFault)
  let rows = 0
  for (let row = reader.row(); row; row = reader.row()) {
    if (row.cells.every(cell => cell === '')) continue
    if (++rows > MAX_ROWS) {
      onFault({ line: row.line, message: `more than ${MAX_ROWS} rows; the rest is not read. Split the file` })
      return
    }
    yield row
  }
}

class CsvReader {
  readonly #text: string
  readonly #separator: string
  readonly #onFault: (fault: CsvFault) => void
  #at: number
  #line = 1

  constructor(text: string, separator: string, onFault: (fault: CsvFault) => void) {
    this.#text = text
    this.#separator = separator
    this.#onFault = onFault
    this.#at = text.charCodeAt(0) === 0xfeff ? 1 : 0
  }

  row(): CsvRow | null {
    if (this.#at >= this.#text.length) return null
    const line = this.#line
    const cells: string[] = []
    let tooMany = false
    for (;;) {
      const cell = this.#field()
      if (cells.length < MAX_COLUMNS) cells.push(cell)
      else tooMany = true
      if (this.#text[this.#at] !== this.#separator) break
      this.#at++
    }
    this.#endLine()
    if (tooMany) this.#onFault({ line, message: `more than ${MAX_COLUMNS} columns; the rest of the row is not read` })
    return { line, cells }
  }

  #field(): string {
    if (this.#text[this.#at] === '"') return this.#quoted() ?? this.#plain()
    return this.#plain()
  }

  /** Null, and nothing read, when the quote is never closed. */
  #quoted(): string | null {
    const parts: string[] = []
    const most = Math.min(this.#text.length, this.#at + MAX_FIELD)
    let from = this.#at + 1
    for (;;) {
      const end = this.#text.indexOf('"', from)
      if (end < 0 || end >= most) {
        this.#onFault({ line: this.#line, message: 'a quote is opened and not closed; it is read as plain text' })
        return null
      }
      parts.push(this.#text.slice(from, end))
      from = end + 1
      if (this.#text[from] !== '"') break
      parts.push('"')
      from++
    }
    this.#line += newlinesIn(this.#text, this.#at, from)
    this.#at = from
    // What follows the closing quote up to the separator belongs to nobody's standard; it is kept.
    return parts.join('') + this.#plain()
  }

  #plain(): string {
    const from = this.#at
    while (this.#at < this.#text.length && !this.#ends(this.#text.charCodeAt(this.#at))) this.#at++
    if (this.#at - from > MAX_FIELD) {
      this.#onFault({ line: this.#line, message: `a field is longer than ${MAX_FIELD} characters and was cut` })
    }
    return this.#text.slice(from, Math.min(this.#at, from + MAX_FIELD))
  }

  #ends(code: number): boolean {
    return code === 10 || code === 13 || code === this.#separator.charCodeAt(0)
  }

  #endLine(): void {
    if (this.#text[this.#at] === '\r' && this.#text[this.#at + 1] === '\n') this.#at++
    this.#at++
    this.#line++
  }
}

/** Line ends of any kind, `\r\n` once. */
function newlinesIn(text: string, from: number, to: number): number {
  let count = 0
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at)
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) count++
  }
  return count
}
