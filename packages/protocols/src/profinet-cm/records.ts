// What the records say that describe a device: I&M (IEC 61158-6-10, 5.2.35), real identification, filters, ports and
// interfaces (5.2.24), diagnosis (5.2.12).
import type { Attribute, Claim } from '@nautilus/model'
import { readItems } from '../carriers/profinet/channel.ts'
import { vendorOf, vendorText } from '../carriers/profinet/vendors.ts'
import { hex, hexNumber, printable, Reader } from '../reader.ts'
import { readIdentification } from './blocks.ts'
import type { Entry, Module } from './message.ts'
import { BLOCK } from './names.ts'

export type Facts = Record<string, string | number>
type Found = { readonly facts: Facts; readonly claims: Claim[] }
type Place = { readonly slot: number; readonly subslot: number }

const MAX_BLOCKS = 64
const MAX_CLAIMS = 128
const MAX_DEPTH = 2

/** Reads the blocks of a record's data. Records of makers are no blocks, and say nothing. */
export function tellRecord(bytes: Uint8Array, entry: Entry, found: Found): void {
  readBlocks(new Reader(bytes.subarray(entry.at, entry.at + entry.size)), entry, found, 0)
}

function readBlocks(reader: Reader, place: Place, found: Found, depth: number): void {
  for (let count = 0; count < MAX_BLOCKS && reader.left >= 6; count++) {
    const start = reader.at
    const type = reader.u16()
    const length = reader.u16()
    reader.at = start
    if (length < 2 || length + 4 > reader.left) return
    readBlock(type, new Reader(reader.take(length + 4)), place, found, depth)
  }
}

function readBlock(type: number, reader: Reader, place: Place, found: Found, depth: number): void {
  reader.skip(5)
  const version = reader.u8()
  switch (type) {
    case BLOCK.multiple:
      reader.skip(2 + 8) // padding, API, slot, subslot
      if (depth < MAX_DEPTH) readBlocks(reader, place, found, depth + 1)
      return
    case BLOCK.im0:
      return readIm0(reader, place, found)
    case BLOCK.realIdentification:
      return tellModules(readIdentification(reader, version >= 1), found)
    case BLOCK.filterSubmodule:
    case BLOCK.filterModule:
    case BLOCK.filterDevice:
      return tellModules(readIdentification(reader, true), found)
    case BLOCK.portReal:
      return readPort(reader, found)
    case BLOCK.interfaceReal:
      return readInterface(reader, found)
    case BLOCK.diagnosis:
      return readDiagnosis(reader, version, found)
    default:
      readText(type, reader, place, found)
  }
}

function claim({ claims }: Found, attribute: Attribute, value: string, confidence = 0.95): void {
  if (value !== '' && claims.length < MAX_CLAIMS) claims.push({ about: 'server', attribute, value, confidence })
}

/** 5.2.35.2. Slot 0 is the device itself; others are modules of it. */
function readIm0(reader: Reader, { slot, subslot }: Place, found: Found): void {
  const vendorId = reader.u16()
  const order = printable(reader.take(20)).trim()
  const serial = printable(reader.take(16)).trim()
  const hardware = reader.u16()
  const prefix = printable(reader.take(1))
  const firmware = `${prefix}${reader.u8()}.${reader.u8()}.${reader.u8()}`
  if (reader.short) return
  const { facts } = found
  Object.assign(facts, { vendor: vendorText(vendorId), order, serial, hardware, firmware })
  if (slot !== 0) {
    const parts = [order, serial && `serial ${serial}`, `hardware ${hardware}`, `firmware ${firmware}`]
    const text = parts.filter(part => part !== '').join(', ')
    claim(found, 'module', `slot ${slot} subslot ${hexNumber(subslot, 4)}: ${text}`)
    return
  }
  claim(found, 'vendor', vendorOf(vendorId) ?? '')
  claim(found, 'orderNumber', order)
  claim(found, 'serial', serial)
  claim(found, 'hardware', String(hardware))
  claim(found, 'firmware', firmware)
}

/** I&M1 to I&M4, 5.2.35.3 to 5.2.35.6. */
function readText(type: number, reader: Reader, { slot }: Place, found: Found): void {
  const { facts } = found
  if (type === BLOCK.im1) {
    facts.function = printable(reader.take(32))
    facts.location = printable(reader.take(22))
    if (slot !== 0) return
    claim(found, 'location', facts.function)
    claim(found, 'location', facts.location)
  } else if (type === BLOCK.im2) facts.installed = printable(reader.take(16))
  else if (type === BLOCK.im3) {
    facts.descriptor = printable(reader.take(54))
    if (slot === 0) claim(found, 'description', facts.descriptor)
  } else if (type === BLOCK.im4) facts.signature = hex(reader.take(54))
}

export function moduleClaims(modules: readonly Module[], confidence: number): Claim[] {
  const found: Found = { facts: {}, claims: [] }
  for (const { slot, module, submodules } of modules) {
    for (const { subslot, ident } of submodules) {
      const text = `module ${hexNumber(module, 8)}, submodule ${hexNumber(ident, 8)}`
      claim(found, 'module', `slot ${slot} subslot ${hexNumber(subslot, 4)}: ${text}`, confidence)
    }
  }
  return found.claims
}

function tellModules(modules: readonly Module[], { facts, claims }: Found): void {
  facts.modules = Number(facts.modules ?? 0) + modules.length
  for (const one of moduleClaims(modules, 0.95)) if (claims.length < MAX_CLAIMS) claims.push(one)
}

const align = (reader: Reader): void => reader.skip(-reader.at & 3)

/** 5.2.24.2: who is at the other end of a port. */
function readPort(reader: Reader, found: Found): void {
  align(reader)
  reader.skip(4) // slot, subslot
  const own = printable(reader.take(reader.u8()))
  const peers = reader.u8()
  align(reader)
  if (peers === 0 || reader.short) return
  const port = printable(reader.take(reader.u8()))
  const chassis = printable(reader.take(reader.u8()))
  if (reader.short) return
  found.facts[`peer of ${own}`] = chassis ? `${port} of ${chassis}` : port
  // The identifier of a port may hold the name of its station already.
  const [name, station] = port.split('.')
  claim(found, 'neighbour', `${chassis || (station ?? '')} port ${name}`)
}

const ipOf = (bytes: Uint8Array): string => bytes.join('.')

/** 5.2.24.4. */
function readInterface(reader: Reader, found: Found): void {
  const name = printable(reader.take(reader.u8()))
  align(reader)
  const mac = hex(reader.take(6)).replace(/(..)(?!$)/g, '$1:')
  align(reader)
  const [ip, mask, gateway] = [ipOf(reader.take(4)), ipOf(reader.take(4)), ipOf(reader.take(4))]
  if (reader.short) return
  Object.assign(found.facts, { name, MAC: mac, IP: ip, mask, gateway })
  claim(found, 'name', name)
  claim(found, 'address', mac)
  if (ip !== '0.0.0.0') claim(found, 'address', ip)
}

function readDiagnosis(reader: Reader, version: number, { facts }: Found): void {
  reader.skip(version >= 1 ? 4 : 0)
  const slot = reader.u16()
  const subslot = reader.u16()
  reader.skip(4) // channel and its properties
  const item: Facts = {}
  readItems(reader, item)
  Object.assign(facts, item, { diagnosed: `slot ${slot}/subslot ${hexNumber(subslot, 4)}` })
}
