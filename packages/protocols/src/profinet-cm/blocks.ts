// Blocks of connect, release and control: IEC 61158-6-10, 5.2.3 and 5.2.4.
import { uuidOf } from '../carriers/dcerpc/uuid.ts'
import { hex, printable, type Reader } from '../reader.ts'
import type { Content, Control, Module, Relation, Stream, Submodule } from './message.ts'
import { BLOCK, controlOf } from './names.ts'

const MAX_STREAMS = 32
const MAX_MODULES = 256
const MAX_SUBMODULES = 256
const MAX_APIS = 16

const macOf = (bytes: Uint8Array): string => hex(bytes, 6).replace(/(..)(?!$)/g, '$1:')

/** One block without its head, into the content. False when its bytes end too early. */
export function readBlock(type: number, reader: Reader, content: Content): boolean {
  switch (type) {
    case BLOCK.ar:
    case BLOCK.arReply:
      content.relation = sound(reader, readRelation(reader, type === BLOCK.ar))
      break
    case BLOCK.iocr:
    case BLOCK.iocrReply:
      if (content.streams.length < MAX_STREAMS) content.streams.push(readStream(reader, type === BLOCK.iocr))
      break
    case BLOCK.expected:
      readExpected(reader, content.expected)
      break
    case BLOCK.moduleDiff:
      readDifferences(reader, content.differences)
      break
    case BLOCK.serverName:
      content.server = printable(reader.take(reader.u16()))
      break
    default:
      if (controlOf(type)) content.control = sound(reader, readControl(reader, type))
  }
  return !reader.short
}

/** What was read, unless the bytes ended before it did. */
const sound = <T>(reader: Reader, read: T): T | null => (reader.short ? null : read)

function readRelation(reader: Reader, isRequest: boolean): Relation {
  const type = reader.u16()
  const uuid = uuidOf(reader.take(16), false)
  const key = reader.u16()
  const mac = macOf(reader.take(6))
  if (!isRequest) return { type, uuid, key, mac, station: '', timeout: 0, properties: 0 }
  reader.skip(16) // object of the initiator
  const properties = reader.u32()
  const timeout = reader.u16()
  reader.skip(2) // port of real-time data over UDP
  return { type, uuid, key, mac, station: printable(reader.take(reader.u16())), timeout, properties }
}

function readStream(reader: Reader, isRequest: boolean): Stream {
  const type = reader.u16()
  const reference = reader.u16()
  if (!isRequest) return { type, reference, frameId: reader.u16(), length: 0, cycle: 0 }
  reader.skip(6) // LT field, properties
  const length = reader.u16()
  const frameId = reader.u16()
  const cycle = reader.u16() * reader.u16()
  return { type, reference, frameId, length, cycle }
}

/** 5.2.3.6: modules with their submodules, each with one or two descriptions of its data. */
function readExpected(reader: Reader, modules: Module[]): void {
  for (let apis = Math.min(reader.u16(), MAX_APIS); apis > 0 && !reader.short; apis--) {
    const api = reader.u32()
    const slot = reader.u16()
    const module = reader.u32()
    reader.skip(2)
    const submodules = readSubmodules(reader, ident => {
      const kind = reader.u16() & 3
      reader.skip(kind === 3 ? 12 : 6)
      return ident
    })
    if (!reader.short && modules.length < MAX_MODULES) modules.push({ api, slot, module, state: -1, submodules })
  }
}

/** 5.2.3.8: only what differs from what was expected. */
function readDifferences(reader: Reader, modules: Module[]): void {
  for (let apis = Math.min(reader.u16(), MAX_APIS); apis > 0 && !reader.short; apis--) {
    const api = reader.u32()
    for (let left = reader.u16(); left > 0 && !reader.short; left--) {
      const slot = reader.u16()
      const module = reader.u32()
      const state = reader.u16()
      const submodules = readSubmodules(reader, () => reader.u16())
      if (!reader.short && modules.length < MAX_MODULES) modules.push({ api, slot, module, state, submodules })
    }
  }
}

function readSubmodules(reader: Reader, stateOf: (ident: number) => number): Submodule[] {
  const submodules: Submodule[] = []
  for (let left = reader.u16(); left > 0 && !reader.short; left--) {
    const subslot = reader.u16()
    const ident = reader.u32()
    const state = stateOf(ident)
    if (!reader.short && submodules.length < MAX_SUBMODULES) submodules.push({ subslot, ident, state })
  }
  return submodules
}

/** Identification and filter data, 5.2.5: without states, and without APIs where `apis` is false. */
export function readIdentification(reader: Reader, apis: boolean): Module[] {
  const modules: Module[] = []
  for (let left = apis ? Math.min(reader.u16(), MAX_APIS) : 1; left > 0 && !reader.short; left--) {
    const api = apis ? reader.u32() : 0
    for (let slots = reader.u16(); slots > 0 && !reader.short; slots--) {
      const slot = reader.u16()
      const module = reader.u32()
      const submodules = readSubmodules(reader, () => 0)
      if (!reader.short && modules.length < MAX_MODULES) modules.push({ api, slot, module, state: -1, submodules })
    }
  }
  return modules
}

function readControl(reader: Reader, block: number): Control {
  reader.skip(2)
  const ar = uuidOf(reader.take(16), false)
  const key = reader.u16()
  reader.skip(2)
  const command = reader.u16()
  return { block, ar, key, command }
}
