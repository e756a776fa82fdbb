// BACnet virtual link control on IPv4. ASHRAE 135-2020, annex J.2.
export const BVLC = 0x81
export const HEADER = 4

export const RESULT = 0x00
export const FORWARDED = 0x04

const names: Readonly<Record<number, string>> = {
  0x00: 'result',
  0x01: 'write broadcast distribution table',
  0x02: 'read broadcast distribution table',
  0x03: 'broadcast distribution table',
  0x04: 'forwarded NPDU',
  0x05: 'register foreign device',
  0x06: 'read foreign device table',
  0x07: 'foreign device table',
  0x08: 'delete foreign device table entry',
  0x09: 'distribute broadcast to network',
  0x0a: 'original unicast NPDU',
  0x0b: 'original broadcast NPDU',
  0x0c: 'secure BVLL',
}

export const bvlcName = (code: number): string => names[code] ?? 'unknown function'

/** Where the NPDU begins; 0 where the function carries none. A forwarded one is preceded by its first sender. */
export function npduAt(code: number): number {
  if (code === FORWARDED) return HEADER + 6
  return code === 0x09 || code === 0x0a || code === 0x0b ? HEADER : 0
}

/** The length that a function has, or its least; -1 where it is unknown. */
export const leastLength: Readonly<Record<number, number>> = {
  0x00: 6,
  0x01: 4,
  0x02: 4,
  0x03: 4,
  0x04: 12,
  0x05: 6,
  0x06: 4,
  0x07: 4,
  0x08: 10,
  0x09: 6,
  0x0a: 6,
  0x0b: 6,
  0x0c: 4,
}

/** J.2.1.1 */
const results: Readonly<Record<number, string>> = {
  0x0010: 'write broadcast distribution table refused',
  0x0020: 'read broadcast distribution table refused',
  0x0030: 'register foreign device refused',
  0x0040: 'read foreign device table refused',
  0x0050: 'delete foreign device table entry refused',
  0x0060: 'distribute broadcast to network refused',
}

export const resultName = (code: number): string => results[code] ?? 'unknown result'
