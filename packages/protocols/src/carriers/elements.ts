// Elements of BER and DER: X.690, 8.1. Tags of one byte; lengths of at most four.

/** An element: its tag byte, where its contents lie, and where the next one begins. */
export type Element = { readonly tag: number; readonly start: number; readonly end: number }

/** The element at `at`, whole and before `limit`; null when it is not there. */
export function elementAt(bytes: Uint8Array, at: number, limit: number): Element | null {
  if (at + 2 > limit) return null
  const tag = bytes[at]!
  const first = bytes[at + 1]!
  if ((tag & 0x1f) === 0x1f) return null
  if (first < 0x80) return at + 2 + first <= limit ? { tag, start: at + 2, end: at + 2 + first } : null
  const count = first & 0x7f
  if (count === 0 || count > 4 || at + 2 + count > limit) return null
  let length = 0
  for (let i = 0; i < count; i++) length = length * 256 + bytes[at + 2 + i]!
  const start = at + 2 + count
  return start + length <= limit ? { tag, start, end: start + length } : null
}

/** Elements between two places, as many as are whole; no more than `most`. */
export function elementsIn(bytes: Uint8Array, from: number, to: number, most = 64): Element[] {
  const found: Element[] = []
  for (let at = from; at < to && found.length < most; ) {
    const element = elementAt(bytes, at, to)
    if (!element) break
    found.push(element)
    at = element.end
  }
  return found
}

/** `1.3.6.1.2.1`: X.690, 8.19. */
export function oidText(bytes: Uint8Array, from: number, to: number): string {
  let text = ''
  let value = 0
  for (let at = from; at < to && at < from + 128; at++) {
    value = value * 128 + (bytes[at]! & 0x7f)
    if (bytes[at]! >= 0x80) continue
    if (text === '') {
      const first = value < 80 ? Math.floor(value / 40) : 2
      text = `${first}.${value - 40 * first}`
    } else text += `.${value}`
    value = 0
  }
  return text
}

/** Whole numbers up to 2^53 are exact: X.690, 8.3. */
export function integerIn(bytes: Uint8Array, from: number, to: number): number {
  let value = from < to && bytes[from]! >= 0x80 ? -1 : 0
  for (let at = from; at < to && at < from + 9; at++) value = value * 256 + bytes[at]!
  return value
}
