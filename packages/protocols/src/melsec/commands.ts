// Commands and end codes of SLMP. Mitsubishi SH(NA)-080956ENG, SLMP Reference Manual, chapters 3 and 5; SH(NA)-080008,
// MELSEC Communication Protocol Reference Manual.
import type { FunctionRef, Verb } from '@nautilus/model'
import { hexNumber } from '../reader.ts'

const entries: Readonly<Record<number, readonly [name: string, verb: Verb]>> = Object.freeze({
  0x0101: ['read type name', 'discover'],
  0x0401: ['device read', 'read'],
  0x0403: ['device read random', 'read'],
  0x0406: ['device read block', 'read'],
  0x041a: ['array label read', 'read'],
  0x041c: ['label read random', 'read'],
  0x0601: ['intelligent module read', 'read'],
  0x0613: ['buffer memory read', 'read'],
  0x0619: ['self test', 'diagnose'],
  0x0801: ['entry monitor device', 'subscribe'],
  0x0802: ['execute monitor', 'read'],
  0x0e30: ['node search', 'discover'],
  0x0e31: ['IP address set', 'configure'],
  0x1001: ['remote run', 'start'],
  0x1002: ['remote stop', 'stop'],
  0x1003: ['remote pause', 'stop'],
  0x1005: ['remote latch clear', 'reset'],
  0x1006: ['remote reset', 'reset'],
  0x1401: ['device write', 'write'],
  0x1402: ['device write random', 'write'],
  0x1406: ['device write block', 'write'],
  0x141a: ['array label write', 'write'],
  0x141b: ['label write random', 'write'],
  0x1601: ['intelligent module write', 'write'],
  0x1613: ['buffer memory write', 'write'],
  0x1617: ['clear error', 'acknowledge'],
  0x1630: ['remote password unlock', 'authenticate'],
  0x1631: ['remote password lock', 'authenticate'],
  0x1810: ['file directory read', 'file'],
  0x1811: ['file search', 'file'],
  0x1820: ['file new', 'file'],
  0x1822: ['file delete', 'delete'],
  0x1824: ['file copy', 'file'],
  0x1825: ['file attribute change', 'file'],
  0x1826: ['file date change', 'file'],
  0x1827: ['file open', 'file'],
  0x1828: ['file read', 'file'],
  0x1829: ['file write', 'file'],
  0x182a: ['file close', 'file'],
  0x2101: ['on-demand data', 'report'],
})

export const isCommand = (code: number): boolean => code in entries
export const verbOf = (code: number): Verb => entries[code]?.[1] ?? 'other'

const refs = new Map<number, FunctionRef>()

/** `0x0401` device read. */
export function functionOf(code: number): FunctionRef {
  const known = refs.get(code)
  if (known) return known
  const made = { code: hexNumber(code, 4), name: entries[code]?.[0] ?? 'unknown' }
  if (refs.size < 1024) refs.set(code, made)
  return made
}

const ends: Readonly<Record<number, string>> = Object.freeze({
  0xc050: 'ASCII code cannot be converted',
  0xc051: 'number of points out of range',
  0xc052: 'number of points out of range',
  0xc053: 'number of points out of range',
  0xc054: 'number of points out of range',
  0xc056: 'address beyond the range',
  0xc058: 'length does not match',
  0xc059: 'command cannot be used',
  0xc05b: 'CPU cannot access the device',
  0xc05c: 'content of the request wrong',
  0xc05d: 'monitor not registered',
  0xc05f: 'not possible for the target CPU',
  0xc060: 'content of the request wrong',
  0xc061: 'length does not match',
  0xc06f: 'ASCII or binary does not match',
  0xc070: 'device memory cannot be extended',
  0xc0b5: 'data cannot be handled by the CPU',
  0xc200: 'remote password wrong',
  0xc201: 'port is locked',
  0xc204: 'other device holds the password',
  0xcee0: 'other request being executed',
  0xcee1: 'request too long',
  0xcee2: 'response too long',
})

export const refusalOf = (end: number): FunctionRef => ({
  code: hexNumber(end, 4),
  name: ends[end] ?? 'error of the target',
})

/** Of engineering software, not published: what is asked for is told by the upper half, as in SLMP. */
const melsoft: Readonly<Record<number, readonly [name: string, verb: Verb]>> = Object.freeze({
  0x0121: ['read CPU model', 'discover'],
  0x1001: ['remote run', 'start'],
  0x1002: ['remote stop', 'stop'],
  0x1003: ['remote pause', 'stop'],
  0x1005: ['remote latch clear', 'reset'],
  0x1006: ['remote reset', 'reset'],
})
const melsoftGroups: Readonly<Record<number, readonly [name: string, verb: Verb]>> = Object.freeze({
  0x04: ['read', 'read'],
  0x14: ['write', 'write'],
  0x18: ['file', 'file'],
})
const melsoftUnknown = ['unknown', 'other'] as const
const melsoftRefs = new Map<number, FunctionRef>()

const melsoftEntry = (code: number): readonly [name: string, verb: Verb] =>
  melsoft[code] ?? melsoftGroups[code >> 8] ?? melsoftUnknown

export const melsoftVerb = (code: number): Verb => melsoftEntry(code)[1]

export function melsoftOf(code: number): FunctionRef {
  const known = melsoftRefs.get(code)
  if (known) return known
  const made = { code: `melsoft:${hexNumber(code, 4)}`, name: `MELSOFT ${melsoftEntry(code)[0]}` }
  if (melsoftRefs.size < 1024) melsoftRefs.set(code, made)
  return made
}
