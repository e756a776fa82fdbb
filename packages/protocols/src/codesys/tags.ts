// Tags of CODESYS V3 services: number and length as groups of seven bits, least significant first; a number with bit 7 set
// holds other tags. After "Security research: CODESYS Runtime, a PLC control framework" (Kaspersky ICS CERT, 2019).

const PARENT = 0x80
const DEEPEST = 8
const LONGEST_TEXT = 128

/** The first text among the tags between two places; empty when there is none. */
export function firstText(bytes: Uint8Array, start: number, stop: number, depth = 0): string {
  let at = start
  while (at < stop) {
    const [tag, afterTag] = number(bytes, at, stop)
    const [length, from] = number(bytes, afterTag, stop)
    const to = from + length
    if (tag < 0 || length < 0 || to > stop) return ''
    const found =
      (tag & PARENT) !== 0 ? (depth < DEEPEST ? firstText(bytes, from, to, depth + 1) : '') : textOf(bytes, from, to)
    if (found) return found
    at = to
  }
  return ''
}

function number(bytes: Uint8Array, start: number, stop: number): readonly [number, number] {
  let value = 0
  for (let at = start; at < stop && at < start + 4; at++) {
    value += (bytes[at]! & 0x7f) * 128 ** (at - start)
    if (bytes[at]! < 0x80) return [value, at + 1]
  }
  return [-1, stop]
}

/** At least three printable characters, and nothing but zeros behind. */
function textOf(bytes: Uint8Array, start: number, stop: number): string {
  let text = ''
  let at = start
  while (at < stop && bytes[at]! >= 0x20 && bytes[at]! < 0x7f) text += String.fromCharCode(bytes[at++]!)
  while (at < stop && bytes[at] === 0) at++
  return at === stop && text.length >= 3 ? text.slice(0, LONGEST_TEXT) : ''
}
