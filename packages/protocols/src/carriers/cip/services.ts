// Names of CIP services and what each does. CIP specification, Volume 1, Appendix A (common services) and the object
// classes of chapter 5; Logix: Rockwell Automation publication 1756-PM020; file object: chapter 5-42.
import type { FunctionRef, Verb } from '@nautilus/model'
import { hexNumber } from '../../reader.ts'
import {
  CONNECTION,
  CONNECTION_MANAGER,
  CONTROLLER_NAME,
  clocks,
  FILE,
  GROUP,
  IDENTITY,
  LOCK,
  PCCC,
  programs,
  STORAGE,
  SYMBOL,
  settings,
} from './classes.ts'

export const GET_ALL = 0x01
export const SET_ALL = 0x02
export const GET_LIST = 0x03
export const SET_LIST = 0x04
export const RESET = 0x05
export const MULTIPLE = 0x0a
export const GET_SINGLE = 0x0e
export const SET_SINGLE = 0x10
export const READ_TAG = 0x4c
export const WRITE_TAG = 0x4d
export const MODIFY_TAG = 0x4e
export const READ_FRAGMENT = 0x52
export const WRITE_FRAGMENT = 0x53
export const SEND = 0x52 // to the Connection Manager
export const FORWARD_OPEN = 0x54
export const LARGE_FORWARD_OPEN = 0x5b
export const FORWARD_CLOSE = 0x4e
export const EXECUTE_PCCC = 0x4b
export const LIST_INSTANCES = 0x55

type Named = readonly [name: string, verb: Verb]
type Table = Readonly<Record<number, Named>>

const common: Table = Object.freeze({
  0x01: ['get attributes all', 'read'],
  0x02: ['set attributes all', 'write'],
  0x03: ['get attribute list', 'read'],
  0x04: ['set attribute list', 'write'],
  0x05: ['reset', 'reset'],
  0x06: ['start', 'start'],
  0x07: ['stop', 'stop'],
  0x08: ['create', 'edit'],
  0x09: ['delete', 'delete'],
  0x0a: ['multiple service packet', 'other'],
  0x0d: ['apply attributes', 'configure'],
  0x0e: ['get attribute single', 'read'],
  0x10: ['set attribute single', 'write'],
  0x11: ['find next object instance', 'discover'],
  0x14: ['error response', 'other'],
  0x15: ['restore', 'configure'],
  0x16: ['save', 'configure'],
  0x17: ['no operation', 'connect'],
  0x18: ['get member', 'read'],
  0x19: ['set member', 'write'],
  0x1a: ['insert member', 'write'],
  0x1b: ['remove member', 'delete'],
  0x1c: ['group sync', 'clock'],
  0x1d: ['get connection point member list', 'read'],
})

/** What the Logix controllers and the Connection Manager make of the codes above 0x4a, where a path tells no class. */
const specific: Table = Object.freeze({
  0x4b: ['execute PCCC', 'other'],
  0x4c: ['read tag', 'read'],
  0x4d: ['write tag', 'write'],
  0x4e: ['read modify write tag', 'write'],
  0x52: ['read tag fragmented', 'read'],
  0x53: ['write tag fragmented', 'write'],
  0x54: ['forward open', 'connect'],
  0x55: ['get instance attribute list', 'discover'],
  0x56: ['get connection data', 'read'],
  0x57: ['search connection data', 'read'],
  0x5a: ['get connection owner', 'read'],
  0x5b: ['large forward open', 'connect'],
})

const manager: Table = Object.freeze({
  0x4e: ['forward close', 'connect'],
  0x52: ['unconnected send', 'connect'],
  0x54: ['forward open', 'connect'],
  0x56: ['get connection data', 'read'],
  0x57: ['search connection data', 'read'],
  0x5a: ['get connection owner', 'read'],
  0x5b: ['large forward open', 'connect'],
})

const files: Table = Object.freeze({
  0x4b: ['initiate upload', 'file'],
  0x4c: ['initiate download', 'file'],
  0x4d: ['initiate partial read', 'file'],
  0x4e: ['initiate partial write', 'file'],
  0x4f: ['upload transfer', 'file'],
  0x50: ['download transfer', 'file'],
  0x51: ['clear file', 'delete'],
})

const pccc: Table = Object.freeze({
  0x4b: ['execute PCCC', 'other'],
  0x4c: ['execute DH+', 'other'],
  0x4d: ['execute local PCCC', 'other'],
})

// As engineering software is seen to use them; 1756-PM020 names the tags and templates alone.
const program: Table = Object.freeze({
  0x4b: ['list instances', 'discover'],
  0x4c: ['read content', 'upload'],
  0x4d: ['write content', 'download'],
  0x4f: ['read content', 'upload'],
  0x50: ['write content', 'download'],
  0x51: ['change content', 'edit'],
})
const group: Table = Object.freeze({
  0x4b: ['add to group', 'subscribe'],
  0x4c: ['read group', 'read'],
})
const lock: Table = Object.freeze({
  0x4b: ['lock controller', 'authenticate'],
  0x4c: ['unlock controller', 'authenticate'],
})
const firmware: Table = Object.freeze({
  0x4b: ['update firmware', 'firmware'],
  0x4c: ['update firmware', 'firmware'],
  0x4d: ['update firmware block', 'firmware'],
  0x51: ['update firmware', 'firmware'],
})
const template: Table = Object.freeze({
  0x4b: ['list instances', 'discover'],
  0x4c: ['read template', 'discover'],
  0x4d: ['write template', 'download'],
})
const parameter: Table = Object.freeze({ 0x4b: ['get enum string', 'read'] })
const link: Table = Object.freeze({ 0x4c: ['get and clear', 'diagnose'] })
const safety: Table = Object.freeze({
  0x4b: ['recover', 'reset'],
  0x4c: ['perform diagnostics', 'diagnose'],
  0x4d: ['set CFRID', 'configure'],
  0x4e: ['set UNID', 'configure'],
  0x4f: ['change password', 'authenticate'],
  0x50: ['configure request', 'configure'],
  0x51: ['validate configuration', 'configure'],
  0x54: ['safety reset', 'reset'],
  0x55: ['reset password', 'authenticate'],
  0x56: ['propose TUNID', 'configure'],
  0x57: ['apply TUNID', 'configure'],
})
const security: Table = Object.freeze({
  0x4b: ['begin configuration', 'configure'],
  0x4c: ['kick timer', 'connect'],
  0x4d: ['end configuration', 'configure'],
  0x4e: ['object cleanup', 'configure'],
})
const certificates: Table = Object.freeze({
  0x4b: ['create certificate signing request', 'configure'],
  0x4c: ['verify certificate', 'configure'],
})

const byClass: ReadonlyMap<number, Table> = new Map([
  [CONNECTION_MANAGER, manager],
  [FILE, files],
  [PCCC, pccc],
  [LOCK, lock],
  [STORAGE, firmware],
  [0x6c, template],
  [0x68, program],
  [0x6d, program],
  [0x70, program],
  [0x6a, program],
  [GROUP, group],
  [0x0f, parameter],
  [0xf6, link],
  [0x39, safety],
  [0x5d, security],
  [0x5f, certificates],
])
const none: Table = Object.freeze({})
const unknown: Named = ['unknown', 'other']
const ofVendor: Named = ['vendor specific service', 'other']
/** Tags are reached by name, and by the instance of their symbol. */
const isTag = (ofClass: number): boolean => ofClass < 0 || ofClass === SYMBOL

export function serviceOf(service: number, ofClass: number): Named {
  if (service < 0x4b) return common[service] ?? unknown
  const own = (byClass.get(ofClass) ?? none)[service]
  if (own) return own
  const shared = isTag(ofClass) || service === LIST_INSTANCES
  return (shared ? specific[service] : undefined) ?? (isVendors(ofClass) ? ofVendor : unknown)
}

/** Classes that each vendor gives a meaning of its own: Volume 1, table 4-2.2. */
const isVendors = (ofClass: number): boolean =>
  (ofClass >= 0x64 && ofClass <= 0xc7) || (ofClass >= 0x300 && ofClass <= 0x4ff)

const refs = new Map<number, FunctionRef>()

/** `0x4c`, with the name it has in that class; made once for each. */
export function functionOf(service: number, ofClass: number): FunctionRef {
  const key = service * 65536 + (ofClass & 0xffff)
  const known = refs.get(key)
  if (known) return known
  const [name] = serviceOf(service, ofClass)
  const made = { code: hexNumber(service), name }
  if (refs.size < 1024) refs.set(key, made)
  return made
}

/** A service that sets or makes something means what its object is for. */
export function verbOf(service: number, ofClass: number): Verb {
  const [, verb] = serviceOf(service, ofClass)
  if (ofClass === GROUP && service < 0x4b && verb !== 'read') return 'subscribe'
  switch (verb) {
    case 'write':
      return service < 0x4b ? setVerb(ofClass) : verb
    case 'edit':
      return ofClass === CONNECTION ? 'connect' : settings.has(ofClass) ? 'configure' : verb
    case 'read':
      return ofClass === IDENTITY || ofClass === CONTROLLER_NAME ? 'discover' : verb
    default:
      return verb
  }
}

function setVerb(ofClass: number): Verb {
  if (clocks.has(ofClass)) return 'clock'
  if (programs.has(ofClass)) return 'edit'
  return settings.has(ofClass) || isVendors(ofClass) ? 'configure' : 'write'
}
