// What calls are about, from their arguments: services ([MS-SCMR] 3.1.4), keys ([MS-RRP] 3.1.5), accounts ([MS-SAMR] 3.1.5),
// tasks ([MS-TSCH] 3.2.5), endpoints (C706, appendix O), and what OPC servers are asked for.
import { uuidAt } from '../carriers/dcerpc/uuid.ts'
import { readTower } from './endpoints.ts'
import type { Pdu } from './message.ts'
import { Ndr } from './ndr.ts'
import { isCom } from './operations.ts'

export type Facts = Record<string, string | number>
type Names = { get(key: string): string | undefined }
/** Reads the arguments; adds facts; gives the object. `handles` knows what was opened. */
type Read = (reader: Ndr, facts: Facts, handles: Names) => string

/** The object of a handle that was opened earlier. */
const ofHandle: Read = (reader, _facts, handles) => handles.get(reader.handle()) ?? ''
const named: Read = reader => {
  reader.handle()
  return reader.text()
}
const text: Read = reader => reader.text()
const optional: Read = reader => reader.optional()

/** A key below an opened one, or a value of it. */
const below: Read = (reader, _facts, handles) => {
  const parent = handles.get(reader.handle()) ?? ''
  const name = reader.counted()
  return parent === '' || name === '' ? parent || name : `${parent}\\${name}`
}

const counted: Read = reader => {
  reader.handle()
  return reader.counted()
}

const rid: Read = reader => {
  reader.handle()
  reader.long()
  return `rid ${reader.long()}`
}

const createService: Read = (reader, facts) => {
  reader.handle()
  const name = reader.text()
  reader.optional()
  reader.long() // access
  facts.type = reader.long()
  facts.start = reader.long()
  reader.long() // what to do on errors
  facts.path = reader.text()
  return name
}

const controls: readonly string[] = ['', 'stop', 'pause', 'continue', 'interrogate', 'shutdown']
const control: Read = (reader, facts, handles) => {
  const name = handles.get(reader.handle()) ?? ''
  const code = reader.long()
  facts.control = controls[code] || code
  return name
}

/** AT_INFO behind the name of the server: [MS-TSCH] 2.3.4. */
const jobAdd: Read = reader => {
  reader.optional()
  reader.long() // milliseconds of the day
  reader.long() // days of the month
  reader.skip(4)
  return reader.optional()
}

const jobNumber: Read = reader => {
  reader.optional()
  return `job ${reader.long()}`
}

/** The interface that the tower asks for. */
const map: Read = reader => {
  if (reader.long() !== 0) reader.skip(16)
  return reader.long() === 0 ? '' : readTower(reader).interface
}

const activated: Read = reader => {
  const at = reader.at
  reader.skip(16)
  return reader.short ? '' : uuidAt(reader.bytes, at, reader.little)
}

const MAX_ITEMS = 32

/** Server handles of a group, behind their count and that of the array: OPC Data Access, 4.5.5. */
const handlesOf: Read = (reader, facts, handles) => {
  const count = reader.long()
  reader.long()
  facts.items = count
  const names: string[] = []
  for (let i = 0; i < Math.min(count, MAX_ITEMS); i++) {
    const handle = reader.u32()
    if (reader.short) break
    names.push(handles.get(itemKey(handle)) ?? `handle ${handle}`)
  }
  return names.join(', ')
}

const sourced: Read = (reader, facts, handles) => {
  const source = reader.u16() // OPCDATASOURCE, an enumeration of 16 bits
  facts.source = source === 2 ? 'device' : 'cache'
  return handlesOf(reader, facts, handles)
}

export const itemKey = (handle: number): string => `item ${handle}`

/** Bytes of OPCITEMDEF, and where its pointers lie: access path, item, blob. */
const ITEM = 28

/** The items that OPCITEMDEF structures name: OPC Data Access, 4.5.3.1. Texts follow the array in its order. */
export function itemsOf(request: Pdu): string[] {
  const reader = argumentsOf(request)
  const count = Math.min(reader.long(), MAX_ITEMS)
  if (reader.long() > MAX_ITEMS) return []
  const heads = Array.from({ length: count }, () => {
    const [path, item] = [reader.u32(), reader.u32()]
    reader.skip(12)
    const blob = reader.u32()
    reader.skip(ITEM - 24)
    return { path, item, blob }
  })
  const names: string[] = []
  for (const { path, item, blob } of heads) {
    if (path !== 0) reader.text()
    const name = item === 0 ? '' : reader.text()
    if (blob !== 0) reader.skip(reader.long())
    if (reader.short) break
    names.push(name)
  }
  return names
}

const added: Read = (_reader, facts) => {
  delete facts.items
  return ''
}

const readers: Readonly<Record<string, Read>> = Object.freeze({
  'epmapper:3': map,
  'svcctl:0': ofHandle,
  'svcctl:1': control,
  'svcctl:2': ofHandle,
  'svcctl:6': ofHandle,
  'svcctl:11': ofHandle,
  'svcctl:12': createService,
  'svcctl:16': named,
  'svcctl:17': ofHandle,
  'svcctl:19': ofHandle,
  'svcctl:37': ofHandle,
  'svcctl:40': ofHandle,
  'winreg:0': () => 'HKCR',
  'winreg:1': () => 'HKCU',
  'winreg:2': () => 'HKLM',
  'winreg:4': () => 'HKU',
  'winreg:5': ofHandle,
  'winreg:6': below,
  'winreg:7': below,
  'winreg:8': below,
  'winreg:9': ofHandle,
  'winreg:10': ofHandle,
  'winreg:15': below,
  'winreg:16': ofHandle,
  'winreg:17': below,
  'winreg:20': ofHandle,
  'winreg:22': below,
  'samr:1': ofHandle,
  'samr:5': counted,
  'samr:12': counted,
  'samr:34': rid,
  'samr:35': ofHandle,
  'samr:36': ofHandle,
  'samr:37': ofHandle,
  'samr:47': ofHandle,
  'samr:50': counted,
  'samr:58': ofHandle,
  'atsvc:0': jobAdd,
  'atsvc:1': jobNumber,
  'ITaskSchedulerService:1': optional,
  'ITaskSchedulerService:2': text,
  'ITaskSchedulerService:7': text,
  'ITaskSchedulerService:12': text,
  'ITaskSchedulerService:13': text,
  'IRemoteActivation:0': activated,
  'IOPCServerList:5': text,
  'IOPCServerList2:5': text,
  'IOPCCommon:7': text,
  'IOPCServer:3': text,
  'IOPCItemMgt:3': added,
  'IOPCItemMgt:5': handlesOf,
  'IOPCSyncIO:3': sourced,
  'IOPCSyncIO:4': handlesOf,
  'IOPCSyncIO2:3': sourced,
  'IOPCSyncIO2:4': handlesOf,
  'IOPCAsyncIO2:3': handlesOf,
  'IOPCAsyncIO2:4': handlesOf,
  'IOPCAsyncIO3:3': handlesOf,
  'IOPCAsyncIO3:4': handlesOf,
})

/** ORPCTHIS: version, flags, reserved, causality, and extensions that hardly anybody sends. */
const ORPCTHIS = 28

export function argumentsOf(request: Pdu): Ndr {
  const reader = new Ndr(request.stub, request.little)
  if (!isCom(request.interface)) return reader
  reader.skip(ORPCTHIS)
  // With extensions, the arguments are elsewhere.
  if (reader.u32() !== 0) reader.skip(reader.left + 1)
  return reader
}

/** The object of a request; empty when its arguments do not tell. */
export function objectOf(request: Pdu, facts: Facts, handles: Names): string {
  const key = `${request.interface}:${request.opnum}`
  const read = Object.hasOwn(readers, key) ? readers[key] : undefined
  if (!read || request.stub.length === 0) return ''
  const reader = argumentsOf(request)
  const found: Facts = {}
  const object = read(reader, found, handles)
  if (reader.short) return ''
  Object.assign(facts, found)
  return object
}

/** Where the answer of a call has the handle of what was opened; null when it has none. */
const opened: Readonly<Record<string, 'first' | 'last'>> = Object.freeze({
  'svcctl:12': 'last',
  'svcctl:16': 'first',
  'winreg:0': 'first',
  'winreg:1': 'first',
  'winreg:2': 'first',
  'winreg:4': 'first',
  'winreg:6': 'first',
  'winreg:15': 'first',
  'samr:12': 'first',
  'samr:34': 'first',
  'samr:50': 'first',
})
const HANDLE_AND_STATUS = 24

/** The handle that an answer gives for the object of its call. */
export function handleIn(request: Pdu, reply: Pdu): string {
  const where = opened[`${request.interface}:${request.opnum}`]
  if (!where || reply.stub.length < HANDLE_AND_STATUS) return ''
  const reader = new Ndr(reply.stub, reply.little)
  if (where === 'last') reader.at = reply.stub.length - HANDLE_AND_STATUS
  return reader.handle()
}

/** Bytes of OPCITEMRESULT: OPC Data Access, 4.5.3.1. */
const ITEM_RESULT = 20
/** ORPCTHAT: flags and extensions. */
const ORPCTHAT = 8

/** The server handles that an answer gives for the items of its call. */
export function itemHandlesIn(reply: Pdu): number[] {
  const reader = new Ndr(reply.stub, reply.little)
  reader.skip(ORPCTHAT)
  if (reader.long() === 0) return []
  const count = Math.min(reader.long(), MAX_ITEMS)
  const handles: number[] = []
  for (let i = 0; i < count; i++) {
    handles.push(reader.u32())
    reader.skip(ITEM_RESULT - 4)
    if (reader.short) return []
  }
  return handles
}
