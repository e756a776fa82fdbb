// Names in DNS messages: RFC 1035, 3.1 and 4.1.4 (compression). NetBIOS names inside them: RFC 1001, 14.1.

/** A name as text, and where reading goes on behind it; `next` is -1 when the name is none. */
export type Name = { readonly text: string; readonly next: number }

const MAX_NAME = 255
/** Of a pointer: both high bits. */
const POINTER = 0xc0
const none: Name = { text: '', next: -1 }

/** Reads the name at `start`. A pointer must lead back behind all that was read, so that none can lead in a circle. */
export function readName(bytes: Uint8Array, start: number): Name {
  let text = ''
  let at = start
  let next = -1
  let lowest = start
  while (at < bytes.length) {
    const length = bytes[at]!
    if (length === 0) return { text, next: next < 0 ? at + 1 : next }
    if (length < POINTER) {
      if (!isLabel(bytes, at, text.length)) return none
      text = joined(text, labelText(bytes, at + 1, length))
      at += 1 + length
      continue
    }
    const target = pointerAt(bytes, at)
    if (target >= lowest) return none
    if (next < 0) next = at + 2
    lowest = target
    at = target
  }
  return none
}

const joined = (text: string, label: string): string => (text === '' ? label : `${text}.${label}`)

/** Escapes make a text up to four times as long as its name. */
const isLabel = (bytes: Uint8Array, at: number, before: number): boolean =>
  bytes[at]! < 0x40 && at + 1 + bytes[at]! <= bytes.length && before <= 4 * MAX_NAME

/** Where a pointer leads; beyond everything when it is cut. */
const pointerAt = (bytes: Uint8Array, at: number): number =>
  at + 1 < bytes.length ? ((bytes[at]! & 0x3f) << 8) | bytes[at + 1]! : 0xffff

const utf8 = new TextDecoder()

/** A dot inside a label is escaped, and so is what cannot be printed; letters of UTF-8 stay (RFC 6762, 16). */
function labelText(bytes: Uint8Array, at: number, length: number): string {
  if (length === 32) {
    const netbios = netbiosText(bytes, at)
    if (netbios !== '') return netbios
  }
  let text = ''
  for (let i = at; i < at + length; i++) {
    const byte = bytes[i]!
    if (byte >= 0x80) return utf8.decode(bytes.subarray(at, at + length))
    if (byte === 0x2e || byte === 0x5c) text += `\\${String.fromCharCode(byte)}`
    else text += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\${String(byte).padStart(3, '0')}`
  }
  return text
}

/** Whether a label of 32 letters holds a NetBIOS name, half a byte in each letter. */
export function isNetbios(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] !== 32 || at + 33 > bytes.length) return false
  for (let i = at + 1; i <= at + 32; i++) if (bytes[i]! < 0x41 || bytes[i]! > 0x50) return false
  return true
}

/** `PLANT<1b>`: the name without its filling, and what the sixteenth byte says it is a name of. */
function netbiosText(bytes: Uint8Array, at: number): string {
  if (!isNetbios(bytes, at - 1)) return ''
  let text = ''
  for (let i = 0; i < 15; i++) {
    const byte = ((bytes[at + 2 * i]! - 0x41) << 4) | (bytes[at + 2 * i + 1]! - 0x41)
    text += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : byte === 0 ? ' ' : '.'
  }
  const suffix = ((bytes[at + 30]! - 0x41) << 4) | (bytes[at + 31]! - 0x41)
  return `${text.trimEnd()}<${suffix.toString(16).padStart(2, '0')}>`
}

/** The part of a NetBIOS name before its suffix, and the suffix; null when the text is no such name. */
export function netbiosParts(text: string): { name: string; suffix: number } | null {
  const open = text.lastIndexOf('<')
  if (open <= 0 || !text.endsWith('>')) return null
  return { name: text.slice(0, open), suffix: Number.parseInt(text.slice(open + 1, -1), 16) }
}
