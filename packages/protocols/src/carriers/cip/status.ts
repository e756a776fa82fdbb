// General and extended status. CIP specification, Volume 1, Appendix B-1, and table 3-5.33 for the Connection Manager.
import type { FunctionRef } from '@nautilus/model'
import { hexNumber } from '../../reader.ts'
import { CONNECTION_MANAGER } from './classes.ts'

const general: Readonly<Record<number, string>> = Object.freeze({
  0x00: 'success',
  0x01: 'connection failure',
  0x02: 'resource unavailable',
  0x03: 'invalid parameter value',
  0x04: 'path segment error',
  0x05: 'path destination unknown',
  0x06: 'partial transfer',
  0x07: 'connection lost',
  0x08: 'service not supported',
  0x09: 'invalid attribute value',
  0x0a: 'attribute list error',
  0x0b: 'already in requested mode or state',
  0x0c: 'object state conflict',
  0x0d: 'object already exists',
  0x0e: 'attribute not settable',
  0x0f: 'privilege violation',
  0x10: 'device state conflict',
  0x11: 'reply data too large',
  0x12: 'fragmentation of a primitive value',
  0x13: 'not enough data',
  0x14: 'attribute not supported',
  0x15: 'too much data',
  0x16: 'object does not exist',
  0x17: 'service fragmentation sequence not in progress',
  0x18: 'no stored attribute data',
  0x19: 'store operation failure',
  0x1a: 'routing failure, request too large',
  0x1b: 'routing failure, response too large',
  0x1c: 'missing attribute list entry data',
  0x1d: 'invalid attribute value list',
  0x1e: 'embedded service error',
  0x1f: 'vendor specific error',
  0x20: 'invalid parameter',
  0x21: 'write-once value or medium already written',
  0x22: 'invalid reply received',
  0x23: 'buffer overflow',
  0x24: 'message format error',
  0x25: 'key failure in path',
  0x26: 'path size invalid',
  0x27: 'unexpected attribute in list',
  0x28: 'invalid member id',
  0x29: 'member not settable',
  0x2a: 'group 2 only server general failure',
  0x2b: 'unknown Modbus error',
  0x2c: 'attribute not gettable',
  0x2d: 'instance not deletable',
  0x2e: 'service not supported for path',
})

const connection: Readonly<Record<number, string>> = Object.freeze({
  0x0100: 'connection in use or duplicate forward open',
  0x0103: 'transport class and trigger not supported',
  0x0106: 'ownership conflict',
  0x0107: 'target connection not found',
  0x0108: 'invalid network connection parameter',
  0x0109: 'invalid connection size',
  0x0110: 'target for connection not configured',
  0x0111: 'requested packet interval not supported',
  0x0113: 'out of connections',
  0x0114: 'vendor or product code mismatch',
  0x0115: 'device type mismatch',
  0x0116: 'revision mismatch',
  0x0117: 'invalid produced or consumed application path',
  0x0118: 'invalid configuration application path',
  0x0119: 'non-listen-only connection not opened',
  0x011a: 'target object out of connections',
  0x0127: 'invalid O to T size',
  0x0128: 'invalid T to O size',
  0x0203: 'connection timed out',
  0x0204: 'unconnected request timed out',
  0x0205: 'parameter error in unconnected request',
  0x0206: 'message too large for unconnected send',
  0x0207: 'unconnected acknowledge without reply',
  0x0301: 'no buffer memory',
  0x0302: 'network bandwidth not available',
  0x0303: 'no consumed connection id filter',
  0x0311: 'port not available',
  0x0312: 'link address not valid',
  0x0315: 'invalid segment in connection path',
  0x0316: 'forward close connection path mismatch',
  0x0317: 'scheduling not specified',
  0x0318: 'link address to self invalid',
  0x031d: 'redundant connection mismatch',
  0x0801: 'incompatible multicast interval',
  0x0802: 'invalid safety connection size',
  0x0803: 'invalid safety connection format',
})

// Logix controllers, 1756-PM020, chapter 1: extended errors under 0xff and 0x05.
const logix: Readonly<Record<number, string>> = Object.freeze({
  0x2104: 'offset beyond end of the tag',
  0x2105: 'access beyond end of the object',
  0x2107: 'data type mismatch',
})

/** `0x05` path destination unknown; `0x01:0x0204` unconnected request timed out. */
export function refusalOf(status: number, extended: number, fromClass: number): FunctionRef {
  const code = hexNumber(status)
  const name = general[status] ?? 'unknown status'
  if (extended < 0) return { code, name }
  const manager = status === 1 || fromClass === CONNECTION_MANAGER
  const said = (manager ? connection[extended] : undefined) ?? logix[extended] ?? name
  return { code: `${code}:${hexNumber(extended, 4)}`, name: said }
}
