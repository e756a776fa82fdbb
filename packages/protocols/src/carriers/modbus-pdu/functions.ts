// Function, diagnostic, encapsulated-interface and exception codes. Sections: Modbus Application Protocol V1.1b3.
// Codes outside the public list: Modicon Modbus Protocol Reference Guide PI-MBUS-300 rev. J, chapter 2.
import type { FunctionRef, Verb } from '@nautilus/model'

type Entry = readonly [name: string, verb: Verb]

// 6.1 to 6.21
const entries: Readonly<Record<number, Entry>> = {
  1: ['read coils', 'read'],
  2: ['read discrete inputs', 'read'],
  3: ['read holding registers', 'read'],
  4: ['read input registers', 'read'],
  5: ['write single coil', 'write'],
  6: ['write single register', 'write'],
  7: ['read exception status', 'diagnose'],
  8: ['diagnostics', 'diagnose'],
  9: ['program 484', 'other'],
  10: ['poll 484', 'diagnose'],
  11: ['get comm event counter', 'diagnose'],
  12: ['get comm event log', 'diagnose'],
  13: ['program controller', 'other'],
  14: ['poll controller', 'diagnose'],
  15: ['write multiple coils', 'write'],
  16: ['write multiple registers', 'write'],
  17: ['report server id', 'discover'],
  18: ['program 884/M84', 'other'],
  19: ['reset communication link', 'reset'],
  20: ['read file record', 'file'],
  21: ['write file record', 'file'],
  22: ['mask write register', 'write'],
  23: ['read/write multiple registers', 'write'],
  24: ['read FIFO queue', 'read'],
  43: ['encapsulated interface transport', 'other'],
  90: ['Schneider UMAS', 'other'],
  125: ['firmware replacement', 'firmware'],
  126: ['program 584/984', 'other'],
  127: ['report local address', 'discover'],
}

// 6.8.1. Verbs: a device forced to listen only no longer answers, yet its program runs on: a setting of communication.
const diagnosticEntries: Readonly<Record<number, Entry>> = {
  0: ['return query data', 'diagnose'],
  1: ['restart communications option', 'reset'],
  2: ['return diagnostic register', 'diagnose'],
  3: ['change ASCII input delimiter', 'configure'],
  4: ['force listen only mode', 'configure'],
  10: ['clear counters and diagnostic register', 'reset'],
  11: ['return bus message count', 'diagnose'],
  12: ['return bus communication error count', 'diagnose'],
  13: ['return bus exception error count', 'diagnose'],
  14: ['return server message count', 'diagnose'],
  15: ['return server no response count', 'diagnose'],
  16: ['return server NAK count', 'diagnose'],
  17: ['return server busy count', 'diagnose'],
  18: ['return bus character overrun count', 'diagnose'],
  20: ['clear overrun counter and flag', 'reset'],
}

// 7
const exceptionNames: Readonly<Record<number, string>> = {
  1: 'illegal function',
  2: 'illegal data address',
  3: 'illegal data value',
  4: 'server device failure',
  5: 'acknowledge',
  6: 'server device busy',
  7: 'negative acknowledge',
  8: 'memory parity error',
  10: 'gateway path unavailable',
  11: 'gateway target device failed to respond',
}

/** The first functions that vendors may define, and the last: 5.2. */
const isUserDefined = (code: number): boolean => (code >= 65 && code <= 72) || (code >= 100 && code <= 110)

const nameOf = (code: number): string =>
  entries[code]?.[0] ?? (isUserDefined(code) ? 'user-defined function' : 'unknown function')

const functionRefs: readonly FunctionRef[] = Array.from({ length: 256 }, (_, code) => ({
  code: String(code),
  name: nameOf(code),
}))

export type Named = { readonly function: FunctionRef; readonly verb: Verb }

/** The function as people count it: decimal code and name. */
export const functionOf = (code: number): FunctionRef => functionRefs[code]!

/** Whether the code is one that this folder, the specification or a vendor's manual names. */
export const isNamed = (code: number): boolean => entries[code] !== undefined

export const verbOf = (code: number): Verb => entries[code]?.[1] ?? 'other'

const part = (code: number, sub: number, [name, verb]: Entry): Named => ({
  function: { code: `${code}:${sub}`, name },
  verb,
})

/** A diagnostic sub-function, `8:10`. */
export const diagnosticOf = (sub: number): Named =>
  part(8, sub, diagnosticEntries[sub] ?? ['unknown diagnostic', 'diagnose'])

/** An encapsulated interface, `43:14`. */
export const interfaceOf = (mei: number, verb: Verb): Named => {
  const name =
    mei === 14 ? 'read device identification' : mei === 13 ? 'CANopen general reference' : 'unknown interface'
  return part(43, mei, [name, verb])
}

export const exceptionOf = (code: number): FunctionRef => ({
  code: String(code),
  name: exceptionNames[code] ?? 'unknown exception',
})

export const isException = (code: number): boolean => exceptionNames[code] !== undefined
