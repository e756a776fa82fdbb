// What goes through a named pipe: the interface that is bound and the number of the call, from the DCE/RPC header: C706,
// 12.6.3. Numbers are named for what changes a machine: [MS-SCMR], [MS-TSCH], [MS-RRP], [MS-SRVS], [MS-SAMR].
import { Reader } from '../reader.ts'

const REQUEST = 0
const BIND = 11
const ALTER = 14
const HEADER = 16

type Interface = { readonly name: string; readonly calls: Readonly<Record<number, string>> }

/** By the first four bytes of the UUID, as a number. */
const interfaces: Readonly<Record<number, Interface>> = Object.freeze({
  0x367abb81: {
    name: 'svcctl',
    calls: {
      0: 'CloseServiceHandle',
      1: 'ControlService',
      2: 'DeleteService',
      6: 'QueryServiceStatus',
      11: 'ChangeServiceConfigW',
      12: 'CreateServiceW',
      14: 'EnumServicesStatusW',
      15: 'OpenSCManagerW',
      16: 'OpenServiceW',
      17: 'QueryServiceConfigW',
      19: 'StartServiceW',
      24: 'CreateServiceA',
      27: 'OpenSCManagerA',
      28: 'OpenServiceA',
      31: 'StartServiceA',
    },
  },
  0x1ff70682: { name: 'atsvc', calls: { 0: 'NetrJobAdd', 1: 'NetrJobDel', 2: 'NetrJobEnum', 3: 'NetrJobGetInfo' } },
  0x86d35949: {
    name: 'ITaskSchedulerService',
    calls: {
      1: 'SchRpcRegisterTask',
      2: 'SchRpcRetrieveTask',
      7: 'SchRpcEnumTasks',
      12: 'SchRpcRun',
      13: 'SchRpcDelete',
    },
  },
  0x338cd001: {
    name: 'winreg',
    calls: {
      0: 'OpenClassesRoot',
      1: 'OpenCurrentUser',
      2: 'OpenLocalMachine',
      5: 'BaseRegCloseKey',
      6: 'BaseRegCreateKey',
      7: 'BaseRegDeleteKey',
      8: 'BaseRegDeleteValue',
      9: 'BaseRegEnumKey',
      10: 'BaseRegEnumValue',
      13: 'BaseRegLoadKey',
      15: 'BaseRegOpenKey',
      16: 'BaseRegQueryInfoKey',
      17: 'BaseRegQueryValue',
      19: 'BaseRegRestoreKey',
      20: 'BaseRegSaveKey',
      22: 'BaseRegSetValue',
    },
  },
  0x4b324fc8: {
    name: 'srvsvc',
    calls: {
      12: 'NetrSessionEnum',
      14: 'NetrShareAdd',
      15: 'NetrShareEnum',
      16: 'NetrShareGetInfo',
      18: 'NetrShareDel',
      21: 'NetrServerGetInfo',
    },
  },
  0x6bffd098: { name: 'wkssvc', calls: { 0: 'NetrWkstaGetInfo', 2: 'NetrWkstaUserEnum' } },
  0x12345778: { name: 'lsarpc or samr', calls: {} },
})

/** One DCE/RPC message: `bind svcctl`, `call 12 CreateServiceW`. */
export type Rpc = { readonly kind: 'bind' | 'call'; readonly interface: number; readonly number: number }

export function readRpc(bytes: Uint8Array): Rpc | null {
  if (bytes.length < HEADER + 8 || bytes[0] !== 5 || bytes[1]! > 1) return null
  // Little-endian integers are what Windows sends.
  if ((bytes[4]! & 0xf0) !== 0x10) return null
  const reader = new Reader(bytes)
  if (bytes[2] === REQUEST) {
    reader.at = 22
    return { kind: 'call', interface: 0, number: reader.u16le() }
  }
  if (bytes[2] !== BIND && bytes[2] !== ALTER) return null
  // Fragment sizes, group, count of contexts; context, count of syntaxes; the UUID.
  reader.at = Math.min(bytes.length, HEADER + 12 + 4)
  const uuid = reader.u32le()
  return reader.short ? null : { kind: 'bind', interface: uuid, number: 0 }
}

export const interfaceName = (uuid: number): string =>
  interfaces[uuid]?.name ?? `interface ${uuid.toString(16).padStart(8, '0')}`

export const callName = (uuid: number, number: number): string => {
  const name = interfaces[uuid]?.calls[number]
  return name === undefined ? `call ${number}` : `call ${number} ${name}`
}

/** Calls that leave something behind: services, tasks, keys, shares made, changed or removed. By interface. */
const lasting: Readonly<Record<number, readonly number[]>> = Object.freeze({
  0x367abb81: [2, 11, 12, 24],
  0x1ff70682: [0, 1],
  0x86d35949: [1, 13],
  0x338cd001: [6, 7, 8, 13, 19, 22],
  0x4b324fc8: [14, 18],
})

export const callVerb = (uuid: number, number: number): 'configure' | 'call' =>
  lasting[uuid]?.includes(number) ? 'configure' : 'call'
