// Headings, paragraphs, notices, lists, and labels with their values.
import type { Block } from './document.ts'
import { pdfLimits } from './limits.ts'
import { decoration, ensureRoom, group, look, type Sheet, setFont, tagged, textFor, widthOf } from './sheet.ts'
import { words } from './words.ts'

type Of<K extends Block['kind']> = Extract<Block, { kind: K }>

const tags = { 1: 'H1', 2: 'H2', 3: 'H3' } as const
/** Points of an item that must fit beside its mark. */
const KEEP = 90
const COLOURS = { body: look.ink, strong: look.ink, small: look.faint } as const

export function heading(sheet: Sheet, { level, text }: Of<'heading'>): void {
  const { doc, root } = sheet
  ensureRoom(sheet, sheet.keep)
  if (doc.y > look.margin) doc.y += level === 1 ? 12 : sheet.gap + 2
  setFont(sheet, 'strong', look.sizes[level])
  doc.outline.addItem(textFor(text).slice(0, 200))
  tagged(sheet, root, tags[level], () => doc.text(textFor(text), look.margin, doc.y, { width: widthOf(sheet) }))
  doc.y += sheet.gap / 2
}

export function paragraph(sheet: Sheet, { text, look: kind = 'body', sources = [] }: Of<'paragraph'>): void {
  const { doc, root, cite } = sheet
  const said = textFor(text) + cite(sources)
  setFont(sheet, kind === 'strong' ? 'strong' : 'body', kind === 'small' ? look.sizes.small : sheet.body, COLOURS[kind])
  tagged(sheet, root, 'P', () => doc.text(said, look.margin, doc.y, { width: widthOf(sheet), lineGap: 1.5 }))
  doc.y += sheet.gap
}

export function notice(sheet: Sheet, { text }: Of<'notice'>): void {
  const { doc, root } = sheet
  setFont(sheet, 'strong', sheet.body, look.warn)
  const width = widthOf(sheet) - 14
  const height = doc.heightOfString(textFor(text), { width })
  ensureRoom(sheet, height + sheet.gap)
  setFont(sheet, 'strong', sheet.body, look.warn)
  const top = doc.y
  tagged(sheet, root, 'P', () => doc.text(textFor(text), look.margin + 14, top, { width }))
  // Longer than a page: the bar is where it began alone.
  if (doc.y > top) decoration(sheet, () => doc.rect(look.margin, top, 4, doc.y - top).fill(look.warn))
  doc.x = look.margin
  doc.y += sheet.gap
}

export function list(sheet: Sheet, { items, marks }: Of<'list'>): void {
  const { doc, root, language } = sheet
  const width = widthOf(sheet) - 20
  group(sheet, root, 'L', whole =>
    items.slice(0, pdfLimits.rows).forEach((item, at) => {
      setFont(sheet, 'body', sheet.body)
      ensureRoom(sheet, Math.min(doc.heightOfString(textFor(item), { width }), KEEP))
      group(sheet, whole, 'LI', part => {
        setFont(sheet, 'body', sheet.body)
        const top = doc.y
        tagged(sheet, part, 'Lbl', () => mark(sheet, marks, at, top))
        tagged(sheet, part, 'LBody', () => doc.text(textFor(item), look.margin + 20, top, { width, lineGap: 1.5 }))
      })
      doc.y += 2
    }),
  )
  doc.x = look.margin
  doc.y += sheet.gap
  const more = items.length - pdfLimits.rows
  if (more > 0) paragraph(sheet, { kind: 'paragraph', text: words[language].cut(more), look: 'small' })
}

function mark({ doc }: Sheet, marks: Of<'list'>['marks'], at: number, top: number): void {
  if (marks === 'box')
    doc
      .rect(look.margin + 2, top + 2, 9, 9)
      .lineWidth(0.8)
      .stroke(look.ink)
  else doc.text(marks === 'number' ? `${at + 1}.` : '•', look.margin + 2, top, { width: 18, lineBreak: false })
}

export function facts(sheet: Sheet, { rows }: Of<'facts'>): void {
  const { doc, root } = sheet
  const left = widthOf(sheet) * 0.3
  for (const [label, value] of rows.slice(0, pdfLimits.rows)) {
    const width = widthOf(sheet) - left
    setFont(sheet, 'strong', sheet.body)
    const labelHeight = doc.heightOfString(textFor(label), { width: left - 8 })
    setFont(sheet, 'body', sheet.body)
    const height = value === null ? 22 : doc.heightOfString(textFor(value) || ' ', { width })
    ensureRoom(sheet, Math.min(Math.max(labelHeight, height), KEEP))
    const top = doc.y
    const page = doc.page
    group(sheet, root, 'P', part => {
      setFont(sheet, 'strong', sheet.body)
      tagged(sheet, part, 'Span', () => doc.text(textFor(label), look.margin, top, { width: left - 8 }))
      setFont(sheet, 'body', sheet.body)
      tagged(sheet, part, 'Span', () => doc.text(textFor(value ?? ''), look.margin + left, top, { width }))
    })
    if (doc.page === page) doc.y = top + Math.max(labelHeight, height) + 3
    if (value === null) decoration(sheet, () => underline(sheet, look.margin + left, doc.y - 4, width))
  }
  doc.x = look.margin
  doc.y += sheet.gap
}

const underline = ({ doc }: Sheet, x: number, y: number, width: number) =>
  doc
    .moveTo(x, y)
    .lineTo(x + width, y)
    .lineWidth(0.5)
    .stroke(look.line)
