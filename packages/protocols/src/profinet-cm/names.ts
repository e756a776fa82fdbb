// Names of PROFINET's context management: IEC 61158-6-10, 5.2 (blocks), 5.2.5 (indexes of records), 4.10 (RPC).
import type { FunctionRef } from '@nautilus/model'
import { hexNumber } from '../reader.ts'

type Names = Readonly<Partial<Record<number, string>>>

export const ENDPOINT_MAPPER = 'e1af8308-5d1f-11c9-91a4-08002b14a0fa'
const FAMILY = '-6c97-11d1-8271-00a02442df7d'
const interfaces: Readonly<Partial<Record<string, string>>> = {
  [`dea00001${FAMILY}`]: 'device',
  [`dea00002${FAMILY}`]: 'controller',
  [`dea00003${FAMILY}`]: 'supervisor',
  [`dea00004${FAMILY}`]: 'parameter server',
  [ENDPOINT_MAPPER]: 'endpoint mapper',
}
export const interfaceOf = (uuid: string): string | null => interfaces[uuid] ?? null

export const OPNUM = { connect: 0, release: 1, read: 2, write: 3, control: 4, readImplicit: 5 } as const
const services = ['connect', 'release', 'read', 'write', 'control', 'read implicit'].map((name, code) => ({
  code: String(code),
  name,
}))
const endpoint = ['insert', 'delete', 'lookup', 'map', 'lookup handle free', 'inquire object', 'management delete'].map(
  (name, code) => ({ code: `epm:${code}`, name: `endpoint ${name}` }),
)

export function serviceOf(uuid: string, opnum: number): FunctionRef {
  if (uuid === ENDPOINT_MAPPER) return endpoint[opnum] ?? { code: `epm:${opnum}`, name: 'unknown' }
  return services[opnum] ?? { code: String(opnum), name: 'unknown' }
}

export const BLOCK = {
  diagnosis: 0x0010,
  expectedIdentification: 0x0012,
  realIdentification: 0x0013,
  im0: 0x0020,
  im1: 0x0021,
  im2: 0x0022,
  im3: 0x0023,
  im4: 0x0024,
  filterSubmodule: 0x0030,
  filterModule: 0x0031,
  filterDevice: 0x0032,
  writeRequest: 0x0008,
  writeReply: 0x8008,
  readRequest: 0x0009,
  readReply: 0x8009,
  ar: 0x0101,
  arReply: 0x8101,
  iocr: 0x0102,
  iocrReply: 0x8102,
  alarmCr: 0x0103,
  expected: 0x0104,
  moduleDiff: 0x8104,
  serverName: 0x8106,
  portReal: 0x020f,
  interfaceReal: 0x0240,
  multiple: 0x0400,
} as const

/** Blocks of control and release, and their answers: bit 15 set. */
const controls: Names = {
  0x0110: 'parameters end',
  0x0111: 'parameters end after plug',
  0x0112: 'application ready',
  0x0113: 'application ready after plug',
  0x0114: 'release',
  0x0116: 'ready for companion',
  0x0117: 'ready for RT class 3',
  0x0118: 'parameters begin',
  0x0119: 'submodules',
}
export const controlOf = (block: number): string | null => controls[block & 0x7fff] ?? null

export const MULTIPLE_WRITE = 0xe040

const perLevel: Names = {
  0x00: 'expected identification',
  0x01: 'real identification',
  0x0a: 'diagnosis of channels',
  0x0b: 'diagnosis',
  0x0c: 'diagnosis, maintenance, qualified and status',
  0x10: 'maintenance required of channels',
  0x11: 'maintenance demanded of channels',
  0x12: 'maintenance required',
  0x13: 'maintenance demanded',
}
const levels: Names = { 0x80: 'subslot', 0xc0: 'slot', 0xe0: 'AR', 0xf0: 'API' }

const indexes: Names = {
  0x801e: 'substitute value',
  0x8020: 'PDIRSubframeData',
  0x8027: 'PDPortDataRealExtended',
  0x8028: 'input data object',
  0x8029: 'output data object',
  0x802a: 'PDPortDataReal',
  0x802b: 'PDPortDataCheck',
  0x802c: 'PDIRData',
  0x802d: 'PDSyncData',
  0x802f: 'PDPortDataAdjust',
  0x8030: 'isochronous mode data',
  0x8031: 'PDTimeData',
  0x8050: 'PDInterfaceMrpDataReal',
  0x8051: 'PDInterfaceMrpDataCheck',
  0x8052: 'PDInterfaceMrpDataAdjust',
  0x8053: 'PDPortMrpDataAdjust',
  0x8054: 'PDPortMrpDataReal',
  0x8060: 'PDPortFODataReal',
  0x8061: 'PDPortFODataCheck',
  0x8062: 'PDPortFODataAdjust',
  0x8070: 'PDNCDataCheck',
  0x8071: 'PDInterfaceAdjust',
  0x8072: 'PDPortStatistic',
  0x8080: 'PDInterfaceDataReal',
  0x8090: 'PDInterfaceFSUDataAdjust',
  0x80a0: 'energy saving',
  0x80b0: 'combined objects',
  0xb02e: 'PROFIdrive parameter access, local',
  0xb02f: 'PROFIdrive parameter access, global',
  0xe002: 'module differences',
  0xe030: 'isochronous mode data of the AR',
  0xe040: 'multiple write',
  0xe050: 'fast start-up data',
  0xe060: 'reporting system',
  0xf000: 'real identification of the API',
  0xf020: 'AR data of the API',
  0xf80c: 'diagnosis of the device',
  0xf820: 'AR data',
  0xf821: 'APIs',
  0xf830: 'log book',
  0xf840: 'I&M0 filter data',
  0xf841: 'PDRealData',
  0xf842: 'PDExpectedData',
  0xf850: 'auto configuration',
  0xf860: 'GSD upload',
  0xfbff: 'trigger',
}

/** The name of a record's index: 5.2.5.1; null where the device's maker gives it a meaning. */
export function indexOf(index: number): string | null {
  if (index >= 0xaff0 && index <= 0xafff) return `I&M${index - 0xaff0}`
  const known = indexes[index]
  if (known) return known
  const level = levels[index >> 8]
  const what = perLevel[index & 0xff]
  return level && what ? `${what} of the ${level}` : null
}

/** `slot 1/subslot 0x0001/index 0xaff0`, with the API where it is not the common one. */
export function addressOf(api: number, slot: number, subslot: number, index: number): string {
  const place = `slot ${slot}/subslot ${hexNumber(subslot, 4)}/index ${hexNumber(index, 4)}`
  return api === 0 ? place : `api ${hexNumber(api, 4)}/${place}`
}

const arTypes: Names = {
  1: 'IO',
  3: 'IO with redundant input',
  6: 'supervisor',
  0x10: 'IO of RT class 3',
  0x20: 'redundant',
}
export const arTypeOf = (type: number): string => arTypes[type] ?? hexNumber(type, 4)

const iocrTypes = ['reserved', 'input', 'output', 'multicast provider', 'multicast consumer']
export const iocrTypeOf = (type: number): string => iocrTypes[type] ?? hexNumber(type, 4)

const moduleStates = ['no module', 'wrong module', 'proper module', 'substitute']
export const moduleStateOf = (state: number): string => moduleStates[state] ?? hexNumber(state, 4)
