// Where on the page we are, and under which part of the structure the next thing comes.
import type PDFKit from 'pdfkit'
import { type Font, fonts, printable } from './fonts.ts'
import { pdfLimits } from './limits.ts'

export type Struct = ReturnType<InstanceType<typeof PDFKit>['struct']>
export type Tag = Parameters<InstanceType<typeof PDFKit>['struct']>[0]

export type Sheet = {
  readonly doc: InstanceType<typeof PDFKit>
  /** The document of the structure tree (ISO 32000-1, 14.7). */
  readonly root: Struct
  readonly language: 'en' | 'de'
  /** Of lines and pictures. */
  readonly accent: string
  /** Points between two parts, above and below the text of a cell, and of the letters. */
  readonly gap: number
  readonly pad: number
  readonly body: number
  /** Points below a heading that must fit on its page: one that ends a page helps nobody. */
  readonly keep: number
  /** Points that a chart is high. */
  readonly chart: number
  /** ` [1, 2]` for what a sentence rests on; nothing for nothing. */
  readonly cite: (sources: readonly string[]) => string
}

/** Points. */
export const look = {
  margin: 56,
  sizes: { 1: 18, 2: 13, 3: 11, body: 10, small: 8.5 },
  gap: 6,
  pad: 4,
  ink: '#16202a',
  faint: '#5b6773',
  line: '#b8c1c9',
  ground: '#eef2f5',
  warn: '#8a5a00',
} as const

export const widthOf = ({ doc }: Sheet): number => doc.page.width - 2 * look.margin
export const bottomOf = ({ doc }: Sheet): number => doc.page.height - look.margin
/** Height that a page has for text. */
export const roomOf = ({ doc }: Sheet): number => doc.page.height - 2 * look.margin

export function setFont({ doc }: Sheet, font: Font, size: number, colour: string = look.ink): void {
  // By its file, under which the library keeps it: under a name of ours it would read and parse the first font each time.
  doc.font(fonts[font]).fontSize(size).fillColor(colour)
}

/** A new page unless so much fits on this one. */
export function ensureRoom(sheet: Sheet, height: number): void {
  const { doc } = sheet
  if (doc.y + height > bottomOf(sheet) && doc.y > look.margin) doc.addPage()
}

/** Cut to the limit, and to what can be printed. */
export function textFor(text: string): string {
  const whole = printable(text)
  return whole.length > pdfLimits.text ? `${whole.slice(0, pdfLimits.text)} …` : whole
}

/** Something with a place in the structure; what is drawn in it belongs to it. */
export function tagged(sheet: Sheet, parent: Struct, tag: Tag, draw: () => void): void {
  const part = sheet.doc.struct(tag)
  parent.add(part)
  part.add(draw)
  part.end()
}

/** A group of parts. */
export function group(sheet: Sheet, parent: Struct, tag: Tag, fill: (part: Struct) => void): void {
  const part = sheet.doc.struct(tag)
  parent.add(part)
  fill(part)
  part.end()
}

/** Lines and grounds, which nobody needs to hear of. */
export function decoration({ doc }: Sheet, draw: () => void): void {
  doc.markContent('Artifact', { type: 'Layout' })
  draw()
  doc.endMarkedContent()
}
