// Status codes that SMB servers answer with: [MS-ERREF] 2.3.1; classes and codes of the older kind: [MS-CIFS] 2.2.2.4.
import type { FunctionRef } from '@nautilus/model'
import { hexNumber } from '../reader.ts'

export const PENDING = 0x0000_0103
export const NOT_IMPLEMENTED = 0xc000_0002
export const MORE_PROCESSING = 0xc000_0016
/** The top two bits: an error. Warnings (more files, buffer too small) bring what there is. */
const ERROR = 3

const names: Readonly<Record<number, string>> = Object.freeze({
  0x00000000: 'SUCCESS',
  0x00000103: 'PENDING',
  0x0000010b: 'NOTIFY_CLEANUP',
  0x0000010c: 'NOTIFY_ENUM_DIR',
  0x80000005: 'BUFFER_OVERFLOW',
  0x80000006: 'NO_MORE_FILES',
  0x8000002d: 'STOPPED_ON_SYMLINK',
  0xc0000001: 'UNSUCCESSFUL',
  0xc0000002: 'NOT_IMPLEMENTED',
  0xc0000003: 'INVALID_INFO_CLASS',
  0xc0000004: 'INFO_LENGTH_MISMATCH',
  0xc0000008: 'INVALID_HANDLE',
  0xc000000d: 'INVALID_PARAMETER',
  0xc000000e: 'NO_SUCH_DEVICE',
  0xc000000f: 'NO_SUCH_FILE',
  0xc0000010: 'INVALID_DEVICE_REQUEST',
  0xc0000011: 'END_OF_FILE',
  0xc0000016: 'MORE_PROCESSING_REQUIRED',
  0xc0000017: 'NO_MEMORY',
  0xc0000022: 'ACCESS_DENIED',
  0xc0000023: 'BUFFER_TOO_SMALL',
  0xc0000033: 'OBJECT_NAME_INVALID',
  0xc0000034: 'OBJECT_NAME_NOT_FOUND',
  0xc0000035: 'OBJECT_NAME_COLLISION',
  0xc0000039: 'OBJECT_PATH_INVALID',
  0xc000003a: 'OBJECT_PATH_NOT_FOUND',
  0xc000003b: 'OBJECT_PATH_SYNTAX_BAD',
  0xc0000043: 'SHARING_VIOLATION',
  0xc0000054: 'FILE_LOCK_CONFLICT',
  0xc0000055: 'LOCK_NOT_GRANTED',
  0xc0000056: 'DELETE_PENDING',
  0xc000005e: 'NO_LOGON_SERVERS',
  0xc0000061: 'PRIVILEGE_NOT_HELD',
  0xc0000064: 'NO_SUCH_USER',
  0xc000006a: 'WRONG_PASSWORD',
  0xc000006c: 'PASSWORD_RESTRICTION',
  0xc000006d: 'LOGON_FAILURE',
  0xc000006e: 'ACCOUNT_RESTRICTION',
  0xc000006f: 'INVALID_LOGON_HOURS',
  0xc0000070: 'INVALID_WORKSTATION',
  0xc0000071: 'PASSWORD_EXPIRED',
  0xc0000072: 'ACCOUNT_DISABLED',
  0xc000007e: 'RANGE_NOT_LOCKED',
  0xc000007f: 'DISK_FULL',
  0xc000009a: 'INSUFFICIENT_RESOURCES',
  0xc00000ac: 'PIPE_NOT_AVAILABLE',
  0xc00000ad: 'PIPE_BUSY',
  0xc00000ae: 'INVALID_PIPE_STATE',
  0xc00000b0: 'PIPE_DISCONNECTED',
  0xc00000b1: 'PIPE_CLOSING',
  0xc00000b5: 'IO_TIMEOUT',
  0xc00000ba: 'FILE_IS_A_DIRECTORY',
  0xc00000bb: 'NOT_SUPPORTED',
  0xc00000c9: 'NETWORK_NAME_DELETED',
  0xc00000ca: 'NETWORK_ACCESS_DENIED',
  0xc00000cb: 'BAD_DEVICE_TYPE',
  0xc00000cc: 'BAD_NETWORK_NAME',
  0xc00000d0: 'REQUEST_NOT_ACCEPTED',
  0xc00000d9: 'PIPE_EMPTY',
  0xc0000101: 'DIRECTORY_NOT_EMPTY',
  0xc0000103: 'NOT_A_DIRECTORY',
  0xc0000120: 'CANCELLED',
  0xc0000121: 'CANNOT_DELETE',
  0xc0000128: 'FILE_CLOSED',
  0xc000015b: 'LOGON_TYPE_NOT_GRANTED',
  0xc000018d: 'TRUSTED_RELATIONSHIP_FAILURE',
  0xc0000190: 'TRUST_FAILURE',
  0xc0000192: 'NETLOGON_NOT_STARTED',
  0xc0000193: 'ACCOUNT_EXPIRED',
  0xc000019c: 'FS_DRIVER_REQUIRED',
  0xc0000203: 'USER_SESSION_DELETED',
  0xc0000205: 'INSUFF_SERVER_RESOURCES',
  0xc000020c: 'CONNECTION_DISCONNECTED',
  0xc0000224: 'PASSWORD_MUST_CHANGE',
  0xc0000225: 'NOT_FOUND',
  0xc0000234: 'ACCOUNT_LOCKED_OUT',
  0xc0000257: 'PATH_NOT_COVERED',
  0xc0000275: 'NOT_A_REPARSE_POINT',
  0xc000035c: 'NETWORK_SESSION_EXPIRED',
})

const classes: Readonly<Record<number, string>> = Object.freeze({
  1: 'ERRDOS',
  2: 'ERRSRV',
  3: 'ERRHRD',
  255: 'ERRCMD',
})

/** The SMB needs another round, which is no refusal. */
export const isError = (status: number): boolean => status >>> 30 === ERROR && status !== MORE_PROCESSING

export const statusRef = (status: number): FunctionRef => ({
  code: hexNumber(status, 8),
  name: names[status] ?? 'unknown status',
})

/** Class, a reserved byte and a code, where the header says that it is no NT status. */
export const oldStatusRef = (status: number): FunctionRef => {
  const [group, code] = [status & 0xff, status >>> 16]
  return { code: `${group}:${code}`, name: `${classes[group] ?? `class ${group}`} ${code}` }
}
