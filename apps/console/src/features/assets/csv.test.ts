import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cellOf, csvOf } from './csv.ts'

test('what begins like a formula is a text', () => {
  for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '|cmd', '%0A'])
    expect(cellOf(text).replace(/^"/, '')).toMatch(/^'/)
  expect(cellOf('plc-1')).toBe('plc-1')
  expect(cellOf(-5)).toBe('-5')
  expect(cellOf(null)).toBe('')
})

test('quotes, commas and line ends stay inside of their cell', () => {
  expect(csvOf([['a"b', 'c,d', 'e\nf', 1]])).toBe('\ufeff"a""b","c,d","e\nf",1\r\n')
})

/** Reads one line of RFC 4180. */
function read(line: string): string[] {
  const cells = ['']
  let quoted = false
  for (let at = 0; at < line.length; at++) {
    const character = line[at]!
    if (character === '"' && quoted && line[at + 1] === '"') at++
    else if (character === '"') {
      quoted = !quoted
      continue
    } else if (character === ',' && !quoted) {
      cells.push('')
      continue
    }
    cells[cells.length - 1] += character
  }
  return cells
}

test('a reader gets back what was written, but for the apostrophe', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1 }), texts => {
      const cells = read(csvOf([texts]).slice(1, -2))
      expect(cells.length).toBe(texts.length)
      for (const [index, text] of texts.entries()) expect([text, `'${text}`]).toContain(cells[index])
      expect(cells.filter(cell => /^\s*[=+\-@|%]/.test(cell))).toEqual([])
    }),
  )
})
