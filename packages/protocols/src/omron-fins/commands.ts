// Commands and end codes of FINS. Omron W342, CS/CJ Series Communications Commands Reference Manual, chapter 5; W227, FINS
// Commands Reference Manual, for those of CV controllers and networks.
import type { FunctionRef, Verb } from '@nautilus/model'
import { hexNumber } from '../reader.ts'

const entries: Readonly<Record<number, readonly [name: string, verb: Verb]>> = Object.freeze({
  0x0101: ['memory area read', 'read'],
  0x0102: ['memory area write', 'write'],
  0x0103: ['memory area fill', 'write'],
  0x0104: ['multiple memory area read', 'read'],
  0x0105: ['memory area transfer', 'write'],
  0x0201: ['parameter area read', 'read'],
  0x0202: ['parameter area write', 'configure'],
  0x0203: ['parameter area clear', 'configure'],
  0x0220: ['data link table read', 'read'],
  0x0221: ['data link table write', 'configure'],
  0x0304: ['program area protect', 'authenticate'],
  0x0305: ['program area protect clear', 'authenticate'],
  0x0306: ['program area read', 'upload'],
  0x0307: ['program area write', 'download'],
  0x0308: ['program area clear', 'delete'],
  0x0401: ['run', 'start'],
  0x0402: ['stop', 'stop'],
  0x0403: ['reset', 'reset'],
  0x0501: ['controller data read', 'discover'],
  0x0502: ['connection data read', 'discover'],
  0x0601: ['controller status read', 'read'],
  0x0602: ['network status read', 'read'],
  0x0603: ['data link status read', 'read'],
  0x0620: ['cycle time read', 'read'],
  0x0701: ['clock read', 'read'],
  0x0702: ['clock write', 'clock'],
  0x0801: ['loopback test', 'diagnose'],
  0x0802: ['broadcast test results read', 'diagnose'],
  0x0803: ['broadcast test data send', 'diagnose'],
  0x0920: ['message read or clear, FAL/FALS number read', 'diagnose'],
  0x0c01: ['access right acquire', 'authenticate'],
  0x0c02: ['access right forced acquire', 'authenticate'],
  0x0c03: ['access right release', 'connect'],
  0x2101: ['error clear', 'acknowledge'],
  0x2102: ['error log read', 'diagnose'],
  0x2103: ['error log clear', 'delete'],
  0x2140: ['FINS write access log read', 'diagnose'],
  0x2141: ['FINS write access log clear', 'delete'],
  0x2201: ['file name read', 'file'],
  0x2202: ['single file read', 'file'],
  0x2203: ['single file write', 'file'],
  0x2204: ['file memory format', 'delete'],
  0x2205: ['file delete', 'delete'],
  0x2206: ['volume label create or delete', 'file'],
  0x2207: ['file copy', 'file'],
  0x2208: ['file name change', 'file'],
  0x2209: ['file data check', 'file'],
  0x220a: ['memory area file transfer', 'file'],
  0x220b: ['parameter area file transfer', 'file'],
  0x220c: ['program area file transfer', 'file'],
  0x220f: ['file memory index read', 'file'],
  0x2210: ['file memory read', 'file'],
  0x2211: ['file memory write', 'file'],
  0x2215: ['directory create or delete', 'file'],
  0x2220: ['memory cassette transfer', 'file'],
  0x2301: ['forced set or reset', 'force'],
  0x2302: ['forced set or reset cancel', 'force'],
  0x230a: ['multiple forced status read', 'read'],
  0x2601: ['name set', 'configure'],
  0x2602: ['name delete', 'configure'],
  0x2603: ['name read', 'discover'],
})

export const isCommand = (code: number): boolean => code in entries

export const verbOf = (code: number): Verb => entries[code]?.[1] ?? 'other'

const refs = new Map<number, FunctionRef>()

/** `0x0101` memory area read. */
export function functionOf(code: number): FunctionRef {
  const known = refs.get(code)
  if (known) return known
  const made = { code: hexNumber(code, 4), name: entries[code]?.[0] ?? 'unknown' }
  if (refs.size < 1024) refs.set(code, made)
  return made
}

const ends: Readonly<Record<number, string>> = Object.freeze({
  0x0000: 'normal completion',
  0x0001: 'service canceled',
  0x0101: 'local node not in network',
  0x0102: 'token timeout',
  0x0103: 'retries failed',
  0x0104: 'too many send frames',
  0x0105: 'node address range error',
  0x0106: 'node address duplication',
  0x0201: 'destination node not in network',
  0x0202: 'unit missing',
  0x0203: 'third node missing',
  0x0204: 'destination node busy',
  0x0205: 'response timeout',
  0x0301: 'communications controller error',
  0x0302: 'CPU unit error',
  0x0303: 'controller error',
  0x0304: 'unit number error',
  0x0401: 'undefined command',
  0x0402: 'not supported by model or version',
  0x0501: 'destination address setting error',
  0x0502: 'no routing tables',
  0x0503: 'routing table error',
  0x0504: 'too many relays',
  0x1001: 'command too long',
  0x1002: 'command too short',
  0x1003: 'elements and data do not match',
  0x1004: 'command format error',
  0x1005: 'header error',
  0x1101: 'area classification missing',
  0x1102: 'access size error',
  0x1103: 'address range error',
  0x1104: 'address range exceeded',
  0x1106: 'program missing',
  0x1109: 'relational error',
  0x110a: 'duplicate data access',
  0x110b: 'response too long',
  0x110c: 'parameter error',
  0x2002: 'read: protected',
  0x2003: 'read: table missing',
  0x2004: 'read: data missing',
  0x2005: 'read: program missing',
  0x2006: 'read: file missing',
  0x2007: 'read: data mismatch',
  0x2101: 'write: read-only',
  0x2102: 'write: protected',
  0x2103: 'write: cannot register',
  0x2105: 'write: program missing',
  0x2106: 'write: file missing',
  0x2107: 'write: file name already exists',
  0x2108: 'write: cannot change',
  0x2201: 'not possible during execution',
  0x2202: 'not possible while running',
  0x2203: 'wrong mode: program',
  0x2204: 'wrong mode: debug',
  0x2205: 'wrong mode: monitor',
  0x2206: 'wrong mode: run',
  0x2207: 'specified node not polling node',
  0x2208: 'step cannot be executed',
  0x2301: 'file device missing',
  0x2302: 'memory missing',
  0x2303: 'clock missing',
  0x2401: 'table missing',
  0x2502: 'memory error',
  0x2503: 'I/O setting error',
  0x2504: 'too many I/O points',
  0x2505: 'CPU bus error',
  0x2506: 'I/O duplication',
  0x2507: 'I/O bus error',
  0x2509: 'SYSMAC BUS/2 error',
  0x250a: 'CPU bus unit error',
  0x250d: 'SYSMAC BUS number duplication',
  0x250f: 'memory error',
  0x2510: 'SYSMAC BUS terminator missing',
  0x2601: 'no protection',
  0x2602: 'incorrect password',
  0x2604: 'protected',
  0x2605: 'service already executing',
  0x2606: 'service stopped',
  0x2607: 'no execution right',
  0x2608: 'settings not complete',
  0x2609: 'necessary items not set',
  0x260a: 'number already defined',
  0x260b: 'error will not clear',
  0x3001: 'no access right',
  0x4001: 'service aborted',
})

/** Bits that say that a relay failed or the CPU has an error, whatever became of the command. */
const FLAGS = 0x80c0

export const endOf = (code: number): number => code & ~FLAGS
export const refusalOf = (code: number): FunctionRef => ({
  code: hexNumber(endOf(code), 4),
  name: ends[endOf(code)] ?? 'unknown end code',
})

/** FINS/TCP, W421, 7-4. */
export const FRAME = 2
export const tcpCommands: Readonly<Record<number, FunctionRef>> = Object.freeze({
  0: { code: 'node-address', name: 'node address request' },
  1: { code: 'node-address', name: 'node address request' },
  3: { code: 'tcp-error', name: 'frame send error' },
  6: { code: 'tcp-confirm', name: 'connection confirmation' },
})

export const tcpErrors: Readonly<Record<number, string>> = Object.freeze({
  0x00: 'normal',
  0x01: 'header is not FINS',
  0x02: 'data too long',
  0x03: 'command not supported',
  0x20: 'all connections in use',
  0x21: 'node already connected',
  0x22: 'client not allowed',
  0x23: 'client node address out of range',
  0x24: 'node address used by both',
  0x25: 'no node address to allocate',
})
