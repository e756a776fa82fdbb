// Read back by another program: PDF.js.
import fc from 'fast-check'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { describe, expect, test } from 'vitest'
import { type Block, type PdfDocument, pdfLimits, pdfOf } from '../src/index.ts'
import { piecesOf } from '../src/pdf/pieces.ts'

const documentOf = (blocks: readonly Block[]): PdfDocument => ({
  title: 'Anrufliste für Werk Süd',
  language: 'de',
  made: Date.UTC(2026, 2, 29),
  footer: 'Vertraulich',
  blocks,
})

async function read(document: PdfDocument, withTags = false) {
  const bytes = await pdfOf(document)
  const pdf = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise
  const pages: string[] = []
  const tags = new Set<string>()
  for (let at = 1; at <= pdf.numPages; at++) {
    const page = await pdf.getPage(at)
    const { items } = await page.getTextContent()
    pages.push(items.map(item => ('str' in item ? item.str : '')).join(' '))
    if (withTags) collect(await page.getStructTree(), tags)
  }
  return { pdf, pages, tags, bytes, text: pages.join(' ').replaceAll(/\s+/g, ' ') }
}

type Node = { readonly role?: string; readonly children?: readonly object[] }
function collect(node: Node | null, tags: Set<string>): void {
  if (node?.role) tags.add(node.role)
  for (const child of node?.children ?? []) collect(child as Node, tags)
}

const everything: readonly Block[] = [
  { kind: 'heading', level: 1, text: 'Anrufliste für Werk Süd' },
  { kind: 'notice', text: 'Nur auf Anweisung abschalten' },
  { kind: 'paragraph', text: 'Überströmventile prüfen, Größe 3.', sources: ['Eintrag 7', 'Eintrag 9'] },
  {
    kind: 'facts',
    rows: [
      ['Standort', 'Łódź'],
      ['Unterschrift', null],
    ],
  },
  { kind: 'list', marks: 'box', items: ['Erstens', 'Zweitens'] },
  {
    kind: 'table',
    columns: [
      { title: 'Wer', share: 1 },
      { title: 'Nummer', share: 2 },
    ],
    rows: [['Jürgen', { text: '+49 151', sources: ['Eintrag 9'] }]],
    empty: 'niemand',
  },
]

describe('a PDF', () => {
  test('says what the document says, tagged, with its language and its title', async () => {
    const { pdf, text, tags } = await read(documentOf(everything), true)
    for (const words of [
      'Nur auf Anweisung abschalten',
      'Überströmventile prüfen, Größe 3. [1, 2]',
      'Łódź',
      'Jürgen',
      '+49 151 [2]',
      'Quellen',
      'Eintrag 7',
      'Seite 1 von 1',
      'Vertraulich',
    ])
      expect(text).toContain(words)
    expect([...tags].sort()).toEqual(
      ['Document', 'H1', 'H2', 'L', 'LBody', 'LI', 'Lbl', 'P', 'Root', 'Span', 'TD', 'TH', 'TR', 'Table'].sort(),
    )
    const { info } = await pdf.getMetadata()
    expect(info).toMatchObject({ Title: 'Anrufliste für Werk Süd', Language: 'de-DE' })
  })

  test('is the same, byte for byte', async () => {
    const [one, other] = await Promise.all([pdfOf(documentOf(everything)), pdfOf(documentOf(everything))])
    expect(Buffer.compare(one, other)).toBe(0)
  })

  test('goes on over pages without losing a word, and numbers them', async () => {
    const long = Array.from({ length: 1200 }, (_, at) => `wort${at}`)
    const columns = ['A', 'B'].map(title => ({ title, share: 1 }))
    const rows = [...Array.from({ length: 60 }, (_, at) => [`Zeile ${at}`, 'x']), ['lang', long.join(' ')]]
    const { pages, text } = await read(documentOf([{ kind: 'table', columns, rows, empty: '' }]))
    expect(pages.length).toBeGreaterThan(3)
    expect(text).toContain(`Seite ${pages.length} von ${pages.length}`)
    const seen = new Set(text.split(' '))
    expect(long.filter(word => !seen.has(word))).toEqual([])
  })

  test('says where it was cut', async () => {
    const items = Array.from({ length: pdfLimits.rows + 3 }, () => 'x')
    const { text } = await read(documentOf([{ kind: 'list', marks: 'bullet', items }]))
    expect(text).toContain('3 weitere wurden weggelassen')
  })

  test('takes whatever people write', async () => {
    const hostile = fc.string({ unit: 'binary', maxLength: 200 })
    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (one, other) => {
        const blocks: Block[] = [
          { kind: 'heading', level: 2, text: one },
          { kind: 'paragraph', text: other, sources: [one] },
          { kind: 'facts', rows: [[one, other]] },
          { kind: 'table', columns: [{ title: one, share: 1 }], rows: [[other]], empty: '' },
        ]
        const bytes = await pdfOf(documentOf(blocks))
        expect(Buffer.from(bytes.subarray(0, 8)).toString()).toBe('%PDF-1.7')
      }),
      { numRuns: 8 },
    )
  })
})

test('pieces are the text, each fits', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), fc.integer({ min: 1, max: 40 }), (text, most) => {
      const pieces = piecesOf(text, piece => piece.length <= most)
      expect(pieces.every(piece => piece.length <= most)).toBe(true)
      expect(pieces.join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''))
    }),
  )
})
