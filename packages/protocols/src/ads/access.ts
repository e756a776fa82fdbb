// Reading and writing by index group and offset, and what the groups mean. Beckhoff Information System, "Index groups".
import type { Item, ValueType, Verb } from '@nautilus/model'
import { hexNumber, printable, Reader } from '../reader.ts'
import { widths } from '../values.ts'
import type { Memory } from './memory.ts'
import { GROUP, groupOf, serviceOf } from './names.ts'
import { type Ams, DATA } from './parse.ts'

/** Entries of a sum command that are read. */
const MOST = 512

export type Place = { readonly port: number; readonly group: number; readonly offset: number }

/** Canonical text: `851/MAIN.count`, `851/%MB16`, `10000/open file`. */
export function objectOf({ port, group, offset }: Place, memory: Memory): string {
  switch (group) {
    case GROUP.byHandle:
      return `${port}/${memory.handles.get(`${port} ${offset}`) ?? `handle ${hexNumber(offset, 8)}`}`
    case GROUP.memory:
      return `${port}/%MB${offset}`
    case GROUP.inputs:
      return `${port}/%IB${offset}`
    case GROUP.outputs:
      return `${port}/%QB${offset}`
    case GROUP.memoryBits:
      return `${port}/%MX${offset >> 3}.${offset & 7}`
    case GROUP.inputBits:
      return `${port}/%IX${offset >> 3}.${offset & 7}`
    case GROUP.outputBits:
      return `${port}/%QX${offset >> 3}.${offset & 7}`
    default:
      return serviceOf(port, group)
        ? `${port}/${groupOf(port, group)}`
        : `${port}/${groupOf(port, group)}/${hexNumber(offset)}`
  }
}

/** How values lie: by the symbol's type when it was told, else by their size as far as that says something. */
export function typeOf(object: string, length: number, memory: Memory): { type: ValueType; count: number } {
  const known = memory.types.get(object)
  if (known === 'text') return { type: 'text', count: length }
  if (known && length > 0 && length % widths[known] === 0) return { type: known, count: length / widths[known] }
  if (length === 1) return { type: 'u8', count: 1 }
  return length === 2 ? { type: 'u16le', count: 1 } : { type: 'raw', count: length }
}

export function itemOf(
  place: Place,
  access: Item['access'],
  side: 'request' | 'reply',
  at: number,
  length: number,
  memory: Memory,
): Item {
  const object = objectOf(place, memory)
  return {
    object,
    access,
    ...typeOf(object, length, memory),
    in: side,
    at,
    native: { port: place.port, group: place.group, offset: place.offset },
  }
}

/** An item whose values are not there. */
export const nameless = (place: Place, access: Item['access'], memory: Memory): Item => ({
  ...itemOf(place, access, 'reply', 0, 0, memory),
  in: 'nowhere',
  at: 0,
})

export function placeOf({ bytes, targetPort }: Ams): Place {
  const reader = new Reader(bytes)
  reader.at = DATA
  return { port: targetPort, group: reader.u32le(), offset: reader.u32le() }
}

export type Entry = { readonly place: Place; readonly length: number; readonly at: number }

/**
 * The entries of a sum command: group, offset and length each. The values of a write follow all entries; those of a read
 * follow all results in the reply, at `base`.
 */
export function sumEntries({ bytes, targetPort }: Ams, base: number, writes: boolean): Entry[] {
  const reader = new Reader(bytes)
  reader.at = DATA + 4
  const count = Math.min(reader.u32le(), MOST)
  reader.skip(8)
  const start = reader.at
  const entries: Entry[] = []
  let at = writes ? start + 12 * count : base + 4 * count
  for (let i = 0; i < count && reader.left >= 12; i++) {
    const place = { port: targetPort, group: reader.u32le(), offset: reader.u32le() }
    const length = reader.u32le()
    entries.push({ place, length, at })
    at += length
  }
  return entries
}

/** The text that a request carries: a symbol's name, a path. */
export function textIn({ bytes }: Ams, at: number): string {
  return printable(bytes.subarray(at), 256)
}

/** The verb of a write, by what it is written to. */
export function writeVerbOf({ port, group }: Place): Verb {
  return serviceOf(port, group)?.verb ?? (group === GROUP.release ? 'connect' : 'write')
}
