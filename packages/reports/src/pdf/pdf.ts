// A document as PDF 1.7, tagged (ISO 32000-1, 14.8) with its language, its title and its fonts in it, after PDF/UA-1.
import { setImmediate as breath } from 'node:timers/promises'
import PDFKit from 'pdfkit'
import { logoOf, readableAccent } from '../brand/index.ts'
import { Notes } from '../notes.ts'
import type { Block, PdfDocument } from './document.ts'
import { chart, figures } from './figures.ts'
import { fonts } from './fonts.ts'
import { pdfLimits } from './limits.ts'
import { look, type Sheet, setFont, textFor, widthOf } from './sheet.ts'
import { table } from './table.ts'
import { facts, heading, list, notice, paragraph } from './text.ts'
import { words } from './words.ts'

/** The types of pdfkit do not know it yet. */
const accessible = { subset: 'PDF/UA' } as object

export async function pdfOf(document: PdfDocument): Promise<Uint8Array> {
  const { title, language, subject = '', brand, author = brand?.name ?? '', made, blocks } = document
  const doc = new PDFKit({
    size: 'A4',
    margin: look.margin,
    bufferPages: true,
    pdfVersion: '1.7',
    ...accessible,
    tagged: true,
    displayTitle: true,
    lang: language === 'de' ? 'de-DE' : 'en-GB',
    font: fonts.body,
    info: {
      Title: textFor(title),
      Subject: textFor(subject),
      Author: textFor(author),
      // Else the library says its own name there.
      Creator: textFor(author),
      CreationDate: new Date(made),
      ModDate: new Date(made),
    },
  })
  const pieces: Uint8Array[] = []
  doc.on('data', (piece: Uint8Array) => pieces.push(piece))
  const ended = new Promise<void>((resolve, reject) => doc.on('end', resolve).on('error', reject))
  const root = doc.struct('Document')
  doc.addStructure(root)
  const notes = new Notes()
  const sheet: Sheet = {
    ...{ doc, root, language, accent: readableAccent(brand?.accent ?? '') },
    ...(document.dense ? dense : usual),
    cite: sources => notes.cite(sources),
  }
  for (const block of fitting(blocks, language)) {
    draw(sheet, block)
    // A long document takes seconds: others are served meanwhile.
    await breath()
  }
  // What must be seen at once is the page before.
  if (document.dense && notes.all.length > 0) doc.addPage()
  sourcesOf(sheet, notes)
  root.end()
  pageMarks(sheet, document)
  doc.end()
  await ended
  return Buffer.concat(pieces)
}

const usual = { gap: look.gap, pad: look.pad, body: look.sizes.body, keep: 90, chart: 128 }
/** For what must be seen at once. */
const dense = { gap: 3, pad: 2, body: 9, keep: 40, chart: 92 }

function draw(sheet: Sheet, block: Block): void {
  switch (block.kind) {
    case 'heading':
      return heading(sheet, block)
    case 'paragraph':
      return paragraph(sheet, block)
    case 'notice':
      return notice(sheet, block)
    case 'list':
      return list(sheet, block)
    case 'table':
      return table(sheet, block)
    case 'facts':
      return facts(sheet, block)
    case 'figures':
      return figures(sheet, block)
    case 'chart':
      return chart(sheet, block)
    case 'page-break':
      sheet.doc.addPage()
  }
}

/** The blocks within the limits, and a sentence where there were more. */
function fitting(blocks: readonly Block[], language: 'en' | 'de'): Block[] {
  let characters = 0
  let count = 0
  for (const block of blocks) {
    characters += JSON.stringify(block).length
    if (count === pdfLimits.blocks || characters > pdfLimits.characters) break
    count++
  }
  const more = blocks.length - count
  return more === 0 ? [...blocks] : [...blocks.slice(0, count), { kind: 'notice', text: words[language].cut(more) }]
}

function sourcesOf(sheet: Sheet, notes: Notes): void {
  if (notes.all.length === 0) return
  heading(sheet, { kind: 'heading', level: 2, text: words[sheet.language].sources })
  list(sheet, { kind: 'list', marks: 'number', items: notes.all })
}

/** Known only when everything is laid out: how many pages there are. */
function pageMarks(sheet: Sheet, { title, header = title, footer = '', language, brand }: PdfDocument): void {
  const { doc } = sheet
  const { start, count } = doc.bufferedPageRange()
  for (let page = start; page < start + count; page++) {
    doc.switchToPage(page)
    // In the margins, where text would begin another page.
    doc.page.margins = { top: 0, bottom: 0, left: 0, right: 0 }
    doc.markContent('Artifact', { type: 'Pagination', attached: ['Top', 'Bottom'] })
    setFont(sheet, 'body', look.sizes.small, look.faint)
    const width = widthOf(sheet)
    const at = doc.page.height - look.margin + 16
    const line = { width, lineBreak: false, ellipsis: true, height: 12 } as const
    if (brand) brandMark(sheet, brand)
    setFont(sheet, 'body', look.sizes.small, look.faint)
    // The brand has the rest.
    const share = brand ? 0.62 : 1
    const side = { ...line, width: width * share, align: brand ? ('right' as const) : ('left' as const) }
    doc.text(oneLine(header), look.margin + width * (1 - share), look.margin - 28, side)
    doc.text(oneLine(footer), look.margin, at, { ...line, width: width - 90 })
    doc.text(words[language].page(page - start + 1, count), look.margin + width - 90, at, {
      ...line,
      width: 90,
      align: 'right',
    })
    doc.endMarkedContent()
  }
}

/** Logo and name at the left, and a line of its colour. */
function brandMark(sheet: Sheet, { name, logo: url }: NonNullable<PdfDocument['brand']>): void {
  const { doc, accent } = sheet
  const logo = logoOf(url)
  const high = 18
  let x: number = look.margin
  if (logo) {
    const wide = Math.min(120, (logo.width * high) / logo.height)
    doc.image(Buffer.from(logo.bytes), x, look.margin - 34, { fit: [wide, high] })
    x += wide + 8
  }
  setFont(sheet, 'strong', look.sizes.small + 1, look.ink)
  const width = Math.max(60, look.margin + widthOf(sheet) * 0.38 - x)
  doc.text(oneLine(name), x, look.margin - 29, { width, lineBreak: false, ellipsis: true, height: 13 })
  doc.rect(look.margin, look.margin - 12, widthOf(sheet), 1.5).fill(accent)
}

const oneLine = (text: string): string => textFor(text).replaceAll('\n', ' ').slice(0, 120)
