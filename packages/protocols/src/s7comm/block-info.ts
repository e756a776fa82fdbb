// Block functions (group 3): lists and descriptions of blocks. Wireshark `s7comm`, checked against captures.
import { hexNumber, printable, Reader } from '../reader.ts'
import { blockType } from './blocks.ts'
import { blockTime } from './time.ts'

type Detail = Record<string, string | number>

const SHOWN = 16
const LANGUAGES: Readonly<Partial<Record<number, string>>> = {
  1: 'STL',
  2: 'LAD',
  3: 'FBD',
  4: 'SCL',
  5: 'DB',
  6: 'GRAPH',
  7: 'SDB',
  8: 'CPU DB',
  17: 'SDB after reset',
  18: 'SDB routing',
  41: 'encrypted',
}
const TYPES: Readonly<Partial<Record<number, string>>> = {
  0x08: 'OB',
  0x0a: 'DB',
  0x0b: 'SDB',
  0x0c: 'FC',
  0x0d: 'SFC',
  0x0e: 'FB',
  0x0f: 'SFB',
}

/** Records of four bytes: the type in two characters, and how many there are. */
export function blockCounts(bytes: Uint8Array): Detail {
  const reader = new Reader(bytes)
  const detail: Detail = {}
  while (reader.left >= 4) {
    const type = blockType(printable(reader.take(2))).trim()
    detail[type] = reader.u16()
  }
  return detail
}

/** Records of four bytes: number, flags, language. */
export function blocksOfType(bytes: Uint8Array): Detail {
  const reader = new Reader(bytes)
  const numbers: number[] = []
  while (reader.left >= 4) {
    numbers.push(reader.u16())
    reader.skip(2)
  }
  const shown = numbers.slice(0, SHOWN).join(' ')
  return { count: numbers.length, numbers: numbers.length > SHOWN ? `${shown} +${numbers.length - SHOWN}` : shown }
}

/** The header that every block begins with, after `pp`; null when it is none. */
export function blockInfo(bytes: Uint8Array): { object: string; detail: Detail } | null {
  const reader = new Reader(bytes)
  reader.skip(6)
  if (reader.u16() !== 0x7070) return null
  reader.skip(2)
  const language = reader.u8()
  const type = reader.u8()
  const number = reader.u16()
  const loadMemory = reader.u32()
  const security = reader.u32()
  const changed = blockTime(reader)
  const interfaceChanged = blockTime(reader)
  reader.skip(4)
  const detail: Detail = {
    language: LANGUAGES[language] ?? language,
    loadMemory,
    protected: security === 3 ? 'yes' : 'no',
  }
  Object.assign(detail, { changed, interfaceChanged, localData: reader.u16(), codeLength: reader.u16() })
  for (const field of ['author', 'family', 'name']) {
    const text = printable(reader.take(8))
    if (text) detail[field] = text
  }
  const version = reader.u8()
  reader.skip(1)
  Object.assign(detail, { version: `${version >> 4}.${version & 0xf}`, checksum: hexNumber(reader.u16(), 4) })
  return reader.short ? null : { object: `${TYPES[type] ?? `block type ${type} `}${number}`, detail }
}
