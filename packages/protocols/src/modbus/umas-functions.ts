// Functions of Schneider's UMAS, as named by public research: L. Rodriguez, "The Unity (UMAS) protocol" (2017-2018);
// Kaspersky ICS CERT, "The secrets of Schneider Electric's UMAS protocol" (2022); Black Hat Europe 2024, M340.
// UMAS calls the way into the controller an upload; here that is a download, and the names say where to.
import type { FunctionRef, Verb } from '@nautilus/model'
import { hexNumber } from '../reader.ts'

const entries: Readonly<Record<number, readonly [name: string, verb: Verb]>> = {
  0x01: ['initialize communication', 'connect'],
  0x02: ['read PLC id', 'discover'],
  0x03: ['read project information', 'discover'],
  0x04: ['read PLC information', 'discover'],
  0x05: ['read loader information', 'discover'],
  0x06: ['read card information', 'discover'],
  0x07: ['read block information', 'discover'],
  0x0a: ['repeat', 'connect'],
  0x10: ['take PLC reservation', 'authenticate'],
  0x11: ['release PLC reservation', 'connect'],
  0x12: ['keep alive', 'connect'],
  0x20: ['read memory block', 'read'],
  0x21: ['write memory block', 'write'],
  0x22: ['read variables', 'read'],
  0x23: ['write variables', 'write'],
  0x24: ['read coils and registers', 'read'],
  0x25: ['write coils and registers', 'write'],
  0x26: ['data dictionary', 'read'],
  0x27: ['preload data dictionary', 'read'],
  0x28: ['read physical address', 'read'],
  0x29: ['write physical address', 'write'],
  0x2a: ['browse events', 'diagnose'],
  0x30: ['initialize upload to PLC', 'download'],
  0x31: ['upload block to PLC', 'download'],
  0x32: ['end upload to PLC', 'download'],
  0x33: ['initialize download from PLC', 'upload'],
  0x34: ['download block from PLC', 'upload'],
  0x35: ['end download from PLC', 'upload'],
  0x36: ['backup', 'file'],
  0x37: ['preload blocks', 'download'],
  0x38: ['signed message', 'other'],
  0x39: ['read Ethernet master data', 'read'],
  0x40: ['start PLC', 'start'],
  0x41: ['stop PLC', 'stop'],
  0x42: ['initialize PLC', 'reset'],
  0x43: ['swap blocks', 'edit'],
  0x50: ['monitor PLC', 'read'],
  0x51: ['get automatic modifications', 'diagnose'],
  0x52: ['get forced bits', 'diagnose'],
  0x53: ['get selected blocks', 'diagnose'],
  0x58: ['check PLC', 'connect'],
  0x60: ['set breakpoint', 'mode'],
  0x61: ['delete breakpoint', 'mode'],
  0x62: ['step over', 'mode'],
  0x63: ['step in', 'mode'],
  0x64: ['step out', 'mode'],
  0x65: ['get call stack', 'diagnose'],
  0x66: ['check debug allowed', 'diagnose'],
  0x6c: ['process message', 'other'],
  0x6d: ['private message', 'other'],
  0x6e: ['exchange reservation nonces', 'authenticate'],
  0x70: ['read I/O object', 'read'],
  0x71: ['write I/O object', 'write'],
  0x72: ['read rack', 'discover'],
  0x73: ['get status of module', 'read'],
  0x74: ['read device data', 'read'],
}

/** `90:0x40`, `UMAS start PLC`. */
export function umasFunction(code: number): { function: FunctionRef; verb: Verb } {
  const [name, verb] = entries[code] ?? ['unknown function', 'other']
  return { function: { code: `90:${hexNumber(code)}`, name: `UMAS ${name}` }, verb }
}
