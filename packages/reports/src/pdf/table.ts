// Tables: columns by shares, the head again on every page, rows that never lose a word.

import type { Block, Cell, Column } from './document.ts'
import { pdfLimits } from './limits.ts'
import { piecesOf } from './pieces.ts'
import {
  bottomOf,
  decoration,
  ensureRoom,
  group,
  look,
  roomOf,
  type Sheet,
  type Struct,
  setFont,
  tagged,
  textFor,
  widthOf,
} from './sheet.ts'
import { paragraph } from './text.ts'
import { words } from './words.ts'

type Table = Extract<Block, { kind: 'table' }>
type Place = { readonly x: number; readonly width: number }

/** Which cells it is the head of (ISO 32000-1, table 349); the types of pdfkit do not know it yet. */
const columnHead = { scope: 'Column' } as object

/** Points of a row that is to be written in. */
const TO_WRITE = 26

export function table(sheet: Sheet, { columns, rows, empty }: Table): void {
  if (rows.length === 0) return paragraph(sheet, { kind: 'paragraph', text: empty, look: 'small' })
  const { doc, root, language } = sheet
  const places = placesOf(columns, widthOf(sheet))
  group(sheet, root, 'Table', whole => {
    ensureRoom(sheet, 2 * TO_WRITE)
    head(sheet, whole, columns, places)
    for (const row of rows.slice(0, pdfLimits.rows))
      for (const part of partsOf(sheet, row, places)) {
        if (doc.y + heightOf(sheet, part, places) > bottomOf(sheet)) {
          doc.addPage()
          decoration(sheet, () => headCells(sheet, columns, places))
        }
        line(sheet, whole, part, places)
      }
  })
  doc.x = look.margin
  doc.y += sheet.gap
  const more = rows.length - pdfLimits.rows
  if (more > 0) paragraph(sheet, { kind: 'paragraph', text: words[language].cut(more), look: 'small' })
}

export function placesOf(columns: readonly Column[], width: number): Place[] {
  const whole = columns.reduce((sum, { share }) => sum + share, 0)
  let x: number = look.margin
  return columns.map(({ share }) => {
    const place = { x, width: (width * share) / whole }
    x += place.width
    return place
  })
}

function head(sheet: Sheet, whole: Struct, columns: readonly Column[], places: readonly Place[]): void {
  const { doc } = sheet
  decoration(sheet, () => ground(sheet, columns, places))
  const top = doc.y
  const height = headHeight(sheet, columns, places)
  group(sheet, whole, 'TR', row => {
    columns.forEach(({ title }, at) => {
      const cell = doc.struct('TH', columnHead)
      row.add(cell)
      cell.add(() => cellText(sheet, title, places[at]!, top))
      cell.end()
    })
  })
  doc.y = top + height
}

/** Once more on the next page, for the eye alone. */
function headCells(sheet: Sheet, columns: readonly Column[], places: readonly Place[]): void {
  const { doc } = sheet
  ground(sheet, columns, places)
  const top = doc.y
  const height = headHeight(sheet, columns, places)
  for (const [at, { title }] of columns.entries()) cellText(sheet, title, places[at]!, top)
  doc.y = top + height
}

function ground(sheet: Sheet, columns: readonly Column[], places: readonly Place[]): void {
  const { doc } = sheet
  const height = headHeight(sheet, columns, places)
  doc.rect(look.margin, doc.y, widthOf(sheet), height).fill(look.ground)
  setFont(sheet, 'strong', look.sizes.small)
}

function headHeight(sheet: Sheet, columns: readonly Column[], places: readonly Place[]): number {
  setFont(sheet, 'strong', look.sizes.small)
  return Math.max(...columns.map(({ title }, at) => textHeight(sheet, title, places[at]!)))
}

const textHeight = ({ doc, pad }: Sheet, text: string, { width }: Place): number =>
  doc.heightOfString(textFor(text) || ' ', { width: width - 2 * look.pad }) + 2 * pad

function cellText({ doc, pad }: Sheet, text: string, { x, width }: Place, top: number): void {
  doc.text(textFor(text), x + look.pad, top + pad, { width: width - 2 * look.pad })
}

type Row = readonly (string | null)[]

const rowFont = (sheet: Sheet): void => setFont(sheet, 'body', look.sizes.small + 0.5)

function heightOf(sheet: Sheet, row: Row, places: readonly Place[]): number {
  rowFont(sheet)
  return Math.max(
    ...places.map((place, at) => {
      const text = row[at] ?? null
      return text === null ? TO_WRITE : textHeight(sheet, text, place)
    }),
  )
}

/** A row that is higher than a page goes on in further rows. */
function partsOf(sheet: Sheet, cells: readonly Cell[], places: readonly Place[]): Row[] {
  const row = cells.map(cell => textOf(sheet, cell))
  if (heightOf(sheet, row, places) <= roomOf(sheet) / 2) return [row]
  const columns = row.map((text, at) =>
    text === null
      ? [null]
      : piecesOf(textFor(text), piece => textHeight(sheet, piece, places[at]!) <= roomOf(sheet) / 2),
  )
  const most = Math.max(...columns.map(({ length }) => length))
  return Array.from({ length: most }, (_, at) => columns.map(pieces => (at < pieces.length ? pieces[at]! : '')))
}

const textOf = ({ cite }: Sheet, cell: Cell): string | null =>
  cell === null || typeof cell === 'string' ? cell : cell.text + cite(cell.sources)

function line(sheet: Sheet, whole: Struct, row: Row, places: readonly Place[]): void {
  const { doc } = sheet
  const top = doc.y
  const height = heightOf(sheet, row, places)
  group(sheet, whole, 'TR', part => {
    for (const [at, place] of places.entries())
      tagged(sheet, part, 'TD', () => cellText(sheet, row[at] ?? '', place, top))
  })
  doc.y = top + height
  decoration(sheet, () =>
    doc
      .moveTo(look.margin, doc.y)
      .lineTo(look.margin + widthOf(sheet), doc.y)
      .lineWidth(0.5)
      .stroke(look.line),
  )
}
