// Response codes of HART: HCF_SPEC-307. Messages of HART-IP: HCF_SPEC-085 (IEC 62591).
import type { FunctionRef } from '@nautilus/model'
import { hexNumber } from '../reader.ts'

const codes: Readonly<Record<number, string>> = Object.freeze({
  1: 'undefined error',
  2: 'invalid selection',
  3: 'passed parameter too large',
  4: 'passed parameter too small',
  5: 'too few data bytes received',
  6: 'device-specific command error',
  7: 'in write protect mode',
  8: 'update failure, or set to nearest possible value',
  15: 'invalid analog channel number',
  16: 'access restricted',
  17: 'invalid device variable index',
  18: 'invalid units code',
  19: 'device variable index not allowed',
  20: 'invalid extended command number',
  21: 'invalid I/O card number',
  22: 'invalid channel number',
  23: 'sub-device response too long',
  28: 'invalid range units code',
  29: 'invalid span',
  30: 'command response truncated',
  32: 'busy',
  33: 'delayed response initiated',
  34: 'delayed response running',
  35: 'delayed response dead',
  36: 'delayed response conflict',
  60: 'payload too long',
  61: 'no buffers available',
  62: 'no alarm or event buffers available',
  63: 'priority too low',
  64: 'command not implemented',
})

/** Codes 9 to 14 mean something else in each command: HCF_SPEC-127, HCF_SPEC-151. */
const ranges = [
  'lower range value too high',
  'lower range value too low',
  'upper range value too high',
  'upper range value too low',
  'both range values out of limits',
  'span too small',
]
const processes = ['applied process too high', 'applied process too low']
const trims = ['not in proper current mode', 'passed parameter too small', 'loop current not active']
const units = ['', '', '', 'invalid units code']
const owns: Readonly<Record<number, readonly string[]>> = Object.freeze({
  35: ranges,
  36: processes,
  37: processes,
  38: ['configuration change counter mismatch'],
  40: ['', '', 'loop current not active'],
  43: processes,
  44: units,
  45: trims,
  46: trims,
  52: processes,
  53: units,
  65: ranges,
})

/** Bit 7: the device did not understand what came over its loop. */
const COMMUNICATION = 0x80
const warnings: ReadonlySet<number> = new Set([8, 14, 24, 25, 26, 27, 30, 31, 33, 34])

/** Whether a response code says that the command was not done: zero, warnings and delays do not. */
export const refuses = (code: number): boolean =>
  code > 0 && !warnings.has(code) && (code < 96 || code >= COMMUNICATION)

export function responseOf(code: number, command: number): FunctionRef {
  if (code >= COMMUNICATION) return { code: hexNumber(code), name: 'communication error' }
  const own = code >= 9 && code <= 14 ? owns[command]?.[code - 9] : undefined
  return { code: String(code), name: own || codes[code] || (refuses(code) ? 'command error' : 'command warning') }
}

/** Of the status in the header. */
const statuses: Readonly<Record<number, string>> = Object.freeze({
  2: 'invalid selection',
  5: 'too few data bytes received',
  6: 'device-specific command error',
  8: 'set to nearest possible value',
  14: 'version not supported',
  15: 'all available sessions in use',
  16: 'access restricted',
})

export const statusOf = (code: number): FunctionRef => ({
  code: `status:${code}`,
  name: statuses[code] ?? codes[code] ?? 'unknown status',
})

export const messages: readonly FunctionRef[] = [
  'session initiate',
  'session close',
  'keep alive',
  'token-passing PDU',
  'direct PDU',
  'read audit log',
].map((name, id) => ({ code: `id:${id}`, name }))
