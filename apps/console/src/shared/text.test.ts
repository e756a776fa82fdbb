import fc from 'fast-check'
import { expect, test } from 'vitest'
import { piecesOf, plain } from './text.ts'

test('what cannot be seen is named by its code point', () => {
  expect(plain('plc-1')).toBe('plc-1')
  expect(plain('plc\u202egnp.exe')).toBe('plc<U+202E>gnp.exe')
  expect(plain('a\u0000b\u200bc\n')).toBe('a<U+0000>b<U+200B>c<U+000A>')
  expect(plain('half \ud800')).toBe('half <U+D800>')
  expect(plain('Förderband 3 – Süd')).toBe('Förderband 3 – Süd')
})

test('odd pieces stand alone, so that they can be drawn otherwise', () => {
  expect(piecesOf('a\u202e\u202db')).toEqual([
    { text: 'a', odd: false },
    { text: '<U+202E><U+202D>', odd: true },
    { text: 'b', odd: false },
  ])
})

test('letters under a tower of marks, and texts without end, are cut', () => {
  expect(plain(`e${'\u0301'.repeat(50)}x`)).toBe(`e${'\u0301'.repeat(3)}x`)
  expect(plain('x'.repeat(600), 10)).toBe(`${'x'.repeat(10)}…`)
})

/** First and last code point of what must never reach a page. */
const forbidden = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2066, 0x2069],
  [0xd800, 0xdfff],
  [0xe0000, 0xe007f],
] as const

test('nothing that moves or hides text comes through', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: 40 }), points => {
      const codes = [...plain(String.fromCodePoint(...points))].map(character => character.codePointAt(0)!)
      expect(codes.filter(code => forbidden.some(([from, to]) => code >= from && code <= to))).toEqual([])
    }),
  )
})
