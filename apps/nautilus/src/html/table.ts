import { cut } from '../text/style.ts'
import { MAX_CELL, MAX_ROWS_SHOWN } from './limits.ts'
import { html, type Markup, nothing, type Piece, textOf } from './markup.ts'

export type Column<T> = {
  readonly title: string
  readonly of: (row: T) => Piece
  /** Figures stand under each other. */
  readonly right?: true
}

/** A table of at most `most` rows; how many are left out stands below it. One cell, one line of the file. */
export function tableOf<T>(
  columns: readonly Column<T>[],
  all: readonly T[],
  what: string,
  most = MAX_ROWS_SHOWN,
): Markup {
  if (all.length === 0) return nothing
  const heads = columns.map(({ title, right }) => html`<th${classOf(right)} scope="col">${title}</th>\n`)
  const rows = all.slice(0, most).map(
    row => html`<tr>
${columns.map(({ of, right }) => html`<td${classOf(right)}>${short(of(row))}</td>\n`)}</tr>
`,
  )
  return html`<div class="wide">
<table>
<thead><tr>
${heads}</tr></thead>
<tbody>
${rows}</tbody>
</table>
</div>
${leftOut(all.length - most, what)}`
}

const short = (piece: Piece): Piece => (typeof piece === 'string' ? cut(piece, MAX_CELL) : piece)

const classOf = (right: true | undefined): Markup => (right ? html` class="right"` : nothing)

export const leftOut = (count: number, what: string): Markup =>
  count > 0 ? html`<p class="quiet">${count} more ${what} are not shown here; --json has all.</p>\n` : nothing

/** A part of the report; nothing where it has nothing to say. */
export const part = (id: string, title: string, body: Markup, empty: string | null = null): Markup => {
  const said = textOf(body) === '' ? (empty === null ? null : html`<p class="quiet">${empty}</p>\n`) : body
  return said === null
    ? nothing
    : html`<section id="${id}">
<h2>${title}</h2>
${said}</section>
`
}

/** `a, b, c and 4 more`. */
export function listed(values: readonly string[], most: number): string {
  const left = values.length - most
  return left > 0 ? `${values.slice(0, most).join(', ')} and ${left} more` : values.join(', ')
}
