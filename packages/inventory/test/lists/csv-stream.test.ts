// A table that comes in pieces says the same as one that is there as a whole, wherever it is cut.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CsvRow, readCsv } from '../../src/expected/csv.ts'
import { CsvStream } from '../../src/lists/csv-stream.ts'

function streamed(pieces: readonly string[], separator = ','): { rows: CsvRow[]; faults: string[] } {
  const faults: string[] = []
  const stream = new CsvStream(separator, ({ message }) => faults.push(message))
  return { rows: [...pieces.flatMap(piece => [...stream.push(piece)]), ...stream.end()], faults }
}
const whole = (text: string): CsvRow[] => [...readCsv(text, ',', () => {})]

/** Cut at these places. */
const pieces = (text: string, cuts: readonly number[]): string[] => {
  const at = [...new Set(cuts.map(cut => cut % (text.length + 1)))].sort((a, b) => a - b)
  return [...at, text.length].map((end, index) => text.slice(at[index - 1] ?? 0, end))
}
const cuts = fc.array(fc.nat(), { maxLength: 8 })

test('any text gives the rows that the reader of whole texts gives', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'ä', ',', '"', '\n', '\r', ' ', ';'), maxLength: 60 })
  fc.assert(
    fc.property(text, cuts, (text, cuts) => {
      expect(streamed(pieces(text, cuts)).rows).toEqual(whole(text))
    }),
    { numRuns: 3000 },
  )
})

test('what was written as RFC 4180 says comes back as it was', () => {
  const cell = fc.string({ maxLength: 12 }).map(text => text.replaceAll('\0', ''))
  const table = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(table, cuts, (table, cuts) => {
      const text = table.map(row => row.map(cell => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n')
      const kept = table.filter(row => row.some(cell => cell !== ''))
      expect(streamed(pieces(text, cuts)).rows.map(({ cells }) => cells)).toEqual(kept)
    }),
  )
})

test('a quote that is never closed does not swallow the file, and costs no more memory than a field', () => {
  const { rows, faults } = streamed(['a,"b\n', ...Array.from({ length: 10_000 }, () => 'c,d,e,f,g,h,i\n')])
  expect(faults[0]).toContain('not closed')
  expect(rows.at(-1)!.cells).toEqual(['c', 'd', 'e', 'f', 'g', 'h', 'i'])
})

test('the mark of Excel is passed over, and lines are counted as editors do', () => {
  const { rows } = streamed(['\ufeffa,b\r', '\n"x\n', 'y",2\r\n\r\nz,3'])
  expect(rows).toEqual([
    { line: 1, cells: ['a', 'b'] },
    { line: 2, cells: ['x\ny', '2'] },
    { line: 5, cells: ['z', '3'] },
  ])
})
