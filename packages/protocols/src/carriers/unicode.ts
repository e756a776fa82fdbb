// Text as Windows protocols carry it: UTF-16, little-endian, counted in bytes.

/** Texts up to this are made in one go. */
const CHUNK = 512

const isPlain = (unit: number): boolean => unit >= 0x20 && (unit < 0x7f || unit >= 0xa0)

/** Text of the bytes, control characters as a dot, trailing NULs and blanks cut; at most `limit` characters. */
export function utf16(bytes: Uint8Array, limit = 256): string {
  let end = Math.min(bytes.length - (bytes.length & 1), 2 * limit)
  while (end > 0 && bytes[end - 1] === 0 && (bytes[end - 2] === 0 || bytes[end - 2] === 0x20)) end -= 2
  let text = ''
  for (let i = 0; i < end; i += 2) {
    const unit = bytes[i]! | (bytes[i + 1]! << 8)
    text += isPlain(unit) ? String.fromCharCode(unit) : '.'
  }
  return text
}

/** Text from `at` on to a NUL of its own width, and where it ends behind that NUL. */
export function terminated(bytes: Uint8Array, at: number, wide: boolean): { text: string; next: number } {
  const step = wide ? 2 : 1
  let end = at
  while (end + step <= bytes.length && (bytes[end] !== 0 || (wide && bytes[end + 1] !== 0))) end += step
  const view = bytes.subarray(at, end)
  return { text: wide ? utf16(view) : narrow(view), next: Math.min(bytes.length, end + step) }
}

/** One byte a character, control characters as a dot. The code page is not told: bytes above ASCII are read as Latin-1. */
export function narrow(bytes: Uint8Array, limit = 256): string {
  let end = Math.min(bytes.length, limit)
  while (end > 0 && (bytes[end - 1] === 0 || bytes[end - 1] === 0x20)) end--
  let plain = true
  for (let i = 0; i < end && plain; i++) plain = isPlain(bytes[i]!)
  if (plain && end <= CHUNK) return String.fromCharCode.apply(null, bytes.subarray(0, end) as unknown as number[])
  let text = ''
  for (let i = 0; i < end; i++) text += isPlain(bytes[i]!) ? String.fromCharCode(bytes[i]!) : '.'
  return text
}
