// Function codes and their names, verbs, and the names of return codes and transport facts. Wireshark `s7comm`, Snap7.
import type { FunctionRef, Verb } from '@nautilus/model'
import { hexNumber } from '../reader.ts'
import { errorNames } from './errors.ts'

export const functions = {
  services: 0x00,
  read: 0x04,
  write: 0x05,
  requestDownload: 0x1a,
  downloadBlock: 0x1b,
  downloadEnded: 0x1c,
  startUpload: 0x1d,
  upload: 0x1e,
  endUpload: 0x1f,
  service: 0x28,
  stop: 0x29,
  setup: 0xf0,
} as const

type Named = { readonly ref: FunctionRef; readonly verb: Verb }
const job = (code: number, name: string, verb: Verb): [number, Named] => [
  code,
  { ref: { code: `job:${code.toString(16).padStart(2, '0')}`, name }, verb },
]

const JOBS: ReadonlyMap<number, Named> = new Map([
  job(0x00, 'CPU services', 'other'),
  job(0x04, 'read variable', 'read'),
  job(0x05, 'write variable', 'write'),
  job(0x1a, 'request download', 'download'),
  job(0x1b, 'download block', 'download'),
  job(0x1c, 'download ended', 'download'),
  job(0x1d, 'start upload', 'upload'),
  job(0x1e, 'upload', 'upload'),
  job(0x1f, 'end upload', 'upload'),
  job(0x28, 'PI service', 'other'),
  job(0x29, 'PLC stop', 'stop'),
  job(0xf0, 'set up communication', 'connect'),
])

/** An acknowledgement that names no function: the request it answers does. */
const ACKNOWLEDGE: Named = { ref: { code: 'ack', name: 'acknowledge' }, verb: 'other' }

/** The function of a job or of its acknowledgement; -1 is an acknowledgement without parameter. */
export function jobNamed(code: number): Named {
  if (code < 0) return ACKNOWLEDGE
  return JOBS.get(code) ?? job(code, 'unknown function', 'other')[1]
}

const RETURN_CODES: Readonly<Partial<Record<number, string>>> = {
  0x00: 'reserved',
  0x01: 'hardware error',
  0x03: 'access not allowed',
  0x05: 'address out of range',
  0x06: 'data type not supported',
  0x07: 'data type inconsistent',
  0x0a: 'object does not exist',
  0xff: 'success',
}
export const returnCode = (code: number): FunctionRef => ({
  code: hexNumber(code),
  name: RETURN_CODES[code] ?? 'unknown return code',
})

const ERROR_CLASSES: Readonly<Partial<Record<number, string>>> = {
  0x81: 'application relationship error',
  0x82: 'object definition error',
  0x83: 'no resources',
  0x84: 'service processing error',
  0x85: 'supply error',
  0x87: 'access error',
}
/** An error of the header or of a userdata parameter: class and code in 16 bits. */
export const errorCode = (error: number): FunctionRef => ({
  code: hexNumber(error, 4),
  name: errorNames[error] ?? ERROR_CLASSES[error >> 8] ?? 'unknown error',
})
