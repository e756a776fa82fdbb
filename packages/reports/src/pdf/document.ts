// A document as data, before it is laid out. Whoever renders it, as PDF or otherwise, takes it as it is.
import type { Brand } from '../brand/index.ts'
import type { Chart } from '../chart/index.ts'

export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly text: string }
  /** `sources`: what the sentences rest on; each becomes a number, and a line at the end of the document. */
  | {
      readonly kind: 'paragraph'
      readonly text: string
      readonly look?: 'body' | 'strong' | 'small'
      readonly sources?: readonly string[]
    }
  /** In a frame: what must not be overlooked. */
  | { readonly kind: 'notice'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[]; readonly marks: 'bullet' | 'number' | 'box' }
  /** `empty`: said instead of a table without rows. */
  | {
      readonly kind: 'table'
      readonly columns: readonly Column[]
      readonly rows: readonly (readonly Cell[])[]
      readonly empty: string
      /** What it is called where it stands alone, as in a spreadsheet. */
      readonly name?: string
    }
  /** Labels with their values, one under the other. A value of null is a line to write on. */
  | { readonly kind: 'facts'; readonly rows: readonly (readonly [label: string, value: string | null])[] }
  /** Side by side: what a reader sees first. */
  | { readonly kind: 'figures'; readonly items: readonly Figure[] }
  | { readonly kind: 'chart'; readonly chart: Chart }
  | { readonly kind: 'page-break' }

/** `note`: how sure, or why there is no value. */
export type Figure = {
  readonly label: string
  readonly value: string
  readonly note: string
  readonly sources: readonly string[]
}

/** `share`: of the width, beside the shares of the others. */
export type Column = { readonly title: string; readonly share: number }
/** Text, or with sources as a paragraph has them; null: room to write in. */
export type Cell = string | { readonly text: string; readonly sources: readonly string[] } | null

export type PdfDocument = {
  readonly title: string
  /** Of everything in it, for whoever reads it aloud. */
  readonly language: 'en' | 'de'
  readonly subject?: string
  readonly author?: string
  /** Milliseconds since 1970-01-01 UTC: the same document at the same moment is the same file, byte for byte. */
  readonly made: number
  /** Small, on every page. */
  readonly header?: string
  readonly footer?: string
  /** Whose document it is: on every page. Without one, nobody's. */
  readonly brand?: Brand
  /** To be read on one page: tables and charts are lower. */
  readonly dense?: boolean
  readonly blocks: readonly Block[]
}
