// Tags and lengths of ASN.1's basic and distinguished encoding: ITU-T X.690, 8.1. One-byte tags and definite lengths, which
// is all that Kerberos, LDAP and SPNEGO use.

export type Tlv = {
  readonly tag: number
  /** A view of the contents. */
  readonly content: Uint8Array
  /** Where the contents start and end in the bytes that were read. */
  readonly start: number
  readonly end: number
}

/** What is known of the length at `at`: header and contents in bytes; null when the bytes cannot be one. */
export type Extent = { readonly header: number; readonly length: number }

/** The header at `at`: `need` while it is cut, null when it is none that these protocols write. */
export function extentOf(bytes: Uint8Array, at: number): Extent | 'need' | null {
  if (at + 2 > bytes.length) return 'need'
  if ((bytes[at]! & 0x1f) === 0x1f) return null
  const first = bytes[at + 1]!
  if (first < 0x80) return { header: 2, length: first }
  const octets = first & 0x7f
  if (octets === 0 || octets > 4) return null
  if (at + 2 + octets > bytes.length) return 'need'
  let length = 0
  for (let i = 0; i < octets; i++) length = length * 256 + bytes[at + 2 + i]!
  return { header: 2 + octets, length }
}

/** The value at `at`, whole; null when it is cut or none. */
export function readTlv(bytes: Uint8Array, at: number): Tlv | null {
  const first = bytes[at + 1] ?? 0xff
  // Nearly all lengths take one byte.
  if (first < 0x80 && (bytes[at]! & 0x1f) !== 0x1f) return tlvOf(bytes, at, at + 2, first)
  const extent = extentOf(bytes, at)
  if (extent === null || extent === 'need') return null
  return tlvOf(bytes, at, at + extent.header, extent.length)
}

function tlvOf(bytes: Uint8Array, at: number, start: number, length: number): Tlv | null {
  const end = start + length
  return end > bytes.length ? null : { tag: bytes[at]!, content: bytes.subarray(start, end), start, end }
}

/** The values inside, at most `limit`; stops at the first that is cut. */
export function children(bytes: Uint8Array, limit = 64): Tlv[] {
  const found: Tlv[] = []
  let at = 0
  while (at < bytes.length && found.length < limit) {
    const tlv = readTlv(bytes, at)
    if (!tlv) break
    found.push(tlv)
    at = tlv.end
  }
  return found
}

/** The value inside `[n]`, contents of an explicit tag; null when the sequence has none. */
export function field(sequence: readonly Tlv[], number: number): Tlv | null {
  const tag = 0xa0 | number
  for (const outer of sequence) if (outer.tag === tag) return readTlv(outer.content, 0)
  return null
}

/** A whole number of at most six bytes, two's complement; larger ones are cut to their first six. */
export function integer(content: Uint8Array): number {
  const first = content[0] ?? 0
  let value = first >= 0x80 ? first - 256 : first
  for (let i = 1; i < content.length && i < 6; i++) value = value * 256 + content[i]!
  return value
}
