// Names that come from the network can hold anything: what cannot be seen is made visible, and can move nothing around.

/** Controls, bidirectional and other format characters, halves of pairs, line ends, and what no font draws. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{DI}]/u
/** Marks that may stand on one letter; more of them climb over neighbouring lines. */
const MOST_MARKS = 3

export type Piece = { readonly text: string /** It stands for something that cannot be seen. */; readonly odd: boolean }

/** The text in pieces, odd ones named by their code point: `plc<U+202E>`. At most `most` characters are looked at. */
export function piecesOf(text: string, most = 500): Piece[] {
  const pieces: Piece[] = []
  let marks = 0
  let seen = 0
  for (const character of text) {
    if (++seen > most) {
      pieces.push({ text: '…', odd: true })
      break
    }
    const isMark = /\p{M}/u.test(character)
    marks = isMark ? marks + 1 : 0
    if (marks > MOST_MARKS) continue
    const odd = HIDDEN.test(character)
    const shown = odd ? `<U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}>` : character
    const last = pieces.at(-1)
    if (last && last.odd === odd) pieces[pieces.length - 1] = { text: last.text + shown, odd }
    else pieces.push({ text: shown, odd })
  }
  return pieces
}

/** As one text, for titles, file names and attributes. */
export const plain = (text: string, most = 500): string =>
  piecesOf(text, most)
    .map(piece => piece.text)
    .join('')
