// Status of faults and rejects: DCE 1.1 RPC (C706), appendix E; those of Windows: MS-ERREF, 2.2.
import type { FunctionRef } from '@nautilus/model'
import { hexNumber } from '../../reader.ts'

const names: Readonly<Partial<Record<number, string>>> = {
  0x00000005: 'access denied',
  0x000006f7: 'bad stub data',
  0x000006bf: 'call failed',
  0x16c9a0d6: 'endpoint not registered',
  0x1c000001: 'integer divided by zero',
  0x1c000002: 'address error',
  0x1c000003: 'floating point divided by zero',
  0x1c000004: 'floating point underflow',
  0x1c000005: 'floating point overflow',
  0x1c000006: 'invalid tag',
  0x1c000007: 'invalid bound',
  0x1c000008: 'RPC version mismatch',
  0x1c000009: 'unspecified reject',
  0x1c00000a: 'bad activity',
  0x1c00000b: 'who are you failed',
  0x1c00000c: 'manager not entered',
  0x1c00000d: 'canceled',
  0x1c00000e: 'illegal instruction',
  0x1c00000f: 'address error',
  0x1c000010: 'fault of the object',
  0x1c000011: 'context mismatch',
  0x1c000012: 'unspecified fault',
  0x1c000013: 'no memory at the other end',
  0x1c000014: 'invalid presentation context',
  0x1c000015: 'unsupported authentication level',
  0x1c000017: 'invalid checksum',
  0x1c000018: 'invalid CRC',
  0x1c00001c: 'not supported',
  0x1c010001: 'communication failure',
  0x1c010002: 'operation out of range',
  0x1c010003: 'unknown interface',
  0x1c010006: 'wrong boot time',
  0x1c010009: 'you crashed',
  0x1c01000b: 'protocol error',
  0x1c010013: 'output arguments too big',
  0x1c010014: 'server too busy',
  0x1c010015: 'fault string too long',
  0x1c010017: 'unsupported type',
}

export const faultOf = (status: number): FunctionRef => ({
  code: hexNumber(status, 8),
  name: names[status] ?? 'unknown fault',
})
