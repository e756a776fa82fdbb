// A document as DOCX (ECMA-376), to be gone on with in a word processor. The same blocks as the PDF has.
import {
  AlignmentType,
  Document,
  Footer,
  Header,
  HeadingLevel,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx'
import type { Block, Cell, PdfDocument } from '../pdf/index.ts'
import { pdfLimits } from '../pdf/index.ts'
import { type DocxWords, words } from './words.ts'

type Notes = Map<string, number>
type Piece = Paragraph | Table

const levels = { 1: HeadingLevel.HEADING_1, 2: HeadingLevel.HEADING_2, 3: HeadingLevel.HEADING_3 } as const

export async function docxOf(document: PdfDocument): Promise<Uint8Array> {
  const { title, language, subject = '', author = 'Nautilus', header = title, footer = '', blocks } = document
  const say = words[language]
  const notes: Notes = new Map()
  const shown = blocks.slice(0, pdfLimits.blocks)
  const body = shown.flatMap(block => piecesOf(block, notes, say))
  if (blocks.length > shown.length) body.push(line(say.cut(blocks.length - shown.length)))
  const made = new Document({
    ...{ title: clean(title), subject: clean(subject), creator: clean(author) },
    styles: { default: { document: { run: { font: 'Calibri', size: 21, language: { value: say.locale } } } } },
    sections: [
      {
        headers: { default: new Header({ children: [line(header, true)] }) },
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
      const text = clean(block.text) + cited(notes, block.sources ?? [])
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
    case 'page-break':
      return [new Paragraph({ pageBreakBefore: true })]
  }
}

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
  const text =
    cell === null ? '' : typeof cell === 'string' ? clean(cell) : clean(cell.text) + cited(notes, cell.sources)
  return new TableCell({
    children: [new Paragraph({ alignment: AlignmentType.LEFT, children: [new TextRun({ text, bold })] })],
  })
}

function cited(notes: Notes, sources: readonly string[]): string {
  if (sources.length === 0) return ''
  const numbers = sources.map(source => {
    const known = notes.get(source) ?? notes.size + 1
    notes.set(source, known)
    return known
  })
  return ` [${[...new Set(numbers)].join(', ')}]`
}

const sourcesOf = (notes: Notes, { sources }: DocxWords): Paragraph[] =>
  notes.size === 0
    ? []
    : [
        new Paragraph({ heading: HeadingLevel.HEADING_2, children: [new TextRun(sources)] }),
        ...[...notes].map(([source, number]) => line(`${number}. ${source}`)),
      ]
