// Services of the CODESYS V3 runtime by group and number. No specification is public: after "Security research: CODESYS
// Runtime, a PLC control framework" (Kaspersky ICS CERT, 2019) and the runtime's published component interfaces.
import type { FunctionRef, Verb } from '@nautilus/model'

const GROUPS: Readonly<Record<number, readonly [name: string, verb: Verb]>> = {
  0x01: ['device', 'other'],
  0x02: ['application', 'other'],
  0x04: ['visualisation', 'read'],
  0x05: ['log', 'diagnose'],
  0x06: ['settings', 'configure'],
  0x07: ['Ethernet', 'diagnose'],
  0x08: ['file transfer', 'file'],
  0x09: ['variable access', 'read'],
  0x0b: ['I/O manager', 'diagnose'],
  0x0c: ['user management', 'authenticate'],
  0x0f: ['trace', 'diagnose'],
  0x11: ['PLC shell', 'call'],
  0x12: ['breakpoints', 'mode'],
  0x13: ['forcing', 'force'],
  0x18: ['alarms', 'alarm'],
  0x1b: ['monitoring', 'read'],
  0x1d: ['licences', 'diagnose'],
  0x1f: ['core dump', 'diagnose'],
  0x22: ['certificates', 'configure'],
}

const DEVICE: Readonly<Record<number, readonly [name: string, verb: Verb]>> = {
  0x01: ['get target identity', 'discover'],
  0x02: ['login', 'authenticate'],
  0x03: ['logout', 'connect'],
  0x04: ['reset origin', 'reset'],
  0x05: ['echo', 'diagnose'],
  0x06: ['set operating mode', 'mode'],
  0x07: ['get operating mode', 'read'],
  0x08: ['interactive login', 'authenticate'],
  0x09: ['rename node', 'configure'],
  0x0a: ['create session', 'connect'],
}

const APPLICATION: Readonly<Record<number, readonly [name: string, verb: Verb]>> = {
  0x01: ['log in to application', 'connect'],
  0x02: ['log out of application', 'connect'],
  0x03: ['create application', 'download'],
  0x04: ['delete application', 'delete'],
  0x05: ['download', 'download'],
  0x06: ['online change', 'edit'],
  0x07: ['download device', 'download'],
  0x08: ['create device application', 'download'],
  0x10: ['start', 'start'],
  0x11: ['stop', 'stop'],
  0x12: ['reset', 'reset'],
  0x13: ['set breakpoint', 'mode'],
  0x14: ['read status', 'read'],
  0x15: ['delete breakpoint', 'mode'],
  0x16: ['read call stack', 'diagnose'],
  0x17: ['get area offset', 'diagnose'],
  0x18: ['read application list', 'discover'],
  0x19: ['set next statement', 'mode'],
  0x20: ['release force list', 'force'],
  0x21: ['upload force list', 'diagnose'],
  0x22: ['single cycle', 'mode'],
  0x23: ['create boot project', 'download'],
  0x24: ['reinitialise application', 'reset'],
  0x25: ['read application state list', 'read'],
  0x26: ['load boot application', 'download'],
  0x27: ['register boot application', 'download'],
  0x28: ['check file consistency', 'diagnose'],
  0x29: ['read application info', 'discover'],
  0x30: ['download compact', 'download'],
  0x31: ['read project info', 'discover'],
  0x32: ['define flow', 'diagnose'],
  0x33: ['read flow values', 'read'],
  0x34: ['download encrypted', 'download'],
  0x35: ['read application content', 'upload'],
  0x36: ['save retains', 'file'],
  0x37: ['restore retains', 'write'],
  0x38: ['get area address', 'diagnose'],
}

const FILES: Readonly<Record<number, readonly [name: string, verb: Verb]>> = {
  0x01: ['get file info', 'file'],
  0x02: ['start download of file', 'file'],
  0x03: ['continue download of file', 'file'],
  0x04: ['end download of file', 'file'],
  0x05: ['start upload of file', 'file'],
  0x06: ['continue upload of file', 'file'],
  0x07: ['end upload of file', 'file'],
  0x08: ['rename file', 'file'],
  0x09: ['rename directory', 'file'],
  0x0a: ['delete file', 'delete'],
  0x0b: ['delete directory', 'delete'],
  0x0c: ['read directory', 'file'],
  0x0d: ['create directory', 'file'],
}

const SERVICES: Readonly<Record<number, typeof DEVICE>> = { 0x01: DEVICE, 0x02: APPLICATION, 0x08: FILES }

export type Service = { readonly ref: FunctionRef; readonly verb: Verb }

const hexByte = (value: number): string => value.toString(16).padStart(2, '0')
const known = new Map<number, Service>()
const MOST = 1024

/** `02:11`, `application stop`. */
export function serviceOf(group: number, command: number): Service {
  const key = group * 0x10000 + command
  const found = known.get(key)
  if (found) return found
  const [groupName, groupVerb] = GROUPS[group] ?? ['unknown group', 'other']
  const [name, verb] = SERVICES[group]?.[command] ?? [`service ${hexByte(command)}`, groupVerb]
  const made: Service = {
    ref: { code: `${hexByte(group)}:${hexByte(command)}`, name: `${groupName} ${name}` },
    verb,
  }
  if (known.size < MOST) known.set(key, made)
  return made
}

export const NAME_SERVICE: FunctionRef = { code: 'ns', name: 'name service' }
export const ADDRESS: FunctionRef = { code: 'address', name: 'address notification' }
export const OPEN: FunctionRef = { code: 'channel:c3', name: 'open channel' }
export const CLOSE: FunctionRef = { code: 'channel:c4', name: 'close channel' }
