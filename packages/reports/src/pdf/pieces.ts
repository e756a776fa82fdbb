/** Cuts a text, at spaces where there are any, into pieces that fit; a piece is never empty, so it comes to an end. */
export function piecesOf(text: string, fits: (piece: string) => boolean): string[] {
  const pieces: string[] = []
  for (let rest = text; ; ) {
    if (fits(rest)) return [...pieces, rest]
    const most = longest(rest, fits)
    const space = rest.lastIndexOf(' ', most)
    const at = space > most / 2 ? space : most
    pieces.push(rest.slice(0, at))
    rest = rest.slice(at).trimStart()
    if (rest === '') return pieces
  }
}

/** The length of the longest beginning that fits; one character at least. */
function longest(text: string, fits: (piece: string) => boolean): number {
  let low = 1
  let high = text.length
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (fits(text.slice(0, middle))) low = middle
    else high = middle - 1
  }
  return low
}
