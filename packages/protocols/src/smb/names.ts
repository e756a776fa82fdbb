// Names of SMB: commands of [MS-SMB2] 2.2.1 and [MS-CIFS] 2.2.2.1, sub-commands of 2.2.2.2, control codes of [MS-FSCC] 2.3
// and [MS-SMB2] 2.2.31, information classes of [MS-FSCC] 2.4.
import type { FunctionRef } from '@nautilus/model'
import { hexNumber } from '../reader.ts'

/** [MS-SMB2] 2.2.1.1, by number. */
const commands2: readonly string[] = [
  'negotiate',
  'session setup',
  'logoff',
  'tree connect',
  'tree disconnect',
  'create',
  'close',
  'flush',
  'read',
  'write',
  'lock',
  'ioctl',
  'cancel',
  'echo',
  'query directory',
  'change notify',
  'query info',
  'set info',
  'oplock break',
  'server to client notification',
]
export const COMMANDS2 = commands2.length

const commands1: Readonly<Record<number, string>> = Object.freeze({
  0: 'create directory',
  1: 'delete directory',
  2: 'open',
  3: 'create',
  4: 'close',
  5: 'flush',
  6: 'delete',
  7: 'rename',
  8: 'query information',
  9: 'set information',
  10: 'read',
  11: 'write',
  12: 'lock byte range',
  13: 'unlock byte range',
  14: 'create temporary',
  15: 'create new',
  16: 'check directory',
  17: 'process exit',
  18: 'seek',
  19: 'lock and read',
  20: 'write and unlock',
  26: 'read raw',
  27: 'read multiplexed',
  28: 'read multiplexed secondary',
  29: 'write raw',
  30: 'write multiplexed',
  31: 'write multiplexed secondary',
  32: 'write complete',
  33: 'query server',
  34: 'set information 2',
  35: 'query information 2',
  36: 'locking',
  37: 'transaction',
  38: 'transaction secondary',
  39: 'ioctl',
  40: 'ioctl secondary',
  41: 'copy',
  42: 'move',
  43: 'echo',
  44: 'write and close',
  45: 'open',
  46: 'read',
  47: 'write',
  48: 'new file size',
  49: 'close and tree disconnect',
  50: 'transaction 2',
  51: 'transaction 2 secondary',
  52: 'find close 2',
  53: 'find notify close',
  112: 'tree connect',
  113: 'tree disconnect',
  114: 'negotiate',
  115: 'session setup',
  116: 'logoff',
  117: 'tree connect',
  118: 'security package',
  128: 'query information disk',
  129: 'search',
  130: 'find',
  131: 'find unique',
  132: 'find close',
  160: 'NT transaction',
  161: 'NT transaction secondary',
  162: 'NT create',
  164: 'NT cancel',
  165: 'NT rename',
  192: 'open print file',
  193: 'write print file',
  194: 'close print file',
  195: 'get print queue',
  216: 'read bulk',
  217: 'write bulk',
  218: 'write bulk data',
  254: 'invalid',
  255: 'no further command',
})

const refs2: readonly FunctionRef[] = commands2.map((name, code) => ({ code: `smb2:${two(code)}`, name }))
const refs1: readonly FunctionRef[] = Array.from({ length: 256 }, (_, code) => ({
  code: `smb1:${two(code)}`,
  name: commands1[code] ?? `${hexNumber(code)} unknown`,
}))

function two(code: number): string {
  return code.toString(16).padStart(2, '0')
}

export const command2 = (code: number): FunctionRef =>
  refs2[code] ?? { code: `smb2:${two(code)}`, name: `${hexNumber(code)} unknown` }
export const command1 = (code: number): FunctionRef => refs1[code & 0xff]!
export const isCommand1 = (code: number): boolean => commands1[code] !== undefined

export const ENCRYPTED: FunctionRef = { code: 'smb3:encrypted', name: 'encrypted message' }
export const COMPRESSED: FunctionRef = { code: 'smb3:compressed', name: 'compressed message' }

/** Packet types of the NetBIOS session service, RFC 1002 4.3.1. */
export const netbiosRefs: Readonly<Record<number, FunctionRef>> = Object.freeze({
  0x81: { code: 'netbios:81', name: 'session request' },
  0x82: { code: 'netbios:82', name: 'positive session response' },
  0x83: { code: 'netbios:83', name: 'negative session response' },
  0x84: { code: 'netbios:84', name: 'retarget session response' },
  0x85: { code: 'netbios:85', name: 'session keep-alive' },
})

/** RFC 1002 4.3.4. */
export const netbiosErrors: Readonly<Record<number, string>> = Object.freeze({
  0x80: 'not listening on called name',
  0x81: 'not listening for calling name',
  0x82: 'called name not present',
  0x83: 'insufficient resources',
  0x8f: 'unspecified error',
})

/** [MS-SMB2] 2.2.3. */
export const dialects2: Readonly<Record<number, string>> = Object.freeze({
  0x0202: '2.0.2',
  0x0210: '2.1',
  0x0300: '3.0',
  0x0302: '3.0.2',
  0x0311: '3.1.1',
  0x02ff: '2.???',
})
export const ciphers: Readonly<Record<number, string>> = Object.freeze({
  1: 'AES-128-CCM',
  2: 'AES-128-GCM',
  3: 'AES-256-CCM',
  4: 'AES-256-GCM',
})
/** [MS-SMB2] 2.2.10. */
export const shareTypes: Readonly<Record<number, string>> = Object.freeze({ 1: 'disk', 2: 'pipe', 3: 'printer' })

/** Create dispositions and what a create did, [MS-SMB2] 2.2.13 and 2.2.14. */
export const dispositions: readonly string[] = [
  'supersede',
  'open',
  'create',
  'open or create',
  'overwrite',
  'overwrite or create',
]
export const createActions: readonly string[] = ['superseded', 'opened', 'created', 'overwritten']

export const controls: Readonly<Record<number, string>> = Object.freeze({
  0x00060194: 'DFS_GET_REFERRALS',
  0x000601b0: 'DFS_GET_REFERRALS_EX',
  0x0011400c: 'PIPE_PEEK',
  0x00110018: 'PIPE_WAIT',
  0x0011c017: 'PIPE_TRANSCEIVE',
  0x00140078: 'SRV_REQUEST_RESUME_KEY',
  0x001440f2: 'SRV_COPYCHUNK',
  0x00144064: 'SRV_ENUMERATE_SNAPSHOTS',
  0x001441bb: 'SRV_READ_HASH',
  0x001480f2: 'SRV_COPYCHUNK_WRITE',
  0x001401d4: 'LMR_REQUEST_RESILIENCY',
  0x001401fc: 'QUERY_NETWORK_INTERFACE_INFO',
  0x00140204: 'VALIDATE_NEGOTIATE_INFO',
  0x00090060: 'FILESYSTEM_GET_STATISTICS',
  0x0009009c: 'GET_OBJECT_ID',
  0x000900a4: 'SET_REPARSE_POINT',
  0x000900a8: 'GET_REPARSE_POINT',
  0x000900c0: 'CREATE_OR_GET_OBJECT_ID',
  0x000900c4: 'SET_SPARSE',
  0x000980c8: 'SET_ZERO_DATA',
  0x000940cf: 'QUERY_ALLOCATED_RANGES',
  0x0009c040: 'SET_COMPRESSION',
  0x0009003c: 'GET_COMPRESSION',
  0x00098208: 'FILE_LEVEL_TRIM',
  0x0009027c: 'GET_INTEGRITY_INFORMATION',
  0x00098344: 'DUPLICATE_EXTENTS_TO_FILE',
  0x000900eb: 'READ_FILE_USN_DATA',
})

/** [MS-FSCC] 2.4. */
export const fileClasses: Readonly<Record<number, string>> = Object.freeze({
  1: 'directory',
  2: 'full directory',
  3: 'both directory',
  4: 'basic',
  5: 'standard',
  6: 'internal',
  7: 'extended attributes size',
  8: 'access',
  9: 'name',
  10: 'rename',
  11: 'link',
  12: 'names',
  13: 'disposition',
  14: 'position',
  15: 'full extended attributes',
  16: 'mode',
  17: 'alignment',
  18: 'all',
  19: 'allocation',
  20: 'end of file',
  21: 'alternate name',
  22: 'streams',
  23: 'pipe',
  24: 'local pipe',
  25: 'remote pipe',
  28: 'compression',
  34: 'network open',
  35: 'attribute tag',
  37: 'identified both directory',
  38: 'identified full directory',
  39: 'valid data length',
  40: 'short name',
  48: 'normalized name',
  59: 'identifier',
  64: 'disposition',
  65: 'rename',
})
/** [MS-FSCC] 2.5. */
export const volumeClasses: Readonly<Record<number, string>> = Object.freeze({
  1: 'volume',
  2: 'label',
  3: 'size',
  4: 'device',
  5: 'attributes',
  6: 'quota',
  7: 'full size',
  8: 'object identifier',
  11: 'sector size',
})
export const infoTypes: readonly string[] = ['', 'file', 'file system', 'security', 'quota']

/** [MS-CIFS] 2.2.2.2, sub-commands of TRANSACTION2. */
export const transactions2: readonly string[] = [
  'open',
  'find first',
  'find next',
  'query file system',
  'set file system',
  'query path',
  'set path',
  'query file',
  'set file',
  'file system control',
  'ioctl',
  'find notify first',
  'find notify next',
  'create directory',
  'session setup',
  '',
  'get DFS referral',
  'report DFS inconsistency',
]
/** Sub-commands of NT TRANSACTION. */
export const ntTransactions: readonly string[] = [
  '',
  'create',
  'ioctl',
  'set security',
  'notify change',
  'rename',
  'query security',
  'query quota',
  'set quota',
]
