export type { Block, Cell, Column, Figure, PdfDocument } from './document.ts'
export { pdfLimits } from './limits.ts'
export { pdfOf } from './pdf.ts'
