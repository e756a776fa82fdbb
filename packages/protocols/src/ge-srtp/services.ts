// Services, memories and states of GE SRTP. There is no public specification; codes as published by G. Denton et al.,
// "Leveraging the SRTP protocol for over-the-network memory acquisition of a GE Fanuc Series 90-30", DFRWS 2017.
import type { FunctionRef, Verb } from '@nautilus/model'
import { hexNumber } from '../reader.ts'

const entries: Readonly<Record<number, readonly [name: string, verb: Verb]>> = Object.freeze({
  0x00: ['PLC short status', 'read'],
  0x01: ['return control program names', 'discover'],
  0x03: ['return PLC configuration', 'discover'],
  0x04: ['read system memory', 'read'],
  0x05: ['read task memory', 'read'],
  0x06: ['read program memory', 'upload'],
  0x07: ['write system memory', 'write'],
  0x08: ['write task memory', 'write'],
  0x09: ['write program block memory', 'download'],
  0x20: ['programmer logon', 'authenticate'],
  0x21: ['change privilege level', 'authenticate'],
  0x22: ['set control id', 'configure'],
  0x23: ['set PLC state', 'mode'],
  0x24: ['set PLC time and date', 'clock'],
  0x25: ['return PLC time and date', 'read'],
  0x38: ['return fault table', 'diagnose'],
  0x39: ['clear fault table', 'acknowledge'],
  0x3f: ['program store from PLC', 'upload'],
  0x40: ['program load to PLC', 'download'],
  0x43: ['return controller type and id', 'discover'],
  0x44: ['toggle force of system memory', 'force'],
})

export const READ = 0x04
export const WRITE = 0x07
export const FORCE = 0x44
export const SET_STATE = 0x23
export const PRIVILEGE = 0x21
export const NAMES = 0x01

export const isService = (code: number): boolean => code in entries

export const verbOf = (code: number): Verb => entries[code]?.[1] ?? 'other'

const refs = new Map<number, FunctionRef>()

export function functionOf(code: number): FunctionRef {
  const known = refs.get(code)
  if (known) return known
  const made = { code: hexNumber(code), name: entries[code]?.[0] ?? 'unknown' }
  refs.set(code, made)
  return made
}

/** Name of a memory, and how wide what one number of it addresses is, in bits. */
export const memories: Readonly<Record<number, readonly [name: string, bits: 1 | 8 | 16]>> = Object.freeze({
  0x08: ['R', 16],
  0x0a: ['AI', 16],
  0x0c: ['AQ', 16],
  0x10: ['I', 8],
  0x12: ['Q', 8],
  0x14: ['T', 8],
  0x16: ['M', 8],
  0x18: ['SA', 8],
  0x1a: ['SB', 8],
  0x1c: ['SC', 8],
  0x1e: ['S', 8],
  0x38: ['G', 8],
  0x46: ['I', 1],
  0x48: ['Q', 1],
  0x4a: ['T', 1],
  0x4c: ['M', 1],
  0x4e: ['SA', 1],
  0x50: ['SB', 1],
  0x52: ['SC', 1],
  0x54: ['S', 1],
  0x56: ['G', 1],
  0xc4: ['W', 16],
})

export const states: Readonly<Record<number, string>> = Object.freeze({
  0: 'run, outputs enabled',
  1: 'run, outputs disabled',
  2: 'stop, I/O disabled',
  3: 'stop, faulted',
  4: 'halted',
  5: 'suspended',
  6: 'stop, I/O enabled',
})

export const stateVerb = (state: number): Verb => (state <= 1 ? 'start' : state === 2 || state === 6 ? 'stop' : 'mode')

const errors: Readonly<Record<number, string>> = Object.freeze({
  0x01: 'illegal service request',
  0x02: 'insufficient privilege level',
  0x04: 'protocol sequence error',
  0x05: 'service request error',
  0x06: 'illegal mailbox type',
  0x07: 'service request queue full',
  0x0a: 'illegal request code or length',
  0x0b: 'illegal segment selector',
})

export const refusalOf = (major: number, minor: number): FunctionRef => ({
  code: `${hexNumber(major)}:${hexNumber(minor)}`,
  name: errors[major] ?? 'unknown error',
})
