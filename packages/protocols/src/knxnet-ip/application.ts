// Contents of the services of the application layer. KNX standard 03_03_07, 3.
import { hex, hexNumber } from '../reader.ts'
import { serialOf } from './dib.ts'
import { addBytes, addItem, type Found } from './found.ts'
import { propertyName } from './management.ts'
import { individual, word } from './message.ts'

type Fill = (found: Found) => void
type Access = 'read' | 'write'

const left = ({ cemi }: Found): number => cemi.end - cemi.data
/** The low bits of a service with four bits: a value, a number, a channel. */
const low = ({ cemi }: Found): number => cemi.apci & 0x3f

/** 3.1.2 to 3.1.4: six bits with the service, or bytes behind it. */
const group =
  (access: Access): Fill =>
  found => {
    const { cemi } = found
    if (left(found) > 0) addBytes(found, access, cemi.data, { target: cemi.target })
    else if (cemi.whole) found.detail.value = low(found)
  }

const addressWrite: Fill = found => {
  if (left(found) >= 2) found.object = individual(word(found.bytes, found.cemi.data))
}

const converter: Fill = found => {
  const { bytes, cemi } = found
  found.object += ` ADC ${low(found)}`
  if (left(found) >= 1) found.detail.readings = bytes[cemi.data]!
  if (left(found) >= 3) addItem(found, 'read', 'u16', cemi.data + 1, 1, { channel: low(found) })
}

const asLong = (bytes: Uint8Array, at: number): number => (bytes[at] ?? 0) * 65_536 + word(bytes, at + 1)

function memoryAt(found: Found, address: number, digits: number, at: number, access: Access | null): void {
  found.object += ` memory ${hexNumber(address, digits)}`
  if (access) addItem(found, access, 'raw', at, found.cemi.end - at, { address })
}

/** 3.5.3, 3.5.4: number of bytes in the low bits, address, bytes. */
const memory =
  (access: Access | null): Fill =>
  found => {
    const { bytes, cemi } = found
    if (left(found) < 2) return
    found.detail.bytes = low(found)
    memoryAt(found, word(bytes, cemi.data), 4, cemi.data + 2, access)
  }

/** 3.5.6: four bits of the address, number of bytes, the rest of the address. */
const userMemory =
  (access: Access | null): Fill =>
  found => {
    const { bytes, cemi } = found
    if (left(found) < 3) return
    const first = bytes[cemi.data]!
    found.detail.bytes = first & 15
    memoryAt(found, (first >> 4) * 65_536 + word(bytes, cemi.data + 1), 5, cemi.data + 3, access)
  }

/** Number of bytes, or what was returned; three bytes of address. */
const wideMemory =
  (access: Access | null, fact: 'bytes' | 'returned'): Fill =>
  found => {
    const { bytes, cemi } = found
    if (left(found) < 4) return
    const first = bytes[cemi.data]!
    found.detail[fact] = fact === 'bytes' ? first : hexNumber(first)
    memoryAt(found, asLong(bytes, cemi.data + 1), 6, cemi.data + 4, access)
    if (fact === 'returned' && first >= 0x80) found.refusal = { code: hexNumber(first), name: 'negative return code' }
  }

const bitMemory: Fill = found => {
  if (left(found) >= 3) found.object += ` memory ${hexNumber(word(found.bytes, found.cemi.data + 1), 4)}`
}

const descriptorAsked: Fill = found => {
  found.detail.type = low(found)
}

/** 3.5.2: the mask version of the device on the bus, which is not the one who sends on the network. */
const descriptor: Fill = found => {
  found.detail.type = low(found)
  const { bytes, cemi } = found
  if (left(found) >= 2) found.detail.descriptor = hexNumber(word(bytes, cemi.data), 4)
}

// 03_05_02, 3.7.1.2
const erasures: readonly string[] = [
  'none',
  'confirmed restart',
  'factory reset',
  'individual address',
  'application program',
  'parameters',
  'links',
  'factory reset without individual address',
]
const masterReset: Fill = found => {
  const { bytes, cemi } = found
  if (left(found) < 2) return
  const code = bytes[cemi.data]!
  found.detail.erases = erasures[code] ?? code
  found.detail.channel = bytes[cemi.data + 1]!
}

const restarted: Fill = found => {
  const { bytes, cemi } = found
  if (left(found) < 3) return
  const code = bytes[cemi.data]!
  if (code !== 0) found.refusal = { code: hexNumber(code), name: 'master reset refused' }
  found.detail.seconds = word(bytes, cemi.data + 1)
}

/** All ones: the key that everybody has. */
const isOpen = (bytes: Uint8Array, at: number): boolean => word(bytes, at) === 0xffff && word(bytes, at + 2) === 0xffff

/** 3.5.5: a key in clear, which is not told. */
function credential(found: Found, what: string, at: number): void {
  if (found.cemi.end - at < 4 || isOpen(found.bytes, at)) return
  const value = `${what} of KNX ${found.object}`
  found.claims.push({ about: found.about, attribute: 'credential', value, confidence: 0.9 })
}

const authorize: Fill = found => {
  if (found.cemi.end - found.cemi.data >= 5 && isOpen(found.bytes, found.cemi.data + 1)) found.detail.key = 'default'
  credential(found, 'authorization key', found.cemi.data + 1)
}

const level: Fill = found => {
  if (left(found) >= 1) found.detail.level = found.bytes[found.cemi.data]!
}

const keyWrite: Fill = found => {
  level(found)
  credential(found, 'new authorization key', found.cemi.data + 1)
}

/** 3.4.3: index of the object, property, number and first of its elements, bytes. */
const property =
  (access: Access | null, answers = false): Fill =>
  found => {
    const { bytes, cemi } = found
    if (left(found) < 4) return
    const at = cemi.data
    const start = word(bytes, at + 2) & 0xfff
    const count = bytes[at + 2]! >> 4
    found.object += ` object ${bytes[at]} property ${bytes[at + 1]}`
    found.detail.elements = count
    found.detail.start = start
    if (answers && count === 0) found.refusal = { code: '0', name: 'no elements' }
    const native = { index: bytes[at]!, property: bytes[at + 1]!, start }
    if (access) addBytes(found, access, at + 4, native)
  }

const described: Fill = found => {
  const { bytes, cemi } = found
  if (left(found) >= 2) found.object += ` object ${bytes[cemi.data]} property ${bytes[cemi.data + 1]}`
}

/** Type of the object, instance and property of twelve bits each, number and first of the elements. */
const wideProperty =
  (access: Access | null): Fill =>
  found => {
    const { bytes, cemi } = found
    const at = cemi.data
    if (left(found) < 5) return
    const both = asLong(bytes, at + 2)
    const name = propertyName(word(bytes, at), both >> 12, both & 0xfff)
    found.object += ` ${name}`
    if (left(found) < 8) return
    found.detail.elements = bytes[at + 5]!
    found.detail.start = word(bytes, at + 6)
    if (access) addBytes(found, access, at + 8, { type: word(bytes, at), instance: both >> 12, property: both & 0xfff })
  }

const networkParameter: Fill = found => {
  const { bytes, cemi } = found
  if (left(found) >= 3) found.object += ` ${propertyName(word(bytes, cemi.data), 1, bytes[cemi.data + 2]!)}`
}

/** The property has twelve bits. */
const systemParameter: Fill = found => {
  const { bytes, cemi } = found
  if (left(found) >= 4) found.object += ` ${propertyName(word(bytes, cemi.data), 1, word(bytes, cemi.data + 2) >> 4)}`
}

/** 3.2.6: the serial number names the device; when written, its new address follows. */
const bySerial =
  (writes: boolean): Fill =>
  found => {
    const { bytes, cemi } = found
    if (left(found) < 6) return
    found.object = `serial ${serialOf(bytes, cemi.data)}`
    if (writes && left(found) >= 8) found.detail.newAddress = individual(word(bytes, cemi.data + 6))
  }

const domain: Fill = found => {
  const { bytes, cemi } = found
  if (left(found) >= 2) found.detail.domain = hex(bytes.subarray(cemi.data, cemi.end), 6)
}

const secured: Fill = found => {
  found.detail.contents = 'secured'
}

/** What became of it follows the elements. */
const wideWritten: Fill = found => {
  const { bytes, cemi } = found
  wideProperty(null)(found)
  if (left(found) < 9) return
  const code = bytes[cemi.data + 8]!
  found.detail.returned = hexNumber(code)
  if (code >= 0x80) found.refusal = { code: hexNumber(code), name: 'negative return code' }
}

/** By the four high bits. */
const wide: Readonly<Record<number, Fill>> = Object.freeze({
  0x1: group('read'),
  0x2: group('write'),
  0x3: addressWrite,
  0x6: converter,
  0x7: converter,
  0x8: memory(null),
  0x9: memory('read'),
  0xa: memory('write'),
  0xc: descriptorAsked,
  0xd: descriptor,
})

const exact: Readonly<Record<number, Fill | null>> = Object.freeze({
  0x1c8: systemParameter,
  0x1c9: systemParameter,
  0x1ca: systemParameter,
  0x1cc: wideProperty(null),
  0x1cd: wideProperty('read'),
  0x1ce: wideProperty('write'),
  0x1cf: wideWritten,
  0x1d0: wideProperty('write'),
  0x1d2: wideProperty(null),
  0x1d3: wideProperty(null),
  0x1d4: wideProperty(null),
  0x1d5: wideProperty(null),
  0x1d6: wideProperty(null),
  0x1fb: wideMemory('write', 'bytes'),
  0x1fc: wideMemory(null, 'returned'),
  0x1fd: wideMemory(null, 'bytes'),
  0x1fe: wideMemory('read', 'returned'),
  0x2c0: userMemory(null),
  0x2c1: userMemory('read'),
  0x2c2: userMemory('write'),
  0x2c7: described,
  0x2c8: described,
  0x2c9: described,
  0x381: masterReset,
  0x3a1: restarted,
  0x3d0: bitMemory,
  0x3d1: authorize,
  0x3d2: level,
  0x3d3: keyWrite,
  0x3d4: level,
  0x3d5: property(null),
  0x3d6: property('read', true),
  0x3d7: property('write'),
  0x3d8: described,
  0x3d9: described,
  0x3da: networkParameter,
  0x3db: networkParameter,
  0x3dc: bySerial(false),
  0x3dd: bySerial(false),
  0x3de: bySerial(true),
  0x3e0: domain,
  0x3e2: domain,
  0x3e4: networkParameter,
  0x3f1: secured,
})

export const fillOf = (apci: number): Fill | undefined => exact[apci] ?? wide[apci >> 6]
