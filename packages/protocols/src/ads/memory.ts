// What a connection told before and later messages need: names behind handles, types of symbols, what notifications are of.
import type { ValueType } from '@nautilus/model'

const MOST = 4096

/** Data types of symbols, by number: Beckhoff, ADST. */
const TYPES: Readonly<Record<number, ValueType>> = {
  2: 'i16le',
  3: 'i32le',
  4: 'f32le',
  5: 'f64le',
  16: 'i8',
  17: 'u8',
  18: 'u16le',
  19: 'u32le',
  20: 'i64le',
  21: 'u64le',
  30: 'text',
  33: 'u8',
}

export type Memory = {
  readonly handles: Table<string>
  readonly types: Table<ValueType>
  readonly notifications: Table<string>
}
export type Table<V> = {
  get(key: string): V | undefined
  set(key: string, value: V): void
}

/** A table of so many entries at most; the oldest gives way. */
function table<V>(): Table<V> {
  const entries = new Map<string, V>()
  return {
    get: key => entries.get(key),
    set(key, value) {
      entries.delete(key)
      entries.set(key, value)
      if (entries.size > MOST) entries.delete(entries.keys().next().value!)
    },
  }
}

export const openMemory = (): Memory => ({ handles: table(), types: table(), notifications: table() })
export const typeOfSymbol = (number: number): ValueType | undefined => TYPES[number]
