// PNIOStatus: how PROFINET says that something failed. IEC 61158-6-10, 5.2.6: ErrorCode, ErrorDecode, ErrorCode1, ErrorCode2.
import type { FunctionRef } from '@nautilus/model'
import { hexNumber } from '../../reader.ts'

type Names = Readonly<Partial<Record<number, string>>>

const codes: Names = {
  0x20: 'vendor',
  0x21: 'vendor',
  0x81: 'PNIO',
  0xcf: 'RTA error',
  0xda: 'alarm acknowledge',
  0xdb: 'connect refused',
  0xdc: 'release refused',
  0xdd: 'control refused',
  0xde: 'read refused',
  0xdf: 'write refused',
}

/** ErrorCode1 where ErrorDecode is PNIORW (0x80): class in the high half, fault in the low one. */
const record: Names = {
  0xa0: 'read error',
  0xa1: 'write error',
  0xa2: 'module failure',
  0xa7: 'busy',
  0xa8: 'version conflict',
  0xa9: 'feature not supported',
  0xb0: 'invalid index',
  0xb1: 'write length error',
  0xb2: 'invalid slot or subslot',
  0xb3: 'type conflict',
  0xb4: 'invalid area',
  0xb5: 'state conflict',
  0xb6: 'access denied',
  0xb7: 'invalid range',
  0xb8: 'invalid parameter',
  0xb9: 'invalid type',
  0xba: 'backup',
  0xc0: 'read constraint conflict',
  0xc1: 'write constraint conflict',
  0xc2: 'resource busy',
  0xc3: 'resource unavailable',
}

/** ErrorCode1 where ErrorDecode is PNIO (0x81): the block or the protocol machine that complains. */
const machines: Names = {
  0x01: 'faulty AR block',
  0x02: 'faulty IOCR block',
  0x03: 'faulty expected submodule block',
  0x04: 'faulty alarm CR block',
  0x05: 'faulty parameter server block',
  0x06: 'faulty MCR block',
  0x07: 'faulty AR RPC block',
  0x08: 'faulty record block',
  0x09: 'faulty IR information block',
  0x0a: 'faulty SR information block',
  0x0b: 'faulty AR FSU block',
  0x0d: 'faulty RS information block',
  0x14: 'faulty control block',
  0x15: 'faulty control block',
  0x16: 'faulty control block',
  0x17: 'faulty control block',
  0x28: 'faulty release block',
  0x32: 'faulty response block',
  0x3c: 'alarm acknowledge',
  0x3d: 'CMDEV',
  0x3e: 'CMCTL',
  0x3f: 'CTLDINA',
  0x40: 'CMRPC',
  0x41: 'ALPMI',
  0x42: 'ALPMR',
  0x43: 'LMPM',
  0x44: 'MAC',
  0x45: 'RPC',
  0x46: 'APMR',
  0x47: 'APMS',
  0x48: 'CPM',
  0x49: 'PPM',
  0x4a: 'DCPUCS',
  0x4b: 'DCPUCR',
  0x4c: 'DCPMCS',
  0x4d: 'DCPMCR',
  0x4e: 'FSPM',
  0xfd: 'protocol',
  0xff: 'user',
}

/** ErrorCode2 where ErrorCode1 is RTA_ERR_CLS_PROTOCOL: why an application relation ended. */
const aborts: Names = {
  1: 'error within sequence coordination',
  2: 'instance closed',
  3: 'AR out of memory',
  4: 'AR add provider or consumer failed',
  5: 'AR consumer watchdog expired',
  6: 'AR initiator timed out',
  7: 'AR alarm-open failed',
  8: 'AR alarm could not be sent',
  9: 'AR alarm acknowledge could not be sent',
  10: 'AR alarm data too long',
  11: 'AR alarm error received',
  12: 'AR RPC client call failed',
  13: 'AR abort requested',
  14: 'AR started again aborts the existing one',
  15: 'AR release received',
  16: 'AR device deactivated',
  17: 'AR removed',
  18: 'AR protocol violation',
  19: 'AR name resolution error',
  20: 'AR RPC bind error',
  21: 'AR RPC connect error',
  22: 'AR RPC read error',
  23: 'AR RPC write error',
  24: 'AR RPC control error',
  25: 'AR forbidden pull or plug',
  26: 'AR AP removed',
  27: 'AR link down',
  28: 'AR multicast address could not be registered',
  29: 'not synchronized',
  30: 'wrong topology',
  31: 'station name changed by DCP',
  32: 'reset to factory settings by DCP',
  33: 'a submodule of the first AR is locked',
  34: 'no IR data record yet',
  35: 'ownership of PDEV could not be determined',
}

const causeOf = (decode: number, code1: number, code2: number): string => {
  const table = decode === 0x80 ? record : machines
  const cause = table[code1] ?? `${hexNumber(code1)} unknown`
  const why = decode === 0x81 && code1 === 0xfd ? (aborts[code2] ?? `${hexNumber(code2)} unknown`) : ''
  return why ? why : decode === 0x80 || code2 === 0 ? cause : `${cause} ${code2}`
}

/** What the four bytes of a status that is not 0 say. */
export function refusalOf(status: number): FunctionRef {
  const what = codes[status >>> 24] ?? `${hexNumber(status >>> 24)} unknown`
  const cause = causeOf((status >>> 16) & 0xff, (status >>> 8) & 0xff, status & 0xff)
  return { code: hexNumber(status, 8), name: `${what}: ${cause}` }
}
