// Data types of CIP values. CIP specification, Volume 1, Appendix C-6.1; structures: 1756-PM020, chapter 1.
import type { ValueType } from '@nautilus/model'

/** Little-endian on the wire. */
export const elementary: Readonly<Record<number, ValueType>> = Object.freeze({
  0xc1: 'u8',
  0xc2: 'i8',
  0xc3: 'i16le',
  0xc4: 'i32le',
  0xc5: 'i64le',
  0xc6: 'u8',
  0xc7: 'u16le',
  0xc8: 'u32le',
  0xc9: 'u64le',
  0xca: 'f32le',
  0xcb: 'f64le',
  0xcc: 'i32le',
  0xcd: 'u16le',
  0xce: 'u32le',
  0xd1: 'u8',
  0xd2: 'u16le',
  0xd3: 'u32le',
  0xd4: 'u64le',
  0xd6: 'i32le',
  0xd7: 'i64le',
  0xd8: 'i16le',
  0xdb: 'i32le',
})

const names: Readonly<Record<number, string>> = Object.freeze({
  0xc1: 'BOOL',
  0xc2: 'SINT',
  0xc3: 'INT',
  0xc4: 'DINT',
  0xc5: 'LINT',
  0xc6: 'USINT',
  0xc7: 'UINT',
  0xc8: 'UDINT',
  0xc9: 'ULINT',
  0xca: 'REAL',
  0xcb: 'LREAL',
  0xcc: 'STIME',
  0xcd: 'DATE',
  0xce: 'TIME_OF_DAY',
  0xcf: 'DATE_AND_TIME',
  0xd0: 'STRING',
  0xd1: 'BYTE',
  0xd2: 'WORD',
  0xd3: 'DWORD',
  0xd4: 'LWORD',
  0xd5: 'STRING2',
  0xd6: 'FTIME',
  0xd7: 'LTIME',
  0xd8: 'ITIME',
  0xda: 'SHORT_STRING',
  0xdb: 'TIME',
  0x02a0: 'structure',
})

export const typeName = (code: number): string => names[code] ?? `type ${code}`

export const STRUCTURE = 0x02a0
/** Handle of the string that every Logix controller knows: length as DINT, then 82 characters. */
export const LOGIX_STRING = 0x0fce
export const STRING = 0xd0
export const SHORT_STRING = 0xda
