// Data items: return code, transport size, length, bytes, and a fill byte after odd lengths. Wireshark `s7comm`, Snap7.
import type { Oddity } from '../dissector.ts'
import type { Reader } from '../reader.ts'
import type { DataItem } from './message.ts'

export const SUCCESS = 0xff
/** Transport sizes whose length counts bits: BIT, BYTE/WORD/DWORD and INTEGER. All others count bytes. */
const countsBits = (size: number): boolean => size >= 3 && size <= 5

/** Reads up to `count` data items; fewer, with an oddity, when the bytes end. `base` is where the reader's bytes start. */
export function readData(reader: Reader, count: number, base: number, oddities: Oddity[]): DataItem[] {
  const items: DataItem[] = []
  while (items.length < count) {
    const start = reader.at
    const code = reader.u8()
    const size = reader.u8()
    const length = reader.u16()
    const bytes = countsBits(size) ? (length + 7) >> 3 : length
    const at = base + reader.at
    const here = reader.short || bytes > reader.left ? reader.left : bytes
    if (reader.short || here < bytes) {
      oddities.push({ code: 's7comm.data-count', at: base + start })
      break
    }
    reader.skip(bytes)
    items.push({ code, size, at, length: bytes })
    if (bytes % 2 === 1 && items.length < count && reader.left > 0) reader.skip(1)
  }
  return items
}
