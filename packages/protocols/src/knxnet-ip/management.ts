// The interface's own objects and their properties. KNX standard 03_06_03, 4.1.7 (cEMI management); 03_05_01 (resources).
import type { FunctionRef } from '@nautilus/model'
import { hex, hexNumber, printable } from '../reader.ts'
import { latin, macOf, type Told, tell, tellSerial } from './dib.ts'
import { addBytes, type Found } from './found.ts'
import { manufacturerOf } from './manufacturers.ts'
import { word } from './message.ts'

const READ_CONFIRM = 0xfb
const READ = 0xfc
const WRITE = 0xf6
const WRITE_CONFIRM = 0xf5
const INFO = 0xf7
const FUNCTION_CONFIRM = 0xfa
const RESET = 0xf1
const RESET_TOLD = 0xf0

// 03_05_01, 4.2
const types: Readonly<Record<number, string>> = Object.freeze({
  0: 'device',
  1: 'address table',
  2: 'association table',
  3: 'application program',
  4: 'interface program',
  6: 'router',
  8: 'cEMI server',
  9: 'group object table',
  11: 'KNXnet/IP parameter',
  13: 'file server',
  17: 'security',
})

// 03_06_03, 4.1.7.3.7
const errors: Readonly<Record<number, string>> = Object.freeze({
  0x00: 'unspecified error',
  0x01: 'out of range',
  0x02: 'above maximum',
  0x03: 'below minimum',
  0x04: 'memory error',
  0x05: 'read only',
  0x06: 'illegal command',
  0x07: 'no such property',
  0x08: 'type conflict',
  0x09: 'index out of range',
  0x0a: 'temporarily not writable',
})

const errorOf = (code: number): FunctionRef => ({ code: hexNumber(code), name: errors[code] ?? 'unknown error' })

/** A property of the first instance goes without its number. */
export const propertyName = (type: number, instance: number, property: number): string =>
  `${types[type] ?? `object type ${type}`}${instance > 1 ? ` ${instance}` : ''} property ${property}`

/** Properties that say who the device is, by object type × 256 + property. */
const identities: Readonly<Record<number, (told: Told, bytes: Uint8Array, at: number, end: number) => void>> =
  Object.freeze({
    0x000b: (told, bytes, at, end) => {
      if (end - at >= 6) tellSerial(told, bytes, at)
    },
    0x000c: (told, bytes, at, end) => {
      if (end - at >= 2) tell(told, 'vendor', manufacturerOf(word(bytes, at)), 0.9)
    },
    0x000f: (told, bytes, at, end) => tell(told, 'orderNumber', textOr(bytes, at, end), 0.85),
    0x0015: (told, bytes, at, end) => tell(told, 'description', latin(bytes, at, end), 0.9),
    0x004e: (told, bytes, at, end) => tell(told, 'hardware', hex(bytes.subarray(at, end)), 0.8),
    0x0b40: (told, bytes, at, end) => {
      if (end - at >= 6) tell(told, 'address', macOf(bytes, at), 0.95)
    },
    0x0b4c: (told, bytes, at, end) => tell(told, 'name', latin(bytes, at, end), 0.9),
  })

/** An order number is text of some makers, and any bytes of others. */
function textOr(bytes: Uint8Array, at: number, end: number): string {
  const part = bytes.subarray(at, end)
  const text = printable(part)
  return text === '' || text.includes('.') ? hex(part) : text
}

/** Type of the object, instance, property, then number and first of its elements. */
export function propertyMeaning(found: Found): void {
  const { bytes, cemi } = found
  const { code, data, end } = cemi
  if (code === RESET || code === RESET_TOLD || end - data < 4) return
  const type = word(bytes, data)
  const property = bytes[data + 3]!
  found.object = propertyName(type, bytes[data + 2]!, property)
  if (code === READ || code === WRITE || code === READ_CONFIRM || code === WRITE_CONFIRM || code === INFO)
    elements(found, type, property)
  else if (code === FUNCTION_CONFIRM && end > data + 4) found.detail.returned = hexNumber(bytes[data + 4]!)
}

function elements(found: Found, type: number, property: number): void {
  const { bytes, cemi } = found
  const { code, data, end } = cemi
  if (end - data < 6) return
  const count = bytes[data + 4]! >> 4
  const start = word(bytes, data + 4) & 0xfff
  const confirms = code === READ_CONFIRM || code === WRITE_CONFIRM
  if (confirms && count === 0) {
    found.refusal = errorOf(bytes[data + 6] ?? 0)
    return
  }
  found.detail.elements = count
  found.detail.start = start
  const native = { type, instance: bytes[data + 2]!, property, start }
  if (code === WRITE) addBytes(found, 'write', data + 6, native)
  if (code !== READ_CONFIRM && code !== INFO) return
  addBytes(found, 'read', data + 6, native)
  if (start <= 1 && end > data + 6) identities[type * 256 + property]?.(found, bytes, data + 6, end)
}
