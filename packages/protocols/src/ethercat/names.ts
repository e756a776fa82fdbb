// Commands, registers and states of EtherCAT. IEC 61158-4-12 (datagrams), ETG.1000.4 (registers), ETG.1000.6 (application
// layer); names of registers after Beckhoff's ESC data sheet, section II.
import type { FunctionRef } from '@nautilus/model'
import { hexNumber } from '../reader.ts'

const COMMANDS = [
  'NOP no operation',
  'APRD auto increment read',
  'APWR auto increment write',
  'APRW auto increment read write',
  'FPRD configured address read',
  'FPWR configured address write',
  'FPRW configured address read write',
  'BRD broadcast read',
  'BWR broadcast write',
  'BRW broadcast read write',
  'LRD logical read',
  'LWR logical write',
  'LRW logical read write',
  'ARMW auto increment read multiple write',
  'FRMW configured address read multiple write',
] as const

const refs: readonly FunctionRef[] = COMMANDS.map((name, code) => ({ code: hexNumber(code), name }))
export const commandOf = (code: number): FunctionRef => refs[code] ?? { code: hexNumber(code), name: 'unknown command' }

export const TYPES: Readonly<Record<number, FunctionRef>> = {
  1: { code: 'type:1', name: 'EtherCAT frame' },
  4: { code: 'type:4', name: 'network variables' },
  5: { code: 'type:5', name: 'mailbox gateway' },
}

export const READS: ReadonlySet<number> = new Set([1, 4, 7, 10])
export const WRITES: ReadonlySet<number> = new Set([2, 5, 8, 11])

const registers: Readonly<Record<number, string>> = {
  0x0000: 'type',
  0x0001: 'revision',
  0x0002: 'build',
  0x0004: 'FMMU count',
  0x0005: 'sync manager count',
  0x0006: 'RAM size',
  0x0007: 'port descriptor',
  0x0008: 'features',
  0x0010: 'station address',
  0x0012: 'station alias',
  0x0020: 'register write enable',
  0x0021: 'register write protection',
  0x0030: 'ESC write enable',
  0x0031: 'ESC write protection',
  0x0040: 'ESC reset',
  0x0041: 'ESC reset by PDI',
  0x0100: 'DL control',
  0x0101: 'DL control ports',
  0x0103: 'DL alias control',
  0x0108: 'read write offset',
  0x0110: 'DL status',
  0x0120: 'AL control',
  0x0130: 'AL status',
  0x0134: 'AL status code',
  0x0138: 'run LED override',
  0x0139: 'error LED override',
  0x0140: 'PDI control',
  0x0141: 'ESC configuration',
  0x014e: 'PDI information',
  0x0150: 'PDI configuration',
  0x0200: 'ECAT event mask',
  0x0204: 'AL event mask',
  0x0210: 'ECAT event request',
  0x0220: 'AL event request',
  0x0300: 'receive errors',
  0x0308: 'forwarded errors',
  0x030c: 'processing unit errors',
  0x030d: 'PDI errors',
  0x0310: 'lost links',
  0x0400: 'watchdog divider',
  0x0410: 'PDI watchdog time',
  0x0420: 'process data watchdog time',
  0x0440: 'watchdog status',
  0x0442: 'watchdog counter',
  0x0443: 'PDI watchdog counter',
  0x0500: 'SII configuration',
  0x0501: 'SII PDI access',
  0x0502: 'SII control',
  0x0504: 'SII address',
  0x0508: 'SII data',
  0x0510: 'MII control',
  0x0900: 'port receive times',
  0x0910: 'system time',
  0x0918: 'processing unit receive time',
  0x0920: 'system time offset',
  0x0928: 'system time delay',
  0x092c: 'system time difference',
  0x0930: 'speed counter start',
  0x0932: 'speed counter difference',
  0x0934: 'system time filter',
  0x0935: 'speed counter filter',
  0x0980: 'cyclic unit control',
  0x0981: 'DC activation',
  0x0982: 'sync pulse length',
  0x0990: 'cyclic start time',
  0x09a0: 'sync 0 cycle time',
  0x09a4: 'sync 1 cycle time',
  0x09a8: 'latch 0 control',
  0x09a9: 'latch 1 control',
  0x0f00: 'digital output',
  0x0f10: 'general purpose output',
  0x0f18: 'general purpose input',
}

/** Name of a register, of a sync manager or FMMU with its number, or the plain address. */
export function registerOf(address: number): string {
  const name = registers[address]
  if (name) return name
  if (address >= 0x600 && address < 0x700) return `FMMU ${(address - 0x600) >> 4}`
  if (address >= 0x800 && address < 0x880) return `sync manager ${(address - 0x800) >> 3}`
  return hexNumber(address, 4)
}

const STATES: Readonly<Record<number, string>> = { 1: 'INIT', 2: 'PRE-OP', 3: 'BOOT', 4: 'SAFE-OP', 8: 'OP' }
export const stateOf = (value: number): string => STATES[value & 0xf] ?? hexNumber(value & 0xf)

/** Codes of SDO aborts: ETG.1000.6, table 41. */
const ABORTS: Readonly<Record<number, string>> = {
  0x05030000: 'toggle bit not changed',
  0x05040000: 'timeout',
  0x05040001: 'command specifier not valid',
  0x05040005: 'out of memory',
  0x06010000: 'unsupported access',
  0x06010001: 'write only',
  0x06010002: 'read only',
  0x06010003: 'subindex cannot be written',
  0x06010004: 'complete access not supported',
  0x06020000: 'object does not exist',
  0x06040041: 'cannot be mapped',
  0x06040042: 'mapping too long',
  0x06040043: 'parameter incompatible',
  0x06040047: 'internal incompatibility',
  0x06060000: 'hardware error',
  0x06070010: 'wrong length',
  0x06070012: 'too long',
  0x06070013: 'too short',
  0x06090011: 'subindex does not exist',
  0x06090030: 'value out of range',
  0x06090031: 'value too high',
  0x06090032: 'value too low',
  0x06090036: 'maximum below minimum',
  0x08000000: 'general error',
  0x08000020: 'cannot be stored',
  0x08000021: 'local control',
  0x08000022: 'wrong device state',
  0x08000023: 'no object dictionary',
}
export const abortOf = (code: number): FunctionRef => ({
  code: hexNumber(code, 8),
  name: ABORTS[code] ?? 'unknown abort code',
})

/** Vendor ids of the EtherCAT Technology Group, those that are met most. */
const VENDORS: Readonly<Record<number, string>> = {
  0x02: 'Beckhoff',
  0x6a: 'Kollmorgen',
  0x83: 'Omron',
  0x9a: 'Elmo',
  0x1dd: 'Delta',
  0x539: 'Yaskawa',
  0x66f: 'Panasonic',
}
export const vendorOf = (id: number): string => VENDORS[id] ?? hexNumber(id, 8)
