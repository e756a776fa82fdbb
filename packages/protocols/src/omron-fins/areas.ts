// Memory areas and their addresses. Omron W342, 5-2-2: I/O memory address designations.

/** Bytes that one element takes: words have two, bits and flags one. */
export type Area = { readonly name: string; readonly width: 1 | 2 | 4 }

const words: Readonly<Record<number, string>> = Object.freeze({
  0x80: 'CIO',
  0x81: 'T',
  0x82: 'D',
  0x84: 'C',
  0x89: 'T',
  0x98: 'E',
  0x9c: 'DR',
  0xb0: 'CIO',
  0xb1: 'W',
  0xb2: 'H',
  0xb3: 'A',
  0xbc: 'DR',
})
const bits: Readonly<Record<number, string>> = Object.freeze({
  0x00: 'CIO',
  0x01: 'T',
  0x02: 'D',
  0x06: 'TK',
  0x07: 'flag ',
  0x09: 'T',
  0x30: 'CIO',
  0x31: 'W',
  0x32: 'H',
  0x33: 'A',
  0x40: 'CIO',
  0x41: 'T',
  0x46: 'TK',
  0x49: 'T',
  0x70: 'CIO',
  0x71: 'W',
  0x72: 'H',
})
const INDEX_REGISTERS = 0xdc

export function areaOf(code: number): Area | null {
  if (words[code]) return { name: words[code], width: 2 }
  if (bits[code]) return { name: bits[code], width: 1 }
  if (code === INDEX_REGISTERS) return { name: 'IR', width: 4 }
  if (code >= 0xa0 && code <= 0xac) return { name: `E${(code - 0xa0).toString(16).toUpperCase()}_`, width: 2 }
  if (code >= 0x20 && code <= 0x2c) return { name: `E${(code - 0x20).toString(16).toUpperCase()}_`, width: 1 }
  return null
}

const COUNTERS = 0x8000
/** Areas whose elements are flags: their address has no bit. */
const isTimer = (name: string): boolean => name === 'T'
const hasBits = (name: string): boolean => name !== 'TK' && name !== 'flag '

/** `D100`, `D100-109`, `CIO3.05`, `C12`. */
export function addressOf(code: number, word: number, bit: number, count: number): string {
  const area = areaOf(code)
  if (!area) return `area 0x${code.toString(16).padStart(2, '0')}/${word}.${bit}`
  const counter = isTimer(area.name) && word >= COUNTERS
  const name = counter ? 'C' : area.name
  const first = counter ? word - COUNTERS : word
  if (area.width === 1 && !isTimer(area.name) && hasBits(area.name)) {
    const text = `${name}${first}.${String(bit).padStart(2, '0')}`
    return count > 1 ? `${text}x${count}` : text
  }
  return count > 1 ? `${name}${first}-${first + count - 1}` : `${name}${first}`
}
