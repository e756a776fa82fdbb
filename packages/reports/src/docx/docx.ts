// A document as DOCX (ECMA-376), to be gone on with in a word processor. The same blocks as the PDF has.
import {
  AlignmentType,
  Document,
  Footer,
  Header,
  HeadingLevel,
  ImageRun,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx'
import { type Brand, logoOf, readableAccent } from '../brand/index.ts'
import type { Chart } from '../chart/index.ts'
import { Notes } from '../notes.ts'
import type { Block, Cell, PdfDocument } from '../pdf/index.ts'
import { pdfLimits } from '../pdf/index.ts'
import { type DocxWords, words } from './words.ts'

type Piece = Paragraph | Table

const levels = { 1: HeadingLevel.HEADING_1, 2: HeadingLevel.HEADING_2, 3: HeadingLevel.HEADING_3 } as const

export async function docxOf(document: PdfDocument): Promise<Uint8Array> {
  const { title, language, subject = '', brand, header = title, footer = '', blocks } = document
  const { author = brand?.name ?? '' } = document
  const say = words[language]
  const notes = new Notes()
  const shown = blocks.slice(0, pdfLimits.blocks)
  const body = shown.flatMap(block => piecesOf(block, notes, say))
  if (blocks.length > shown.length) body.push(line(say.cut(blocks.length - shown.length)))
  const made = new Document({
    ...{ title: clean(title), subject: clean(subject), creator: clean(author), lastModifiedBy: clean(author) },
    styles: { default: { document: { run: { font: 'Calibri', size: 21, language: { value: say.locale } } } } },
    sections: [
      {
        headers: { default: new Header({ children: [brand ? headOf(brand, header) : line(header, true)] }) },
        footers: {
          default: new Footer({
            children: [
              new Paragraph({
                children: [
                  new TextRun({ text: `${clean(footer)}   `, size: 16 }),
                  new TextRun({
                    children: [say.page, ' ', PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES],
                    size: 16,
                  }),
                ],
              }),
            ],
          }),
        },
        children: [...body, ...sourcesOf(notes, say)],
      },
    ],
  })
  return Packer.toBuffer(made)
}

/** XML has no other control characters than these (XML 1.0, 2.2). */
const clean = (text: string): string =>
  text
    .toWellFormed()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be in it
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .slice(0, pdfLimits.text)

const line = (text: string, small = false): Paragraph =>
  new Paragraph({ children: [new TextRun(small ? { text: clean(text), size: 16 } : { text: clean(text) })] })

function piecesOf(block: Block, notes: Notes, say: DocxWords): Piece[] {
  switch (block.kind) {
    case 'heading':
      return [new Paragraph({ heading: levels[block.level], children: [new TextRun(clean(block.text))] })]
    case 'paragraph': {
      const text = clean(block.text) + notes.cite(block.sources ?? [])
      return [
        new Paragraph({ spacing: { after: 120 }, children: [new TextRun({ text, bold: block.look === 'strong' })] }),
      ]
    }
    case 'notice':
      return [
        new Paragraph({
          border: { left: { style: 'single', size: 18, color: '8A5A00', space: 8 } },
          spacing: { after: 160 },
          children: [new TextRun({ text: clean(block.text), bold: true })],
        }),
      ]
    case 'list':
      return block.items.slice(0, pdfLimits.rows).map((item, at) => line(`${mark(block.marks, at)} ${item}`))
    case 'table':
      return tableOf(block, notes)
    case 'facts':
      return [
        grid(
          block.rows.map(([label, value]) => [label, value ?? say.write]),
          [1, 2],
          notes,
        ),
      ]
    case 'figures':
      return [
        grid(
          block.items.map(({ label, value, note, sources }) => [label, { text: value, sources }, note]),
          [3, 2, 3],
          notes,
        ),
      ]
    case 'chart':
      return chartOf(block.chart, notes, say)
    case 'page-break':
      return [new Paragraph({ pageBreakBefore: true })]
  }
}

/** Logo, name and header over a line of its colour. */
function headOf({ name, logo: url, accent }: Brand, header: string): Paragraph {
  const logo = logoOf(url)
  const high = 24
  const picture = logo && {
    type: 'png' as const,
    data: Buffer.from(logo.bytes),
    transformation: { width: Math.min(160, (logo.width * high) / logo.height), height: high },
  }
  return new Paragraph({
    border: { bottom: { style: 'single', size: 12, color: readableAccent(accent).slice(1), space: 4 } },
    children: [
      ...(picture ? [new ImageRun(picture), new TextRun('  ')] : []),
      new TextRun({ text: clean(name), bold: true, size: 18 }),
      new TextRun({ text: `   ${clean(header)}`, size: 16 }),
    ],
  })
}

/** Its points as a table: a word processor draws from these what it likes. */
function chartOf({ title, text, x, y, series, sources }: Chart, notes: Notes, say: DocxWords): Piece[] {
  const at = [...new Set(series.flatMap(({ points }) => points.map(([first]) => first)))].sort((a, b) => a - b)
  const shown = at.slice(0, MOST_POINTS)
  const of = series.map(({ points }) => new Map(points))
  const figure = (value: number | undefined) => (value === undefined ? '' : say.number(value))
  return [
    new Paragraph({ children: [new TextRun({ text: clean(title) + notes.cite(sources), bold: true })] }),
    line(text),
    ...tableOf(
      {
        kind: 'table',
        columns: [x.label, ...series.map(({ name }) => name || y.label)].map(name => ({ title: name, share: 1 })),
        rows: shown.map(first => [
          x.ticks.find(tick => tick.at === first)?.text ?? say.number(first),
          ...of.map(points => figure(points.get(first))),
        ]),
        empty: '',
      },
      notes,
    ),
  ]
}

/** Of one chart, in a document that people read. */
const MOST_POINTS = 60

const mark = (marks: 'bullet' | 'number' | 'box', at: number): string =>
  marks === 'bullet' ? '•' : marks === 'box' ? '☐' : `${at + 1}.`

function tableOf({ columns, rows, empty }: Extract<Block, { kind: 'table' }>, notes: Notes): Piece[] {
  if (rows.length === 0) return [line(empty)]
  const head = new TableRow({
    tableHeader: true,
    children: columns.map(({ title }) => cellOf(title, notes, true)),
  })
  return [
    grid(
      rows.slice(0, pdfLimits.rows),
      columns.map(({ share }) => share),
      notes,
      head,
    ),
  ]
}

function grid(rows: readonly (readonly Cell[])[], shares: readonly number[], notes: Notes, head?: TableRow): Table {
  const whole = shares.reduce((sum, share) => sum + share, 0)
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    columnWidths: shares.map(share => Math.round((9000 * share) / whole)),
    rows: [
      ...(head ? [head] : []),
      ...rows.map(row => new TableRow({ children: row.map(cell => cellOf(cell, notes, false)) })),
    ],
  })
}

function cellOf(cell: Cell, notes: Notes, bold: boolean): TableCell {
  const text = cell === null ? '' : typeof cell === 'string' ? clean(cell) : clean(cell.text) + notes.cite(cell.sources)
  return new TableCell({
    children: [new Paragraph({ alignment: AlignmentType.LEFT, children: [new TextRun({ text, bold })] })],
  })
}

const sourcesOf = (notes: Notes, { sources }: DocxWords): Paragraph[] =>
  notes.all.length === 0
    ? []
    : [
        new Paragraph({ heading: HeadingLevel.HEADING_2, children: [new TextRun(sources)] }),
        ...notes.all.map((source, at) => line(`${at + 1}. ${source}`)),
      ]
