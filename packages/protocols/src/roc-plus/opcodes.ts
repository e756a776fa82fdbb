// Opcodes and error codes of ROC Plus: Emerson, ROC Plus Protocol Specifications Manual A6127, chapter 3.
import type { FunctionRef, Verb } from '@nautilus/model'

export type Opcode = { readonly function: FunctionRef; readonly verb: Verb; readonly known: boolean }

const entries: Readonly<Record<number, readonly [name: string, verb: Verb]>> = {
  6: ['system configuration', 'discover'],
  7: ['read clock', 'read'],
  8: ['set clock', 'clock'],
  10: ['read configurable opcode', 'read'],
  11: ['write configurable opcode', 'write'],
  17: ['login', 'authenticate'],
  24: ['store and forward', 'other'],
  50: ['read I/O position', 'read'],
  100: ['access user-defined information', 'read'],
  105: ['read minimum and maximum', 'read'],
  108: ['read history tag and index', 'read'],
  118: ['read alarms', 'diagnose'],
  119: ['read events', 'diagnose'],
  135: ['read single history point', 'read'],
  136: ['read multiple history points', 'read'],
  137: ['read history index of a day', 'read'],
  138: ['read daily and periodic history', 'read'],
  139: ['read history information', 'read'],
  166: ['write parameters of a point', 'write'],
  167: ['read parameters of a point', 'read'],
  180: ['read parameters', 'read'],
  181: ['write parameters', 'write'],
  203: ['file transfer', 'file'],
  205: ['peer-to-peer network message', 'other'],
  206: ['read transaction history', 'read'],
  224: ['report by exception', 'alarm'],
  225: ['report by exception acknowledged', 'connect'],
  255: ['error', 'other'],
}

const opcodes: readonly Opcode[] = Array.from({ length: 256 }, (_, code) => {
  const [name, verb] = entries[code] ?? ['unknown opcode', 'other']
  return { function: { code: String(code), name }, verb, known: code in entries }
})
export const opcodeOf = (code: number): Opcode => opcodes[code & 0xff]!

const errors: Readonly<Record<number, string>> = {
  1: 'invalid opcode',
  2: 'invalid parameter number',
  3: 'invalid logical number',
  4: 'invalid point type',
  5: 'too many data bytes',
  6: 'too few data bytes',
  20: 'parameter is read only',
  21: 'security error',
  22: 'invalid security logon',
}
export const errorOf = (code: number): FunctionRef => ({ code: String(code), name: errors[code] ?? 'unknown error' })

/** Opcode 203: what is done with the file. */
export const fileCommands: Readonly<Record<number, readonly [name: string, verb: Verb]>> = {
  1: ['open', 'file'],
  2: ['read', 'file'],
  3: ['write', 'file'],
  4: ['close', 'file'],
  5: ['delete', 'delete'],
  6: ['read directory', 'file'],
  64: ['read directory', 'file'],
}

/** Opcode 6: what the device is and what it does. */
export const deviceTypes: Readonly<Record<number, string>> = {
  1: 'ROC300 (ROCPAC)',
  2: 'FloBoss 407',
  3: 'ROC300 (FlashPAC)',
  4: 'FloBoss 503',
  5: 'FloBoss 504',
  6: 'ROC800',
  11: 'DL8000',
}
export const modes = ['firmware update', 'run', 'test']
