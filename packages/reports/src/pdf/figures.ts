// Figures side by side, and charts.
import { CHART_LETTERS, type Shape, shapesOf } from '../chart/shapes.ts'
import type { Block } from './document.ts'
import { decoration, ensureRoom, group, look, type Sheet, setFont, tagged, textFor, widthOf } from './sheet.ts'
import { paragraph } from './text.ts'

type Of<K extends Block['kind']> = Extract<Block, { kind: K }>

/** Beside each other at most, and points between two. */
const [ACROSS, BETWEEN] = [4, 10]

export function figures(sheet: Sheet, { items }: Of<'figures'>): void {
  const { doc } = sheet
  const width = (widthOf(sheet) - (ACROSS - 1) * BETWEEN) / ACROSS
  for (let from = 0; from < items.length; from += ACROSS) {
    const row = items.slice(from, from + ACROSS)
    const height = Math.max(...row.map(item => heightOf(sheet, item, width)))
    ensureRoom(sheet, height + sheet.gap)
    const top = doc.y
    decoration(sheet, () => {
      for (const at of row.keys()) doc.rect(look.margin + at * (width + BETWEEN), top, width, height).fill(look.ground)
    })
    for (const [at, item] of row.entries()) figure(sheet, item, look.margin + at * (width + BETWEEN), top, width)
    doc.x = look.margin
    doc.y = top + height + sheet.gap
  }
}

type Item = Of<'figures'>['items'][number]
const parts = ({ label, value, note }: Item, cited: string) =>
  [
    { text: label, font: 'body', size: 8, colour: look.faint },
    { text: `${value}${cited}`, font: 'strong', size: 13, colour: look.ink },
    { text: note, font: 'body', size: 7.5, colour: look.faint },
  ] as const

function heightOf(sheet: Sheet, item: Item, width: number): number {
  // Numbers of sources are given when they are drawn; the widest is assumed.
  return parts(item, item.sources.length > 0 ? ' [88]' : '').reduce(
    (sum, { text, font, size }) => {
      if (text === '') return sum
      setFont(sheet, font, size)
      return sum + sheet.doc.heightOfString(textFor(text), { width: width - 16 }) + 1
    },
    2 * look.pad + 3,
  )
}

function figure(sheet: Sheet, item: Item, left: number, top: number, width: number): void {
  const { doc, root, cite } = sheet
  let y = top + look.pad + 1
  group(sheet, root, 'P', part => {
    for (const { text, font, size, colour } of parts(item, cite(item.sources))) {
      if (text === '') continue
      setFont(sheet, font, size, colour)
      tagged(sheet, part, 'Span', () => doc.text(textFor(text), left + 8, y, { width: width - 16 }))
      y = doc.y + 1
    }
  })
}

export function chart(sheet: Sheet, { chart: one }: Of<'chart'>): void {
  const { doc, root, accent, chart: height } = sheet
  paragraph(sheet, { kind: 'paragraph', text: one.title, look: 'strong', sources: one.sources })
  ensureRoom(sheet, height)
  const [left, top, width] = [look.margin, doc.y, widthOf(sheet)]
  const picture = doc.struct('Figure', { alt: textFor(`${one.title}. ${one.text}`) })
  root.add(picture)
  picture.add(() => {
    for (const shape of shapesOf(one, { width, height, accent })) draw(sheet, shape, left, top)
  })
  picture.end()
  doc.x = look.margin
  doc.y = top + height + sheet.gap
  paragraph(sheet, { kind: 'paragraph', text: one.text, look: 'small' })
}

function draw(sheet: Sheet, shape: Shape, left: number, top: number): void {
  const { doc } = sheet
  switch (shape.kind) {
    case 'line': {
      const [first, ...rest] = shape.points
      if (!first) return
      doc.moveTo(left + first[0], top + first[1])
      for (const [x, y] of rest) doc.lineTo(left + x, top + y)
      doc.lineWidth(shape.width).stroke(shape.colour)
      return
    }
    case 'rect':
      doc.rect(left + shape.at[0], top + shape.at[1], shape.size[0], shape.size[1]).fill(shape.colour)
      return
    case 'text': {
      setFont(sheet, 'body', CHART_LETTERS, shape.colour)
      const text = textFor(shape.text).replaceAll('\n', ' ')
      const wide = doc.widthOfString(text)
      const x = left + shape.at[0] - (shape.anchor === 'end' ? wide : shape.anchor === 'middle' ? wide / 2 : 0)
      doc.text(text, x, top + shape.at[1] - CHART_LETTERS, { lineBreak: false })
    }
  }
}
