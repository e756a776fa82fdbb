// Text as Windows protocols carry it: UTF-16, little-endian, counted in bytes.

/** Text of the bytes up to the first NUL at the end, control characters as a dot; at most `limit` characters. */
export function utf16(bytes: Uint8Array, limit = 256): string {
  let text = ''
  const end = Math.min(bytes.length - (bytes.length & 1), 2 * limit)
  for (let i = 0; i < end; i += 2) {
    const unit = bytes[i]! | (bytes[i + 1]! << 8)
    text += unit === 0 ? '\0' : unit < 0x20 || (unit >= 0x7f && unit < 0xa0) ? '.' : String.fromCharCode(unit)
  }
  return text.replace(/[\0 ]+$/, '').replaceAll('\0', '.')
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
  let text = ''
  for (let i = 0; i < bytes.length && i < limit; i++) {
    const byte = bytes[i]!
    text += byte === 0 ? '\0' : byte < 0x20 || (byte >= 0x7f && byte < 0xa0) ? '.' : String.fromCharCode(byte)
  }
  return text.replace(/[\0 ]+$/, '').replaceAll('\0', '.')
}
