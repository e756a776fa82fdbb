// Values that OPC clients write: VARIANTs as they are marshalled, [MS-OAUT] 2.2.29.1. Each lies at a multiple of eight bytes
// and tells its own size.
import type { Item, ValueType } from '@nautilus/model'
import { argumentsOf, itemKey } from './arguments.ts'
import type { Pdu } from './message.ts'
import type { Ndr } from './ndr.ts'

const MAX_ITEMS = 32
/** Size, reserved, type, three reserved words, type again. */
const HEAD = 20

type Kind = { readonly size: number; readonly little: ValueType; readonly big: ValueType }
const kind = (size: number, little: ValueType, big: ValueType): Kind => ({ size, little, big })

/** By VARENUM, 2.2.7. A Boolean is 0 or -1, a date the days since the end of 1899. */
const kinds: Readonly<Record<number, Kind>> = Object.freeze({
  2: kind(2, 'i16le', 'i16'),
  3: kind(4, 'i32le', 'i32'),
  4: kind(4, 'f32le', 'f32'),
  5: kind(8, 'f64le', 'f64'),
  7: kind(8, 'f64le', 'f64'),
  11: kind(2, 'i16le', 'i16'),
  16: kind(1, 'i8', 'i8'),
  17: kind(1, 'u8', 'u8'),
  18: kind(2, 'u16le', 'u16'),
  19: kind(4, 'u32le', 'u32'),
})

const writes: ReadonlySet<string> = new Set(['IOPCSyncIO:4', 'IOPCSyncIO2:4', 'IOPCAsyncIO2:4', 'IOPCAsyncIO3:4'])

/** The items that a request writes, with the places of their values. */
export function writtenIn(request: Pdu, handles: { get(key: string): string | undefined }): Item[] {
  if (!writes.has(`${request.interface}:${request.opnum}`)) return []
  const reader = argumentsOf(request)
  const count = Math.min(reader.long(), MAX_ITEMS)
  // Of longer arrays the values are not found.
  if (reader.long() > MAX_ITEMS) return []
  const servers: number[] = []
  for (let i = 0; i < count; i++) servers.push(reader.u32())
  reader.skip(4)
  const present: boolean[] = []
  for (let i = 0; i < count; i++) present.push(reader.u32() !== 0)
  if (reader.short) return []
  return servers.map((handle, index) => {
    const object = handles.get(itemKey(handle)) ?? `handle ${handle}`
    const value = present[index] ? valueAt(reader, request) : null
    const where = value ?? { type: 'raw' as const, count: 0, in: 'nowhere' as const, at: 0 }
    return { object, access: 'write', native: { handle }, ...where }
  })
}

/** One value at the reader, which moves behind it; null of a type that has no number. */
function valueAt(reader: Ndr, request: Pdu): Pick<Item, 'type' | 'count' | 'in' | 'at'> | null {
  reader.align(8)
  const start = reader.at
  const size = 8 * reader.u32()
  reader.skip(4)
  const found = kinds[reader.u16()]
  reader.skip(Math.max(0, size - 10))
  if (!found || reader.short) return null
  const at = start + HEAD + (found.size === 8 ? 4 : 0)
  if (at + found.size > start + size) return null
  return { type: request.little ? found.little : found.big, count: 1, in: 'request', at: request.stubAt + at }
}
