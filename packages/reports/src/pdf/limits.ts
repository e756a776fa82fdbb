/** What a document holds at most; what is more is left out, and the document says how much. */
export const pdfLimits = {
  /** Characters of one text. */
  text: 20_000,
  blocks: 2_000,
  /** Rows of one table, items of one list. */
  rows: 1_000,
  /** Characters of the whole. */
  characters: 1_000_000,
} as const
