// Text in UTF-8: RFC 3629.

/** Longer texts are cut: names and addresses are shorter. */
const LIMIT = 512
const BAD = 0xfffd

/** The text of some bytes; control characters and what is no UTF-8 as a dot. */
export function textOf(bytes: Uint8Array, at: number, length: number): string {
  const end = Math.min(bytes.length, at + Math.min(length, LIMIT))
  let text = ''
  let i = at
  while (i < end) {
    const size = sizeOf(bytes[i]!)
    const point = size === 1 ? bytes[i]! : pointOf(bytes, i, end, size)
    text += isControl(point) ? '.' : String.fromCodePoint(point)
    i += point === BAD ? 1 : size
  }
  return text
}

const sizeOf = (first: number): number => (first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4)
const isControl = (point: number): boolean => point < 0x20 || (point >= 0x7f && point < 0xa0) || point === BAD

function pointOf(bytes: Uint8Array, at: number, end: number, size: number): number {
  if (at + size > end || bytes[at]! < 0xc2 || bytes[at]! > 0xf4) return BAD
  let point = bytes[at]! & (0x7f >> size)
  for (let i = 1; i < size; i++) {
    if ((bytes[at + i]! & 0xc0) !== 0x80) return BAD
    point = (point << 6) | (bytes[at + i]! & 0x3f)
  }
  return point > 0x10ffff ? BAD : point
}
