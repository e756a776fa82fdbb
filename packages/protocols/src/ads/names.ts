// Commands, index groups, ports, states and errors of ADS. Beckhoff Information System, "ADS device documentation" and
// "TwinCAT ADS specification" (TE1000).
import type { FunctionRef, Verb } from '@nautilus/model'
import { hexNumber } from '../reader.ts'

export const COMMAND = {
  info: 1,
  read: 2,
  write: 3,
  state: 4,
  control: 5,
  subscribe: 6,
  unsubscribe: 7,
  notification: 8,
  readWrite: 9,
} as const

const COMMANDS = [
  'invalid',
  'read device info',
  'read',
  'write',
  'read state',
  'write control',
  'add notification',
  'delete notification',
  'notification',
  'read write',
] as const

const refs: readonly FunctionRef[] = COMMANDS.map((name, code) => ({ code: String(code), name }))
export const commandOf = (code: number): FunctionRef => refs[code] ?? { code: String(code), name: 'unknown command' }

/** Index groups of the PLC: areas of memory, symbols, sums. */
export const GROUP = {
  memory: 0x4020,
  memoryBits: 0x4021,
  handle: 0xf003,
  byName: 0xf004,
  byHandle: 0xf005,
  release: 0xf006,
  symbolInfo: 0xf007,
  symbolInfoEx: 0xf009,
  inputs: 0xf020,
  inputBits: 0xf021,
  outputs: 0xf030,
  outputBits: 0xf031,
  sumRead: 0xf080,
  sumWrite: 0xf081,
  sumReadWrite: 0xf082,
} as const

const GROUPS: Readonly<Record<number, string>> = {
  0x4020: 'memory',
  0x4021: 'memory bits',
  0x4025: 'memory size',
  0x4030: 'retain',
  0x4035: 'retain size',
  0x4040: 'data',
  0x4045: 'data size',
  0xf000: 'symbol table',
  0xf001: 'symbol name',
  0xf002: 'symbol value',
  0xf003: 'symbol handle',
  0xf004: 'symbol value by name',
  0xf005: 'symbol value by handle',
  0xf006: 'release symbol handle',
  0xf007: 'symbol info',
  0xf008: 'symbol version',
  0xf009: 'symbol info',
  0xf00a: 'symbol download',
  0xf00b: 'symbol upload',
  0xf00c: 'symbol upload info',
  0xf00e: 'data type upload',
  0xf00f: 'symbol upload info',
  0xf010: 'symbol notification',
  0xf020: 'inputs',
  0xf021: 'input bits',
  0xf025: 'input size',
  0xf030: 'outputs',
  0xf031: 'output bits',
  0xf035: 'output size',
  0xf040: 'clear inputs',
  0xf050: 'clear outputs',
  0xf080: 'sum read',
  0xf081: 'sum write',
  0xf082: 'sum read write',
  0xf083: 'sum read',
  0xf084: 'sum read',
  0xf085: 'sum add notification',
  0xf086: 'sum delete notification',
  0xf100: 'device data',
}

/** Port of the system service, which opens files and starts programs. */
export const SYSTEM = 10_000

type Service = { readonly name: string; readonly verb: Verb; readonly read: Verb }
const service = (name: string, verb: Verb, read: Verb = verb): Service => ({ name, verb, read })

/** Index groups of the system service. */
const SERVICES: Readonly<Record<number, Service>> = {
  100: service('create', 'file'),
  101: service('open for reading', 'file'),
  102: service('open for writing', 'file'),
  110: service('create file', 'file'),
  111: service('close handle', 'file'),
  120: service('open file', 'file'),
  121: service('close file', 'file'),
  122: service('read file', 'file'),
  123: service('write file', 'file'),
  124: service('seek', 'file'),
  125: service('tell', 'file'),
  126: service('get line', 'file'),
  127: service('put line', 'file'),
  130: service('end of file', 'file'),
  131: service('delete file', 'delete'),
  132: service('rename file', 'file'),
  133: service('find file', 'file'),
  200: service('registry', 'configure', 'read'),
  300: service('send mail', 'call'),
  400: service('time', 'clock', 'read'),
  500: service('start process', 'call'),
  600: service('change NetId', 'configure', 'read'),
}

export const serviceOf = (port: number, group: number): Service | null =>
  port === SYSTEM ? (SERVICES[group] ?? null) : null
export const groupOf = (port: number, group: number): string =>
  serviceOf(port, group)?.name ?? GROUPS[group] ?? hexNumber(group, 4)

const STATES = [
  'invalid',
  'idle',
  'reset',
  'init',
  'start',
  'run',
  'stop',
  'save configuration',
  'load configuration',
  'power failure',
  'power good',
  'error',
  'shutdown',
  'suspend',
  'resume',
  'config',
  'reconfig',
  'stopping',
  'incompatible',
  'exception',
] as const
export const stateOf = (state: number): string => STATES[state] ?? String(state)

const CONTROLS: Readonly<Record<number, Verb>> = {
  2: 'reset',
  4: 'start',
  5: 'start',
  6: 'stop',
  12: 'stop',
  14: 'start',
}
export const controlOf = (state: number): Verb => CONTROLS[state] ?? 'mode'

/** Router and device errors; each is a kind of its own from 0x700 on. */
const ERRORS: Readonly<Record<number, string>> = {
  0x01: 'internal error',
  0x06: 'target port not found',
  0x07: 'target machine not found',
  0x08: 'unknown command',
  0x0d: 'port not connected',
  0x12: 'port disabled',
  0x1b: 'host unreachable',
  0x700: 'device error',
  0x701: 'service not supported',
  0x702: 'invalid index group',
  0x703: 'invalid index offset',
  0x704: 'reading or writing not permitted',
  0x705: 'wrong size',
  0x706: 'invalid data',
  0x707: 'not ready',
  0x708: 'busy',
  0x709: 'wrong context',
  0x70a: 'out of memory',
  0x70b: 'invalid parameter',
  0x70c: 'not found',
  0x70d: 'syntax',
  0x70e: 'incompatible',
  0x70f: 'exists',
  0x710: 'symbol not found',
  0x711: 'symbol version invalid',
  0x712: 'invalid state',
  0x713: 'transmission mode not supported',
  0x714: 'notification handle invalid',
  0x715: 'client unknown',
  0x716: 'no more handles',
  0x717: 'notification too large',
  0x718: 'not initialised',
  0x719: 'timeout',
  0x723: 'access denied',
  0x740: 'client error',
  0x745: 'client timeout',
  0x748: 'port not open',
}
export const errorOf = (code: number): FunctionRef => ({
  code: hexNumber(code, 4),
  name: ERRORS[code] ?? 'unknown error',
})
