import { join, readU16, u16, u24 } from '../wire/bytes.ts'

export type Area = 'db' | 'merker' | 'inputs' | 'outputs'
export type Width = 'bit' | 'byte' | 'word' | 'real'

/** A stretch of controller memory: `count` elements from `byte`. */
export type Item = { area: Area; db?: number; byte: number; bit?: number; width: Width; count: number }

const AREA: Record<Area, number> = { db: 0x84, merker: 0x83, inputs: 0x81, outputs: 0x82 }
const WIDTH: Record<Width, number> = { bit: 1, byte: 2, word: 4, real: 8 }
const BYTES: Record<Width, number> = { bit: 1, byte: 1, word: 2, real: 4 }

const keyOf = <K extends string>(table: Record<K, number>, code: number): K | undefined =>
  (Object.keys(table) as K[]).find(key => table[key] === code)

export const READ = 4
export const WRITE = 5

const address = (item: Item): Uint8Array =>
  join(
    [0x12, 0x0a, 0x10, WIDTH[item.width]],
    u16(item.count),
    u16(item.db ?? 0),
    AREA[item.area],
    u24(item.byte * 8 + (item.bit ?? 0)),
  )

export const itemsParameter = (operation: number, items: readonly Item[]): Uint8Array =>
  join(operation, items.length, ...items.map(address))

/** The items a request's parameter names. */
export function itemsOf(parameter: Uint8Array): Item[] {
  return Array.from({ length: parameter[1]! }, (_, index) => {
    const at = 2 + index * 12
    const position = (parameter[at + 9]! << 16) | readU16(parameter, at + 10)
    return {
      area: keyOf(AREA, parameter[at + 8]!)!,
      db: readU16(parameter, at + 6),
      byte: position >> 3,
      bit: position & 7,
      width: keyOf(WIDTH, parameter[at + 3]!)!,
      count: readU16(parameter, at + 4),
    }
  })
}

export const bytesOf = (item: Item): number => BYTES[item.width] * item.count

/** A value as it travels: how its length is counted depends on its width. */
export function valueRecord(item: Item, value: Uint8Array, result: number): Uint8Array {
  if (item.width === 'bit') return join([result, 3], u16(value.length), value)
  if (item.width === 'real') return join([result, 7], u16(value.length), value)
  return join([result, 4], u16(value.length * 8), value)
}

/** Records one after another, each but the last filled up to an even length. */
export const joined = (records: readonly Uint8Array[]): Uint8Array =>
  join(...records.flatMap((value, i) => (i < records.length - 1 && value.length % 2 ? [value, 0] : [value])))

export const FOUND = 0xff
export const NOT_THERE = Uint8Array.of(0x0a, 0, 0, 0)
