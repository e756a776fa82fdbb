// Contents of system status lists: what they claim of the controller. SIMATIC System Software for S7-300/400, System and
// Standard Functions, reference manual; checked against captures.
import type { Attribute } from '@nautilus/model'
import { hex, hexNumber, printable, Reader } from '../reader.ts'
import { diagnosticEvent, listName, modeNames, switchNames } from './szl-names.ts'

/** What a list says of the device that sent it, before it is known which side that is. */
export type Found = { readonly attribute: Attribute; readonly value: string; readonly confidence: number }
export type List = { detail: Record<string, string | number>; found: Found[] }
type Reading = (records: readonly Uint8Array[], list: List) => void

const SHOWN = 8
const MODULES = 32

/** The answer to a read: id, index, record length, record count, records. Null when it is none. */
export function readList(bytes: Uint8Array): { id: number; index: number; list: List } | null {
  const reader = new Reader(bytes)
  const id = reader.u16()
  const index = reader.u16()
  const size = reader.u16()
  const promised = reader.u16()
  if (reader.short) return null
  const records: Uint8Array[] = []
  while (size > 0 && records.length < promised && reader.left >= size) records.push(reader.take(size))
  const list: List = { detail: { records: promised }, found: [] }
  // Extract 0x0f is the header alone; classes other than 0 are modules that are no CPU.
  if (((id >> 8) & 0xf) !== 0xf) READINGS[id & 0xff]?.(records, list)
  return { id, index, list }
}

export const objectOfList = (id: number, index: number): string =>
  `SZL ${hexNumber(id, 4)} index ${hexNumber(index, 4)}${listName(id) ? ` ${listName(id)}` : ''}`

const claim = (list: List, attribute: Attribute, value: string, confidence: number): void => {
  if (value.trim()) list.found.push({ attribute, value: value.trim(), confidence })
}
const u16 = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)

/** 0x11: index, order number (20 characters), type, then two words of version. */
const identification: Reading = (records, list) => {
  const hasHardware = records.some(record => u16(record, 0) === 0x06)
  for (const record of records) {
    const index = u16(record, 0)
    const text = printable(record.subarray(2, 22))
    if (index === 0x01) ordered(text, list)
    if (index === 0x06 || (index === 0x01 && !hasHardware)) claim(list, 'hardware', `${u16(record, 24)}`, 0.8)
    if (index === 0x07 && record[24] === 0x56) claim(list, 'firmware', `V${record.subarray(25, 28).join('.')}`, 0.95)
    if (index === 0x81 && text) list.detail.bootLoader = text
  }
}

function ordered(order: string, list: List): void {
  claim(list, 'orderNumber', order, 0.95)
  if (order) claim(list, 'vendor', 'Siemens', /^6[A-Z]{2}\d/.test(order) ? 0.95 : 0.6)
}

const COMPONENTS: Readonly<Partial<Record<number, readonly [Attribute, number]>>> = {
  0x1: ['name', 0.8],
  0x2: ['name', 0.7],
  0x3: ['location', 0.8],
  0x4: ['description', 0.3], // whose copyright it is: what is built alike says so here
  0x5: ['serial', 0.95],
  0x7: ['model', 0.95],
  0xb: ['location', 0.7],
}

/** 0x1c: index, then 32 bytes of text or identifiers. The index of a redundant CPU has a rack in its high byte. */
const components: Reading = (records, list) => {
  for (const record of records) {
    const index = u16(record, 0) & 0xff
    const text = printable(record.subarray(2))
    const known = COMPONENTS[index]
    if (known) claim(list, known[0], text, known[1])
    if (index === 0x4 && text) list.detail.copyright = text
    if (index === 0x8) memoryCard(text, list)
    // Manufacturer ids are those of I&M data: 42 is Siemens.
    if (index === 0x9 && u16(record, 2) === 42) claim(list, 'vendor', 'Siemens', 0.95)
    if (index === 0xa && text) claim(list, 'description', `OEM ${printable(record.subarray(2, 28))}`, 0.7)
  }
}

function memoryCard(serial: string, list: List): void {
  if (serial.trim() === '') return
  list.detail.memoryCard = serial
  claim(list, 'module', `memory card ${serial}`, 0.95)
}

/** 0x31, index 1: PDU length and connections. */
const capability: Reading = (records, list) => {
  const record = records.find(r => u16(r, 0) === 1)
  if (!record) return
  list.detail.pduLength = u16(record, 2)
  list.detail.connections = u16(record, 4)
}

/** 0x32, index 4: protection levels, switches, and checksums of the hardware configuration and of the program. */
const protection: Reading = (records, list) => {
  const record = records.find(r => u16(r, 0) === 4 && r.length >= 12)
  if (!record) return
  const position = switchNames[u16(record, 8)]
  list.detail.protectionByKey = u16(record, 2)
  list.detail.protectionAssigned = u16(record, 4)
  list.detail.protectionValid = u16(record, 6)
  const checksum = record.length < 24 ? '' : hex(record.subarray(20, 24))
  if (checksum && checksum !== '00000000') claim(list, 'program', `checksum 0x${checksum}`, 0.7)
  if (!position) return
  list.detail.keySwitch = position
  claim(list, 'mode', `key switch ${position}`, 0.9)
}

/** 0x24: the event, then the mode asked for in the low and the one before in the high half of a byte. */
const operatingMode: Reading = (records, list) => {
  const record = records[0]
  if (!record || record.length < 4) return
  const mode = modeNames[record[3]! & 0xf]
  const before = modeNames[record[3]! >> 4]
  list.detail.event = hexNumber(u16(record, 0), 4)
  if (before) list.detail.previousMode = before
  if (!mode) return
  list.detail.mode = mode
  claim(list, 'mode', mode, 0.95)
}

/** 0x19 and 0x74: LED, on, blinking. 4 is RUN, 5 is STOP; a defect lights neither. */
const leds: Reading = (records, list) => {
  for (const record of records) {
    const name = LEDS[u16(record, 0) & 0xff]
    if (!name || record[2] !== 1) continue
    list.detail[`led${name}`] = record[3] === 0 ? 'on' : 'blinking'
    if ((name === 'RUN' || name === 'STOP') && record[3] === 0) claim(list, 'mode', name, 0.8)
  }
}
const LEDS: Readonly<Partial<Record<number, string>>> = {
  1: 'SF',
  2: 'INTF',
  3: 'EXTF',
  4: 'RUN',
  5: 'STOP',
  6: 'FRCE',
  7: 'CRST',
  8: 'BAF',
  11: 'BUS1F',
  12: 'BUS2F',
  13: 'REDF',
  14: 'MSTR',
  20: 'BUS3F',
  21: 'MAINT',
}

/** 0x91: rack, slot and submodule, address, types expected and found, status. Central racks have no system number. */
const modules: Reading = (records, list) => {
  list.detail.modules = records.length
  for (const record of records.slice(0, MODULES)) {
    const plugged = (u16(record, 12) & 2) !== 0
    if (record.length < 16 || record[0] !== 0 || !plugged) continue
    const submodule = record[3] === 0 ? '' : ` interface ${record[3]}`
    claim(list, 'module', `rack ${record[1]} slot ${record[2]}${submodule} type ${hexNumber(u16(record, 8), 4)}`, 0.8)
  }
}

/** 0xa0: entries of 20 bytes that begin with the event, the newest first. */
const diagnosticBuffer: Reading = (records, list) => {
  const events = records.slice(0, SHOWN).map(record => hexNumber(u16(record, 0), 4))
  if (events.length === 0) return
  list.detail.events = records.length > SHOWN ? `${events.join(' ')} +${records.length - SHOWN}` : events.join(' ')
  list.detail.newest = diagnosticEvent(u16(records[0]!, 0)).name
}

const READINGS: Readonly<Partial<Record<number, Reading>>> = {
  0x11: identification,
  0x1c: components,
  0x19: leds,
  0x24: operatingMode,
  0x31: capability,
  0x32: protection,
  0x74: leds,
  0x91: modules,
  0xa0: diagnosticBuffer,
}
