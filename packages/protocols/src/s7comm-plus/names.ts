// Names of S7comm-plus: functions, and the classes, objects and attributes that are told apart here. The public Wireshark
// plugin for S7comm-plus, the open S7CommPlusDriver and "Rogue7" (Black Hat USA 2019) use the same ones.
import type { FunctionRef } from '@nautilus/model'
import { hexNumber } from '../reader.ts'

export const FN = {
  error: 0x04b1,
  explore: 0x04bb,
  createObject: 0x04ca,
  deleteObject: 0x04d4,
  setVariable: 0x04f2,
  getVariable: 0x04fc,
  getLink: 0x0524,
  setMulti: 0x0542,
  getMulti: 0x054c,
  beginSequence: 0x0556,
  endSequence: 0x0560,
  invoke: 0x056b,
  setSubStreamed: 0x057c,
  getSubStreamed: 0x0586,
  getAddress: 0x0590,
  error2: 0x05a9,
  initSsl: 0x05b3,
} as const

const FUNCTIONS: Readonly<Partial<Record<number, string>>> = {
  0x04b1: 'Error',
  0x04bb: 'Explore',
  0x04ca: 'CreateObject',
  0x04d4: 'DeleteObject',
  0x04f2: 'SetVariable',
  0x04fc: 'GetVariable',
  0x0506: 'AddLink',
  0x051a: 'RemoveLink',
  0x0524: 'GetLink',
  0x052e: 'Notify',
  0x0542: 'SetMultiVariables',
  0x054c: 'GetMultiVariables',
  0x0556: 'BeginSequence',
  0x0560: 'EndSequence',
  0x056b: 'Invoke',
  0x057c: 'SetVarSubStreamed',
  0x0586: 'GetVarSubStreamed',
  0x0590: 'GetVariablesAddress',
  0x059a: 'Abort',
  0x05a9: 'Error',
  0x05b3: 'InitSSL',
}

export const functionOf = (code: number): FunctionRef => ({
  code: hexNumber(code, 4),
  name: FUNCTIONS[code] ?? 'unknown',
})

export const NOTIFICATION: FunctionRef = { code: 'notification', name: 'Notification' }
export const KEEP_ALIVE: FunctionRef = { code: '0xfe', name: 'keep-alive' }
export const TLS: FunctionRef = { code: 'tls', name: 'S7comm-plus over TLS' }

/** Attributes that decide what a message means. */
export const ID = {
  name: 233,
  clientId: 289,
  user: 296,
  application: 297,
  host: 298,
  comment: 301,
  challenge: 303,
  response: 304,
  roles: 305,
  version: 306,
  paomString: 319,
  memoryReset: 387,
  reset: 388,
  sessionKey: 1830,
  legitimate: 1846,
  operatingStateRequest: 2167,
  diagnosis: 2237,
  localTime: 2415,
  systemTime: 2421,
  dbInitial: 2548,
  dbActual: 2550,
  code: 2580,
  operatingState: 3486,
  areaActual: 3736,
  identification: 3753,
} as const

/** Keys, challenges and their answers: their values are not kept. */
export const isSecret = (attribute: number | undefined): boolean =>
  attribute === ID.challenge || attribute === ID.response || attribute === ID.sessionKey || attribute === ID.legitimate

/** Objects with a fixed number. */
export const RID = { station: 1, hardware: 2, program: 3, cpuProxy: 49, cpuExecUnit: 52, programChange: 56 } as const

export const CLASS = {
  session: 287,
  subscription: 1001,
  transaction: 1700,
  files: 1750,
  alarmSubscription: 2662,
  alarm: 2681,
} as const

const OBJECTS: Readonly<Partial<Record<number, string>>> = {
  1: 'ASRoot',
  2: 'HWConfiguration',
  3: 'PLCProgram',
  4: 'Folders',
  5: 'Logs',
  7: 'TisJobs',
  8: 'AlarmSubsystem',
  9: 'ASLog',
  10: 'SWEvents',
  11: 'TisSubsystem',
  12: 'Communication',
  30: 'StationConfiguration',
  31: 'StationCentralDevice',
  32: 'CentralDevice',
  48: 'CPU',
  49: 'CPUproxy',
  50: 'CPUcommon',
  51: 'CardReaderWriter',
  52: 'CPUexecUnit',
  53: 'WebServer',
  54: 'CPUDisplay',
  55: 'CPUFexecUnit',
  64: 'IE1',
  72: 'IE2',
  77: 'IE1.NetworkParameters',
  78: 'IE2.NetworkParameters',
  80: 'I',
  81: 'Q',
  82: 'M',
  83: 'C',
  84: 'T',
  201: 'ObjectRoot',
  285: 'ServerSessions',
  537: 'TypeInfo',
}

const ATTRIBUTES: Readonly<Partial<Record<number, string>>> = {
  233: 'Name',
  303: 'Challenge',
  304: 'Response',
  305: 'Roles',
  306: 'Version',
  387: 'MemoryReset',
  388: 'Reset',
  1037: 'SystemLimits',
  1048: 'ReferenceList',
  1053: 'CreditLimit',
  1081: 'FreeItems',
  1830: 'SessionKey',
  1842: 'EffectiveProtectionLevel',
  1843: 'ActiveProtectionLevel',
  1846: 'Legitimate',
  2167: 'OperatingStateREQ',
  2237: 'Diagnosis',
  2259: 'DeviceType',
  2415: 'LocalTime',
  2421: 'SystemTime',
  2447: 'LogEntry',
  2459: 'ESversion',
  2521: 'BlockNumber',
  2548: 'ValueInitial',
  2550: 'ValueActual',
  2580: 'Code',
  3451: 'CPUProtectionLevel',
  3586: 'NetworkParamActual',
  3587: 'NetworkParamConfig',
  3635: 'ESconsistent',
  3701: 'CPULeds',
  3736: 'ValueActual',
  3745: 'OfflineChange',
  3746: 'OfflineChange',
  3748: 'ASStateREQ',
  3753: 'IuM0DataActual',
}

export const attributeName = (id: number): string => ATTRIBUTES[id] ?? String(id)

/** Classes whose objects are numbered blocks: the object is 0x8000 + class, then the number, in 16 bits each. */
const BLOCKS: Readonly<Partial<Record<number, string>>> = {
  2574: 'DB',
  2578: 'FB',
  2579: 'FC',
  2610: 'OB',
  3932: 'UDT',
}

/** Classes of what a program is made of, beside those of `BLOCKS`. */
const PROGRAM: Readonly<Partial<Record<number, string>>> = {
  2520: 'PLCProgram',
  2554: 'DataType',
  3933: 'FBT',
  3934: 'SDT',
  3935: 'FCT',
  4268: 'TagArray',
  4272: 'TA_DB',
  4273: 'Constants',
  4600: 'MC_DB',
  4637: 'OB',
  4639: 'OB',
}
/** OBs by event: ProgramCycleOB, StartupOB, … */
const isEventOb = (id: number): boolean => id >= 2637 && id <= 2658

export const programClass = (id: number): string | null => BLOCKS[id] ?? PROGRAM[id] ?? (isEventOb(id) ? 'OB' : null)

/** Classes of other things that are loaded as a whole, and of those a client makes for itself. */
const OTHERS: Readonly<Partial<Record<number, string>>> = {
  255: 'Subscriptions',
  287: 'ServerSession',
  1001: 'Subscription',
  1700: 'Transaction',
  1750: 'RemoteFileAccess',
  2378: 'ReleaseManagement',
  2496: 'HWConfiguration',
  2662: 'AlarmSubscription',
  2681: 'alarm',
  2708: 'ContinuingTisJob',
  2709: 'SessionTisJob',
  3636: 'AckJob',
  3942: 'Communication',
  4621: 'RoutingTables',
}

export const className = (id: number): string => programClass(id) ?? OTHERS[id] ?? `class ${id}`

/** `DB5`, `OB1` for the number of a block; null for other objects. */
export function blockName(rid: number): string | null {
  const kind = rid >= 0x80000000 ? BLOCKS[(rid >>> 16) & 0x7fff] : undefined
  return kind ? `${kind}${rid & 0xffff}` : null
}

/** Objects that a client made for itself on the server: subscriptions, jobs, transactions. */
export const isDynamic = (rid: number): boolean => rid >= 0x10000000 && rid < 0x80000000

export const objectName = (rid: number): string =>
  blockName(rid) ?? OBJECTS[rid] ?? (rid >= 0x10000 ? hexNumber(rid, 8) : String(rid))

/** Methods of the services that load a device as a whole. */
const METHODS: Readonly<Partial<Record<number, string>>> = {
  15000009: 'PreFullDownload',
  15000011: 'PostFullDownload',
  15000013: 'CheckFullDownload',
  15000016: 'ActivateDownload',
  15000019: 'AbortFullDownload',
}

export const methodName = (id: number): string => METHODS[id] ?? String(id)

export const isDownloadMethod = (id: number): boolean => METHODS[id] !== undefined
