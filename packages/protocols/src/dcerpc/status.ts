// How a call ended: faults (C706, appendix E), refusals of a bind (12.6.3.1), and the results that calls of Windows return
// in the last four bytes of their stub ([MS-ERREF] 2.1 to 2.3).
import type { FunctionRef } from '@nautilus/model'
import { faultOf } from '../carriers/dcerpc/faults.ts'
import { hexNumber } from '../reader.ts'
import { PDU, type Pdu } from './message.ts'
import { Ndr } from './ndr.ts'
import { resultIn } from './operations.ts'

const naks: readonly string[] = [
  'reason not specified',
  'temporary congestion',
  'local limit exceeded',
  'called address unknown',
  'protocol version not supported',
  'default context not supported',
  'user data not readable',
  'no address available',
  'authentication type not recognized',
  'invalid checksum',
]

/** Why the server does not speak an interface: 12.6.3.1, p_provider_reason_t. */
const reasons: readonly string[] = [
  'reason not specified',
  'abstract syntax not supported',
  'transfer syntaxes not supported',
  'local limit exceeded',
]

const results: Readonly<Record<number, string>> = Object.freeze({
  0x00000002: 'file not found',
  0x00000003: 'path not found',
  0x00000005: 'access denied',
  0x00000006: 'invalid handle',
  0x00000032: 'not supported',
  0x00000057: 'invalid parameter',
  0x0000007b: 'invalid name',
  0x0000007c: 'invalid level',
  0x00000420: 'service already running',
  0x00000422: 'service disabled',
  0x00000424: 'service does not exist',
  0x00000426: 'service not active',
  0x00000430: 'service marked for delete',
  0x00000431: 'service exists',
  0x80004005: 'unspecified error',
  0x80040154: 'class not registered',
  0x80070002: 'file not found',
  0x80070005: 'access denied',
  0x80070057: 'invalid parameter',
  0x8007000e: 'out of memory',
  0x800706ba: 'server unavailable',
  0x80041010: 'invalid class',
  0x80041003: 'access denied',
  0xc0000008: 'invalid handle',
  0xc000000d: 'invalid parameter',
  0xc0000022: 'access denied',
  0xc0000034: 'object name not found',
  0xc0000063: 'user exists',
  0xc0000064: 'no such user',
  0xc000006a: 'wrong password',
  0xc000006d: 'logon failure',
  0xc0000073: 'none mapped',
  0xc0040001: 'invalid handle',
  0xc0040006: 'bad rights',
  0xc0040007: 'unknown item',
  0xc0040008: 'invalid item',
  0x16c9a0d6: 'endpoint not registered',
})

/** Not done at once, no more, more to come, room too small: answers of calls that ask again. */
const harmless: ReadonlySet<number> = new Set([0x7a, 0xea, 0x103])

const isNegative: Readonly<Record<string, (status: number) => boolean>> = {
  win32: status => status !== 0 && !harmless.has(status),
  ntstatus: status => status >= 0xc0000000,
  hresult: status => status >= 0x80000000,
  dce: status => status !== 0,
}

/** Encrypted contents: the last four bytes are none. */
const PRIVACY = 6
export const isPrivate = ({ verifier }: Pdu): boolean => verifier?.level === PRIVACY

/** The negative result of a response, as its interface tells it. */
function resultOf(pdu: Pdu): FunctionRef | null {
  const test = isNegative[resultIn(pdu.interface)]
  const at = pdu.stub.length - 4
  if (!test || at < 0 || (at & 3) !== 0 || isPrivate(pdu)) return null
  const reader = new Ndr(pdu.stub.subarray(at), pdu.little)
  const status = reader.u32()
  return test(status) ? { code: hexNumber(status, 8), name: results[status] ?? 'unknown status' } : null
}

/** Why a reply is negative; null when it is not. */
export function refusalOf(pdu: Pdu): FunctionRef | null {
  if (pdu.type === PDU.fault) return faultOf(pdu.status)
  if (pdu.type === PDU.response) return resultOf(pdu)
  if (pdu.type === PDU.bindNak) return { code: String(pdu.status), name: naks[pdu.status] ?? 'unknown reason' }
  const [first] = pdu.results
  const refused = pdu.results.every(({ result }) => result === 1 || result === 2 || result === 3)
  if (!first || !refused || first.result === 3) return null
  return { code: `${first.result}:${first.reason}`, name: reasons[first.reason] ?? 'unknown reason' }
}
