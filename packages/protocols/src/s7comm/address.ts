// Item specifications (what to read or write) and the text of their addresses. Syntax ids and area codes: Wireshark
// `s7comm`, Snap7 `s7_types.h`; the texts are those of STEP 7: `DB1.DBW10`, `MB4`, `P#DB1.DBX0.0 BYTE 20`.
import type { ValueType } from '@nautilus/model'
import type { Oddity } from '../dissector.ts'
import { hex, hexNumber, Reader } from '../reader.ts'

export type ItemSpec =
  | {
      readonly kind: 'any'
      readonly type: number
      readonly count: number
      readonly db: number
      readonly area: number
      readonly address: number
    }
  | { readonly kind: 'dbread'; readonly areas: readonly DbArea[] }
  | {
      readonly kind: 'nck'
      readonly unit: number
      readonly column: number
      readonly line: number
      readonly module: number
      readonly lines: number
    }
  | {
      readonly kind: 'symbol'
      readonly root: number
      readonly area: number
      readonly crc: number
      readonly path: readonly number[]
    }
  | { readonly kind: 'other'; readonly syntax: number; readonly bytes: string }

export type DbArea = { readonly db: number; readonly start: number; readonly length: number }

const VARIABLE = 0x12
const SYNTAX = { any: 0x10, nck: 0x82, nckMetric: 0x83, nckInch: 0x84, drive: 0xa2, dbread: 0xb0, symbol: 0xb2 }
const SYNTAX_NAMES: Readonly<Partial<Record<number, string>>> = {
  0x13: 'R_ID',
  0x15: 'ALARM_LOCKFREE',
  0x16: 'ALARM_IND',
  0x19: 'ALARM_ACK',
  0x1a: 'ALARM_QUERY',
  0x1c: 'NOTIFY_IND',
  0x82: 'NCK',
  0x83: 'NCK_M',
  0x84: 'NCK_I',
  0xa2: 'DRIVE',
}

/** Per transport size: its name, how one value is read and the bytes it takes. */
type Kind = { readonly name: string; readonly value: ValueType; readonly bytes: number }
const KINDS: Readonly<Partial<Record<number, Kind>>> = {
  0x01: { name: 'BOOL', value: 'u8', bytes: 1 },
  0x02: { name: 'BYTE', value: 'u8', bytes: 1 },
  0x03: { name: 'CHAR', value: 'text', bytes: 1 },
  0x04: { name: 'WORD', value: 'u16', bytes: 2 },
  0x05: { name: 'INT', value: 'i16', bytes: 2 },
  0x06: { name: 'DWORD', value: 'u32', bytes: 4 },
  0x07: { name: 'DINT', value: 'i32', bytes: 4 },
  0x08: { name: 'REAL', value: 'f32', bytes: 4 },
  0x09: { name: 'DATE', value: 'u16', bytes: 2 },
  0x0a: { name: 'TOD', value: 'u32', bytes: 4 },
  0x0b: { name: 'TIME', value: 'i32', bytes: 4 },
  0x0c: { name: 'S5TIME', value: 'u16', bytes: 2 },
  0x0f: { name: 'DATE_AND_TIME', value: 'raw', bytes: 8 },
  0x1c: { name: 'COUNTER', value: 'u16', bytes: 2 },
  0x1d: { name: 'TIMER', value: 'u16', bytes: 2 },
  0x1e: { name: 'IEC_TIMER', value: 'raw', bytes: 0 },
  0x1f: { name: 'IEC_COUNTER', value: 'raw', bytes: 0 },
  0x20: { name: 'HS_COUNTER', value: 'raw', bytes: 0 },
}
const BIT = 0x01
const WIDTH_LETTERS: Readonly<Partial<Record<number, string>>> = { 1: 'B', 2: 'W', 4: 'D' }

const AREAS: Readonly<Partial<Record<number, string>>> = {
  0x01: 'RECORD',
  0x03: 'SYSINFO',
  0x05: 'SM',
  0x06: 'AI',
  0x07: 'AQ',
  0x1c: 'C',
  0x1d: 'T',
  0x1e: 'IEC_C',
  0x1f: 'IEC_T',
  0x20: 'HC',
  0x80: 'P',
  0x81: 'I',
  0x82: 'Q',
  0x83: 'M',
  0x84: 'DB',
  0x85: 'DI',
  0x86: 'L',
  0x87: 'V',
}
/** Areas that are numbered one by one and have no bytes: timers and counters. */
const isNumbered = (area: number): boolean => area >= 0x1c && area <= 0x20

/** Reads up to `count` specifications; fewer, with an oddity, when the bytes end. `base` is where the reader's bytes start. */
export function readSpecs(reader: Reader, count: number, base: number, oddities: Oddity[]): ItemSpec[] {
  const specs: ItemSpec[] = []
  while (specs.length < count) {
    const at = reader.at
    if (reader.u8() !== VARIABLE) {
      oddities.push({ code: reader.short ? 's7comm.item-count' : 's7comm.item-spec', at: base + at })
      break
    }
    const bytes = reader.take(reader.u8())
    if (reader.short) {
      oddities.push({ code: 's7comm.item-count', at: base + at })
      break
    }
    specs.push(readSpec(bytes))
    if (bytes.length % 2 === 1 && specs.length < count && reader.left > 0) reader.skip(1)
  }
  return specs
}

function readSpec(bytes: Uint8Array): ItemSpec {
  const reader = new Reader(bytes)
  const syntax = reader.u8()
  const spec = readKnown(reader, syntax, bytes.length)
  return spec && !reader.short ? spec : { kind: 'other', syntax, bytes: hex(bytes.subarray(1)) }
}

function readKnown(reader: Reader, syntax: number, length: number): ItemSpec | null {
  if (syntax === SYNTAX.any && length === 10) {
    const type = reader.u8()
    return { kind: 'any', type, count: reader.u16(), db: reader.u16(), area: reader.u8(), address: reader.u24() }
  }
  if (syntax === SYNTAX.dbread && length > 1) {
    const areas: DbArea[] = []
    const promised = reader.u8()
    while (areas.length < promised && reader.left >= 5) {
      const size = reader.u8()
      areas.push({ db: reader.u16(), start: reader.u16(), length: size })
    }
    return { kind: 'dbread', areas }
  }
  if (syntax >= SYNTAX.nck && syntax <= SYNTAX.nckInch && length === 8) {
    const unit = reader.u8()
    return { kind: 'nck', unit, column: reader.u16(), line: reader.u16(), module: reader.u8(), lines: reader.u8() }
  }
  if (syntax === SYNTAX.symbol && length >= 10) {
    reader.skip(1)
    const root = reader.u16()
    const area = reader.u16()
    const crc = reader.u32()
    const path: number[] = []
    while (reader.left >= 4) path.push(reader.u32())
    return { kind: 'symbol', root, area, crc, path }
  }
  return null
}

/** How the values of an item are read from `length` bytes. A type that is not known, or does not fill them, is raw. */
export function shapeOf(spec: ItemSpec, length: number): { type: ValueType; count: number } {
  const kind = spec.kind === 'any' ? KINDS[spec.type] : undefined
  if (spec.kind !== 'any' || !kind || kind.value === 'raw') return { type: 'raw', count: length }
  return { type: kind.value, count: Math.min(spec.count, Math.floor(length / kind.bytes)) }
}

/** Bytes that the values of an item take; -1 where the specification does not say. */
export function lengthOf(spec: ItemSpec): number {
  const kind = spec.kind === 'any' ? KINDS[spec.type] : undefined
  return spec.kind === 'any' && kind && kind.bytes > 0 ? kind.bytes * spec.count : -1
}

/** The address as a STEP 7 user writes it. */
export function textOf(spec: ItemSpec): string {
  if (spec.kind === 'any') return anyText(spec)
  if (spec.kind === 'dbread') return spec.areas.map(dbText).join(' + ')
  if (spec.kind === 'nck') {
    const { unit, column, line, module, lines } = spec
    return `NCK ${NCK_AREAS[unit >> 5]}${unit & 0x1f}/${hexNumber(module)}/${column}/${line}${lines > 1 ? ` LINES ${lines}` : ''}`
  }
  if (spec.kind === 'symbol')
    return `${symbolRoot(spec.root, spec.area)} symbol ${hexNumber(spec.crc, 8)} ${pathText(spec.path)}`.trim()
  return `${SYNTAX_NAMES[spec.syntax] ?? `syntax ${hexNumber(spec.syntax)}`} ${spec.bytes}`
}

const NCK_AREAS = ['N', 'B', 'C', 'A', 'T', 'V', 'H', 'M'] as const
const SYMBOL_ROOTS: Readonly<Partial<Record<number, string>>> = {
  0x50: 'I',
  0x51: 'Q',
  0x52: 'M',
  0x53: 'C',
  0x54: 'T',
}
const symbolRoot = (root: number, area: number): string =>
  root === 0x8a0e ? `DB${area}` : root === 0 ? (SYMBOL_ROOTS[area] ?? `area ${hexNumber(area, 4)}`) : hexNumber(root, 4)
/** The high four bits of a step say how it is written, the rest is the number. */
const pathText = (path: readonly number[]): string => path.map(step => `${step & 0x0fffffff}`).join('.')
const dbText = ({ db, start, length }: DbArea): string =>
  length === 1 ? `DB${db}.DBB${start}` : `P#DB${db}.DBX${start}.0 BYTE ${length}`

type Any = Extract<ItemSpec, { kind: 'any' }>

function anyText(spec: Any): string {
  const { type, count, area, address } = spec
  const kind = KINDS[type]
  const typeName = kind?.name ?? `type ${hexNumber(type)}`
  if (isNumbered(area))
    return count === 1 ? `${AREAS[area]}${address}` : `P#${AREAS[area]}${address} ${typeName} ${count}`
  const byte = address >>> 3
  const bit = address & 7
  const [before, letters] = areaText(area, spec.db)
  const dotted = `${before}${before ? `${letters}X` : letters}${byte}.${bit}`
  if (count === 1 && type === BIT) return dotted
  const width = kind && bit === 0 && kind.value !== 'raw' && type !== BIT ? WIDTH_LETTERS[kind.bytes] : undefined
  return count === 1 && width ? `${before}${letters}${width}${byte}` : `P#${dotted} ${typeName} ${count}`
}

/** What stands before the dot, and the letters after it: `DB1.` and `DB`, or nothing and `M`. */
function areaText(area: number, db: number): [before: string, letters: string] {
  if (area === 0x84) return [`DB${db}.`, 'DB']
  if (area === 0x85) return [`DI${db}.`, 'DI']
  return ['', AREAS[area] ?? `area ${hexNumber(area)} `]
}

/** The address in its parts. */
export function nativeOf(spec: ItemSpec): Readonly<Record<string, string | number>> {
  if (spec.kind === 'any') {
    const { area, db, address, type, count } = spec
    const place = isNumbered(area) ? { number: address } : { byte: address >>> 3, bit: address & 7 }
    const where = area === 0x84 || area === 0x85 ? { db, ...place } : place
    return { area: AREAS[area] ?? hexNumber(area), ...where, type: KINDS[type]?.name ?? hexNumber(type), count }
  }
  if (spec.kind === 'dbread') {
    const first = spec.areas[0]
    return {
      area: 'DB',
      areas: spec.areas.length,
      ...(first ? { db: first.db, byte: first.start, count: first.length } : {}),
    }
  }
  if (spec.kind === 'nck') {
    const { unit, column, line, module } = spec
    return { area: `NCK ${NCK_AREAS[unit >> 5]}`, unit: unit & 0x1f, column, line, module }
  }
  if (spec.kind === 'symbol') return { area: symbolRoot(spec.root, spec.area), crc: hexNumber(spec.crc, 8) }
  return { syntax: SYNTAX_NAMES[spec.syntax] ?? hexNumber(spec.syntax) }
}
