// What the endpoint mapper of a device tells: DCE 1.1 RPC (C706), appendix O (ept_lookup) and appendix L (towers). IEC
// 61158-6-10, 4.10.2.2.9 lays out the annotation: type of the device, order number, hardware and software revision.
import { DATAGRAM_HEAD } from '../carriers/dcerpc/connectionless.ts'
import { uuidOf } from '../carriers/dcerpc/uuid.ts'
import { printable, Reader } from '../reader.ts'
import type { Endpoint } from './message.ts'

const HANDLE = 20
const MAX_ENTRIES = 16
const MAX_FLOORS = 8
const INTERFACE = 0x0d
const UDP = 0x08

export function readEndpoints(bytes: Uint8Array, little: boolean): Endpoint[] {
  const reader = new Reader(bytes)
  const u32 = (): number => (little ? reader.u32le() : reader.u32())
  reader.skip(DATAGRAM_HEAD + HANDLE + 4 + 8) // count, and of the array its greatest count and offset
  const count = Math.min(u32(), MAX_ENTRIES)
  const annotations: string[] = []
  for (let entry = 0; entry < count && !reader.short; entry++) {
    reader.skip(16 + 4 + 4) // object, pointer to the tower, offset of the annotation
    const length = u32()
    annotations.push(printable(reader.take(length)))
    reader.at = Math.min(bytes.length, reader.at + (-length & 3))
  }
  const found: Endpoint[] = []
  for (const annotation of annotations) {
    const length = u32()
    reader.skip(4)
    const tower = readTower(new Reader(reader.take(length)))
    reader.at = Math.min(bytes.length, reader.at + (-length & 3))
    if (!reader.short) found.push({ ...tower, annotation })
  }
  return found
}

/** Floors of a tower are little-endian; ports in them are not. */
function readTower(reader: Reader): { interface: string; port: number } {
  let found = { interface: '', port: 0 }
  for (let floors = Math.min(reader.u16le(), MAX_FLOORS); floors > 0 && !reader.short; floors--) {
    const left = reader.take(reader.u16le())
    const right = reader.take(reader.u16le())
    if (left[0] === INTERFACE && found.interface === '') {
      found = { ...found, interface: uuidOf(left.subarray(1), true) }
    }
    if (left[0] === UDP && right.length >= 2) found = { ...found, port: (right[0]! << 8) | right[1]! }
  }
  return found
}

/** Type, order number, hardware and software, each in columns of a fixed width. */
export function identityOf(annotation: string): { model: string; order: string; hardware: string; firmware: string } {
  const part = (from: number, to: number): string => annotation.slice(from, to).trim()
  const digits = annotation.slice(54, 63)
  const numbers = [0, 3, 6].map(at => digits.slice(at, at + 3).trim()).filter(number => number !== '')
  const prefix = part(53, 54)
  return {
    model: part(0, 25),
    order: part(26, 46),
    hardware: part(47, 52),
    firmware: numbers.length === 3 ? `${prefix}${numbers.join('.')}` : '',
  }
}
