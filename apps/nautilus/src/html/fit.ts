// How wide a text is drawn, without a browser to ask: rather a little too wide than over the edge.

/** Shares of the font size, of a sans-serif face. */
const NARROW = 0.36
const NORMAL = 0.6
const CAPITAL = 0.76
/** East Asian characters and pictures fill a square. */
const SQUARE = 1.1

function shareOf(character: string): number {
  if (/[ il.,:;|!'()[\]/-]/.test(character)) return NARROW
  if (/[A-Zmw@%&—…]/.test(character)) return CAPITAL
  return character.codePointAt(0)! >= 0x1100 ? SQUARE : NORMAL
}

/** The text, or as much of it as has room, with the cut shown. */
export function fit(text: string, size: number, room: number): string {
  let used = 0
  let kept = ''
  let whole = ''
  for (const character of text) {
    used += size * shareOf(character)
    if (used > room) return `${kept.trimEnd()}…`
    whole += character
    if (used <= room - size * CAPITAL) kept = whole
  }
  return whole
}

export const widthOf = (text: string, size: number): number =>
  [...text].reduce((sum, one) => sum + size * shareOf(one), 0)
